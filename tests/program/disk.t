#!/usr/bin/perl
# What a disk, a clock and an administrator do to a desk: full, out of inodes,
# broken, read-only, away, locked; set back and ahead.  Nothing is acknowledged
# that is not in the archive, the doors say no but for a while, what was
# acknowledged is filed once, and, but for the broken one, all goes on by itself
# once the trouble is over.
#
#	DISK_LEVELS=40	of a disk that is nearly full (4)
#	DISK_WAY=shim	as where no small disk can be mounted
use strict;
use warnings;
use lib 'tests/tools';
use Doors;
use Fault;
use File::Temp;
use Line;
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);

my $levels = $ENV{DISK_LEVELS} // 4;
my $build = Line::build();
my $mounted; # where the small disk is
my ($line, $fault, $doors, %want, $number);
my $way = $ENV{DISK_WAY} // 'mount';

# Without the right to mount there may be that to have a namespace of one's own.
if ($way eq 'mount' && system('mount -t tmpfs none /mnt 2>/dev/null') == 0) {
	system('umount', '/mnt');
} elsif ($way eq 'mount') {
	exec('unshare', '-Urm', 'env', 'DISK_WAY=inside', $^X, $0)
	    if system('unshare -Urm mount -t tmpfs none /mnt 2>/dev/null') == 0;
	$way = 'shim';
}
END {
	my $status = $?;
	undef($line);
	system('umount', '-l', $mounted) if defined($mounted);
	$? = $status;
}

sub begin {
	my ($options) = @_;
	undef($line);
	if ($way ne 'shim') {
		system('umount', '-l', $mounted) if defined($mounted);
		$mounted //= File::Temp::tempdir('maildesk-disk.XXXXXX',
		    TMPDIR => 1, CLEANUP => 1);
		system('mount', '-t', 'tmpfs', '-o', $options, 'none',
		    $mounted) == 0 or die;
	}
	$doors = Doors->new();
	$line = Line->new(build => $build, deliver =>
	    "$build/maildesk-deliver-dynamic", conf => $doors->conf(),
	    $way ne 'shim' ? (state => "$mounted/state") : ());
	$fault = Fault->new("$line->{dir}/fault", "$build/fault_shim.so");
	$line->{env} = { $fault->env() };
	%want = ();
	$line->start();
}

sub fresh_key { return 'm' . ++$number }

# Once, through either door: true when it was acknowledged.  A no is for a while,
# and a yes means that it is in the archive.
sub try_once {
	my ($key, $mail, $name) = @_;
	my $taken;
	if ($number % 2) {
		my ($code, $said) = $line->deliver($mail, $line->queue_id());
		fail("$name: exit $code: $said") if $code != 0 && $code != 75;
		$taken = $code == 0;
	} else {
		my $got = $line->lmtp($mail) // '421 gone';
		fail("$name: it answers $got") if $got !~ /^(?:250|4\d\d) /;
		$taken = $got =~ /^250 /;
	}
	return 0 if !$taken;
	$want{$key} = {};
	my ($there) = $line->archive('SELECT count(*) FROM message WHERE' .
	    " instr(substr(raw, 1, 2000), CAST('<$key\@' AS BLOB)) > 0");
	fail("$name: $key was acknowledged and is not there")
	    if $there->[0] == 0;
	return 1;
}

sub hand_over {
	my ($name, %how) = @_;
	my $key = fresh_key();
	my $mail = Line::mail($key, %how);
	return Line::wait_for(sub { try_once($key, $mail, $name) });
}

# Into the mailbox and the Maildir: they are to wait there until there is room.
sub put_before_doors {
	my %put;
	for my $door (@Doors::names) {
		my $key = fresh_key();
		$put{$key} = [ $door, $doors->put($door, Line::mail($key)) ];
		$want{$key} = {};
	}
	return \%put;
}

# What was moved or deleted is in the archive.
sub look_at_doors {
	my ($put, $name) = @_;
	for my $key (sort keys %$put) {
		my ($door, $what) = @{ $put->{$key} };
		next if !$doors->is_taken($door, $what);
		my ($there) = $line->archive('SELECT count(*) FROM message' .
		    " WHERE instr(raw, CAST('<$key\@' AS BLOB)) > 0");
		fail("$name: $key is gone from the $door door, and not there")
		    if $there->[0] == 0;
	}
}

sub doors_empty {
	my ($name) = @_;
	ok(Line::wait_for(sub { $doors->are_empty() }),
	    "$name: mailbox and Maildir are emptied")
	    or diag($line->log_end());
}

