package Line;
# A desk with its daemon, its doors and a mail server, for tests of what happens
# when parts of it die.  Mail is handed over as a mail server would, again and
# again until it is taken; then every message and every letter is accounted for.
use strict;
use warnings;
use Cwd qw(abs_path);
use Digest::MD5 qw(md5_hex);
use Fcntl qw(:flock);
use File::Temp qw(tempdir);
use IO::Socket::UNIX;
use JSON::PP qw(decode_json encode_json);
use POSIX qw(WNOHANG);
use Time::HiRes qw(sleep time);

our $patience = 60; # seconds for anything to happen
my $tools = abs_path('tests/tools');
my $template; # a state folder to copy
$SIG{PIPE} = 'IGNORE'; # who is gone is found out by what is written
my %parents;  # process ids whose END may clean up

# The folder of programs with points to crash at; builds them if need be.
my $built;
sub build {
	return $built if defined($built);
	my $base = $ENV{BUILD} // 'build';
	mkdir($base);
	open(my $lock, '>', "$base/crash.lock") or die "$base/crash.lock: $!";
	flock($lock, LOCK_EX) or die $!;
	my $out = `make -s 'BUILD=$base' crash-build 2>&1`;
	die "the crash build fails:\n$out" if $? != 0;
	return $built = abs_path("$base/crash");
}

sub read_file {
	my ($path) = @_;
	open(my $in, '<:raw', $path) or return '';
	local $/;
	return readline($in) // '';
}

sub write_file {
	my ($path, $bytes) = @_;
	open(my $out, '>:raw', $path) or die "$path: $!";
	print $out $bytes;
	close($out) or die "$path: $!";
	return $path;
}

# Asks until the answer is true; undef when patience ends.
sub wait_for {
	my ($what, $seconds) = @_;
	my $end = time + ($seconds // $patience);
	while (1) {
		my $got = $what->();
		return $got if $got;
		return undef if time > $end;
		sleep(0.003);
	}
}

# --- the desk --------------------------------------------------------------------

# new(build => FOLDER, conf => MORE SETTINGS, state => FOLDER, shared => REST)
sub new {
	my ($class, %how) = @_;
	my $dir = tempdir('maildesk-line.XXXXXX', TMPDIR => 1);
	my $line = bless({ dir => $dir, state => "$dir/state", parent => $$,
	    env => {}, count => 0, %how }, $class);
	$line->{build} //= build();
	$line->start_sink();
	$line->write_conf($how{conf} // '');
	if (!$how{bare}) {
		$line->make_desk();
	}
	return $line;
}

sub write_conf {
	my ($line, $more) = @_;
	my $counters = join('', map { "\t$_ = 1000000;\n" } qw(ack_per_hour
	    ack_per_day ack_domain_hour ack_total_hour auto_total_hour
	    tickets_per_hour
	    auto_10min auto_60min auto_24h auto_in_a_row same_body_times
	    reflex_times));
	my $smtp = "\thost = \"127.0.0.1\";\n\tport = $line->{port};\n" .
	    "\ttls = \"none\";\n\ttimeout = 5;\n";
	write_file("$line->{dir}/desk.conf", <<"END");
desk = { domain = "help.test"; };
state = { dir = "$line->{state}"; };
intake = { socket = "$line->{dir}/lmtp.sock"; min_free = 0; };
smtp = {
$smtp};
counters = {
$counters};
$more
END
}

sub make_desk {
	my ($line, $anew) = @_;
	if (defined($template) && !$anew) {
		system('cp', '-a', $template, $line->{state}) == 0 or die;
		return;
	}
	$line->must('init');
	$line->must(qw(department add Support support@help.test));
	$line->must(qw(agent add Anna anna@help.test --handle anna --unix root
	    --admin --department Support --manager));
	return if $anew;
	$template = tempdir('maildesk-state.XXXXXX', TMPDIR => 1);
	rmdir($template);
	system('cp', '-a', $line->{state}, $template) == 0 or die;
	$parents{$template} = $$;
}

END {
	my $status = $?;
	system('rm', '-rf', $template)
	    if defined($template) && $parents{$template} == $$;
	$? = $status;
}

sub DESTROY {
	my ($line) = @_;
	return if $line->{parent} != $$;
	local ($?, $@, $!);
	kill('KILL', grep { $_ } $line->{daemon}, $line->{sink});
	waitpid($_, 0) for grep { $_ } $line->{daemon}, $line->{sink};
	system('rm', '-rf', $line->{dir}) if !$ENV{LINE_KEEP};
}

# The command line: its exit code, and what it said.
sub cli {
	my ($line, @words) = @_;
	my $out = "$line->{dir}/cli.out";
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDIN, '<', '/dev/null') or POSIX::_exit(99);
		open(STDOUT, '>', $out) or POSIX::_exit(99);
		open(STDERR, '>&', \*STDOUT) or POSIX::_exit(99);
		local %ENV = (%ENV, %{ $line->{env} });
		exec("$line->{build}/maildesk", '--config',
		    "$line->{dir}/desk.conf", @words) or POSIX::_exit(99);
	}
	waitpid($pid, 0);
	return ($? & 127 ? -($? & 127) : $? >> 8, read_file($out));
}

