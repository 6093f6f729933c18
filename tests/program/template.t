#!/usr/bin/perl
# Letters in many languages, and in a site's own words: listed, shown, checked,
# taken from a folder, and used by a running desk once it is told.
use strict;
use warnings;
use lib 'tests/tools';
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use JSON::PP;
use Line;
use Test::More;

my $build = abs_path($ENV{BUILD} // 'build');
-x "$build/maildesk" or BAIL_OUT("$build/maildesk is missing: make");
delete @ENV{qw(SUDO_USER MAILDESK_CONFIG MAILDESK_CLOCK NO_COLOR)};
my $line = Line->new(build => $build);
my $own = tempdir(CLEANUP => 1);
my $mails = 0;

sub put {
	my ($language, $letter, $text) = @_;
	mkdir("$own/$language");
	Line::write_file("$own/$language/$letter", $text);
}

sub cli_json {
	my ($code, $out) = $line->cli(@_, '--json');
	# Why it failed stands behind it.
	my ($first) = split(/\n/, $out);
	return ($code, eval { JSON::PP->new->utf8->decode($first) });
}

# The acknowledgement of a new mail.
sub acknowledged {
	my $key = 'template' . ++$mails;
	$line->pipe_in(Line::mail($key));
	Line::wait_for(sub { $line->is_filed() }) or die $line->log_end();
	return ($line->desk("SELECT text FROM letter WHERE event ="
	    . " 'acknowledge' ORDER BY id DESC LIMIT 1"))[0][0];
}

sub hup {
	my ($event) = @_;
	my $before = $line->logged($event);
	kill('HUP', $line->{daemon});
	return Line::wait_for(sub { $line->logged($event) > $before });
}

subtest 'what there is' => sub {
	my ($code, $list) = cli_json('template', 'list');
	is($code, 0, 'a list');
	my @tags = map { $_->{language} } @$list;
	my %folders = map { m{([^/]+)$} ? ($1 => 1) : () }
	    glob('conf/templates/*');
	is(join(' ', sort @tags), join(' ', sort keys %folders),
	    'of every language that has a folder');
	is(scalar(grep { $_->{own} } @$list), 0, 'none is the site\'s');
	my ($en) = grep { $_->{language} eq 'en' } @$list;
	is($en->{missing}, 0, 'English has every letter');
	my ($shown, $text) = $line->cli('template', 'show', 'ja', 'note');
	is("$shown\n$text", "0\n" . Line::read_file('conf/templates/ja/note'),
	    'a text is shown as it is');
	for (['xx', 'note'], ['de', 'nota']) {
		my ($refused, $why) = $line->cli('template', 'show', @$_);
		is($refused, 1, "@$_ is refused");
		like($why, qr/there (?:are|is)|there are/, 'and says what is');
	}
};

subtest 'what is wrong is said, and nothing of it taken' => sub {
	put('cy', 'acknowledge', "[#{{number}}] {{subject}}\n\nDiolch.\n");
	put('cy', 'note', "S\n\na\n{{nmuber}}\n");
	put('cy', 'nota', "S\n\na\n");
	for my $verb (qw(check install)) {
		my ($code, $out) = $line->cli('template', $verb, "$own/cy");
		is($code, 1, "$verb refuses it");
		like($out, qr{^template .*/cy/note:4: \{\{nmuber\}\} is no name}m,
		    'which file and line');
		like($out, qr{/cy/nota: the desk writes no letter of that name},
		    'and the other one');
		like($out, qr{2 of 3 letters}, 'how many');
	}
	ok(!-e "$line->{state}/templates", 'nothing is there');
	my ($code, $files) = cli_json('template', 'check', "$own/cy");
	is(scalar(grep { $_->{wrong} } @$files), 2, 'JSON has them, too');
	unlink("$own/cy/note", "$own/cy/nota");
	($code, my $out) = $line->cli('template', 'check', "$own/cy");
	is($code, 0, 'good without them');
	like($out, qr/not in "cy".*user-reply/, 'and what it lacks');
	for (["$own/none"], [$own], ["$own/cy", '--language', '../x']) {
		($code, $out) = $line->cli('template', 'install', @$_);
		is($code, 1, "install @$_ is refused");
	}
	ok(!-e "$line->{state}/templates", 'still nothing is there');
};

subtest 'a desk in a language of its own' => sub {
	my $conf = "$line->{dir}/desk.conf";
	my $text = Line::read_file($conf);
	Line::write_file($conf, $text =~ s/(domain = "help.test";)/$1 language = "cy";/r);
	$line->launch();
	my $pid = $line->{daemon};
	Line::wait_for(sub { waitpid($pid, POSIX::WNOHANG()) == $pid });
	is($? >> 8, 78, 'it does not start without the letters');
	like($line->log_text(), qr/desk\.language: there are no letters in "cy"/,
	    'and says why');
	my ($code, $out) = $line->cli('template', 'install', "$own/cy");
	is($code, 0, 'they are taken') or diag($out);
	$line->start();
	like(acknowledged(), qr/^Diolch\.$/m, 'letters are in it');
	my ($listed, $list) = cli_json('template', 'list');
	my ($cy) = grep { $_->{language} eq 'cy' } @$list;
	is("$cy->{letters} $cy->{own} $cy->{is_default}", '1 1 1', 'it is listed');
};

subtest 'a running desk' => sub {
	put('cy', 'acknowledge', "[#{{number}}] {{subject}}\n\nCroeso.\n");
	is(($line->cli('template', 'install', "$own/cy"))[0], 0, 'a new text');
	like(acknowledged(), qr/^Diolch\.$/m, 'it goes on with the old one');
	my %before = $line->roles();
	ok(hup('configuration-read'), 'it is told');
	ok(Line::wait_for(sub {
		my %now = $line->roles();
		$now{gateway} && $now{gateway} != $before{gateway}
		    && $line->is_listening();
	}), 'the gateway starts anew');
	like(acknowledged(), qr/^Croeso\.$/m, 'and has the new one');

	Line::write_file("$line->{state}/templates/cy/acknowledge",
	    "S\n\n{{#old}}\n");
	ok(hup('configuration-refused'), 'one that was broken by hand is refused');
	like(join('', $line->logged('configuration-refused')),
	    qr{templates/cy/acknowledge:4: \{\{old\}\} is not closed},
	    'and says where');
	like(acknowledged(), qr/^Croeso\.$/m, 'the desk goes on with the old one');
	my %roles = $line->roles();
	kill('KILL', $roles{gateway});
	like(acknowledged(), qr/^Hello,$/m,
	    'a gateway that starts anew takes the English one');
	ok(scalar($line->logged('template-refused')), 'and says so');
	my ($code, $out) = $line->cli('template', 'check');
	isnt($code, 0, 'check says so, too');
	like($out, qr/is not closed/, 'and where');
	ok($line->stop(), 'it stops');
};

done_testing();
