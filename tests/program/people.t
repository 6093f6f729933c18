#!/usr/bin/perl
# maildesk, people: what the desk remembers of them, and what is done with their
# records.
use strict;
use warnings;
use lib 'tests/tools';
use Command;
use Cwd qw(abs_path);
use JSON::PP;
use Line;
use Test::More;

my $build = abs_path($ENV{BUILD} // 'build');
-x "$build/maildesk" or BAIL_OUT("$build/maildesk is missing: make");
delete @ENV{qw(SUDO_USER MAILDESK_CONFIG MAILDESK_CLOCK NO_COLOR)};
$ENV{TZ} = 'UTC';
my $line = Line->new(build => $build);
Command::by(sub { return $line->cli(@_) });

sub show { return ok_json('user', 'show', @_) }

# A mail from somebody, filed before this returns.
my $mails = 0;
sub mail_from {
	my ($from, %how) = @_;
	my $id = 'people' . ++$mails;
	my ($address) = $from =~ /([^<> ]+\@[^<> ]+)/;
	my $mail = "From: $from\nTo: " . ($how{to} // 'support@help.test') .
	    "\nSubject: " . ($how{subject} // "matter $mails") .
	    "\nDate: Tue, 24 Nov 2026 10:00:00 +0000\n" .
	    "Message-ID: <$id\@people.example>\n\n" .
	    ($how{words} // "About $mails.") . "\n";
	$line->pipe_in($mail);
	Line::wait_for(sub {
		my $status = JSON::PP->new->utf8->decode(
		    ($line->cli('status', '--json'))[1]);
		return $status->{waiting} == 0;
	}) or die $line->log_end();
	return;
}

$line->start();
my ($kim, $lee) = (2, 3); # agent Anna is 1
mail_from('Kim Lee <kim@client.test>', subject => 'printer burns');
mail_from('Lee <lee@other.test>');
mail_from('Kim Lee <kim@client.test>', subject => 'a fax');

subtest 'a page' => sub {
	my $show = show('kim@client.test');
	is($show->{id}, $kim, 'the number');
	is($show->{name}, 'Kim Lee', 'the name');
	is_deeply([map { "$_->{address} $_->{primary} $_->{state}" }
	    @{$show->{addresses}}], ['kim@client.test 1 ok'], 'an address');
	is($show->{created_message}, 1, 'the mail that made it');
	is($show->{last_message}, 3, 'the last one');
	is_deeply([map { $_->{subject} } @{$show->{tickets}}],
	    ['a fax', 'printer burns'], 'tickets, the newest first');
	is_deeply([map { $_->{subject} } @{show($kim, '--sort', 'subject')
	    ->{tickets}}], ['a fax', 'printer burns'], 'by subject');
	ok_text('act', 1, 'priority', 'urgent', '--as', 'anna');
	is_deeply([map { $_->{subject} } @{show($kim, '--sort', 'priority')
	    ->{tickets}}], ['printer burns', 'a fax'], 'by priority');
	my $one = show($kim, '--sort', 'priority', '--limit', 1);
	is(scalar(@{$one->{tickets}}), 1, 'not more than asked for');
	ok($one->{more_tickets}, 'which is said');
	is($show->{activity}[0]{kind}, 'message', 'what they did');
	is($show->{activity}[0]{ticket}, 3, 'and where');
	refused(qr/newest, changed/, 'user', 'show', $kim, '--sort', 'x');
	my $text = ok_text('user', 'show', $kim);
	like($text, qr/\A2  Kim Lee\n/, 'as text');
	like($text, qr/^Came by +pipe, with message 1$/m, 'by which door');
	like($text, qr/^ *#1 .*Kim Lee \(2\)/m, 'tickets name the number');
	like($text, qr/^Lately +Ticket +Did +What$/m, 'what they did');
};

subtest 'what is known' => sub {
	ok_text('user', 'set', $kim, 'title=Head of printing',
	    'timezone=Asia/Kathmandu', 'language=ne', 'phone=+977 1 4412345',
	    'twitter=https://twitter.com/kimlee', 'website=client.test',
	    "postal=Way 1\n12345 Town", 'im=xmpp:kim@client.test');
	ok_text('user', 'set', $kim, 'phone+=030 99 88');
	my $show = show($kim);
	is($show->{title}, 'Head of printing', 'title');
	is_deeply($show->{phone}, ['+977 1 4412345', '030 99 88'], 'phones');
	is_deeply($show->{twitter}, ['kimlee'], 'a name without more');
	is_deeply($show->{website}, ['https://client.test'], 'a site');
	my $text = ok_text('user', 'show', $kim);
	like($text, qr/\A2  Kim Lee, Head of printing\n/, 'the heading');
	like($text, qr/^Timezone +Asia\/Kathmandu, where it is \w+, \d\d:\d\d$/m,
	    'the time there');
	like($text, qr/^Postal +Way 1\n +12345 Town$/m, 'lines');
	ok_text('user', 'set', $kim, 'phone-=0 30-99/88', 'im=', 'language=',
	    'phone=+977-1-4412345');
	$show = show($kim);
	is_deeply($show->{phone}, ['+977 1 4412345'], 'the same number stays');
	is_deeply($show->{im}, [], 'none any more');
	is($show->{language}, undef, "the desk's own");
	refused(qr/is one of name, title, summary/, 'user', 'set', $kim, 'x=1');
	my ($code, $out) = $line->cli('user', 'set', $kim, 'x=1');
	my (undef, $help) = $line->cli('user', 'set', '--help');
	like($help, qr/\b\Q$_\E\b/, "help names $_")
	    for $out =~ /one of (.*)$/ ? split(/, /, $1) : die $out;
	refused(qr/timezone must be/, 'user', 'set', $kim, 'title=x',
	    'timezone=Moon/Sea');
	is(show($kim)->{title}, 'Head of printing', 'all or nothing');
	refused(qr/one title only/, 'user', 'set', $kim, 'title+=x');
	refused(qr/name must be/, 'user', 'set', $kim, 'name=');
	refused(qr/has no phone/, 'user', 'set', $kim, 'phone-=12345');
	refused(qr/not KEY=VALUE/, 'user', 'set', $kim, 'phone');
	refused(qr/nobody has/, 'user', 'set', 99, 'title=x');
	my $changes = show($kim, '--changes')->{changes};
	is_deeply([map { "$_->{field}: $_->{old} > $_->{new}" }
	    grep { $_->{field} =~ /phone|language/ } @$changes],
	    ['language:  > ne', 'phone:  > +977 1 4412345',
		'phone:  > 030 99 88', 'phone: 0 30-99/88 > ',
		'language: ne > '], 'the log says from what to what');
};

subtest 'labels and notes' => sub {
	ok_text('user', 'label', $kim, 'VIP, paper jam');
	is(ok_json('user', 'label', $kim, 'vip')->{changed}, 0, 'once');
	is_deeply(show($kim)->{labels}, ['paper jam', 'vip'], 'labels');
	ok_text('user', 'unlabel', $kim, 'paper jam');
	is_deeply(show($kim)->{labels}, ['vip'], 'taken away');
	refused(qr/labels are/, 'user', 'label', $kim, ' , ');
	my $note = ok_json('user', 'note', $kim, 'likes', 'tea', '--as', 'anna');
	ok_text('user', 'note', $kim, 'and coffee');
	my $notes = show($kim)->{notes};
	is_deeply([map { $_->{text} } @$notes], ['likes tea', 'and coffee'],
	    'notes');
	is($notes->[0]{author}{id}, 1, 'by whom');
	like(ok_text('user', 'show', $kim), qr/^Anna \(1\) noted, .*\n +likes tea/m,
	    'as text');
	refused(qr/no note 99/, 'user', 'note', $kim, '--remove', 99);
	refused(qr/no note 1/, 'user', 'note', $lee, '--remove',
	    $note->{note});
	ok_text('user', 'note', $kim, '--remove', $note->{note});
	is(scalar(@{show($kim)->{notes}}), 1, 'one is gone');
	refused(qr/a note is text/, 'user', 'note', $kim);
};

subtest 'addresses' => sub {
	ok_text('user', 'address', $kim, 'add', 'Kim@Home.test');
	refused(qr/that of user 3; `maildesk user merge`/, 'user', 'address',
	    $kim, 'add', 'LEE@other.test');
	refused(qr/of department Support/, 'user', 'address', $kim, 'add',
	    'support+x@help.test');
	refused(qr/no address/, 'user', 'address', $kim, 'add', 'nonsense');
	refused(qr/does not have/, 'user', 'address', $kim, 'primary',
	    'lee@other.test');
	refused(qr/make another one primary/, 'user', 'address', $kim,
	    'remove', 'kim@client.test');
	refused(qr/add, remove or primary/, 'user', 'address', $kim, 'drop',
	    'kim@client.test');
	my $got = ok_json('user', 'address', $kim, 'primary', 'kim@home.test');
	is_deeply([map { $_->{primary} ? $_->{address} : () }
	    @{$got->{addresses}}], ['Kim@Home.test'], 'as given, and one only');
	mail_from('<kim@home.test>', subject => 'from home');
	is(show($kim)->{tickets}[0]{subject}, 'from home', 'one person');
	ok_text('user', 'address', $kim, 'primary', 'kim@client.test');
	ok_text('user', 'address', $kim, 'remove', 'kim@home.test');
	refused(qr/nobody has/, 'user', 'show', 'kim@home.test');
};

subtest 'lists' => sub {
	is_deeply([map { $_->{id} } @{ok_json('user', 'list')}],
	    [$lee, $kim, 1], 'the newest first');
	my @rows = (
		[[$kim], '--label', 'VIP'],
		[[$kim], '--domain', '@Client.test'],
		[[1], '--agents'],
		[[], '--disabled'],
		[[], '--state', 'hard'],
		[[1], '--before', 2],
		[[$lee], '--limit', 1],
	);
	for my $row (@rows) {
		my ($want, @how) = @$row;
		is_deeply([map { $_->{id} } @{ok_json('user', 'list', @how)}],
		    $want, "with @how");
	}
	is_deeply([map { $_->{id} } @{ok_json('user', 'find', 'lee',
	    '--domain', 'other.test')}], [$lee], 'find, narrowed');
	like(ok_text('user', 'list', '--limit', 1), qr/--before 3$/m,
	    'how to go on');
	refused(qr/ok, soft or hard/, 'user', 'list', '--state', 'odd');
	refused(qr/--domain is/, 'user', 'list', '--domain', 'a b');
};

subtest 'a ticket for somebody' => sub {
	my $open = ok_json('ticket', 'open', $lee, 'called about the fax',
	    'it', 'eats', 'paper', '--as', 'anna');
	my $show = ok_json('ticket', 'show', $open->{ticket});
	is($show->{user}{id}, $lee, 'is theirs');
	is($show->{assignee}{id}, 1, "and its maker's to answer");
	is($show->{subject}, 'called about the fax', 'subject');
	my ($note) = grep { $_->{text} =~ /eats paper/ } @{$show->{entries}};
	ok($note->{private}, 'what was said is for colleagues');
	is_deeply([grep { $_->{address} eq 'lee@other.test' }
	    @{$show->{letters}}], [], 'nothing goes to the user');
	refused(qr/nobody has/, 'ticket', 'open', 99, 'x', 'y', '--as', 'anna');
	refused(qr/a subject is/, 'ticket', 'open', $lee, ' ', 'y', '--as',
	    'anna');
};

subtest 'a record by hand, disabled and enabled' => sub {
	my $made = ok_json('user', 'add', 'Mo', 'mo@client.test');
	my $mo = $made->{id};
	is(show('mo@client.test')->{created_door}, 'cli', 'by which door');
	refused(qr/already that of user $mo/, 'user', 'add', 'Mo',
	    'MO@client.test');
	refused(qr/of department/, 'user', 'add', 'X', 'support@help.test');
	refused(qr/a user needs/, 'user', 'add', ' ', 'x@client.test');
	mail_from('Mo <mo@client.test>', subject => 'before');
	is(scalar(@{show($mo)->{tickets}}), 1, 'mail is filed');
	my $ticket = show($mo)->{tickets}[0]{id};
	ok(ok_json('user', 'disable', $mo)->{disabled}, 'disabled');
	mail_from('Mo <mo@client.test>', subject => 'meanwhile');
	is(scalar(@{show($mo)->{tickets}}), 1, 'mail is kept out');
	my $kept = ok_json('quarantine', 'list');
	is($kept->[0]{reason}, 'disabled', 'for that reason');
	ok_text('act', $ticket, 'reply', 'hello', '--as', 'anna');
	my ($letter) = grep { $_->{event} eq 'agent-reply' }
	    @{ok_json('ticket', 'show', $ticket)->{letters}};
	ok_text('queue', 'retry', $letter->{id});
	my $state = Line::wait_for(sub {
		my ($now) = grep { $_->{id} == $letter->{id} }
		    @{JSON::PP->new->utf8->decode(($line->cli('ticket', 'show',
		    $ticket, '--json'))[1])->{letters}};
		return $now->{state} ne 'queued' && $now->{state} ne 'sending'
		    && $now->{state};
	});
	is($state, 'cancelled', 'nothing is sent to them');
	is_deeply([map { $_->{id} } @{ok_json('user', 'list', '--disabled')}],
	    [$mo], 'they are found');
	ok_text('user', 'enable', $mo);
	ok_text('quarantine', 'release', $kept->[0]{message});
	is(scalar(@{show($mo)->{tickets}}), 2, 'what was kept is let in');
	refused(qr/agent disable/, 'user', 'disable', 1);
	is_deeply([map { "$_->{field} $_->{new}" } grep { $_->{object} eq
	    'person' } @{show($mo, '--changes')->{changes}}],
	    ['name Mo', 'address mo@client.test', 'disabled yes',
		'disabled no'], 'the log');
};

subtest 'deleted' => sub {
	my $mo = show('mo@client.test')->{id};
	my ($ticket) = map { $_->{id} } @{show($mo)->{tickets}};
	ok_text('user', 'note', $mo, 'secret');
	my $would = ok_json('user', 'delete', $mo);
	ok(!$would->{deleted}, 'without --yes nothing is done');
	is("$would->{tickets} $would->{notes} $would->{addresses}", '2 1 1',
	    'but said');
	like(ok_text('user', 'delete', $mo),
	    qr/^Tickets +2, with \d+ entries\n.*say --yes\n/ms, 'as text');
	ok(show($mo)->{name} eq 'Mo', 'they are there');
	ok(ok_json('user', 'delete', $mo, '--yes')->{deleted}, 'deleted');
	refused(qr/no ticket $ticket/, 'ticket', 'show', $ticket);
	refused(qr/nobody has/, 'user', 'show', 'mo@client.test');
	like(ok_text('user', 'show', $mo), qr/^Deleted +just now$/m,
	    'the number says so');
	refused(qr/deleted/, 'user', 'set', $mo, 'title=x');
	is(ok_json('quarantine', 'list')->[0]{reason}, 'deleted',
	    'every mail has an end');
	mail_from('Mo <mo@client.test>', subject => 'again');
	my $again = show('mo@client.test');
	cmp_ok($again->{id}, '>', $mo, 'a later mail makes another record');
	ok_text('user', 'delete', $again->{id}, '--yes', '--ban');
	is(($line->deliver("From: Mo <mo\@client.test>\n\nx\n", 'q1'))[0], 69,
	    'deleted and banned: nothing more');
	refused(qr/is an agent/, 'user', 'delete', 1, '--yes');
	is(($line->cli('check', '--deep'))[0], 0, 'the desk is in order')
	    or diag(($line->cli('check', '--deep'))[1]);
};

# Everything but the log of changes, what only counts them, and the index of
# names, which the gateway makes in its own time.
sub dump_of {
	open(my $in, '-|', 'sqlite3', '-readonly',
	    "$line->{state}/maildesk.db", '.dump') or die $!;
	my @rows = grep { !/^INSERT\ INTO\s
	    ("?change"?|sqlite_sequence|'?person_words\w*'?)[ (]/x }
	    readline($in);
	close($in) or die "sqlite3 fails";
	return \@rows;
}

sub same_dump {
	my ($got, $want, $name) = @_;
	my %want = map { $_ => 1 } @$want;
	my %got = map { $_ => 1 } @$got;
	return is(join('', (map { "+$_" } grep { !$want{$_} } @$got),
	    (map { "-$_" } grep { !$got{$_} } @$want)), '', $name);
}

sub result_of {
	my ($merge, $field) = @_;
	my ($row) = grep { $_->{field} eq $field } @{$merge->{fields}};
	return $row && $row->{result};
}

my ($pat, $patricia);
subtest 'merged and apart again' => sub {
	mail_from('<pat@client.test>', subject => 'from pat');
	mail_from('Patricia Fox <patricia@other.test>', subject => 'from fox');
	$pat = show('pat@client.test')->{id};
	$patricia = show('patricia@other.test')->{id};
	ok_text('user', 'set', $pat, 'title=Clerk', 'phone=030 111',
	    'language=de', 'twitter=pat');
	ok_text('user', 'set', $patricia, 'phone=030 222', 'phone+=(030) 111',
	    'title=Boss', 'timezone=UTC');
	ok_text('user', 'label', $pat, 'vip, old');
	ok_text('user', 'label', $patricia, 'vip');
	ok_text('user', 'note', $patricia, 'tall');
	ok_text('user', 'address', $patricia, 'add', 'fox@other.test');
	my ($hers) = map { $_->{id} } @{show($patricia)->{tickets}};
	my ($theirs) = map { $_->{id} } @{show($pat)->{tickets}};
	ok_text('act', 1, 'cc', 'pat@client.test', '--as', 'anna');
	ok_text('act', 1, 'cc', 'patricia@other.test', '--as', 'anna');
	ok_text('act', $hers, 'cc', 'pat@client.test', '--as', 'anna');
	ok_text('act', $theirs, 'cc', 'patricia@other.test', '--as', 'anna');
	ok_text('act', 2, 'cc', 'patricia@other.test', '--as', 'anna');
	ok_text('act', $hers, 'notifyat', 'fox@other.test', '--as', 'anna');

	my $before = dump_of();
	my $plan = ok_json('user', 'merge', $patricia, $pat);
	ok(!$plan->{merged}, 'without --yes nothing is done');
	is($plan->{stays}, $pat, 'the second one stays');
	is(result_of($plan, 'name'), 'Patricia Fox', 'a name for an address');
	is(result_of($plan, 'title'), 'Clerk', 'what it has it keeps');
	is(result_of($plan, 'timezone'), 'UTC', 'what it has not it takes');
	is(result_of($plan, 'labels'), 'old, vip', 'labels are united');
	is(result_of($plan, 'tickets'), 2, 'so are tickets');
	is(ok_json('user', 'merge', $patricia, $pat, '--swap')->{stays},
	    $patricia, '--swap');
	like(ok_text('user', 'merge', $patricia, $pat),
	    qr/^title +Boss +Clerk +-> +Clerk\n.*^Nothing was done yet/ms,
	    'side by side');
	is(result_of($plan, 'phone'), '030 111, 030 222',
	    'a number in other marks is the same');
	same_dump(dump_of(), $before, 'nothing has changed');

	ok(ok_json('user', 'merge', $patricia, $pat, '--yes')->{merged},
	    'merged');
	my $one = show($patricia);
	is($one->{id}, $pat, 'the old number answers');
	is($one->{name}, 'Patricia Fox', 'the name');
	is($one->{language} . $one->{timezone}, 'deUTC', 'preferences');
	is_deeply([sort @{$one->{phone}}], ['030 111', '030 222'], 'phones');
	is_deeply([sort map { $_->{address} } @{$one->{addresses}}],
	    ['fox@other.test', 'pat@client.test', 'patricia@other.test'],
	    'addresses');
	is_deeply([map { $_->{address} } grep { $_->{primary} }
	    @{$one->{addresses}}], ['pat@client.test'], 'one is primary');
	is(scalar(@{$one->{tickets}}), 2, 'tickets');
	is($one->{notes}[0]{text}, 'tall', 'notes');
	is_deeply(ok_json('ticket', 'show', $hers)->{participants}, [],
	    'nobody takes part in their own');
	is_deeply(ok_json('ticket', 'show', 2)->{participants}, [$pat],
	    'in others they do');
	is(scalar(@{$one->{activity}}), 2, 'what both did');
	refused(qr/both are user $pat/, 'user', 'merge', $patricia, $pat);
	refused(qr/an agent, whose record must stay/, 'user', 'merge', 1, $pat);

	my $dry = ok_json('user', 'unmerge', $patricia, '--dry-run');
	is_deeply($dry->{back}, [$hers], 'what would go back');
	ok(!$dry->{done}, 'nothing is done');
	is(show($patricia)->{id}, $pat, 'they are one');
	ok(ok_json('user', 'unmerge', $patricia)->{done}, 'taken back');
	same_dump(dump_of(), $before, 'all is as it was, byte for byte');
	refused(qr/was not merged/, 'user', 'unmerge', $patricia);
	is_deeply([map { "$_->{old}>$_->{new}" } grep { $_->{field} eq
	    'merged' } @{show($patricia, '--changes')->{changes}}],
	    [">into $pat", "into $pat>"], 'the log knows');
};

subtest 'what came since goes where it came from' => sub {
	my ($hers) = map { $_->{id} } @{show($patricia)->{tickets}};
	my ($letter) = grep { $_->{address} =~ /patricia|fox/ }
	    @{ok_json('ticket', 'show', $hers)->{letters}};
	ok_text('user', 'merge', $patricia, $pat, '--yes');
	mail_from('P <patricia@other.test>', subject => 'later hers');
	mail_from('P <pat@client.test>', subject => 'later his');
	my %id = map { $_->{subject} => $_->{id} } @{show($pat)->{tickets}};
	ok($id{'later hers'} && $id{'later his'}, 'both are one');
	# The token of a letter to the number that is no more.
	my $mail = "From: P <patricia\@other.test>\nTo: support\@help.test\n" .
	    "Subject: nothing of it\nIn-Reply-To: <$letter->{message_id}>\n" .
	    "Message-ID: <token\@people.example>\n\nBy its token.\n";
	$line->pipe_in($mail);
	my $last;
	ok(Line::wait_for(sub {
		$last = JSON::PP->new->utf8->decode(($line->cli('ticket',
		    'show', $hers, '--json'))[1])->{entries}[-1];
		return $last->{text} =~ /By its token/;
	}), 'a token goes on working');
	ok(!$last->{private}, 'as their own');
	is($last->{person}{id}, $pat, 'as the one they are');
	my $dry = ok_json('user', 'unmerge', $patricia, '--dry-run');
	is_deeply($dry->{along}, [$id{'later hers'}], 'from their address');
	is_deeply($dry->{stay}, [$id{'later his'}], 'from the other');
	like(ok_text('user', 'unmerge', $patricia, '--dry-run'),
	    qr/^Go along +#$id{'later hers'}$/m, 'as text');
	ok_text('user', 'unmerge', $patricia);
	is_deeply([sort map { $_->{subject} } @{show($patricia)->{tickets}}],
	    ['from fox', 'later hers'], 'hers');
	is_deeply([sort map { $_->{subject} } @{show($pat)->{tickets}}],
	    ['from pat', 'later his'], 'his');
	is(ok_json('ticket', 'show', $hers)->{entries}[-1]{person}{id},
	    $patricia, 'what she said is hers');
	is(($line->cli('check', '--deep'))[0], 0, 'the desk is in order')
	    or diag(($line->cli('check', '--deep'))[1]);
};

subtest 'who may be one' => sub {
	ok_text('user', 'add', 'Patricia Fox', 'patricia@other.example');
	my $twin = show('patricia@other.example')->{id};
	my ($pair) = @{ok_json('user', 'duplicates', $twin)};
	is_deeply([$pair->{one}{id}, $pair->{other}{id}], [$patricia, $twin],
	    'a pair');
	is_deeply($pair->{reasons}, ['the same local part at sister domains',
	    'the same name'], 'and why');
	like(ok_text('user', 'duplicates'), qr/^Patricia Fox \($patricia\) +Patricia Fox \($twin\) +the same local/m, 'as text');
	my ($first) = @{ok_json('user', 'duplicates', '--limit', 1)};
	cmp_ok($first->{weight}, '>=', $pair->{weight}, 'the strongest first');
	ok_text('user', 'merge', $twin, $patricia, '--yes');
	is_deeply([grep { $_->{one}{id} == $_->{other}{id} }
	    @{ok_json('user', 'duplicates')}], [], 'one is no pair');
	is_deeply(ok_json('user', 'duplicates', 1), [], 'nobody is like Anna');
};

done_testing();
