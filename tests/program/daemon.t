#!/usr/bin/perl
# maildeskd: one process per role, started again when it dies; HUP, TERM; one
# daemon for one state folder; nothing inherited that should not be.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use IO::Socket::UNIX;
use POSIX qw(WNOHANG);
use Socket;
use Test::More;
use Time::HiRes qw(time);

my $build = abs_path($ENV{BUILD} // 'build');
my $sample = abs_path('conf/maildesk.conf');
-x "$build/$_" or BAIL_OUT("$build/$_ is missing: make")
    for qw(maildeskd maildesk maildesk-deliver);
my $dir = tempdir(CLEANUP => 1);
chdir($dir) or die;
my @daemon = ("$build/maildeskd", '--config', 'desk.conf');
my @running; # supervisors that must not outlive us
END { kill('KILL', @running) if @running }

sub read_file {
	my ($name) = @_;
	open(my $fh, '<:raw', $name) or return '';
	local $/;
	return <$fh> // '';
}

sub write_file {
	my ($name, $bytes) = @_;
	open(my $fh, '>:raw', $name) or die "$name: $!";
	print $fh $bytes;
	close($fh);
}

# Asks again and again, for at most 15 seconds.
sub until_true {
	my ($what) = @_;
	my $end = time + 15;
	while (time < $end) {
		my $got = $what->();
		return $got if $got;
		select(undef, undef, undef, 0.02);
	}
	return;
}

# Runs a program to its end: its status, and what it printed.
sub run {
	my (@command) = @_;
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDIN, '<', '/dev/null') or die;
		open(STDOUT, '>', 'out') or die;
		open(STDERR, '>&', \*STDOUT) or die;
		exec(@command) or die;
	}
	waitpid($pid, 0);
	return ($? >> 8, read_file('out'));
}

sub configure {
	my (%more) = @_;
	my $level = $more{level} // 'info';
	my $state = $more{state} // 'state';
	write_file('desk.conf', <<"END");
desk = { domain = "help.test"; };
state = { dir = "$state"; };
intake = { socket = "lmtp.sock"; };
sending = { transport = "maildir"; };
log = { level = "$level"; };
END
}

sub start {
	my (@more) = @_;
	unlink('log');
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDIN, '<', '/dev/null') or die;
		open(STDERR, '>>', 'log') or die;
		open(STDOUT, '>&', \*STDERR) or die;
		exec(@daemon, @more) or die;
	}
	push(@running, $pid);
	return $pid;
}

sub finish {
	my ($pid, $meanwhile) = @_;
	my $got = until_true(sub {
		$meanwhile->() if $meanwhile;
		waitpid($pid, WNOHANG) == $pid
	    });
	@running = grep { $_ != $pid } @running;
	return $got ? $? : undef;
}

# What the log says of an event, how often.
sub logged {
	my ($event) = @_;
	my @lines = grep { /\bevent=$event\b/ } split(/\n/, read_file('log'));
	return wantarray ? @lines : scalar(@lines);
}

# The children of a supervisor by their roles.
sub roles {
	my ($supervisor) = @_;
	my %roles;
	for my $path (glob('/proc/[0-9]*/status')) {
		next unless read_file($path) =~ /^PPid:\s+$supervisor$/m;
		my ($pid) = $path =~ /(\d+)/;
		my @words = split(/\0/, read_file("/proc/$pid/cmdline"));
		for my $i (1 .. $#words) {
			$roles{$words[$i]} = $pid if $words[$i - 1] eq '--role';
		}
	}
	return %roles;
}

# All roles are there, none of them one of these processes.
sub all_roles_but {
	my ($supervisor, @old) = @_;
	my %is_old = map { $_ => 1 } @old;
	my %roles;
	until_true(sub {
		%roles = roles($supervisor);
		keys(%roles) == 3 && !grep { $is_old{$_} } values %roles
	}) or return;
	return %roles;
}

sub connects {
	return IO::Socket::UNIX->new(Peer => 'lmtp.sock');
}

