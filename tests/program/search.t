#!/usr/bin/perl
# maildesk search: words and fields find tickets, ranked, by pages, with what
# was found in them; for nobody more than they may read.
use strict;
use warnings;
use utf8;
use lib 'tests/tools';
use Cwd qw(abs_path);
use Encode qw(decode encode);
use JSON::PP;
use Line;
use Test::More;

my $build = abs_path($ENV{BUILD} // 'build');
-x "$build/maildesk" or BAIL_OUT("$build/maildesk is missing: make");
delete @ENV{qw(SUDO_USER MAILDESK_CONFIG MAILDESK_CLOCK NO_COLOR)};
$ENV{TZ} = 'UTC';
binmode(Test::More->builder->$_, ':utf8')
    for qw(output failure_output todo_output);
my $line = Line->new(build => $build);

sub ok_text {
	my ($code, $out) = $line->cli(map { encode('UTF-8', $_) } @_);
	is($code, 0, "@_") or diag($out);
	return decode('UTF-8', $out);
}

sub ok_json {
	my $text = ok_text(@_, '--json');
	my $value = eval { JSON::PP->new->decode($text) };
	ok(defined($value), "@_ --json is JSON") or diag($text);
	return $value;
}

sub refused {
	my ($want, @command) = @_;
	my ($code, $out) = $line->cli(@command);
	is($code, 1, "@command is refused");
	like($out, $want, 'and says why');
}

# The subjects of what is found, the best first.
sub found {
	return join(', ', map { $_->{subject} }
	    @{ ok_json('search', @_)->{tickets} });
}

my $mails = 0;
sub mail_from {
	my ($from, $subject, $words, %how) = @_;
	my $id = 'search' . ++$mails;
	my $file = $how{file};
	my $body = defined($file) ? "--x\nContent-Type: text/plain;" .
	    " charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n$words\n" .
	    "--x\nContent-Type: application/pdf\n" .
	    "Content-Disposition: attachment; filename=\"$file\"\n\nPDF\n" .
	    "--x--\n" : "$words\n";
	my $type = defined($file) ? 'multipart/mixed; boundary=x' :
	    'text/plain; charset=utf-8';
	$line->pipe_in(encode('UTF-8', "From: $from\nTo: " .
	    "support\@help.test\nSubject: $subject\n" .
	    "Date: Tue, 24 Nov 2026 10:00:00 +0000\n" .
	    "Message-ID: <$id\@search.example>\nMIME-Version: 1.0\n" .
	    "Content-Type: $type\nContent-Transfer-Encoding: 8bit\n\n$body"));
	return;
}

$line->start();
$line->must('department', 'add', 'Sales', 'sales@help.test');
$line->must('agent', 'add', 'Lee Seller', 'lee@help.test', '--department',
    'Sales');
mail_from('Alice Adams <alice@client.test>', 'Printer on fire',
    'It burns, and smells of toner.');
mail_from('Bob <bob@other.test>', 'A plan', 'As you asked: the printer room.',
    file => 'House plan.pdf');
mail_from('Kenji <kenji@client.test>', 'Tokyo',
    '日本語のプリンターが動きません。');
mail_from('Alice Adams <alice@client.test>', 'Offer',
    'How much is a printer?');
mail_from('Jörg <joerg@client.test>', 'Schöne Grüße', 'Der Drucker brennt.');
$line->settle();
$line->must(qw(act 4 department Sales --as anna));

subtest 'words' => sub {
	is(found('toner'), 'Printer on fire', 'of a text');
	like(found('printer'), qr/^Printer on fire, .*Offer/,
	    'a subject says most');
	is(found('schone'), 'Schöne Grüße', 'without marks');
	is(found('druck*'), 'Schöne Grüße', 'that begin so');
	is(found('"printer room"'), 'A plan', 'beside each other');
	is(found('printer -burns -room'), 'Offer', 'without others');
	is(found('kenji'), 'Tokyo', 'who wrote');
	is(found('house'), 'A plan', 'names of files');
	is(found('リンタ'), 'Tokyo', 'pieces, where no blanks are written');
	is(found('プリンター from:kenji'), 'Tokyo', 'and a field');
	is(found('nosuchword'), '', 'nothing');
	like(ok_text('search', 'burns'), qr/^\#1\ Printer\ on\ fire\n
	    \ \ \ \ open,\ Support,\ Alice\ Adams\ \(\d+\),\ just\ now\n
	    \ \ \ \ It\ \*burns\*,\ and\ smells\ of\ toner\.\n/x,
	    'what is shown');
};

subtest 'fields' => sub {
	is(found('from:alice'), 'Offer, Printer on fire', 'the newest first');
	is(found('from:alice dept:sales'), 'Offer', 'two of them');
	is(found('has:attachment'), 'A plan', 'files');
	is(found('user:client.test -from:alice'), 'Schöne Grüße, Tokyo',
	    'without one');
	is(found('before:yesterday'), '', 'days');
	is(scalar(@{ ok_json('search', 'after:today status:open')
	    ->{tickets} }), 5, 'all of today');
	$line->must('act', '1', 'label', 'hot', '--as', 'anna');
	$line->must('act', '1', 'note', 'Ask the plumber.', '--as', 'anna');
	is(found('label:HOT'), 'Printer on fire', 'labels');
	is(found('note:plumber'), 'Printer on fire', 'notes');
};

subtest 'organizations' => sub {
	$line->must('organization', 'add', 'ACME');
	$line->must('organization', 'join', 'ACME', 'alice@client.test',
	    '--role', 'manager');
	$line->must('organization', 'join', 'ACME', 'kenji@client.test');
	is(found('org:ACME'), 'Offer, Tokyo, Printer on fire',
	    'all of its members');
	is(found('org:ACME role:manager'), 'Offer, Printer on fire',
	    'by its managers, in one line');
	is(found('printer org:acme role:manager -dept:sales'),
	    'Printer on fire', 'with words');
};

subtest 'pages' => sub {
	my $first = ok_json('search', 'after:today', '--limit', 2);
	ok($first->{more}, 'there are more');
	ok($first->{complete} && !$first->{capped}, 'and all was looked at');
	my $second = ok_json('search', 'after:today', '--limit', 2, '--page',
	    2);
	my %seen = map { $_->{id} => 1 } @{ $first->{tickets} };
	is(scalar(grep { $seen{$_->{id}} } @{ $second->{tickets} }), 0,
	    'the next page has others');
	like(ok_text('search', 'after:today', '--limit', 2),
	    qr/^\.\.\. more of them: --page 2$/m, 'which it says');
	like(ok_text('search', 'after:today', '--page', 9),
	    qr/^there are not that many$/, 'behind the last one');
};

subtest 'for whom' => sub {
	is(found('printer', '--as', 'lee'), 'Offer',
	    'an agent finds what their department has');
	is(found('note:plumber', '--as', 'lee'), '', 'and no notes elsewhere');
	is(found('user:alice', '--as', 'lee'), 'Offer', 'by fields, too');
};

subtest 'what is wrong' => sub {
	refused(qr/is it from:\?/, 'search', 'form:alice');
	refused(qr/fields are subject:, file:/, 'search', 'colour:red');
	refused(qr/a status is open, pending, hold/, 'search', 'status:ajar');
	refused(qr/there are .*Sales/, 'search', 'dept:sails');
	refused(qr/nobody is called so/, 'search', 'from:zoe');
	refused(qr/say what to look for/, 'search', ' ');
	refused(qr/--page is at most/, 'search', 'x', '--page', '1000000');
	like(ok_text('search', '--help'), qr/^  from:PERSON +who wrote it/m,
	    'the fields are in the help');
	like(ok_text('completion', 'bash'), qr/^\t'search'\\ \*\) options=' --page/m,
	    'and the options in the completion');
};

ok($line->stop(), 'it stops');
done_testing();
