#!/usr/bin/perl
# maildesk, agents: macros, fields and teams, what they do to a ticket at the
# terminal, how it is shown, and how it is taken back.
use strict;
use warnings;
use lib 'tests/tools';
use Command;
use Cwd qw(abs_path);
use Line;
use POSIX ();
use Test::More;

my $build = abs_path($ENV{BUILD} // 'build');
-x "$build/maildesk" or BAIL_OUT("$build/maildesk is missing: make");
delete @ENV{qw(SUDO_USER MAILDESK_CONFIG MAILDESK_CLOCK NO_COLOR)};
$ENV{TZ} = 'UTC';
my $line = Line->new(build => $build);
Command::by(sub { return $line->cli(@_) });

sub file { return Line::write_file("$line->{dir}/text", $_[0]) }
sub show { return ok_json('ticket', 'show', 1) }

$line->must(qw(agent add Ben ben@help.test --handle ben --department Support));
$line->must('user', 'add', 'Alice', 'alice@example.test');
$line->must('ticket', 'open', 'alice@example.test', 'Printer on fire',
    '--file', file("It burns.\n"));

subtest 'macros' => sub {
	is(ok_text('macro', 'list'),
	    "there is no macro yet; make one with `maildesk macro add NAME`\n",
	    'none yet');
	refused(qr/#frob: there is no such command/, 'macro', 'add', 'Bad',
	    '--file', file("#frob\n\nHello\n"));
	refused(qr/cannot use another/, 'macro', 'add', 'Bad', '--file',
	    file("#macro done\n"));
	refused(qr/not for macros/, 'macro', 'add', 'Bad', '--file',
	    file("#undo\n"));
	refused(qr/is empty/, 'macro', 'add', 'Bad', '--file', file(" \n"));
	ok_text('macro', 'add', 'Done', '--file',
	    file("#solved\n#label Done\n\nKind regards,\nthe desk\n"));
	is(ok_text('macro', 'show', 'DONE'),
	    "#solved\n#label Done\n\nKind regards,\nthe desk\n",
	    'as it can be added again');
	is_deeply(ok_json('macro', 'list')->[0]{commands},
	    ['#solved', '#label Done'], 'its commands');
	ok_text('act', '1', 'macro', 'done');
	my $ticket = show();
	is($ticket->{status}, 'solved', 'it is done');
	is_deeply($ticket->{labels}, ['done'], 'all of it');
	is($ticket->{entries}[-1]{kind}, 'note',
	    'at the terminal its text is a note unless it says otherwise');
	refused(qr/there is no such macro/, 'act', '1', 'macro', 'gone');
	ok_text('act', '1', 'undo');
	is(show()->{status}, 'open', 'and is taken back');
	is_deeply(show()->{labels}, [], 'all of it');
	ok_text('macro', 'remove', 'done');
	refused(qr/there is no macro "done"/, 'macro', 'show', 'done');
};

subtest 'fields' => sub {
	refused(qr/one of text, lines, number/, 'field', 'add', 'x', 'colour');
	refused(qr/a word of letters/, 'field', 'add', 'two words', 'text');
	refused(qr/name the choices/, 'field', 'add', 'colour', 'choice');
	refused(qr/only choice and choices/, 'field', 'add', 'x', 'text', 'a');
	ok_text('field', 'add', 'Colour', 'choice', 'red', 'dark blue');
	refused(qr/already a field/, 'field', 'add', 'colour', 'text');
	ok_text('field', 'add', 'birthday', 'date', '--object', 'person');
	refused(qr/no such field, only Colour/, 'act', '1', 'field.birthday',
	    '2000-01-01');
	refused(qr/one of: red, dark blue/, 'act', '1', 'field.colour', 'pink');
	ok_text('act', '1', 'field.colour', 'red');
	ok_text('act', '1', 'field.colour', 'Dark', 'Blue');
	is_deeply(show()->{fields}, [{ name => 'Colour',
		value => 'dark blue' }], 'as the list has it');
	ok_text('field', 'remove', 'colour');
	is_deeply(show()->{fields}, [], 'gone with its values');
	refused(qr/not there any more/, 'act', '1', 'undo');
};

subtest 'teams' => sub {
	ok_text('team', 'add', 'Field service');
	refused(qr/already a team/, 'team', 'add', 'field SERVICE');
	refused(qr/not "none"/, 'team', 'add', 'None');
	ok_text('team', 'member', 'field service', 'ben');
	is_deeply(ok_json('team', 'list')->[0]{members}, ['ben'], 'one member');
	my $done = ok_json('act', '1', 'team', 'field service');
	is($done->{letters}, 1, 'who hears of it');
	is(show()->{team}, 'Field service', 'its ticket');
	ok_text('team', 'member', 'field service', 'ben', '--remove');
	is_deeply(ok_json('team', 'list')->[0]{members}, [], 'and none');
	ok_text('act', '1', 'undo');
	is(show()->{team}, undef, 'taken back');
};

subtest 'what ticket show shows' => sub {
	my $day = (1900 + (gmtime)[5] + 1) . '-01-02';
	ok_text('act', '1', @$_) for ['label', 'vip, paper jam'],
	    ['follow', 'ben'], ['due', $day, '9:00'],
	    ['time', '1h30', 'by', 'phone'], ['time', '15m'],
	    ['charge', '12.50'];
	my $text = ok_text('ticket', 'show', '1');
	for ('Labels .*paper jam, vip', 'Followers .*Ben',
	    "Due .*$day 09:00", 'Time .*1 h 45 min', 'Charges .*12\.50') {
		like($text, qr/^$_/m, $_);
	}
	my $ticket = show();
	is($ticket->{due_at}, "${day}T09:00:00Z", 'due');
	is_deeply([map { $_->{minutes} } @{$ticket->{time}}], [90, 15], 'time');
	is($ticket->{time}[0]{remark}, 'by phone', 'and what for');
	is($ticket->{charges}[0]{cents}, 1250, 'charges');
	is($ticket->{followers}[0]{name}, 'Ben', 'followers');
	is($ticket->{snoozed_until}, undef, 'awake');
};

subtest 'asking and taking back' => sub {
	like(ok_text('act', '1', 'show'), qr/^\[#1\] open.*It burns/ms,
	    'a ticket in words');
	like(ok_text('act', '1', 'history'), qr/by cli: label: none -> vip/,
	    'its history');
	like(ok_json('act', '1', 'undo')->{answer}, qr/charge: +1250 -> none/,
	    'what was taken back is said');
	ok_text('act', '1', 'reply', 'Pull', 'the', 'plug.');
	is(show()->{status}, 'pending', 'answered');
	like(ok_text('act', '1', 'undo'), qr/not sent yet/, 'not yet sent');
	my $ticket = show();
	is($ticket->{status}, 'open', 'as before');
	is_deeply([grep { $_->{event} eq 'agent-reply' &&
		$_->{state} ne 'cancelled' } @{$ticket->{letters}}], [],
	    'the answer never goes');
	refused(qr/address that #help tells/, 'act', '1', 'on', '1,2');
};

subtest 'the user of a ticket' => sub {
	ok_text('user', 'add', 'Alice', 'alice@home.test');
	refused(qr/it is that of somebody/, 'act', '1', 'addaddress',
	    'alice@home.test');
	ok_text('act', '1', 'mergeuser', 'alice@home.test');
	ok_text('act', '1', 'addaddress', 'alice@new.test');
	my $user = ok_json('user', 'show', 'alice@new.test', '--changes');
	is_deeply([map { $_->{address} } @{$user->{addresses}}],
	    ['alice@example.test', 'alice@home.test', 'alice@new.test'],
	    'one user');
	is(scalar(grep { $_->{field} eq 'merged' } @{$user->{changes}}), 1,
	    'the log of people has it, too');
	refused(qr/`maildesk user address`/, 'act', '1', 'undo');
};

subtest 'what is said of a user' => sub {
	ok_text('act', '1', 'usernote', 'prefers the telephone');
	ok_text('act', '1', 'autoresponder', 'on');
	ok_text('usergroup', 'add', 'Press');
	ok_text('act', '1', 'usergroup', 'press');
	my $user = show(1)->{user}{number} // show(1)->{user}{id};
	my $page = ok_text('user', 'show', $user);
	like($page, qr/prefers the telephone/, 'a note');
	like($page, qr/gets? no automatic mail|answers/, 'a machine');
	like($page, qr/Press/, 'a group');
	ok_text('act', '1', 'ban', 'spam@junk.example');
	is_deeply([map { $_->{pattern} } @{ok_json('ban', 'list')}],
	    ['spam@junk.example'], 'a ban');
	refused(qr/would keep out/, 'act', '1', 'ban', '@help.test');
	ok_text('act', '1', 'unban', 'spam@junk.example');
	ok_text('act', '1', 'ungroup', 'press');
	ok_text('act', '1', 'autoresponder', 'off');
	is_deeply(ok_json('ban', 'list'), [], 'and it is taken back');
};

subtest 'an agent as a page' => sub {
	ok_text('agent', 'set', 'ben', 'signature=Ben Berg
Field service', 'hours=mon-sun 0-24', 'call=+49 30 1234');
	ok_text('team', 'member', 'field service', 'ben');
	my $page = ok_text('agent', 'show', 'ben');
	for (qr/Teams +Field service/, qr/Departments +Support/,
	    qr/Signature +Ben Berg\n +Field service/, qr/Call at +\+49 30 1234/,
	    qr/Hours +mon-sun 0-24; now at work/, qr/Is +agent/) {
		like($page, qr/^$_$/m, $_);
	}
	is(ok_json('user', 'show', 'ben@help.test')->{call}, '+49 30 1234',
	    'the same as of a user');
	is_deeply([map { $_->{handle} } @{ok_json('agent', 'list', '--team',
	    'field service')}], ['ben'], 'of a team');
	refused(qr/no team "none"/, 'agent', 'list', '--team', 'none');
	refused(qr/one of signature, hours/, 'agent', 'set', 'ben', 'x=1');
	refused(qr/hours must be days/, 'agent', 'set', 'ben', 'hours=9-17');
	refused(qr/theirs to say/, 'agent', 'set', 'anna', 'call=112', '--as',
	    'ben');
	ok_text('agent', 'set', 'ben', 'signature=none');
	is(ok_json('agent', 'show', 'ben')->{signature}, undef, 'taken away');
};

subtest 'away' => sub {
	my @day = map { POSIX::strftime('%Y-%m-%d', gmtime(time + 86400 * $_)) }
	    0 .. 9;
	ok_text('agent', 'set', 'ben', "away=..$day[3]", 'deputy=anna');
	my $said = ok_json('agent', 'show', 'ben');
	is($said->{deputy}{name}, 'Anna', 'who stands in');
	like($said->{away_until}, qr/^$day[4]T/, 'until when');
	my ($line) = grep { $_->{handle} eq 'ben' } @{ok_json('agent', 'list')};
	like($line->{away}, qr/^away until .*, for them anna$/, 'the list');
	refused(qr/not over yet/, 'agent', 'set', 'ben', 'away=2020-01-01..' .
	    '2020-01-02');
	refused(qr/stands in for/, 'agent', 'set', 'ben', 'deputy=ben');
	ok_text('agent', 'set', 'ben', 'away=none');
	is(ok_json('agent', 'show', 'ben')->{away_until}, undef, 'back');
	is(ok_json('agent', 'show', 'ben')->{deputy}{name}, 'Anna',
	    'the deputy is kept for the next time');
	my $changes = ok_json('agent', 'show', 'ben', '--changes')->{changes};
	ok((grep { $_->{field} eq 'away' } @$changes), 'as the log says');
};

done_testing();
