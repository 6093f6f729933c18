#!/usr/bin/perl
# What the process of each role may do once it works: in a build for tests it
# tries what an intruder would, and says what came of it.
use strict;
use warnings;
use lib 'tests/tools';
use Line;
use Test::More;
use Time::HiRes qw(sleep);

my $build = Line::build();
my $line = Line->new(build => $build);
my ($dir, $state) = @$line{qw(dir state)};
mkdir("$dir/$_") or die $! for qw(run elsewhere box box/new
    box/cur box/tmp state/oauth state/oauth/two);
Line::write_file("$state/oauth/two/token", 'x');
Line::write_file("$dir/elsewhere/file", 'x');
Line::write_file("$dir/password", "secret\n");
chmod(0600, "$dir/password");

sub configure {
	my ($name, $more) = @_;
	return Line::write_file("$dir/$name", <<"END");
desk = { domain = "help.test"; };
state = { dir = "$state"; };
intake = { socket = "$dir/run/lmtp.sock"; };
sending = { transport = "maildir"; };
oauth = (
	{ name = "one"; client_id = "c"; grant = "client_credentials";
	    client_secret_file = "$dir/password";
	    token_url = "http://127.0.0.1:1/"; },
	{ name = "two"; client_id = "c"; token_url = "http://127.0.0.1:1/"; }
);
imap = ( { name = "one"; host = "127.0.0.1"; port = 1; tls = "none";
	user = "kim"; mechanism = "XOAUTH2"; oauth = "one"; alarm_minutes = 1;
	folders = ( { name = "INBOX"; recipient = "support\@help.test"; } );
} );
maildir = ( { name = "one"; path = "$dir/box"; after = "delete";
	recipient = "support\@help.test"; } );
$more
END
}

my $conf = configure('sandbox.conf', '');

sub start {
	my ($role, $probe, $path) = @_;
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDIN, '<', '/dev/null') or POSIX::_exit(99);
		open(STDOUT, '>', "$dir/out") or POSIX::_exit(99);
		open(STDERR, '>', "$dir/err") or POSIX::_exit(99);
		$ENV{MAILDESK_PROBE} = $probe if defined($probe);
		alarm(60); # outlives exec
		exec("$build/maildeskd", '--config', $path // $conf, '--role',
		    $role) or POSIX::_exit(99);
	}
	return $pid;
}

# "ok", an errno, or "dies".
sub probe {
	my ($role, $probe, $path) = @_;
	waitpid(start($role, $probe, $path), 0);
	return 'dies' if ($? & 127) == POSIX::SIGSYS;
	my $out = Line::read_file("$dir/out");
	chomp($out);
	return $? == 0 ? $out : "exit $?: " . Line::read_file("$dir/err");
}

is(probe('gateway', 'read:/dev/null', configure('open.conf',
    'daemon = { sandbox = false; };')), 'ok', 'daemon.sandbox = false');
like(Line::read_file("$dir/err"), qr/event=not-confined why="daemon\.sandbox/,
    'which the log says');
is(probe('gateway', 'exec:/bin/true', "$dir/open.conf"), '',
    'leaves a role what it had');

probe('gateway', 'unix');
my $log = Line::read_file("$dir/err");
like($log, qr/event=confined calls=yes/, 'a role says that it is confined');
my $has_files = $log =~ /files=yes/;