sub deliver {
	my ($subject) = @_;
	write_file('mail', "From: kim\@user.example\nTo: support\@help.test\n" .
	    "Subject: $subject\n\nwords\n");
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDIN, '<', 'mail') or die;
		exec("$build/maildesk-deliver", '--sender=kim@user.example',
		    '--recipient=support@help.test', '--socket=lmtp.sock')
		    or die;
	}
	waitpid($pid, 0);
	return $? >> 8;
}

# --- before it runs -----------------------------------------------------------

my ($status, $out) = run("$build/maildeskd", '--sample');
is($out, read_file($sample), '--sample prints conf/maildesk.conf');
($status, $out) = run("$build/maildeskd", '--wrong');
is($status, 2, 'a wrong option is a matter of usage');
like($out, qr/^usage: maildeskd/m, 'and told so');
($status, $out) = run("$build/maildeskd", 'word');
is($status, 2, 'so is a word that is none');

write_file('desk.conf', "desk = { domian = \"help.test\"; };\n");
($status, $out) = run(@daemon);
is($status, 78, 'a bad configuration must be set right by a person');
is($out, "maildeskd: desk.conf:1: desk.domian: there is no such setting;" .
    " write domain instead\n", 'and is told where it is bad');

configure();
($status, $out) = run(@daemon);
is($status, 78, 'without a state folder it does not start');
is($out, "maildeskd: state is missing; run maildesk init\n",
    'and says what makes one');

mkdir('state', 0700) or die;
($status, $out) = run(@daemon);
is($status, 78, 'an intake that cannot begin ends the daemon at its start');
like($out, qr/intake .*event=intake-cannot-start/, 'and the log says why');

($status) = run("$build/maildesk", '--config', 'desk.conf', 'init');
is($status, 0, 'maildesk init');
($status, $out) = run("$build/maildesk", '--config', 'desk.conf',
    'department', 'add', 'Support', 'support@help.test');
is($status, 0, 'a department') or diag($out);

# --- its roles ----------------------------------------------------------------

my $pid = start();
ok(until_true(sub { logged('ready') }), 'it is ready');
ok(connects(), 'and listens');
my %roles = all_roles_but($pid);
is(join(' ', sort keys %roles), 'gateway intake sender', 'one process a role');

($status, $out) = run(@daemon);
is($status, 1, 'a second daemon is refused');
is($out, "maildeskd: another maildeskd runs on state\n", 'and told why');
is(read_file('state/maildeskd.lock'), "$pid\n", 'the lock names the first');

