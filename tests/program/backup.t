#!/usr/bin/perl
# maildesk backup and restore: a backup while mail comes in, a desk made of it
# that counts the same and goes on, backups that are killed, and what is refused.
use strict;
use warnings;
use lib 'tests/tools';
use Cwd qw(abs_path);
use Fcntl qw(:flock);
use File::Temp qw(tempdir);
use JSON::PP qw(decode_json);
use Line;
use POSIX qw(WNOHANG);
use Test::More;
use Time::HiRes qw(sleep);

my $build = abs_path($ENV{BUILD} // 'build');
my $dir = tempdir('maildesk-backup.XXXXXX', TMPDIR => 1, CLEANUP => 1);

sub new_line { return Line->new(build => $build, @_) }

sub json { my $line = shift; return decode_json($line->must(@_, '--json')) }

sub refused {
	my ($line, $want, $code, @words) = @_;
	my ($got, $said) = $line->cli(@words);
	is($got, $code, "@words exits with $code") or diag($said);
	like($said, $want, 'and says why');
}

sub mode { return (stat($_[0]))[2] & 07777 }

sub files {
	my ($folder) = @_;
	opendir(my $all, $folder) or die "$folder: $!";
	return sort grep { !/^\.\.?$/ } readdir($all);
}

# A line whose desk is made of a backup.
sub restored {
	my ($folder) = @_;
	my $line = new_line(bare => 1);
	$line->{said} = json($line, 'restore', $folder);
	return $line;
}

sub counts {
	my ($line) = @_;
	my %counts;
	$counts{messages} = ($line->archive('SELECT count(*) FROM message'))[0][0];
	$counts{$_->[0]} = ($line->desk("SELECT count(*) FROM $_->[1]"))[0][0]
	    for [ tickets => 'ticket' ], [ entries => 'entry' ],
	    [ people => 'person' ], [ letters => 'letter' ];
	return \%counts;
}

sub counts_of { my ($said) = @_; return { map { $_ => $said->{$_} }
    qw(messages tickets entries people letters) } }

# --- under load ------------------------------------------------------------------

my $desk = new_line();
my $backup = "$dir/backup";
my $mails; # that it has

subtest 'a backup while mail comes in' => sub {
	$desk->start();
	my $pid = fork() // die;
	if ($pid == 0) {
		for (my $n = 1; $n <= 60 || !-e "$dir/enough"; $n++) {
			$desk->lmtp_in(Line::mail("m$n",
			    size => $n % 10 == 0 ? 300_000 : 0));
		}
		POSIX::_exit(0);
	}
	my ($copied, $last) = (0);
	for my $run (1 .. 5) {
		my $more = defined($last) ? $last->{messages} : 10;
		Line::wait_for(sub { ($desk->archive(
		    'SELECT count(*) FROM message'))[0][0] > $more }) or die;
		my $said = json($desk, 'backup', $backup);
		$copied += $said->{new_messages};
		is($said->{messages}, $copied,
		    'each copies what the ones before have not');
		cmp_ok($said->{messages}, '>', $more, 'and all of it');
		$last = $said;
	}
	is(waitpid($pid, WNOHANG), 0, 'while mail comes in');
	Line::write_file("$dir/enough", '');
	waitpid($pid, 0);
	is($?, 0, 'all of which is taken');

	is(mode($backup), 0700, 'the folder is its owner\'s');
	my @files = files($backup);
	is("@files", 'archive.db backup.lock ' . (grep { /^maildesk-/ }
	    @files)[0] . ' manifest secret.key', 'with a few files in it');
	is(mode("$backup/$_"), 0600, "so is $_")
	    for grep { $_ ne 'backup.lock' } @files;
	is(Line::read_file("$backup/secret.key"),
	    Line::read_file("$desk->{state}/secret.key"), 'the key is there');

	my $copy = restored($backup);
	is_deeply(counts($copy), counts_of($last),
	    'what is restored counts as what was backed up');
	my ($code, $said) = $copy->cli('check', '--deep');
	is($code, 0, 'and is whole') or diag($said);
	like($said, qr/^ok +messages +\d+ read/m, 'message by message');
	is_deeply([ $copy->damage() ], [], 'as the engine sees it, too');
};

# --- a desk that goes on ---------------------------------------------------------

subtest 'the desk that was restored goes on' => sub {
	$desk->settle();
	my $said = json($desk, 'backup', $backup);
	$mails = ($desk->archive('SELECT count(*) FROM message'))[0][0];
	is($said->{messages}, $mails, 'everything is in it');
	my $inode = (stat("$backup/archive.db"))[1];
	$said = json($desk, 'backup', $backup);
	is($said->{new_messages}, 0, 'once more copies no message');
	is((stat("$backup/archive.db"))[1], $inode, 'and keeps the archive');

	# What comes now is lost with the old desk; but one letter waits.
	$desk->stop() or die;
	my ($letter) = $desk->desk("SELECT max(id) FROM letter");
	$desk->ask_to_change("UPDATE letter SET state = 'queued'" .
	    " WHERE id = $letter->[0]");
	$said = json($desk, 'backup', $backup);
	my $copy = restored($backup);
	is($copy->{said}{held}, 1, 'a letter that was queued');
	is_deeply({ $copy->letters() }, { held => 1,
	    sent => $said->{letters} - 1 }, 'is held, what was sent is sent');
	my ($log) = $copy->desk("SELECT old, new FROM change WHERE object =" .
	    " 'letter' AND object_id = ?", $letter->[0]);
	is_deeply($log, [ 'queued', 'held' ], 'the change log knows');
	is($copy->{said}{waiting}, 0, 'nothing is to be filed');

	$copy->start();
	$copy->lmtp_in(Line::mail('after'));
	$copy->lmtp_in(Line::mail('answer', to => 'm7'));
	$copy->settle();
	my ($id) = $copy->archive('SELECT max(id) FROM message');
	is($id->[0], $mails + 2, 'message numbers go on');
	my ($same) = $copy->desk('SELECT count(DISTINCT ticket_id) FROM entry' .
	    " WHERE message_id IN ('m7\@line.example', 'answer\@line.example')");
	is($same->[0], 1, 'an answer finds its ticket');
	my %sent = $copy->sunk();
	is(scalar(keys %sent), 3, 'what is new is sent, what was held is not');
	like($copy->must('queue', 'retry', '--held'), qr/^1 letter /,
	    'until somebody says so');
	$copy->settle();
	is_deeply([ sort keys %{{ $copy->letters() }} ], [ 'sent' ],
	    'then it goes');
	$copy->stop() or die;
	is(($copy->cli('check', '--deep'))[0], 0, 'the desk is whole');
	is(json($copy, 'backup', "$dir/of-copy")->{messages}, $mails + 2,
	    'and can be backed up');

	# Two lives of one desk must not be mixed.
	$desk->start();
	$desk->lmtp_in(Line::mail('elsewhere'));
	$desk->settle();
	refused($desk, qr/restored from an older backup/, 1, 'backup',
	    "$dir/of-copy");
	is(json($desk, 'backup', $backup)->{new_messages}, 1,
	    'each goes on with its own');
	refused($copy, qr/restored from an older backup/, 1, 'backup', $backup);
};

# --- killed ----------------------------------------------------------------------

# Kills a command as soon as $when is true; false when it was done before.
sub kill_cli {
	my ($line, $when, @words) = @_;
	my $pid = fork() // die;
	if ($pid == 0) {
		open(STDOUT, '>', '/dev/null');
		exec("$build/maildesk", '--config', "$line->{dir}/desk.conf",
		    @words) or POSIX::_exit(99);
	}
	while (waitpid($pid, WNOHANG) == 0) {
		next unless $when->();
		kill('KILL', $pid);
		waitpid($pid, 0);
		return $? == 9;
	}
	is($?, 0, 'it was done before');
	return 0;
}

# Which copy of the desk counts; 0: none.
sub copy_number {
	my ($folder) = @_;
	return Line::read_file("$folder/manifest") =~ /^desk-copy (\d+)$/m
	    ? $1 : 0;
}

sub size_of {
	my $size = 0;
	$size += -s $_ // 0 for @_;
	return $size;
}

subtest 'killed' => sub {
	my $big = new_line();
	$big->start();
	$big->lmtp_in(Line::mail("b$_", size => 1_000_000)) for 1 .. 40;
	$big->settle();
	my $now = counts($big);
	my @moments = (
		[ 'at once', sub { 1 } ],
		[ 'when the folder is claimed', sub { -e "$_[0]/manifest" } ],
		[ 'over the desk', sub { -e "$_[0]/maildesk-1.db" } ],
		[ 'before the archive', sub { -e "$_[0]/archive.db" } ],
		(map { my $part = $_; [ "$part % into the archive", sub {
		    size_of(glob("$_[0]/archive.db*")) > $part * 400_000 } ] }
		    5, 30, 60, 90),
		[ 'before the key', sub { -e "$_[0]/secret.key" } ],
	);
	my $killed = 0;
	my $n = 0;
	for my $moment (@moments) {
		my ($name, $when) = @$moment;
		my $folder = "$dir/killed." . $n++;
		my $was = kill_cli($big, sub { $when->($folder) }, 'backup',
		    $folder);
		$killed += $was;
		# Until the manifest says so, there is nothing whole in it.
		refused(new_line(bare => 1), qr/no backup in|never finished/, 1,
		    'restore', $folder) if $was && copy_number($folder) == 0;
		is(json($big, 'backup', $folder)->{messages}, $now->{messages},
		    "$name: the next one is whole");
		is_deeply(counts(restored($folder)), $now, 'as it shows');
	}
	cmp_ok($killed, '>=', 5, "$killed were killed");

	# Over one that is whole: that one stays until the next one is.
	my $folder = "$dir/killed.0";
	$killed = 0;
	for my $round (1 .. 6) {
		my $before = counts($big);
		$big->lmtp_in(Line::mail("r$round-$_", size => 1_000_000))
		    for 1 .. 8;
		$big->settle();
		my $size = size_of(glob("$folder/archive.db*"));
		my $number = copy_number($folder);
		$killed += my $was = kill_cli($big, $round % 2
		    ? sub { -e "$folder/archive.db-wal" } : sub {
			size_of(glob("$folder/archive.db*")) >
			$size + $round * 1_000_000 }, 'backup', $folder);
		my $copy = restored($folder);
		my $got = counts($copy);
		if ($was && copy_number($folder) == $number) {
			cmp_ok(delete($got->{messages}), '>=',
			    delete($before->{messages}),
			    'the archive may have grown');
			is_deeply($got, $before, 'the desk is the one before');
			$copy->start();
			$copy->finish();
			is(($copy->desk('SELECT count(*) FROM ticket'))[0][0],
			    ($copy->archive('SELECT count(*) FROM message'))[0][0],
			    'and files what its archive has more');
		}
		is(($copy->cli('check', '--deep'))[0], 0, 'it is whole');
		json($big, 'backup', $folder);
		is_deeply(counts(restored($folder)), counts($big),
		    'and so is the next one');
	}
	cmp_ok($killed, '>=', 2, "$killed were killed");
	is(scalar(grep { /^maildesk-/ } files($folder)), 1,
	    'no copy is left behind');

	# Files that may not grow: as a full disk, for which one needs no root.
	my $before = counts($big);
	my @files = files($folder);
	$big->lmtp_in(Line::mail("full$_", size => 3_000_000)) for 1 .. 3;
	$big->settle();
	{
		local $SIG{XFSZ} = 'IGNORE';
		system('sh', '-c', 'ulimit -f "$1"; shift; exec "$@" 2>/dev/null',
		    'sh', 5_000, "$build/maildesk", '--config',
		    "$big->{dir}/desk.conf", 'backup', $folder);
	}
	is($? >> 8, 75, 'a disk that is full is for later');
	my $kept = counts(restored($folder));
	delete($_->{messages}) for $kept, $before;
	is_deeply($kept, $before, 'the backup before it is there');
	is_deeply([ grep { /^maildesk-/ } files($folder) ],
	    [ grep { /^maildesk-/ } @files ], 'and no half of another');
	json($big, 'backup', $folder);

	my $copy = new_line(bare => 1);
	my $draft = "$copy->{state}/archive.db.restoring";
	ok(kill_cli($copy, sub { size_of($draft) > 1_000_000 }, 'restore',
	    $folder), 'a restore is killed');
	refused($copy, qr/secret\.key/, 78, 'status');
	json($copy, 'restore', $folder);
	is_deeply(counts($copy), counts($big), 'and said again');
	is(join(' ', grep { !/-(?:wal|shm)$/ } files($copy->{state})),
	    'archive.db maildesk.db maildeskd.lock secret.key',
	    'which leaves nothing else');
};

# --- refused ---------------------------------------------------------------------

sub run_sql {
	my ($path, $sql) = @_;
	system('sqlite3', $path, $sql) == 0 or die "$path: $sql";
}

sub Line::ask_to_change {
	my ($line, $sql) = @_;
	run_sql("$line->{state}/maildesk.db", $sql);
}

# Of another desk: the others are all copies of one that was just made.
my $strange = new_line(bare => 1);
$strange->make_desk('anew');

# An archive instead of another, whatever stands in logs.
sub put_archive {
	my ($from, $to) = @_;
	unlink($to, "$to-wal", "$to-shm");
	run_sql($from, ".backup '$to'");
}

subtest 'what is refused' => sub {
	refused($strange, qr/backup of another desk/, 1, 'backup', $backup);
	mkdir("$dir/mine") or die;
	Line::write_file("$dir/mine/letter.txt", 'x');
	refused($desk, qr/letter\.txt is in it/, 1, 'backup', "$dir/mine");
	is(join(' ', grep { $_ ne 'backup.lock' } files("$dir/mine")),
	    'letter.txt', 'and is left as it is');
	refused($desk, qr/cannot make/, 78, 'backup', "$dir/none/backup");
	{
		open(my $lock, '+<', "$backup/backup.lock") or die;
		flock($lock, LOCK_EX) or die;
		refused($desk, qr/another backup or restore/, 75, 'backup',
		    $backup);
	}

	my $empty = new_line(bare => 1);
	refused($desk, qr/maildeskd runs/, 75, 'restore', $backup);
	$desk->stop() or die;
	refused($desk, qr/empty state folder/, 1, 'restore', $backup);
	refused($empty, qr/no backup in/, 1, 'restore', "$dir/mine");
	refused($empty, qr/no backup in/, 1, 'restore', "$dir/none");
	my $spoil = sub {
		my ($name, $want, $how) = @_;
		my $copy = "$dir/spoilt";
		system('rm', '-rf', $copy);
		system('cp', '-a', $backup, $copy) == 0 or die;
		$how->($copy);
		refused($empty, $want, 78, 'restore', $copy);
		is(join(' ', files($empty->{state})), 'maildeskd.lock',
		    "$name: nothing is left behind");
	};
	my $change = sub {
		my ($path, $from, $to) = @_;
		my $bytes = Line::read_file($path);
		$bytes =~ s/$from/$to/ or die "$path: no $from";
		Line::write_file($path, $bytes);
	};
	$spoil->('a damaged desk', qr/not what the backup wrote/, sub {
		$change->(glob("$_[0]/maildesk-*.db"), 'printer', 'scanner');
	});
	$spoil->('another archive', qr/was not made from/, sub {
		put_archive("$strange->{state}/archive.db",
		    "$_[0]/archive.db");
	});
	$spoil->('no archive', qr/cannot read .*archive\.db/, sub {
		unlink("$_[0]/archive.db") or die;
	});
	$spoil->('an older archive', qr/older than the desk/, sub {
		run_sql("$_[0]/archive.db", 'DELETE FROM message WHERE id > 5;' .
		    ' UPDATE sqlite_sequence SET seq = 5');
	});
	$spoil->('an archive with a hole', qr/messages: \d+ instead/, sub {
		run_sql("$_[0]/archive.db", 'DELETE FROM message WHERE id = 5');
	});
	$spoil->('a key that others may read', qr/secret\.key/, sub {
		chmod(0644, "$_[0]/secret.key") or die;
	});
	$spoil->('a torn manifest', qr/damaged: "filings" is missing/, sub {
		$change->("$_[0]/manifest", 'filings.*', '');
	});
	$spoil->('a manifest of the future', qr/another maildesk/, sub {
		$change->("$_[0]/manifest", 'format 1', 'format 2');
	});
	# What was killed is in nobody's way, and is not a desk.
	Line::write_file("$empty->{state}/archive.db.restoring", 'half');
	Line::write_file("$empty->{state}/archive.db.restoring-wal", 'half');
	json($empty, 'restore', $backup);
	is(($empty->cli('check', '--deep'))[0], 0,
	    'over the rest of a restore that was killed');
	refused($empty, qr/archive\.db is there/, 1, 'restore', $backup);
};

subtest 'a desk and an archive of different moments' => sub {
	my $copy = restored($backup);
	put_archive("$strange->{state}/archive.db",
	    "$copy->{state}/archive.db");
	refused($copy, qr/was not made from/, 78, 'status');
	put_archive("$backup/archive.db", "$copy->{state}/archive.db");
	run_sql("$copy->{state}/archive.db", 'DELETE FROM message WHERE id > 9;' .
	    ' UPDATE sqlite_sequence SET seq = 9');
	refused($copy, qr/older than the desk/, 78, 'status');
	like(($copy->cli('check'))[1], qr/^BAD +together .*older than the desk/m,
	    'check says so');
};

subtest 'check --deep finds' => sub {
	my $copy = restored($backup);
	my $archive = "$copy->{state}/archive.db";
	is(($copy->cli('check', '--deep'))[0], 0, 'nothing at first');
	run_sql($archive, "UPDATE message SET raw = cast(replace(" .
	    "cast(raw AS TEXT), 'burns', 'smokes') AS BLOB) WHERE id IN (3, 4);" .
	    ' DELETE FROM message WHERE id = 6');
	run_sql("$copy->{state}/maildesk.db", 'DELETE FROM filing WHERE' .
	    " archive_id = 8; UPDATE filing SET class = 'list' WHERE" .
	    ' archive_id = 9');
	is(($copy->cli('check'))[0], 0, 'a look at the databases sees none');
	my ($code, $said) = $copy->cli('check', '--deep');
	is($code, 78, 'what is wrong');
	like($said, qr/^BAD +messages +not what was accepted: message 3, 4;/m,
	    'changed mails');
	like($said, qr/; neither filed nor quarantined: message 8$/m,
	    'a mail that was lost sight of');
	like($said, qr/^BAD +orphans +filed, but not in the archive: message 6;/m,
	    'one that is gone');
	like($said, qr/; of mails that are not in the archive: entry \d+$/m,
	    'and its entry');
	like($said, qr/^look +kinds .*: message 9$/m,
	    'and one of another kind than was written down');
};

done_testing();
