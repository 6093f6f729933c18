#!/usr/bin/perl
# The imap role against servers that stall, flood, lie and die: each script is
# a row.  Whatever the server does, the role says what is wrong within its time,
# in little memory, and ends when it is asked to.
#
#	SCRIPTS=IDLE	only those whose name matches
use strict;
use warnings;
use lib 'tests/tools';
use Hostile;
use IO::Select;
use IO::Socket::UNIX;
use Test::More;
use Time::HiRes qw(sleep);

-x "$build/$_" or BAIL_OUT("$build/$_ is missing: make")
    for qw(maildeskd maildesk);
my $together = 14; # scripts at one time

# --- the server --------------------------------------------------------------

my $mail = "From: kim\@user.example\r\nTo: support\@help.test\r\n" .
    "Subject: printer\r\n\r\nIt burns.\r\n";

sub literal { '{' . length($_[0]) . "}\r\n$_[0]" }
sub body {
	my ($uid, $bytes) = @_;
	return "* 1 FETCH (UID $uid BODY[] " . literal($bytes) . ")\r\n";
}
sub well { $_[0] . "%T OK done\r\n" }

# What an honest server with one message, UID 5, says.
my %honest = (
	GREETING => "* OK ready\r\n",
	CAPABILITY => well("* CAPABILITY IMAP4rev1 IDLE UIDPLUS MOVE\r\n"),
	LOGIN => well(''),
	SELECT => well("* 1 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n" .
	    "* OK [UIDNEXT 6] n\r\n"),
	SEARCH => well("* SEARCH 5\r\n"),
	SIZE => well('* 1 FETCH (UID 5 RFC822.SIZE ' . length($mail) . ")\r\n"),
	BODY => well(body(5, $mail)),
	HEADER => well('* 1 FETCH (UID 5 BODY[HEADER]<0> ' .
	    literal($mail =~ s/\r\n\r\n.*/\r\n\r\n/sr) . ")\r\n"),
	IDLE => "+ idling\r\n",
	DONE => well(''),
	MOVE => well(''),
	STORE => well(''),
	EXPUNGE => well(''),
	STARTTLS => well(''),
	LOGOUT => well("* BYE\r\n"),
);

