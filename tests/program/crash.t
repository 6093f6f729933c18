#!/usr/bin/perl
# Every point at which a process can be killed, one after the other: what runs is
# killed there once, all is started again, and the result is what it would have
# been.  Letters may come twice where nobody can know whether they were taken:
# behind the final dot.  The points are those that stand in the sources.
#
#	CRASH_HITS=3	also the second and third time that it comes to a point
#	CRASH_AT=imap	only points whose names match
use strict;
use warnings;
use lib 'tests/tools';
use Line;
use Mailbox;
use Test::More;
use Time::HiRes qw(sleep);

my $hits = $ENV{CRASH_HITS} // 1;
my $build = Line::build();

# Between the letter's end and the note that it was sent: it must come again, or
# may where it is not known whether the server had all of it.
my %behind_dot = (
	'smtp.before-answer' => 'may',
	'smtp.after-answer' => 'must',
	'sender.after-send' => 'must',
	'sender.before-settling' => 'must',
	'maildir.after-rename' => 'must',
);

sub points {
	my %points;
	for my $path (glob('src/*/*.c')) {
		my $text = Line::read_file($path);
		while ($text =~ /\bcrash_point\(([^)]*)\)/g) {
			my $word = $1;
			next if $path eq 'src/base/crash.c';
			BAIL_OUT("$path: a point has a name: $word")
			    if $word !~ /^"([a-z]+\.[a-z-]+)"$/;
			BAIL_OUT("$path: $1 is there twice")
			    if $points{$1}++;
		}
	}
	return sort keys %points;
}

# What runs gets these; it dies at the point once.
sub deadly {
	my ($line, $point, $hit) = @_;
	return (MAILDESK_CRASH => "$point:$hit",
	    MAILDESK_CRASH_FILE => "$line->{dir}/crashed");
}

# Starts it, also when it dies while it starts.
sub start {
	my ($line, %env) = @_;
	$line->launch(%env);
	Line::wait_for(sub { $line->is_listening() })
	    or die "it does not listen:\n" . $line->log_end();
}

sub finish {
	my ($line) = @_;
	# The supervisor may be the one that died.
	start($line) if !kill(0, $line->{daemon}) ||
	    waitpid($line->{daemon}, POSIX::WNOHANG()) != 0;
	$line->finish();
}

sub run_mails {
	my ($line, %env) = @_;
	start($line, %env);
	$line->pipe_in(Line::mail('one'), %env);
	$line->lmtp_in(Line::mail('two', size => 1_300_000));
	$line->lmtp_in(Line::mail('three', to => 'one'));
	finish($line);
	return $line->account(want => { one => {}, two => {},
	    three => { to => 'one' } });
}

sub run_init {
	my ($line, %env) = @_;
	local $line->{env} = \%env;
	$line->cli('init');
	$line->make_desk('anew');
	$line->{env} = {};
	return run_mails($line);
}

sub run_import {
	my ($line, %env) = @_;
	my $box = join('', map { "From kim\@x.example Tue Nov 24 10:00:00" .
	    " 2026\n" . Line::mail($_) . "\n" } qw(one two three));
	Line::write_file("$line->{dir}/box", $box);
	start($line);
	{
		local $line->{env} = \%env;
		$line->cli('import', "$line->{dir}/box");
	}
	my $said = $line->must('import', "$line->{dir}/box");
	like($said, qr/^3 messages: .* 0 refused, 0 to be tried again$/m,
	    'the import goes on where it stopped');
	finish($line);
	return $line->account(want => { map { $_ => {} } qw(one two three) });
}

sub run_strike {
	my ($line, %env) = @_;
	start($line, %env);
	$line->pipe_in(Line::mail('one'));
	$line->settle();
	my %roles = $line->roles();
	kill('ABRT', $roles{gateway});
	Line::wait_for(sub { $line->logged('strike') ||
	    -e "$line->{dir}/crashed" });
	if (-e "$line->{dir}/crashed") {
		waitpid($line->{daemon}, 0);
		start($line);
	}
	$line->lmtp_in(Line::mail('two'));
	finish($line);
	return $line->account(want => { one => {}, two => {} });
}

sub run_watch {
	my ($line, %env) = @_;
	my $box = "$line->{dir}/box";
	mkdir($_) or die for $box, map { "$box/$_" } qw(new cur tmp);
	$line->write_conf('maildir = ( { name = "one"; path = "' . $box .
	    '"; recipient = "support@help.test"; after = "delete";' .
	    ' poll_seconds = 1; } );');
	Line::write_file("$box/new/$_", Line::mail($_)) for qw(one two three);
	start($line, %env);
	Line::wait_for(sub { !(() = glob("$box/new/*")) }) or die 'mail is left';
	finish($line);
	return $line->account(want => { map { $_ => {} } qw(one two three) });
}

