#!/usr/bin/perl
# A desk that version 0.1.0 made, opened by today's programs: each step that its
# schema lacks is applied once, in one transaction, whoever dies meanwhile;
# nothing is lost; mail waits until it is done; and there is no way back.
use strict;
use warnings;
use lib 'tests/tools';
use Line;
use POSIX ();
use Test::More;

my $build = Line::build();
my @old_steps = qw(0001-desk.sql);
my @new_steps = grep { !/^archive-|^0001-/ }
    map { s{.*/}{}r } sort glob('src/sql/*.sql');
my ($keeper, $old); # a state folder, and whose it is in

# A desk of the old version, not running.
sub old_desk {
	my $line = Line->new(build => $build, bare => 1);
	if (!defined($old)) {
		$line->must('init');
		$old = "$line->{dir}/old";
		mkdir($old, 0700) or die;
		rename("$line->{state}/secret.key", "$old/secret.key") or die;
		for ([ 'maildesk', '0001-desk', 'desk' ],
		    [ 'archive', 'archive-0001-message', 'archive' ]) {
			my ($name, $step, $rows) = @$_;
			system('python3', 'tests/tools/old_db.py',
			    "$old/$name.db", "src/sql/$step.sql",
			    "tests/program/upgrade/0.1.0-$rows.sql") == 0
			    or BAIL_OUT("no old $name");
		}
		system('rm', '-rf', $line->{state});
		$keeper = $line;
	}
	system('cp', '-a', $old, $line->{state}) == 0 or die;
	return $line;
}

