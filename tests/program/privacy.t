#!/usr/bin/perl
# maildesk, privacy: of who is erased no byte is left in the state folder, also
# when it was killed on its way, at any of its points.
use strict;
use warnings;
use lib 'tests/tools';
use JSON::PP qw(decode_json);
use Line;
use MIME::Base64 qw(encode_base64);
use Test::More;
use Traces;

my $build = Line::build();
my $address = 'zelda.quux@privacy.example';
my @words = ($address, 'Quuxworth', 'marmalade');

sub mail {
	my ($from, $id, $body, %how) = @_;
	return "From: $from\nTo: support\@help.test\n" .
	    ($how{head} // '') . "Subject: " . ($how{subject} // "case $id") .
	    "\nDate: Tue, 24 Nov 2026 10:00:00 +0000\n" .
	    "Message-ID: <$id\@mails.example>\nMIME-Version: 1.0\n" .
	    'Content-Type: ' . ($how{type} // 'text/plain; charset=utf-8') .
	    "\n" . ($how{coding} // '') . "\n$body\n";
}

# A desk with what they left in it; stopped.
my ($hers, $others) = (2, 3);
my $template;
sub desk {
	# Queue ids go on behind those of the template.
	my $line = Line->new(build => $build, count =>
	    defined($template) ? 100 : 0);
	if (defined($template)) {
		system('rm', '-rf', $line->{state});
		system('cp', '-a', $template->{state}, $line->{state});
		return $line;
	}
	$line->start();
	my $me = "Zelda Quuxworth <$address>";
	$line->pipe_in(mail($me, 'one', "marmalade in the printer\n" x 40,
	    subject => 'marmalade'));
	$line->pipe_in(mail($me, 'two', encode_base64("x$address marmalade\n" x 9),
	    coding => "Content-Transfer-Encoding: base64\n"));
	$line->pipe_in(mail($me, 'three', join("\0", split(//, $address)),
	    type => 'application/octet-stream'));
	$line->pipe_in(mail("Other <other\@other.example>", 'four',
	    "I only wait.", head => "Cc: $address\n"));
	$line->settle();
	$line->must('user', 'note', $hers, 'likes', 'marmalade');
	$line->must('user', 'set', $hers, 'summary=marmalade Quuxworth',
	    'phone=+49 30 1234567');
	$line->must('user', 'address', $hers, 'add', "second.$address");
	$line->must('user', 'address', $hers, 'remove', "second.$address");
	$line->must('act', 1, 'note', 'marmalade', 'again', '--as', 'anna');
	$line->settle();
	$line->stop() or die $line->log_end();
	return $template = $line;
}

sub erased {
	my ($line) = @_;
	return decode_json($line->must('user', 'erase', $hers, '--json'));
}

sub is_gone {
	my ($line, $name) = @_;
	my $said = erased($line);
	ok($said->{erased}, "$name: it is done");
	is_deeply($said->{messages}, [ 1, 2, 3 ], "$name: their mails");
	is_deeply($said->{headers}, [ 4 ], "$name: others' headers");
	my @left = Traces::below($line->{state}, @words);
	is("@left", '', "$name: no file has a trace");
	is(join(' ', $line->damage()), '', "$name: both databases are sound");
	is(join(' ', map { $_->[0] } $line->archive(
	    'SELECT length(raw) FROM message WHERE id <= 3')), '0 0 0',
	    "$name: the bodies are empty");
	is(join(' ', map { $_->[0] } $line->archive(
	    "SELECT count(*) FROM message WHERE sender LIKE '%privacy%'" .
	    " OR recipients LIKE '%privacy%'")), '0', "$name: no envelope");
}

my $line = desk();
subtest 'what would go' => sub {
	my %found = map { $_ => 1 } Traces::below($line->{state}, @words);
	cmp_ok(scalar(keys %found), '>', 5, 'the search finds what is there');
	my $text = $line->must('user', 'erase', $hers);
	like($text, qr/^Tickets +3, with \d+ entries and all mails$/m, 'tickets');
	like($text, qr/Nothing was done yet: say --yes/, 'and how');
	my ($code, $out) = $line->cli('user', 'erase', 1, '--yes');
	isnt($code, 0, 'no agent is erased');
	like($out, qr/an agent cannot be erased/, 'which is said');
};

subtest 'erased' => sub {
	my $line = desk();
	$line->must('user', 'erase', $hers, '--yes');
	is_gone($line, 'at once');
	like($line->must('user', 'erase', $hers, '--yes'), qr/is erased/,
	    'again: nothing to do');
	my ($head) = map { $_->[0] } $line->archive(
	    'SELECT CAST(raw AS TEXT) FROM message WHERE id = 4');
	like($head, qr/^Cc: xxxxx\.xxxx\@xxxxxxx\.xxxxxxx\r?$/m,
	    'a header keeps its length') or diag($head);
	my $check = ($line->cli('check', '--deep'))[1];
	unlike($check, qr/not what was accepted|damaged/, 'a deep check agrees');
	$line->start();
	$line->pipe_in(mail('Other <other@other.example>', 'six', 'More.'));
	$line->settle();
	is($line->logged('gateway-waits') + 0, 0, 'the gateway goes on');
	my ($filed) = $line->desk("SELECT count(*) FROM filing" .
	    " WHERE state = 'filed'");
	is($filed->[0], 2, "others' mails are filed");
	$line->stop();
};

# Another's text is not ours to change: the admin hears of it.
subtest 'named by others' => sub {
	my $line = desk();
	$line->start();
	$line->pipe_in(mail('Other <other@other.example>', "body$_->[0]",
	    $_->[1], subject => 'gossip')) for
	    [ 1, "ask $address" ], [ 2, encode_base64("ask $address now") ],
	    [ 3, 'ask ' . $address =~ s/@/=40/r ],
	    [ 4, join("\0", split(//, "ask $address")) ],
	    [ 5, "ask x$address" ];
	$line->settle();
	$line->stop();
	$line->must('user', 'erase', $hers, '--yes');
	is_deeply(erased($line)->{bodies}, [ 5 .. 8 ], 'in four ways');
};

subtest 'a backup' => sub {
	my $line = desk();
	my $folder = "$line->{dir}/backup";
	$line->must('backup', $folder);
	my @before = Traces::below($folder, @words);
	cmp_ok(scalar(@before), '>', 5, 'has them');
	$line->must('user', 'erase', $hers, '--yes');
	$line->must('backup', $folder);
	my @left = Traces::below($folder, @words);
	is("@left", '', 'the next one into the same folder has no trace');
	system('rm', '-rf', $line->{state});
	$line->must('restore', $folder);
	@left = Traces::below($line->{state}, @words);
	is("@left", '', 'nor has what is restored of it');
	is(join(' ', $line->damage()), '', 'which is sound');
};

# As for want of space; here because there is no such person.
subtest 'one that cannot be done' => sub {
	my $line = desk();
	system('sqlite3', "$line->{state}/maildesk.db", 'PRAGMA foreign_keys ='
	    . " OFF; INSERT INTO erasure (person_id, step, upto, begun_at)"
	    . " VALUES (999, 'desk', 0, 0)") == 0 or die;
	$line->start();
	$line->pipe_in(mail('Other <other@other.example>', 'after', 'words'));
	$line->settle();
	my @told = $line->logged('cannot-erase');
	is(scalar(@told), 1, 'is told once');
	like($told[0], qr/person=999 .*then="maildesk user erase 999 --yes"/,
	    'and what to do');
	my ($filed) = $line->desk("SELECT count(*) FROM filing" .
	    " WHERE state = 'filed'");
	is($filed->[0], 5, 'mail is filed all the same') or
	    diag($line->log_end());
	$line->stop();
};

# Killed at each point, then once more; and by the gateway's start.
my @points = map { "erase.$_" } qw(begun before-message after-message
    before-header before-step after-step between-scrubs);
for my $point (@points, 'erase.after-message:2', 'erase.before-step:2',
    'erase.after-step:2', 'erase.before-step:3', 'erase.after-step:3') {
	my $line = desk();
	$line->{env} = { MAILDESK_CRASH => $point };
	my ($code) = $line->cli('user', 'erase', $hers, '--yes');
	is($code, -9, "$point: it died there");
	$line->{env} = {};
	if ($point =~ /step|begun$/) {
		$line->start();
		Line::wait_for(sub { $line->logged('gateway-started') })
		    or die $line->log_end();
		$line->stop();
	} else {
		$line->must('user', 'erase', $hers, '--yes');
	}
	is_gone($line, $point);
}
done_testing();
