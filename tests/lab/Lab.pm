package Lab;
# A mail system and a desk of maildesk in it, for one test: starts and stops
# them, looks into mailboxes and tickets, waits for what shall happen.
use strict;
use warnings;
use File::Temp qw(tempdir);
use IO::Socket::UNIX;
use IPC::Open2 qw(open2);
use JSON::PP qw(decode_json);
use MIME::Base64 ();
use POSIX qw(WNOHANG);
use Time::HiRes qw(sleep time);

# The account of the pipe program and of the daemon; see lab.sh.
my $user = 'nobody';
my $build = $ENV{BUILD} // 'build';
# How long anything may take before the test gives it up.
my $patience = 60;

# Whoever interrupts a test wants its servers gone, too: as exceptions, signals
# end in DESTROY.
$SIG{$_} = sub { die "stopped by a signal\n" } for qw(INT TERM HUP);

# Why there can be no lab here; empty: there can.
sub missing {
	return 'needs root: Postfix runs its programs as other users' if $> != 0;
	for my $program (qw(postfix dovecot doveadm openssl setpriv)) {
		return "$program is missing: make check installs it"
		    unless grep { -x "$_/$program" } qw(/usr/sbin /usr/bin /bin);
	}
	return '';
}

# With oauth => 1: and an OAuth server, at the port $lab->{oauth_port}.
sub new {
	my ($class, $door, %with) = @_;
	my $dir = tempdir('maildesk-lab.XXXXXX', TMPDIR => 1);
	my $lab = bless({ dir => $dir, conf => "$dir/desk/maildesk.conf",
	    parent => $$ }, $class);
	local $ENV{LAB_DOOR} = $door;
	local $ENV{LAB_OAUTH_PORT} = $lab->start_oauth() if $with{oauth};
	$lab->run('up', map { "$build/$_" } qw(maildesk-deliver maildesk maildeskd));
	$lab->write_conf();
	return $lab;
}

sub DESTROY {
	my ($lab) = @_;
	return if $lab->{parent} != $$;
	local ($?, $@);
	local @SIG{qw(INT TERM HUP)} = ('IGNORE') x 3;
	kill('KILL', -$lab->{desk}) if $lab->{desk};
	waitpid($lab->{desk}, 0) if $lab->{desk};
	eval { $lab->run('down') };
	# It ends when nobody holds its standard input any more.
	close($lab->{oauth}) if $lab->{oauth};
}