# Three messages in a mailbox, which are moved once they are taken.
sub run_imap {
	my ($line, %env) = @_;
	my $box = $line->{mailbox};
	$box->put(Line::mail($_)) for qw(one two);
	start($line, %env);
	$box->put(Line::mail('three'));
	Line::wait_for(sub { $box->look('Done') >= 3 });
	finish($line);
	is(join(' ', sort map { $_->[2] } $box->look('Done')),
	    'printer one printer three printer two', 'each is moved, once');
	is(scalar(my @left = $box->look()), 0, 'and none is left');
	return $line->account(want => { map { $_ => {} } qw(one two three) });
}

# Mails of one of two people are erased on the way; the other's are as they were.
sub run_erase {
	my ($line, %env) = @_;
	start($line);
	$line->pipe_in(Line::mail('one'));
	$line->lmtp_in(Line::mail('two', head =>
	    "Cc: kim.one\@one.example\n"));
	$line->settle();
	{
		local $line->{env} = \%env;
		$line->cli('user', 'erase', 'kim.one@one.example', '--yes');
	}
	my ($id) = map { $_->[0] } $line->desk('SELECT person_id FROM erasure');
	like($line->must('user', 'erase', $id, '--yes'), qr/is erased/,
	    'erasing goes on where it stopped');
	finish($line);
	my ($left) = $line->archive('SELECT count(*) FROM message' .
	    " WHERE instr(CAST(raw AS TEXT), 'kim.one\@one.example') > 0");
	my @wrong = $line->damage();
	push(@wrong, 'a mail is left') if $left->[0] != 0;
	my ($filed) = $line->desk('SELECT count(*) FROM filing' .
	    " WHERE state = 'filed'");
	push(@wrong, "$filed->[0] are filed") if $filed->[0] != 1;
	return { wrong => \@wrong, twice => [] };
}

my %runs = (
	erase => \&run_erase,
	watch => \&run_watch,
	imap => \&run_imap,
	init => \&run_init,
	schema => \&run_init,
	import => \&run_import,
	daemon => \&run_strike,
);
my %settings = (
	maildir => { conf => 'sending = { transport = "maildir"; };' },
	init => { bare => 1 },
	schema => { bare => 1 },
);

sub settings {
	my ($stage) = @_;
	return %{ $settings{$stage} // {} } if $stage ne 'imap';
	my $box = Mailbox->new();
	return (mailbox => $box, conf => $box->account(after => '"move"',
	    move_to => '"Done"'));
}

for my $point (grep { $_ =~ ($ENV{CRASH_AT} // qr//) } points()) {
	my ($stage) = $point =~ /^(\w+)/;
	for my $hit (1 .. $hits) {
		my $line = Line->new(build => $build, deliver =>
		    "$build/maildesk-deliver-dynamic",
		    settings($stage));
		my $got = eval {
			($runs{$stage} // \&run_mails)->($line,
			    deadly($line, $point, $hit));
		} // { wrong => [ $@ ], twice => [] };
		my $name = $hit == 1 ? $point : "$point, hit $hit";
		is(join("\n", @{ $got->{wrong} }), '', $name)
		    or diag($line->log_end());
		my $died = -e "$line->{dir}/crashed";
		ok($died, 'somebody died there') if $hit == 1;
		# Results of a batch are written down together: letters before
		# this one have had their final dot.
		my $may = $behind_dot{$point} //
		    ($hit > 1 && $stage =~ /^(?:sender|smtp|maildir)$/ ? 'may' : undef);
		is("@{ $got->{twice} }", '', 'no letter came twice')
		    if !$may || !$died;
		isnt("@{ $got->{twice} }", '', 'a letter came once more')
		    if $died && ($may // '') eq 'must';
	}
}
# The longer letters take, the fewer are on their way when it dies.
subtest 'a slow mail server' => sub {
	my $line = Line->new(build => $build, slowness => 0.03);
	Line::write_file("$line->{state}/sync.alarm", "sender\n");
	$line->start();
	my @keys = map { "mail$_" } 1 .. 8;
	$line->lmtp_in(Line::mail($_)) for @keys;
	Line::wait_for(sub { $line->is_filed() });
	$line->stop();
	unlink("$line->{state}/sync.alarm");
	start($line, deadly($line, 'sender.after-send', 12));
	Line::wait_for(sub { -e "$line->{dir}/crashed" });
	finish($line);
	my $got = $line->account(want => { map { $_ => {} } @keys });
	is(join("\n", @{ $got->{wrong} }), '', 'all arrive');
	cmp_ok(scalar(@{ $got->{twice} }), '<=', 2,
	    'and of those before it hardly one comes twice');
};
done_testing();
