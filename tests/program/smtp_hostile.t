#!/usr/bin/perl
# The sender against mail servers that stall, flood, lie and die: each script is
# a row.  Whatever the server does, the letter ends as it should within its time
# and in little memory, and goes out once; one of which nobody knows, twice.
#
#	SCRIPTS=RCPT	only those whose name matches
use strict;
use warnings;
use lib 'tests/tools';
use Hostile;
use Test::More;

-x "$build/$_" or BAIL_OUT("$build/$_ is missing: make")
    for qw(maildeskd maildesk maildesk-deliver);
my $together = 15; # scripts at one time

# --- the server ----------------------------------------------------------------

# What an honest server says.
my %honest = (
	GREETING => "220 fake\r\n",
	EHLO => "250-fake\r\n250-SIZE 1000000\r\n250 8BITMIME\r\n",
	HELO => "250 fake\r\n",
	STARTTLS => "220 go\r\n",
	AUTH => "235 2.7.0 ok\r\n",
	MAIL => "250 2.1.0 ok\r\n",
	RCPT => "250 2.1.5 ok\r\n",
	DATA => "354 go\r\n",
	DOT => "250 2.0.0 kept\r\n",
	QUIT => "221 bye\r\n",
);

sub serve {
	my ($fh, $heard, %says) = @_;
	say_it($fh, $says{GREETING});
	while (my $line = readline($fh)) {
		$line =~ s/\r\n$//;
		syswrite($heard, "$line\n");
		my ($verb) = uc($line) =~ /^(\w+)/;
		say_it($fh, $says{$verb // ''} // "500 what\r\n");
		exit(0) if $line eq 'QUIT';
		next if $line ne 'DATA' || "@{[$says{DATA}]}" !~ /354/;
		while (my $words = readline($fh)) {
			next if $words ne ".\r\n";
			syswrite($heard, "=letter\n");
			say_it($fh, $says{DOT});
			last;
		}
	}
	exit(0);
}

# --- ways to be bad --------------------------------------------------------------

my $nul = "\0";
my %tls = (conf => 'tls = "required";');
my %login = (conf => 'user = "kim"; password_file = "password";');
my $offers_tls = "250-fake\r\n250 STARTTLS\r\n";
my $offers_login = "250-fake\r\n250 AUTH PLAIN\r\n";

# What the script says; how the letter ends; unheard: what was not to be said;
# letters: how many went out at most, 0 unless it can have arrived.
my @scripts = (
	[ 'an honest one', {}, 'sent' ],

	[ 'no greeting', { GREETING => 'STALL' }, 'deferred' ],
	[ 'gone at once', { GREETING => 'CLOSE' }, 'deferred' ],
	[ '421 for a greeting', { GREETING => "421 4.3.2 stopping\r\n" },
	    'deferred' ],
	[ '554 for a greeting', { GREETING => "554 5.7.1 go away\r\n" },
	    'deferred', unheard => qr/MAIL/ ],
	[ '421 for a greeting, and gone',
	    { GREETING => [ "421 no\r\n", 'CLOSE' ] }, 'deferred' ],
	[ 'a greeting that is no line', { GREETING => [ '220', 'STALL' ] },
	    'deferred' ],
	[ 'a greeting that never ends', { GREETING => flood('x') },
	    'deferred' ],
	[ 'a greeting line that never ends',
	    { GREETING => [ '220 ', flood('x') ] }, 'deferred' ],
	[ 'greetings without end', { GREETING => flood("220-hello\r\n") },
	    'deferred' ],
	[ 'a greeting of NULs', { GREETING => flood($nul) }, 'deferred' ],
	[ 'a greeting byte by byte',
	    { GREETING => drip("220-fake\r\n" x 200) }, 'deferred' ],
	[ 'lines without end, and nothing on them',
	    { GREETING => flood("\r\n") }, 'deferred' ],
	[ 'half a greeting', { GREETING => [ "220-fake\r\n", 'CLOSE' ] },
	    'deferred' ],
	[ 'a greeting of two minds', { GREETING => "220-fake\r\n554 no\r\n" },
	    'deferred', unheard => qr/MAIL/ ],
	[ 'another protocol: HTTP',
	    { GREETING => [ "HTTP/1.1 400 Bad Request\r\n\r\n", 'CLOSE' ] },
	    'deferred' ],
	[ 'another protocol: IMAP', { GREETING => [ "* OK ready\r\n",
	    'STALL' ] }, 'deferred' ],
	[ 'a greeting with a code that is none',
	    { GREETING => [ "999 hello\r\n", 'STALL' ] }, 'deferred' ],

	[ 'EHLO: nothing', { EHLO => 'STALL' }, 'deferred' ],
	[ 'EHLO: gone', { EHLO => 'CLOSE' }, 'deferred' ],
	[ 'EHLO: 421', { EHLO => [ "421 4.3.2 no\r\n", 'CLOSE' ] },
	    'deferred' ],
	[ 'EHLO: 500, but HELO', { EHLO => "500 what\r\n" }, 'sent' ],
	[ 'EHLO: 502, and HELO too', { EHLO => "502 no\r\n",
	    HELO => "502 no\r\n" }, 'deferred', unheard => qr/MAIL/ ],
	[ 'EHLO: keywords without end', { EHLO => flood("250-XKEYWORD\r\n") },
	    'deferred' ],
	[ 'EHLO: a keyword without end', { EHLO => [ '250-', flood('X') ] },
	    'deferred' ],
	[ 'EHLO: a hundred keywords',
	    { EHLO => "250-XKEYWORD\r\n" x 100 . "250 END\r\n" }, 'sent' ],
	[ 'EHLO: NULs in keywords',
	    { EHLO => "250-X${nul}Y\r\n250 8BIT$nul\r\n" },
	    'sent|deferred' ],
	[ 'EHLO: half an answer', { EHLO => [ "250-fake\r\n", 'STALL' ] },
	    'deferred' ],
	[ 'EHLO: byte by byte', { EHLO => drip("250-X\r\n" x 200) },
	    'deferred' ],

	[ 'STARTTLS: stripped', {}, 'deferred', unheard => qr/MAIL/, %tls ],
	[ 'STARTTLS: 454', { EHLO => $offers_tls,
	    STARTTLS => "454 4.7.0 later\r\n" }, 'deferred',
	    unheard => qr/MAIL/, %tls ],
	[ 'STARTTLS: 554', { EHLO => $offers_tls,
	    STARTTLS => "554 no\r\n" }, 'deferred', unheard => qr/MAIL/, %tls ],
	[ 'STARTTLS: 220 and then nothing', { EHLO => $offers_tls,
	    STARTTLS => [ "220 go\r\n", 'STALL' ] }, 'deferred',
	    unheard => qr/MAIL/, %tls ],
	[ 'STARTTLS: 220 and gone', { EHLO => $offers_tls,
	    STARTTLS => [ "220 go\r\n", 'CLOSE' ] }, 'deferred',
	    unheard => qr/MAIL/, %tls ],
	[ 'STARTTLS: 220 and no TLS', { EHLO => $offers_tls,
	    STARTTLS => [ "220 go\r\n", flood("rubbish\r\n") ] }, 'deferred',
	    unheard => qr/MAIL/, %tls ],
	[ 'STARTTLS: answers in clear behind the 220', { EHLO => $offers_tls,
	    STARTTLS => "220 go\r\n250 fake\r\n250 ok\r\n250 ok\r\n354 go\r\n" },
	    'deferred', unheard => qr/MAIL/, %tls ],
	[ 'TLS from the first byte: nothing', { GREETING => 'STALL' },
	    'deferred', conf => 'tls = "implicit";' ],
	[ 'TLS from the first byte: a greeting in clear', {}, 'deferred',
	    conf => 'tls = "implicit";', unheard => qr/MAIL/ ],

	[ 'AUTH: not on offer', {}, 'deferred', %login ],
	[ 'AUTH: nothing', { EHLO => $offers_login, AUTH => 'STALL' },
	    'deferred', unheard => qr/MAIL/, %login ],
	[ 'AUTH: gone', { EHLO => $offers_login, AUTH => 'CLOSE' },
	    'deferred', unheard => qr/MAIL/, %login ],
	[ 'AUTH: 535', { EHLO => $offers_login,
	    AUTH => "535 5.7.8 wrong\r\n" }, 'deferred', unheard => qr/MAIL/,
	    %login ],
	[ 'AUTH: 235 half', { EHLO => $offers_login,
	    AUTH => [ "235-ok\r\n", 'STALL' ] }, 'deferred',
	    unheard => qr/MAIL/, %login ],
	[ 'AUTH: challenges without end', { EHLO => $offers_login,
	    AUTH => flood("334 YWdhaW4=\r\n") }, 'deferred',
	    unheard => qr/^MAIL/m, %login ],

	(map {
		my $at = $_;
		([ "$at: nothing", { $at => 'STALL' }, 'deferred' ],
		[ "$at: gone", { $at => 'CLOSE' }, 'deferred' ],
		[ "$at: 421", { $at => [ "421 4.3.2 no\r\n", 'CLOSE' ] },
		    'deferred' ],
		[ "$at: 451", { $at => "451 4.3.0 later\r\n" }, 'deferred' ],
		[ "$at: an answer without end",
		    { $at => flood("250-ok\r\n") }, 'deferred' ],
		[ "$at: a line without end", { $at => [ '250 ', flood('x') ] },
		    'deferred' ],
		[ "$at: half an answer",
		    { $at => [ "250-ok\r\n", 'CLOSE' ] }, 'deferred' ],
		[ "$at: NULs", { $at => [ $nul x 5000, 'STALL' ] },
		    'deferred' ],
		[ "$at: no code", { $at => [ "well, perhaps\r\n", 'STALL' ] },
		    'deferred' ],
		[ "$at: byte by byte", { $at => drip("250-ok\r\n" x 200) },
		    'deferred' ])
	} qw(MAIL RCPT DATA)),
	[ 'MAIL: 550, our return path',
	    { MAIL => "550 5.1.8 unknown domain\r\n" }, 'deferred',
	    unheard => qr/RCPT/ ],
	[ 'MAIL: 552, the size', { MAIL => "552 5.3.4 too big\r\n" },
	    'failed' ],
	[ 'MAIL: 354', { MAIL => "354 go\r\n" }, 'deferred' ],
	[ 'RCPT: 450, a full mailbox', { RCPT => "450 4.2.2 full\r\n" },
	    'deferred' ],
	[ 'RCPT: 550, nobody', { RCPT => "550 5.1.1 no\r\n" }, 'failed' ],
	[ 'RCPT: 554, no relaying', { RCPT => "554 5.7.1 no\r\n" },
	    'deferred' ],
	[ 'RCPT: 250 with a bad enhanced code', { RCPT => "250 5.1.1 no\r\n" },
	    'sent' ],
	[ 'RCPT: 550 with a good enhanced code',
	    { RCPT => "550 2.1.5 fine\r\n" }, 'failed' ],
	[ 'RCPT: 550 with NULs', { RCPT => "550 5.1.1 n${nul}o\r\n" },
	    'failed|deferred' ],
	[ 'RCPT: 251', { RCPT => "251 2.1.5 will forward\r\n" }, 'sent' ],
	[ 'RCPT: of two minds', { RCPT => "550-no\r\n250 ok\r\n" },
	    'sent|deferred|failed' ],
	[ 'RCPT: 354', { RCPT => "354 go\r\n" }, 'deferred' ],
	[ 'DATA: 554', { DATA => "554 5.5.1 no\r\n" }, 'failed' ],
	[ 'DATA: 250', { DATA => "250 ok\r\n" }, 'deferred' ],
	[ 'DATA: 354 and gone', { DATA => [ "354 go\r\n", 'CLOSE' ] },
	    'deferred|unknown' ],
	[ 'DATA: 354 and the answer to the letter',
	    { DATA => "354 go\r\n250 2.0.0 kept\r\n", DOT => '' },
	    'sent' ],

	[ 'the dot: nothing', { DOT => 'STALL' }, 'unknown' ],
	[ 'the dot: gone', { DOT => 'CLOSE' }, 'unknown' ],
	[ 'the dot: half an answer', { DOT => [ "250-kept\r\n", 'CLOSE' ] },
	    'unknown' ],
	[ 'the dot: half an answer, and nothing',
	    { DOT => [ "250-kept\r\n", 'STALL' ] }, 'unknown' ],
	[ 'the dot: a line without end', { DOT => [ '250 ', flood('x') ] },
	    'unknown' ],
	[ 'the dot: an answer without end', { DOT => flood("250-kept\r\n") },
	    'unknown' ],
	[ 'the dot: byte by byte', { DOT => drip("250-kept\r\n" x 200) },
	    'unknown' ],
	[ 'the dot: NULs', { DOT => [ $nul x 5000, 'STALL' ] }, 'unknown' ],
	[ 'the dot: no code', { DOT => [ "thank you\r\n", 'STALL' ] },
	    'unknown' ],
	[ 'the dot: 250 and gone', { DOT => [ "250 kept\r\n", 'CLOSE' ] },
	    'sent' ],
	[ 'the dot: 250 and more without end',
	    { DOT => [ "250 kept\r\n", flood("250 kept\r\n") ] }, 'sent' ],
	[ 'the dot: 421', { DOT => [ "421 4.3.2 no\r\n", 'CLOSE' ] },
	    'deferred', letters => 1 ],
	[ 'the dot: 452', { DOT => "452 4.3.1 no room\r\n" }, 'deferred',
	    letters => 1 ],
	[ 'the dot: 554, spam', { DOT => "554 5.7.1 spam\r\n" }, 'failed',
	    letters => 1 ],
	[ 'the dot: 552, a full mailbox', { DOT => "552 5.2.2 full\r\n" },
	    'failed', letters => 1 ],
	[ 'the dot: 550 with a good enhanced code',
	    { DOT => "550 2.0.0 kept\r\n" }, 'failed', letters => 1 ],

	[ 'all answers at once', { GREETING => "220 fake\r\n250 fake\r\n" .
	    "250 ok\r\n250 ok\r\n354 go\r\n250 kept\r\n",
	    map { ($_ => '') } qw(EHLO MAIL RCPT DOT) }, 'sent|deferred|unknown',
	    letters => 1 ],
	[ 'QUIT: nothing', { QUIT => 'STALL' }, 'sent' ],
	[ 'QUIT: without end', { QUIT => flood("221-bye\r\n") }, 'sent' ],
);
# --- the role --------------------------------------------------------------------

sub write_conf {
	my ($name, $port, $more) = @_;
	my $tls = $more =~ /\btls\b/ ? '' : 'tls = "none"; ';
	write_file("$name.conf", <<"END");
desk = { domain = "help.test"; };
state = { dir = "$name"; };
intake = { socket = "lmtp.sock"; };
sending = { unknown_wait = 1; };
smtp = { host = "127.0.0.1"; port = $port; timeout = 1; $tls$more };
END
}

sub run {
	my (@command) = @_;
	my $pid = spawn('run.log', @command);
	waitpid($pid, 0);
	$? == 0 or BAIL_OUT("@command: " . read_file('run.log'));
}

sub start_sender {
	my ($run) = @_;
	$run->{pid} = spawn("$run->{name}.log", "$build/maildeskd",
	    '--config', "$run->{name}.conf", '--role', 'sender');
}

my $number = 0;
sub start_script {
	my ($row) = @_;
	my ($what, $says, $want, %more) = @$row;
	my $run = { what => $what, want => $want, peak => 0, wrong => [],
	    name => 's' . ++$number, letters => $want eq 'deferred' ? 0 : 1,
	    %more };
	my ($port, $server) = start_server($run->{name}, \&serve, %honest,
	    %$says);
	$run->{server} = $server;
	write_conf($run->{name}, $port, $more{conf} // '');
	system('cp', '-a', 'state', $run->{name}) == 0 or die;
	start_sender($run);
	return $run;
}

# What the log says of the letter so far.
sub ends {
	my ($run) = @_;
	return read_file("$run->{name}.log") =~
	    /event=(sent|deferred|failed|unknown|cancelled) letter=/g;
}

sub stop_sender {
	my ($run) = @_;
	my $peak = peak($run->{pid});
	$run->{peak} = $peak if $peak > $run->{peak};
	my $status = stop($run->{pid});
	push(@{ $run->{wrong} }, 'it did not end in order')
	    if !defined($status) || $status;
}

# Whether it has come as far as it shall.  One of which nobody knows goes out
# again when the sender is started anew, and has failed then.
sub is_over {
	my ($run) = @_;
	my @ends = ends($run) or return 0;
	if ($ends[-1] ne 'unknown') {
		return 1;
	} elsif (!$run->{again}) {
		$run->{again} = 1;
		$run->{letters} = 2;
		stop_sender($run);
		start_sender($run);
	}
	return 0;
}

sub end_script {
	my ($run) = @_;
	my @ends = ends($run);
	my $want = $run->{again} ? qr/^unknown failed$/ : qr/^(?:$run->{want})$/;
	stop_sender($run);
	my $heard = read_file("$run->{name}.heard");
	my $count = () = $heard =~ /^=letter$/mg;
	my @wrong = @{ $run->{wrong} };

	push(@wrong, "it ended as: @ends") if "@ends" !~ $want;
	push(@wrong, "it was unknown")
	    if $run->{again} && $run->{want} !~ /unknown/;
	push(@wrong, "$count went out") if $count > $run->{letters};
	push(@wrong, 'none went out') if "@ends" eq 'sent' && !$count;
	push(@wrong, "it took $run->{peak} KiB")
	    if $run->{peak} > $memory || !$run->{peak};
	push(@wrong, "it said $&")
	    if $run->{unheard} && $heard =~ $run->{unheard};
	push(@wrong, 'the password is in the log')
	    if read_file("$run->{name}.log") =~ /secret-word/;
	is(join('; ', @wrong), '', $run->{what}) or
	    diag(read_file("$run->{name}.log"), '--- heard: ',
	    substr($heard, 0, 2000));
	stop_server($run->{server});
	system('rm', '-rf', $run->{name});
}

# A desk with one letter, as every script finds it.
write_file('password', "secret-word\n");
chmod(0600, 'password');
write_conf('state', 1, '');
my @desk = ("$build/maildesk", '--config', 'state.conf');
run(@desk, 'init');
run(@desk, 'department', 'add', 'Support', 'support@help.test');
my @roles = map { spawn("$_.log", "$build/maildeskd", '--config',
    'state.conf', '--role', $_) } qw(intake gateway);
until_true(sub { -S 'lmtp.sock' }) or BAIL_OUT(read_file('intake.log'));
write_file('mail', "From: kim\@user.example\nTo: support\@help.test\n" .
    "Subject: printer\n\nIt burns.\n");
run("$build/maildesk-deliver", '--sender=kim@user.example',
    '--recipient=support@help.test', '--socket=lmtp.sock');
until_true(sub { read_file('gateway.log') =~ /event=filed/ })
    or BAIL_OUT(read_file('gateway.log'));
stop($_) for @roles;

run_scripts(\@scripts, $together, \&start_script, \&is_over,
    \&end_script);
cmp_ok(scalar(@scripts), '>', 60, 'so many scripts');
done_testing();
