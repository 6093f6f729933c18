#!/usr/bin/perl
# Mails that the gateway dies of are quarantined after the third strike, all
# others are filed; kill -9 and deploys are no strikes.
#
#	POISON_GOOD=1000	good mails around them (100)
use strict;
use warnings;
use lib 'tests/tools';
use Line;
use Test::More;
use Time::HiRes qw(sleep);

my $good = $ENV{POISON_GOOD} // 100;
my @ways = ('segv', 'abort', 'segv filing', 'abort filing', 'cpu');
my $line = Line->new();
my (%want, %bad, @order);

for my $n (1 .. $good) {
	push(@order, "good$n");
	$want{"good$n"} = {};
}
# Some of them side by side, so that one dies while another has strikes.
my @places = map { int($_ * $good / 4) } 1, 1, 2, 2, 3;
for my $i (reverse 0 .. $#ways) {
	splice(@order, $places[$i], 0, "bad$i");
}
# All in the archive before the first is read: they come in groups, then.
Line::write_file("$line->{state}/sync.alarm", "gateway\n");
$line->start();
for my $key (@order) {
	my ($i) = $key =~ /^bad(\d+)/;
	$line->lmtp_in(Line::mail($key, defined($i) ?
	    (head => "X-Maildesk-Test-Crash: $ways[$i]\n") : ()));
	next if !defined($i);
	my ($last) = $line->archive('SELECT max(id) FROM message');
	$bad{$last->[0]} = $ways[$i];
}
$line->stop();
unlink("$line->{state}/sync.alarm");
$line->start();
$Line::patience = 120;
ok(Line::wait_for(sub { $line->is_filed() }), 'the line goes on')
    or diag($line->log_end());
$line->finish();
my $got = $line->account(want => \%want, quarantined => \%bad);
is(join("\n", @{ $got->{wrong} }), '', "$good good ones are filed")
    or diag($line->log_end());
my %state = map { $_->[0] => "$_->[1] $_->[2]" } $line->desk(
    "SELECT archive_id, state, reason FROM filing WHERE state = 'quarantined'");
for my $id (sort { $a <=> $b } keys %bad) {
	is($state{$id}, 'quarantined poison', "$bad{$id} is quarantined");
}
is(scalar(keys %state), scalar(@ways), 'and nothing else');
my $struck = $line->logged('strike');
my %strikes;
for ($line->logged('strike')) {
	my ($id) = /msg=(\d+)/;
	$strikes{$id}++;
}
is(scalar(grep { ($strikes{$_} // 0) < 3 } keys %bad), 0,
    'after three strikes each');
# One that dies in the filing behind one that dies in the reading makes that
# begin anew.
cmp_ok(scalar($line->logged('strike')), '<=', 3 * @ways + 2, 'or hardly more');
is(scalar(grep { !$bad{$_} } keys %strikes), 0, 'nobody else was struck');

# --- what is no strike -----------------------------------------------------------

# The gateway is killed where it stands at a message, again and again.
sub struck_by {
	my ($name, $how) = @_;
	my $before = $line->logged('strike');
	my $ended = $line->logged('role-ended');
	my $key = $name;
	$line->start(MAILDESK_CRASH => 'gateway.after-read');
	$line->lmtp_in(Line::mail($key));
	$want{$key} = {};
	Line::wait_for(sub {
		scalar($line->logged('role-ended')) >= 6 + $ended
	});
	$line->kill_all();
	$line->{lmtp} = undef;
	$line->start();
	$line->finish();
	is(scalar($line->logged('strike')), $before, "$name is no strike");
}

struck_by('kill');

$line->start();
for my $n (1 .. 6) {
	my %roles = $line->roles();
	$line->{lmtp} = undef;
	$line->lmtp_in(Line::mail("term$n"));
	$want{"term$n"} = {};
	kill('TERM', $roles{gateway});
	Line::wait_for(sub { my %now = $line->roles();
	    ($now{gateway} // $roles{gateway}) != $roles{gateway} });
}
$line->finish();
is(scalar($line->logged('strike')), $struck, 'nor is TERM');
$got = $line->account(want => \%want, quarantined => \%bad);
is(join("\n", @{ $got->{wrong} }), '', 'all of these are filed');

# --- and afterwards ------------------------------------------------------------

# None of these reads it again, or they would die, too.
for my $id (sort { $a <=> $b } keys %bad) {
	like($line->must('explain', $id), qr/poison/, "$bad{$id} is explained");
	like($line->must('quarantine', 'show', $id), qr/poison/, 'and shown');
}
my @rows = grep { / poison / } split(/\n/, $line->must('quarantine', 'list'));
is(scalar(grep { /kim\.bad\d\@/ } @rows), scalar(@ways),
    'they are listed, with their senders');
done_testing();