# The columns.
my @roles = qw(intake gateway sender imap:one maildir:one);
my @calls = (
	# what			intake	gateway	sender	imap	maildir
	[ "inet:$line->{port}",	'EPERM', 'EPERM', 'ok', 'ok', 'EPERM' ],
	[ 'unix',		'EPERM', 'EPERM', 'ok', 'ok', 'ok' ],
	[ 'listen',		'EPERM', 'EPERM', 'EPERM EACCES',
	    'EPERM EACCES', 'EPERM' ],
	[ 'exec:/bin/true',	'dies',	'dies',	'dies', 'dies', 'dies' ],
	[ 'fork',		'EPERM', 'EPERM', 'EPERM', 'EPERM',
	    'EPERM' ],
	[ 'thread',		'EPERM', 'EPERM', 'ok', 'ok', 'EPERM' ],
	[ 'trace',		'dies',	'dies',	'dies', 'dies', 'dies' ],
	[ 'mount:/mnt',		'dies',	'dies',	'dies', 'dies', 'dies' ],
	[ 'module',		'dies',	'dies',	'dies', 'dies', 'dies' ],
	[ 'namespace',		'dies',	'dies',	'dies', 'dies', 'dies' ],
	[ 'identity',		'dies',	'dies',	'dies', 'dies', 'dies' ],
	[ 'signal',		'EPERM', 'EPERM', 'EPERM', 'EPERM',
	    'EPERM' ],
);
my @files = (
	[ "write:$state/archive.db", 'ok', 'EACCES', 'EACCES',
	    'EACCES', 'EACCES' ],
	[ "read:$state/archive.db", 'ok', 'ok', 'ok', 'ok', 'ok' ],
	[ "write:$state/maildesk.db", 'EACCES', 'ok', 'ok', 'EACCES',
	    'EACCES' ],
	[ "write:$state/maildesk.db-wal", 'EACCES', 'ok', 'ok',
	    'EACCES', 'EACCES' ],
	[ "read:$state/maildesk.db", 'ok', 'ok', 'ok', 'EACCES', 'ok' ],
	[ "remove:$state/maildesk.db", 'EACCES', 'EACCES', 'EACCES',
	    'EACCES', 'EACCES' ],
	[ "read:$state/secret.key", 'EACCES', 'EACCES', 'EACCES',
	    'EACCES', 'EACCES' ],
	[ "write:$state/gateway.mark", 'EACCES', 'ok', 'EACCES',
	    'EACCES', 'EACCES' ],
	[ "make:$state/made", 'EACCES', 'EACCES', 'EACCES', 'EACCES',
	    'EACCES' ],
	[ "make:$state/spill/made", 'ok', 'EACCES', 'EACCES',
	    'ok', 'EACCES' ],
	[ "make:$state/letters/tmp/made", 'EACCES', 'EACCES', 'ok',
	    'EACCES', 'EACCES' ],
	[ "remove:$dir/run/file", 'ok', 'EACCES', 'EACCES', 'EACCES',
	    'EACCES' ],
	[ "make:$dir/run/made",	'EACCES', 'EACCES', 'EACCES',
	    'EACCES', 'EACCES' ],
	[ "read:$conf",		'EACCES', 'EACCES', 'EACCES',
	    'EACCES', 'EACCES' ],
	[ "read:$dir/elsewhere/file", 'EACCES', 'EACCES', 'EACCES',
	    'EACCES', 'EACCES' ],
	[ "remove:$dir/elsewhere/file", 'EACCES', 'EACCES', 'EACCES',
	    'EACCES', 'EACCES' ],
	[ 'read:/etc/shadow',	'EACCES', 'EACCES', 'EACCES',
	    'EACCES', 'EACCES' ],
	[ 'read:/etc/passwd',	'EACCES', 'EACCES', 'EACCES',
	    'EACCES', 'EACCES' ],
	[ 'read:/etc/hosts',	'EACCES', 'EACCES', 'ok', 'ok', 'EACCES' ],
	[ 'read:/etc/ssl/certs', 'EACCES', 'EACCES', 'ok', 'ok', 'EACCES' ],
	[ 'read:/usr/lib',	'EACCES', 'ok',	'ok', 'ok', 'ok' ],
	[ 'read:/proc/self/environ', 'EACCES', 'EACCES', 'EACCES',
	    'EACCES', 'EACCES' ],
	[ "make:$state/imap/made", 'EACCES', 'EACCES', 'EACCES', 'ok',
	    'EACCES' ],
	[ "make:$state/oauth/one/made", 'EACCES', 'EACCES', 'EACCES', 'ok',
	    'EACCES' ],
	[ "make:$state/oauth/made", 'EACCES', 'EACCES', 'EACCES', 'EACCES',
	    'EACCES' ],
	[ "read:$state/oauth/two/token", 'EACCES', 'EACCES', 'EACCES',
	    'EACCES', 'EACCES' ],
	[ "read:$dir/password", 'EACCES', 'EACCES', 'EACCES', 'ok',
	    'EACCES' ],
	[ "make:$state/maildir/made", 'EACCES', 'EACCES', 'EACCES', 'EACCES',
	    'ok' ],
	[ "make:$dir/box/new/made", 'EACCES', 'EACCES', 'EACCES', 'EACCES',
	    'ok' ],
	[ 'make:/tmp/made-by-maildesk', 'EACCES', 'EACCES', 'EACCES',
	    'EACCES', 'EACCES' ],
);

sub check {
	my ($what, @want) = @_;
	my $path = $what =~ /:(\/.*)/ ? $1 : '';
	for my $i (0 .. $#roles) {
		Line::write_file($path, 'x') if $what =~ /^remove.*\/file$/;
		my $got = probe($roles[$i], $what);
		unlink($path) if $what =~ /^make/;
		my $name = $what =~ s/\Q$state\E/STATE/r =~ s/\Q$dir\E/DIR/r;
		ok(scalar(grep { $got eq $_ } split(/ /, $want[$i])),
		    "$roles[$i]: $name: $want[$i]") or diag($got);
	}
}

check(@$_) for @calls;
SKIP: {
	skip('this kernel has no Landlock', @files * @roles) if !$has_files;
	-e '/etc/hosts' or Line::write_file('/etc/hosts', '');
	check(@$_) for @files;
}

# --- a file that was replaced ------------------------------------------------------

SKIP: {
	skip('this kernel has no Landlock', 3) if !$has_files;
	my $pid = start('intake');
	my $err = sub { Line::read_file("$dir/err") };
	ok(Line::wait_for(sub { $err->() =~ /intake-listens/ }),
	    'the intake listens');
	system('cp', '-a', "$state/maildesk.db", "$state/maildesk.new");
	rename("$state/maildesk.new", "$state/maildesk.db") or die $!;
	waitpid($pid, 0);
	is($?, 0, 'once the desk is another file it ends in order');
	like($err->(), qr/event=file-replaced path=\S+maildesk\.db;/,
	    'to be started anew');
}

done_testing();
