#!/usr/bin/perl
# Moving in with the mail of years: threads become tickets, nobody hears of it,
# and what came so gives live mail no right it would not have.
#
#	HISTORY_MAILS=10000	how many in the big one (600)
use strict;
use warnings;
use lib 'tests/tools';
use Line;
use Test::More;

my $mails = $ENV{HISTORY_MAILS} // 600;
my $line = Line->new(build => Line::build(),
    conf => 'sending = { transport = "maildir"; };');
my $dir = $line->{dir};
$line->must(qw(department add Sales sales@help.test));

# key, from, to, what it answers, more of its header
sub mail {
	my ($key, $from, $to, $parent, $more) = @_;
	return "From: $from\nTo: $to\nSubject: " . ($parent ? 'Re: ' : '') .
	    "about $key\nDate: Mon, 04 Mar 2019 10:00:00 +0000\n" .
	    "Message-ID: <$key\@old.example>\n" . ($parent ?
	    "In-Reply-To: <$parent\@old.example>\n" : '') . ($more // '') .
	    "\nThe words of $key.\n";
}

sub write_box {
	my ($name, @mails) = @_;
	return Line::write_file("$dir/$name", join('', map {
	    "From x\@x.example Mon Mar  4 10:00:00 2019\n$_\n" } @mails));
}

sub settle { Line::wait_for(sub { $line->is_filed() }, 300)
    or die $line->log_end() }

# Which ticket a mail is on, and what it is there.
sub place {
	my ($key) = @_;
	my ($row) = $line->desk('SELECT ticket_id, kind, is_private, (SELECT' .
	    ' name FROM person WHERE id = person_id) FROM entry WHERE' .
	    ' message_id LIKE ?', "%$key\@old.example%");
	return $row // [];
}
sub ticket { return place($_[0])->[0] // "none for $_[0]" }

my ($kim, $bob, $zoe) = ('Kim <kim@a.example>', 'Bob <bob@a.example>',
    'Zoe <zoe@b.example>');
my $desk = 'Support <support@help.test>';
my $box = write_box('box',
    mail('ask', $kim, $desk),
    mail('answer', $desk, $kim, 'ask'),
    mail('other', $bob, $desk, 'ask'),
    mail('anna', 'Anna <anna@help.test>', "$desk, $kim", 'other'),
    mail('offer', 'sales@help.test', $zoe),
    mail('thanks', $zoe, 'sales@help.test', 'offer'),
    mail('orphan1', $kim, $desk, 'missing'),
    mail('orphan2', $zoe, $desk, 'missing'),
    mail('early', $bob, $desk, 'late'),
    mail('third', $zoe, $desk, 'second'),
    mail('first', $kim, $desk),
    mail('second', $bob, $desk, 'first'),
    mail('late', $zoe, $desk),
    mail('away', $kim, $desk, 'answer', "Auto-Submitted: auto-replied\n"),
    mail('order', $kim, $desk, undef, "X-Any: #status open\n") .
	"#status open\n#note hm\n",
    mail('ghost', 'Eve <eve@evil.example>', $desk, undef,
	"Subject: [#1] me, too\n"));
$line->start();
my $said = $line->must('import', '--history', 'closed', $box);
like($said, qr/^16 messages: 16 accepted/m, 'all are taken');
settle();
is_deeply([ $line->desk('SELECT count(*) FROM letter') ], [ [ 0 ] ],
    'no letter is written');
is_deeply([ $line->desk('SELECT DISTINCT status FROM ticket') ],
    [ [ 'closed' ] ], 'every ticket is closed');
my ($made) = $line->desk('SELECT min(created_at), max(created_at),' .
    ' max(changed_at) FROM ticket WHERE merged_into IS NULL');
is("@$made", '1551693600 1551693600 1551693600', 'and as old as its mail');
is(ticket($_), ticket('ask'), "$_ is on the thread it belongs to")
    for qw(answer other anna away);
is_deeply([ @{ place('answer') }[1 .. 3] ], [ 'reply', 0, undef ],
    'what the department wrote is a reply');
is_deeply([ @{ place('anna') }[1 .. 3] ], [ 'reply', 0, 'Anna' ],
    'what an agent wrote is theirs');
is_deeply([ @{ place('other') }[1 .. 3] ], [ 'message', 0, 'Bob' ],
    'a colleague is a user');
is(place('away')->[2], 1, 'an absence is private');
is(ticket('thanks'), ticket('offer'), 'a thread that the desk began');
my ($begun) = $line->desk('SELECT person.name, department.name FROM ticket' .
    ' JOIN person ON person.id = user_id JOIN department ON' .
    ' department.id = department_id WHERE ticket.id = ?', ticket('offer'));
is("@$begun", 'Zoe Sales', 'is of whom it wrote to, and where');
is(ticket('orphan2'), ticket('orphan1'),
    'answers to a mail that nobody kept are together');
is(ticket('late'), ticket('early'), 'an answer may come before its mail');
is(ticket($_), ticket('first'), "and so may that of an answer: $_")
    for qw(second third);
isnt(ticket('ghost'), ticket('ask'), 'a number in a subject is no thread');
my ($count) = $line->desk('SELECT count(*) FROM ticket WHERE merged_into' .
    ' IS NULL');
is($count->[0], 7, 'so many tickets there are');
like($line->must('import', '--history', 'closed', $box), qr/: 0 accepted, 16/,
    'again, and nothing happens');

# Mail of today: as if there had been no import.
$line->lmtp_in(mail('live', $kim, $desk, 'answer'));
$line->lmtp_in(mail('strange', 'Eve <eve@evil.example>', $desk, 'ask'));
settle();
is(ticket('live'), ticket('ask'), "the user's answer of today joins");
my ($status) = $line->desk('SELECT status FROM ticket WHERE id = ?',
    ticket('ask'));
is($status->[0], 'open', 'and opens the ticket');
isnt(ticket('strange'), ticket('ask'), "a stranger's does not");
my ($hint) = $line->desk('SELECT hint_ticket_id FROM ticket WHERE id = ?',
    ticket('strange'));
is($hint->[0], ticket('ask'), 'but the hint is kept');
my ($code, $why) = $line->cli('import', '--history', 'gone', $box);
isnt($code, 0, 'a status that is none');
like($why, qr/"gone" is no status; say closed/, 'is told');

# Threads of three; the command dies on the way, and goes on.
my $threads = int($mails / 3);
# Of a batch some come before those they answer: their numbers are redirects.
my $living = 'SELECT count(*) FROM ticket WHERE merged_into IS NULL';
my ($had) = $line->desk($living);
my @big = map { my $n = $_; (
    mail("b${n}a", "Kim <kim$n\@k.example>", $desk),
    mail("b${n}b", $desk, "kim$n\@k.example", "b${n}a"),
    mail("b${n}c", "Bob <bob$n\@k.example>", $desk, "b${n}b")) } 1 .. $threads;
my $big = write_box('big', @big);
{
	local $line->{env} = { MAILDESK_CRASH => 'import.after-batch:4',
	    MAILDESK_CRASH_FILE => "$dir/died" };
	cmp_ok(($line->cli('import', '--history', 'solved', $big))[0], '<', 0,
	    'it dies');
}
my $began = time;
$said = $line->must('import', '--history', 'solved', $big);
settle();
diag("$mails mails in " . (time - $began) . ' s') if $ENV{HISTORY_MAILS};
my ($now) = $line->desk($living);
is($now->[0] - $had->[0], $threads, 'each thread is one ticket');
my ($each) = $line->desk("SELECT count(*), count(DISTINCT message_id) FROM" .
    " entry WHERE message_id LIKE '%b%a\@old%' OR message_id LIKE" .
    " '%b%b\@old%' OR message_id LIKE '%b%c\@old%'");
is($each->[0], $each->[1], 'each mail is there once');
my ($bad) = $line->desk("SELECT count(*) FROM filing WHERE state <> 'filed'");
is($bad->[0], 0, 'and all are filed');
ok($line->stop(), 'it stops');
done_testing();
