#!/usr/bin/perl
# maildesk, the command line: its help, what it refuses, what it says as JSON,
# and what it does to a desk with mail in it.
use strict;
use warnings;
use lib 'tests/tools';
use Command;
use Cwd qw(abs_path);
use Digest::SHA qw(sha256_hex);
use File::Temp qw(tempdir);
use IO::Socket::UNIX;
use JSON::PP;
use MIME::Base64;
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);

my $build = abs_path($ENV{BUILD} // 'build');
my $maildesk = "$build/maildesk";
-x $maildesk or BAIL_OUT("$maildesk is missing: make");
my $fixtures = abs_path('maildir-fixtures');
my $dir = tempdir(CLEANUP => 1);
my $conf = "$dir/maildesk.conf";
my $daemon;

# Whoever runs this must not lend the desk a name.
delete @ENV{qw(SUDO_USER MAILDESK_CONFIG MAILDESK_CLOCK NO_COLOR)};
$ENV{TZ} = 'UTC';

sub write_file {
	my ($path, $bytes) = @_;
	open(my $fh, '>:raw', $path) or die "$path: $!";
	print $fh $bytes;
	close($fh) or die "$path: $!";
	return $path;
}

sub read_file {
	my ($path) = @_;
	open(my $fh, '<:raw', $path) or die "$path: $!";
	local $/;
	return readline($fh) // '';
}

# Exit code, standard output, standard error.
sub program {
	my ($in, @command) = @_;
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDIN, '<', $in) or die "$in: $!";
		open(STDOUT, '>', "$dir/out") or die;
		open(STDERR, '>', "$dir/err") or die;
		exec(@command) or POSIX::_exit(127);
	}
	waitpid($pid, 0);
	my $code = $? & 127 ? 'signal ' . ($? & 127) : $? >> 8;
	return ($code, read_file("$dir/out"), read_file("$dir/err"));
}

sub maildesk { return program('/dev/null', $maildesk, @_) }
sub desk { return maildesk('--config', $conf, @_) }
Command::by(\&desk);

sub until_true {
	my ($what, $code) = @_;
	my $end = time() + 30;
	while (time() < $end) {
		return 1 if $code->();
		sleep(0.05);
	}
	fail("$what, within 30 s");
	return 0;
}

# The desk's own table, for what no command shows.
sub query {
	my ($sql) = @_;
	my ($code, $out, $err) = program('/dev/null', 'sqlite3', '-readonly',
	    "$dir/run/maildesk.db", $sql);
	die "sqlite3: $err" if $code ne '0';
	return [split(/\n/, $out)];
}

my (undef, $help) = maildesk('--help');
my @commands = $help =~ /^  ([a-z][a-z ]*?)  +\S/mg;

subtest 'help' => sub {
	my ($code, $out, $err) = maildesk('--help');
	is($code, 0, '--help is no error');
	is($err, '', 'and goes to standard output');
	cmp_ok(scalar(@commands), '>', 30, 'it names the commands');
	my ($alone_code, $alone) = maildesk();
	is($alone_code, 0, 'without words it helps');
	is($alone, $out, 'in the same words');
	for my $command (@commands) {
		my @words = split(/ /, $command);
		my ($code, $out, $err) = maildesk(@words, '--help');
		is($code, 0, "$command --help");
		like($out, qr/\Ausage: maildesk \Q$command\E/, 'its usage');
		like($out, qr/^[a-z-].*\.$/m, 'a sentence');
		like($out, qr/^  --json /m, 'its options');
		is((maildesk('help', @words))[1], $out, 'help says the same');
	}
	like((maildesk('act', '--help'))[1], qr/^  assign me\|none/m,
	    'the verbs of act');
	($code, $out) = maildesk('ticket', '--help');
	is($code, 0, 'help of a group');
	like($out, qr/^  ticket show /m, 'names its commands');
	unlike($out, qr/^  agent /m, 'and no others');
	like((maildesk('--version'))[1], qr/\Amaildesk \d/, 'its version');
};

subtest 'wrong words' => sub {
	my @wrong = (
		['an unknown command', qr/no command "frobnicate"/,
		    'frobnicate'],
		['a slip of the finger', qr/`maildesk ticket list`/,
		    'tikcet', 'list'],
		['a group is no command', qr/ticket attachment/, 'ticket'],
		['an unknown option', qr/no option --frob here/, 'status',
		    '--frob'],
		['an option without its value', qr/--status wants a value/,
		    'ticket', 'list', '--status'],
		['a switch with one', qr/--json takes no value/, 'status',
		    '--json=yes'],
		['too few arguments', qr/usage: maildesk ticket show/,
		    'ticket', 'show'],
		['too many', qr/does not take "8"/, 'ticket', 'show', '7',
		    '8'],
		['an option of a command before it',
		    qr/--status before the command/, '--status', 'open',
		    'ticket', 'list'],
	);
	for (@wrong) {
		my ($name, $want, @words) = @$_;
		my ($code, $out, $err) = maildesk(@words);
		is($code, 64, $name);
		like($err, $want, 'says what is wrong');
		is($out, '', 'and nothing else');
	}
};

subtest 'without a desk' => sub {
	my ($code, $out, $err) = maildesk('--config', "$dir/none.conf",
	    'status');
	is($code, 78, 'no configuration');
	like($err, qr/none\.conf/, 'names it');
	write_file($conf, <<"END");
desk = { domain = "help.test"; };
state = { dir = "run"; };
intake = { socket = "run/lmtp.sock"; };
sending = { transport = "maildir"; };
END
	($code, $out, $err) = desk('status');
	is($code, 78, 'no desk yet');
	like($err, qr/secret\.key/, 'names what is missing');
	($code, $out, $err) = desk('check');
	is($code, 78, 'check says that it is not in order');
	like($out, qr/^BAD  +desk /m, 'and where');
	my $wrong = write_file("$dir/wrong.conf", qq(desk = { dmain = "x"; };\n));
	($code, $out, $err) = maildesk('--config', $wrong, 'status');
	is($code, 78, 'a wrong key');
	like($err, qr/wrong\.conf:1: .*domain/, 'says where and what instead');
	($code, $out) = maildesk('config');
	is($code, 0, 'a configuration to begin with');
	like($out, qr/domain/, 'names the keys');
};

subtest 'init' => sub {
	like(ok_text('init'), qr/^made .*secret\.key/m, 'says what it made');
	like(ok_text('init'), qr/^there .*secret\.key/m,
	    'the second time makes nothing');
	is_deeply([map { $_->{made} ? 1 : 0 } @{ok_json('init')}],
	    [0, 0, 0, 0], 'the same as JSON');
	for my $file (qw(secret.key archive.db maildesk.db)) {
		is((stat("$dir/run/$file"))[2] & 0777, 0600,
		    "$file is the desk's alone");
	}
	is((stat("$dir/run"))[2] & 0777, 0700, 'so is the folder');
	my ($code, $out, $err) = desk('check');
	is($code, 78, 'a desk without departments is not in order');
	like($out, qr/^BAD  +departments +none/m, 'and check says so');
};

