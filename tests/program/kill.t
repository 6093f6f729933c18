#!/usr/bin/perl
# kill -9 of random roles, and of all at once, while mail comes in through the
# pipe, LMTP, a mailbox and a Maildir, and letters leave.  Senders try again as a
# mail server does.  Afterwards every message that was acknowledged, or lay at a
# door that fetches, is there once, and every letter arrived.
#
#	MAILDESK_KILLS=2000	how often (50)
#	MAILDESK_SEED=7		which (1)
use strict;
use warnings;
use lib 'tests/tools';
use Doors;
use Line;
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep);

my $kills = $ENV{MAILDESK_KILLS} // 50;
my $seed = $ENV{MAILDESK_SEED} // 1;
# So many for one desk; then all is counted, and a new one begins.
my $round = 250;
# By door; each has one mail under way after the other.  Where mail is fetched
# all that was put there is under way.
my %senders = (pipe => 3, lmtp => 3, imap => 1, maildir => 1);
my @doors = map { ($_) x $senders{$_} } sort keys %senders;
# Mails that come in between two kills, on an average; and how long is waited for
# them: long enough that a busy machine is not killed faster than it can start,
# when no sender would ever be heard.
my $between = 2;
my $longest = 5;
my @running;
my $parent = $$;
END { kill('KILL', @running) if $$ == $parent && @running }

# Sends until it is told to stop; notes what was acknowledged.
sub send_mails {
	my ($line, $door, $number) = @_;
	my (@mine, $stop);
	local $SIG{TERM} = sub { $stop = 1 };
	srand($seed * 1000 + $number);
	open(my $taken, '>', "$line->{dir}/taken.$number") or die;
	$taken->autoflush(1);
	for (my $n = 0; !$stop; $n++) {
		my $key = "s${number}m$n";
		my $fetched = grep { $_ eq $door } @Doors::names;
		# What is fetched may come in before what it answers.
		my $to = @mine && rand() < 0.3 && !$fetched ?
		    $mine[rand(@mine)] : undef;
		my $size = rand() < 0.02 ? 1_500_000 : rand() < 0.1 ? 90_000 : 0;
		my $mail = Line::mail($key, to => $to, size => $size);
		# What was begun is ended, so that nobody asks what became of it.
		if ($fetched) { $line->{doors}->put($door, $mail) }
		elsif ($door eq 'pipe') { $line->pipe_in($mail) }
		else { $line->lmtp_in($mail) }
		print $taken join(' ', $key, $to // ()), "\n";
		push(@mine, $key) if !defined($to);
		sleep(rand() * ($fetched ? 0.3 : 0.03));
	}
}

sub start_senders {
	my ($line) = @_;
	my @pids;
	for my $number (1 .. @doors) {
		my $pid = fork() // die;
		if ($pid == 0) {
			$SIG{__WARN__} = sub {};
			my $ok = eval {
				send_mails($line, $doors[$number - 1], $number);
				1;
			};
			Line::write_file("$line->{dir}/trouble.$number", $@)
			    if !$ok;
			POSIX::_exit(0);
		}
		push(@pids, $pid);
	}
	push(@running, @pids);
	return @pids;
}

# One kill; 0 when there is nothing to kill at the moment.
sub kill_something {
	my ($line) = @_;
	my $what = rand();
	if ($what < 0.2) {
		$line->kill_all();
		$line->launch();
		return 1;
	}
	my %roles = $line->roles();
	my @names = sort keys %roles;
	return 0 if !@names;
	my $pid = $roles{$names[rand(@names)]};
	# A deploy is no kill, and comes in between.
	return kill('TERM', $pid) * 0 if $what < 0.25;
	return kill('KILL', $pid);
}

sub taken {
	my ($line) = @_;
	my $bytes = 0;
	$bytes += -s "$line->{dir}/taken.$_" // 0 for 1 .. @doors;
	return $bytes;
}

# So that what is killed has something under way: mail comes in first, and not
# always just now.
sub let_come {
	my ($line) = @_;
	my $want = taken($line) + rand() * 2 * $between * length("s1m10\n");
	Line::wait_for(sub { taken($line) >= $want }, $longest);
	sleep(rand() * 0.05);
}

# What lay at the doors that fetch is fetched, and was moved once.
sub empty_doors {
	my ($line, $want, $name) = @_;
	my $doors = $line->{doors};
	ok(Line::wait_for(sub { $doors->are_empty() }),
	    "$name: mailbox and Maildir are empty in the end")
	    or diag($line->log_end());
	my ($imap) = grep { $doors[$_ - 1] eq 'imap' } 1 .. @doors;
	is(join("\n", sort $doors->moved()), join("\n", sort map {
	    "printer $_" } grep { /^s${imap}m/ } keys %$want),
	    "$name: each message in the mailbox is moved once");
}

sub run_round {
	my ($count, $name) = @_;
	my $doors = Doors->new();
	my $line = Line->new(chance => 0.05, doors => $doors,
	    conf => $doors->conf());
	$line->start();
	my @pids = start_senders($line);
	for (my $done = 0; $done < $count;) {
		let_come($line);
		$done += kill_something($line);
	}
	kill('TERM', @pids);
	waitpid($_, 0) for @pids;
	@running = ();
	my ($troubles, %want) = ('');
	for my $number (1 .. @doors) {
		$troubles .= Line::read_file("$line->{dir}/trouble.$number");
		for (split(/\n/,
		    Line::read_file("$line->{dir}/taken.$number"))) {
			my ($key, $to) = split(/ /);
			$want{$key} = { to => $to };
		}
	}
	is($troubles, '', "$name: nothing but retries");
	empty_doors($line, \%want, $name);
	my $ended = eval { $line->finish(); 1 };
	ok($ended, "$name: all is filed and sent in the end") or diag($@);
	my $got = $line->account(want => \%want);
	is(join("\n", @{ $got->{wrong} }[0 .. ($#{ $got->{wrong} } > 20 ? 20 :
	    $#{ $got->{wrong} })]), '', "$name: " . keys(%want) .
	    ' mails are there once') or diag($line->log_end());
	is(scalar($line->logged('strike')), 0, "$name: no strikes");
	my ($unknown) = $line->desk('SELECT count(*) FROM letter' .
	    ' WHERE unknowns > 0');
	my ($letters) = $line->desk('SELECT count(*) FROM letter');
	diag("$name: $count kills, " . keys(%want) . " mails, $letters->[0]" .
	    " letters, $unknown->[0] of them under way at a kill, " .
	    @{ $got->{twice} } . ' came twice');
	cmp_ok(scalar(@{ $got->{twice} }), '<=', $unknown->[0],
	    "$name: none came twice but these");
}

srand($seed);
for (my $done = 0; $done < $kills; $done += $round) {
	my $count = $kills - $done < $round ? $kills - $done : $round;
	run_round($count, "kills $done to " . ($done + $count));
}
done_testing();
