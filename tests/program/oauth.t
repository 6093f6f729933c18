#!/usr/bin/perl
# Tokens: from a server that does what its script says, for logins by XOAUTH2 at
# an IMAP and an SMTP server.  Whatever the server answers, commands and roles
# say in a sentence what is wrong, in their time, and never show a secret.
use strict;
use warnings;
use Cwd qw(abs_path);
use lib 'tests/tools';
use Line;
use Fcntl qw(:flock);
use POSIX ();
use IO::Socket::INET;
use JSON::PP qw(decode_json);
use MIME::Base64 qw(decode_base64);
use Test::More;
use Time::HiRes qw(sleep time);

my $build = abs_path($ENV{BUILD} // 'build');
my $line = Line->new(build => $build, bare => 1);
my $dir = $line->{dir};
my $conf = "$dir/desk.conf";
my @servers;
my $self = $$;
END {
	if ($$ == $self) {
		local $?;
		kill('KILL', map { (-$_, $_) } @servers);
	}
}
$SIG{PIPE} = 'IGNORE';
my $secret = 'S3cr3t-of-the-client';
Line::write_file("$dir/secret", "$secret\n");
chmod(0600, "$dir/secret");

# --- servers ---------------------------------------------------------------------

# A process for each connection; the port.
sub serve {
	my ($talk) = @_;
	my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1',
	    Listen => 20) or die;
	my $pid = fork() // die;
	if ($pid == 0) {
		$SIG{CHLD} = 'IGNORE';
		setpgrp(0, 0);
		while (1) {
			my $fh = $listener->accept() or next;
			next if fork();
			$fh->autoflush(1);
			$talk->($fh);
			POSIX::_exit(0);
		}
	}
	push(@servers, $pid);
	return $listener->sockport();
}

# Appends a line; how many of that beginning there were before.
sub keep {
	my ($name, $what, $text) = @_;
	open(my $fh, '+>>', "$dir/$name") or die;
	flock($fh, LOCK_EX);
	seek($fh, 0, 0);
	my $before = grep { /^\Q$what\E / } readline($fh);
	syswrite($fh, "$what $text\n");
	return $before;
}

sub noted {
	my ($name, $what) = @_;
	return grep { /^\Q$what\E / } split(/\n/,
	    Line::read_file("$dir/$name"));
}

sub until_gone { my ($fh) = @_; 1 while sysread($fh, my $ignored, 65536) }

