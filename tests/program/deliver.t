#!/usr/bin/perl
# maildesk-deliver against a scripted server: its exit codes, its one line, and
# every byte of the mail.
use strict;
use warnings;
use File::Temp qw(tempdir);
use IO::Socket::UNIX;
use POSIX ();
use Test::More;

my $deliver = ($ENV{BUILD} // 'build') . '/maildesk-deliver';
-x $deliver or BAIL_OUT("$deliver is missing: make");
my $dir = tempdir(CLEANUP => 1);
my $socket = "$dir/lmtp.sock";
$SIG{PIPE} = 'IGNORE';

my @usual = ('--sender=ann@example.test', '--recipient=support@help.test',
    "--socket=$socket");
my %polite = (
	greeting => '220 fake',
	LHLO => "250-fake\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n" .
	    '250 XMAILDESK',
	MAIL => '250 2.1.0 ok',
	RCPT => '250 2.1.5 ok',
	DATA => '354 go',
	END => '250 2.0.0 kept',
	QUIT => '221 bye',
);

sub write_file {
	my ($name, $bytes) = @_;
	open(my $fh, '>:raw', "$dir/$name") or die "$name: $!";
	print $fh $bytes;
	close($fh);
	return "$dir/$name";
}

# Starts maildesk-deliver; $in: a path, or 'open' for input that never comes.
sub start {
	my ($in, @args) = @_;
	my ($in_read, $in_write);
	pipe(my $out_read, my $out_write) or die;
	pipe($in_read, $in_write) or die if $in eq 'open';
	my $pid = fork() // die;
	if ($pid == 0) {
		no warnings 'io';
		if ($in eq 'open') { open(STDIN, '<&', $in_read) or die }
		elsif ($in eq 'closed') { close(STDIN) }
		else { open(STDIN, '<', $in) or die "$in: $!" }
		open(STDOUT, '>&', $out_write) or die;
		close($_) for grep { $_ } $out_read, $out_write, $in_write;
		exec($deliver, @args) or die;
	}
	close($out_write);
	return { pid => $pid, out => $out_read, hold => $in_write };
}

sub finish {
	my ($run) = @_;
	local $/;
	my $out = readline($run->{out}) // '';
	waitpid($run->{pid}, 0);
	return ($? & 127 ? 'signal ' . ($? & 127) : $? >> 8, $out);
}

sub listener {
	my ($path) = (@_, $socket);
	unlink($path);
	return IO::Socket::UNIX->new(Local => $path, Listen => 5) // die $!;
}

# Plays the server once. A reply of '' is silence, 'close' hangs up.  Returns
# the commands, and the body as it came over the wire.
sub serve {
	my ($listener, $replies, $run) = @_;
	my %reply = (%polite, %$replies);
	my (@commands, $body, $buffer);
	local $SIG{ALRM} = sub { die "nothing came in 60 s\n" };
	alarm(60);
	my $client = $listener->accept() or die;
	alarm(0);
	my $say = sub {
		return 0 if $_[0] eq 'close';
		syswrite($client, "$_[0]\r\n") if $_[0] ne '';
		return 1;
	};
	$buffer = '';
	$say->($reply{greeting}) or return (\@commands, $body);
	while (1) {
		while ($buffer =~ s/^(.*?)\r\n//s) {
			my $line = $1;
			push @commands, $line;
			my ($verb) = $line =~ /^(\w+)/;
			$say->($reply{$verb} // '500 what') or
			    return (\@commands, $body);
			next if $verb ne 'DATA' || $reply{DATA} !~ /^354/;
			$body = read_body($client, \$buffer, $reply{cut});
			return (\@commands, $body) if !defined($body);
			$reply{before_end}->() if $reply{before_end};
			$say->($reply{END}) or return (\@commands, $body);
		}
		my $n = sysread($client, $buffer, 65536, length($buffer));
		return (\@commands, $body) if !$n;
	}
}

# Everything up to CRLF . CRLF, that included; what follows stays in the buffer.
# undef when it does not come, or after $cut bytes.
sub read_body {
	my ($client, $buffer, $cut) = @_;
	my $from = 0;
	while ($$buffer !~ /\A\.\r\n/ &&
	    index($$buffer, "\r\n.\r\n", $from) < 0) {
		return undef if defined($cut) && length($$buffer) >= $cut;
		$from = length($$buffer) > 5 ? length($$buffer) - 5 : 0;
		sysread($client, $$buffer, 1 << 20, length($$buffer)) or
		    return undef;
	}
	my $end = $$buffer =~ /\A\.\r\n/ ? 3 :
	    index($$buffer, "\r\n.\r\n", $from) + 5;
	return substr($$buffer, 0, $end, '');
}

# One delivery from start to end: exit code, output, commands, body.
sub deliver {
	my ($in, $replies, @args) = @_;
	my $listener = listener();
	my $run = start($in, @args);
	my ($commands, $body) = serve($listener, $replies);
	close($listener);
	my ($code, $out) = finish($run);
	return ($code, $out, $commands, $body);
}

my $mail = write_file('mail', "Subject: hi\n\nhello\n");
my $one_line = qr/\A[45]\.\d\.\d [ -~]{1,250}\n\z/;

subtest 'a mail is handed over' => sub {
	my ($code, $out, $commands, $body) = deliver($mail, {}, @usual,
	    '--original-recipient=Old Name@help.test',
	    '--queue-id=4SBk2j1Vz8z9zXYZ', '--sasl-username=ann');
	is($code, 0, 'exit 0');
	is($out, '', 'and not a word');
	is_deeply([@$commands[0 .. 3]], [
	    'LHLO localhost',
	    'MAIL FROM:<ann@example.test> BODY=8BITMIME XDOOR=pipe ' .
	    'XDOORREF=pipe:4SBk2j1Vz8z9zXYZ/support@help.test ' .
	    'XQUEUEID=4SBk2j1Vz8z9zXYZ XSASL=ann',
	    'RCPT TO:<support@help.test> ' .
	    'ORCPT=rfc822;Old+20Name@help.test',
	    'DATA',
	], 'the dialogue');
	is($body, "Subject: hi\r\n\r\nhello\r\n.\r\n", 'the mail');
};

subtest 'only what was offered is said' => sub {
	my (undef, undef, $commands) = deliver($mail,
	    { LHLO => '250 plain' }, @usual, '--queue-id=4SBk2j1Vz8z9zXYZ',
	    '--original-recipient=o@help.test');
	is($commands->[1], 'MAIL FROM:<ann@example.test>', 'MAIL');
	is($commands->[2], 'RCPT TO:<support@help.test>', 'RCPT');
};

subtest 'a queue id that may come again names nothing' => sub {
	for my $id (qw(9A3F21C04 z9A3F21C0499 unknown), '') {
		my (undef, undef, $commands) = deliver($mail, {}, @usual,
		    "--queue-id=$id");
		unlike($commands->[1], qr/XDOORREF/, "\"$id\"");
	}
};

subtest 'null senders' => sub {
	for my $spelling ('', '<>', '< >', ' ', 'MAILER-DAEMON',
	    '<mailer-daemon>') {
		my ($code, undef, $commands) = deliver($mail, {},
		    "--sender=$spelling", @usual[1, 2]);
		is($code, 0, "\"$spelling\" is taken");
		like($commands->[1], qr/^MAIL FROM:<> /, 'as the null one');
	}
};

# What the server says, how we end, what we say.
my $later = qr/\A4\.\d\.\d maildesk: /;
my @rules = (
	[ 'too big at MAIL', { MAIL => '552 5.3.4 too big' }, 69,
	    qr/\A5\.3\.4 too big\n/ ],
	[ 'too big at the end', { END => '552 5.3.4 too big' }, 69,
	    qr/\A5\.3\.4 too big\n/ ],
	[ 'no such recipient', { RCPT => '550 5.1.1 nobody' }, 69,
	    qr/\A5\.1\.1 nobody\n/ ],
	[ 'banned sender', { RCPT => '550 5.7.1 go away' }, 69,
	    qr/\A5\.7\.1 go away\n/ ],
	[ 'a refusal of several lines',
	    { RCPT => "550-5.1.1 no\r\n550 5.1.1 nobody" }, 69,
	    qr/\A5\.1\.1 nobody\n/ ],
	[ 'another 5xx at MAIL', { MAIL => '554 5.7.1 no' }, 75, $later ],
	[ 'another 5xx at RCPT', { RCPT => '550 5.1.2 no' }, 75, $later ],
	[ 'a 5xx without its code', { RCPT => '550 no such user' }, 75,
	    $later ],
	[ 'another 5xx at the end', { END => '554 5.6.0 no' }, 75, $later ],
	[ 'a refusal where none belongs: greeting',
	    { greeting => '550 5.1.1 no' }, 75, $later ],
	[ 'a refusal where none belongs: LHLO',
	    { LHLO => '550 5.7.1 no' }, 75, $later ],
	[ 'a refusal where none belongs: DATA',
	    { DATA => '552 5.3.4 no' }, 75, $later ],
	[ '421 for a greeting', { greeting => '421 4.3.2 stopping' }, 75,
	    $later ],
	[ '451 at RCPT', { RCPT => '451 4.3.0 later' }, 75, $later ],
	[ '452 at MAIL', { MAIL => '452 4.3.1 full' }, 75, $later ],
	[ '451 at the end', { END => '451 4.3.0 later' }, 75, $later ],
	[ '503 at DATA', { DATA => '503 5.5.1 what' }, 75, $later ],
	[ '251 is no 250', { RCPT => '251 2.1.5 elsewhere' }, 75, $later ],
	[ '250 for DATA is no 354', { DATA => '250 2.0.0 ok' }, 75, $later ],
	[ 'no number at all', { MAIL => 'hello' }, 75, $later ],
	[ 'an empty reply', { MAIL => "\r\n" }, 75, $later ],
	[ '2500 is no 250', { END => '2500 ok' }, 75, $later ],
	[ 'controls in a reply', { MAIL => "450 \x1b[31m\0\tred" }, 75,
	    $later ],
	[ 'a long reply', { MAIL => '450 ' . 'x' x 100_000 }, 75, $later ],
	[ 'a long refusal', { RCPT => '550 5.1.1 ' . 'x' x 100_000 }, 69,
	    qr/\A5\.1\.1 x+\n/ ],
	[ 'it hangs up at once', { greeting => 'close' }, 75, $later ],
	[ 'it hangs up after LHLO', { LHLO => 'close' }, 75, $later ],
	[ 'it hangs up after DATA', { DATA => 'close' }, 75, $later ],
	[ 'it hangs up after the mail', { END => 'close' }, 75, $later ],
);

subtest 'exit codes' => sub {
	for my $rule (@rules) {
		my ($name, $replies, $want, $line) = @$rule;
		my ($code, $out) = deliver($mail, $replies, @usual);
		is($code, $want, $name);
		like($out, $one_line, 'one short line');
		like($out, $line, 'that says it');
	}
};

subtest 'a server that hangs up amid the mail' => sub {
	my $big = write_file('big', "0123456789abcde\n" x 200_000);
	my ($code, $out) = deliver($big, { cut => 100_000 }, @usual);
	is($code, 75, 'exit 75, not SIGPIPE');
	like($out, $one_line, 'one short line');
};

subtest 'the command line' => sub {
	my @bad = (
		[ 'an unknown option', @usual, '--what=1' ],
		[ 'an option without a value', @usual, '--queue-id' ],
		[ 'a word', @usual, 'word' ],
		[ 'no sender', @usual[1, 2] ],
		[ 'no recipient', @usual[0, 2] ],
		[ 'an empty recipient', @usual[0, 2], '--recipient=' ],
		[ 'nothing' ],
		[ 'a socket that is not there', @usual[0, 1],
		    "--socket=$dir/none" ],
		[ 'a socket path too long', @usual[0, 1],
		    '--socket=/' . 'x' x 200 ],
		[ 'a file as socket', @usual[0, 1], "--socket=$mail" ],
		[ 'no deadline', @usual, '--deadline=0' ],
		[ 'a deadline that pipe(8) would not wait for', @usual,
		    '--deadline=901' ],
		[ 'a deadline in words', @usual, '--deadline=soon' ],
	);
	unlink($socket);
	for my $bad (@bad) {
		my ($name, @args) = @$bad;
		my ($code, $out) = finish(start($mail, @args));
		is($code, 75, $name);
		like($out, $one_line, 'one short line');
	}
	my ($code, $out) = finish(start($mail, '--help'));
	is($code, 0, '--help');
	for my $option (qw(sender recipient original-recipient queue-id
	    sasl-username socket deadline)) {
		like($out, qr/--$option=/, "knows --$option");
	}
};

subtest 'no address breaks out of its command' => sub {
	my @taken = (
		[ 'a b@x.test', '"a b"@x.test' ],
		[ '"a b;c"@x.test', '"a b;c"@x.test' ],
		[ 'x> XSASL=root <y@z.test', '"x> XSASL=root <y"@z.test' ],
		[ '"a"> XSASL=root "b"@z.test',
		    '"\"a\"> XSASL=root \"b\""@z.test' ],
		[ '"support+a b$(id)"@help.test',
		    '"support+a b$(id)"@help.test' ],
		[ 'support+-x@help.test', 'support+-x@help.test' ],
		[ "support+\xc3\xa4\@help.test", "support+\xc3\xa4\@help.test" ],
		[ "support+\xe4\@help.test", "support+\xe4\@help.test" ],
	);
	for my $row (@taken) {
		my ($code, undef, $commands) = deliver($mail, {},
		    "--sender=$row->[0]", "--recipient=$row->[0]", $usual[2]);
		is($code, 0, $row->[0]);
		like($commands->[1], qr/^MAIL FROM:<\Q$row->[1]\E> BODY/,
		    'as sender');
		is($commands->[2], "RCPT TO:<$row->[1]>", 'as recipient');
		is(scalar(@$commands), 5, 'and no command more');
	}
	for my $address ("a\r\nDATA\r\n\@x", "a\nb\@x", "\"a\rb\"\@x",
	    "a\x01b\@x", "a\@x\n", 'a@x> SIZE=1', "a\x7f\@x",
	    'a' x 20_000 . '@x') {
		for my $option ('sender', 'recipient') {
			my @args = ($option eq 'sender' ?
			    @usual[1, 2] : @usual[0, 2]);
			my ($code, $out, $commands) = deliver($mail, {},
			    "--$option=$address", @args);
			is($code, 75, "$option " .
			    ($address =~ s/[^ -~]/?/gr =~ s/(.{30}).*/$1/r));
			like($out, qr/\A4\.3\.0 maildesk: the $option is no/,
			    'says why');
			is(scalar(@$commands), 1, 'after LHLO nothing');
		}
	}
};

# What the intake is to store for a mail: the wire without stuffing.
sub stored {
	my ($wire) = @_;
	$wire =~ s/(\A|\r\n)\.\r\n\z/$1/ or return undef;
	$wire =~ s/(\A|\r\n)\./$1/g;
	return $wire;
}

sub as_stored {
	my ($bytes) = @_;
	$bytes =~ s/(?<!\r)\n/\r\n/g;
	$bytes .= "\r\n" if $bytes ne '' && $bytes !~ /\n\z/;
	return $bytes;
}

sub round_trip {
	my ($name, $bytes) = @_;
	my $in = write_file('in', $bytes);
	my ($code, undef, undef, $wire) = deliver($in, {}, @usual);
	my $got = stored($wire // '');
	ok($code == 0 && defined($got) && $got eq as_stored($bytes), $name);
}

subtest 'every byte' => sub {
	my $all = join('', map { chr } 0 .. 255);
	round_trip('all values in a row', $all);
	round_trip('all values at line starts',
	    join("\n", map { chr } 0 .. 255));
	round_trip('all values behind CR', join("\r", map { chr } 0 .. 255));
	round_trip('all values behind a dot',
	    join("\n.", map { chr } 0 .. 255) . "\n");
	round_trip('empty', '');
	round_trip('a dot', '.');
	round_trip('a dot and LF', ".\n");
	round_trip('a dot and CRLF', ".\r\n");
	round_trip('the end of data, as text', "a\r\n.\r\nQUIT\r\n");
	round_trip('the end of data, with LF', "a\n.\nQUIT\n");
	round_trip('CR in the end', "a\r");
	round_trip('no line end', 'a');
	round_trip('long lines', 'x' x 100_000 . "\n");
};

subtest 'dots and line ends across the borders of buffers' => sub {
	for my $tail ("\n.\n", "\r\n.\r\n", "\n..\nb\n", "\r\r\n.", "\n\n.\n") {
		for my $n (16378 .. 16386) {
			round_trip($n . $tail =~ s/\r/CR/gr =~ s/\n/LF/gr,
			    'a' x $n . $tail . 'b' x 16384 . $tail);
		}
	}
};

subtest '20 MB through 3 MB' => sub {
	my $big = write_file('big', ".0123456789abcdefghi\n" x 1_000_000);
	my $listener = listener();
	my $run = start($big, @usual);
	my $peak;
	my (undef, $body) = serve($listener, { before_end => sub {
		open(my $fh, '<', "/proc/$run->{pid}/status") or return;
		($peak) = join('', <$fh>) =~ /^VmHWM:\s+(\d+) kB/m;
	} });
	is((finish($run))[0], 0, 'delivered');
	is(length($body), 23_000_003, 'whole');
	cmp_ok($peak // 1e9, '<=', 3 * 1024, "with $peak kB");
};

subtest 'a mail that cannot be read is never ended' => sub {
	for my $in ('/', 'closed') {
		my ($code, $out, undef, $body) = deliver($in, {}, @usual);
		is($code, 75, "standard input is $in");
		like($out, $one_line, 'one short line');
		is($body, undef, 'no end of data');
	}
};

subtest 'deadline' => sub {
	my $began = time();
	my @silent = (
		[ 'no greeting', $mail, { greeting => '' } ],
		[ 'no answer to LHLO', $mail, { LHLO => '' } ],
		[ 'no answer to MAIL', $mail,
		    { MAIL => '', RCPT => '', DATA => '' } ],
		[ 'no answer to the mail', $mail, { END => '', QUIT => '' } ],
		[ 'no end of the mail', 'open', {} ],
	);
	my @runs;
	# All at once, so that their seconds pass together.
	for my $row (@silent) {
		my $path = "$dir/silent" . @runs;
		my $listener = listener($path);
		my $server = fork() // die;
		if ($server == 0) {
			serve($listener, $row->[2]);
			POSIX::_exit(0);
		}
		push @runs, [ $row->[0], start($row->[1], @usual[0, 1],
		    "--socket=$path", '--deadline=1'), $server ];
	}
	for my $row (@runs) {
		my ($name, $run, $server) = @$row;
		my ($code, $out) = finish($run);
		is($code, 75, $name);
		is($out, "4.4.2 maildesk: no answer in time\n", 'says so');
		waitpid($server, 0);
	}
	# Nobody accepts at all.
	my $listener = listener();
	my ($code) = finish(start($mail, @usual, '--deadline=1'));
	is($code, 75, 'nobody accepts');
	cmp_ok(time() - $began, '<', 10, 'in time');
};

done_testing();
