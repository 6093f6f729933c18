#!/usr/bin/perl
# maildesk, who somebody is: passwords, which nobody but their owner sees, and
# users who write from another address.
use strict;
use warnings;
use lib 'tests/tools';
use Command;
use Cwd qw(abs_path);
use Line;
use Test::More;

my $build = abs_path($ENV{BUILD} // 'build');
-x "$build/maildesk" or BAIL_OUT("$build/maildesk is missing: make");
delete @ENV{qw(SUDO_USER MAILDESK_CONFIG MAILDESK_CLOCK NO_COLOR)};
$ENV{TZ} = 'UTC';
my $line = Line->new(build => $build);
Command::by(sub { return $line->cli(@_) });

sub user { return ok_json('user', 'show', @_) }

# With a password in standard input, as a script gives it.
sub typed {
	my ($words, @command) = @_;
	my $in = Line::write_file("$line->{dir}/typed", $words);
	my $out = "$line->{dir}/typed.out";
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDIN, '<', $in) or die;
		open(STDOUT, '>', $out) or die;
		open(STDERR, '>&', \*STDOUT) or die;
		exec("$build/maildesk", '--config', "$line->{dir}/desk.conf",
		    @command) or die;
	}
	waitpid($pid, 0);
	return ($? >> 8, Line::read_file($out));
}

sub mail {
	my ($from, $to, $words) = @_;
	my $id = 'identity' . ++$line->{mails};
	$line->pipe_in("From: $from\nTo: $to\nSubject: Printer on fire\n" .
	    "Date: Tue, 24 Nov 2026 10:00:00 +0000\n" .
	    "Message-ID: <$id\@identity.example>\n\n$words\n");
	Line::wait_for(sub { $line->is_filed() }) or die $line->log_end();
	return;
}

# The newest letter of an event: subject and text, and where an answer goes.
sub letter {
	my ($event) = @_;
	my ($row) = $line->desk('SELECT subject, text, reply_to FROM letter' .
	    " WHERE event = '$event' ORDER BY id DESC");
	return $row ? { words => "$row->[0]\n$row->[1]", to => $row->[2] }
	    : { words => '', to => '' };
}

sub code { return (letter('password')->{words} =~
    /^(v[a-z2-7]+-[a-z2-7]+)$/m)[0] }

$line->must('user', 'add', 'Kim Lee', 'kim@client.test', '--as', 'anna');
my $kim = user('kim@client.test')->{id};

subtest 'a password' => sub {
	my $said = ok_json('user', 'password', $kim, '--as', 'anna');
	is($said->{mailed_to}, 'kim@client.test', 'goes by mail');
	unlike(join(' ', %$said), qr/v[2-7a-z]+-/, 'and nowhere else');
	my $code = code();
	ok($code, 'the letter has the code');
	my ($exit, $out) = typed("kim lee 1\n", 'user', 'password-set', $code);
	is($exit, 1, 'a bad one');
	like($out, qr/at least 10/, 'and why');
	($exit, $out) = typed("client.test\n", 'user', 'password-set', $code);
	like($out, qr/too easy to guess/, 'what others know is none');
	($exit, $out) = typed('', 'user', 'password-set', $code);
	like($out, qr/no password was given/, 'nothing is none');
	($exit, $out) = typed("correct horse\n", 'user', 'password-set', $code,
	    '--json');
	is($exit, 0, 'a good one') or diag($out);
	is(value_of($out)->{person}, $kim, 'is theirs');
	($exit, $out) = typed("another horse\n", 'user', 'password-set', $code);
	like($out, qr/good no more/, 'once');
	($exit) = typed("another horse\n", 'user', 'password-check', $kim);
	is($exit, 1, 'what was not set is not right');
	is(user($kim)->{last_login_at}, undef, 'and no log-in');
	($exit) = typed("correct horse\n", 'user', 'password-check', $kim);
	is($exit, 0, 'what was set is');
	ok(user($kim)->{last_login_at}, 'and a log-in');
	my $changes = user($kim, '--changes')->{changes};
	is_deeply([map { [ $_->{field}, $_->{person}{id} // 0 ] }
	    grep { $_->{field} =~ /password/ } @$changes],
	    [[ 'password-letter', 1 ], [ 'password', $kim ]],
	    'the log says who asked, and who set it');
	my $bytes = join('', map { Line::read_file($_) }
	    glob("$line->{state}/*"));
	unlike($bytes, qr/correct horse/, 'it stands nowhere');
	like(ok_text('user', 'show', $kim), qr/^Last log-in +\S/m, 'the page');
};

subtest 'a code that is good no more' => sub {
	my @ways = (
		[ 'disabled', [ 'user', 'disable', $kim ],
		    [ 'user', 'enable', $kim ] ],
		[ 'another address', [ 'user', 'address', $kim, 'add',
		    'kim@new.test' ], [ 'user', 'address', $kim, 'primary',
		    'kim@new.test' ], [ 'user', 'address', $kim, 'primary',
		    'kim@client.test' ] ],
	);
	for my $way (@ways) {
		my ($name, @deeds) = @$way;
		ok_text('user', 'password', $kim);
		my $code = code();
		ok_text(@$_) for @deeds;
		my ($exit, $out) = typed("yet another horse\n", 'user',
		    'password-set', $code);
		like($out, qr/good no more/, $name);
	}
	my ($exit, $out) = typed("x\n", 'user', 'password-set', 'v2k-nonsense');
	like($out, qr/good no more/, 'nonsense');
	ok_text('user', 'disable', $kim);
	refused(qr/is disabled/, 'user', 'password', $kim);
	ok_text('user', 'enable', $kim);
	ok_text('user', 'password', $kim) for 1 .. 2;
	refused(qr/letters_per_day/, 'user', 'password', $kim);
};

subtest 'another address' => sub {
	$line->start();
	mail('Kim Lee <kim@client.test>', 'support@help.test', 'It burns.');
	my $reply = letter('acknowledge')->{to};
	mail('Kim <kim@home.test>', $reply, 'It burns still.');
	my $claim = letter('claim')->{to};
	ok($claim, 'the user is asked');
	is(letter('claimed')->{to}, '', 'the other side not yet');
	mail('Kim <kim@home.test>', $claim, 'yes');
	isnt(user('kim@home.test')->{id}, $kim, 'who asks cannot answer');
	mail('Kim Lee <kim@client.test>', $claim, 'Yes, that was me.');
	my $other = letter('claimed');
	unlike($other->{words}, qr/Kim|kim\@client|Printer/,
	    'whoever is asked, too, learns nothing');
	mail('Kim <kim@home.test>', $other->{to}, 'yes');
	my $show = user('kim@home.test');
	is($show->{id}, $kim, 'two words make them one');
	is_deeply([sort map { $_->{address} } @{$show->{addresses}}],
	    ['kim@client.test', 'kim@home.test', 'kim@new.test'],
	    'with all addresses');
	ok((grep { $_->{field} eq 'merged' && $_->{person}{id} == $kim }
	    @{user($kim, '--changes')->{changes}}), 'as the log says');
	ok($line->stop(), 'the desk stops');
	is_deeply([$line->damage()], [], 'nothing is damaged');
};

done_testing();