# The port where Dovecot asks.
sub start_oauth {
	my ($lab) = @_;
	open2(my $ports, $lab->{oauth}, 'tests/lab/oauth.py', $lab->{dir});
	(my $port, $lab->{oauth_port}) = split(' ', readline($ports) // '');
	return $port;
}

# --- the mail system -------------------------------------------------------------

# lab.sh COMMAND...; returns what it prints.
sub run {
	my ($lab, @command) = @_;
	local $ENV{LAB_DIR} = $lab->{dir};
	open(my $out, '-|', 'tests/lab/lab.sh', @command) or die "lab.sh: $!";
	local $/;
	my $text = readline($out) // '';
	close($out) or die "lab.sh @command failed\n";
	return $text;
}

sub write_file {
	my ($path, $text, $mode) = @_;
	open(my $out, '>:raw', $path) or die "$path: $!";
	print $out $text;
	close($out) or die "$path: $!";
	chmod($mode, $path);
	return $path;
}

sub read_file {
	my ($path) = @_;
	open(my $in, '<:raw', $path) or return '';
	local $/;
	return readline($in) // '';
}

# send(FROM, TO, MAIL) to the MX; with as => USER by submission.
sub send {
	my ($lab, $from, $to, $mail, %how) = @_;
	$lab->run('send', $how{as} ? ('--as', $how{as}) : (), $from, $to,
	    write_file("$lab->{dir}/mail.eml", $mail, 0600));
}

sub inbox { $_[0]->run('inbox', $_[1]) + 0 }

# Message N of a mailbox, when it has come.
sub letter {
	my ($lab, $who, $n) = @_;
	$lab->until("message $n is in ${who}'s mailbox",
	    sub { $lab->inbox($who) >= $n });
	return $lab->run('fetch', $who, $n) =~ s/\r\n/\n/gr;
}

# The Message-IDs in a mailbox that occur more than once.
sub twice {
	my ($lab, $who) = @_;
	my %seen;
	$seen{ header($lab->run('fetch', $who, $_), 'Message-ID') }++
	    for 1 .. $lab->inbox($who);
	return grep { $seen{$_} > 1 } sort keys %seen;
}

# --- letters ---------------------------------------------------------------------

# A header field, unfolded.
sub header {
	my ($letter, $name) = @_;
	my ($head) = split(/\r?\n\r?\n/, $letter, 2);
	$head =~ s/\r?\n[ \t]+/ /g;
	return $head =~ /^\Q$name\E:\s*(.*?)\s*$/mi ? $1 : undef;
}

# The first text of a letter, decoded; and all of it, for what must not be there.
sub text { ${ parts($_[0]) }[0] }
sub whole { (split(/\n\n/, $_[0], 2))[0] . join("\n", @{ parts($_[0]) }) }

sub parts {
	my ($letter) = @_;
	my ($head, $body) = split(/\n\n/, $letter, 2);
	my $type = header($letter, 'Content-Type') // 'text/plain';
	if ($type =~ m{^multipart/.*boundary="?([^";]+)}i) {
		my @parts = split(/^--\Q$1\E(?:--)?[ \t]*\n/m, $body);
		return [ map { @{ parts($_) } } grep { /\S/ } @parts[1 .. $#parts] ];
	}
	my $encoding = lc(header($letter, 'Content-Transfer-Encoding') // '');
	$body =~ s/=\n//g, $body =~ s/=([0-9A-F]{2})/chr(hex($1))/gei
	    if $encoding eq 'quoted-printable';
	$body = MIME::Base64::decode_base64($body) if $encoding eq 'base64';
	return [$body];
}

# --- the desk --------------------------------------------------------------------

# With more settings, and another login at the mail server.
sub write_conf {
	my ($lab, $more, $login) = @_;
	my ($dir) = $lab->{dir};
	my ($port) = read_file("$dir/lab.env") =~ /^SUBMISSION_PORT=(\d+)/m;

	write_file("$dir/desk/password", "pw-maildesk\n", 0600);
	write_file($lab->{conf}, <<"END", 0644);
desk = { name = "Help desk"; domain = "help.test"; };
state = { dir = "state"; };
intake = { socket = "$dir/door/lmtp.sock"; };
# Short, and long enough to kill the sender before the letter is due.
sending = { send_hold = 1; };
smtp = {
	host = "localhost";
	port = $port;
	tls = "required";
	ca_file = "$dir/tls/ca.pem";
	user = "maildesk\@help.test";
	@{[$login // 'password_file = "password";']}
};
@{[$more // '']}
END
	my ($uid, $gid) = (getpwnam($user))[2, 3];
	chown($uid, $gid, "$dir/desk/password", $lab->{conf});
}

sub as_user {
	my ($lab, $program, @words) = @_;
	return ('setpriv', "--reuid=$user", '--regid=' . (getpwnam($user))[3],
	    '--clear-groups', "$lab->{dir}/bin/$program",
	    "--config=$lab->{conf}", @words);
}

# maildesk WORDS...; returns what it prints; undef when it fails.
sub try {
	my ($lab, @words) = @_;
	my $pid = open(my $out, '-|') // die "fork: $!";
	if ($pid == 0) {
		open(STDERR, '>>', "$lab->{dir}/log/maildesk.log") or die;
		exec($lab->as_user('maildesk', @words)) or die "maildesk: $!";
	}
	local $/;
	my $text = readline($out);
	return close($out) ? $text // '' : undef;
}

sub maildesk {
	my ($lab, @words) = @_;
	return $lab->try(@words) // die("maildesk @words: " .
	    read_file("$lab->{dir}/log/maildesk.log") . "\n");
}

# The same with --json, read.
sub ask {
	my ($lab, @words) = @_;
	my $text = $lab->try('--json', @words) // return;
	return decode_json($text);
}

sub ticket_count { scalar @{ $_[0]->ask('ticket', 'list') // [] } }
sub ticket { $_[0]->ask('ticket', 'show', $_[1]) }

sub start_desk {
	my ($lab) = @_;
	my $log = "$lab->{dir}/log/maildeskd.log";
	my $pid = fork() // die "fork: $!";
	if ($pid == 0) {
		# A group of its own, so that nothing is left of it.
		setpgrp(0, 0);
		open(STDIN, '<', '/dev/null') or die;
		open(STDOUT, '>>', $log) or die "$log: $!";
		open(STDERR, '>&', \*STDOUT) or die;
		exec($lab->as_user('maildeskd')) or die "maildeskd: $!";
	}
	$lab->{desk} = $pid;
	$lab->until('the intake listens', sub {
		IO::Socket::UNIX->new(Peer => "$lab->{dir}/door/lmtp.sock")
	});
}

sub desk_log { read_file("$_[0]{dir}/log/maildeskd.log") }

# Returns the status that it ended with.
sub stop_desk {
	my ($lab) = @_;
	my $status;

	kill('TERM', $lab->{desk});
	$lab->until('maildeskd ends', sub {
		waitpid($lab->{desk}, WNOHANG) > 0 && defined($status = $?)
	});
	delete $lab->{desk};
	return $status;
}

# The process of a role: a child of the supervisor that bears its name.
sub role {
	my ($lab, $role) = @_;
	for my $path (glob('/proc/[0-9]*/status')) {
		next unless read_file($path) =~ /^PPid:\s+$lab->{desk}$/m;
		my ($pid) = $path =~ /(\d+)/;
		my @words = split(/\0/, read_file("/proc/$pid/cmdline"));
		return $pid if grep { /\b\Q$role\E$/ } @words;
	}
	return;
}

# kill -9, and what grows back.
sub kill_role {
	my ($lab, $role) = @_;
	my $old;

	$lab->until("there is a role $role", sub { $old = $lab->role($role) });
	kill('KILL', $old);
	return $old;
}

# --- waiting ---------------------------------------------------------------------

# Until it returns true; returns that.  Dies, with what the servers said, when
# that takes too long.
sub until {
	my ($lab, $what, $happens) = @_;
	my $end = time() + $patience;
	my $got;

	until ($got = $happens->()) {
		if (time() > $end) {
			print STDERR "--- the end of $_\n",
			    substr(read_file($_), -4000)
			    for glob("$lab->{dir}/log/*.log");
			die "in $patience s it did not happen that $what\n";
		}
		sleep(0.05);
	}
	return $got;
}

1;
