#!/usr/bin/perl
# A mail server for tests that takes every letter: mail_sink.pl LOG [SLOWNESS]
#
# Listens on 127.0.0.1 and prints its port.  Before a letter is acknowledged a
# line is added to LOG: its Message-ID, its recipient, and a digest of its bytes.
use strict;
use warnings;
use Digest::MD5 qw(md5_hex);
use IO::Socket::INET;

my ($log_path, $slowness) = @ARGV; # seconds that a letter takes
$log_path // die "usage: mail_sink.pl LOG [SLOWNESS]\n";
open(my $log, '>>', $log_path) or die "$log_path: $!";
my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 64)
    or die $!;
$SIG{CHLD} = 'IGNORE';
$| = 1;
print $listener->sockport(), "\n";

sub read_letter {
	my ($client) = @_;
	my $letter = '';
	while (defined(my $line = readline($client))) {
		return $letter if $line eq ".\r\n";
		$letter .= $line;
	}
	return; # it died before the final dot: no letter
}

sub talk {
	my ($client) = @_;
	my $recipient = '';
	my $say = sub { syswrite($client, "$_[0]\r\n") };
	$say->('220 sink');
	while (defined(my $line = readline($client))) {
		if ($line =~ /^EHLO/i) {
			$say->("250-sink\r\n250 8BITMIME");
		} elsif ($line =~ /^RCPT TO:<(.*?)>/i) {
			$recipient = $1;
			$say->('250 ok');
		} elsif ($line =~ /^DATA/i) {
			$say->('354 go');
			my $letter = read_letter($client) // return;
			select(undef, undef, undef, $slowness) if $slowness;
			my ($id) = $letter =~ /^Message-ID:\s*<(\S+)>/mi;
			syswrite($log, join(' ', $id // '-', $recipient,
			    md5_hex($letter)) . "\n");
			$say->('250 2.0.0 kept');
		} elsif ($line =~ /^QUIT/i) {
			$say->('221 bye');
			return;
		} else {
			$say->('250 ok');
		}
	}
}

while (my $client = $listener->accept()) {
	my $pid = fork() // die $!;
	if ($pid == 0) {
		close($listener);
		$SIG{PIPE} = 'IGNORE';
		talk($client);
		exit(0);
	}
	close($client);
}