sub kind_of {
	my ($command) = @_;
	return 'HEADER' if $command =~ /BODY\.PEEK\[HEADER/i;
	return 'BODY' if $command =~ /BODY\.PEEK\[\]/i;
	return 'SIZE' if $command =~ /RFC822\.SIZE/i;
	return uc($command =~ /^(?:UID )?(\w+)/i ? $1 : '');
}

sub serve {
	my ($fh, $heard, %says) = @_;
	my $tag = '*';
	say_it($fh, $says{GREETING}, $tag, '');
	while (my $line = readline($fh)) {
		$line =~ s/\r\n$//;
		syswrite($heard, "$line\n");
		if ($line eq 'DONE') {
			say_it($fh, $says{DONE}, $tag, $line);
			next;
		}
		($tag, my $command) = split(/ /, $line, 2);
		next if !defined($command);
		say_it($fh, $says{kind_of($command)} // "%T BAD what\r\n",
		    $tag, $command);
		exit(0) if $command eq 'LOGOUT';
	}
	exit(0);
}

# --- ways to be bad -------------------------------------------------------------

my $calls = 0; # of one connection's process
my $late = qr/it does not answer in time/;
my $closed = qr/it closed the connection/;
my $no_imap = qr/its answer is no IMAP/;
my $endless = qr/its answer does not end/;
my $nested = '(' x 400000;

# Name; what the server says instead; what the role's log says then (of one
# line); more: conf => settings of the account, not => what it must not say,
# heard => what the server must hear, unheard.
my @scripts = (
	[ 'an honest server', {}, qr/imap-taken .*uid=5 whole=yes/,
	    heard => qr/IDLE/ ],

	[ 'no greeting', { GREETING => 'STALL' }, qr/greeting: $late/ ],
	[ 'the end instead of a greeting', { GREETING => 'CLOSE' },
	    qr/greeting: $closed/ ],
	[ 'another protocol', { GREETING => "220 mail ESMTP\r\n" },
	    qr/greeting: $no_imap/ ],
	[ 'a farewell for a greeting', { GREETING => "* BYE full\r\n" },
	    qr/imap-waits .*greeting: / ],
	[ 'a greeting that does not end', { GREETING => flood('x') },
	    qr/greeting: $endless/ ],
	[ 'a greeting that drips', { GREETING => drip("* OK " . 'x' x 99) },
	    qr/greeting: $late/ ],
	[ 'somebody is logged in already',
	    { GREETING => "* PREAUTH welcome\r\n" },
	    qr/greeting: it has logged somebody in/, unheard => qr/LOGIN|SELECT/ ],
	[ 'NULs', { GREETING => "* OK \0\0\0\r\n", CAPABILITY => "\0" x 100 .
	    "\r\n" }, qr/imap-waits .*(?:greeting|CAPABILITY): / ],

	[ 'capabilities that do not come', { CAPABILITY => 'STALL' },
	    qr/CAPABILITY: $late/ ],
	[ 'no capabilities', { CAPABILITY => "%T NO none\r\n" },
	    qr/CAPABILITY: it said no/ ],
	[ 'capabilities without an end', { CAPABILITY =>
	    [ '* CAPABILITY', flood(' IMAP4rev1') ] },
	    qr/CAPABILITY: $endless/ ],
	[ 'junk without an end', { CAPABILITY => flood("* OK junk\r\n") },
	    qr/CAPABILITY: $endless/ ],
	[ 'no login in clear', { CAPABILITY => well(
	    "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n") },
	    qr/takes none without TLS/, unheard => qr/secret-word/ ],

	[ 'another password', { LOGIN => "%T NO wrong\r\n" },
	    qr/kind=setup .*login: it said no: wrong/ ],
	[ 'BAD', { LOGIN => "%T BAD what\r\n" }, qr/kind=setup .*login: it said BAD: what/ ],
	[ 'an answer with a quote and an ESC', { LOGIN =>
	    "%T NO \"a\e[2J\"\r\n" }, qr/login: it said no: \?a\?\[2J\?/ ],
	[ 'a login that is not answered', { LOGIN => 'STALL' },
	    qr/login: $late/ ],
	[ 'a farewell instead of a login',
	    { LOGIN => [ "* BYE\r\n", 'CLOSE' ] }, qr/imap-waits .*login: / ],
	[ 'an answer to another command', { LOGIN => "X99 OK done\r\n" },
	    qr/imap-waits .*login: / ],

	[ 'no such folder', { SELECT => "%T NO no such folder\r\n" },
	    qr/kind=setup .*SELECT: it said no: no such folder/ ],
	[ 'a folder that is not answered', { SELECT => 'STALL' },
	    qr/SELECT: $late/ ],
	[ 'no UIDVALIDITY', { SELECT => well("* 1 EXISTS\r\n") },
	    qr/SELECT: it gives no UIDVALIDITY/ ],
	[ 'UIDVALIDITY 0', { SELECT => well("* OK [UIDVALIDITY 0] v\r\n") },
	    qr/SELECT: it gives no UIDVALIDITY/ ],
	[ 'lists in lists without an end',
	    { SELECT => "* 1 FETCH (BODYSTRUCTURE $nested" },
	    qr/SELECT: it nests lists/ ],
	[ 'lists in lists behind a quote',
	    { SELECT => "* 1 FETCH (X \"a\\\"(\" BODYSTRUCTURE $nested" },
	    qr/SELECT: it nests lists/ ],
	[ 'a literal where none can be',
	    { SELECT => "* OK [X] {9}\r\n" . $nested },
	    qr/SELECT: it sends a literal where none can be/ ],
	[ 'UIDVALIDITY is another one each time', { SELECT => sub {
		return well("* 1 EXISTS\r\n* OK [UIDVALIDITY " .
		    ++$calls . "] v\r\n"); } },
	    qr/its UIDVALIDITY changes again and again/ ],

	[ 'a search that is not answered', { SEARCH => 'STALL' },
	    qr/UID SEARCH: $late/ ],
	[ 'a search that finds without an end',
	    { SEARCH => [ '* SEARCH', flood(' 7') ] },
	    qr/UID SEARCH: $endless/ ],
	[ 'UIDs that are none', { SEARCH => well("* SEARCH 99999999999\r\n") },
	    qr/UID SEARCH: $no_imap|imap-started/,
	    not => qr/imap-taken/ ],
	[ 'UIDs twice, backwards, and not asked for',
	    { SEARCH => sub { $_[2] =~ /UID 1:\*/ ?
		well("* SEARCH 5 5 5\r\n* SEARCH 5\r\n") :
		well("* SEARCH 5 4 3\r\n") } },
	    qr/imap-taken .*uid=5 /, heard => qr/IDLE/,
	    not => qr/uid=[34] |uid=5 .*uid=5 /s ],
	[ 'four thousand million messages', { SELECT => well(
	    "* 4294967295 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n" .
	    "* OK [UIDNEXT 4294967295] n\r\n"),
	    SEARCH => well("* SEARCH\r\n") }, qr/imap-started/,
	    heard => qr/IDLE/ ],
	[ 'a storm of expunges',
	    { SEARCH => well("* 1 EXPUNGE\r\n" x 20000 . "* SEARCH 5\r\n") },
	    qr/imap-taken .*uid=5 whole=yes/ ],

	[ 'a message that is gone', { SIZE => well('') }, qr/imap-started/,
	    heard => qr/IDLE/, not => qr/imap-taken|imap-waits/ ],
	[ 'a size that is not answered', { SIZE => 'STALL' },
	    qr/UID FETCH: $late/ ],
	[ 'a size that is refused', { SIZE => "%T NO corrupt\r\n" },
	    qr/imap-stub .*could not be fetched/ ],
	[ 'nothing at all of a message', { SIZE => "%T NO corrupt\r\n",
	    HEADER => "%T NO corrupt\r\n" }, qr/imap-taken .*whole=no/ ],
	[ 'a size over the limit',
	    { SIZE => well("* 1 FETCH (UID 5 RFC822.SIZE 4294967295)\r\n") },
	    qr/imap-stub .*too big/, unheard => qr/BODY\.PEEK\[\]/ ],

	[ 'a message that is not sent', { BODY => 'STALL' },
	    qr/UID FETCH: $late/ ],
	[ 'a message that drips', { BODY => [ "* 1 FETCH (UID 5 BODY[] {90}\r\n",
	    drip('x' x 90) ] }, qr/UID FETCH: $late/ ],
	[ 'a literal that is cut off',
	    { BODY => [ "* 1 FETCH (UID 5 BODY[] {1000}\r\nabc", 'CLOSE' ] },
	    qr/UID FETCH: $closed/ ],
	[ 'a literal of 2^64-1 bytes',
	    { BODY => "* 1 FETCH (UID 5 BODY[] {18446744073709551615}\r\nabc" },
	    qr/UID FETCH: it announces/ ],
	[ 'a literal far over its size', { BODY =>
	    [ "* 1 FETCH (UID 5 BODY[] {900000000}\r\n", flood('x') ] },
	    qr/UID FETCH: it announces/ ],
	[ 'a big literal that is no body', { BODY =>
	    [ "* 1 FETCH (UID 5 ENVELOPE (\"d\" {900000}\r\n", flood('x') ] },
	    qr/UID FETCH: it announces/ ],
	[ 'flags instead of a message', { BODY =>
	    [ '* 1 FETCH (UID 5 FLAGS (', flood('a ') ] },
	    qr/UID FETCH: $endless/ ],
	[ 'a literal of a negative length',
	    { BODY => "* 1 FETCH (UID 5 BODY[] {-1}\r\nabc)\r\n%T OK\r\n" },
	    qr/UID FETCH: $no_imap/ ],
	[ 'another message', { BODY => well(body(6, $mail)) },
	    qr/another message than that/, not => qr/whole=yes/ ],
	[ 'two messages', { BODY => well(body(5, $mail) . body(6, $mail)) },
	    qr/another message than that/, not => qr/whole=yes/ ],
	[ 'a message without a name',
	    { BODY => well("* 1 FETCH (BODY[] " . literal($mail) . ")\r\n") },
	    qr/another message than that/, not => qr/whole=yes/ ],
	[ 'a message that is nothing',
	    { BODY => well("* 1 FETCH (UID 5 BODY[] NIL)\r\n") },
	    qr/imap-stub .*it is empty/ ],
	[ 'a message that is empty', { BODY => well(body(5, '')) },
	    qr/imap-stub .*it is empty/ ],
	[ 'a message in quotes',
	    { BODY => well("* 1 FETCH (UID 5 BODY[] \"From: a\@b.example\")\r\n") },
	    qr/imap-taken .*uid=5 whole=yes/ ],
	[ 'a message that is bigger than it said',
	    { SIZE => well("* 1 FETCH (UID 5 RFC822.SIZE 1)\r\n"),
		BODY => well(body(5, $mail . "x" x 60000)) },
	    qr/imap-taken .*uid=5 whole=yes/ ],
	[ 'a whole message, and then a no', { BODY => body(5, $mail) .
	    "%T NO half of it\r\n" }, qr/imap-stub .*could not be fetched/,
	    not => qr/whole=yes/ ],
	[ 'a BAD to a message', { BODY => "%T BAD what\r\n" },
	    qr/UID FETCH: it said BAD: what/, not => qr/whole=yes/ ],
	[ 'a message behind a server that is busy',
	    { BODY => "%T NO [UNAVAILABLE] later\r\n" },
	    qr/kind=retry why="UID FETCH: it said no: \[UNAVAILABLE\]/,
	    not => qr/whole=yes/ ],
	[ 'a message without a line end behind it',
	    { BODY => [ body(5, $mail) =~ s/\r\n\z//r, 'CLOSE' ] },
	    qr/UID FETCH: $closed/, not => qr/whole=yes/ ],
	[ 'it waits for us, and we have nothing to say',
	    { SEARCH => "+ go on\r\n" }, qr/imap-waits .*UID SEARCH: / ],
	[ 'a search that is refused', { SEARCH => "%T NO not now\r\n" },
	    qr/UID SEARCH: it said no: not now/ ],
	[ 'a search that is not understood', { SEARCH => "%T BAD what\r\n" },
	    qr/UID SEARCH: it said BAD: what/ ],
	[ 'a folder that is not understood', { SELECT => "%T BAD what\r\n" },
	    qr/kind=setup .*SELECT: it said BAD: what/ ],
	[ 'a login while the server is down',
	    { LOGIN => "%T NO [UNAVAILABLE] later\r\n" },
	    qr/kind=retry why="login: it said no: \[UNAVAILABLE\]/ ],
	[ 'a farewell within a message',
	    { BODY => [ "* BYE down\r\n", 'CLOSE' ] },
	    qr/imap-waits .*UID FETCH: / ],
	[ 'a header without an end', {
		SIZE => well("* 1 FETCH (UID 5 RFC822.SIZE 900000000)\r\n"),
		HEADER => [ "* 1 FETCH (UID 5 BODY[HEADER]<0> {900000}\r\n",
		    flood('x') ] }, qr/UID FETCH: it announces/ ],

	[ 'IDLE is refused', { IDLE => "%T NO\r\n" }, qr/imap-taken/,
	    again => 'SELECT' ],
	[ 'IDLE ends with a farewell', { IDLE => [ "+ i\r\n* BYE\r\n", 'CLOSE' ] },
	    qr/imap-taken/, again => 'LOGIN' ],
	[ 'IDLE is not answered', { IDLE => 'STALL' }, qr/imap-taken/,
	    again => 'LOGIN' ],
	[ 'DONE is not answered', { DONE => 'STALL' }, qr/imap-taken/,
	    again => 'LOGIN' ],
	[ 'IDLE tells of news without an end',
	    { IDLE => [ "+ i\r\n", flood("* 1 EXISTS\r\n") ] },
	    qr/imap-taken/, again => 'LOGIN', least => 5 ],
	[ 'IDLE tells of nothing', { IDLE => "+ i\r\n* OK Still here\r\n" },
	    qr/imap-taken/, again => 'SELECT' ],

	[ 'a message is moved, and still there', { SEARCH =>
	    well("* SEARCH 5\r\n"), MOVE => well('') },
	    qr/imap-cannot-settle .*the message is still there/,
	    conf => 'after = "move"; move_to = "Done";' ],
	[ 'a message is moved, and told so',
	    { MOVE => well("* OK [COPYUID 9 5 1] m\r\n") },
	    qr/imap-taken/, heard => qr/UID MOVE 5 .*\n.* IDLE/,
	    not => qr/cannot-settle/,
	    conf => 'after = "move"; move_to = "Done";' ],
	[ 'a move that is not answered', { MOVE => 'STALL' },
	    qr/imap-waits .*UID MOVE: $late/,
	    conf => 'after = "move"; move_to = "Done";' ],
	[ 'a mark that is refused', { STORE => "%T NO read-only\r\n" },
	    qr/imap-cannot-settle .*read-only/, conf => 'after = "seen";',
	    heard => qr/IDLE/ ],
	[ 'a message that cannot be expunged', { EXPUNGE => "%T NO\r\n" },
	    qr/imap-cannot-settle .*UID EXPUNGE/, conf => 'after = "delete";' ],
	[ 'an intake whose answer is lost', {}, qr/imap-waits .*intake: /,
	    heard => qr/UID MOVE 5 /, intake => 'mute.sock',
	    conf => 'after = "move"; move_to = "Done";' ],

	[ 'no STARTTLS', { STARTTLS => "%T BAD what\r\n" },
	    qr/kind=setup .*STARTTLS: it said BAD/,
	    conf => 'tls = "required";', unheard => qr/secret-word/ ],
	[ 'STARTTLS, and on in clear', { STARTTLS =>
	    "%T OK go\r\n* OK ready\r\n" x 2 }, qr/imap-waits .*STARTTLS: |TLS: /,
	    conf => 'tls = "required";', unheard => qr/secret-word/ ],
	[ 'STARTTLS, and then no TLS', { STARTTLS => [ "%T OK go\r\n",
	    sub { sleep(0.1); "* OK this is no TLS at all\r\n" } ] },
	    qr/imap-waits .*TLS: /, conf => 'tls = "required";',
	    unheard => qr/secret-word/ ],
	[ 'STARTTLS, and then nothing', { STARTTLS => [ "%T OK go\r\n", 'STALL' ] },
	    qr/imap-waits .*$late/, conf => 'tls = "required";' ],
);

# --- the role --------------------------------------------------------------------

sub write_conf {
	my ($name, $port, $more, $intake) = @_;
	my $tls = $more =~ /\btls\b/ ? '' : 'tls = "none"; ';
	$intake //= 'lmtp.sock';
	write_file("$name.conf", <<"END");
desk = { domain = "help.test"; };
state = { dir = "state"; };
intake = { socket = "$intake"; };
imap = ( { name = "$name"; host = "127.0.0.1"; port = $port; $tls
	user = "kim"; password_file = "password"; timeout = 1;
	poll_seconds = 1; $more
	folders = ( { name = "INBOX"; recipient = "support\@help.test"; } );
} );
END
}

sub cpu {
	my @stat = split(' ', read_file("/proc/$_[0]/stat"));
	return ($stat[13] + $stat[14]) / 100;
}

# Whether what shall happen has.
sub is_over {
	my ($run) = @_;
	my ($log, $heard) = map { read_file("$run->{name}.$_") } qw(log heard);
	return 0 unless $log =~ $run->{want};
	return 0 if $run->{heard} && $heard !~ $run->{heard};
	return 0 if $run->{again} &&
	    (() = $heard =~ /^\w+ $run->{again} /mg) < ($run->{least} // 2);
	return 1;
}

my $number = 0;
sub start_script {
	my ($row) = @_;
	my ($what, $says, $want, %more) = @$row;
	my $run = { what => $what, want => $want, name => 's' . ++$number,
	    %more };
	my ($port, $server) = start_server($run->{name}, \&serve, %honest,
	    %$says);
	$run->{server} = $server;
	write_conf($run->{name}, $port, $more{conf} // '', $more{intake});
	$run->{pid} = spawn("$run->{name}.log", "$build/maildeskd",
	    '--config', "$run->{name}.conf", '--role', "imap:$run->{name}");
	return $run;
}

sub end_script {
	my ($run) = @_;
	my ($peak, $cpu) = (peak($run->{pid}), cpu($run->{pid}));
	my $status = stop($run->{pid});
	my ($log, $heard) = map { read_file("$run->{name}.$_") } qw(log heard);
	my @wrong;

	push(@wrong, 'it did not happen in time') if !$run->{over};
	push(@wrong, 'it did not end in order') if !defined($status) || $status;
	push(@wrong, "it took $peak KiB") if $peak > $memory || !$peak;
	push(@wrong, "it took $cpu s of CPU") if $cpu > 1;
	push(@wrong, "it says $&") if $run->{not} && $log =~ $run->{not};
	push(@wrong, "it said $&")
	    if $run->{unheard} && $heard =~ $run->{unheard};
	push(@wrong, 'the password is in the log') if $log =~ /secret-word/;
	is(join('; ', @wrong), '', $run->{what}) or diag($log, '--- heard: ',
	    substr($heard, 0, 2000));
	stop_server($run->{server});
}

# Stands before the intake, and dies of the first message that it took.
sub start_mute_intake {
	my $listener = IO::Socket::UNIX->new(Local => 'mute.sock',
	    Listen => 5) or die;
	my $first = 1;
	return start_process(sub {
		while (my $client = $listener->accept()) {
			my $intake = IO::Socket::UNIX->new(Peer => 'lmtp.sock')
			    or die;
			pass_on($client, $intake, $first);
			$first = 0;
		}
	});
}

# What both say to each other; not the answer to a message, if `mute`.
sub pass_on {
	my ($client, $intake, $mute) = @_;
	my $both = IO::Select->new($client, $intake);
	my $said = '';
	while (1) {
		for my $from ($both->can_read()) {
			sysread($from, my $bytes, 65536) or return;
			return if $mute && $from == $intake &&
			    $said =~ /\r\n\.\r\n/;
			$said .= $bytes if $from == $client;
			my $to = $from == $client ? $intake : $client;
			syswrite($to, $bytes) // return;
		}
	}
}

write_file('password', "secret-word\n");
chmod(0600, 'password');
write_conf('desk', 1, '');
for my $words ('init', 'department add Support support@help.test') {
	my $pid = spawn('cli.log', "$build/maildesk", '--config', 'desk.conf',
	    split(/ /, $words));
	waitpid($pid, 0);
	$? == 0 or BAIL_OUT("$words: " . read_file('cli.log'));
}
my $intake = spawn('intake.log', "$build/maildeskd", '--config', 'desk.conf',
    '--role', 'intake');
until_true(sub { -S 'lmtp.sock' }) or BAIL_OUT(read_file('intake.log'));
my $mute = start_mute_intake();

run_scripts(\@scripts, $together, \&start_script, \&is_over,
    \&end_script);
cmp_ok(scalar(@scripts), '>', 60, 'so many scripts');
stop_server($mute);
is(stop($intake), 0, 'the intake ends in order');
done_testing();
