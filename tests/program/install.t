#!/usr/bin/perl
# Installing, uninstalling, and the Debian package.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Find;
use File::Temp qw(tempdir);
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $dir = tempdir(CLEANUP => 1);
my @make = ('make', '-s', '--no-print-directory', "BUILD=$build");
my $root = "$dir/root";

# Both outputs of a command.
sub run {
	my (@command) = @_;
	open(my $fh, '-|', 'sh', '-c', 'exec "$@" 2>&1 </dev/null', 'sh',
	    @command) or die "@command: $!\n";
	local $/;
	my $out = readline($fh) // '';
	close($fh);
	return ($? >> 8, $out);
}

sub succeeds {
	my ($name, @command) = @_;
	my ($code, $out) = run(@command);
	is($code, 0, $name) or diag($out);
	return $out;
}

sub slurp {
	my ($path) = @_;
	open(my $fh, '<:raw', $path) or return '';
	local $/;
	return readline($fh) // '';
}

# Files below a folder: path => mode.
sub files {
	my ($top) = @_;
	my %found;
	find({ no_chdir => 1, wanted => sub {
		$found{substr($_, length($top))} =
		    sprintf('%03o', (lstat)[2] & 0777) unless -d;
	} }, $top) if -d $top;
	return \%found;
}

# What belongs below a prefix.
my %want = (
	'/bin/maildesk' => '755',
	'/bin/maildesk-deliver' => '755',
	'/sbin/maildeskd' => '755',
	map { $_ => '644' } qw(
	    /lib/systemd/system/maildesk.service
	    /lib/sysusers.d/maildesk.conf
	    /lib/tmpfiles.d/maildesk.conf
	    /share/bash-completion/completions/maildesk
	    /share/doc/maildesk/LICENSE
	    /share/doc/maildesk/README.md
	    /share/doc/maildesk/examples/maildesk.conf
	    /share/doc/maildesk/examples/postfix-main.cf
	    /share/doc/maildesk/examples/postfix-master.cf
	    /share/doc/maildesk/examples/rules.example
	    /share/man/man1/maildesk.1
	    /share/man/man5/maildesk-rules.5
	    /share/man/man5/maildesk.conf.5
	    /share/man/man7/maildesk-commands.7
	    /share/man/man8/maildesk-deliver.8
	    /share/man/man8/maildeskd.8),
);

subtest 'install' => sub {
	succeeds('make install', @make, "DESTDIR=$root", 'PREFIX=/opt/desk',
	    'install');
	is_deeply(files($root), { map { ("/opt/desk$_" => $want{$_}) } keys %want },
	    'these files, with these modes');
	for (qw(bin/maildesk bin/maildesk-deliver sbin/maildeskd)) {
		like(succeeds("$_ --help", "$root/opt/desk/$_", '--help'),
		    qr/^usage: /m, 'says how it is used');
	}
	my ($code, $out) = run('bash', '-n',
	    "$root/opt/desk/share/bash-completion/completions/maildesk");
	is("$code $out", '0 ', 'the completion is a script');
};

subtest 'paths in texts' => sub {
	my $unit = slurp("$root/opt/desk/lib/systemd/system/maildesk.service");
	like($unit, qr{^ExecStart=/opt/desk/sbin/maildeskd }m, 'the unit');
	like($unit, qr{/usr/sbin/postqueue}, 'but Postfix is where it was');
	like(slurp("$root/opt/desk/share/doc/maildesk/examples/postfix-master.cf"),
	    qr{argv=/opt/desk/bin/maildesk-deliver }, 'the pipe door');
	like(slurp("$root/opt/desk/share/man/man8/maildeskd.8"),
	    qr{^\.Pa /opt/desk/share/doc/maildesk/examples$}m, 'the manual');
	my @wrong = grep { m{\.(?:[1-8]|cf|service)$} &&
	    slurp("$root$_") =~ m{/usr/s?bin/maildesk} } sort keys %{files($root)};
	is("@wrong", '', 'nothing points to where nothing is');
};

SKIP: {
	skip('systemd is not here', 1) unless -x '/usr/bin/systemd-sysusers';
	subtest 'the account' => sub {
		my $other = "$dir/sysusers";
		mkdir($_) for $other, "$other/etc";
		my $conf = abs_path('conf/sysusers/maildesk.conf');
		succeeds('systemd-sysusers', 'systemd-sysusers',
		    "--root=$other", $conf);
		like(slurp("$other/etc/passwd"), qr{^maildesk:[^:]*:\d+:\d+:
		    maildesk\ help\ desk:/var/lib/maildesk:/usr/sbin/nologin$}mx,
		    'an account that nobody logs in to');
		like(slurp("$other/etc/group"), qr/^maildesk:/m, 'a group');
	};
}

subtest 'uninstall' => sub {
	open(my $fh, '>', "$root/opt/desk/bin/other") or die $!;
	close($fh);
	succeeds('make uninstall', @make, "DESTDIR=$root", 'PREFIX=/opt/desk',
	    'uninstall');
	is_deeply([keys %{files($root)}], ['/opt/desk/bin/other'],
	    'takes what was installed, and nothing else');
	my @left;
	find({ no_chdir => 1, wanted => sub {
		push(@left, $_) if -d && m{/maildesk$};
	} }, $root);
	is("@left", '', 'no folder of ours is left');
	succeeds('once more is no mistake', @make, "DESTDIR=$root",
	    'PREFIX=/opt/desk', 'uninstall');
};