# Everything is filed and told.
sub settles {
	my ($name) = @_;
	my $ok = eval { $line->settle(); 1 };
	ok($ok, "$name: all is filed and sent") or diag($@);
}

sub same_roles {
	my ($name, %before) = @_;
	my %now = $line->roles();
	is_deeply(\%now, \%before, "$name: no role ended")
	    or diag($line->log_end());
}

sub count_files {
	my %roles = $line->roles();
	return map { my @files = glob("/proc/$roles{$_}/fd/*");
	    $_ => scalar(@files) } keys %roles;
}

sub account {
	my ($name) = @_;
	$fault->disarm();
	my $ok = eval { $line->finish(); 1 };
	ok($ok, "$name: it ends in order") or diag($@);
	my $got = $line->account(want => \%want);
	is(join("\n", @{ $got->{wrong} }), '', "$name: " . keys(%want) .
	    ' mails are there once, their letters sent');
}

# --- no room ---------------------------------------------------------------------

# Leaves so many bytes.
sub fill {
	my ($bytes) = @_;
	if ($way eq 'shim') {
		$fault->budget($bytes);
		return;
	}
	open(my $out, '>:raw', "$mounted/filler") or die;
	my $block = "\0" x 65536;
	while ((syswrite($out, $block) // 0) == length($block)) { }
	truncate($out, ((-s $out) - $bytes) & ~4095) or die $!;
}

sub empty {
	if ($way eq 'shim') { $fault->budget(-1) }
	else { unlink("$mounted/filler") or die $! }
}

begin('size=40m');
hand_over('a disk with room');
settles('a disk with room');
my %roles = $line->roles();
my %files = count_files();
my $refused = 0;
for my $level (0 .. $levels - 1) {
	my $bytes = int(600_000 * $level ** 2 / $levels ** 2);
	my $name = "$bytes bytes left";
	fill($bytes);
	my $put = put_before_doors();
	my $end = time + 1.2;
	for my $n (1 .. 40) {
		my $key = fresh_key();
		my $size = $n % 10 == 0 ? 700_000 : $n % 3 == 0 ? 30_000 : 0;
		my $taken = try_once($key, Line::mail($key, size => $size),
		    $name);
		$refused += !$taken;
		my ($code, $said) = $n == 5 ? $line->cli('department', 'add',
		    "D$number", "d$number\@help.test") : (75, 'no');
		ok($code == 0 || (grep { $code == $_ } 1, 75, 78) &&
		    $said ne '', "$name: the command says so: $code")
		    if $n == 5;
		last if time > $end;
	}
	look_at_doors($put, $name);
	empty();
	doors_empty("$name, then room");
	ok(hand_over("$name, then room"), "$name: mail is taken afterwards");
	settles($name);
	same_roles($name, %roles);
}
cmp_ok($refused, '>', 0, "$refused mails had to wait for room");
my %after = count_files();
is(join(' ', grep { $after{$_} > $files{$_} + 2 } sort keys %files), '',
    'no descriptor is left open');
account('a full disk');

# --- no inodes -------------------------------------------------------------------

SKIP: {
	skip('no disk to mount', 1) if $way eq 'shim';
	begin('size=40m,nr_inodes=200');
	hand_over('with inodes');
	%roles = $line->roles();
	my $made = 0;
	$made++ while open(my $out, '>', "$mounted/none$made");
	ok(hand_over('no inodes'), 'no inodes: what is small needs none');
	my $key = fresh_key();
	ok(!try_once($key, Line::mail($key, size => 1_500_000), 'no inodes'),
	    'no inodes: what must be spilled waits');
	settles('no inodes');
	unlink("$mounted/none$_") for 0 .. $made - 1;
	ok(hand_over('inodes again', size => 1_500_000),
	    'inodes again: it is taken');
	settles('inodes again');
	same_roles('inodes again', %roles);
	account('no inodes');
}

# --- a broken disk ---------------------------------------------------------------

begin('size=40m');
for my $role (qw(intake gateway sender)) {
	my $ended = qr/role=$role how="exit 74"/;
	for my $time (1, 2) {
		my $before = grep { /$ended/ } $line->logged('role-ended');
		my $key = fresh_key();
		$fault->arm($role, 'fdatasync', 1, 'EIO');
		if ($role eq 'intake') {
			ok(!try_once($key, Line::mail($key), "$role: EIO"),
			    "$role: a failed sync acknowledges nothing");
		} else {
			hand_over("$role: EIO");
		}
		ok(Line::wait_for(sub { (grep { /$ended/ }
		    $line->logged('role-ended')) > $before }),
		    "$role: it ends, time $time") or diag($line->log_end());
		$fault->disarm();
		next if $time == 2;
		ok(hand_over("$role: once more"), "$role: it starts again");
		settles("$role: after a look at the databases");
	}
	ok(Line::wait_for(sub {
		Line::read_file("$line->{state}/sync.alarm") =~ /^$role$/m
	}), "$role: the second one is an alarm");
	if ($role eq 'intake') {
		my ($code) = $line->deliver(Line::mail('none'),
		    $line->queue_id());
		is($code, 75, "$role: mail waits at the mail server");
	}
	$line->cli('check');
	ok(!-e "$line->{state}/sync.alarm", "$role: a check ends it");
	ok(hand_over("$role: checked"), "$role: mail is taken again");
	settles("$role: checked");
}
# While it opens, too.
for my $role (qw(intake gateway sender)) {
	$line->stop();
	rename("$line->{dir}/log", "$line->{dir}/log.$role");
	$fault->arm($role, 'fdatasync', 1, 'EIO');
	$line->start();
	hand_over("$role opens");
	ok(Line::wait_for(sub { grep { /role=$role how="exit 74"/ }
	    $line->logged('role-ended') }), "$role: a sync that fails while" .
	    ' it opens ends it so, too') or diag($line->log_end());
	$fault->disarm();
	settles("$role opens");
}
account('a broken disk');

# --- read-only, away, locked -----------------------------------------------------

# Nobody can work so, and nobody says that he does.
sub expect_no {
	my ($name) = @_;
	my @before = map { $doors->left($_) } @Doors::names;
	$line->launch();
	my $daemon = $line->{daemon};
	my ($code, $said) = $line->deliver(Line::mail('none'),
	    $line->queue_id());
	is($code, 75, "$name: mail waits at the mail server");
	($code, $said) = $line->cli('department', 'add', 'None',
	    'none@help.test');
	ok((grep { $code == $_ } 1, 75, 78) && $said =~ /^maildesk: .*\w/,
	    "$name: the command says so: $code: $said");
	kill('TERM', $daemon);
	waitpid($daemon, 0);
	$line->{daemon} = 0;
	is_deeply([ map { $doors->left($_) } @Doors::names ], \@before,
	    "$name: mail stays in mailbox and Maildir");
}

begin('size=40m');
hand_over('before');
settles('before');
$line->stop();
put_before_doors();
SKIP: {
	skip('root may write there', 1) if $way eq 'shim' && $> == 0;
	my ($on, $off) = $way eq 'shim' ?
	    ("chmod 0500 $line->{state}", "chmod 0700 $line->{state}") :
	    ("mount -o remount,ro $mounted", "mount -o remount,rw $mounted");
	system($on) == 0 or die;
	expect_no('a read-only disk');
	system($off) == 0 or die;
}
rename($line->{state}, "$line->{state}.away") or die;
expect_no('no state folder');
rename("$line->{state}.away", $line->{state}) or die;
$line->start();
ok(hand_over('there again'), 'mail is taken once it is there');
doors_empty('there again');
rename($line->{state}, "$line->{state}.away") or die;
my $put = put_before_doors();
my $lost = fresh_key();
ok(!try_once($lost, Line::mail($lost), 'taken away'),
    'nothing is acknowledged while the folder is away');
rename("$line->{state}.away", $line->{state}) or die;
look_at_doors($put, 'put back');
ok(hand_over('put back'), 'nor is a start needed once it is back');
doors_empty('put back');
settles('put back');

# As an administrator's sqlite3 would.
my $hold = <<'END';
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(1.5)
db.execute("ROLLBACK")
END
%roles = $line->roles();
for my $name (qw(archive maildesk)) {
	open(my $holder, '-|', 'python3', '-c', $hold,
	    "$line->{state}/$name.db") or die;
	readline($holder);
	put_before_doors();
	ok(hand_over("$name.db is locked"), "$name.db is locked: mail comes in");
	doors_empty("$name.db was locked");
	settles("$name.db was locked");
	close($holder);
}
same_roles('locked databases', %roles);

# --- the clock -------------------------------------------------------------------

for my $seconds (-7200, 86400 - 7200, 0) {
	$fault->clock($seconds);
	ok(hand_over("the clock at $seconds"), "the clock at $seconds: mail" .
	    ' is taken');
	settles("the clock at $seconds");
	my %seen;
	ok(Line::wait_for(sub {
		%seen = map { (split(/ /))[1] => 1 }
		    $line->logged('clock-stepped');
		return keys(%seen) >= 3;
	}), 'each role says that it was set');
	truncate("$line->{dir}/log", 0);
}
same_roles('the clock', %roles);
account('the clock');
done_testing();
