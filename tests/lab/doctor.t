#!/usr/bin/perl
# maildesk doctor with a real Postfix: what is shipped is right; a mail to
# ourselves comes back through either door, makes no ticket and tells nobody; a
# forgery that is not stripped is found, and what is then said to write cures
# it.
use strict;
use warnings;
use lib 'tests/lab';
use JSON::PP qw(decode_json);
use Test::More;

use Lab;

my $missing = Lab::missing();
plan(skip_all => $missing) if $missing;

my $lab;

# As root: accounts and modes are judged, too.
sub doctor {
	my (@words) = @_;
	my ($port) = Lab::read_file("$lab->{dir}/lab.env") =~ /^SMTP_PORT=(\d+)/m;
	open(my $out, '-|', "$lab->{dir}/bin/maildesk",
	    "--config=$lab->{conf}", '--json', 'doctor', '--postfix',
	    "$lab->{dir}/postfix/etc", '--mx', "127.0.0.1:$port", @words)
	    or die "maildesk: $!";
	local $/;
	my $text = readline($out) // '';
	close($out);
	return ($? >> 8, @{ decode_json($text) });
}

# What it says of one check: result and text of each finding.
sub said {
	my ($check, @said) = @_;
	return join("\n", map { "$_->{result}: $_->{text}" }
	    grep { $_->{check} eq $check } @said);
}

sub fix {
	my ($check, @said) = @_;
	return (grep { $_->{check} eq $check } @said)[0]{fix};
}

sub is_quiet {
	my ($sent) = @_;
	$lab->until('all is filed', sub {
		@{ $lab->ask('quarantine', 'list') } == $sent
	});
	is_deeply([ map { $_->{reason} } @{ $lab->ask('quarantine', 'list') } ],
	    [ ('canary') x $sent ], 'what it sent is in quarantine');
	is($lab->ticket_count(), 0, 'there is no ticket');
	is(scalar(@{ $lab->ask('queue', 'list', '--state', 'any') }), 0,
	    'no letter');
	is_deeply([ map { $lab->inbox($_) } 'alice', 'anna' ], [ 0, 0 ],
	    'and nobody heard of it');
}

# What is to be written into main.cf, there.
sub obey {
	my ($fix) = @_;
	my $etc = "$lab->{dir}/postfix/etc";

	$fix =~ s{/etc/postfix}{$etc}g;
	for my $line (split(/\n/, $fix)) {
		my ($path, $text) = $line =~ /^(\S+): (.*)$/ or next;
		$path = "$etc/$path" if $path !~ m{^/};
		Lab::write_file($path, Lab::read_file($path) . "$text\n", 0644);
	}
	utime(time() - 10, time() - 10, glob("$etc/*"));
	# Postfix rereads everything.
	$lab->run('stop', 'postfix');
	$lab->run('start', 'postfix');
}

for my $door ('pipe', 'lmtp') {
	subtest "through $door" => sub {
		$lab = Lab->new($door);
		$lab->maildesk('init');
		$lab->maildesk('department', 'add', 'Support',
		    'support@help.test');
		$lab->maildesk('agent', 'add', 'Anna', 'anna@help.test',
		    '--department', 'Support', '--manager');
		$lab->start_desk();

		my (undef, @said) = doctor();
		for my $check (qw(configuration state key archive desk together
		    departments agents templates intake alarm postfix transport
		    delimiter pipe lmtp socket imap relay)) {
			like(said($check, @said), qr/^ok: [^\n]*$/,
			    "$check is as it should be");
		}
		like(said('canary', @said),
		    qr/^ok: accepted after \d+\.\d\d s, filed after \d+\.\d\d s/,
		    'a canary comes back');
		like(said('forgery', @said),
		    qr/^look: .*Authentication-Results of mail\.help\.test is not stripped/,
		    'the forgery is not stripped, and that is said');
		is_quiet(3);

		obey(fix('forgery', @said));
		my ($code, $found) = doctor('forgery');
		is("$code $found->{result}", '0 ok',
		    'with what it said to write, it is stripped')
		    or diag($found->{text});
		is_quiet(4);
		return if $door ne 'pipe';

		obey("main.cf: recipient_delimiter =\n");
		($code, @said) = doctor('delimiter', 'relay', 'canary',
		    '--wait', 3);
		is($code, 78, 'without recipient_delimiter it is not in order');
		like(said('delimiter', @said), qr/^BAD: answers .* bounce/,
		    'as the configuration says');
		like(said('relay', @said) . said('canary', @said), qr/BAD: /,
		    'and as the mail shows');
		is($lab->ticket_count(), 0, 'that made no ticket either');
	};
}

done_testing();
