package Hostile;
# Servers that stall, flood, lie and die, and a role of ours that talks with each:
# what the tests against them share.  The test runs in a folder of its own.
use strict;
use warnings;
use Cwd qw(abs_path);
use Exporter qw(import);
use File::Temp qw(tempdir);
use IO::Socket::INET;
use POSIX qw(WNOHANG);
use Time::HiRes qw(sleep time);

our @EXPORT = qw($build $memory flood drip say_it start_process start_server
    stop_server read_file write_file spawn until_true stop peak run_scripts);

our $build = abs_path($ENV{BUILD} // 'build');
our $memory = 64 * 1024; # KiB that a role may take
my $patience = 20; # seconds for one script
my $dir = tempdir(CLEANUP => 1);
chdir($dir) or die;
my $self = $$;
my %running;
END {
	if ($$ == $self) {
		local $?;
		kill('KILL', keys %running);
		# Else the folder could not be removed.
		chdir('/');
	}
}
$SIG{PIPE} = 'IGNORE';

# --- the server ------------------------------------------------------------------

# Until the client is gone.
sub wait_for_end { my ($fh) = @_; 1 while sysread($fh, my $ignored, 65536) }

# A text: said, with %T for the tag, if there is one.  STALL: nothing more; CLOSE:
# the end.  A function: what it returns.
sub say_it {
	my ($fh, $what, $tag, $command) = @_;
	for my $piece (ref($what) eq 'ARRAY' ? @$what : $what) {
		$piece = $piece->($fh, $tag, $command) if ref($piece);
		if ($piece eq 'STALL') {
			wait_for_end($fh);
			exit(0);
		}
		exit(0) if $piece eq 'CLOSE';
		$piece =~ s/%T/$tag/g if defined($tag);
		syswrite($fh, $piece) // exit(0) if length($piece);
	}
}

# The port, and the process, of a server for one script; serve() gets each
# connection and a file for what it hears.
sub start_server {
	my ($name, $serve, %says) = @_;
	my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1',
	    Listen => 5) or die;
	open(my $heard, '>', "$name.heard") or die;
	my $pid = start_process(sub {
		$SIG{CHLD} = 'IGNORE';
		while (1) {
			my $fh = $listener->accept() or next;
			next if fork();
			$fh->autoflush(1);
			$serve->($fh, $heard, %says);
			exit(0);
		}
	});
	return ($listener->sockport(), $pid);
}

# A process of ours, and of what it begins; stop_server ends it.
sub start_process {
	my ($work) = @_;
	my $pid = fork() // die;
	if ($pid == 0) {
		setpgrp(0, 0);
		$work->();
		exit(0);
	}
	$running{-$pid} = 1;
	return $pid;
}

sub stop_server {
	my ($pid) = @_;
	kill('KILL', -$pid);
	waitpid($pid, 0);
	delete($running{-$pid});
}

# --- ways to be bad --------------------------------------------------------------

# The same bytes for as long as somebody listens.
sub flood {
	my ($bytes) = @_;
	my $many = $bytes x (1 + int(65536 / length($bytes)));
	return sub {
		my ($fh) = @_;
		1 while defined(syswrite($fh, $many));
		exit(0);
	};
}

# A byte now and then.
sub drip {
	my ($bytes) = @_;
	return sub {
		my ($fh) = @_;
		for my $byte (split(//, $bytes)) {
			syswrite($fh, $byte) // exit(0);
			sleep(0.3);
		}
		return '';
	};
}

# --- the role --------------------------------------------------------------------

sub read_file {
	my ($name) = @_;
	local $/;
	open(my $fh, '<:raw', $name) or return '';
	return readline($fh) // '';
}

sub write_file {
	my ($name, $bytes) = @_;
	open(my $fh, '>:raw', $name) or die "$name: $!";
	print $fh $bytes;
	close($fh) or die "$name: $!";
}

# Its standard input is the file `mail`, if there is one.
sub spawn {
	my ($log, @command) = @_;
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDIN, '<', -e 'mail' ? 'mail' : '/dev/null') or die;
		open(STDERR, '>>', $log) or die;
		open(STDOUT, '>&', \*STDERR) or die;
		exec(@command) or die;
	}
	$running{$pid} = 1;
	return $pid;
}

sub until_true {
	my ($what) = @_;
	my $end = time + $patience;
	while (time < $end) {
		my $got = $what->();
		return $got if $got;
		sleep(0.02);
	}
	return;
}

# Its end within five seconds of being asked: the status; undef.
sub stop {
	my ($pid) = @_;
	my $status;
	kill('TERM', $pid);
	my $end = time + 5;
	while (time < $end && !defined($status)) {
		$status = $? if waitpid($pid, WNOHANG) == $pid;
		sleep(0.01);
	}
	if (!defined($status)) {
		kill('KILL', $pid);
		waitpid($pid, 0);
	}
	delete($running{$pid});
	return $status;
}

# The most memory that it took, in KiB.
sub peak { read_file("/proc/$_[0]/status") =~ /^VmHWM:\s+(\d+)/m ? $1 : 0 }

# Those whose name matches SCRIPTS, some at one time.
sub run_scripts {
	my ($scripts, $together, $start, $is_over, $end) = @_;
	my @waiting = grep { $_->[0] =~ ($ENV{SCRIPTS} // qr//) } @$scripts;
	while (my @rows = splice(@waiting, 0, $together)) {
		my @runs = map { $start->($_) } @rows;
		until_true(sub {
			$_->{over} ||= $is_over->($_) for @runs;
			return !grep { !$_->{over} } @runs;
		});
		$end->($_) for @runs;
	}
}

1;
