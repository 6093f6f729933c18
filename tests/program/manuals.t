#!/usr/bin/perl
# The manuals: well-formed, printed from the code's tables where they list
# something, and true where they only mention it.  And README names what exists.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $tables = "$build/manual_tables";
my @pages = qw(maildesk.1 maildesk.conf.5 maildesk-rules.5 maildesk-commands.7
    maildesk-deliver.8 maildeskd.8);
my $dir = tempdir(CLEANUP => 1);

sub slurp {
	my ($path) = @_;
	open(my $fh, '<:raw', $path) or die "$path: $!\n";
	local $/;
	return scalar readline($fh);
}

# Both outputs of a command.
sub run {
	my (@command) = @_;
	open(my $fh, '-|', 'sh', '-c', 'exec "$@" 2>&1 </dev/null', 'sh',
	    @command) or die "@command: $!\n";
	local $/;
	my $out = readline($fh) // '';
	close($fh);
	return ($? >> 8, $out);
}

my ($code, $out) = run('make', '-s', "BUILD=$build", $tables);
$code == 0 or BAIL_OUT("$tables cannot be built: $out");
my %page = map { $_ => -e "man/$_" ? slurp("man/$_") : '' } @pages;
my %table = map { $_ => (run($tables, $_))[1] } split(' ', (run($tables))[1]);
my @source = (glob('src/*/*.c'), glob('src/*/*.h'));
my %source = map { $_ => slurp($_) } @source;

# The items of the list under a heading, ".Sh" or ".Ss".
sub items {
	my ($page, $heading) = @_;
	my ($section) = $page{$page} =~
	    /^\.S[hs] \Q$heading\E\n(.*?)(?=^\.S[hs] |\z)/ms;
	return '' unless defined $section;
	return join(' ', sort map { split(/ , /) }
	    $section =~ /^\.It Cm (\S.*)$/mg);
}

sub words { return join(' ', sort keys %{{ map { $_ => 1 } @_ }}) }

subtest 'every page is there and well-formed' => sub {
	for (@pages) {
		my ($code, $out) = run('mandoc', '-T', 'lint', '-W', 'warning',
		    "man/$_");
		is("$code $out", '0 ', "mandoc has no objection to $_");
	}
	is(words(map { s{^man/}{}r } glob('man/*')), words(@pages),
	    'there are no others');
};

subtest 'what is printed from the tables is up to date' => sub {
	my ($code, $out) = run('perl', 'tests/tools/manuals.pl', '--check',
	    $tables);
	is("$code $out", '0 ', 'make manuals would change nothing');
};

subtest 'sections name each other' => sub {
	for my $page (@pages) {
		my ($own) = $page =~ /^(.*)\.\d$/;
		my %known = map { /^(.*)\.(\d)$/; ("$1 $2" => 1) } @pages;
		my @bad = grep { /^maildesk/ && !$known{$_} }
		    $page{$page} =~ /^\.Xr (\S+ \d)/mg;
		is("@bad", '', "$page refers to pages that there are");
		my ($also) = "$page{$page}\n.Sh SEE ALSO\n" =~
		    /^\.Sh SEE ALSO\n(.*)/ms;
		my @missing = grep { !/^\Q$own\E \d/ && $also !~ /^\.Xr \Q$_\E/m }
		    sort keys %known;
		cmp_ok(@missing, '<=', 1, "$page leads on to the others")
		    or diag("@missing");
	}
};

subtest 'options' => sub {
	my %known = map { $_ => 1 } "$table{commands}$table{'common-options'}" =~
	    /^\.It Fl -(\S+)/mg;
	my @bad = grep { !$known{$_} } $page{'maildesk.1'} =~ /\bFl -([a-z]\S*)/g;
	is("@bad", '', 'maildesk has those that its page mentions');
	for my $program (qw(maildesk-deliver maildeskd)) {
		my ($code, $help) = run("$build/$program", '--help');
		is($code, 0, "$program --help");
		is(words($page{"$program.8"} =~ /^\.It Fl -([a-z-]+)/mg),
		    words('help', $help =~ /--([a-z-]+)/g),
		    "$program has those of its page");
	}
};

