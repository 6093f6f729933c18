#!/usr/bin/perl
# XOAUTH2 with a real Dovecot, for reading and for sending, its tokens from a
# server that Dovecot asks what they are worth: fetched, renewed when they end, and
# an outage told and got over.
use strict;
use warnings;
use lib 'tests/lab';
use Test::More;

use Lab;

my $missing = Lab::missing();
plan(skip_all => $missing) if $missing;

my $lab = Lab->new('pipe', oauth => 1);
my $dir = $lab->{dir};
my ($port) = Lab::read_file("$dir/lab.env") =~ /^IMAP_PORT=(\d+)/m;
my $url = "https://localhost:$lab->{oauth_port}/token";

sub grant {
	my ($name) = @_;
	return "{ name = \"$name\"; client_id = \"the desk\"; timeout = 5;" .
	    " token_url = \"$url\"; ca_file = \"$dir/tls/ca.pem\"; }";
}

sub account {
	my ($name, $grant) = @_;
	return "{ name = \"$name\"; host = \"127.0.0.2\"; port = $port;" .
	    " tls = \"required\"; ca_file = \"$dir/tls/ca.pem\";" .
	    " user = \"imap1\@help.test\"; mechanism = \"XOAUTH2\";" .
	    " oauth = \"$grant\"; after = \"delete\"; poll_seconds = 1;" .
	    ' folders = ( { name = "INBOX"; recipient = "support@help.test"; } );' .
	    ' }';
}

# What a person got from the provider, who is asked for it once.
sub log_in {
	my ($name, $token) = @_;
	my $file = Lab::write_file("$dir/desk/refresh", "$token\n", 0600);
	chown((getpwnam('nobody'))[2, 3], $file);
	return $lab->maildesk('oauth', 'login', $name, "--refresh-token=$file");
}

sub put {
	my ($subject) = @_;
	my $path = Lab::write_file("$dir/mail.eml", join("\r\n",
	    'From: Alice <alice@example.test>', 'To: support@help.test',
	    "Subject: $subject", 'Date: Tue, 24 Nov 2026 09:00:00 +0000',
	    'Message-ID: <' . $subject =~ tr/ /-/r . '@example.test>', '',
	    'words', ''), 0644);
	open(STDIN, '<', $path) or die;
	system('doveadm', '-c', "$dir/dovecot/dovecot.conf", 'save', '-u',
	    'imap1@help.test', '-m', 'INBOX') == 0 or die;
}

# Questions to the OAuth server so far.
# How often the OAuth server was asked so.
sub asked {
	my ($what) = @_;
	my @lines = Lab::read_file("$dir/log/oauth.log") =~ /$what/gm;
	return scalar(@lines);
}

sub drop_connections {
	$lab->run('stop', 'dovecot');
	$lab->run('start', 'dovecot');
}

$lab->write_conf('oauth = (' . join(', ', map { grant($_) } qw(box post)) .
    ");\nimap = (" . account('box', 'box') . ');',
    'mechanism = "XOAUTH2"; oauth = "post";');
$lab->maildesk('init');
$lab->maildesk('department', 'add', 'Support', 'support@help.test');
# Each login a second later needs another one.
Lab::write_file("$dir/oauth-lifetime", "1\n", 0644);
log_in('box', 'refresh-imap1@help.test');
log_in('post', 'refresh-maildesk@help.test');
is(asked('^/token 200'), 0 + asked('/token'), 'each grant is good at once');

# --- in and out -------------------------------------------------------------------

put('by token');
$lab->start_desk();
$lab->until('the mail is filed', sub { $lab->ticket_count() == 1 });
pass('a mailbox is read with a token');
like($lab->letter('alice', 1), qr/^Subject: \[#1\] by token$/m,
    'and the acknowledgement leaves with another');
cmp_ok(asked('/introspect 200 imap1@'), '>', 0, 'Dovecot asked for the one');
cmp_ok(asked('/introspect 200 maildesk@'), '>', 0, 'and for the other');

# --- what ends, and what is away ---------------------------------------------------

my $before = asked('^/token 200');
$lab->until('a token that has ended is replaced', sub {
	drop_connections();
	asked('^/token 200') > $before;
});
put('after its end');
$lab->until('the mail is filed', sub { $lab->ticket_count() == 2 });
pass('a token that has ended is replaced by a new one');

Lab::write_file("$dir/oauth-down", '', 0644);
drop_connections();
put('while it is away');
my $waits = sub { $lab->maildesk('status') =~ /box: .*fails for/ };
$lab->until('status tells that there is no token', $waits);
is($lab->ticket_count(), 2, 'without a token nothing is read');
unlink("$dir/oauth-down");
$lab->until('it is filed once there are tokens', sub {
	$lab->ticket_count() == 3 });
pass('an outage passes without anybody doing anything');

is($lab->stop_desk(), 0, 'it ends in order');
unlike($lab->desk_log(), qr/refresh-|event=role-ended .*signal/,
    'no secret in the log, no crash');

done_testing();
