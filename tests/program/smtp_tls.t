#!/usr/bin/perl
# Letters over TLS: to a server that proves who it is, and to none other.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use POSIX qw(WNOHANG);
use Test::More;
use Time::HiRes qw(time);

my $build = abs_path($ENV{BUILD} // 'build');
my $sink = abs_path('tests/tools/smtp_sink.py');
-x "$build/$_" or BAIL_OUT("$build/$_ is missing: make")
    for qw(maildeskd maildesk maildesk-deliver);
my $dir = tempdir(CLEANUP => 1);
chdir($dir) or die;
my @running;
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

sub quietly {
	my (@command) = @_;
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDOUT, '>', 'out') or die;
		open(STDERR, '>&', \*STDOUT) or die;
		exec(@command) or die;
	}
	waitpid($pid, 0);
	return $? == 0;
}

sub spawn {
	my ($log, @command) = @_;
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDIN, '<', 'mail') or die;
		open(STDOUT, '>', 'port') or die;
		open(STDERR, '>', $log) or die;
		exec(@command) or die;
	}
	push(@running, $pid);
	return $pid;
}

sub stop {
	my ($pid) = @_;
	kill('TERM', $pid);
	until_true(sub { waitpid($pid, WNOHANG) == $pid }) or die;
	@running = grep { $_ != $pid } @running;
}

# A certificate authority, and a key with a certificate for one name.
sub make_authority {
	my ($name) = @_;
	quietly(qw(openssl req -x509 -newkey ec -pkeyopt
	    ec_paramgen_curve:P-256 -nodes -days 2), '-subj', "/CN=$name",
	    '-keyout', "$name.key", '-out', "$name.pem") or die;
}

sub make_certificate {
	my ($name, $authority) = @_;
	quietly(qw(openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256
	    -nodes), '-subj', "/CN=$name", '-keyout', "$name.key", '-out',
	    "$name.csr") or die;
	write_file('names', "subjectAltName=DNS:$name\n");
	quietly(qw(openssl x509 -req -days 2), '-in', "$name.csr", '-CA',
	    "$authority.pem", '-CAkey', "$authority.key", '-CAcreateserial',
	    '-extfile', 'names', '-out', "$name.crt") or die;
}

make_authority($_) for qw(ours theirs);
make_certificate('localhost', 'ours');
make_certificate('elsewhere.example', 'ours');
write_file('password', "pw\n");
chmod(0600, 'password');
write_file('mail', "From: kim\@user.example\nTo: support\@help.test\n" .
    "Subject: printer\n\nIt burns.\n");

# The letter's end, what the sender said of it, and what the server heard.
sub send_letter {
	my ($mode, $name, $tls, $ca) = @_;
	quietly('rm', '-rf', 'state', 'heard', 'port') or die;
	my $server = spawn('sink.log', '/usr/bin/python3', $sink, $mode,
	    "$name.crt", "$name.key", 'heard');
	until_true(sub { read_file('port') =~ /^\d+\n/ }) or die;
	my ($port) = read_file('port') =~ /(\d+)/;
	write_file('desk.conf', <<"END");
desk = { domain = "help.test"; };
state = { dir = "state"; };
intake = { socket = "lmtp.sock"; };
smtp = {
	host = "localhost";
	port = $port;
	tls = "$tls";
	ca_file = "$ca.pem";
	user = "desk";
	password_file = "password";
};
END
	my @desk = ("$build/maildesk", '--config', 'desk.conf');
	quietly(@desk, 'init') or die read_file('out');
	quietly(@desk, 'department', 'add', 'Support', 'support@help.test')
	    or die read_file('out');
	my $daemon = spawn('log', "$build/maildeskd", '--config',
	    'desk.conf');
	until_true(sub { -S 'lmtp.sock' }) or die read_file('log');
	my $mail = spawn('deliver.log', "$build/maildesk-deliver",
	    '--sender=kim@user.example', '--recipient=support@help.test',
	    '--socket=lmtp.sock');
	my ($end) = until_true(sub {
		read_file('log') =~
		    /^(.* sender .*event=(?:sent|deferred|failed) .*)$/m && $1
	}) // read_file('log');
	stop($mail);
	stop($daemon);
	stop($server);
	return ($end, read_file('heard'));
}

my @rows = (
	[ 'STARTTLS', 'starttls', 'localhost', 'required', 'ours', 'sent' ],
	[ 'TLS from the first byte', 'implicit', 'localhost', 'implicit',
	    'ours', 'sent' ],
	[ 'a certificate of an authority that we do not know', 'starttls',
	    'localhost', 'required', 'theirs', 'deferred' ],
	[ 'the same from the first byte', 'implicit', 'localhost', 'implicit',
	    'theirs', 'deferred' ],
	[ "another host's certificate", 'starttls', 'elsewhere.example',
	    'required', 'ours', 'deferred' ],
);
for my $row (@rows) {
	my ($what, $mode, $name, $tls, $ca, $want) = @$row;
	my ($end, $heard) = send_letter($mode, $name, $tls, $ca);
	like($end, qr/event=$want /, "$what: $want");
	unlike($heard, qr/^clear (AUTH|MAIL|RCPT|DATA)/m,
	    "$what: nothing in clear");
	if ($want eq 'sent') {
		like($heard, qr/^tls AUTH PLAIN AGRlc2sAcHc=$/m,
		    "$what: the login inside");
	} else {
		unlike($heard, qr/AUTH|MAIL/, "$what: not a word");
		like($end, qr/certificate/i, "$what: and it is said why");
	}
}

done_testing();