sub must {
	my ($line, @words) = @_;
	my ($code, $out) = $line->cli(@words);
	die "maildesk @words: exit $code: $out" if $code != 0;
	return $out;
}

sub start_sink {
	my ($line) = @_;
	$line->{letters} = "$line->{dir}/letters.log";
	write_file($line->{letters}, '');
	my $pid = open(my $out, '-|', $^X, "$tools/mail_sink.pl",
	    $line->{letters}, $line->{slowness} // 0) // die;
	$line->{sink} = $pid;
	$line->{port} = readline($out) + 0;
	$line->{sink_out} = $out;
}

# --- the daemon ------------------------------------------------------------------

sub launch {
	my ($line, %env) = @_;
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDIN, '<', '/dev/null') or POSIX::_exit(99);
		open(STDERR, '>>', "$line->{dir}/log") or POSIX::_exit(99);
		open(STDOUT, '>&', \*STDERR) or POSIX::_exit(99);
		local %ENV = (%ENV, %{ $line->{env} }, %env);
		exec("$line->{build}/maildeskd", '--config',
		    "$line->{dir}/desk.conf") or POSIX::_exit(99);
	}
	$line->{daemon} = $pid;
}

# Starts it and waits until it listens.
sub start {
	my ($line, %env) = @_;
	$line->launch(%env);
	wait_for(sub { $line->is_listening() })
	    or die "the intake does not listen:\n" . $line->log_end();
}

sub is_listening {
	my ($line) = @_;
	return IO::Socket::UNIX->new(Peer => "$line->{dir}/lmtp.sock");
}

# True when it ended in order.
sub stop {
	my ($line) = @_;
	my $pid = $line->{daemon};
	kill('TERM', $pid);
	wait_for(sub { waitpid($pid, WNOHANG) == $pid }) or return 0;
	$line->{daemon} = 0;
	return $? == 0;
}

# Its roles by name.
sub roles {
	my ($line) = @_;
	my $pid = $line->{daemon};
	my %roles;
	for my $child (split(' ', read_file("/proc/$pid/task/$pid/children"))) {
		my @words = split(/\0/, read_file("/proc/$child/cmdline"));
		for my $i (1 .. $#words) {
			$roles{$words[$i]} = $child
			    if $words[$i - 1] eq '--role';
		}
	}
	return %roles;
}

# The supervisor and all its roles, in one breath.
sub kill_all {
	my ($line) = @_;
	my %roles = $line->roles();
	kill('KILL', $line->{daemon}, values %roles);
	waitpid($line->{daemon}, 0);
	$line->{daemon} = 0;
	wait_for(sub { !grep { kill(0, $_) } values %roles }) or die;
}

sub log_text { return read_file("$_[0]->{dir}/log") }

sub log_end {
	my ($line) = @_;
	my @lines = split(/^/, $line->log_text());
	return join('', @lines > 40 ? @lines[-40 .. -1] : @lines);
}

# The lines of one event.
sub logged {
	my ($line, $event) = @_;
	return grep { / event=$event\b/ } split(/\n/, $line->log_text());
}

# --- questions to the databases --------------------------------------------------

sub start_asker {
	my ($line) = @_;
	pipe(my $to_read, my $to) or die;
	pipe(my $from, my $from_write) or die;
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDIN, '<&', $to_read) or POSIX::_exit(99);
		open(STDOUT, '>&', $from_write) or POSIX::_exit(99);
		close($_) for $to_read, $to, $from, $from_write;
		exec('/usr/bin/python3', "$tools/ask_db.py")
		    or POSIX::_exit(99);
	}
	$to->autoflush(1);
	@$line{qw(asker asker_of)} = ([ $to, $from ], $$);
}

