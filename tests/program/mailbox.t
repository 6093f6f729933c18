#!/usr/bin/perl
# A desk whose mail lies in a mailbox: what becomes of messages there and here,
# who is believed to be its server, and how a login by token is said.
use strict;
use warnings;
use lib 'tests/tools';
use File::Temp qw(tempdir);
use Line;
use Mailbox;
use Test::More;
use Time::HiRes qw(sleep time);

my $build = Line::build();
my $dir = tempdir(CLEANUP => 1);

# A desk that reads the box; `with` are the account's settings.
sub desk {
	my ($box, %with) = @_;
	return Line->new(build => $build, mailbox => $box,
	    conf => $box->account(%with));
}

sub until_true {
	my ($line, $what, $name) = @_;
	ok(Line::wait_for($what, 20), $name) or diag($line->log_end(),
	    "--- heard:\n", substr($line->{mailbox}->heard(), -2000));
}

sub commands { my ($box, $of) = @_;
	return scalar(() = $box->heard() =~ /^\w+ \d+ $of/mg) }

sub logged {
	my ($line, $text) = @_;
	return $line->log_text() =~ $text;
}

# How often each key is an entry, and how many messages were duplicates.
sub filed {
	my ($line) = @_;
	$line->settle();
	my %filed;
	$filed{$_->[0]}++ for map { [ $_->[0] =~ /^<?([^@]*)/ ] }
	    $line->desk("SELECT message_id FROM entry WHERE kind = 'message'");
	return %filed;
}

