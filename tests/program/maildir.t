#!/usr/bin/perl
# The maildir role: a Maildir that others fill, with all that may lie in one,
# what becomes of its messages, and deaths at every step.
use strict;
use warnings;
use lib 'tests/tools';
use IO::Socket::UNIX;
use Line;
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep);

my $build = Line::build();
my $count = 0;

# A desk that watches one Maildir.
sub watch {
	my (%how) = @_;
	my $line = Line->new(build => $build,
	    conf => 'sending = { transport = "maildir"; };');
	my $box = make_maildir("$line->{dir}/box");
	make_maildir("$box/.Done");
	$line->{box} = $box;
	$line->write_conf(<<"END");
sending = { transport = "maildir"; };
maildir = ( { name = "one"; path = "$box"; recipient = "support\@help.test";
	poll_seconds = 1; @{[ $how{conf} // '' ]} } );
END
	return $line;
}

sub make_maildir {
	my ($path) = @_;
	mkdir($_) or die "$_: $!" for $path, map { "$path/$_" } qw(new cur tmp);
	return $path;
}

# As a delivery agent does it.
sub deliver {
	my ($box, $mail, $name) = @_;
	$name //= '1795550000.' . ++$count . '.host';
	Line::write_file("$box/tmp/$name", $mail);
	rename("$box/tmp/$name", "$box/new/$name") or die $!;
	return $name;
}

sub ls { my ($path) = @_; return join(' ', sort map { s{.*/}{}r }
    glob("$path/*")) }
sub taken { return scalar($_[0]->logged('maildir-taken')) }
sub archived { return ($_[0]->archive('SELECT count(*) FROM message'))[0][0] }
sub until_taken {
	my ($line, $want) = @_;
	ok(Line::wait_for(sub { taken($line) >= $want }), "$want are taken")
	    or diag($line->log_end());
}

subtest 'what becomes of a message' => sub {
	my %after = (
		leave => [ 'after = "leave";', 'a', 'b:2,FR', '' ],
		seen => [ 'after = "seen";', '', 'a:2,S b:2,FRS', '' ],
		move => [ 'after = "move"; move_to = ".Done";', '', '',
		    'a:2,S b:2,FRS' ],
		delete => [ 'after = "delete";', '', '', '' ],
	);
	for my $word (sort keys %after) {
		my ($conf, @want) = @{ $after{$word} };
		my $line = watch(conf => $conf);
		my $box = $line->{box};
		deliver($box, Line::mail('one'), 'a');
		Line::write_file("$box/cur/b:2,FR", Line::mail('two'));
		$line->start();
		until_taken($line, 2);
		Line::wait_for(sub { $word eq 'leave' || ls("$box/new") eq '' });
		my $got = join('|', ls("$box/new"), ls("$box/cur"),
		    ls("$box/.Done/cur"));
		is($got, join('|', @want), $word);
		# New mail is seen at once, and what is known is not sent again.
		deliver($box, Line::mail('three'), 'c');
		until_taken($line, 3);
		$line->settle();
		is(archived($line), 3, "$word: each once");
		my ($refs) = $line->archive("SELECT group_concat(door_ref," .
		    " ' ') FROM (SELECT door_ref FROM message ORDER BY id)");
		is($refs->[0], 'maildir:one/a maildir:one/b maildir:one/c',
		    "$word: by their names");
		ok($line->stop(), 'it stops');
	}
};

subtest 'what is no message' => sub {
	my $line = watch(conf => 'after = "delete";');
	my $new = "$line->{box}/new";
	my $secret = Line::write_file("$line->{dir}/secret", Line::mail('no'));
	symlink($secret, "$new/link") or die $!;
	symlink("$new/loop", "$new/loop") or die $!;
	POSIX::mkfifo("$new/pipe", 0600) or die $!;
	mkdir("$new/folder") or die $!;
	my $socket = IO::Socket::UNIX->new(Local => "$new/socket",
	    Listen => 1) or die $!;
	Line::write_file("$new/empty", '');
	Line::write_file("$new/.hidden", Line::mail('hidden'));
	deliver($line->{box}, Line::mail('odd'), "odd\xff\x01 %name");
	deliver($line->{box}, "no mail at all\0\r\r\n", 'zz-rubbish');
	$line->start();
	until_taken($line, 2);
	Line::wait_for(sub { $line->logged('maildir-odd') >= 6 });
	my @odd = $line->logged('maildir-odd');
	for ([ link => 'a link' ], [ loop => 'a link' ], [ pipe => 'a pipe' ],
	    [ folder => 'a folder' ], [ socket => 'a socket' ],
	    [ empty => 'empty' ]) {
		my ($name, $what) = @$_;
		is(scalar(grep { /$name is $what/ } @odd), 1,
		    "$name is told once");
		ok(-l "$new/$name" || -e "$new/$name", 'and stays');
	}
	is(ls($new), 'empty folder link loop pipe socket', 'the rest has gone');
	# Bytes come late into one that was empty: a writer that does not rename.
	Line::write_file("$new/empty", Line::mail('late'));
	until_taken($line, 3);
	is(archived($line), 3, 'nothing else was taken');
	is($line->logged('maildir-odd'), @odd, 'nothing is told again');
	ok($line->stop(), 'it stops');
};

subtest 'too big, refused, and a name that is used again' => sub {
	my $line = watch(conf => 'after = "delete"; max_message = "64 KiB";');
	my $box = $line->{box};
	$line->must('ban', 'add', 'kim.bad@bad.example');
	deliver($box, Line::mail('big', size => 200_000), 'big');
	deliver($box, Line::mail('bad'), 'bad');
	deliver($box, Line::mail('fine'), 'fine');
	$line->start();
	Line::wait_for(sub { taken($line) >= 3 && ls("$box/new") eq
	    'bad big' }) or diag($line->log_end());
	is(ls("$box/new"), 'bad big', 'what is not here whole stays there');
	like(join('', $line->logged('maildir-stub')), qr/too big/, 'a stub');
	like(join('', $line->logged('maildir-refused')), qr/file=.bad/,
	    'a refusal');
	$line->settle();
	my ($flags) = $line->desk("SELECT flags FROM entry WHERE message_id" .
	    " LIKE '%big\@line.example%'");
	is($flags->[0], 'limited', 'the stub is filed as limited');
	my ($filing) = $line->desk("SELECT state || ' ' || reason FROM filing" .
	    " WHERE state = 'quarantined'");
	is($filing->[0], 'quarantined refused', 'the refusal is written down');
	ok($line->stop(), 'it stops');
	# Somebody's program begins to count anew.
	deliver($box, Line::mail('another'), 'fine');
	$line->start();
	Line::wait_for(sub { ls("$box/new") eq 'bad big' });
	$line->settle();
	is(archived($line), 4, 'another mail with an old name is taken');
	is(ls("$box/new"), 'bad big', 'and goes');
	ok($line->stop(), 'it stops');
};

subtest 'several, each for its department; trouble is told' => sub {
	my $line = watch();
	my $dir = $line->{dir};
	make_maildir("$dir/sales");
	$line->write_conf(<<"END");
sending = { transport = "maildir"; };
maildir = ( { name = "one"; path = "$dir/box"; recipient =
	"support\@help.test"; }, { name = "two"; path = "$dir/sales";
	recipient = "sales\@help.test"; }, { name = "none"; path =
	"$dir/nowhere"; recipient = "support\@help.test"; },
	{ name = "slip"; path = "$dir/slip"; recipient = "no\@help.test";
	after = "delete"; } );
END
	make_maildir("$dir/slip");
	$line->must(qw(department add Sales sales@help.test));
	deliver("$dir/box", Line::mail('one'));
	deliver("$dir/sales", Line::mail('two'));
	my $kept = deliver("$dir/slip", Line::mail('three'));
	$line->start();
	until_taken($line, 2);
	$line->settle();
	my ($got) = $line->desk("SELECT group_concat(d.name, ' ') FROM" .
	    " (SELECT department_id FROM ticket JOIN entry ON" .
	    " ticket.id = entry.ticket_id ORDER BY message_id) t" .
	    " JOIN department d ON d.id = t.department_id");
	is($got->[0], 'Support Sales', 'each in its own');
	Line::wait_for(sub { $line->logged('maildir-waits') >= 2 });
	my $waits = join('', $line->logged('maildir-waits'));
	like($waits, qr/folder=none .*kind=setup .*cannot open/,
	    'a Maildir that is not there');
	like($waits, qr/folder=slip .*no department's address/,
	    'a department that is not there');
	is(ls("$dir/slip/new"), $kept, 'costs no mail');
	my ($code, $said) = $line->cli('status');
	like($said, qr/Maildir\s+one: last looked into/, 'status: one works');
	like($said, qr/none: never looked into; fails for .*cannot open/,
	    'status: one does not');
	make_maildir("$dir/nowhere");
	deliver("$dir/nowhere", Line::mail('four'));
	kill('HUP', $line->{daemon});
	until_taken($line, 3);
	ok($line->stop(), 'it stops');
	# Long after, and none has succeeded since.
	my ($health) = Line::read_file("$line->{state}/maildir/slip.health");
	like($health, qr/^failing \d+/m, 'the health file');
	($code, $said) = do {
		local $line->{env} = { MAILDESK_CLOCK => time + 7200 };
		$line->cli('status');
	};
	like($said, qr/ALARM\s+slip: /, 'status: the alarm');
};

# Deaths with after "delete" are in crash.t.
for my $point (qw(after-send before-after after-after)) {
	my $line = watch(conf => 'after = "seen";');
	deliver($line->{box}, Line::mail("m$_"), "m$_") for 1 .. 3;
	$line->start(MAILDESK_CRASH => "watch.$point:2",
	    MAILDESK_CRASH_FILE => "$line->{dir}/crashed");
	Line::wait_for(sub { ls("$line->{box}/new") eq '' });
	ok(-e "$line->{dir}/crashed", "it dies at $point");
	$line->settle();
	is(archived($line), 3, 'each is there once');
	is(ls("$line->{box}/cur"), 'm1:2,S m2:2,S m3:2,S', 'and is seen');
	ok($line->stop(), 'it stops');
}

done_testing();