sub ask {
	my ($line, $name, $sql, @bound) = @_;
	$line->start_asker()
	    if !$line->{asker} || $line->{asker_of} != $$;
	my ($to, $from) = @{ $line->{asker} };
	print $to encode_json([ "$line->{state}/$name.db", $sql, @bound ]),
	    "\n" or die "ask_db.py is gone: $!";
	my $answer = decode_json('[' . (readline($from) // '"no answer"') .
	    ']')->[0];
	die "$name: $sql: $answer\n" if !ref($answer);
	return @$answer;
}

sub archive { my $line = shift; return $line->ask('archive', @_) }
sub desk { my $line = shift; return $line->ask('maildesk', @_) }

# --- mail ------------------------------------------------------------------------

# A mail by its key, a word.  size: octets of an attachment; to: the key of the
# mail that it answers.
sub mail {
	my ($key, %how) = @_;
	my $user = $how{to} // $key;
	my $subject = (defined($how{to}) ? 'Re: ' : '') . "printer $user";
	my $head = "From: Kim <kim.$user\@$user.example>\n" .
	    "To: support\@help.test\nSubject: $subject\n" .
	    "Date: Tue, 24 Nov 2026 10:00:00 +0000\n" .
	    "Message-ID: <$key\@line.example>\n" .
	    (defined($how{to}) ? "In-Reply-To: <$how{to}\@line.example>\n" : '') .
	    ($how{head} // '') . "MIME-Version: 1.0\n";
	my $words = $how{words} // "The printer of $key burns.\n";
	return "${head}Content-Type: text/plain; charset=utf-8\n\n$words"
	    if !$how{size};
	my $row = "0123456789abcdef" x 4 . "\n";
	my $rows = int($how{size} / length($row)) + 1;
	return "${head}Content-Type: multipart/mixed; boundary=\"=_\"\n\n" .
	    "--=_\nContent-Type: text/plain\n\n$words\n" .
	    "--=_\nContent-Type: application/octet-stream; name=\"$key.bin\"\n" .
	    "Content-Transfer-Encoding: base64\n\n" . $row x $rows .
	    "\n--=_--\n";
}

sub sender_of {
	my ($mail) = @_;
	my ($sender) = $mail =~ /^From: .*<(.*)>$/m;
	return $sender;
}

# A queue id as Postfix's long ones are: given once.
sub queue_id {
	my ($line) = @_;
	return sprintf('4hb%07dz%06d', $line->{count}++, $$ % 1_000_000);
}

# Hands a mail to the pipe program once: its exit code (negative: a signal), and
# what it said.  There may be a chance that it is killed on its way.
sub deliver {
	my ($line, $mail, $queue_id, %env) = @_;
	my $in = write_file("$line->{dir}/in.$$", $mail);
	my $pid = open(my $out, '-|') // die;
	if ($pid == 0) {
		open(STDIN, '<', $in) or POSIX::_exit(99);
		local %ENV = (%ENV, %{ $line->{env} }, %env);
		exec($line->{deliver} // "$line->{build}/maildesk-deliver",
		    '--sender=' . sender_of($mail),
		    '--recipient=' . ($line->{recipient} // 'support@help.test'),
		    "--queue-id=$queue_id",
		    "--socket=$line->{dir}/lmtp.sock") or POSIX::_exit(99);
	}
	if (rand() < ($line->{chance} // 0)) {
		sleep(rand() * 0.004);
		kill('KILL', $pid);
	}
	local $/;
	my $said = readline($out) // '';
	close($out);
	return ($? & 127 ? -($? & 127) : $? >> 8, $said);
}

# As a mail server: again until it is taken.  Returns how often it took, or dies
# of what a mail server would bounce.
sub pipe_in {
	my ($line, $mail, %env) = @_;
	my $queue_id = $line->queue_id();
	my $end = time + $patience;
	for (my $tries = 1; time < $end; $tries++) {
		my ($code, $said) = $line->deliver($mail, $queue_id, %env);
		return $tries if $code == 0;
		die "the pipe door: exit $code: $said"
		    if $code != 75 && $code != -9;
		die "the pipe door says more than a line: $said"
		    if $said !~ /\A(?:4\.\d\.\d [^\n]*\n)?\z/;
		sleep(0.005);
	}
	die "the pipe door takes nothing\n" . $line->log_end();
}

# The reply to a command; undef when the intake is gone.
sub reply_to {
	my ($socket, $bytes) = @_;
	my $at = 0;
	while ($at < length($bytes)) {
		my $sent = syswrite($socket, $bytes, 1 << 16, $at) // return;
		$at += $sent;
	}
	return reply($socket);
}

sub reply {
	my ($socket) = @_;
	my $all = '';
	while (defined(my $text = readline($socket))) {
		$all .= $text;
		return $all if $text =~ /^\d{3} .*\r\n\z/;
	}
	return;
}

# One mail by LMTP, once: the reply that decided, or undef.
sub lmtp {
	my ($line, $mail) = @_;
	my $socket = $line->{lmtp};
	if (!$socket) {
		$socket = $line->is_listening() // return;
		my $hello = reply($socket) // return;
		return $hello if $hello !~ /^220 /;
		$hello = reply_to($socket, "LHLO line\r\n") // return;
		return $hello if $hello !~ /^250/;
		$line->{lmtp} = $socket;
	}
	my $body = $mail =~ s/\n/\r\n/gr =~ s/^\./../gmr;
	my $got;
	for my $step ([ 'MAIL FROM:<' . sender_of($mail) . '>', '250' ],
	    [ 'RCPT TO:<support@help.test>', '250' ], [ 'DATA', '354' ],
	    [ "$body.", '250' ]) {
		$got = reply_to($socket, "$step->[0]\r\n");
		last if ($got // '') !~ /^$step->[1]/;
	}
	$line->{lmtp} = undef if ($got // '') !~ /^250 /;
	return $got;
}

sub lmtp_in {
	my ($line, $mail) = @_;
	my $end = time + $patience;
	for (my $tries = 1; time < $end; $tries++) {
		my $got = $line->lmtp($mail) // '421 gone';
		return $tries if $got =~ /^250 /;
		die "the intake refuses: $got" if $got !~ /^4\d\d /;
		sleep(0.005);
	}
	die "the intake takes nothing\n" . $line->log_end();
}

# --- afterwards ------------------------------------------------------------------

sub is_filed {
	my ($line) = @_;
	my ($last) = $line->archive('SELECT max(id) FROM message');
	my ($filed) = $line->desk('SELECT max(archive_id) FROM filing');
	return ($last->[0] // 0) == ($filed->[0] // 0);
}

# Letters by state.
sub letters {
	my ($line) = @_;
	return map { $_->[0] => $_->[1] }
	    $line->desk('SELECT state, count(*) FROM letter GROUP BY state');
}

# Waits until all is filed, and every letter is sent or unknown.
sub settle {
	my ($line) = @_;
	wait_for(sub { $line->is_filed() })
	    or die "not everything is filed:\n" . $line->log_end();
	wait_for(sub {
		my %letters = $line->letters();
		!$letters{queued} && !$letters{sending}
	}) or die "letters wait:\n" . $line->log_end();
}

# Settles, and lets the quarter of an hour pass that unknown letters are given.
sub finish {
	my ($line) = @_;
	$line->settle();
	my %letters = $line->letters();
	if ($letters{unknown}) {
		$line->stop() or die "it does not stop:\n" . $line->log_end();
		$line->start(MAILDESK_CLOCK => int(time) + 1000);
		wait_for(sub { my %now = $line->letters(); !$now{unknown} })
		    or die "letters stay unknown:\n" . $line->log_end();
		$line->settle();
	}
	$line->stop() or die "it does not stop:\n" . $line->log_end();
}

# What arrived: Message-ID to the digests of its letters.
sub sunk {
	my ($line) = @_;
	my %sunk;
	for (glob("$line->{state}/letters/new/*")) {
		my $letter = read_file($_);
		my ($id) = $letter =~ /^Message-ID:\s*<(\S+)>/mi;
		push(@{ $sunk{$id} }, md5_hex($letter));
	}
	for (split(/\n/, read_file($line->{letters}))) {
		my ($id, undef, $digest) = split(/ /);
		push(@{ $sunk{$id} }, $digest);
	}
	return %sunk;
}

# What is wrong with the two databases; empty: nothing.
sub damage {
	my ($line) = @_;
	my @damage;
	for my $name (qw(archive maildesk)) {
		for my $check (qw(integrity_check foreign_key_check)) {
			my @rows = map { join(' ', map { $_ // '' } @$_) }
			    $line->ask($name, "PRAGMA $check");
			push(@damage, "$name $check: $_")
			    for grep { $_ ne 'ok' } @rows;
		}
	}
	return @damage;
}

my %letters_of = (new => 'acknowledge new-ticket', reply => 'user-reply');

sub account_mail {
	my ($line, $want, $quarantined) = @_;
	my (@wrong, %filings, %entries);
	my %archived = map { $_->[0] => 1 }
	    $line->archive('SELECT id FROM message');
	for ($line->desk('SELECT archive_id, state, reason, entry_id' .
	    ' FROM filing')) {
		my ($id, $state, $reason, $entry) = @$_;
		delete($archived{$id})
		    or push(@wrong, "message $id is filed, but not archived");
		$filings{$entry}{$state}++ if defined($entry);
		push(@wrong, "message $id is quarantined: $reason")
		    if $state eq 'quarantined' && !$quarantined->{$id};
	}
	push(@wrong, "message $_ is not filed") for sort keys %archived;
	for ($line->desk('SELECT id, ticket_id, message_id FROM entry' .
	    " WHERE kind = 'message'")) {
		my ($id, $ticket, $message_id) = @$_;
		my ($key) = ($message_id // '') =~ /^<?([^@]*)\@/;
		push(@wrong, 'entry ' . $id . ' is of no mail of ours')
		    if !defined($key) || !$want->{$key};
		push(@{ $entries{$key} }, { id => $id, ticket => $ticket });
	}
	for my $key (sort keys %$want) {
		my @found = @{ $entries{$key} // [] };
		push(@wrong, "$key has " . @found . ' entries') if @found != 1;
		next if @found != 1;
		push(@wrong, "$key was filed " .
		    ($filings{$found[0]{id}}{filed} // 0) . ' times')
		    if ($filings{$found[0]{id}}{filed} // 0) != 1;
		my $to = $want->{$key}{to} // next;
		push(@wrong, "$key is not on the ticket of $to")
		    if ($entries{$to}[0]{ticket} // 0) != $found[0]{ticket};
	}
	my ($tickets) = $line->desk('SELECT count(*) FROM ticket');
	my $new = grep { !defined($want->{$_}{to}) } keys %$want;
	push(@wrong, "there are $tickets->[0] tickets, not $new")
	    if $tickets->[0] != $new;
	return (\@wrong, map { $_ => $entries{$_}[0]{id} } keys %entries);
}

# account(want => { KEY => { to => KEY } }, quarantined => { ID => 1 }).
# Returns { wrong => [...], twice => letters that came more than once }.
sub account {
	my ($line, %how) = @_;
	my $want = $how{want};
	my ($wrong, %entry) = $line->account_mail($want,
	    $how{quarantined} // {});
	my %sunk = $line->sunk();
	my (%events, @twice);
	for ($line->desk('SELECT event, entry_id, state, message_id, unknowns' .
	    ' FROM letter')) {
		my ($event, $entry, $state, $id, $unknowns) = @$_;
		my @copies = @{ delete($sunk{$id}) // [] };
		push(@{ $events{$entry // 0} }, $event);
		push(@$wrong, "letter $id is $state") if $state ne 'sent';
		push(@$wrong, "letter $id did not arrive") if !@copies;
		push(@twice, $event) if @copies > 1;
		push(@$wrong, "letter $id arrived " . @copies .
		    ' times, and the desk does not know')
		    if @copies > 1 + $unknowns;
		push(@$wrong, "letter $id arrived twice, not as the same one")
		    if grep { $_ ne $copies[0] } @copies;
	}
	push(@$wrong, "letter $_ is not in the outbox") for sort keys %sunk;
	for my $key (sort keys %$want) {
		my $got = join(' ', sort @{ $events{$entry{$key} // 0} // [] });
		my $should = $how{events} // $letters_of{
		    defined($want->{$key}{to}) ? 'reply' : 'new'};
		push(@$wrong, "$key caused these letters: $got")
		    if $got ne $should;
	}
	push(@$wrong, $line->damage());
	return { wrong => $wrong, twice => \@twice };
}

1;
