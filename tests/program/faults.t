#!/usr/bin/perl
# The n-th open, read, write, sync, ... of each role and each program fails, or
# is where it is killed; at its start and at its work.  Nothing is acknowledged
# that is not in the archive, the pipe program exits with 0 or 75, and once the
# fault is over, without help, everything that was acknowledged is filed once and
# every letter is sent.
#
#	FAULTS=all	every n, not a few
#	FAULTS_MANY=500	of all these, so many of each series and fault (4000)
#	FAULTS_SEED=7	which few (1)
#	FAULTS_ONLY=RE	series whose name it matches
use strict;
use warnings;
use lib 'tests/tools';
use Doors;
use Fault;
use Line;
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);

my $all = ($ENV{FAULTS} // '') eq 'all';
my $only = qr/$ENV{FAULTS_ONLY}/ if $ENV{FAULTS_ONLY};
my $few = 2;     # of each series
my $many = $ENV{FAULTS_MANY} // 4000; # of each and fault, when it is all
my $build = Line::build();
my $deliver = "$build/maildesk-deliver-dynamic";
srand($ENV{FAULTS_SEED} // 1);

my @kills = qw(kill killafter);
my %faults = (
	open => [qw(EMFILE EIO ENOSPC EACCES)],
	read => [qw(EIO EINTR short)],
	write => [qw(EIO ENOSPC EINTR short), @kills],
	fsync => [qw(EIO ENOSPC), @kills],
	fdatasync => [qw(EIO ENOSPC), @kills],
	rename => [qw(EIO ENOSPC), @kills],
	ftruncate => [qw(EIO), @kills],
	malloc => [qw(ENOMEM)],
	connect => [qw(ECONNREFUSED ETIMEDOUT)],
	flock => [qw(EINTR ENOLCK)],
	send => [qw(EPIPE EINTR short), @kills],
	recv => [qw(ECONNRESET EINTR short), @kills],
	accept => [qw(EMFILE ECONNABORTED EINTR)],
	mmap => [qw(ENOMEM)],
);

my ($line, $fault, $doors, %want, $number, $clock, $swept, $fired);
my $log_read = 0; # of the daemon's
my @wrong;

# With a mailbox and a Maildir where their roles are looked at.
my $with_doors = 0;
sub begin {
	$doors = $with_doors ? Doors->new() : undef;
	$line = Line->new(build => $build, deliver => $deliver,
	    conf => $doors ? $doors->conf() : '');
	$fault = Fault->new("$line->{dir}/fault", "$build/fault_shim.so");
	$line->{env} = { $fault->env() };
	%want = ();
	$clock = 0;
	$log_read = 0;
	$line->start();
}

sub fresh_key { return 'm' . ++$number }

# What needs every library: HTML, an undeclared charset, and a file.
my $html = '<html><body>' . "<p>Der Drucker brennt \xfcber Gr\xf6\xdfe.</p>" x 5 .
    '</body></html>';
sub html_mail {
	my ($key) = @_;
	my $mail = Line::mail($key, size => 70_000);
	$mail =~ s{Content-Type: text/plain\n\n[^-]*}
	    {Content-Type: text/html\n\n$html\n\n};
	return $mail;
}

# Gives it to the desk until it is taken.  Then it must be in the archive.
sub hand_over {
	my ($key, $door) = @_;
	my ($before) = $line->archive('SELECT coalesce(max(id), 0) FROM message');
	$want{$key} = {};
	if ($door eq 'pipe') { $line->pipe_in(Line::mail($key)) }
	elsif ($door eq 'lmtp') { $line->lmtp_in(html_mail($key)) }
	else {
		my $name = $doors->put($door, $door eq 'maildir' ?
		    html_mail($key) : Line::mail($key));
		Line::wait_for(sub { $doors->is_taken($door, $name) })
		    or die "$key stays where it is\n" . $line->log_end();
	}
	my ($there) = $line->archive('SELECT count(*) FROM message WHERE' .
	    " instr(substr(raw, 1, 2000), CAST('<$key\@' AS BLOB)) > 0" .
	    ' AND id > ? - 8', $before->[0]);
	push(@wrong, "$key was acknowledged and is not there")
	    if $there->[0] == 0;
}

# Waits until it is filed and its letters are sent.  What must wait for the time
# to pass gets it.
sub see_through {
	my ($key) = @_;
	my ($end, $nudge) = (time + $Line::patience, time + 0.3);
	my $id = "$key\@line.example";
	while (1) {
		my ($done) = $line->desk('SELECT count(*), sum(l.state =' .
		    " 'sent') FROM entry e JOIN letter l ON l.entry_id = e.id" .
		    " WHERE e.message_id = ? AND e.kind = 'message'", $id);
		return 1 if $done->[0] == 2 && $done->[1] == 2;
		if (time > $end) {
			push(@wrong, "$key: " . join('/', map { $_ // '' } @$done) .
			    " of its letters are sent\n" . $line->log_end());
			return 0;
		}
		if (time > $nudge) {
			my %roles = $line->roles();
			$fault->clock($clock += 1000);
			kill('TERM', $roles{sender}) if $roles{sender};
			heal();
			$nudge = time + 0.3;
		}
		sleep(0.004);
	}
}

# Syncs that failed twice bring the alarm; who checks is told that all is well.
sub heal {
	return if !-e "$line->{state}/sync.alarm" &&
	    !(grep { /how="exit 74"/ } $line->logged('role-ended'));
	$line->stop();
	my ($code, $out) = $line->cli('check');
	# The intake does not answer, which check says, too.
	push(@wrong, "maildesk check: $out")
	    if $out =~ /^BAD +(?!intake)/m;
	rename("$line->{dir}/log", "$line->{dir}/log." . ++$number);
	$line->start();
}

# What the log has said since the last question.
sub new_lines {
	my $text = $line->log_text();
	$log_read = 0 if length($text) < $log_read;
	my $new = substr($text, $log_read);
	$log_read = length($text);
	return split(/\n/, $new);
}

# No role may ever end so.  But libseccomp takes for granted that there is
# memory, and is asked at the start.
sub expect_no_crash {
	my ($what, $call, $phase) = @_;
	my @bad = grep { /signal (?:SEGV|BUS|ILL|FPE|SYS|XCPU)|poison/ }
	    new_lines();
	@bad = grep { !/SEGV/ } @bad if "$phase $call" eq 'start malloc';
	push(@wrong, "$what: $bad[0]") if @bad;
}

sub count_files {
	my %roles = $line->roles();
	my %count;
	for my $role (keys %roles) {
		my @files = glob("/proc/$roles{$role}/fd/*");
		$count{"$role $roles{$role}"} = @files;
	}
	return %count;
}

# One fault: 1 when it happened.
sub try {
	my ($role, $phase, $call, $n, $what) = @_;
	my $key = fresh_key();
	my $name = "$role $phase $call $n $what";
	$line->{lmtp} = undef;
	if ($phase eq 'start') {
		my %roles = $line->roles();
		my $full = Doors->role($role) // $role;
		$fault->arm($role, $call, $n, $what);
		kill('KILL', $roles{$full}) if $roles{$full};
	} else {
		$fault->arm($role, $call, $n, $what);
	}
	my $ok = eval {
		hand_over($key, Doors->role($role) ? $role :
		    $role eq 'sender' || $n % 2 ? 'pipe' : 'lmtp');
		see_through($key);
	};
	push(@wrong, "$name: $@") if $@;
	my $hit = $fault->disarm();
	expect_no_crash($name, $call, $phase);
	push(@wrong, "$name: the daemon is gone\n" . $line->log_end())
	    if waitpid($line->{daemon}, POSIX::WNOHANG()) != 0;
	$swept++;
	$fired += $hit > 0;
	begin() if @wrong;
	heal();
	return $hit;
}

# How many calls there are: a fault that is too far away.
sub measure {
	my ($role, $phase, $call) = @_;
	try($role, $phase, $call, 1_000_000, 'EIO');
	my $seen = $fault->seen();
	# It is not the same each time.
	try($role, $phase, $call, 999_999, 'EIO') if $all;
	return $seen > $fault->seen() ? $seen : $fault->seen();
}

sub shuffle {
	my (@items) = @_;
	for my $i (reverse 1 .. $#items) {
		my $j = int(rand($i + 1));
		@items[$i, $j] = @items[$j, $i];
	}
	return @items;
}

# Which n, and what happens there.
sub choose {
	my ($call, $count) = @_;
	# What asks for memory, and how often, is another thing with each version of
	# a library: a few of those prove little, and are not the same few.
	return () if $call =~ /^(?:malloc|mmap)$/ && !$all && !$only;
	my @places = map { my $what = $_; map { [ $_, $what ] } 1 .. $count }
	    @{ $faults{$call} };
	my $limit = $all ? $many * @{ $faults{$call} } : $few;
	@places = shuffle(@places);
	splice(@places, $limit) if @places > $limit;
	return @places;
}

sub report {
	my ($name, $count) = @_;
	is(join("\n", @wrong), '', "$name: $count");
	@wrong = ();
}

sub sweep {
	my ($role, $phase, $call) = @_;
	my $name = "$role, $phase, $call";
	return if $only && $name !~ $only;
	my $count = measure($role, $phase, $call);
	if ($count == 0) {
		report($name, $count) if @wrong;
		return;
	}
	my %before = count_files();
	try($role, $phase, $call, @$_) for choose($call, $count);
	my %after = count_files();
	for (keys %after) {
		push(@wrong, "$_ has $after{$_} files open, it had $before{$_}")
		    if defined($before{$_}) && $after{$_} > $before{$_} + 2;
	}
	report($name, $count);
}

sub settle_accounts {
	my ($name) = @_;
	$fault->disarm();
	my $ok = eval { $line->finish(); 1 };
	push(@wrong, $@) if !$ok;
	my $got = $line->account(want => \%want);
	push(@wrong, @{ $got->{wrong} });
	report("$name: " . keys(%want) . ' mails are there once, their' .
	    ' letters sent', scalar(@{ $got->{twice} }) . ' came twice');
}

# --- the roles -------------------------------------------------------------------

my @calls = qw(open read write fsync fdatasync rename ftruncate malloc connect
    flock send recv accept mmap);
for my $role (qw(intake gateway sender), @Doors::names) {
	$with_doors = defined(Doors->role($role));
	begin();
	hand_over(fresh_key(), 'lmtp');
	for my $phase (qw(start work)) {
		sweep($role, $phase, $_) for @calls;
	}
	push(@wrong, 'mail is left in mailbox or Maildir')
	    if $with_doors && !Line::wait_for(sub { $doors->are_empty() });
	settle_accounts($role);
}
$with_doors = 0;

# --- the supervisor --------------------------------------------------------------

# Whatever happens to it: it ends, or goes on.  Then it is started again.
sub try_daemon {
	my ($phase, $call, $n, $what) = @_;
	my $key = fresh_key();
	if ($phase eq 'start') {
		$line->stop() if $line->{daemon};
		$fault->arm('maildeskd', $call, $n, $what);
		$line->launch();
		Line::wait_for(sub { $line->is_listening() ||
		    waitpid($line->{daemon}, POSIX::WNOHANG()) > 0 });
	} else {
		my %roles = $line->roles();
		my $refused = $line->logged('configuration-refused');
		$fault->arm('maildeskd', $call, $n, $what);
		kill('KILL', $roles{gateway});
		kill('HUP', $line->{daemon});
		Line::wait_for(sub { my %now = $line->roles();
		    !%now || ($now{gateway} && $now{intake} && $now{sender} &&
		    $now{gateway} != $roles{gateway} &&
		    ($now{intake} != $roles{intake} || $refused !=
		    $line->logged('configuration-refused'))) });
	}
	my $hit = $fault->disarm();
	my $gone = waitpid($line->{daemon}, POSIX::WNOHANG());
	if ($gone != 0) {
		my $signal = $? & 127;
		push(@wrong, "maildeskd $phase $call $n $what: signal $signal")
		    if $gone > 0 && $signal != 0 && $signal != 6 &&
		    !($signal == 9 && $what =~ /^kill/);
		push(@wrong, "maildeskd $phase $call $n $what: it is gone")
		    if $phase eq 'work' && $call eq 'malloc';
		$line->start();
	}
	my $ok = eval { hand_over($key, 'pipe'); see_through($key); 1 };
	push(@wrong, "maildeskd $phase $call $n $what: $@") if !$ok;
	$swept++;
	$fired += $hit > 0;
	begin() if @wrong;
}

begin();
for my $phase (qw(start work)) {
	for my $call (qw(open read write ftruncate malloc flock)) {
		my $name = "maildeskd, $phase, $call";
		next if $only && $name !~ $only;
		try_daemon($phase, $call, 1_000_000, 'EIO');
		my $count = $fault->seen();
		next if $count == 0;
		try_daemon($phase, $call, @$_) for choose($call, $count);
		report($name, $count);
	}
}
settle_accounts('maildeskd');

# --- the pipe program ------------------------------------------------------------

sub try_deliver {
	my ($call, $n, $what) = @_;
	my $key = fresh_key();
	my $mail = Line::mail($key, size => $n % 2 ? 40_000 : 0);
	my $queue_id = $line->queue_id();
	$fault->arm('deliver', $call, $n, $what);
	my ($code, $said) = $line->deliver($mail, $queue_id);
	my $hit = $fault->disarm();
	my $name = "deliver $call $n $what";
	push(@wrong, "$name: exit $code: $said")
	    if $code != 0 && $code != 75 && !($code == -9 && $what =~ /^kill/);
	push(@wrong, "$name: it says $said")
	    if $said !~ /\A(?:4\.\d\.\d [ -~]*\n)?\z/ || length($said) > 256;
	if ($code == 0) {
		my ($there) = $line->archive('SELECT count(*) FROM message' .
		    ' WHERE queue_id = ?', $queue_id);
		push(@wrong, "$name: exit 0, and it is not there")
		    if $there->[0] != 1;
	}
	# What the mail server does then.
	Line::wait_for(sub {
		($line->deliver($mail, $queue_id))[0] == 0
	}) if $code != 0;
	$want{$key} = {};
	$swept++;
	$fired += $hit > 0;
}

begin();
for my $call (qw(open read write connect send recv malloc)) {
	next if $only && "deliver, $call" !~ $only;
	my $count = 0;
	for my $i (0, 1) {
		try_deliver($call, 1_000_000 + $i, 'EIO');
		$count = $fault->seen() if $fault->seen() > $count;
	}
	next if $count == 0;
	try_deliver($call, @$_) for choose($call, $count);
	report("deliver, $call", $count);
}
settle_accounts('deliver');

# --- the command line ------------------------------------------------------------

# Each is run with the fault, and then again without.
my %commands = (
	init => sub { [ 'init' ] },
	add => sub { [ 'department', 'add', "D$number", "d$number\@help.test" ] },
	import => sub {
		my $key = fresh_key();
		$want{$key} = {};
		my $box = Line::write_file("$line->{dir}/box$number",
		    "From kim\@x.example Tue Nov 24 10:00:00 2026\n" .
		    Line::mail($key) . "\n");
		[ 'import', $box ];
	},
	status => sub { [ 'status' ] },
);

sub try_command {
	my ($name, $call, $n, $what) = @_;
	$number++;
	system('rm', '-rf', $line->{state}) if $name eq 'init';
	my $words = $commands{$name}->();
	$fault->arm('maildesk', $call, $n, $what);
	my ($code, $said) = $line->cli(@$words);
	my $hit = $fault->disarm();
	$name = "maildesk $name, $call $n $what";
	push(@wrong, "$name: exit $code: $said")
	    if $code < 0 && $code != -6 && !($code == -9 && $what =~ /^kill/);
	push(@wrong, "$name: exit $code without a word")
	    if $code > 0 && $said eq '';
	my ($again, $then) = $line->cli(@$words);
	# What was done although it failed cannot be done twice.
	push(@wrong, "$name: once more: exit $again: $then")
	    if $again != 0 && $then !~ /already|exists|taken|is there/;
	$swept++;
	$fired += $hit > 0;
}

begin();
for my $name (qw(import add status init)) {
	if ($name eq 'init') {
		settle_accounts('maildesk');
		begin();
		$line->stop();
	}
	for my $call (@calls) {
		next if $only && "maildesk, $name, $call" !~ $only;
		next if !$faults{$call};
		try_command($name, $call, 1_000_000, 'EIO');
		my $count = $fault->seen();
		next if $count == 0;
		try_command($name, $call, @$_) for choose($call, $count);
		report("maildesk $name, $call", $count);
	}
}

diag("$swept steps, $fired faults");
done_testing();