sub rows {
	my ($line, $name, $sql) = @_;
	return join("\n", map { join('|', map { $_ // '-' } @$_) }
	    $line->ask($name, $sql));
}

# What is in each of the old version's tables and columns, by table.
my %columns;
sub contents {
	my ($line) = @_;
	my %contents;
	for my $name (qw(maildesk archive)) {
		$columns{$name} //= { map { my $table = $_->[0]; $table =>
		    [ map { $_->[0] } $line->ask($name, 'SELECT name FROM' .
		    ' pragma_table_info(?)', $table) ] } $line->ask($name,
		    "SELECT name FROM sqlite_schema WHERE type = 'table'" .
		    " AND name NOT LIKE 'entry_text%'" .
		    " AND name NOT IN ('schema_step', 'sqlite_sequence')") };
		for my $table (keys %{ $columns{$name} }) {
			my $list = join(', ', map { "quote(\"$_\")" }
			    @{ $columns{$name}{$table} });
			$contents{"$name.$table"} = rows($line, $name,
			    "SELECT $list FROM \"$table\" ORDER BY 1, 2");
		}
	}
	# Numbers that were given are not given again; roles and groups that
	# every desk has come with a step.
	$contents{numbers} = rows($line, 'maildesk', 'SELECT name, seq FROM' .
	    " sqlite_sequence WHERE name NOT IN ('change'," .
	    " 'organization_role', 'usergroup') ORDER BY name");
	return \%contents;
}

sub steps_of {
	my ($line) = @_;
	return rows($line, 'maildesk',
	    'SELECT name FROM schema_step ORDER BY name');
}

sub is_whole {
	my ($line, $name) = @_;
	is(steps_of($line), join("\n", @old_steps, @new_steps),
	    "$name: every step is in");
	is(join("\n", $line->damage()), '',
	    "$name: integrity and references");
}

my $first = old_desk();
my $before = contents($first);
cmp_ok(scalar(keys %$before), '>=', 18, 'the tables of 0.1.0');
cmp_ok(scalar(@new_steps), '>', 0, 'and steps that it has not');
is(join("\n", $first->damage()), '', 'what the test begins with is whole');
my $shape; # of a database that has all steps

subtest 'nothing is lost' => sub {
	my $line = $first;
	my ($code, $said) = $line->cli('status');
	is($code, 75, 'before it is upgraded, commands wait');
	like($said, qr/lacks the schema step sql\/\Q$new_steps[0]\E: \w/,
	    'and say for what');
	$line->must('init');
	is_whole($line, 'init');
	is_deeply(contents($line), $before, 'every row is what it was');
	is(rows($line, 'maildesk', 'SELECT group_concat(id) FROM (SELECT id' .
	    ' FROM change ORDER BY id)'), '1,2,5,6,41,42',
	    'changes keep their numbers');
	is(rows($line, 'maildesk', 'SELECT seq FROM sqlite_sequence WHERE' .
	    " name = 'change'"), '42', 'and go on behind them');
	my $times = rows($line, 'maildesk', 'SELECT * FROM schema_step');
	$line->must('init');
	is(rows($line, 'maildesk', 'SELECT * FROM schema_step'), $times,
	    'no step is applied twice');
	my $fresh = Line->new(build => $build);
	$shape = "SELECT type, name, tbl_name, sql FROM sqlite_schema" .
	    " WHERE name NOT LIKE 'sqlite_%' AND tbl_name <> 'schema_step'" .
	    ' ORDER BY name';
	is(rows($line, 'maildesk', $shape), rows($fresh, 'maildesk', $shape),
	    'the schema is that of a new desk');
};

subtest 'killed at every step' => sub {
	for my $point (qw(schema.before-commit schema.after-commit)) {
		for my $hit (1 .. @new_steps) {
			my $line = old_desk();
			my $name = "$point, step $hit";
			{
				local $line->{env} = { MAILDESK_CRASH =>
				    "$point:" . ($hit + 1) };
				my ($code) = $line->cli('init');
				is($code, -9, "$name: it dies");
			}
			my $done = $point =~ /after/ ? $hit : $hit - 1;
			is(steps_of($line), join("\n", @old_steps,
			    @new_steps[0 .. $done - 1]),
			    "$name: what was committed is there, no more");
			is_deeply(contents($line), $before,
			    "$name: nothing is lost");
			$line->must('init');
			is_whole($line, $name);
			is_deeply(contents($line), $before,
			    "$name: nor by going on");
		}
	}
};

subtest 'the daemon does it, and mail waits meanwhile' => sub {
	my $line = old_desk();
	# Somebody holds the database: the upgrade cannot begin.
	open(my $holder, '|-', 'python3', '-c', 'import sqlite3, sys;' .
	    " db = sqlite3.connect(sys.argv[1], isolation_level=None);" .
	    ' db.execute("BEGIN IMMEDIATE"); open(sys.argv[2], "w");' .
	    ' sys.stdin.read()', "$line->{state}/maildesk.db",
	    "$line->{dir}/held") or die;
	Line::wait_for(sub { -e "$line->{dir}/held" }) or die;
	$line->start(MAILDESK_CRASH => 'schema.before-commit:3',
	    MAILDESK_CRASH_FILE => "$line->{dir}/crashed");
	like($line->lmtp(Line::mail('early')) // '', qr/^451 4\./,
	    'LMTP: 451');
	is(($line->deliver(Line::mail('early'), $line->queue_id()))[0], 75,
	    'the pipe: once more, later');
	is(steps_of($line), "@old_steps", 'while nothing is applied yet');
	like(join('', $line->logged('desk-unreadable')),
	    qr/kind=retry .*lacks the schema step/, 'the log says why');
	close($holder);
	$line->pipe_in(Line::mail('early'));
	ok(-e "$line->{dir}/crashed", 'the gateway was killed in a step');
	is(scalar($line->logged('strike')), 0, 'for which no mail is blamed');
	is(scalar($line->logged('desk-upgraded')), 1,
	    'its next start did the rest');
	$line->settle();
	is_whole($line, 'the daemon');

	is(rows($line, 'maildesk', 'SELECT ticket_id FROM entry WHERE' .
	    " message_id LIKE '%waits\@line.example%'"), '1',
	    'a mail that had not been filed is on its ticket');
	is(rows($line, 'maildesk', 'SELECT state FROM letter WHERE id = 2'),
	    'sent', 'a letter that was waiting is sent');
	my %sunk = $line->sunk();
	is(scalar(@{ $sunk{'queued@help.test'} // [] }), 1, 'once');
	my $now = contents($line);
	for my $table (qw(maildesk.change maildesk.filing maildesk.entry
	    archive.message maildesk.ban)) {
		my %now = map { $_ => 1 } split(/\n/, $now->{$table});
		is(join("\n", grep { !$now{$_} }
		    split(/\n/, $before->{$table})), '',
		    "$table: what was in it stays");
	}
	my ($code, $said) = $line->cli('check');
	is($code, 0, 'maildesk check is content') or diag($said);
	like($line->must('ticket', 'show', '1'), qr/Water is on its way/,
	    'the ticket can be read');
	ok(Line::wait_for(sub { rows($line, 'maildesk',
	    'SELECT count(*) FROM entry_words_due') eq '0' }),
	    'the full text is made anew');
	like($line->must(qw(ticket list --text water)), qr/#1 /, 'and found');
	like($line->must('search', 'water'), qr/^#1 .*\*Water\*/s,
	    'with what was written');
	ok($line->stop(), 'it stops');
};

subtest 'a database of a newer version' => sub {
	for my $name (qw(maildesk archive)) {
		my $line = Line->new(build => $build);
		my $change = sub {
			system('python3', '-c', 'import sqlite3, sys;' .
			    ' db = sqlite3.connect(sys.argv[1]);' .
			    ' db.execute(sys.argv[2]); db.commit()',
			    "$line->{state}/$name.db", $_[0]) == 0 or die;
		};
		my $step = $name eq 'archive' ? 'archive-9999-x.sql' :
		    '9999-x.sql';
		$change->("INSERT INTO schema_step VALUES ('$step', 1)");
		my $was = contents($line);
		for my $words ([ 'init' ], [ 'status' ], [ qw(department add
		    Sales sales@help.test) ], [ 'check' ]) {
			my ($code, $said) = $line->cli(@$words);
			is($code, 78, "$name: @$words is refused");
			like($said, qr/$name\.db: made by a newer maildesk/,
			    'and says why');
		}
		$line->launch();
		if ($name eq 'archive') {
			waitpid($line->{daemon}, 0);
			is($? >> 8, 78, "$name: the daemon does not start");
			$line->{daemon} = 0;
		} else {
			Line::wait_for(sub { $line->is_listening() });
			Line::wait_for(sub {
				$line->logged('gateway-cannot-start') });
		}
		is(($line->deliver(Line::mail('m'), $line->queue_id()))[0], 75,
		    "$name: mail waits at the mail server");
		like($line->log_text(), qr/made by a newer maildesk/,
		    'the log says why');
		$line->stop() if $line->{daemon};
		is_deeply(contents($line), $was, "$name: nothing is changed");
		$change->("DELETE FROM schema_step WHERE name = '$step'");
		$line->start();
		$line->pipe_in(Line::mail('m'));
		$line->settle();
		ok($line->stop(), "$name: the newer version's desk goes on");
	}
};

done_testing();
