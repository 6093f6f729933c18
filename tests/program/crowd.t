#!/usr/bin/perl
# As many clients at once as a busy mail server has: each finds a place, nobody
# is refused, and what all of them hold in the middle of their mails stays
# bounded, since bodies go to files when there are too many.
#
#	CROWD_CLIENTS=1200	so many connections (200 with 10485760 octets each
#				is the long form, of some minutes)
#	CROWD_BODY=65536	octets that each has sent before any is done
use strict;
use warnings;
use Cwd qw(abs_path);
use lib 'tests/tools';
use Line;
use IO::Socket::UNIX;
use Test::More;

my $clients = $ENV{CROWD_CLIENTS} // 1200;
my $body = $ENV{CROWD_BODY} // 65536;
# Ours, and besides those of the intake's clients those of their bodies.
my $descriptors = 2 * $clients + 200;
# MiB: of the program, its caches and 16 of bodies; of envelopes and replies.
my $memory = 40 + $clients * 32 / 1024;

# The limit is the shell's to set.  It cannot always.
if (!$ENV{CROWD_RAISED}) {
	$ENV{CROWD_RAISED} = 1;
	system('sh', '-c', "ulimit -S -n $descriptors") == 0
	    or plan(skip_all => "nobody here may open $descriptors files");
	exec('sh', '-c', "ulimit -S -n $descriptors && exec \"\$\@\"", 'sh',
	    $^X, $0) or die;
}

my $programs = abs_path($ENV{BUILD} // 'build');
my $line = Line->new(build => $programs);

# Started as by a shell: with a few descriptors, and leave to have more.
sub start_with_few {
	my $bin = "$line->{dir}/bin";
	mkdir($bin) or die;
	Line::write_file("$bin/maildeskd", "#!/bin/sh\nulimit -S -n 256\n" .
	    "exec $programs/maildeskd \"\$\@\"\n");
	chmod(0755, "$bin/maildeskd") or die;
	local $line->{build} = $bin;
	$line->start();
}

sub read_intake {
	my ($file) = @_;
	my %roles = $line->roles();
	return Line::read_file("/proc/$roles{intake}/$file");
}

# The next reply's code.
sub code {
	my ($client) = @_;
	my $got;
	do {
		$got = readline($client) // return 'gone';
	} while ($got =~ /^\d+-/);
	return substr($got, 0, 3);
}

# What each client is told, with how many were told so.
sub told {
	my ($replies, @crowd) = @_;
	my %count;
	for my $client (@crowd) {
		$count{join(' ', map { code($client) } 1 .. $replies)}++;
	}
	return join(', ', map { "$_: $count{$_}" } sort keys %count);
}

my $conf = Line::read_file("$line->{dir}/desk.conf");
# Some places are kept for others than the one who takes most.
my $places = int($clients * 1.2) + 8;
$conf =~ s/min_free = 0;/min_free = 0; max_clients = $places;/ or die;
Line::write_file("$line->{dir}/desk.conf", $conf);
start_with_few();

my @crowd = map {
	IO::Socket::UNIX->new(Peer => "$line->{dir}/lmtp.sock")
	    or die "client $_: $!"
} 1 .. $clients;
is(told(1, @crowd), "220: $clients", "$clients clients are welcome");
my ($most) = read_intake('limits') =~ /^Max open files\s+(\d+)/m;
cmp_ok($most, '>=', 2 * $places, 'there are descriptors for them and their'
    . ' bodies');

print $_ "LHLO crowd.example\r\nMAIL FROM:<kim\@client.example>\r\n" .
    "RCPT TO:<support\@help.test>\r\nDATA\r\n" for @crowd;
is(told(4, @crowd), "250 250 250 354: $clients", 'all may send');

my $row = 'x' x 76 . "\r\n";
for my $n (0 .. $#crowd) {
	print { $crowd[$n] } "From: Kim <kim\@client.example>\r\n" .
	    "Subject: mail $n\r\nMessage-ID: <$n\@crowd.example>\r\n\r\n";
}
# Together, so that all bodies are there at once.
my $piece = $row x 315;
for (my $sent = 0; $sent < $body; $sent += length($piece)) {
	print $_ $piece for @crowd;
}
print $_ ".\r\n" for @crowd;
is(told(1, @crowd), "250: $clients", 'all of their mails are taken');
is(($line->archive('SELECT count(*), count(DISTINCT id) FROM message' .
    ' WHERE size > ?', $body))[0][0], $clients, 'and are there, whole');
print $_ "QUIT\r\n" for @crowd;
is(told(1, @crowd), "221: $clients", 'all leave in peace');

my ($peak) = read_intake('status') =~ /^VmHWM:\s+(\d+)/m;
SKIP: {
	skip('a sanitizer has memory of its own', 1)
	    if read_intake('maps') =~ /lib[at]san/;
	cmp_ok($peak / 1024, '<=', $memory,
	    "the intake never held more than $memory MiB");
}
ok($line->stop(), 'it ends in order');
done_testing();
