#!/usr/bin/perl
# Imports that are killed, and whose intake is killed, in the middle: started
# again they go on, and every message is there once.
#
#	IMPORT_MAILS=10000	how many in each mailbox (1500)
#	IMPORT_KILLS=20		how often each import is killed (3)
use strict;
use warnings;
use lib 'tests/tools';
use Line;
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep);

my $mails = $ENV{IMPORT_MAILS} // 1500;
my $kills = $ENV{IMPORT_KILLS} // 3;
my $line = Line->new(build => Line::build(),
    conf => 'sending = { transport = "maildir"; };');
my $dir = $line->{dir};

# All mailboxes that programs write, with the same kind of mails.
sub box_line { return "From kim\@x.example Tue Nov 24 10:00:00 2026\n" }

sub write_mbox {
	my ($path, $prefix) = @_;
	open(my $out, '>:raw', $path) or die;
	for my $n (1 .. $mails) {
		print $out box_line(), Line::mail("$prefix$n"), "\n";
	}
	close($out) or die;
	return $path;
}

sub write_maildir {
	my ($path, $prefix) = @_;
	mkdir($_) or die for $path, map { "$path/$_" } qw(new cur tmp);
	for my $n (1 .. $mails) {
		my $name = sprintf('%s/1795550000.%06d.host', $n % 2 ? 'new' :
		    'cur', $n) . ($n % 2 ? '' : ':2,S');
		Line::write_file("$path/$name", Line::mail("$prefix$n"));
	}
	return $path;
}

sub archived { return ($line->archive('SELECT count(*) FROM message'))[0][0] }

# Batches have 32 mails: dies before or behind the nth one.
my $deaths = 0;
sub die_in_import {
	my ($path, $point, $n) = @_;
	local $line->{env} = { MAILDESK_CRASH => "import.$point-batch:$n",
	    MAILDESK_CRASH_FILE => "$dir/died." . ++$deaths };
	my ($code) = $line->cli('import', $path);
	return $code < 0;
}

# kill -9 whenever it happens to come.
sub kill_import {
	my ($path, $seconds) = @_;
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDOUT, '>', '/dev/null');
		open(STDERR, '>', '/dev/null');
		exec("$line->{build}/maildesk", '--config', "$dir/desk.conf",
		    'import', $path) or POSIX::_exit(99);
	}
	sleep($seconds);
	kill('KILL', $pid);
	waitpid($pid, 0);
}

my $before = 0;
for my $box ([ 'an mbox', write_mbox("$dir/box", 'b') ],
    [ 'a Maildir', write_maildir("$dir/maildir", 'm') ]) {
	my ($name, $path) = @$box;
	# The intake dies with a group that is not committed, or not answered.
	$line->start(MAILDESK_CRASH => $before ? 'intake.after-commit:20'
	    : 'intake.before-commit:20', MAILDESK_CRASH_FILE =>
	    "$dir/intake-died.$before");
	for my $n (1 .. $kills) {
		ok(die_in_import($path, $n % 2 ? 'before' : 'after', 2 * $n),
		    "$name: it dies, time $n");
	}
	kill_import($path, 0.02 * $_) for 1 .. $kills;
	my ($code, $said);
	Line::wait_for(sub {
		($code, $said) = $line->cli('import', $path);
		return $code == 0;
	});
	is($code, 0, "$name: it ends") or diag($said);
	ok(-e "$dir/intake-died.$before", "$name: the intake died, too");
	like($said, qr/^$mails messages: \d+ accepted, \d+ there already, 0 /m,
	    "$name: all were looked at");
	$before += $mails;
	is(archived(), $before, "$name: each is there once");
	($code, $said) = $line->cli('import', $path);
	like($said, qr/: 0 accepted, $mails there already/,
	    "$name: and never again");
	ok($line->stop(), 'the daemon stops') if $before == $mails;
}

Line::wait_for(sub { $line->is_filed() }, 120) or die $line->log_end();
my ($filed) = $line->desk("SELECT count(*), count(DISTINCT message_id)" .
    " FROM entry WHERE kind = 'message'");
is_deeply($filed, [ $before, $before ], 'each was filed once');
my ($bad) = $line->desk("SELECT count(*) FROM filing WHERE state <> 'filed'");
is($bad->[0], 0, 'and nothing else was');
ok($line->stop(), 'it stops');
done_testing();