subtest 'settings' => sub {
	my %known;
	my $group = '';
	for (split(/\n/, $table{settings})) {
		$group = $1 if /^\.Ss (\S+)/;
		$known{"$group.$1"} = 1 if /^\.It Va (\S+)/;
	}
	my @groups = keys %{{ map { /^(\w+)\./; ($1 => 1) } keys %known }};
	my $groups = join('|', sort @groups);
	for my $page (@pages, 'README.md') {
		my $text = $page{$page} // (-e $page ? slurp($page) : '');
		# desk.conf, smtp.password and so on are files.
		my @bad = grep { !$known{$_} }
		    $text =~ /(?<![\w.\/@-])((?:$groups)\.[a-z]\w+)(?![\w.@])/g;
		@bad = grep { !/^(?:(?:smtp|imap)\.(?:password|token)|log\.md)$/ } @bad;
		is("@bad", '', "$page mentions those that there are");
	}
};

subtest 'examples of configurations' => sub {
	my @examples = grep { /^desk = /m } $page{'maildesk.conf.5'} =~
	    /^\.Bd -literal.*?\n(.*?)^\.Ed/msg;
	cmp_ok(@examples, '>', 2, 'there are some');
	for my $i (0 .. $#examples) {
		my $path = "$dir/$i.conf";
		open(my $fh, '>', $path) or die "$path: $!\n";
		print $fh $examples[$i];
		close($fh);
		my ($code, $out) = run("$build/maildesk", '--config', $path,
		    'check');
		like($out, qr/^ok +configuration /, "number $i is good");
	}
};

