#!/usr/bin/perl
# The systemd unit: systemd understands all of it, little is left to attack, and
# what it forbids is nothing that the roles do.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $unit = 'conf/systemd/maildesk.service';
my $dir = tempdir(CLEANUP => 1);
my $most = 1.5; # of 10

plan(skip_all => 'systemd-analyze is not there (package systemd)')
    if system('systemd-analyze --version >/dev/null 2>&1') != 0;

sub read_file {
	my ($path) = @_;
	open(my $in, '<', $path) or die "$path: $!";
	local $/;
	return readline($in);
}

# All that a program says.
sub run {
	my (@command) = @_;
	open(my $out, '-|', 'sh', '-c', 'exec "$@" 2>&1 </dev/null', 'sh',
	    @command) or die "@command: $!";
	local $/;
	return readline($out) // '';
}

my $text = read_file($unit);

# With programs that there are everywhere.
{
	my $copy = $text =~ s{(?<==|\+)/usr/sbin/\S+.*}{/bin/true}gr;
	open(my $out, '>', "$dir/maildesk.service") or die $!;
	print $out $copy;
	close($out) or die $!;
}
my $said = run('systemd-analyze', '--man=no', 'verify',
    "$dir/maildesk.service");
my @ours = grep { /maildesk\.service/ } split(/\n/, $said);
is("@ours", '', 'systemd understands every line');

my ($exposure) = run('systemd-analyze', '--no-pager', 'security',
    '--offline=true', $unit) =~ /^\S* ?Overall exposure .*: ([\d.]+) /m;
ok(defined($exposure), 'systemd-analyze judges it') or BAIL_OUT($said);
cmp_ok($exposure // 10, '<=', $most, "exposure $exposure is at most $most");

# The calls of a group, by their names.
my %groups;
sub calls_of {
	my ($name) = @_;
	return ($name) if $name !~ /^\@/;
	$groups{$name} //= [ map { calls_of($_) }
	    grep { /^[\@\w-]+$/ && $_ ne $name } map { s/^\s+//r }
	    grep { /^\s/ } split(/\n/,
		run('systemd-analyze', 'syscall-filter', $name)) ];
	return @{ $groups{$name} };
}

# As systemd reads it: what comes later adds or takes away.
my %may = map { $_ => 1 } calls_of('@default');
for my $value ($text =~ /^SystemCallFilter=(.*)$/mg) {
	my $take = $value =~ s/^~//;
	for my $call (map { calls_of($_) } split(' ', $value)) {
		if ($take) {
			delete($may{$call});
		} else {
			$may{$call} = 1;
		}
	}
}
cmp_ok(scalar(keys %may), '>', 100, 'it names the calls that there are');

my $sandbox = read_file('src/port/sandbox.c');
my ($allowed) = $sandbox =~ /\ballowed\[\] = \{(.*?)^\};/ms;
my @want = ($allowed =~ /SCMP_SYS\((\w+)\)/g,
    $sandbox =~ /allow_if\(\w+, SCMP_SYS\((\w+)\)/g, 'socket', 'seccomp',
    read_file('src/port/landlock.c') =~ /SYS_(landlock_\w+)/g);
cmp_ok(scalar(@want), '>', 100, 'so does the sandbox');
my @missing = grep { !$may{$_} } @want;
is("@missing", '', 'the unit allows all that the roles may call');

like($text, qr/^ExecStart=\S+maildeskd --config \S+$/m,
    'it starts the daemon with its configuration');
like($text, qr/^TimeoutStopSec=(?:1[1-9]|[2-9]\d)$/m,
    'and gives it longer to stop than it gives its roles');

done_testing();