my ($version) = slurp('Makefile') =~ /^VERSION\s*:?=\s*(\S+)/m;
my ($architecture) = (run('dpkg', '--print-architecture'))[1] =~ /(\S+)/;
my $deb = "$build/maildesk_${version}_$architecture.deb";

subtest 'the package' => sub {
	succeeds('make deb', @make, 'deb');
	ok(-e $deb, $deb) or return;
	my %field = map { /^(\S+): (.*)/ ? ($1 => $2) : () }
	    split(/\n/, (run('dpkg-deb', '-f', $deb))[1]);
	is($field{Version}, $version, 'its version is the program\'s');
	like(slurp('conf/debian/changelog'), qr/\Amaildesk \(\Q$version\E\) /,
	    'and the changelog\'s');
	like($field{Depends}, qr/\b\Q$_\E\b/, "it depends on $_")
	    for qw(libc6 libsqlite3-0 libconfig9 libsodium23 libxml2
	    libsystemd0 libuuid1 libjansson4);
	unlike($field{Depends}, qr/-dev\b|@|^,|, ,/, 'and on nothing strange');

	my $out = "$dir/deb";
	succeeds('dpkg-deb -x', 'dpkg-deb', '-x', $deb, $out);
	my %there = map { my $path = $_; $path .= '.gz' if $path =~ m{/man/};
	    ("/usr$path" => $want{$_}) } keys %want;
	delete $there{'/usr/share/doc/maildesk/LICENSE'};
	$there{$_} = '644' for '/etc/maildesk/maildesk.conf', map {
	    "/usr/share/$_" } qw(doc/maildesk/changelog.gz
	    doc/maildesk/copyright lintian/overrides/maildesk);
	is_deeply(files($out), \%there, 'these files, with these modes');
	my @owners = map { (split)[1] } split(/\n/,
	    (run('dpkg-deb', '-c', $deb))[1]);
	is_deeply([grep { $_ ne 'root/root' } @owners], [], 'root owns them');
	like(slurp("$out/usr/share/doc/maildesk/copyright"),
	    qr/^Copyright: 2026 .*\nLicense: ISC\n Permission to use, copy/m,
	    'the licence');

	succeeds('dpkg-deb -e', 'dpkg-deb', '-e', $deb, "$dir/control");
	is(slurp("$dir/control/conffiles"), "/etc/maildesk/maildesk.conf\n",
	    'the configuration is the administrator\'s');
	is(join(' ', map { s{.*/}{}r } grep { -x } sort glob("$dir/control/*")),
	    'postinst postrm prerm', 'maintainer scripts');
	succeeds("$_ is a script", 'sh', '-n', "$dir/control/$_")
	    for qw(postinst prerm postrm);
	succeeds('the sums are right', 'sh', '-c',
	    "cd '$out' && md5sum --quiet -c '$dir/control/md5sums'");
	is(scalar(() = slurp("$dir/control/md5sums") =~ /\n/g),
	    scalar(keys %there) - 1, 'of all but the configuration');

	my $bytes = slurp($deb);
	succeeds('make deb, again', @make, 'deb');
	ok($bytes eq slurp($deb), 'the same sources make the same bytes');
};

SKIP: {
	skip('only root can install packages', 2) if $> != 0;
	subtest 'dpkg in an empty root' => sub {
		my $other = "$dir/dpkg";
		mkdir($_) for $other, map { "$other/$_" } qw(etc var var/lib
		    var/lib/dpkg var/lib/dpkg/info var/lib/dpkg/updates);
		open(my $fh, '>', "$other/var/lib/dpkg/status") or die $!;
		close($fh);
		my @dpkg = ('dpkg', "--root=$other", '--force-depends',
		    '--force-script-chrootless', "--log=$dir/dpkg.log");
		my $before = join(' ', (stat('/etc/passwd'))[7, 9]);
		my $out = succeeds('dpkg -i', @dpkg, '-i', $deb);
		like($out, qr/set desk\.domain/, 'says what comes next');
		ok(-x "$other/usr/bin/maildesk", 'it is there');
		like(slurp("$other/etc/passwd"), qr/^maildesk:/m, 'the account')
		    if -x '/usr/bin/systemd-sysusers';
		succeeds('dpkg -r', @dpkg, '-r', 'maildesk');
		ok(!-e "$other/usr/bin/maildesk", 'it is gone');
		ok(-e "$other/etc/maildesk/maildesk.conf",
		    'the configuration stays');
		succeeds('dpkg -P', @dpkg, '-P', 'maildesk');
		my @left = grep { /maildesk/ && !m{^/(?:var/lib/dpkg|var/log)/} }
		    keys %{files($other)};
		is("@left", '', 'nothing is left');
		ok(!-e "$other/var/lib/maildesk",
		    'nor an empty folder for the state');
		is(join(' ', (stat('/etc/passwd'))[7, 9]), $before,
		    'this system was not touched');
	};
	subtest 'dpkg in a copy of this system' => sub {
		mkdir("$dir/chroot");
		my ($code, $out) = run('sh', 'tests/tools/deb_chroot.sh', $deb,
		    "$dir/chroot");
		plan(skip_all => 'there is no overlay file system')
		    if $code == 77;
		is($code, 0, 'installs, files a mail, and is removed')
		    or diag($out);
		done_testing();
	};
}

done_testing();
