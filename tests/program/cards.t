#!/usr/bin/perl
# maildesk, cards: users come from address books, and go there.
use strict;
use warnings;
use lib 'tests/tools';
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use JSON::PP;
use Line;
use Test::More;
use Time::HiRes qw(time);

my $build = abs_path($ENV{BUILD} // 'build');
-x "$build/maildesk" or BAIL_OUT("$build/maildesk is missing: make");
delete @ENV{qw(SUDO_USER MAILDESK_CONFIG MAILDESK_CLOCK NO_COLOR)};
$ENV{TZ} = 'UTC';
my $line = Line->new(build => $build);
my $dir = tempdir(CLEANUP => 1);

sub ok_text {
	my ($code, $out) = $line->cli(@_);
	is($code, 0, "@_") or diag($out);
	return $out;
}

sub ok_json {
	my $text = ok_text(@_, '--json');
	my $value = eval { JSON::PP->new->utf8->decode($text) };
	ok(defined($value), "@_ --json is JSON") or diag($text);
	return $value;
}

sub refused {
	my ($want, @command) = @_;
	my ($code, $out) = $line->cli(@command);
	isnt($code, 0, "@command is refused");
	like($out, $want, 'and says why');
}

sub show { return ok_json('user', 'show', @_) }
sub write_file {
	my ($name, $bytes) = @_;
	open my $fh, '>:raw', "$dir/$name" or die "$dir/$name: $!";
	print $fh $bytes;
	close $fh or die "$dir/$name: $!";
	return "$dir/$name";
}
sub read_file {
	open my $fh, '<:raw', $_[0] or die "$_[0]: $!";
	local $/;
	return <$fh>;
}
sub remarks { return join("\n", map { $_->{text} } @{$_[0]{remarks}}) }
sub names { return { map { $_->{name} => $_->{cards} } @{$_[0]} } }

$line->start();

subtest 'cards as programs write them' => sub {
	my $dry = ok_json('user', 'vcard', 'import', '--dry-run',
	    'tests/cards/ios.vcf');
	is($dry->{created}, 1, 'what would be made');
	ok(!$dry->{done}, 'is not');
	refused(qr/no user|nobody|there is no/, 'user', 'show',
	    'j.mueller@beispiel.test');
	my $ios = ok_json('user', 'vcard', 'import', 'tests/cards/ios.vcf');
	is($ios->{created}, 1, 'iOS');
	my $show = show('j.mueller@beispiel.test');
	is($show->{name}, "Dr. J\x{fc}rgen M\x{fc}ller", 'the name');
	is($show->{title}, 'Leiter Druck', 'the title');
	is_deeply([map { "$_->{address} $_->{primary}" }
	    @{$show->{addresses}}], ['j.mueller@beispiel.test 1',
	    'juergen@privat.test 0', 'jm@lager.test 0'],
	    'the preferred address is the primary one');
	is_deeply($show->{phone}, ['+49 171 1234567', '+49 30 12345-0'],
	    'telephones, no fax');
	is_deeply($show->{twitter}, ['jogi'], 'Twitter without its page');
	is_deeply([map { $_->{text} } @{$show->{notes}}],
	    ["Ruft selten an, schreibt lieber.\nZweite Zeile."], 'a note');
	is(names($ios->{not_held})->{PHOTO}, 1, 'what has no place is named');
	is(names($ios->{organizations})->{'Beispiel GmbH'}, 1,
	    'organizations are named');
	my $again = ok_json('user', 'vcard', 'import', 'tests/cards/ios.vcf');
	is("$again->{created} $again->{known}", '0 1', 'nobody comes twice');
	like(remarks($again), qr/there already: .* is that of user $show->{id}/,
	    'which is said');

	my $google = ok_json('user', 'vcard', 'import',
	    'tests/cards/google.vcf');
	is($google->{created}, 2, 'Google');
	is(show('nameless@client.test')->{name}, 'nameless@client.test',
	    'who has no name is called by their address');
	is_deeply(show('kim@client.test')->{labels},
	    ['mycontacts', 'print customers'], 'categories are labels');
	my $outlook = ok_json('user', 'vcard', 'import',
	    'tests/cards/outlook.vcf');
	is($outlook->{created}, 1, 'Outlook');
	is(show('aenne@oel.test')->{name}, "\x{c4}nne Gr\x{fc}n",
	    'its charset');
	my $android = ok_json('user', 'vcard', 'import',
	    'tests/cards/android.vcf');
	is("$android->{created} $android->{refused}", '1 1', 'Android');
	like(remarks($android), qr/no address/, 'a card without an address');
	my $nextcloud = ok_json('user', 'vcard', 'import',
	    'tests/cards/nextcloud.vcf');
	is("$nextcloud->{created} $nextcloud->{refused}", '1 1', 'Nextcloud');
	like(remarks($nextcloud), qr/a group/, 'a group is no user');
	$show = show('zoe@heim.test');
	is("$show->{timezone} $show->{language}", 'Europe/Berlin de',
	    'zone and language');
	my $changes = ok_text('user', 'show', $show->{id}, '--changes');
	like($changes, qr/phone/, 'all of it is in the change log');
	like($changes, qr/Came by +import/, 'and how they came');
};

subtest 'there and back' => sub {
	ok_text('field', 'add', 'contract', 'choice', 'gold', 'silver',
	    '--object', 'person');
	ok_text('user', 'add', 'Pat "P;" O\'Hara, Dr.', 'pat@client.test');
	ok_text('user', 'address', 'pat@client.test', 'add', 'pat@home.test');
	ok_text('user', 'set', 'pat@client.test', 'title=a, b; c\\n',
	    "summary=one\n\ntwo, three", 'timezone=Europe/Berlin',
	    'language=pt-BR', 'phone=+49 (30) 12-34/5.6', 'phone+=112233',
	    'website=https://x.test/a;b,c', 'im=kim; on irc',
	    'twitter=pat_1', 'linkedin=pat-o', 'facebook=https://fb.test/p',
	    "postal=Way 1;2\n12345 Town, X");
	ok_text('user', 'label', 'pat@client.test', 'vip, print customer');
	ok_text('user', 'note', 'pat@client.test', "calls\nback, \\n");
	ok_text('organization', 'add', 'Print & Sons; Ltd');
	ok_text('organization', 'join', 'Print & Sons; Ltd',
	    'pat@client.test');
	ok_text('user', 'set', 'pat@client.test', 'field.contract=Silver');
	like(ok_text('user', 'show', 'pat@client.test'),
	    qr/^contract +silver$/m, 'a field of the desk is on the page');
	unlike(ok_text('user', 'show', 'kim@client.test'), qr/^contract/m,
	    'of whom it is set');
	refused(qr/no field "shoe"/, 'user', 'set', 'pat@client.test',
	    'field.shoe=44');
	refused(qr/field contract/, 'user', 'set', 'pat@client.test',
	    'field.contract=lead');
	my $before = show('pat@client.test');
	is_deeply($before->{fields}, [{ name => 'contract',
	    value => 'silver' }], 'and as JSON');
	my $file = "$dir/pat.vcf";
	my $secret = ok_text('user', 'vcard', 'export', 'pat@client.test');
	unlike($secret, qr/calls/, 'notes stay here');
	ok_text('user', 'vcard', 'export', '--notes', 'pat@client.test',
	    $file);
	refused(qr/cannot make/, 'user', 'vcard', 'export',
	    'pat@client.test', $file);
	ok_text('user', 'delete', '--yes', $before->{id});
	ok_text('user', 'vcard', 'import', $file);
	my $after = show('pat@client.test');
	isnt($after->{id}, $before->{id}, 'another record');
	for my $key (qw(name title summary timezone language phone website im
	    twitter linkedin facebook postal labels addresses organization
	    fields)) {
		is_deeply($after->{$key}, $before->{$key}, $key);
	}
	is_deeply([map { "$_->{at} $_->{text}" } @{$after->{notes}}],
	    [map { "$_->{at} $_->{text}" } @{$before->{notes}}],
	    'the note, with its time');
	my $other = "$dir/again.vcf";
	ok_text('user', 'vcard', 'export', '--notes', 'pat@client.test',
	    $other);
	my ($one, $two) = map { s/^UID.*\n//mr } read_file($file),
	    read_file($other);
	is($two, $one, 'and the same card again');
};

subtest 'into a user' => sub {
	my $card = write_file('more.vcf', "BEGIN:VCARD\nVERSION:4.0\n" .
	    "FN:Patricia\nTITLE:other\nEMAIL:pat\@third.test\n" .
	    "EMAIL:support\@help.test\nTEL:+1 555 0100\nTEL:call me\n" .
	    "X-MAILDESK-FIELD;NAME=contract:gold\n" .
	    "X-MAILDESK-FIELD;NAME=shoe:44\nTZ:Mars/Base\nEND:VCARD\n");
	my $into = ok_json('user', 'vcard', 'import', 'pat@client.test',
	    $card);
	is("$into->{created} $into->{added}", '0 1', 'added to one');
	my $said = remarks($into);
	like($said, qr/name is kept; the card says "Patricia"/,
	    'what is there stays, and that is said');
	like($said, qr/phone "call me" is left out/, 'what does not fit');
	like($said, qr/support\@help\.test is the address of department/,
	    'an address of ours');
	like($said, qr/field\.contract is kept; the card says "gold"/,
	    'a field that is set');
	like($said, qr/field\.shoe "44" is left out/, 'no such field');
	like($said, qr/timezone "Mars\/Base" is left out/, 'no such zone');
	my $show = show('pat@third.test');
	is($show->{id}, show('pat@client.test')->{id}, 'one more address');
	ok((grep { $_ eq '+1 555 0100' } @{$show->{phone}}),
	    'one more telephone');
	my $again = ok_json('user', 'vcard', 'import', 'pat@client.test',
	    $card);
	is("$again->{added} $again->{known}", '0 1', 'nothing comes twice');
	my $theirs = write_file('theirs.vcf', "BEGIN:VCARD\nVERSION:4.0\n" .
	    "EMAIL:kim\@client.test\nEND:VCARD\n");
	like(remarks(ok_json('user', 'vcard', 'import', 'pat@client.test',
	    $theirs)), qr/user merge/, 'an address of another user');
	my $anna = write_file('anna.vcf', "BEGIN:VCARD\nVERSION:4.0\n" .
	    "EMAIL:evil\@client.test\nEND:VCARD\n");
	ok_text('agent', 'add', 'Ben Example', 'ben@help.test', '--handle',
	    'ben');
	refused(qr/agent: their addresses are changed by admins/, 'user',
	    'vcard', 'import', 'anna@help.test', $anna, '--as', 'ben');
};

subtest 'who seems to be here' => sub {
	my $alike = write_file('alike.vcf', join('', map {
	    "BEGIN:VCARD\nVERSION:3.0\n$_\nEND:VCARD\n" }
	    "FN:Kim Lee\nEMAIL:kim\@client.co.uk",
	    "FN:Kim Lee\nEMAIL:other\@elsewhere.test",
	    "FN:Robin\nEMAIL:robin\@client.test\nTEL:+1 (415) 5550134",
	    "FN:Robin\nEMAIL:robin\@client.test",
	    "FN:Half\nEMAIL:half\@client.test\nBEGIN:VCARD"));
	my $first = ok_json('user', 'vcard', 'import', $alike);
	my $said = remarks($first);
	is("$first->{created} $first->{similar} $first->{known}", '2 1 1',
	    'made, not made, there already');
	like($said, qr/not made, seems to be user \d+: .*local part.*name/,
	    'one name and one local part at sister domains');
	like($said, qr/may be user \d+: the same name/, 'a name alone');
	like($said, qr/may be user \d+: the same telephone/,
	    'a telephone alone');
	like($said, qr/has no end/, 'half a card');
	is(ok_json('user', 'vcard', 'import', '--alike', $alike)->{created},
	    1, 'made when it is asked for');
	refused(qr/there is no card/, 'user', 'vcard', 'import',
	    write_file('none.vcf', "hello\n"));
	refused(qr/cannot read/, 'user', 'vcard', 'import', "$dir/nothing");
};

subtest 'a table' => sub {
	my $csv = write_file('people.csv', "\x{ef}\x{bb}\x{bf}" .
	    "Vorname;Nachname;E-Mail;Telefon;Anschrift;Gruppen;Vertrag\r\n" .
	    "J\x{c3}\x{bc}rgen;\"Gro\x{c3}\x{9f}; sen.\";jg\@csv.test;" .
	    "030 1234;\"Weg 1\r\n12345 Stadt\";\"VIP, Druck\";Gold\r\n" .
	    "Nie;Mand;kein Postfach;;;;\r\n" .
	    "Kim;Lee;kim\@client.test;;;;\r\n");
	refused(qr/columns are 1 Vorname, 2 Nachname/, 'user', 'csv',
	    'import', $csv);
	refused(qr/there is no column "Mail"/, 'user', 'csv', 'import', $csv,
	    '--map', 'address=Mail');
	my @map = ('--map', 'name=Vorname,name=Nachname,address=e-mail,' .
	    'phone=4,postal=Anschrift,label=Gruppen,field.contract=Vertrag');
	my $dry = ok_json('user', 'csv', 'import', $csv, @map, '--dry-run');
	is("$dry->{created} $dry->{known} $dry->{refused}", '1 1 1',
	    'what would be done');
	my $done = ok_json('user', 'csv', 'import', $csv, @map);
	is("$done->{created} $done->{known} $done->{refused}", '1 1 1',
	    'is what is done');
	is_deeply([map { $_->{line} } @{$done->{remarks}}[0, 1]], [4, 4],
	    'lines are those of the file');
	my $show = show('jg@csv.test');
	is($show->{name}, "J\x{fc}rgen Gro\x{df}; sen.", 'a name of two');
	is_deeply($show->{postal}, ["Weg 1\n12345 Stadt"], 'lines in quotes');
	is_deeply($show->{labels}, ['druck', 'vip'], 'labels');
	my $latin = write_file('latin.csv', "name\tmail\nJ\xfcrg M\xfcller" .
	    " aus K\xf6ln\tjm\@csv.test\n");
	ok_text('user', 'csv', 'import', $latin, '--map',
	    'name=1,address=2', '--no-header');
	is(show('jm@csv.test')->{name}, "J\x{fc}rg M\x{fc}ller aus K\x{f6}ln",
	    'tabs, and a code page');
	my $wide = write_file('wide.csv', join('', "\xff\xfe", map {
	    pack('v', ord) } split //, "name\tmail\nZo\x{eb}\tz\@csv.test\n"));
	ok_text('user', 'csv', 'import', $wide, '--map', 'name=1,address=2');
	is(show('z@csv.test')->{name}, "Zo\x{eb}", 'what Windows calls Unicode');
};

subtest 'five thousand' => sub {
	my $file = write_file('many.vcf', join('', map {
	    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person $_\r\nN:$_;Person;;;\r\n" .
	    "EMAIL;TYPE=INTERNET;TYPE=pref:person$_\@many$_.test\r\n" .
	    "EMAIL:p$_\@private$_.test\r\nTEL;TYPE=CELL:+49 170 " .
	    (1000000 + $_) . "\r\nADR:;;Way $_;Town;;1$_;Land\r\n" .
	    "ORG:Firm " . ($_ % 50) . "\r\nNOTE:number $_\r\n" .
	    "CATEGORIES:many\r\nPHOTO;ENCODING=b;TYPE=JPEG:" . ('A' x 4000) .
	    "\r\nEND:VCARD\r\n" } 1 .. 5000));
	my $begun = time();
	my $done = ok_json('user', 'vcard', 'import', $file);
	my $took = time() - $begun;
	note(sprintf('5000 cards: %.1f s', $took));
	is("$done->{created} $done->{refused}", '5000 0', 'all are made');
	cmp_ok($took, '<', 60, 'in seconds');
	is(ok_json('user', 'vcard', 'import', $file)->{known}, 5000,
	    'and once');
	my $all = ok_json('user', 'vcard', 'export', '--all', "$dir/all.vcf");
	cmp_ok($all->{users}, '>', 5000, 'everybody');
	my $cards = () = read_file("$dir/all.vcf") =~ /^BEGIN:VCARD\r$/mg;
	is($cards, $all->{users}, 'a card each');
};

# What was read is kept before more of it is waited for, and the desk is free.
subtest 'cards that come slowly' => sub {
	my ($out, $cards) = ("$dir/slow.out", '');
	$cards .= "BEGIN:VCARD\nVERSION:3.0\nFN:Slow $_\nEMAIL:slow$_" .
	    "\@slow.test\nEND:VCARD\n" for 1 .. 3000;
	pipe(my $from, my $to) or die "pipe: $!";
	my $pid = fork() // die "fork: $!";
	if ($pid == 0) {
		close $to;
		open(STDIN, '<&', $from) or die "stdin: $!";
		open(STDOUT, '>', $out) or die "$out: $!";
		local %ENV = (%ENV, %{$line->{env}});
		exec("$build/maildesk", '--config', "$line->{dir}/desk.conf",
		    'user', 'vcard', 'import', '--json', '-') or die;
	}
	close $from;
	syswrite($to, $cards) == length($cards) or die "pipe: $!";
	# FIONREAD: when nothing is in the pipe, more of it is waited for.
	my $left = pack('i', 1);
	while (unpack('i', $left) > 0) {
		ioctl($to, 0x541b, $left) or die "ioctl: $!";
		select(undef, undef, undef, 0.01);
	}
	my $writer = fork() // die "fork: $!";
	if ($writer == 0) {
		close $to;
		local %ENV = (%ENV, %{$line->{env}});
		exec('timeout', '20', "$build/maildesk", '--config',
		    "$line->{dir}/desk.conf", 'user', 'add',
		    'Mean While', 'meanwhile@client.test') or die;
	}
	waitpid($writer, 0);
	is($?, 0, 'others write meanwhile');
	close $to;
	waitpid($pid, 0);
	is($?, 0, 'it ends');
	is(JSON::PP->new->decode(read_file($out))->{created}, 3000, 'all');
};

subtest 'files' => sub {
	my $bytes = join('', map { chr($_ % 256) } 1 .. 200_000);
	my $file = write_file("a\x{e2}\x{80}\x{ae}gpj.exe", $bytes);
	my ($pat, $kim) = map { show($_)->{id} } 'pat@client.test',
	    'kim@client.test';
	my $added = ok_json('user', 'file', 'add', $pat, $file);
	is($added->{name}, 'agpj.exe', 'a name that is safe to show');
	like(ok_text('user', 'file', 'add', $pat, $file), qr/there already/,
	    'once');
	ok_text('user', 'file', 'add', $kim, $file, '--name',
	    '../../contract.pdf');
	my $listed = ok_json('user', 'file', 'list', $kim);
	is($listed->[0]{name}, 'contract.pdf', 'no way out of a folder');
	is($listed->[0]{type}, 'application/pdf', 'its type');
	is($listed->[0]{size}, length($bytes), 'its size');
	my $blobs = sub { return ($line->ask('maildesk',
	    'SELECT count(*) FROM blob'))[0][0] };
	is($blobs->(), 1, 'the bytes are there once');
	ok_text('user', 'file', 'save', $kim, $listed->[0]{id}, $dir);
	is(read_file("$dir/contract.pdf"), $bytes, 'and come back');
	refused(qr/cannot make/, 'user', 'file', 'save', $kim,
	    $listed->[0]{id}, $dir);
	refused(qr/has no file/, 'user', 'file', 'save', $pat,
	    $listed->[0]{id}, $dir);
	refused(qr/is no file/, 'user', 'file', 'add', $pat, $dir);
	like(ok_text('user', 'show', $kim), qr/contract\.pdf/,
	    'they are on the page');
	like(ok_text('check', '--deep'), qr/1 files are what was/,
	    'and looked at');

	ok_text('user', 'file', 'add', $pat, write_file('own', 'mine'));
	my $dump = sub { return [$line->ask('maildesk', 'SELECT id, person_id,'
	    . ' blob_id, name FROM person_file ORDER BY id')] };
	my $before = $dump->();
	ok_text('user', 'merge', '--yes', $kim, $pat);
	is(scalar(@{ok_json('user', 'file', 'list', $pat)}), 3,
	    'a merge unites them');
	ok_text('user', 'unmerge', $kim);
	is_deeply($dump->(), $before, 'an unmerge parts them again');
	ok_text('user', 'file', 'remove', $pat, $added->{file});
	is($blobs->(), 2, 'bytes stay while somebody has them');
	ok_text('user', 'merge', '--yes', $kim, $pat);
	is(ok_json('user', 'delete', $pat)->{files}, 2, 'what would go');
	ok_text('user', 'delete', '--yes', $pat);
	is($blobs->(), 0, 'and go with the last one');
	like(ok_text('check', '--deep'), qr/0 files/, 'all of them');
};

$line->stop();
done_testing();
