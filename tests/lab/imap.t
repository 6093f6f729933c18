#!/usr/bin/perl
# Mailboxes of a real Dovecot as a door: every way to reach it, every way to
# leave a message behind, and none that is not safe.
use strict;
use warnings;
use lib 'tests/lab';
use Test::More;

use Lab;

my $missing = Lab::missing();
plan(skip_all => $missing) if $missing;

my $lab = Lab->new('pipe');
my $dir = $lab->{dir};
my ($port, $tls_port) = Lab::read_file("$dir/lab.env") =~
    /^IMAP_PORT=(\d+).*^IMAPS_PORT=(\d+)/ms;
my $done = "Erledigt & \x{c3}\x{a4}lter"; # UTF-8, as a file has it

sub doveadm {
	my (@words) = @_;
	open(my $out, '-|', 'doveadm', '-c', "$dir/dovecot/dovecot.conf",
	    @words) or die;
	local $/;
	my $text = readline($out) // '';
	close($out) or die "doveadm @words: $?\n";
	return $text;
}

# A mail right into a mailbox.
my $count = 0;
sub put {
	my ($user, $subject, $text, %how) = @_;
	my $path = Lab::write_file("$dir/mail.eml", join("\r\n",
	    'From: Alice <alice@example.test>', 'To: support@help.test',
	    "Subject: $subject", 'Date: Tue, 24 Nov 2026 09:00:00 +0000',
	    sprintf('Message-ID: <%d@example.test>', ++$count), '', $text, ''),
	    0644);
	open(STDIN, '<', $path) or die;
	doveadm('save', '-u', "$user\@help.test", '-m', $how{folder} // 'INBOX');
}

sub in_folder {
	my ($user, $folder, @search) = @_;
	@search = ('ALL') if !@search;
	my @uids = doveadm('search', '-u', "$user\@help.test", 'mailbox',
	    $folder, @search) =~ /\S+ \d+/g;
	return scalar(@uids);
}

sub subjects {
	return sort map { $_->{subject} } @{ $lab->ask('ticket', 'list') // [] };
}

sub account {
	my ($name, %with) = @_;
	my %all = (name => "\"$name\"", host => '"127.0.0.2"', port => $port,
	    tls => '"required"', ca_file => "\"$dir/tls/ca.pem\"",
	    user => "\"$name\@help.test\"",
	    password_file => "\"$name.password\"", poll_seconds => 3600,
	    timeout => 10,
	    folders => '( { name = "INBOX"; recipient = "support@help.test"; } )',
	    %with);
	my $file = "$dir/desk/$name.password";
	Lab::write_file($file, $with{secret} // "pw-$name\n", 0600);
	chown((getpwnam('nobody'))[2, 3], $file);
	delete($all{secret});
	return "{\n" . join('', map { "\t$_ = $all{$_};\n" } sort keys %all) .
	    '}';
}

my @accounts = (
	account('imap1', after => '"move"', move_to => "\"$done\"",
	    max_message => '"64 KiB"', folders => '(
		{ name = "INBOX"; recipient = "support@help.test"; },
		{ name = "Sales/2026"; recipient = "sales@help.test"; } )'),
	account('imap2', host => '"localhost"', port => $tls_port,
	    tls => '"implicit"', mechanism => '"PLAIN"', after => '"delete"'),
	account('imap3', after => '"seen"', poll_seconds => 1),
	# Of these none may get in.
	account('wrong-ca', ca_file => "\"$dir/tls/other.pem\""),
	account('wrong-host', host => '"127.0.0.3"'),
	account('wrong-host-tls', host => '"127.0.0.3"', port => $tls_port,
	    tls => '"implicit"'),
	account('no-password', user => '"imap3@help.test"', secret => "wrong\n"),
	account('clear', tls => '"none"', user => '"imap3@help.test"',
	    secret => "pw-imap3\n"),
);
system(qw(openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes
    -days 2 -subj), '/CN=another CA', '-keyout', "$dir/tls/other.key", '-out',
    "$dir/tls/other.pem") == 0 or die;
doveadm('mailbox', 'create', '-u', 'imap1@help.test', $done, 'Sales/2026');
put('imap1', 'was there before', 'words');
put('imap1', 'for sales', 'words', folder => 'Sales/2026');
put('imap1', 'too big', "words\r\n" . ("x" x 70 . "\r\n") x 1500);
$lab->write_conf('imap = (' . join(",\n", @accounts) . ');');
$lab->maildesk('init');
$lab->maildesk('department', 'add', ucfirst($_), "$_\@help.test")
    for qw(support sales);
$lab->start_desk();

# --- what is there, and what comes ---------------------------------------------

$lab->until('what was there is filed', sub { $lab->ticket_count() == 3 });
is_deeply([subjects()], [ 'for sales', 'too big', 'was there before' ],
    'all folders are read, a big message by its header');
my ($sales) = grep { $_->{subject} eq 'for sales' }
    @{ $lab->ask('ticket', 'list') };
is($sales->{department}, 'Sales', 'each folder for its department');
$lab->until('what is ours is moved', sub { in_folder('imap1', $done) == 2 });
is(in_folder('imap1', 'INBOX'), 1, 'a message too big stays where it is');
is(in_folder('imap1', 'INBOX', 'UNSEEN'), 1, 'and is not touched');
my ($big) = grep { $_->{subject} eq 'too big' } @{ $lab->ask('ticket', 'list') };
like($lab->maildesk('ticket', 'show', $big->{number} // $big->{id}),
    qr/too big to be taken\. +It is still in\s+the folder/,
    'and the ticket says where it is');

put('imap1', 'told by IDLE', 'words');
$lab->until('IDLE tells of it', sub { $lab->ticket_count() == 4 });
pass('news do not wait for the next look');
put('imap2', 'by implicit TLS', 'words');
$lab->until('it comes by implicit TLS', sub { $lab->ticket_count() == 5 });
$lab->until('it is deleted there', sub { in_folder('imap2', 'INBOX') == 0 });
put('imap3', 'to be seen', 'words');
$lab->until('it comes', sub { $lab->ticket_count() == 6 });
$lab->until('it is marked', sub { in_folder('imap3', 'INBOX', 'SEEN') == 1 });
pass('messages are moved, deleted, or marked as seen');

# --- twice ----------------------------------------------------------------------

my $filed = sub { ($lab->ask('status') // {})->{messages}{$_[0]} // 0 };
doveadm('flags', 'remove', '-u', 'imap3@help.test', '\Seen', 'mailbox',
    'INBOX', 'ALL');
doveadm('mailbox', 'update', '-u', 'imap3@help.test', '--uid-validity',
    4000000000, 'INBOX');
$lab->until('it is read again', sub { $filed->('duplicate') == 1 });
is($lab->ticket_count(), 6, 'another UIDVALIDITY files nothing twice');

# What was ours when we died, and was not yet moved.
my $old = $lab->kill_role('imap:imap1');
$lab->until('it is back', sub {
	my $new = $lab->role('imap:imap1');
	$new && $new != $old
});
put('imap1', 'after the kill', 'words');
$lab->until('it goes on', sub { $lab->ticket_count() == 7 });
$lab->until('and moves', sub { in_folder('imap1', $done) == 4 });
is($filed->('duplicate'), 1, 'a role that was killed takes nothing twice');

# --- who may not get in, and what is said of it ---------------------------------

sub failure {
	my ($name) = @_;
	my $line;
	$lab->until("$name is told", sub {
		($line) = grep { /event=imap-waits account=\Q$name\E / }
		    split(/\n/, $lab->desk_log()) });
	return $line;
}
like(failure('wrong-ca'), qr/certificate does not prove/, 'another CA');
like(failure('wrong-host'), qr/certificate does not prove/, 'another host');
like(failure('wrong-host-tls'), qr/certificate does not prove/,
    'another host, with TLS from the first byte');
like(failure('no-password'), qr/login: it said no/, 'another password');
like(failure('clear'), qr/takes none without TLS/, 'no TLS at all');
my $dovecot = Lab::read_file("$dir/log/dovecot.log");
my @logins = $dovecot =~ /Login: user=<([^>]*)>/g;
is(scalar(grep { !/^imap[123]\@/ } @logins), 0, 'none of them logs in');

my $status = $lab->maildesk('status');
like($status, qr/imap1: last looked into .* ago$/m,
    'status tells of the last success');
like($status, qr/wrong-ca: never looked into; fails for .*certificate/,
    'and of failures');
is($lab->stop_desk(), 0, 'it ends in order');
unlike($lab->desk_log(), qr/pw-imap|event=role-ended .*signal (?!KILL)/,
    'no password in the log, no crash');

done_testing();
