#!/usr/bin/perl
# maildesk doctor: each fault that it knows is a row; what is right first.  The
# Postfix here is two scripts that say what its programs would.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use IO::Socket::INET;
use IO::Socket::UNIX;
use JSON::PP qw(decode_json);
use POSIX qw(WNOHANG);
use Test::More;
use Time::HiRes qw(sleep time);

my $build = abs_path($ENV{BUILD} // 'build');
-x "$build/$_" or BAIL_OUT("$build/$_ is missing: make")
    for qw(maildesk maildeskd maildesk-deliver);
my $dir = tempdir(CLEANUP => 1);
my $me = getpwuid($>);
my $group = getgrgid($));
my $self = $$;
my %running;
END {
	if ($$ == $self) {
		local $?;
		kill('KILL', keys %running);
		waitpid($_, 0) for keys %running;
	}
}
$SIG{PIPE} = 'IGNORE';
delete @ENV{qw(SUDO_USER MAILDESK_CONFIG MAILDESK_CLOCK NO_COLOR)};
chmod(0755, $dir);

sub read_file {
	my ($path) = @_;
	open(my $fh, '<:raw', $path) or return '';
	local $/;
	return readline($fh) // '';
}

sub write_file {
	my ($path, $bytes, $mode) = @_;
	open(my $fh, '>:raw', $path) or die "$path: $!";
	print $fh $bytes;
	close($fh) or die "$path: $!";
	chmod($mode // 0644, $path);
	return $path;
}

sub until_true {
	my ($what, $code) = @_;
	my $end = time() + 30;
	while (time() < $end) {
		return 1 if $code->();
		sleep(0.02);
	}
	die "$what, within 30 s: not so\n" . read_file("$dir/daemon.log");
}

# --- the desk --------------------------------------------------------------------

sub write_conf {
	my ($port, $more) = @_;
	write_file("$dir/desk.conf", <<"END");
desk = { domain = "help.test"; };
state = { dir = "$dir/state"; };
intake = { socket = "$dir/door/lmtp.sock"; min_free = 0; };
smtp = { host = "127.0.0.1"; port = $port; tls = "none"; timeout = 5; };
@{[$more // '']}
END
}

# Exit status, standard output, standard error.
sub maildesk {
	my (@words) = @_;
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDIN, '<', '/dev/null') or POSIX::_exit(99);
		open(STDOUT, '>', "$dir/out") or POSIX::_exit(99);
		open(STDERR, '>', "$dir/err") or POSIX::_exit(99);
		exec("$build/maildesk", '--config', "$dir/desk.conf", @words)
		    or POSIX::_exit(99);
	}
	waitpid($pid, 0);
	return ($? & 127 ? -($? & 127) : $? >> 8, read_file("$dir/out"),
	    read_file("$dir/err"));
}

sub must {
	my ($code, $out, $err) = maildesk(@_);
	die "@_: $err" if $code != 0;
	return $out;
}

sub doctor {
	return maildesk('doctor', '--commands', "$dir/bin", '--wait', 10, @_);
}

# What one check says: a list of {result, text, fix}; and the exit status.
sub examine {
	my ($check, @more) = @_;
	my ($code, $out, $err) = doctor('--json', @more, $check);
	my $said = eval { decode_json($out) } // die "doctor $check: $out$err";
	return ($code, @$said);
}

# --- Postfix, as its programs tell ------------------------------------------------

mkdir("$dir/bin");
write_file("$dir/bin/postconf", <<"END", 0755);
#!/bin/sh
[ -e '$dir/hangs' ] && sleep 60
[ -e '$dir/floods' ] && exec yes
[ -e '$dir/broken' ] && { echo 'postconf: fatal: bad line' >&2; exit 1; }
if [ "\$1" = -M ]; then cat '$dir/master'
else sed -n "s/^\$3 = //p" '$dir/main'; fi
END
write_file("$dir/bin/postmap", <<"END", 0755);
#!/bin/sh
# postmap -q KEY TABLE
line=\$(sed -n "s/^\$2 //p" "\${3#hash:}")
[ -n "\$line" ] && echo "\$line"
END

# What we tell sysadmins to write, as postconf -M prints it.
sub shipped_master {
	my $text = read_file('conf/postfix/master.cf');
	$text =~ s/^#.*\n//mg;
	$text =~ s/\n[ \t]+/ /g;
	$text =~ s/user=maildesk/user=$me:$group/;
	$text =~ s{/usr/bin/maildesk-deliver}{$build/maildesk-deliver
	    --socket=$dir/door/lmtp.sock}s;
	$text =~ s/\n[ \t]+/ /g;
	return $text . "lmtp unix - - y - - lmtp\nsmtp unix - - y - - smtp\n";
}

my %shipped_main = (
	(map { /^(\w[\w-]*) = (.*)$/ ? ($1 => $2) : () }
	    split(/\n/, read_file('conf/postfix/main.cf'))),
	transport_maps => "hash:$dir/transport", mail_version => '3.7.11',
	myhostname => 'mail.help.test', message_size_limit => 10240000,
	mail_owner => $me, virtual_transport => 'virtual',
	relay_transport => 'relay', local_transport => 'local:mail.help.test',
	default_transport => 'smtp');

# set_postfix(main => {...}, master => sub { changes $_ }, transport => TEXT)
sub set_postfix {
	my (%with) = @_;
	my %main = (%shipped_main, %{ $with{main} // {} });
	write_file("$dir/main", join('', map { "$_ = $main{$_}\n" }
	    grep { defined($main{$_}) } sort keys %main));
	local $_ = shipped_master();
	$with{master}->() if $with{master};
	write_file("$dir/master", $_);
	write_file("$dir/transport", $with{transport} //
	    "support\@help.test maildesk:\n");
}

# --- the desk that is examined -----------------------------------------------------

mkdir("$dir/door");
write_conf(1);
must('init');
must(qw(department add Support support@help.test));
must(qw(agent add Anna anna@help.test --department Support --manager));

my $master_cf = read_file('conf/postfix/master.cf');
my $main_cf = read_file('conf/postfix/main.cf');

subtest 'what is shipped is right' => sub {
	set_postfix();
	for my $check (qw(postfix transport delimiter pipe lmtp socket)) {
		my ($code, @said) = examine($check);
		is($code, 0, "$check: exit 0");
		is(join(' ', map { $_->{result} } @said), 'ok', 'all is well')
		    or diag(explain(\@said));
	}
	set_postfix(transport => "help.test maildesk-lmtp:unix:$dir/door/lmtp.sock\n");
	for my $check (qw(transport lmtp socket)) {
		my ($code, @said) = examine($check);
		is("$code $said[0]{result}", '0 ok', "$check by LMTP");
	}
	set_postfix(transport => '', main => { virtual_transport => 'maildesk' });
	my ($code, @said) = examine('transport');
	is("$code $said[0]{result}", '0 ok', 'a whole domain by virtual_transport');
};

# check, name, what is wrong, result, what is said, what to do
my @faults = (
	[ transport => 'transport missing', { transport => '' }, 'BAD',
	    qr/support\@help\.test does not go to maildesk/,
	    qr/^\/etc\/postfix\/transport: support\@help\.test maildesk:\npostmap /m ],
	[ transport => 'no transport_maps at all',
	    { transport => '', main => { transport_maps => undef } }, 'BAD',
	    qr/no table/,
	    qr/^main\.cf: transport_maps = hash:\/etc\/postfix\/transport$/m ],
	[ transport => 'a transport that master.cf does not have',
	    { master => sub { s/^maildesk .*\n//m } }, 'BAD',
	    qr/"maildesk" .*not in master\.cf/,
	    qr/^master\.cf:   flags=DORXq user=maildesk null_sender= directory=\/$/m ],
	[ transport => 'a transport that leads elsewhere',
	    { transport => "support\@help.test smtp:[other.test]\n" }, 'BAD',
	    qr/goes to "smtp" .*not maildesk/, qr/postmap/ ],
	[ delimiter => 'recipient_delimiter missing',
	    { main => { recipient_delimiter => '' } }, 'BAD',
	    qr/bounce/, qr/^main\.cf: recipient_delimiter = \+$/m ],
	[ delimiter => 'another recipient_delimiter',
	    { main => { recipient_delimiter => '-' } }, 'BAD',
	    qr/"-"/, qr/^main\.cf: recipient_delimiter = \+$/m ],
	[ pipe => 'recipient limit not 1',
	    { main => { maildesk_destination_recipient_limit => 50 } }, 'BAD',
	    qr/50 recipients in one call/,
	    qr/^main\.cf: maildesk_destination_recipient_limit = 1$/m ],
	[ pipe => 'flag h', { master => sub { s/flags=DORXq/flags=DORXqh/ } },
	    'look', qr/has the flag h/, qr/flags=DORXq user=\Q$me\E/ ],
	[ pipe => 'flag u', { master => sub { s/flags=DORXq/flags=DORXqu/ } },
	    'look', qr/has the flag u/, qr/flags=DORXq / ],
	[ pipe => 'flag q missing',
	    { master => sub { s/flags=DORXq/flags=DORX/ } }, 'BAD',
	    qr/lacks the flag q/, qr/flags=DORXq / ],
	[ pipe => 'no flags at all', { master => sub { s/flags=DORXq// } },
	    'BAD', qr/lacks the flag q/, qr/flags=DORXq / ],
	[ pipe => 'null_sender missing', { master => sub { s/null_sender=// } },
	    'look', qr/MAILER-DAEMON/, qr/ null_sender= directory=\/$/ ],
	[ pipe => 'time limit too short',
	    { main => { maildesk_time_limit => '20s' } }, 'BAD',
	    qr/time limit of 20s: too short/,
	    qr/^main\.cf: maildesk_time_limit = 120s$/m ],
	[ pipe => 'time limit in minutes is read',
	    { main => { maildesk_time_limit => '1m' } }, 'ok', qr/./, undef ],
	[ pipe => 'no such program',
	    { master => sub { s{argv=\S+}{argv=/nowhere/maildesk-deliver} } },
	    'BAD', qr{/nowhere/maildesk-deliver, which is no program}, qr/argv=/ ],
	[ pipe => 'words missing',
	    { master => sub { s/--queue-id=\S+// } }, 'look',
	    qr/does not say --queue-id/, qr/--queue-id=\$\{queue_id\}/ ],
	[ pipe => 'it looks for another socket',
	    { master => sub { s{--socket=\S+}{} } }, 'BAD',
	    qr{at /run/maildesk/lmtp\.sock, but it listens at \Q$dir\E},
	    qr{--socket=\Q$dir\E/door/lmtp\.sock} ],
	[ lmtp => 'chrooted lmtp service',
	    { transport => "support\@help.test lmtp:unix:$dir/door/lmtp.sock\n" },
	    'BAD', qr/lmtp is chrooted/,
	    qr/^master\.cf: maildesk-lmtp  unix  -  -       n  /m ],
	[ lmtp => 'LMTP to another socket',
	    { transport => "support\@help.test maildesk-lmtp:unix:/tmp/x\n" },
	    'BAD', qr/unix:\/tmp\/x, but the intake/, qr/postmap/ ],
	[ postfix => 'short queue ids',
	    { main => { enable_long_queue_ids => 'no' } }, 'look',
	    qr/queue ids come again/, qr/^main\.cf: enable_long_queue_ids = yes$/m ],
	[ postfix => 'mail may be longer than we take',
	    { main => { message_size_limit => 999999999 } }, 'look',
	    qr/longer mails/, qr/^main\.cf: message_size_limit = 67108864$/m ],
	[ socket => 'the pipe runs as nobody we know',
	    { master => sub { s/user=\S+/user=no-such-account/ } }, 'BAD',
	    qr/no account here/, qr/user=/ ],
);

sub check_fault {
	my ($check, $name, $result, $text, $fix, $code, @said) = @_;
	my ($it) = grep { $_->{result} eq $result && $_->{text} =~ $text } @said;
	ok($it, "$name: is found") or return diag(explain(\@said));
	is($code, { ok => 0, look => 1, BAD => 78 }->{$result},
	    'the exit status says how bad it is');
	if (defined($fix)) {
		like($it->{fix}, $fix, 'it says what to write where');
	} else {
		is($it->{fix}, undef, 'nothing is to be done');
	}
}

subtest 'Postfix' => sub {
	for my $fault (@faults) {
		my ($check, $name, $with, $result, $text, $fix) = @$fault;
		set_postfix(%$with);
		check_fault($check, $name, $result, $text, $fix,
		    examine($check));
	}
};

subtest 'what is to be written is what is shipped' => sub {
	my $shipped = "$master_cf$main_cf";
	for my $fault (@faults) {
		my ($check, $name, $with) = @$fault;
		next unless $check =~ /^(?:transport|lmtp|delimiter)$/;
		set_postfix(%$with);
		my (undef, @said) = examine($check);
		for my $line (map { split(/\n/, $_->{fix} // '') } @said) {
			my ($file, $text) = $line =~ /^(main|master)\.cf: (.*)$/
			    or next;
			like($shipped, qr/^\Q$text\E$/m, "$name: $text");
		}
	}
};

subtest 'Postfix that cannot be asked' => sub {
	set_postfix();
	my ($code, @said) = examine('postfix', '--commands', "$dir/nowhere");
	check_fault('postfix', 'none here', 'look', qr/no Postfix here/,
	    qr/conf\/postfix/, $code, @said);
	for my $how ([ broken => qr/fatal: bad line/ ],
	    [ floods => qr/says too much/ ]) {
		write_file("$dir/$how->[0]", '');
		check_fault('postfix', $how->[0], 'BAD', $how->[1], qr/postconf/,
		    examine('postfix'));
		unlink("$dir/$how->[0]");
	}
};

SKIP: {
	skip('needs root: Postfix runs as another user', 1) if $> != 0;
	subtest 'the socket, for other accounts' => sub {
		my $socket = IO::Socket::UNIX->new(Listen => 1,
		    Local => "$dir/door/lmtp.sock") or die;
		my $user = 'nobody';
		my $theirs = getgrgid((getpwnam($user))[3]);

		chmod(0660, "$dir/door/lmtp.sock");
		chmod(0750, "$dir/door");
		set_postfix(master => sub { s/user=\S+/user=$user/ });
		check_fault('socket', 'unreachable for the pipe', 'BAD',
		    qr/as nobody, cannot reach the socket: \Q$dir\E\/door stops/,
		    qr/^master\.cf: user=nobody:root$/m, examine('socket'));
		set_postfix(main => { mail_owner => $user }, transport =>
		    "support\@help.test maildesk-lmtp:unix:$dir/door/lmtp.sock\n");
		check_fault('socket', 'unreachable for lmtp', 'BAD',
		    qr/as nobody, cannot reach/, qr/^adduser nobody root /m,
		    examine('socket'));
		chown(0, scalar(getgrnam($theirs)), "$dir/door");
		check_fault('socket', 'the folder lets them in, the socket not',
		    'BAD', qr/lmtp\.sock stops/, qr/adduser/, examine('socket'));
		chown(0, scalar(getgrnam($theirs)), "$dir/door/lmtp.sock");
		my ($code) = examine('socket');
		is($code, 0, 'by its group it can be reached');
		close($socket);
		unlink("$dir/door/lmtp.sock");
		chown(0, 0, "$dir/door");
	};
}

# --- the machine ------------------------------------------------------------------

subtest 'state folder and key' => sub {
	my ($code, @said) = examine('key');
	is("$code $said[0]{result}", '0 ok', 'the key is right');
	chmod(0640, "$dir/state/secret.key");
	check_fault('key', 'key with wrong mode', 'BAD', qr/mode 0640/,
	    qr/^chmod go= .*secret\.key$/, examine('key'));
	chmod(0600, "$dir/state/secret.key");
	chmod(0755, "$dir/state");
	check_fault('state', 'state folder with wrong mode', 'BAD',
	    qr/state has mode 0755/, qr/^chmod o= .*state$/, examine('state'));
	chmod(0700, "$dir/state");
	rename("$dir/state/secret.key", "$dir/state/kept") or die;
	check_fault('key', 'key missing', 'BAD', qr/secret\.key/,
	    qr/from a backup/, examine('key'));
	rename("$dir/state/kept", "$dir/state/secret.key") or die;
	return if $> != 0;
	my $nobody = getpwnam('nobody');
	chown($nobody, -1, "$dir/state/secret.key");
	check_fault('key', 'key with wrong owner', 'BAD', qr/belongs to nobody/,
	    qr/^chown root: .*secret\.key$/, examine('key'));
	chown(0, -1, "$dir/state/secret.key");
	chown($nobody, -1, "$dir/state/maildesk.db");
	check_fault('state', 'a database with wrong owner', 'BAD',
	    qr/maildesk\.db belongs to nobody/, qr/^chown root: /,
	    examine('state'));
	chown(0, -1, "$dir/state/maildesk.db");
};

subtest 'disk' => sub {
	my ($code, @said) = examine('space');
	is($said[0]{result}, 'ok', 'there is room');
	write_conf(1, '');
	my $conf = read_file("$dir/desk.conf") =~
	    s/min_free = 0/min_free = "1000 GiB"/r;
	write_file("$dir/desk.conf", $conf);
	check_fault('space', 'no room', 'BAD', qr/below intake\.min_free/,
	    qr/min_free/, examine('space'));
	write_conf(1);
};

# --- servers ------------------------------------------------------------------------

# A server that runs code with each connection; returns its port.
sub serve {
	my ($code) = @_;
	my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1',
	    Listen => 5) or die;
	my $pid = fork() // die;
	if ($pid == 0) {
		$SIG{TERM} = 'DEFAULT';
		while (my $peer = $listener->accept()) {
			$peer->autoflush(1);
			$code->($peer);
			close($peer);
		}
		POSIX::_exit(0);
	}
	$running{$pid} = 1;
	return $listener->sockport;
}

# An IMAP server with these abilities and folders.
sub imap_server {
	my ($abilities, @folders) = @_;
	return serve(sub {
		my ($peer) = @_;
		print $peer "* OK ready\r\n";
		while (my $line = readline($peer)) {
			my ($tag, $verb, $word) = split(/[ \r\n]+/, $line);
			my $folder = ($word // '') =~ tr/"//dr;
			print $peer "* CAPABILITY IMAP4rev1 $abilities\r\n"
			    if $verb eq 'CAPABILITY';
			print $peer "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n"
			    if $verb eq 'SELECT';
			print $peer $verb eq 'SELECT' &&
			    !grep({ $_ eq $folder } @folders)
			    ? "$tag NO no such folder\r\n" : "$tag OK done\r\n";
			last if $verb eq 'LOGOUT';
		}
	});
}

sub imap_account {
	my ($port) = @_;
	write_file("$dir/imap.password", "secret\n", 0600);
	return <<"END";
imap = ( {
	name = "post"; host = "127.0.0.1"; port = $port; tls = "none";
	user = "post"; password_file = "$dir/imap.password"; timeout = 5;
	after = "move"; move_to = "Done";
	folders = ( { name = "INBOX"; recipient = "support\@help.test"; } );
} );
END
}

subtest 'IMAP' => sub {
	my @rows = (
		[ 'all is there', 'IDLE MOVE UIDPLUS', [ 'INBOX', 'Done' ],
		    'ok', qr/1 account/, undef ],
		[ 'IMAP without IDLE', 'MOVE UIDPLUS', [ 'INBOX', 'Done' ],
		    'look', qr/post: the server has no IDLE/, qr/poll_seconds/ ],
		[ 'IMAP without MOVE', 'IDLE UIDPLUS', [ 'INBOX', 'Done' ],
		    'look', qr/post: the server has no MOVE/, qr/after = "seen"/ ],
		[ 'a folder that is not there', 'IDLE MOVE', [ 'INBOX' ],
		    'BAD', qr/the folder "Done"/, qr/make the folder "Done"/ ],
	);
	for my $row (@rows) {
		my ($name, $abilities, $folders, $result, $text, $fix) = @$row;
		write_conf(1, imap_account(imap_server($abilities, @$folders)));
		check_fault('imap', $name, $result, $text, $fix,
		    examine('imap'));
	}
	set_postfix(transport => '');
	my ($code, @said) = examine('transport');
	is("$code $said[0]{result}", '0 ok',
	    'what IMAP brings need not come through Postfix');
	write_conf(1);
};

# A mail server; says what a row wants, and gives what it took to the desk.
sub mail_server {
	my (%says) = @_;
	return serve(sub {
		my ($peer) = @_;
		my ($from, $to) = ('', '');
		print $peer "220 mx\r\n";
		while (my $line = readline($peer)) {
			my $verb = uc(substr($line, 0, 4));
			$from = $1 if $line =~ /^MAIL FROM:<([^>]*)>/i;
			$to = $1 if $line =~ /^RCPT TO:<([^>]*)>/i;
			my $reply = $says{$verb};
			$reply = $reply->($from, $to) if ref($reply);
			if ($verb eq 'DATA') {
				print $peer "354 go\r\n";
				my $mail = '';
				while (defined($line = readline($peer)) &&
				    $line ne ".\r\n") {
					$mail .= $line =~ s/^\.//r;
				}
				$mail = $says{filter}->($mail) if $says{filter};
				deliver($from, $to, $mail) if !$says{drop};
				$reply //= '250 2.0.0 kept';
			}
			print $peer(($reply // '250 ok') . "\r\n");
			last if $verb eq 'QUIT';
		}
	});
}

sub deliver {
	my ($from, $to, $mail) = @_;
	$mail =~ s/\r\n/\n/g;
	open(my $out, '|-', "$build/maildesk-deliver", "--sender=$from",
	    "--recipient=$to", "--socket=$dir/door/lmtp.sock") or die;
	print $out $mail;
	close($out);
}

sub start_desk {
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDOUT, '>>', "$dir/daemon.log") or POSIX::_exit(99);
		open(STDERR, '>&', \*STDOUT) or POSIX::_exit(99);
		exec("$build/maildeskd", '--config', "$dir/desk.conf")
		    or POSIX::_exit(99);
	}
	$running{$pid} = 1;
	until_true('the intake listens', sub {
		IO::Socket::UNIX->new(Peer => "$dir/door/lmtp.sock")
	});
	return $pid;
}

write_conf(mail_server());
set_postfix();
my ($code, @said) = examine('canary');
is("$code $said[0]{result} $said[0]{fix}", '1 look systemctl start maildesk',
    'while maildeskd is down no mail is sent');
my $daemon = start_desk();

subtest 'a canary' => sub {
	my ($code, $out, $err) = doctor('relay', 'canary');
	is($code, 0, 'all is well') or diag("$out$err");
	like($out, qr/^ok +relay +127\.0\.0\.1:\d+ takes letters/m,
	    'the relay takes letters');
	like($out, qr/^ok +canary +accepted after \d+\.\d\d s, filed after (\d+\.\d\d) s/m,
	    'the canary is back, and was measured');
	until_true('both are filed', sub {
		@{ decode_json(must('--json', 'quarantine', 'list')) } == 2
	});
	my $kept = decode_json(must('--json', 'quarantine', 'list'));
	is(join(' ', map { $_->{reason} } @$kept), 'canary canary',
	    'they are in quarantine, as what they are');
	is_deeply(decode_json(must('--json', 'ticket', 'list')), [],
	    'and make no ticket');
	is_deeply(decode_json(must('--json', 'queue', 'list', '--state', 'any')),
	    [], 'and no letter');
	my $raw = must('explain', $kept->[0]{id} // $kept->[0]{message});
	like($raw, qr/canary/, 'explain says why');
};

subtest 'canaries that are none' => sub {
	my %mails = (
		'made up' => '12345678-1234-1234-1234-123456789012.a' . 'ab' x 20,
		'without a token' => '12345678-1234-1234-1234-123456789012',
		'empty' => '', 'long' => 'x' x 900 . '.a' . 'ab' x 20,
	);
	my $n = 0;
	for my $name (sort keys %mails) {
		deliver('eve@other.test', 'support@help.test', "From: eve" .
		    ++$n . "\@other.test\nTo: support\@help.test\n" .
		    "Subject: $name\nMessage-ID: <$n\@other.test>\n" .
		    "X-Maildesk-Canary: $mails{$name}\n\nHide me.\n");
	}
	until_true('all are filed', sub {
		@{ decode_json(must('--json', 'ticket', 'list')) } == $n
	});
	is(join(' ', sort map { $_->{subject} }
	    @{ decode_json(must('--json', 'ticket', 'list')) }),
	    join(' ', sort keys %mails), 'nobody hides mail among canaries');
};

# name, what the server says, check, result, text, fix
my @relays = (
	[ 'relay refusing the return path', { MAIL => sub {
		$_[0] eq '' ? '250 ok' : '553 5.7.1 not owned by user' } },
	    'relay', 'BAD', qr/refuses the return path <support\+b\S+>: 553/,
	    qr/smtpd_sender_restrictions/ ],
	[ 'relay refusing the null return path', { MAIL => sub {
		$_[0] eq '' ? '550 5.7.1 no' : '250 ok' } },
	    'relay', 'BAD', qr/refuses the return path <>: 550/, qr/from <>/ ],
	[ 'a return path refused at RCPT', { RCPT => sub {
		$_[0] eq '' ? '250 ok'
		    : '553 5.7.1 Sender address rejected: not yours' } },
	    'relay', 'BAD', qr/refuses the return path <support\+b/, qr/from <>/ ],
	[ 'a token in the recipient refused', { RCPT => sub {
		$_[1] =~ /\+/ ? '550 5.1.1 no such user' : '250 ok' } },
	    'relay', 'BAD', qr/refuses <support\+r\S+>: 550 5\.1\.1/,
	    qr/main\.cf: recipient_delimiter = \+/ ],
	[ 'a relay that does not talk to us', { EHLO => '554 5.7.1 go away',
		HELO => '554 5.7.1 go away' },
	    'relay', 'BAD', qr/554/, qr/group smtp/ ],
	[ 'a canary that is eaten', { drop => 1 }, 'canary', 'BAD',
	    qr/has not come back within 2 s/, qr/mailq/ ],
);

subtest 'the way out' => sub {
	for my $row (@relays) {
		my ($name, $says, $check, $result, $text, $fix) = @$row;
		write_conf(mail_server(%$says));
		check_fault($check, $name, $result, $text, $fix,
		    examine($check, '--wait', 2));
	}
};

subtest 'forged Authentication-Results' => sub {
	my $strip = sub {
		$_[0] =~ s/^Authentication-Results:\s+mail\.help\.test[^\n]*\n//gmir
	};
	my $careless = sub {
		$_[0] =~ s/^Authentication-Results: mail\.help\.test;[^\n]*\n//gmr
	};
	my @rows = (
		[ 'stripped', { filter => $strip }, 'ok',
		    qr/strips Authentication-Results of mail\.help\.test/, undef ],
		[ 'not stripped', {}, 'look',
		    qr/is not stripped \(as such; in capitals, with a version; behind a fold\)/,
		    qr/IGNORE\npostfix reload/ ],
		[ 'stripped with a careless pattern', { filter => $careless },
		    'look', qr/\(in capitals, with a version; behind a fold\)/,
		    qr/^\/etc\/postfix\/header_checks: \/\^Auth/m ],
		[ 'refused', { MAIL => '550 5.7.1 strangers' }, 'look',
		    qr/not tried: .*550/, qr/--mx/ ],
	);
	for my $row (@rows) {
		my ($name, $says, $result, $text, $fix) = @$row;
		check_fault('forgery', $name, $result, $text, $fix, examine(
		    'forgery', '--mx', '127.0.0.1:' . mail_server(%$says)));
	}
	is_deeply([ grep { $_->{subject} =~ /doctor/ }
	    @{ decode_json(must('--json', 'ticket', 'list')) } ], [],
	    'and none of that made a ticket');
};

subtest 'clock' => sub {
	local $ENV{MAILDESK_CLOCK} = int(time()) - 8000;
	check_fault('clock', 'clock off', 'BAD', qr/it is off: message \d+ came 2 h/,
	    qr/timedatectl set-ntp true/, examine('clock'));
};

subtest 'as a whole' => sub {
	my ($code, $out) = doctor('--no-mail');
	like($out, qr/^ok +configuration /m, 'it begins with the configuration');
	unlike($out, qr/^\S+ +(?:relay|canary|forgery|imap) /m,
	    '--no-mail goes nowhere');
	my ($bad, undef, $err) = doctor('canery');
	is($bad, 1, 'a name that is none is refused');
	like($err, qr/no check "canery"/, 'and said');
	chmod(0644, "$dir/state/secret.key");
	($code, $out) = doctor('key');
	like($out, qr/^BAD   key .*\n +-> chmod go= \S+secret\.key$/m,
	    'a finding is a line, and a line with what to do');
	chmod(0600, "$dir/state/secret.key");
};

kill('TERM', $daemon);
waitpid($daemon, 0);
delete $running{$daemon};
is($?, 0, 'the daemon ends well');
done_testing();