my $stall = \&until_gone;
my $close = sub { };
sub flood {
	my ($head, $bytes) = @_;
	return sub {
		my ($fh) = @_;
		syswrite($fh, "HTTP/1.1 200 OK\r\n$head");
		1 while defined(syswrite($fh, $bytes x 1000));
	};
}
sub drip {
	my ($fh) = @_;
	syswrite($fh, "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n");
	1 while defined(syswrite($fh, ' ')) && sleep(0.1);
}
sub http {
	my ($status, $body, $head) = @_;
	return "HTTP/1.1 $status X\r\nContent-Type: application/json\r\n" .
	    ($head // '') . 'Content-Length: ' . length($body) . "\r\n\r\n" .
	    $body;
}
sub token {
	my (%with) = @_;
	%with = (access_token => '"tok-1"', token_type => '"Bearer"',
	    expires_in => 3600, %with);
	return http(200, '{' . join(',', map { qq("$_":$with{$_}) }
	    grep { defined($with{$_}) } sort keys %with) . '}');
}
sub refusal { http(400, qq({"error":"$_[0]") . ($_[1] // '') . '}') }
my $code = '{"device_code":"dev-1","user_code":"ABCD-EFGH",' .
    '"verification_uri":"https://login.example/device","expires_in":600,' .
    '"interval":1}';

# What the token server says to whom, one answer after the other; the last one
# from then on.  A row for the command: name, answers, exit code, what it says.
my @rows = (
	[ 'good', [ token() ], 0, qr/^good: a token, good for 1 h$/ ],
	[ 'number-as-text', [ token(expires_in => '"3599"') ], 0,
	    qr/good for/ ],
	[ 'no-lifetime', [ token(expires_in => undef) ], 0, qr/good for/ ],
	[ 'lower-case', [ token(token_type => '"bearer"') ], 0,
	    qr/good for/ ],
	[ 'invalid-client', [ refusal('invalid_client',
	    ',"error_description":"who\u000ais \"that\"?"') ], 78,
	    qr/it says invalid_client: who\?is 'that'\?/ ],
	[ 'error-of-another-type', [ http(400, '{"error":7}') ], 78,
	    qr/HTTP 400/ ],
	[ 'says-our-secret', [ refusal('invalid_client',
	    qq(,"error_description":"not $secret")) ], 78,
	    qr/our own secret back/ ],
	[ 'later', [ refusal('temporarily_unavailable') ], 75,
	    qr/temporarily_unavailable/ ],
	[ 'broken', [ http(503, '<html>') ], 75, qr/HTTP 503/ ],
	[ 'too-many', [ http(429, '') ], 75, qr/HTTP 429/ ],
	[ 'not-found', [ http(404, '<html>') ], 78, qr/HTTP 404/ ],
	[ 'elsewhere', [ http(302, '', "Location: /good/token\r\n") ], 78,
	    qr/HTTP 302/ ],
	[ 'no-json', [ http(200, '<html>log in</html>') ], 75,
	    qr/no JSON object/ ],
	[ 'an-array', [ http(200, '[1]') ], 75, qr/no JSON object/ ],
	[ 'nothing', [ http(200, '') ], 75, qr/no JSON object/ ],
	[ 'deep', [ http(200, '[' x 30000) ], 75, qr/no JSON object/ ],
	[ 'twice', [ http(200, '{"access_token":"a","access_token":"b"}') ],
	    75, qr/no JSON object/ ],
	[ 'no-token', [ token(access_token => undef) ], 78,
	    qr/gives no access_token/ ],
	[ 'no-type', [ token(token_type => undef) ], 78,
	    qr/gives no token_type/ ],
	[ 'another-type', [ token(token_type => '"mac"') ], 78,
	    qr/gives no Bearer token/ ],
	[ 'a-number-for-a-token', [ token(access_token => 7) ], 78,
	    qr/its access_token is no text/ ],
	[ 'a-line-end-in-a-token', [ token(access_token =>
	    '"a\r\nAUTH x"') ], 78, qr/characters that do not belong/ ],
	[ 'a-separator-in-a-token', [ token(access_token => '"a\u0001b"') ],
	    78, qr/characters that do not belong/ ],
	[ 'a-nul-in-a-token', [ token(access_token => '"a\u0000b"') ], 75,
	    qr/no JSON object/ ],
	[ 'a-long-token', [ token(access_token => '"' . 'a' x 17000 . '"') ],
	    78, qr/longer than 16384 bytes/ ],
	[ 'a-refresh-token-of-another-type', [ token(refresh_token => '{}') ],
	    78, qr/its refresh_token is no text/ ],
	[ 'for-ever', [ token(expires_in => '9223372036854775807') ], 78,
	    qr/its expires_in is not from 1 to 31622400 seconds/ ],
	[ 'beyond-numbers', [ token(expires_in => '1' . '0' x 30) ], 75,
	    qr/no JSON object/ ],
	[ 'a-fraction', [ token(expires_in => '1e3') ], 78,
	    qr/its expires_in is no whole number/ ],
	[ 'before-now', [ token(expires_in => -5) ], 78,
	    qr/its expires_in is not from 1/ ],
	[ 'flood', [ flood("\r\n", ' ') ], 75,
	    qr/its answer is longer than 65536 bytes/ ],
	[ 'flood-of-headers', [ flood('', "X-A: b\r\n") ], 75,
	    qr/its answer is longer than 65536 bytes/ ],
	[ 'flood-of-continues', [ sub {
		my ($fh) = @_;
		1 while defined(syswrite($fh, "HTTP/1.1 100 C\r\n\r\n" x 999));
	    } ], 75, qr/its answer is longer|oken: / ],
	[ 'stall', [ $stall ], 75, qr/timed out/i ],
	[ 'drip', [ \&drip ], 75, qr/timed out/i ],
	[ 'close', [ $close ], 75, qr/http:/ ],
);
my %script = map { $_->[0] => { token => $_->[1] } } @rows;
$script{login} = { device => [ http(200, $code) ], token =>
    [ refusal('authorization_pending'), refusal('slow_down'),
	token(refresh_token => '"refresh-1"') ] };
$script{denied} = { device => [ http(200, $code) ],
    token => [ refusal('access_denied') ] };
$script{late} = { device => [ http(200, $code) ],
    token => [ refusal('expired_token') ] };
$script{short} = { device => [ http(200, $code =~ s/600/1/r) ],
    token => [ refusal('authorization_pending') ] };
$script{'evil-url'} = { device => [ http(200,
    $code =~ s{https:}{javascript:}r) ] };
$script{'evil-code'} = { device => [ http(200,
    $code =~ s{ABCD}{\\u001b]0;x}r) ] };
$script{'once'} = { device => [ http(200, $code) ],
    token => [ token() ] };
$script{google} = { device => [ http(200,
    $code =~ s/verification_uri/verification_url/r) ],
    token => [ http(428, '{"error":"authorization_pending"}'),
	token(refresh_token => '"refresh-1"') ] };
$script{mail} = { token => [ token(refresh_token => '"refresh-2"') ] };
$script{gone} = { token => [ token(), refusal('invalid_grant',
    ',"error_description":"AADSTS700082: the refresh token has expired"') ] };

my $http = serve(sub {
	my ($fh) = @_;
	my ($head, $length) = ('', 0);
	while (my $got = readline($fh)) {
		$head .= $got;
		$length = $1 if $got =~ /^Content-Length: (\d+)/i;
		last if $got eq "\r\n";
	}
	read($fh, my $form, $length);
	my ($name, $what) = $head =~ m{^POST /([\w-]+)/(\w+) };
	my $before = keep('heard', "$name/$what", $form);
	my @answers = @{ $script{$name}{$what} };
	my $answer = $answers[$before < @answers ? $before : $#answers];
	return $answer->($fh) if ref($answer);
	syswrite($fh, $answer);
});

# --- the configuration ---------------------------------------------------------------

sub account {
	my ($name, $more) = @_;
	return "{ name = \"$name\"; client_id = \"the client\"; timeout = 2;" .
	    " token_url = \"http://127.0.0.1:$http/$name/token\";" .
	    " device_url = \"http://127.0.0.1:$http/$name/device\"; $more }";
}

sub configure {
	my ($accounts, $more) = @_;
	Line::write_file($conf, <<"END");
desk = { domain = "help.test"; };
state = { dir = "$line->{state}"; };
intake = { socket = "$dir/lmtp.sock"; min_free = 0; };
sending = { send_hold = 0; };
oauth = ( $accounts );
$more
END
}

my $alone = "grant = \"client_credentials\";" .
    " client_secret_file = \"$dir/secret\";";

# Everything that was printed, for the secrets.
my $printed = '';
sub maildesk {
	my ($code, $out) = $line->cli(@_);
	$printed .= $out;
	return ($code, $out);
}

configure('', '');
$line->make_desk();

# --- what the server may answer -----------------------------------------------------------

my @left = @rows;
while (my @some = splice(@left, 0, 16)) {
	configure(join(', ', map { account($_->[0], $alone) } @some), '');
	for my $row (@some) {
		my ($name, undef, $want, $says) = @$row;
		my $began = time;
		my ($got, $out) = maildesk('oauth', 'refresh', $name);
		is($got, $want, "$name: exit $want") or diag($out);
		like($out, $says, "$name: says so");
		is($out =~ tr/\n//, 1, "$name: in one line");
		cmp_ok(time - $began, '<', 8, "$name: in its time");
	}
	next if $some[0][0] ne 'good';
	my ($got, $out) = maildesk(qw(oauth refresh good --json));
	is(decode_json($out)->{state}, 'good', 'refresh speaks JSON, too');
	($got, $out) = maildesk(qw(oauth status --json));
	my %by = map { $_->{account} => $_ } @{ decode_json($out) };
	is($by{good}{state}, 'good', 'status: good');
	ok(!$by{good}{alarm}, 'no alarm');
	is($by{'invalid-client'}{state}, 'refused', 'status: refused');
	ok($by{'invalid-client'}{alarm}, 'an alarm');
	is($by{later}{state}, 'failing', 'status: failing');
	ok(!$by{later}{alarm}, 'what is only late is no alarm');
	ok($by{later}{next_try}, 'it is tried again');
}
like((noted('heard', 'good/token'))[0], qr{^good/token\ client_id=the%20client&
    client_secret=\Q$secret\E&grant_type=client_credentials$}x,
    'the form of client credentials');
is(scalar(noted('heard', 'good/token')), 2, 'nobody followed to another page');
is((stat("$line->{state}/oauth/good/token"))[2] & 07777, 0600,
    'a token is for its owner alone');
is((stat("$line->{state}/oauth/good"))[2] & 07777, 0700, 'so is its folder');
is(Line::read_file("$line->{state}/oauth/good/token") =~
    /^access tok-1$/m ? 'kept' : 'lost', 'kept', 'the token is kept');

# --- over TLS ------------------------------------------------------------------------------

our $tls; # closed, as a lexical is before END, it would be waited for
SKIP: {
	system("cd $dir && openssl req -x509 -newkey ec -pkeyopt" .
	    " ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem" .
	    " -days 2 -subj /CN=localhost -addext" .
	    " subjectAltName=DNS:localhost >openssl.log 2>&1") == 0
	    or skip('openssl', 6);
	Line::write_file("$dir/tls.py", <<'END');
import socket, ssl, sys
c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
c.load_cert_chain("cert.pem", "key.pem")
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1], flush=True)
body = b'{"access_token":"tok-tls","token_type":"Bearer","expires_in":60}'
while True:
    f, _ = s.accept()
    f.settimeout(5)
    try:
        t = c.wrap_socket(f, server_side=True)
        t.settimeout(5)
        got = b""
        while b"grant_type=" not in got:
            more = t.recv(65536)
            if not more:
                raise EOFError
            got += more
        t.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" %
            len(body) + body)
        t.close()
    except Exception:
        f.close()
END
	my $pid = open($tls, '-|', "cd $dir && exec /usr/bin/python3 tls.py")
	    // die;
	push(@servers, $pid);
	my $port = readline($tls) + 0;
	my $at = sub {
		my ($name, $host, $ca) = @_;
		return "{ name = \"$name\"; client_id = \"c\"; timeout = 5;" .
		    " token_url = \"https://$host:$port/t\"; $alone" .
		    " ca_file = \"$ca\"; }";
	};
	configure(join(', ', $at->('trusted', 'localhost', "$dir/cert.pem"),
	    $at->('stranger', 'localhost', ''),
	    $at->('other-name', '127.0.0.1', "$dir/cert.pem")), '');
	for ([ 'trusted', 0, qr/good for/ ],
	    [ 'stranger', 78, qr/certificate/i ],
	    [ 'other-name', 78, qr/certificate/i ]) {
		my ($name, $want, $says) = @$_;
		my ($got, $said) = maildesk('oauth', 'refresh', $name);
		is($got, $want, "TLS: $name") or diag($said);
		like($said, $says, "TLS: $name: says so");
	}
}

# --- a person logs in --------------------------------------------------------------------------

configure(join(', ', map { account($_, '') } qw(login denied late short
    evil-url evil-code once google gone)) . ', ' . account('alone', $alone),
    '');
my ($got, $out) = maildesk(qw(oauth status));
like($out, qr/ALARM +no token: nobody has logged in; run: maildesk oauth login/,
    'before the login there is an alarm');
($got, $out) = maildesk(qw(check));
like($out, qr/^BAD +tokens +oauth login: nobody has logged in/m,
    'which check has, too');
my $began = time;
($got, $out) = maildesk(qw(oauth login login));
is($got, 0, 'a login') or diag($out);
like($out, qr{https://login\.example/device.*ABCD-EFGH.*\nlogin: a token, good}s,
    'shows address and code, and how it ended');
my @asked = noted('heard', 'login/token');
is(scalar(@asked), 3, 'it asked until the person was through');
cmp_ok(time - $began, '>=', 7.9, 'slower when it is told to slow down');
like($asked[0], qr/grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice
    _code&device_code=dev-1$/x, 'with the code of RFC 8628');
like(Line::read_file("$line->{state}/oauth/login/token"),
    qr/^refresh refresh-1$/m, 'the refresh token is kept');
for ([ 'denied', 1, qr/refused in the browser/ ],
    [ 'late', 1, qr/nobody typed the code in time/ ],
    [ 'short', 1, qr/nobody typed the code in time/ ],
    [ 'evil-url', 78, qr/does not begin with https/ ],
    [ 'evil-code', 78, qr/user_code holds characters/ ],
    [ 'once', 78, qr/no refresh token; does oauth\.scope/ ],
    [ 'google', 0, qr/google: a token, good/ ],
    [ 'alone', 1, qr/needs no login/ ],
    [ 'nobody', 1, qr/has no "nobody"/ ]) {
	my ($name, $want, $says) = @$_;
	($got, $out) = maildesk('oauth', 'login', $name);
	is($got, $want, "login: $name") or diag($out);
	like($out, $says, "login: $name: says so");
}
unlike($out, qr/\e/, 'no server writes to a terminal');

# --- a grant that ends ----------------------------------------------------------------------------

Line::write_file("$dir/refresh", "refresh-gone\n");
($got, $out) = maildesk(qw(oauth login gone --refresh-token), "$dir/refresh");
is($got, 0, 'a refresh token that was had elsewhere') or diag($out);
($got, $out) = maildesk(qw(oauth refresh gone));
is($got, 78, 'invalid_grant: a person must act');
like($out, qr/invalid_grant: AADSTS700082/, 'with the server\'s reason');
($got, $out) = maildesk(qw(doctor tokens));
is($got, 78, 'the doctor finds a grant that has expired');
like($out, qr/^BAD  +tokens +oauth gone: .*invalid_grant.*\n +-> .*oauth login/m,
    'and says what to do');
($got, $out) = maildesk(qw(status));
like($out, qr/^ALARM\ +gone:.*good\ for.*;\ fails\ for.*invalid_grant.*
    maildesk\ oauth\ login\ gone/xm, 'maildesk status has the alarm');
($got, $out) = maildesk(qw(status --metrics));
like($out, qr/^maildesk_oauth_alarm\{account="gone"\} 1$/m, 'so has Prometheus');
like($out, qr/^maildesk_oauth_alarm\{account="login"\} 0$/m, 'of that one');

# --- roles ---------------------------------------------------------------------------------------

# AUTH's words: who, and the token; only these are let in.
my %valid = map { $_ => 1 } qw(tok-1);
sub bearer {
	my ($words, $door) = @_;
	my ($user, $token) = decode_base64($words) =~
	    /^user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01$/;
	keep('logins', $door, ($user // '?') . ' ' . ($token // '?'));
	return $valid{$token // ''};
}
my $mail = "From: kim\@user.example\r\nTo: support\@help.test\r\n" .
    "Subject: printer\r\nMessage-ID: <1\@user.example>\r\n\r\nIt burns.\r\n";
my $no = 'eyJzdGF0dXMiOiI0MDAifQ==';
my $imap = serve(sub {
	my ($fh) = @_;
	my $say = sub { syswrite($fh, join('', @_)) // POSIX::_exit(0) };
	my $size = length($mail);
	$say->("* OK ready\r\n");
	while (defined(my $got = readline($fh))) {
		my ($tag, $command) = $got =~ /^(\S+) (.*?)\r\n/ or next;
		if ($command =~ /^AUTHENTICATE XOAUTH2 (\S+)/) {
			if (!bearer($1, 'imap')) {
				$say->("+ $no\r\n");
				readline($fh);
				$say->("$tag NO [AUTHENTICATIONFAILED] no\r\n");
				next;
			}
		} elsif ($command =~ /^CAPABILITY/) {
			$say->("* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2\r\n");
		} elsif ($command =~ /^SELECT/) {
			$say->("* 1 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n");
		} elsif ($command =~ /^UID SEARCH/) {
			$say->("* SEARCH 5\r\n");
		} elsif ($command =~ /RFC822\.SIZE/) {
			$say->("* 1 FETCH (UID 5 RFC822.SIZE $size)\r\n");
		} elsif ($command =~ /BODY\.PEEK\[\]/) {
			$say->("* 1 FETCH (UID 5 BODY[] {$size}\r\n$mail)\r\n");
		}
		$say->("$tag OK done\r\n");
	}
});
my $smtp = serve(sub {
	my ($fh) = @_;
	my $say = sub { syswrite($fh, "$_[0]\r\n") // POSIX::_exit(0) };
	$say->('220 hello');
	while (my $got = readline($fh)) {
		if ($got =~ /^EHLO/) {
			$say->("250-hello\r\n250 AUTH XOAUTH2");
		} elsif ($got =~ /^AUTH XOAUTH2 (\S+)/) {
			if (bearer($1, 'smtp')) {
				$say->('235 2.7.0 in');
				next;
			}
			$say->("334 $no");
			readline($fh);
			$say->('535 5.7.8 no');
		} elsif ($got =~ /^DATA/) {
			$say->('354 go');
			1 while defined($got = readline($fh)) && $got ne ".\r\n";
			keep('letters', 'letter', 'came');
			$say->('250 taken');
		} else {
			$say->('250 ok');
		}
	}
});
my $doors = sub {
	my ($grant) = @_;
	return "imap = ( { name = \"box\"; host = \"127.0.0.1\"; port = $imap;" .
	    " tls = \"none\"; user = \"kim\"; mechanism = \"XOAUTH2\"; oauth =" .
	    " \"$grant\"; poll_seconds = 1; timeout = 5; folders = ( { name =" .
	    " \"INBOX\"; recipient = \"support\@help.test\"; } ); } );\n" .
	    "smtp = { host = \"127.0.0.1\"; port = $smtp; tls = \"none\"; user =" .
	    " \"kim\"; mechanism = \"XOAUTH2\"; oauth = \"$grant\"; timeout = 5;" .
	    " };";
};
configure(account('mail', ''), $doors->('mail'));
$line->start();
ok(Line::wait_for(sub { $line->logged('imap-waits') }),
    'without a login the mailbox waits');
like(($line->logged('imap-waits'))[0], qr/kind=setup\ why="oauth\ mail:\ nobody\ has
    \ logged\ in\ yet;\ run:\ maildesk\ oauth\ login\ mail"/x, 'and says why');
is(scalar(noted('heard', 'mail/token')), 0, 'nobody is asked in vain');
ok($line->stop(), 'the daemon stops');

($got, $out) = maildesk(qw(oauth login mail --refresh-token), "$dir/refresh");
is($got, 0, 'a login') or diag($out);
# Another process's token that is at its end: one of the roles asks.
my $path = "$line->{state}/oauth/mail/token";
Line::write_file($path, Line::read_file($path) =~ s/^expires .*/expires 5/mr =~
    s/^got .*/got 1/mr);
$line->start();
ok(Line::wait_for(sub { -s "$dir/letters" }),
    'mail comes in by IMAP, and a letter goes out by SMTP')
    or diag($line->log_end());
is((noted('logins', 'imap'))[0], 'imap kim tok-1', 'IMAP\'s login');
is((noted('logins', 'smtp'))[0], 'smtp kim tok-1', 'SMTP\'s login');
is(scalar(noted('heard', 'mail/token')), 2,
    'for both the server was asked once');
like((noted('heard', 'mail/token'))[1],
    qr/grant_type=refresh_token&refresh_token=refresh-2$/,
    'with the newest refresh token');
is(scalar($line->logged('oauth-refreshed')), 1, 'which the log says');
is(scalar(grep { !/calls=yes/ } $line->logged('confined')), 0,
    'all that in its sandbox');
ok($line->stop(), 'the daemon stops');

# Refused at both ends: roles wait, and come to no harm.
$script{gone}{token} = [ refusal('invalid_grant') ];
configure(account('gone', ''), $doors->('gone'));
$path = "$line->{state}/oauth/gone/token";
Line::write_file($path, Line::read_file($path) =~
    s/^(expires|got|retry) .*/$1 1/mgr);
my $heard = noted('heard', 'gone/token');
Line::write_file("$dir/log", '');
$line->start();
ok(Line::wait_for(sub { $line->logged('oauth-refused') &&
    $line->logged('imap-waits') }), 'a refusal is an error in the log');
like(($line->logged('oauth-refused'))[0],
    qr/ error .*account=gone why="\S+: it says invalid_grant.*seconds=\d+/,
    'that says who, why and when again');
sleep(1.5);
is(noted('heard', 'gone/token') - $heard, 1, 'the server is left in peace');
is(scalar($line->logged('role-ended')), 0, 'no role dies of it');
($got, $out) = maildesk(qw(status));
like($out, qr/^ALARM +gone: /m, 'status has the alarm');
ok($line->stop(), 'the daemon stops');

# --- secrets -----------------------------------------------------------------------------------------

maildesk(qw(config));
maildesk(qw(oauth status));
my $all = $printed . $line->log_text();
for my $word ($secret, qw(tok-1 tok-tls refresh-1 refresh-2 refresh-gone
    dev-1)) {
	unlike($all, qr/\Q$word\E/, 'a secret is shown nowhere');
}

done_testing();