subtest 'departments and agents' => sub {
	my $made = ok_json('department', 'add', 'Support', 'support@help.test');
	is($made->{name}, 'Support', 'a department');
	ok_text('department', 'add', 'Sales & Orders', 'sales@help.test');
	ok_text('agent', 'add', 'Kim Doe', 'kdoe@help.test', '--unix',
	    'kim-account', '--department', 'support', '--manager', '--admin');
	ok_text('agent', 'add', 'Kim Lee', 'lee@help.test', '--handle', 'Lee',
	    '--department', 'salesorders');
	ok_text('agent', 'add', 'Jos' . "\xc3\xa9" . ' Ruiz',
	    'jose@help.test', '--handle', "Jos\xc3\xa9");

	my $agents = ok_json('agent', 'list');
	is(scalar(@$agents), 3, 'three agents');
	my %by = map { $_->{handle} => $_ } @$agents;
	is($by{kdoe}{address}, 'kdoe@help.test', 'a handle from the address');
	ok($by{kdoe}{admin}, 'an admin');
	is($by{lee}{departments}[0]{role}, 'member', 'a member');
	ok($by{jose}, 'handles are folded');
	my $departments = ok_json('department', 'list');
	ok($departments->[0]{default} && !$departments->[1]{default},
	    'the first one is the default');
	is_deeply($departments->[0]{managers}, ['kdoe'], 'its manager');

	ok_text('department', 'address', 'Support', 'help@help.test');
	ok_text('department', 'default', 'sales & orders');
	ok_text('department', 'default', 'support');
	ok_text('department', 'join', 'support', 'lee');
	ok_text('department', 'join', 'support', 'jose', '--manager');
	ok_text('department', 'leave', 'support', "jos\xc3\xa9");
	$departments = ok_json('department', 'list');
	is_deeply($departments->[0]{addresses},
	    ['support@help.test', 'help@help.test'], 'the primary one first');
	is_deeply($departments->[0]{members}, ['lee'], 'who joined and left');

	is_deeply([@{$departments->[0]}{qw(cc choice)}],
	    [qw(suggest address)], 'what is usual');
	is_deeply([@{$departments->[0]}{qw(parent member manager)}],
	    [undef, 'all', 'all'], 'everybody may everything');
	is_deeply(ok_json('department', 'set', 'support', 'cc=NEVER',
	    'choice=any', 'member=note,list'), { department => 1,
	    cc => 'never', choice => 'any', parent => 'none',
	    member => 'list,read,note', manager => 'all' },
	    'settings of a department');
	like(ok_text('department', 'set', 'support', 'cc=suggest',
	    'choice=address', 'member=all'), qr/^cc\ +suggest\nchoice\ +address
	    \nparent\ +none\nmember\ +all\nmanager\ +all$/mx,
	    'and back, as text');
	ok_text('department', 'set', 'support', 'parent=sales & orders');
	refused(qr/Support is Sales & Orders itself or below it/, 'department',
	    'set', 'sales & orders', 'parent=support');
	ok_text('department', 'set', 'support', 'parent=none');

	my @refusals = (
		[qr/KEY=VALUE/, 'department', 'set', 'support', 'cc'],
		[qr/no setting "colour"/, 'department', 'set', 'support',
		    'colour=red'],
		[qr/rights are all, none or/, 'department', 'set', 'support',
		    'manager=fly'],
		[qr/no department "heaven"/, 'department', 'set', 'support',
		    'parent=heaven'],
		[qr/cc is one of suggest or never/, 'department', 'set',
		    'support', 'cc=organization'],
		[qr/already a department/, 'department', 'add', 'SUPPORT',
		    'x@help.test'],
		[qr/already that of department/, 'department', 'add', 'Other',
		    'Support@HELP.test'],
		[qr/address of Kim Doe/, 'department', 'add', 'Other',
		    'kdoe@help.test'],
		[qr/no "\+"/, 'department', 'add', 'Other', 'a+b@help.test'],
		[qr/no address/, 'department', 'add', 'Other', 'nonsense'],
		[qr/no department "nowhere"/, 'department', 'default',
		    'nowhere'],
		[qr/is not in Support/, 'department', 'leave', 'support',
		    'jose'],
		[qr/address of department Support/, 'agent', 'add', 'X',
		    'support+x@help.test'],
		[qr/handle is already/, 'agent', 'add', 'X', 'x@help.test',
		    '--handle', 'lee'],
		[qr/letters, digits/, 'agent', 'add', 'X', 'x@help.test',
		    '--handle', 'a b'],
		[qr/means something else/, 'agent', 'add', 'X', 'x@help.test',
		    '--handle', 'me'],
		[qr/unix account is already/, 'agent', 'add', 'X',
		    'x@help.test', '--unix', 'kim-account'],
		[qr/needs --department/, 'agent', 'add', 'X', 'x@help.test',
		    '--manager'],
		[qr/no agent "nobody"/, 'agent', 'disable', 'nobody'],
		[qr/may be kdoe \(Kim Doe\), lee \(Kim Lee\)/, 'agent',
		    'disable', 'kim'],
	);
	refused(@$_) for @refusals;
	is(scalar(@{ok_json('agent', 'list')}), 3, 'and nothing was done');

	my $wanted = ok_json('agent', 'prefer', 'lee', 'user-reply=department',
	    'NOTE=none', 'urgent=4912345@sms.test');
	is_deeply([@{$wanted}{qw(user-reply note moved urgent digest)}],
	    ['department', 'none', 'usual', '4912345@sms.test', undef],
	    'what an agent wants to hear of');
	is(ok_json('agent', 'prefer', 'lee', 'moved=digest')->{moved},
	    'usual,digest', 'in one letter a day');
	ok_text('agent', 'prefer', 'lee', 'moved=usual');
	like(ok_text('agent', 'prefer', 'lee', 'note=usual', 'urgent=none'),
	    qr/^note +usual$/m, 'and as usual again');
	refused(@$_) for (
		[qr/user-reply is one of usual, all,/, 'agent', 'prefer', 'lee',
		    'user-reply=loud'],
		[qr/nothing to prefer is called "held"/, 'agent', 'prefer',
		    'lee', 'held=none'],
		[qr/an hour from 0 to 23/, 'agent', 'prefer', 'lee',
		    'digest=24'],
		[qr/of the desk itself/, 'agent', 'prefer', 'lee',
		    'urgent=help@help.test'],
		[qr/theirs to say/, 'agent', 'prefer', 'kdoe', 'note=none',
		    '--as', 'lee'],
	);

	ok_text('agent', 'disable', 'jose');
	like(ok_text('agent', 'list'), qr/^jose .*disabled$/m, 'disabled');
	refused(qr/--as: jose is disabled/, 'ticket', 'list', '--as', 'jose');
	ok_text('agent', 'enable', 'jose');
	my $changed = ok_json('agent', 'add', 'Kim L. Lee', 'lee@help.test',
	    '--sasl', 'lee');
	is($changed->{handle}, 'lee', 'add changes an agent who is there');
	is_deeply(query('SELECT field FROM change WHERE object = "person"' .
	    ' AND object_id = 2 AND new IN ("Kim L. Lee", "lee")' .
	    ' ORDER BY id'), ['handle', 'name', 'sasl-login'],
	    'the change log knows');
	is_deeply(query("SELECT DISTINCT door FROM change"), ['cli'],
	    'by which door');
	is_deeply(query("SELECT field, old, new FROM change WHERE object =" .
	    " 'department' AND object_id = 1 ORDER BY id"),
	    ['address||support@help.test', 'member||kdoe manager',
		'address||help@help.test', 'default|Sales & Orders|Support',
		'member||lee member', 'member||jose manager',
		'member|jose manager|', 'cc|suggest|never',
		'choice|address|any', 'member|all|list,read,note',
		'cc|never|suggest', 'choice|any|address',
		'member|list,read,note|all', 'parent|none|Sales & Orders',
		'parent|Sales & Orders|none'], 'from what to what');
	my ($code, $out) = desk('check');
	is($code, 0, 'now the desk is in order');
	is((desk('check', '--deep'))[0], 0, 'also read from end to end');
};

