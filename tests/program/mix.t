#!/usr/bin/perl
# 2,000 mails of the benchmark's mix come in at once, by eight connections: all
# are filed, every reply is on the ticket of the mail that it answers, and every
# attachment comes out as it went in.  A mail that comes again is no new entry.
#
#	MAILDESK_MIX=500	how many mails (2,000)
use strict;
use warnings;
use lib 'tests/tools';
use Cwd qw(abs_path);
use Digest::SHA qw(sha256_hex);
use JSON::PP qw(decode_json);
use Line;
use Test::More;

my $count = $ENV{MAILDESK_MIX} // 2000;
my $base = $ENV{BUILD} // 'build';
system('make', '-s', "BUILD=$base", "$base/bench/lmtp_load") == 0
    or BAIL_OUT('no lmtp_load');
my $build = abs_path($base);
my $line = Line->new(build => $build);
my $mix = "$line->{dir}/mix";
system('python3', '-B', 'tests/bench/mix.py', '-n', $count, $mix) == 0
    or BAIL_OUT('no mix');

# What stands in the manifest, by number.
my @fields = qw(number kind sender id parent name size sha256);
my @mails;
for my $text (split(/\n/, Line::read_file("$mix/MANIFEST.tsv"))) {
	my %mail;
	@mail{@fields} = map { s/^<(.*)>$/$1/r } split(/\t/, $text);
	push(@mails, \%mail);
}

sub path_of { return sprintf('%s/%06d.eml', $mix, $_[0]->{number}) }

sub filings {
	return map { @$_ } $line->desk('SELECT state, count(*) FROM filing' .
	    ' GROUP BY state');
}

# Message-ID => [ticket, entry, attachments]
sub entries {
	return map { $_->[0] => [ @$_[1 .. 3] ] } $line->desk('SELECT ' .
	    'message_id, ticket_id, id, attachments FROM entry' .
	    ' WHERE message_id IS NOT NULL');
}

$line->start();
my $found = decode_json(`'$build/bench/lmtp_load' '$line->{dir}/lmtp.sock' \\
    support\@help.test 8 1 $count '$mix'`);
is($found->{refused}, 0, 'no mail is refused');
is($found->{messages}, $count, 'all are accepted');
ok(Line::wait_for(sub { $line->is_filed() }), 'all are dealt with');
is_deeply({ filings() }, { filed => $count }, 'and all are filed');

my %entry = entries();
is(scalar(keys(%entry)), $count, 'each is an entry');

my @replies = grep { $_->{kind} eq 'reply' } @mails;
my @astray = grep { $entry{$_->{id}}[0] != $entry{$_->{parent}}[0] } @replies;
is(scalar(@astray), 0, 'all of ' . @replies .
    ' replies are on the tickets of what they answer');

sub attachment_is_whole {
	my ($mail) = @_;
	my ($ticket, $entry, $attachments) = @{ $entry{$mail->{id}} };
	my ($part, undef, undef, $name) = split(/[\t\n]/, $attachments);
	my $to = "$line->{dir}/attachment";
	unlink($to);
	my ($code, $said) = $line->cli('ticket', 'attachment', '--output', $to,
	    $ticket, "$entry:$part");
	my $bytes = Line::read_file($to);
	utf8::decode(my $wanted = $mail->{name});
	return 1 if $code == 0 && $name eq $wanted &&
	    length($bytes) == $mail->{size} &&
	    sha256_hex($bytes) eq $mail->{sha256};
	diag("mail $mail->{number}: $name, " . length($bytes) .
	    " octets, exit $code: $said");
	return 0;
}

my @attached = grep { $_->{size} ne '-' } @mails;
my $whole = grep { attachment_is_whole($_) } @attached;
is($whole, scalar(@attached), 'all of ' . @attached .
    ' attachments are found, with their names');

# The same file through both doors: with other line ends by one of them.
my $again = Line::read_file(path_of($attached[0]));
$line->pipe_in($again);
$line->lmtp_in($again);
ok(Line::wait_for(sub { $line->is_filed() }), 'a mail comes twice again');
is_deeply({ filings() }, { filed => $count, duplicate => 2 },
    'both are duplicates');
is_deeply({ entries() }, \%entry, 'and no entry is new');

ok($line->stop(), 'the daemon ends in order');
done_testing();