sub subjects { my ($box, $folder) = @_;
	return join(' ', map { $_->[2] =~ s/printer //r } $box->look($folder)) }

# --- what becomes of messages -----------------------------------------------------

# What, capabilities, settings; then what is in INBOX, which flags, and what is
# in Done; a command that must not be said; a sentence of the log.
my @after = (
	[ 'left alone', 'IDLE UIDPLUS MOVE', { },
	    'one two', '', '', qr/STORE|MOVE|COPY|EXPUNGE/ ],
	[ 'marked', 'IDLE UIDPLUS MOVE', { after => '"seen"' },
	    'one two', '\\Seen', '', qr/MOVE|COPY|EXPUNGE/ ],
	[ 'moved', 'IDLE UIDPLUS MOVE',
	    { after => '"move"', move_to => '"Done"' },
	    '', '', 'one two', qr/STORE|COPY|EXPUNGE/ ],
	[ 'moved without MOVE', 'IDLE UIDPLUS',
	    { after => '"move"', move_to => '"Done"' },
	    '', '', 'one two', qr/MOVE| EXPUNGE (?!\d)/ ],
	[ 'not moved without MOVE and UIDPLUS', 'IDLE',
	    { after => '"move"', move_to => '"Done"' }, 'one two', '', '',
	    qr/MOVE|COPY|EXPUNGE|STORE/,
	    qr/imap-cannot-settle .*has neither MOVE nor UIDPLUS/ ],
	[ 'deleted', 'IDLE UIDPLUS MOVE', { after => '"delete"' },
	    '', '', '', qr/MOVE|COPY|\d EXPUNGE/ ],
	[ 'marked as deleted without UIDPLUS', 'IDLE', { after => '"delete"' },
	    'one two', '\\Deleted', '', qr/MOVE|COPY|EXPUNGE/ ],
);
for my $row (@after) {
	my ($what, $caps, $with, $in_box, $flags, $done, $never, $said) = @$row;
	subtest $what => sub {
		my $box = Mailbox->new(caps => $caps);
		my $line = desk($box, %$with);
		$box->put(Line::mail('one'));
		$line->start();
		$box->put(Line::mail('two'));
		until_true($line, sub { subjects($box) eq $in_box &&
		    subjects($box, 'Done') eq $done && 2 ==
		    $line->logged('imap-taken') }, 'as it shall be');
		until_true($line, sub { join(' ', map { @{ $_->[1] } }
		    $box->look()) eq join(' ', ($flags) x ($flags ? 2 : 0)) },
		    'with those flags');
		until_true($line, sub { logged($line, $said) }, 'it is said')
		    if $said;
		is_deeply({ filed($line) }, { one => 1, two => 1 },
		    'each is filed, once');
		unlike($box->heard(), $never, 'and nothing else is done');
		$line->stop();
	};
}

# --- what stands in the way -------------------------------------------------------

subtest 'one that is too big, one that breaks off, one that pretends' => sub {
	my $box = Mailbox->new(cut => [ 3 ]);
	my $line = desk($box, after => '"delete"', max_message => '"64 KiB"');
	$box->put(Line::mail('one'));
	$box->put(Line::mail('big', size => 100_000));
	$box->put(Line::mail('broken', size => 5000));
	$box->put(Line::mail('pretender', head =>
	    "X-Maildesk-Stub: is too big to be taken\n"));
	$box->put(Line::mail('two'));
	$line->start();
	until_true($line, sub { subjects($box) eq 'big broken' },
	    'those that are whole are deleted, the others stay');
	is_deeply([ map { @{ $_->[1] } } $box->look() ], [],
	    'and are not touched');
	is_deeply({ filed($line) }, { map { $_ => 1 }
	    qw(one big broken pretender two) }, 'all are filed');
	is_deeply([ sort map { $_->[0] =~ /^<?([^@]*)/ } $line->desk(
	    'SELECT message_id FROM entry WHERE flags LIKE ?1', '%limited%') ],
	    [ 'big', 'broken' ], 'and marked where there is more');
	$line->stop();
	is($line->archive("SELECT door_ref FROM message WHERE door_ref" .
	    " LIKE 'imap:box/INBOX/7/%/stub'"), 2, 'the archive knows which');
};

subtest 'a banned sender stops nobody else' => sub {
	my $box = Mailbox->new();
	my $line = desk($box, after => '"delete"');
	$line->must(qw(ban add kim.bad@bad.example));
	$box->put(Line::mail('bad'));
	$box->put(Line::mail('two'));
	$line->start();
	until_true($line, sub { subjects($box) eq 'bad' },
	    'the one stays, the other is taken');
	is_deeply({ filed($line) }, { two => 1 }, 'only that is filed');
	is(scalar(() = $line->desk('SELECT archive_id FROM filing WHERE' .
	    " reason = 'refused'")), 1, 'the other is known by its name');
	$line->stop();
};

# --- twice ------------------------------------------------------------------------

subtest 'a folder that is made anew' => sub {
	my $box = Mailbox->new();
	my $line = desk($box, poll_seconds => 1);
	$box->put(Line::mail($_)) for qw(one two);
	$line->start();
	until_true($line, sub { $line->logged('imap-taken') == 2 }, 'taken');
	$box->order('anew', 'INBOX', 4000000000);
	$box->put(Line::mail('three'));
	until_true($line, sub { $line->logged('imap-taken') == 5 },
	    'all is read once more');
	is_deeply({ filed($line) }, { one => 1, two => 1, three => 1 },
	    'and files nothing twice');
	is(scalar(() = $line->desk('SELECT archive_id FROM filing WHERE' .
	    " state = 'duplicate'")), 2, 'two are known already');
	$line->stop();
};

subtest 'killed again and again' => sub {
	my $kills = $ENV{MAILBOX_KILLS} // 8;
	my $box = Mailbox->new();
	my $line = desk($box, after => '"move"', move_to => '"Done"');
	my @keys = map { "mail$_" } 1 .. 4 * $kills;
	my $next = 0;
	$line->start();
	for my $n (1 .. $kills) {
		$box->put(Line::mail($keys[$next++])) for 1 .. 4;
		Line::wait_for(sub { my %roles = $line->roles();
		    $roles{'imap:box'} });
		sleep(rand(0.15));
		my %roles = $line->roles();
		kill('KILL', $roles{'imap:box'}) if $roles{'imap:box'};
	}
	until_true($line, sub { $box->look('Done') == @keys && !$box->look() },
	    'all are moved');
	$line->finish();
	my $got = $line->account(want => { map { $_ => {} } @keys });
	is(join("\n", @{ $got->{wrong} }), '',
	    "$kills kills lose nothing and file nothing twice");
	is(scalar(keys %{{ map { $_->[2] => 1 } $box->look('Done') }}),
	    scalar(@keys), 'nor is one moved twice');
};

# --- news, and none ---------------------------------------------------------------

subtest 'IDLE is said again before the server ends it' => sub {
	my $box = Mailbox->new();
	my $line = desk($box);
	$line->start();
	until_true($line, sub { commands($box, 'IDLE') >= 4 }, 'again');
	is(commands($box, 'SELECT'), 1, 'without another look');
	is(commands($box, 'LOGIN'), 1, 'by the same connection');
	$box->put(Line::mail('one'));
	until_true($line, sub { $line->logged('imap-taken') == 1 },
	    'and news are heard at once');
	$line->stop();
};

subtest 'news that come with the end of an IDLE' => sub {
	my $box = Mailbox->new(late => JSON::PP::true);
	my $line = desk($box);
	$line->start();
	until_true($line, sub { commands($box, 'IDLE') >= 1 }, 'it waits');
	$box->put(Line::mail('one'));
	until_true($line, sub { $line->logged('imap-taken') == 1 },
	    'they are heard, long before the next look is due');
	is(commands($box, 'LOGIN'), 1, 'by the same connection');
	$line->stop();
};

subtest 'an IDLE that tells of nothing' => sub {
	my $box = Mailbox->new(deaf => JSON::PP::true);
	my $line = desk($box, poll_seconds => 1);
	$line->start();
	until_true($line, sub { commands($box, 'IDLE') >= 1 }, 'it waits');
	$box->put(Line::mail('one'));
	until_true($line, sub { $line->logged('imap-taken') == 1 },
	    'it is found all the same');
	$line->stop();
};

subtest 'a server that is away' => sub {
	my $box = Mailbox->new();
	my $line = desk($box, alarm_minutes => 1, poll_seconds => 1);
	$line->start();
	until_true($line, sub { -s "$line->{state}/imap/box.health" },
	    'a look that went well is written down');
	unlike($line->must('status'), qr/ALARM/, 'no alarm');
	$box->end();
	until_true($line, sub { $line->logged('imap-waits') >= 5 },
	    'it tries again and again');
	my @waits = map { /ms=(\d+)/ } $line->logged('imap-waits');
	is_deeply([ @waits[0 .. 4] ], [ 20, 40, 80, 160, 320 ],
	    'but ever less often');
	$line->{env} = { MAILDESK_CLOCK => int(time) + 600 };
	like($line->must('status'),
	    qr/^ALARM +box: last looked into 10 min.*; fails for .*cannot connect/m,
	    'after a while that is an alarm');
	my $status = JSON::PP::decode_json($line->must('status', '--json'));
	ok($status->{imap}[0]{alarm}, 'in JSON, too');
	like($line->must('status', '--metrics'),
	    qr/^maildesk_imap_alarm\{account="box"\} 1$/m, 'and in figures');
	$line->{env} = {};
	$box->{how}{port} = $box->{port};
	$box->begin();
	$box->put(Line::mail('one'));
	until_true($line, sub { $line->logged('imap-taken') == 1 },
	    'when it is back all goes on');
	until_true($line, sub { $line->logged('imap-works') == 1 },
	    'and that is said');
	$line->stop();
};

# --- tokens -----------------------------------------------------------------------

for my $caps ('IDLE UIDPLUS MOVE SASL-IR AUTH=XOAUTH2',
    'IDLE UIDPLUS MOVE AUTH=XOAUTH2') {
	my $how = $caps =~ /SASL-IR/ ? 'in one line' : 'in two lines';
	subtest "XOAUTH2, $how" => sub {
		my $box = Mailbox->new(caps => $caps, secret => 'token-good');
		my $token = "$box->{dir}/token";
		$box->write_secret($token, 'token-bad');
		my $line = desk($box, mechanism => '"XOAUTH2"',
		    password_file => undef, token_file => "\"$token\"");
		$box->put(Line::mail('one'));
		$line->start();
		until_true($line, sub { logged($line, qr/imap-waits .*
		    kind=setup\ why="login:\ it\ said\ no:\ 
		    \[AUTHENTICATIONFAILED\]/x) }, 'a token is refused');
		like($box->heard(), qr/AUTHENTICATE XOAUTH2.*\n(?:clear \S+\n)?clear \n/,
		    'and its error answered by an empty line');
		$box->write_secret($token, 'token-good');
		until_true($line, sub { $line->logged('imap-taken') == 1 },
		    'another one, when it is there, is taken');
		unlike($line->log_text(), qr/token-(?:good|bad)/,
		    'no token in the log');
		$line->stop();
	};
}

subtest 'PLAIN' => sub {
	my $box = Mailbox->new();
	my $line = desk($box, mechanism => '"PLAIN"');
	$box->put(Line::mail('one'));
	$line->start();
	until_true($line, sub { $line->logged('imap-taken') == 1 }, 'in');
	like($box->heard(), qr/AUTHENTICATE PLAIN AGtpbQBwdw==/,
	    'in one line');
	$line->stop();
};

# --- TLS --------------------------------------------------------------------------

sub quietly {
	my (@command) = @_;
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDOUT, '>', '/dev/null') or POSIX::_exit(99);
		open(STDERR, '>&', \*STDOUT) or POSIX::_exit(99);
		exec(@command) or POSIX::_exit(99);
	}
	waitpid($pid, 0);
	$? == 0 or BAIL_OUT("@command fails");
}

my @new_key = (qw(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes));

sub make_authority {
	my ($name) = @_;
	quietly(qw(openssl req -x509 -days 2), @new_key, '-subj', "/CN=$name",
	    '-keyout', "$dir/$name.key", '-out', "$dir/$name.pem");
}

# For a name, by one of ours; until then, or long past.
sub make_certificate {
	my ($file, $names, @when) = @_;
	quietly(qw(openssl req), @new_key, '-subj', '/CN=imap', '-keyout',
	    "$dir/$file.key", '-out', "$dir/$file.csr");
	Line::write_file("$dir/names", "subjectAltName=$names\n");
	quietly(qw(openssl x509 -req), '-in', "$dir/$file.csr", '-CA',
	    "$dir/ours.pem", '-CAkey', "$dir/ours.key", '-CAcreateserial',
	    '-extfile', "$dir/names", '-out', "$dir/$file.crt",
	    @when ? @when : (-days => 2));
}

make_authority($_) for qw(ours theirs);
make_certificate('localhost', 'DNS:localhost');
make_certificate('address', 'IP:127.0.0.1');
make_certificate('elsewhere', 'DNS:elsewhere.example');
make_certificate('old', 'DNS:localhost', -days => -1);

# What, the server's, the account's; what is said then (undef: it is read).
my @tls = (
	[ 'STARTTLS', { tls => 'starttls', name => 'localhost' },
	    { tls => '"required"' } ],
	[ 'TLS from the first byte', { tls => 'implicit', name => 'localhost' },
	    { tls => '"implicit"' } ],
	[ 'an address that is in the certificate',
	    { tls => 'implicit', name => 'address' },
	    { tls => '"implicit"', host => '"127.0.0.1"' } ],
	[ 'an address that is not', { tls => 'implicit', name => 'localhost' },
	    { tls => '"implicit"', host => '"127.0.0.1"' },
	    qr/kind=setup why="TLS: the certificate does not prove/ ],
	[ 'another authority, STARTTLS',
	    { tls => 'starttls', name => 'localhost' },
	    { tls => '"required"', ca => 'theirs' },
	    qr/kind=setup why="TLS: the certificate does not prove/ ],
	[ 'another authority, TLS from the first byte',
	    { tls => 'implicit', name => 'localhost' },
	    { tls => '"implicit"', ca => 'theirs' },
	    qr/kind=setup why="TLS: the certificate does not prove/ ],
	[ "another host's certificate, STARTTLS",
	    { tls => 'starttls', name => 'elsewhere' },
	    { tls => '"required"' },
	    qr/does not prove that it is localhost: .*name/ ],
	[ "another host's certificate, TLS from the first byte",
	    { tls => 'implicit', name => 'elsewhere' },
	    { tls => '"implicit"' },
	    qr/does not prove that it is localhost: .*name/ ],
	[ 'a certificate that is no longer good',
	    { tls => 'starttls', name => 'old' }, { tls => '"required"' },
	    qr/does not prove that it is localhost: .*expired/ ],
	[ 'no TLS where it is required', { tls => 'none', name => 'localhost' },
	    { tls => '"required"' }, qr/kind=setup why="STARTTLS: it said BAD/ ],
	[ 'no TLS where it shall be from the first byte',
	    { tls => 'none', name => 'localhost' }, { tls => '"implicit"' },
	    qr/why="TLS: / ],
	[ 'words in clear behind STARTTLS', { tls => 'starttls',
	    name => 'localhost', injected => [ '* PREAUTH welcome' ] },
	    { tls => '"required"' },
	    qr/why="STARTTLS: (?:it goes on in clear|its answer is no)/ ],
	[ 'a login in clear that the server does not want',
	    { tls => 'starttls', name => 'localhost' }, { tls => '"none"' },
	    qr/kind=setup why="login: it takes none without TLS/ ],
	[ 'certificates that are not there',
	    { tls => 'starttls', name => 'localhost' },
	    { tls => '"required"', ca => 'absent' }, qr/absent\.pem/ ],
);
for my $row (@tls) {
	my ($what, $how, $with, $said) = @$row;
	my $name = delete($how->{name});
	my $ca = delete($with->{ca}) // 'ours';
	my $box = Mailbox->new(%$how, cert => "$dir/$name.crt",
	    key => "$dir/$name.key");
	my $line = desk($box, host => '"localhost"', ca_file =>
	    "\"$dir/$ca.pem\"", %$with);
	$box->put(Line::mail('one'));
	$line->start();
	until_true($line, sub { logged($line, $said // qr/imap-taken/) },
	    $what);
	$line->stop();
	unlike($box->heard(), qr/^clear \S+ (?:LOGIN|AUTH|SELECT)/m,
	    "$what: no word in clear");
	unlike($line->log_text(), qr/imap-taken/, "$what: and nothing read")
	    if $said;
}

done_testing();
