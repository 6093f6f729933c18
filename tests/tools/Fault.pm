package Fault;
# The test's side of fault_shim.c: which call of which role fails, and how.
use strict;
use warnings;
use Errno ();

# In the shim's order.
my @calls = qw(none open read write fsync fdatasync rename ftruncate malloc
    connect flock send recv accept mmap);
my @roles = qw(none intake gateway sender maildeskd deliver maildesk
    imap maildir);
my %call = map { $calls[$_] => $_ } 0 .. $#calls;
my %role = map { $roles[$_] => $_ } 0 .. $#roles;
my %special = (kill => 0, short => -1, killafter => -2);

# new(PATH): makes the file; env() has what the processes are to inherit.
sub new {
	my ($class, $path, $shim) = @_;
	open(my $file, '+>:raw', $path) or die "$path: $!";
	my $fault = bless({ path => $path, shim => $shim, file => $file },
	    $class);
	$fault->put(0, pack('l8q2', (0) x 9, -1));
	return $fault;
}

sub env {
	my ($fault) = @_;
	return (LD_PRELOAD => $fault->{shim}, FAULT_CONTROL => $fault->{path});
}

sub put {
	my ($fault, $at, $bytes) = @_;
	sysseek($fault->{file}, $at, 0);
	syswrite($fault->{file}, $bytes) == length($bytes) or die $!;
}

sub get {
	my ($fault, $field) = @_;
	sysseek($fault->{file}, 4 * $field, 0);
	sysread($fault->{file}, my $bytes, 4) == 4 or die $!;
	return unpack('l', $bytes);
}

# arm(ROLE, CALL, N, WHAT): the N-th call from now on.  WHAT is the name of an
# errno, kill, killafter or short; with a + behind it, all later calls, too.
sub arm {
	my ($fault, $role, $call, $n, $what) = @_;
	my $sticky = $what =~ s/\+$//;
	my $value = $special{$what} // Errno->can($what)->();
	$role{$role} && $call{$call} or die "$role $call";
	$fault->put(0, pack('l', 0));
	$fault->put(4, pack('l6', $call{$call}, $n, $value, $sticky ? 1 : 0,
	    0, 0));
	$fault->put(0, pack('l', $role{$role}));
}

sub disarm {
	my ($fault) = @_;
	$fault->put(0, pack('l', 0));
	return $fault->get(5); # how often it fired
}

sub seen { return $_[0]->get(6) }

# Sets the clock ahead, or back.
sub clock {
	my ($fault, $seconds) = @_;
	$fault->put(32, pack('q', $seconds));
}

# So many bytes may still be written into files; -1: no end.
sub budget {
	my ($fault, $bytes) = @_;
	$fault->put(40, pack('q', $bytes));
}

1;