for my $role (sort keys %roles) {
	my $proc = "/proc/$roles{$role}";
	my @files = map { readlink($_) // () } glob("$proc/fd/*");
	my @wrong = grep { m{maildeskd\.lock|signalfd|memfd|/wake$} } @files;
	is("@wrong", '', "$role has none of the supervisor's descriptors");
	# Two pipes and two eventfds, whatever was started before it.
	cmp_ok(scalar(grep { /^pipe:/ } @files), '<=', 2,
	    "$role has none of the others' pipes");
	like(read_file("$proc/status"), qr/^Umask:\s+0027$/m,
	    "$role leaves nothing for others");
}

for my $role (sort keys %roles) {
	my $old = $roles{$role};
	kill('KILL', $old);
	my %now = all_roles_but($pid, $old);
	ok($now{$role}, "$role is started again after KILL");
	is(join(' ', map { $_ eq $role ? () : $now{$_} } sort keys %now),
	    join(' ', map { $_ eq $role ? () : $roles{$_} } sort keys %roles),
	    'the others are left alone');
	%roles = %now;
}
ok(until_true(\&connects), 'the intake listens again');

# --- strikes ------------------------------------------------------------------

is(deliver('one'), 0, 'a mail is taken');
ok(until_true(sub { logged('filed') }), 'and filed');
my ($strikes) = read_file('state/gateway.mark') =~ /^0*1 0*(\d+) /;
is($strikes, '0', 'the mark stands at it, without a strike');
kill('KILL', $roles{gateway});
%roles = all_roles_but($pid, $roles{gateway});
is(logged('strike'), 0, 'KILL is no strike');
kill('ABRT', $roles{sender});
%roles = all_roles_but($pid, $roles{sender});
is(logged('strike'), 0, "nor is a sender's death");
kill('ABRT', $roles{gateway});
%roles = all_roles_but($pid, $roles{gateway});
is(logged('strike'), 0, "nor is an idle gateway's: it worked on nothing");

# --- commands -----------------------------------------------------------------

# How often a process has waited for something.
sub waits_of {
	my ($role) = @_;
	return read_file("/proc/$roles{$role}/status") =~
	    /^voluntary_ctxt_switches:\s+(\d+)/m ? $1 : 0;
}
ok(-p 'state/wake', 'commands have a way to wake the roles');
is((stat('state/wake'))[2] & 0777, 0660, 'which is the group\'s, too');
my $waited = 0;
for my $n (1 .. 5) {
	my %before = map { $_ => waits_of($_) } qw(gateway sender);
	($status, $out) = run("$build/maildesk", '--config', 'desk.conf',
	    'ban', 'add', "spam$n\@user.example");
	is($status, 0, "change $n") or diag($out);
	my $since = time;
	until_true(sub {
		!grep { waits_of($_) <= $before{$_} } keys %before
	});
	$waited += time - $since;
}
cmp_ok($waited, '<', 4, 'none of them waits for its next look, which is due'
    . ' every five seconds');

# --- HUP ----------------------------------------------------------------------

write_file('desk.conf', "desk = {\n");
kill('HUP', $pid);
ok(until_true(sub { logged('configuration-refused') }),
    'a broken configuration is refused');
like(join('', logged('configuration-refused')),
    qr/why="desk\.conf:\d+: .* kept=old$/, 'and where it is broken is told');
is_deeply({ roles($pid) }, \%roles, 'the roles go on');
kill('KILL', $roles{intake});
ok(%roles = all_roles_but($pid, $roles{intake}),
    'a role that dies meanwhile starts with the old one');
ok(until_true(\&connects), 'and works');

configure(state => 'elsewhere');
kill('HUP', $pid);
ok(until_true(sub { logged('configuration-refused') == 2 }),
    'another state folder is refused');

configure(level => 'debug');
kill('HUP', $pid);
ok(until_true(sub { logged('configuration-read') }),
    'a good configuration is read');
my @old = values %roles;
ok(%roles = all_roles_but($pid, @old), 'every role starts anew with it');
ok(until_true(\&connects), 'and the intake listens');
is(logged('role-killed'), 0, 'none of them had to be killed');

# --- TERM ---------------------------------------------------------------------

my $begun = time;
kill('TERM', $pid);
is(finish($pid), 0, 'TERM ends it well');
cmp_ok(time - $begun, '<', 10, 'within ten seconds');
ok(!grep({ kill(0, $_) } values %roles), 'and its roles with it');
ok(!-e 'lmtp.sock', 'and the socket is gone');

$pid = start('--foreground');
ok(until_true(sub { logged('ready') && logged('sender-started') }),
    'it starts again');
%roles = all_roles_but($pid);
kill('TERM', $roles{sender});
%roles = all_roles_but($pid, $roles{sender});
like(join("\n", logged('role-ended')), qr/role=sender how="exit 0"/,
    'a role that gets TERM ends in order, and is started again');
kill('STOP', $roles{gateway});
kill('INT', $pid);
is(finish($pid), 0, 'INT ends it, too');
is(join('', logged('role-killed')) =~ /role=gateway$/, 1,
    'a role that does not stop is killed');

$pid = start();
ok(until_true(sub { logged('ready') }), 'it starts again');
%roles = all_roles_but($pid);
kill('KILL', $pid);
ok(defined(finish($pid)), 'its own death');
ok(until_true(sub { !grep({ kill(0, $_) } values %roles) }),
    'is the death of its roles');

# --- who waits for it ---------------------------------------------------------

socket(my $notify, AF_UNIX, SOCK_DGRAM, 0) or die;
bind($notify, sockaddr_un("$dir/notify")) or die;
{
	local $ENV{NOTIFY_SOCKET} = "$dir/notify";
	local $ENV{WATCHDOG_USEC} = 200000;
	$pid = start();
}
my @heard;
sub hear {
	while (defined(recv($notify, my $word, 1000, MSG_DONTWAIT))) {
		push(@heard, $word);
	}
	return @heard;
}
# The roles come up in any order.
my $all_up = 'STATUS=intake up, gateway up, sender up';
ok(until_true(sub {
	my %said = map { $_ => 1 } hear();
	$said{$all_up} && $said{'READY=1'}
    }), 'a service manager hears what is up');
ok(scalar(grep { $_ eq 'READY=1' } hear()) == 1, 'READY=1 once');
ok(until_true(sub { grep { $_ eq 'WATCHDOG=1' } hear() }),
    'WATCHDOG=1 within the time that was given');
my $before = @heard;
kill('HUP', $pid);
ok(until_true(sub {
	hear();
	join("\n", @heard[$before .. $#heard]) =~ /^RELOADING=1\nMONOTONIC_USEC=\d+\n.*^READY=1$/ms
    }), 'RELOADING=1, then READY=1');
kill('TERM', $pid);
# Who tells a service manager that does not listen waits for it.
is(finish($pid, \&hear), 0, 'until the end');
hear();
ok(!-e 'state/wake', 'nothing is left that could be waited for');
ok(scalar(grep { $_ eq $all_up } @heard), 'STATUS') or diag("@heard");
ok(scalar(grep { $_ eq 'STOPPING=1' } @heard), 'STOPPING=1');

($status, $out) = run(@daemon, '--background');
is($status, 0, '--background returns');
ok(connects(), 'once it listens');
($pid) = read_file('state/maildeskd.lock') =~ /(\d+)/;
push(@running, $pid);
kill('TERM', $pid);
ok(until_true(sub { !-e 'lmtp.sock' && !roles($pid) }), 'and can be stopped');
@running = ();

write_file('desk.conf', "desk = {\n");
($status, $out) = run(@daemon, '--background');
is($status, 1, '--background tells of a start that fails');
like($out, qr/^maildeskd: desk\.conf:\d+: syntax error/, 'and why');
configure();

# --- the alarm ----------------------------------------------------------------

write_file('state/sync.alarm', "sender\n");
$pid = start();
ok(until_true(sub { logged('alarm') }), 'an alarm is told of');
ok(until_true(sub { logged('ready') }), 'and the intake works all the same');
%roles = roles($pid);
ok(!$roles{sender}, 'the role that it names stays down');
run("$build/maildesk", '--config', 'desk.conf', 'check');
ok(!-e 'state/sync.alarm', 'maildesk check clears it');
ok(all_roles_but($pid), 'and the role starts');
kill('TERM', $pid);
is(finish($pid), 0, 'the end');

# --- whose it is --------------------------------------------------------------

SKIP: {
	skip('only root can become another', 4) if $> != 0;
	chmod(0711, $dir);
	mkdir('run') or die;
	my ($uid, $gid) = (getpwnam('nobody'))[2, 3];
	chown($uid, $gid, 'run', 'state', glob('state/* state/*/*')) or die;
	write_file('desk.conf', read_file('desk.conf') =~
	    s{"lmtp.sock"}{"run/lmtp.sock"}r);
	$pid = start();
	ok(until_true(sub { logged('ready') }), 'root may start it') or
	    diag(read_file('log'));
	%roles = all_roles_but($pid);
	my @wrong = grep {
		my $status = read_file("/proc/$_/status");
		$status !~ /^Uid:(\s+$uid){4}$/m ||
		    $status !~ /^Gid:(\s+$gid){4}$/m ||
		    $status !~ /^Groups:\s+$gid\s*$/m ||
		    $status !~ /^CapPrm:\s+0+$/m
	} $pid, values %roles;
	is("@wrong", '', 'it and all roles are of the account that owns the'
	    . ' state');
	is((stat('run/lmtp.sock'))[4], $uid, 'as is the socket');
	kill('TERM', $pid);
	is(finish($pid), 0, 'the end');
}

done_testing();