subtest 'verbs' => sub {
	my %known = map { $_ => 1 }
	    "$table{verbs}$table{answers}" =~ /\bIc #(\w+)/g;
	my @bad = grep { !$known{$_} } $page{'maildesk-commands.7'} =~
	    /\bIc #(\w+)/g;
	is("@bad", '', 'the page mentions those that there are');
	for my $example ($page{'maildesk-commands.7'} =~
	    /^\.Bd -literal.*?\n(.*?)^\.Ed/msg) {
		$example =~ s/^#end\n.*//ms;
		@bad = grep { !$known{$_} } $example =~ /^#(\w+)/mg;
		is("@bad", '', 'an example uses verbs: ' .
		    $example =~ s/\n.*//sr);
	}
	my ($code, $help) = run("$build/maildesk", 'act', '--help');
	for (grep { $_ ne 'end' } $table{verbs} =~ /^\.It Ic #(\w+)/mg) {
		like($help, qr/^  $_\b/m, "maildesk act --help names $_");
	}
};

# The command that these words begin with.
sub command {
	my @words = @_;
	for my $count (reverse 1 .. (@words < 3 ? @words : 3)) {
		my $name = join(' ', @words[0 .. $count - 1]);
		return $name if $table{commands} =~ /^\.It Cm \Q$name\E(?: [A-Z]|$)/m;
	}
	return;
}

# What a page or README shows to be typed.
sub shown {
	my ($text) = @_;
	my @lines = map { split(/\n/) }
	    $text =~ /^\.Bd -literal.*?\n(.*?)^\.Ed/msg;
	push(@lines, $text =~ /^\.(?:Ql|Dl) (.*)$/mg, $text =~ /`([^`\n]+)`/g,
	    $text =~ /^(?:\t|    )(.*)$/mg);
	return map { s/^\$? *(?:sudo (?:-u \w+ )?)?//r =~
	    /^maildesk ([-a-z].*)/ ? $1 : () } @lines;
}

subtest 'commands that are shown' => sub {
	for my $page (@pages, 'README.md') {
		my $text = $page{$page} // (-e $page ? slurp($page) : '');
		for my $line (shown($text)) {
			my @words = grep { /^[a-z]/ } split(/[^\w-]+/, $line);
			ok(!@words || command(@words), "$page: maildesk $line");
		}
	}
	my ($code, $help) = run("$build/maildesk", '--help');
	for ($table{commands} =~ /^\.It Cm ([a-z]+(?: [a-z]+)*)/mg) {
		my $name = command(split(/ /));
		like($help, qr/^  \Q$name\E /m, "maildesk --help names $name");
	}
};

subtest 'quarantine reasons' => sub {
	my %said;
	for (qw(src/desk/route.c src/mail/class_effects.c src/app/gateway.c
	    src/app/pipeline.c src/store/people_delete.c
	    src/store/erasure_desk.c)) {
		$said{$1} = 1 while $source{$_} =~
		    /(?:return |reason = |\? |: )"([a-z-]+)"/g;
		$said{$1} = 1 while $source{$_} =~
		    /(?:\.quarantine_)?reason = ["']([a-z-]+)["']/g;
	}
	is(words(keys %said), words($table{quarantine} =~ /^\.It Cm (\S+)/mg),
	    'the code says those that the page explains');
};

subtest 'decision records' => sub {
	my (%stage, %not);
	for (grep { m{^src/app/} } @source) {
		$stage{$1} = 1 while $source{$_} =~
		    /record_add(?:_format)?\([^;]*?,\s*"([a-z]+)",/g;
		next unless m{/(?:brake|tell)\.c$};
		$not{$1} = 1 while $source{$_} =~ /reason = "([a-z0-9-]+)"/g;
		$not{$1} = 1 while $source{$_} =~
		    /offsetof\([^)]*\)[^"]*"([a-z0-9-]+)"/g;
	}
	is(words(keys %stage), items('maildesk.1', 'EXPLAIN'),
	    'the page explains every stage');
	is(words(keys %not), items('maildesk.1', 'LETTERS THAT ARE NOT WRITTEN'),
	    'and every reason not to write');
};

subtest 'letters' => sub {
	is(items('maildesk.1', 'States of letters'),
	    words($source{'src/store/outbox.c'} =~
		/\[LETTER_STATE_\w+\] = "(\w+)"/g), 'states');
	is(items('maildesk-commands.7', 'Statuses'),
	    words($source{'src/desk/ticket.c'} =~ /\[TICKET_\w+\] = "(\w+)"/g),
	    'statuses');
};

# Events of the log that a name is looked up for.
my %looked_up = (
	'filing_state_name(filed->state)' =>
	    [ $source{'src/store/filings.c'} =~ /\[FILING_\w+\] = "(\w+)"/g ],
	'end_names[delivery->end]' =>
	    [ grep { $_ ne 'untried' } ($source{'src/app/sender_settle.c'} // '') =~
		/\[DELIVERY_\w+\] = "(\w+)"/g ],
	'client->is_known ? "known" : "accepted"' => [ 'known', 'accepted' ],
);

subtest 'events of the log' => sub {
	my (%event, @strange);
	for my $file (grep { m{^src/app/} } @source) {
		while ($source{$file} =~ /\blog_(?:error|warn|info)\(([^;]*?),/g) {
			my $what = $1 =~ s/\s+/ /gr;
			if ($what =~ /^"([a-z-]+)"$/) {
				$event{$1} = 1;
			} elsif ($looked_up{$what}) {
				$event{$_} = 1 for @{$looked_up{$what}};
			} else {
				push(@strange, "$file: $what");
			}
		}
	}
	is("@strange", '', 'each has a name');
	my %explained = map { $_ => 1 } split(' ', join(' ', map {
	    items('maildeskd.8', $_) } 'Messages', 'The clock', 'Letters', 'Troubles',
	    'The daemon itself'));
	is(words(keys %event), words(keys %explained),
	    'the page explains every one');
};

subtest 'README names what exists' => sub {
	ok(-e 'README.md', 'README.md is there') or return;
	my $readme = slurp('README.md');
	my %named;
	$named{$1} = 1 while $readme =~ /\]\((?!\w+:|#)([^)#\s]+)/g;
	my @code = ($readme =~ /`([^`\n]+)`/g,
	    $readme =~ /^(?:\t|    )\s*(.*)$/mg);
	for my $code (@code) {
		$named{$1} = 1 while $code =~ m{(?<![\w./<-])(
		    (?:src|include|conf|man|tests|maildir-fixtures|\.ci)/
		    [\w./*-]*|Makefile|LICENSE|README\.md)(?![\w<])}gx;
	}
	for my $path (sort keys %named) {
		# tests/unit/LAYER/test_x.c stands for any of them.
		my $pattern = $path =~ s{[.,]+$}{}r;
		$pattern =~ s{(?<=/)[A-Z]+(?=/|$)}{*}g;
		$pattern =~ s{\bx(?=\.[ch]$)}{*};
		my @found = glob($pattern);
		ok(@found && -e $found[0], $path);
	}
	my $makefiles = join('', map { slurp($_) } 'Makefile',
	    glob('tests/*/*.mk'));
	my %target;
	for my $code (@code) {
		$target{$1} = 1 while $code =~ /(?:^|[;&] *)make ([a-z]+)\b/g;
	}
	for my $target (sort keys %target) {
		ok($makefiles =~ /^\Q$target\E:/m, "make $target");
	}
};

done_testing();