subtest 'parse' => sub {
	my @files = sort(glob("$fixtures/*/cur/* $fixtures/*/new/*"));
	my @keys = sort(qw(message_id in_reply_to references date from reply_to
	    to cc subject text reply attachments auto bounce forward));
	cmp_ok(scalar(@files), '>', 25, 'the fixtures are there');
	my ($code, $out) = maildesk('parse', '--json', @files);
	is($code, 0, 'all are read in one run');
	my @lines = split(/\n/, $out);
	is(scalar(@lines), scalar(@files), 'a line each');
	my %mail;
	for my $i (0 .. $#files) {
		my $mail = value_of($lines[$i]);
		my ($name) = $files[$i] =~ m{([^/]+/[^/]+/[^/]+)$};
		is_deeply([sort(keys(%{$mail // {}}))], \@keys, $name);
		$name =~ s{/.*/}{/};
		$name =~ s/\.eml.*//;
		$mail{$name} = $mail;
		like($mail->{auto}{class},
		    qr/\A(?:human|auto-reply|bulk|bounce)\z/, 'a class');
		for my $file (@{$mail->{attachments}}) {
			is_deeply([sort(keys(%$file))],
			    [qw(content_id filename inline part sha256 size
			    type)], 'a file');
			like($file->{sha256}, qr/\A[0-9a-f]{64}\z/, 'digest');
		}
		like($mail->{date} // '1970-01-01T00:00:00Z',
		    qr/\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\z/, 'a date');
	}
	my $mail = $mail{'first-mails/02-rechnung-fehlt-utf8'};
	is($mail->{subject},
	    "Rechnung 2026-017 fehlt \x{2013} bitte pr\x{fc}fen", 'a subject');
	$mail = $mail{'replies/01-top-posted'};
	is($mail->{from}{address}, 'alice@example.test', 'a sender');
	is($mail->{in_reply_to}[0], '20260302-printer.1@example.test',
	    'what it answers');
	cmp_ok(length($mail->{reply}), '<', length($mail->{text}),
	    'the reply is without its quotes');
	is($mail{'automatic/04-bounce-rfc3464'}{bounce}{recipient},
	    'nobody@example.org', 'a bounce');
	is($mail{'automatic/08-read-receipt'}{bounce}, undef,
	    'a receipt is none');
	is($mail{'hostile/14-empty'}{from}, undef, 'nobody wrote nothing');

	for my $file (@files) {
		(undef, $out) = maildesk('parse', '--full', $file);
		unlike($out, qr/[\x00-\x08\x0b-\x1f\x7f]/,
		    'text for people is harmless: ' . ($file =~ s{.*/}{}r));
		unlike($out, qr/\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]/,
		    'and reads from left to right');
	}
	my ($top) = grep { /01-top-posted/ } @files;
	(undef, $out) = maildesk('parse', $top);
	like($out, qr/\[\d+ more lines: what it quotes\]/, 'quotes are left out');
	(undef, $out) = program($top, $maildesk, 'parse', '--json', '-');
	is(value_of($out)->{from}{address}, 'alice@example.test',
	    '- is standard input');
	($code, $out, my $err) = maildesk('parse', '--json', $top,
	    "$dir/missing", $top);
	is($code, 78, 'a file that is missing');
	like($err, qr/missing/, 'is named');
	is($out =~ tr/\n//, 2, 'the others are read');
};

sub start_daemon {
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDIN, '<', '/dev/null');
		open(STDOUT, '>', "$dir/log") or die;
		open(STDERR, '>&', \*STDOUT) or die;
		exec("$build/maildeskd", '--config', $conf) or
		    POSIX::_exit(127);
	}
	return $pid;
}

sub stop_daemon {
	return if !$daemon;
	kill('TERM', $daemon);
	waitpid($daemon, 0);
	$daemon = undef;
}
END { stop_daemon() }

sub status { return value_of((desk('status', '--json'))[1]) }

subtest 'import' => sub {
	my @maildirs = map { "$fixtures/$_" } qw(first-mails replies
	    attachments automatic hostile html-only loops agents);
	my ($code, $out, $err) = desk('import', $maildirs[0]);
	is($code, 75, 'without a daemon it is for later');
	like($err, qr/start maildeskd/, 'and says what to do');

	$daemon = start_daemon();
	until_true('the intake answers', sub { status()->{intake_answers} })
	    or BAIL_OUT('maildeskd does not start: ' . read_file("$dir/log"));
	my $sum = ok_json('import', @maildirs);
	cmp_ok($sum->{accepted}, '>', 25, 'the fixtures are taken');
	is($sum->{refused} + $sum->{retry}, 0, 'all of them');
	my $again = ok_json('import', @maildirs);
	is($again->{accepted}, 0, 'the second time none');
	is($again->{known}, $sum->{accepted}, 'they are known');
	refused(qr/no department's address/, 'import', '--recipient',
	    'nobody@help.test', $maildirs[0]);

	my $mbox = write_file("$dir/old.mbox",
	    "From ann\@example.test Mon Mar  2 09:14:00 2026\n" .
	    "From: Ann <ann\@example.test>\nTo: sales\@help.test\n" .
	    "Subject: an order\nMessage-ID: <o1\@example.test>\n\n" .
	    "Ten pencils\n>From the red ones\n\n" .
	    "From - Mon Mar  2 09:15:00 2026\n" .
	    "From: Ann <ann\@example.test>\nTo: elsewhere\@example.org\n" .
	    "Subject: to nobody here\nMessage-ID: <o2\@example.test>\n\nHi\n");
	is(ok_json('import', $mbox)->{accepted}, 2, 'an mbox');
	is(ok_json('import', $mbox)->{known}, 2, 'once');
	($code, $out, $err) = desk('import', $conf);
	is($code, 78, 'what is no mailbox');
	like($err, qr/no mbox/, 'is named');
	until_true('all is filed', sub {
		my $status = status();
		return $status->{waiting} == 0 &&
		    $status->{messages}{filed} > 25;
	});
	my ($order) = grep { $_->{subject} eq 'an order' }
	    @{ok_json('ticket', 'list')};
	is($order->{department}, 'Sales & Orders', 'To names the department');
	my ($other) = grep { $_->{subject} eq 'to nobody here' }
	    @{ok_json('ticket', 'list')};
	is($other->{department}, 'Support', 'else it is the default one');
};

subtest 'figures' => sub {
	my $status = status();
	is_deeply($status->{roles}, { map { $_ => JSON::PP::true }
	    qw(intake gateway sender) }, 'every role has a process');
	ok($status->{up}, 'and so has the daemon');
	like(ok_text('status'), qr/^Running +intake, gateway, sender$/m,
	    'which is told');
	my $metrics = ok_text('status', '--metrics');
	my @bad = grep { !/^(?:[#]\ (?:HELP|TYPE)\ maildesk_\w+\ \S.*
	    |maildesk_\w+(?:\{\w+="[\w:-]+"\})?\ \d+)$/x } split(/\n/, $metrics);
	is("@bad", '', 'Prometheus gets lines that it can read');
	my %metric = $metrics =~ /^maildesk_(\S+) (\d+)$/mg;
	for my $of ([ messages => 'state' ], [ tickets => 'status' ]) {
		my ($family, $label) = @$of;
		my %parts = map { /^$family\{$label="(\w+)"\}$/
		    ? ($1 => $metric{$_} + 0) : () } keys %metric;
		is_deeply(\%parts, $status->{$family}, "the same $family");
	}
	is($metric{'role_up{role="gateway"}'}, 1, 'what is true is 1');
	is($metric{last_message_id}, $status->{last_message}, 'a number');
	cmp_ok($metric{messages_last_hour}, '>', 25, 'what came lately');
	write_file("$dir/desk.prom", 'old');
	is(ok_text('status', '--textfile', "$dir/desk.prom"), '',
	    '--textfile prints nothing');
	like(read_file("$dir/desk.prom"), qr/^maildesk_up 1$/m,
	    'and replaces the file');
	is((stat("$dir/desk.prom"))[2] & 0777, 0644, 'for all to read');
	refused(qr/leave one of the two out/, 'status', '--metrics', '--json');
};

my ($printer, $files, $nul);
subtest 'tickets' => sub {
	my $tickets = ok_json('ticket', 'list', '--limit', '1000');
	cmp_ok(scalar(@$tickets), '>', 15, 'tickets');
	ok($tickets->[0]{id} > $tickets->[-1]{id}, 'the newest first');
	my %by = map { $_->{subject} => $_->{id} } @$tickets;
	$printer = $by{'Printer on fire'};
	$files = $by{'Files for you'};
	($nul) = map { $_->{id} } grep { $_->{subject} =~ /NUL/ } @$tickets;
	is(scalar(@{ok_json('ticket', 'list', '--limit', 3)}), 3, '--limit');
	is_deeply(ok_json('ticket', 'list', '--status', 'closed'), [],
	    '--status');
	is_deeply([grep { $_->{department} ne 'Sales & Orders' }
	    @{ok_json('ticket', 'list', '--department', 'sales&orders')}], [],
	    '--department');
	my $alice = ok_json('ticket', 'list', '--user', 'alice@example.test');
	is_deeply([grep { $_->{user}{address} ne 'alice@example.test' }
	    @$alice], [], '--user');
	cmp_ok(scalar(@$alice), '>', 1, 'all of hers');
	refused(qr/one of open, pending/, 'ticket', 'list', '--status', 'ajar');

	# By words; entries that come in later are shown earlier.
	my $fire = ok_json('ticket', 'list', '--text', 'PRINTER fire');
	ok((grep { $_->{id} == $printer } @$fire), '--text finds a ticket');
	is(scalar(@{ok_json('ticket', 'list', '--text', 'fire nosuchword')}), 0,
	    'which has all the words');
	my $any = ok_json('ticket', 'list', '--text', 'the');
	my @newest = @{query("SELECT ticket_id FROM entry WHERE id IN (SELECT" .
	    " rowid FROM entry_words('the')) GROUP BY 1 ORDER BY max(id) DESC")};
	cmp_ok(scalar(@$any), '>', 3, 'a common word');
	is_deeply([map { $_->{id} } @$any], \@newest, 'the newest match first');
	is_deeply(ok_json('ticket', 'list', '--text', 'the', '--limit', 2),
	    [@$any[0, 1]], 'as many as were asked for');
	like(ok_text('ticket', 'list', '--text', 'the', '--limit', 2),
	    qr/^\.\.\. and older ones$/m, 'and that there are more');
	is_deeply([map { $_->{id} } @{ok_json('ticket', 'list', '--text',
	    'the', '--user', 'alice@example.test', '--status', 'open')}],
	    [map { $_->{id} } grep { $_->{status} eq 'open' &&
		$_->{user}{address} eq 'alice@example.test' } @$any],
	    'the other filters count, too');
	is_deeply(ok_json('ticket', 'list', '--text', 'pencils', '--as',
	    'jose'), [], 'nobody finds what they may not see');
	is(scalar(@{ok_json('ticket', 'list', '--text', 'pencils', '--as',
	    'lee')}), 1, 'who may does');
	is_deeply(ok_json('ticket', 'list', '--text', '"( OR *'), [],
	    'signs are no words');
	refused(qr/wants words/, 'ticket', 'list', '--text', ' ');
	refused(qr/whole number/, 'ticket', 'list', '--limit', 'many');
	refused(qr/you are no agent/, 'ticket', 'list', '--assignee', 'me');
	refused(qr/no ticket 99999/, 'ticket', 'show', '99999');
	refused(qr/no number/, 'ticket', 'show', 'printer');

	my $show = ok_json('ticket', 'show', "#$printer");
	is($show->{entries}[0]{kind}, 'message', 'the conversation');
	is($show->{entries}[0]{person}{address}, 'alice@example.test',
	    'who wrote');
	ok(@{$show->{letters}} > 0, 'its letters');
	like(ok_text('ticket', 'show', $printer),
	    qr/^#\d+  Printer on fire\n.*^Alice Adams \(\d+\) wrote, /ms, 'as text');
	for my $command ("ticket show $nul --full", 'ticket list',
	    'quarantine list', 'user find e') {
		my $out = ok_text(split(/ /, $command));
		unlike($out, qr/[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80[\xaa-\xae]/,
		    'no control reaches the terminal');
	}
	# Only what concerns them.
	my @seen = map { $_->{department} }
	    @{ok_json('ticket', 'list', '--as', 'jose')};
	is_deeply(\@seen, [], 'who is in no department sees nothing');
	refused(qr/may not read tickets of this department/, 'ticket', 'show', $printer, '--as',
	    'jose');
};

subtest 'attachments' => sub {
	my $show = ok_json('ticket', 'show', $files);
	my $file = $show->{entries}[0]{attachments}[0];
	my $whole = ok_json('ticket', 'attachment', $files, $file->{part});
	my ($code, $bytes) = desk('ticket', 'attachment', $files,
	    "$show->{entries}[0]{id}:$file->{part}");
	is($code, 0, 'by entry and part');
	is(length($bytes), $whole->{size}, 'all of it');
	is(sha256_hex($bytes), $whole->{sha256}, 'byte for byte');
	is(decode_base64($whole->{base64}), $bytes, 'the same in JSON');
	mkdir("$dir/files") or die;
	ok_text('ticket', 'attachment', $files, $file->{part}, '--output',
	    "$dir/files");
	is(read_file("$dir/files/$file->{filename}"), $bytes, 'into a folder');
	unlike($file->{filename}, qr{/}, 'under a safe name');
	is((desk('ticket', 'attachment', $files, $file->{part}, '--output',
	    "$dir/files"))[0], 78, 'what is there is not written over');
	refused(qr/has no file 77/, 'ticket', 'attachment', $files, '77');
	refused(qr/ENTRY:PART/, 'ticket', 'attachment', $files, 'x:1');
};

subtest 'a terminal' => sub {
	my ($png) = grep { $_->{subject} eq 'Error message and manual' }
	    @{ok_json('ticket', 'list', '--limit', '1000')};
	my $on_terminal = sub {
		return program('/dev/null', 'script', '-qec', 'stty cols 80; ' .
		    join(' ', $maildesk, '--config', $conf, @_), '/dev/null');
	};
	my ($code, $out) = $on_terminal->('ticket', 'attachment', $png->{id},
	    '2');
	is($code, 1, 'no picture is thrown at a terminal');
	like($out, qr/say where to with --output/, 'but advice');
	($code, $out) = $on_terminal->('ticket', 'list');
	is($code, 0, 'a list');
	$out =~ s/\e\[[01]m//g;
	utf8::decode($out);
	my @long = grep { length($_) > 80 } split(/\r?\n/, $out);
	is_deeply(\@long, [], 'fits its columns');
	like($out, qr/\x{2026}/, 'and shows where it was cut');
	($code, $out) = $on_terminal->('user', 'find', 'renee', '--json');
	like($out, qr/Ren\\u00e9e/i, 'JSON there is ASCII');
};

subtest 'act' => sub {
	refused(qr/say --as AGENT/, 'act', $printer, 'assign', 'lee');
	refused(qr/--as: there is no agent "nobody"/, 'act', $printer,
	    'assign', 'lee', '--as', 'nobody');
	refused(qr/--as: "kim" may be kdoe \(Kim Doe\), lee/, 'act', $printer,
	    'assign', 'lee', '--as', 'kim');
	my @as = ('--as', 'kdoe');
	refused(qr/no verb "frob": write one of note, reply, /, 'act',
	    $printer, 'frob', @as);
	refused(qr/no verb "end"/, 'act', $printer, 'end', @as);
	refused(qr/write `maildesk act TICKET status open\|/, 'act', $printer,
	    'status', 'ajar', @as);
	refused(qr/no ticket 99999/, 'act', '99999', 'status', 'open', @as);
	refused(qr/nothing was done.*no such agent/, 'act', $printer,
	    'assign', 'nobody', @as);
	refused(qr/nothing was done.*kdoe.*lee/, 'act', $printer, 'assign',
	    'kim', @as);
	refused(qr/nothing to say/, 'act', $printer, 'note', @as);
	refused(qr/you may not change tickets/, 'act', $printer, 'status',
	    'solved', '--as', 'jose');

	my $before = ok_json('ticket', 'show', $printer);
	is($before->{status}, 'open', 'nothing was done by any of these');
	is($before->{assignee}, undef, 'indeed');
	is(ok_json('act', $printer, 'assign', 'lee', @as)->{ticket}, $printer,
	    'assign');
	ok_text('act', $printer, 'priority', 'high', @as);
	ok_text('act', $printer, 'note', 'ask', 'the', 'caretaker', @as);
	my $reply = ok_json('act', $printer, 'reply', '--file',
	    write_file("$dir/reply", "Please pull the plug.\n"), @as);
	is($reply->{letters}, 2, 'a reply goes out, and its agent hears of it');
	my $letters = @{ok_json('queue', 'list', '--state', 'any', '--ticket',
	    $printer)};
	my $preview = ok_json('notify', 'preview', 'agent-reply', $printer,
	    $before->{user}{address});
	like($preview->{text}, qr/^Please pull the plug\.$/m,
	    'what a user would read');
	like(ok_text('notify', 'preview', 'note', $printer,
	    'lee@help.test', @as),
	    qr/^Reply-To +\S+\@help\.test\n.*^> ask the caretaker\n/ms,
	    'and an agent');
	unlike(ok_text('notify', 'preview', 'note', $printer,
	    'lee@help.test'), qr/\+[rnbvc][a-z2-7]+-/, 'no token is shown');
	refused(qr/no letter "hello"/, 'notify', 'preview', 'hello', $printer,
	    'lee');
	is(scalar(@{ok_json('queue', 'list', '--state', 'any', '--ticket',
	    $printer)}), $letters, 'and nothing is sent');
	my $after = ok_json('ticket', 'show', $printer);
	is($after->{assignee}{address}, 'lee@help.test', 'assigned');
	is($after->{priority}, 'high', 'high');
	my ($note) = grep { $_->{kind} eq 'note' } @{$after->{entries}};
	is($note->{text}, 'ask the caretaker', 'a note');
	ok($note->{private}, 'for colleagues only');
	is($note->{person}{address}, 'kdoe@help.test', "in kdoe's name");
	my ($answer) = grep { $_->{kind} eq 'reply' } @{$after->{entries}};
	is($answer->{text}, 'Please pull the plug.', 'a reply');
	is_deeply(query("SELECT door, person_id, new FROM change WHERE object =" .
	    " 'ticket' AND object_id = $printer AND field = 'assignee'"),
	    ['cli|1|Kim L. Lee'], 'the change log knows who');

	# Whose files they are may do all; sudo to them lends no such right.
	local $ENV{SUDO_USER} = 'kim-account';
	ok_text('act', $printer, 'note', 'by sudo');
	is(ok_json('ticket', 'show', $printer)->{entries}[-1]{person}{address},
	    'kdoe@help.test', 'behind sudo is who called it');
	$ENV{SUDO_USER} = 'a-stranger';
	if ($> == 0) {
		ok_text('status');
	} else {
		refused(qr/is for agents/, 'status');
	}
};

subtest 'the queue' => sub {
	my $list = ok_json('queue', 'list', '--state', 'any', '--ticket',
	    $printer);
	my ($reply) = grep { $_->{event} eq 'agent-reply' } @$list;
	my $id = $reply->{id};
	is($reply->{address}, 'alice@example.test', 'the reply');
	is($reply->{state}, 'queued', 'waits');
	is(ok_json('queue', 'hold', $id)->{state}, 'held', 'hold');
	is(ok_json('queue', 'show', $id)->{state}, 'held', 'it is held');
	like(ok_text('queue', 'show', $id), qr/Please pull the plug/,
	    'and shown');
	refused(qr/held cannot become held/, 'queue', 'hold', $id);
	is(ok_json('queue', 'retry', $id)->{state}, 'queued', 'retry');
	until_true('it is sent', sub {
		my $letter = value_of((desk('queue', 'show', $id, '--json'))[1]);
		return $letter->{state} eq 'sent';
	});
	refused(qr/sent cannot become/, 'queue', 'cancel', $id);
	refused(qr/no letter 99999/, 'queue', 'show', '99999');
	refused(qr/which letter, or --held/, 'queue', 'retry');
	refused(qr/which letter, or --held/, 'queue', 'retry', '--held', $id);
	ok_text('act', $printer, 'reply', 'one more', '--as', 'kdoe');
	my ($late) = grep { $_->{event} eq 'agent-reply' } @{ok_json('queue',
	    'list', '--state', 'queued', '--ticket', $printer)};
	ok_text('queue', 'hold', $late->{id});
	is(ok_json('queue', 'retry', '--held')->{letters}, 1,
	    'all that are held');
	is_deeply(ok_json('queue', 'list', '--state', 'held'), [],
	    'are held no more');
	refused(qr/--state is one of/, 'queue', '--state', 'lost');
	is_deeply([grep { $_->{address} !~ /\@example\.test$/ }
	    @{ok_json('queue', 'list', '--state', 'any', '--to',
		'@EXAMPLE.test')}], [], '--to finds addresses by a piece');
	is_deeply([map { $_->{id} } grep { $_->{id} == $id }
	    @{ok_json('queue', 'list', '--state', 'sent', '--to', 'alice@',
		'--ticket', $printer)}], [$id], 'with a state and a ticket');
	is_deeply(ok_json('queue', 'list', '--state', 'any', '--to', '%'), [],
	    'a piece has no wildcards');
	is(ok_json('queue', 'retry', '--failed')->{letters}, 0,
	    'none has failed');
	ok_text('queue');
	is_deeply(query("SELECT old, new FROM change WHERE object = 'letter'" .
	    " AND object_id = $id ORDER BY id"),
	    ['queued|held', 'held|queued'], 'the change log knows');
	my $log = ok_json('ticket', 'show', $printer, '--changes')->{changes};
	is_deeply([map { "$_->{field} $_->{new}" } grep {
	    $_->{object} eq 'letter' && $_->{object_id} == $id } @$log],
	    ['state held', 'state queued'], 'and the ticket shows it');
	my ($assigned) = grep { $_->{field} eq 'assignee' } @$log;
	is($assigned->{person}{address}, 'kdoe@help.test', 'with who did what');
	is($assigned->{door}, 'cli', 'by which door');
	is($assigned->{archive_id}, undef, 'and by no mail');
	ok(!exists(ok_json('ticket', 'show', $printer)->{changes}),
	    'where it is asked for');
	my $text = ok_text('ticket', 'show', $printer, '--changes');
	like($text, qr/^Changed .*\n(?:.*\n)*.* Kim Doe \(1\) +cli +priority +normal +high$/m,
	    'as text, behind the conversation');
	like($text, qr/ cli +letter $id: state +queued +held$/m,
	    'with the letters');
};

subtest 'explain' => sub {
	my $show = ok_json('ticket', 'show', $printer);
	my $id = $show->{entries}[0]{archive_id};
	my $why = ok_json('explain', $id);
	is($why->{state}, 'filed', 'filed');
	is($why->{ticket}, $printer, 'on its ticket');
	is($why->{door}, 'import', 'by which door');
	like($why->{door_ref}, qr{/first-mails/01-printer-on-fire}, 'from where');
	ok((grep { $_->{stage} eq 'classify' && $_->{value} eq 'human' }
	    @{$why->{record}}), 'why');
	is_deeply([sort(map { $_->{event} } @{$why->{letters}})],
	    ['acknowledge', 'new-ticket'], 'and whom it told');
	like(ok_text('explain', $id), qr/^message $id: filed as entry .*#$printer$/m,
	    'as text');

	my ($file) = glob("$fixtures/first-mails/cur/01-printer*");
	my $seen = ok_json('explain', $file);
	is($seen->{message}{message}, $id, 'a file is found by its digest');
	my $flagged = write_file("$dir/flagged",
	    "Return-Path: <alice\@example.test>\n" . read_file($file));
	is(ok_json('explain', $flagged)->{message}{message}, $id,
	    'and by who it is, however it came');
	my $new = write_file("$dir/new", "From: new\@example.test\n" .
	    "Subject: I am away\nAuto-Submitted: auto-replied\n\nAway.\n");
	my $unseen = ok_json('explain', $new);
	is($unseen->{message}, undef, 'one that never came');
	is($unseen->{mail}{auto}{class}, 'auto-reply', 'what it would be');
	like(ok_text('explain', $new), qr/else quarantined/, 'as text');
	refused(qr/no message 99999/, 'explain', '99999');
};

subtest 'quarantine' => sub {
	my $list = ok_json('quarantine', 'list');
	my ($away) = grep { $_->{reason} eq 'auto-reply' } @$list;
	ok($away, 'an automatic reply is there');
	is(scalar(@{ok_json('quarantine', 'list', '--limit', 2)}), 2,
	    '--limit');
	my $show = ok_json('quarantine', 'show', $away->{message});
	is($show->{reason}, 'auto-reply', 'why');
	is($show->{mail}{auto}{class}, 'auto-reply', 'what it is');
	ok_text('quarantine', 'show', $away->{message});
	my $released = ok_json('quarantine', 'release', $away->{message});
	is($released->{state}, 'filed', 'released');
	ok(ok_json('ticket', 'show', $released->{ticket}), 'on a ticket');
	refused(qr/not in quarantine: it is filed/, 'quarantine', 'release',
	    $away->{message});
	my ($nobody) = grep { $_->{reason} eq 'no-sender' } @$list;
	refused(qr/no-sender/, 'quarantine', 'release', $nobody->{message});
	is(ok_json('explain', $nobody->{message})->{state}, 'quarantined',
	    'what cannot be filed stays');
	is(scalar(@{query("SELECT 1 FROM change WHERE field = 'quarantine'")}),
	    1, 'the change log knows');
};

subtest 'users' => sub {
	my $found = ok_json('user', 'find', 'ALICE');
	is($found->[0]{address}, 'alice@example.test', 'found by name');
	my $id = $found->[0]{id};
	is(ok_json('user', 'find', 'renee')->[0]{name}, "Ren\x{e9}e Dubois",
	    'without marks');
	is_deeply(ok_json('user', 'find', 'nobody-is-called-so'), [], 'nobody');
	my $show = ok_json('user', 'show', 'alice@example.test');
	is($show->{id}, $id, 'by address');
	is($show->{addresses}[0]{state}, 'ok', 'her address');
	ok((grep { $_->{id} == $printer } @{$show->{tickets}}), 'her tickets');
	like(ok_text('user', 'show', $id), qr/^$id  Alice Adams$/m, 'as text');
	ok(ok_json('user', 'autoresponder', $id, 'on')->{auto_responder}, 'on');
	ok(ok_json('user', 'show', $id)->{auto_responder}, 'is kept');
	ok_text('user', 'autoresponder', $id, 'off');
	refused(qr/on or off/, 'user', 'autoresponder', $id, 'maybe');
	is(ok_json('user', 'reachable', 'alice@example.test')->{was}, 'ok',
	    'mail gets through');
	refused(qr/nobody has the address/, 'user', 'reachable',
	    'nobody@example.test');
	refused(qr/nobody has/, 'user', 'show', 'nobody@example.test');
	is_deeply(query("SELECT old, new FROM change WHERE object = 'person'" .
	    " AND object_id = $id ORDER BY id"), ['off|on', 'on|off'],
	    'the change log knows');
};

# What the intake says to RCPT, and to the mail if it is taken.
sub by_lmtp {
	my ($sender, $from) = @_;
	my $socket = IO::Socket::UNIX->new(Peer => "$dir/run/lmtp.sock") or die;
	my $reply;
	readline($socket);
	for my $line ('LHLO test', "MAIL FROM:<$sender>",
	    'RCPT TO:<support@help.test>', 'DATA', "From: $from\r\n" .
	    "Subject: by LMTP\r\nMessage-ID: <" . rand() . "\@x>\r\n\r\nHi\r\n.") {
		print $socket "$line\r\n";
		do {
			$reply = readline($socket) // return 'it hangs up';
		} while ($reply =~ /^\d+-/);
		last if $reply !~ /^[23]/;
	}
	return $reply;
}

subtest 'bans' => sub {
	my $spam = 'spam@junk.example';
	like(by_lmtp($spam, $spam), qr/^250 /, 'mail from anybody is taken');
	my $ban = ok_json('ban', 'add', 'Spam@JUNK.example.', '--reason',
	    'sends junk', '--as', 'kdoe');
	is($ban->{pattern}, $spam, 'folded as senders are');
	like(by_lmtp($spam, $spam), qr/^550 5\.7\.1 /, 'from now on it is not');
	like(by_lmtp('other@junk.example', 'x@example.test'), qr/^250 /,
	    'but that of their neighbours');
	like(by_lmtp('x@example.test', "Spam <$spam>"), qr/^250 /,
	    'an envelope can hide them');
	until_true('but not their From', sub {
		grep { $_->{reason} eq 'banned' }
		    @{value_of((desk('quarantine', 'list', '--json'))[1])};
	});
	ok((grep { $_->{banned} } @{ok_json('user', 'show', $spam)->{addresses}}),
	    'the user says so');
	ok_text('ban', 'add', '@evil.example');
	like(by_lmtp('any@EVIL.example', 'any@evil.example'), qr/^550 5\.7\.1 /,
	    'a whole domain');
	like(ok_text('ban', 'list'), qr/^\@evil\.example .*\n.*Kim Doe \(1\) +sends junk$/m,
	    'the newest first, with who and why');
	like(ok_text('ban', 'add', $spam), qr/was banned already/, 'again');
	is(ok_json('ban', 'list')->[1]{reason}, 'sends junk',
	    'keeps the reason');
	ok_text('ban', 'add', $spam, '--reason', 'sends scam');

	refused(qr/ban of support\+x\@help\.test .* department Support/, 'ban',
	    'add', 'support+x@help.test');
	refused(qr/keep out \S+\@help\.test, an address of department/, 'ban',
	    'add', '@help.test');
	refused(qr/address of agent lee/, 'ban', 'add', 'LEE@help.test');
	refused(qr/neither an address nor a domain/, 'ban', 'add', 'junk.example');
	refused(qr/neither an address nor a domain/, 'ban', 'add', '@');
	refused(qr/at most 500/, 'ban', 'add', 'a@b.test', '--reason',
	    'x' x 501);
	refused(qr/is for root and admins/, 'ban', 'add', 'a@b.test', '--as',
	    'lee');
	refused(qr/is banned with its whole domain/, 'ban', 'remove',
	    'any@evil.example');
	refused(qr/is not banned/, 'ban', 'remove', 'ann@example.test');
	refused(qr/is banned/, 'agent', 'add', 'Eve', 'eve@evil.example');
	refused(qr/is banned/, 'department', 'add', 'Evil', 'help@evil.example');

	ok(!ok_json('ban', 'remove', '@evil.example')->{banned}, 'taken back');
	like(by_lmtp('any@evil.example', 'any@evil.example'), qr/^250 /,
	    'and mail is taken again');
	is_deeply(query("SELECT person_id, field, old, new FROM change" .
	    " WHERE object = 'ban' ORDER BY id"),
	    ["1|pattern||$spam", '1|reason||sends junk',
		'|pattern||@evil.example', '|reason|sends junk|sends scam',
		'|pattern|@evil.example|'], 'the change log knows');
};

subtest 'keys and tokens' => sub {
	my @first = @{ok_json('key', 'list')};
	is(scalar(@first), 1, 'one key');
	ok($first[0]{signs} && $first[0]{letters} > 0, 'that signed letters');
	my $second = ok_json('key', 'rotate');
	is($second->{stays}, $first[0]{key}, 'it stays when another comes');
	is($second->{dropped}, undef, 'none goes');
	ok(until_true('the gateway reads the new key', sub {
	    read_file("$dir/log") =~ /event=file-replaced .*secret\.key/ }));
	my $text = ok_text('key', 'rotate');
	like($text, qr/^key $first[0]{key} is gone: $first[0]{letters} letters? /m,
	    'the third key drops the first, and its letters are counted');
	like($text, qr/an agent's is held/, 'and what stops working is said');
	is_deeply([map { $_->{key} } @{ok_json('key', 'list')}],
	    [$text =~ /^key (.) signs/m, $second->{signs}], 'two live');
	is((stat("$dir/run/secret.key"))[2] & 07777, 0600, 'for nobody else');

	refused(qr/--agent AGENT, --ticket TICKET/, 'token', 'revoke');
	refused(qr/nobody/, 'token', 'revoke', '--agent', 'nobody');
	my $revoked = ok_json('token', 'revoke', '--agent', 'kdoe');
	like(ok_text('token', 'revoke', '--agent', 'kdoe'),
	    qr/^0 letters.*none that did/, 'once is enough');
	is(ok_json('user', 'show', $revoked->{agent})->{id},
	    $revoked->{agent}, 'of that agent');
};

subtest 'every command speaks JSON' => sub {
	my %arguments = (
		'import' => ["$fixtures/loops"],
		'backup' => ["$dir/backup"],
		'parse' => ["$dir/new"],
		'rule test' => ["$dir/new"],
		'doctor' => ['templates', 'key'],
		'explain' => ['1'],
		'ticket show' => [$printer],
		'ticket attachment' => [$files, '2'],
		'search' => ['printer'],
		'act' => [$printer, 'priority', 'low', '--as', 'kdoe'],
		'queue show' => ['1'],
		'user show' => ['1'],
		'user find' => ['a'],
		'user autoresponder' => ['1', 'off'],
		'user reachable' => ['alice@example.test'],
		'token revoke' => ['--ticket', $printer],
		'template show' => ['en', 'note'],
		'template install' => ['conf/templates/fr'],
		'ban add' => ['new@junk.example'],
		'ban remove' => ['new@junk.example'],
		'quarantine show' =>
		    [ok_json('quarantine', 'list')->[0]{message}],
		'agent add' => ['New', 'new@help.test'],
		'agent disable' => ['new'],
		'agent enable' => ['new'],
		'department add' => ['New', 'new-department@help.test'],
		'department address' => ['New', 'newer@help.test'],
		'department default' => ['support'],
		'department set' => ['support', 'choice=tag'],
		'department join' => ['New', 'new'],
		'agent set' => ['new', 'signature=New'],
		'agent show' => ['new'],
		'agent prefer' => ['new', 'note=none'],
		'team add' => ['Field service'],
		'team member' => ['field service', 'new'],
		'macro add' => ['done', '--file',
		    write_file("$dir/macro", "#solved\n\nKind regards\n")],
		'macro show' => ['done'],
		'macro remove' => ['done'],
		'field add' => ['colour', 'choice', 'red', 'blue'],
		'field remove' => ['colour'],
		'notify preview' => ['user-reply', 1, 'new@help.test'],
		'department leave' => ['New', 'new'],
	);
	# A change that can be made once is made above; tokens come from a server
	# that oauth.t has.
	my %elsewhere = map { $_ => 1 } ('queue retry', 'queue hold',
	    'queue cancel', 'quarantine release', 'restore', 'oauth login',
	    'oauth refresh', 'completion', 'config', 'help',
	    # people.t has what is done with people's records.
	    'ticket open',
	    # organizations.t has these.
	    'may', grep({ /^(?:organization|role|usergroup) (?!list)/ }
	    @commands),
	    grep { /^user / && !$arguments{$_} && $_ ne 'user list' } @commands);
	my @sorted = sort { ($a =~ / add/) < ($b =~ / add/) ? 1
	    : ($a =~ / add/) > ($b =~ / add/) ? -1 : 0 } @commands;
	for my $command (@sorted) {
		next if $elsewhere{$command};
		ok_json(split(/ /, $command), @{$arguments{$command} // []});
	}
	my $script = (maildesk('completion', 'bash'))[1];
	my ($code, undef, $err) = program(write_file("$dir/completion",
	    $script), 'bash', '-n');
	is($code, 0, 'the completion is a script') or diag($err);
	($code, my $out) = program(write_file("$dir/try", $script .
	    "COMP_WORDS=(maildesk queue re) COMP_CWORD=2; _maildesk;" .
	    ' echo "${COMPREPLY[@]}"'), 'bash');
	is($out, "retry\n", 'that completes');
};

subtest 'the end' => sub {
	stop_daemon();
	ok(!status()->{intake_answers}, 'the intake is gone, and status says so');
	write_file("$dir/run/sync.alarm", "sender\n");
	is_deeply(status()->{alarm}, ['sender'], 'an alarm is told');
	like(ok_text('status'), qr/^ALARM .*the sender stays down/m,
	    'in words');
	my ($code, $out) = desk('check', '--deep');
	is($code, 0, 'the databases are whole') or diag($out);
	like($out, qr/^ok +messages +\d+ read, \d+ compared/m,
	    'so is every message');
	like($out, qr/^ok +orphans /m, 'none has lost another');
	like($out, qr/^ok +kinds /m, 'each is of the kind that it was');
	like($out, qr/^ok +alarm +it was raised, and is over/m,
	    'so the alarm is over');
	is_deeply(status()->{alarm}, [], 'indeed');
	# All of it, with nothing left in the WAL that would be read instead.
	is((program('/dev/null', 'sqlite3', "$dir/run/maildesk.db",
	    'PRAGMA wal_checkpoint(TRUNCATE)'))[1], "0|0|0\n",
	    'the database is whole without its WAL');
	my $size = -s "$dir/run/maildesk.db";
	open(my $fh, '+<:raw', "$dir/run/maildesk.db") or die;
	seek($fh, 4096, 0);
	print $fh "\xff" x ($size - 4096);
	close($fh);
	write_file("$dir/run/sync.alarm", "sender\n");
	($code, $out) = desk('check');
	is($code, 78, 'a damaged database is found');
	like($out, qr/^BAD +desk /m, 'and named');
	ok(-e "$dir/run/sync.alarm", 'the alarm stays');
};

done_testing();
