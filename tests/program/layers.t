#!/usr/bin/perl
# The folder is the layer: base < mail < desk < store | port < app.  A file may
# use its own layer and those left of it; store and port do not know each
# other; headers make no circles; each outside library has one file that knows
# it, and no header, and calls none of our functions by chance; SQL stands in
# store alone.
use strict;
use warnings;
use Test::More;
use File::Find;

my %rank = (base => 0, mail => 1, desk => 2, store => 3, port => 3, app => 4);

my (%text, %includes);
find({ no_chdir => 1, wanted => sub {
	return unless /\.[ch]$/ && -f;
	open my $fh, '<', $_ or die "$_: $!";
	local $/;
	$text{$_} = <$fh>;
	push @{ $includes{$_} }, $1
	    while $text{$_} =~ /^\s*#\s*include\s+["<]([^">]+)[">]/mg;
} }, 'src', 'include');

sub layer { $_[0] =~ m{^(?:src|include)/(\w+)/} ? $1 : undef }

my @upward;
for my $file (sort keys %text) {
	my $from = layer($file) // next;
	for my $name (@{ $includes{$file} || [] }) {
		next unless $name =~ m{^(\w+)/} && exists $rank{$1};
		my $to = $1;
		push @upward, "$file includes $name"
		    if $rank{$to} > $rank{$from} ||
		    ($rank{$to} == $rank{$from} && $to ne $from);
	}
}
is("@upward", '', 'no include goes up or sideways');

# Headers of include/, followed through each other.
my (%state, @circles);
sub visit {
	my ($header, @path) = @_;
	return if ($state{$header} // '') eq 'done';
	if (($state{$header} // '') eq 'open') {
		push @circles, join(' -> ', @path, $header);
		return;
	}
	$state{$header} = 'open';
	for my $name (@{ $includes{"include/$header"} || [] }) {
		visit($name, @path, $header) if exists $text{"include/$name"};
	}
	$state{$header} = 'done';
}
visit($_) for map { m{^include/(.*)} ? $1 : () } sort keys %text;
is("@circles", '', 'no header circles');

# A library's headers, and the files that may know it.
my %library = (
	'sqlite3\.h' => [ qr{^src/store/db} ],
	'curl/.*' => [ qr{^src/port/(?:smtp|oauth|webhook)\.} ],
	'libconfig\.h' => [ qr{^src/port/conf} ],
	'sodium\.h' => [ qr{^src/base/secret} ],
	'libxml/.*' => [ qr{^src/mail/html} ],
	'idn2\.h' => [ qr{^src/mail/idna} ],
	'uchardet.*' => [ qr{^src/mail/charset_guess} ],
	'jansson\.h' => [ qr{^src/port/(?:json|oauth_reply)\.} ],
	'uuid/uuid\.h' => [ qr{^src/base/unique} ],
	'seccomp\.h' => [ qr{^src/port/sandbox} ],
	'linux/landlock\.h' => [ qr{^src/port/landlock} ],
	'systemd/.*' => [ qr{^src/port/service} ],
	'libetpan/.*' => [ qr{^src/port/imap} ],
	'gnutls/.*' => [ qr{^src/port/imap_tls} ],
	'(?:tnef|ytnef)\.h' => [ qr{^src/mail/tnef} ],
);
my (@astray, @in_headers);
for my $file (sort keys %text) {
	for my $name (@{ $includes{$file} || [] }) {
		for my $pattern (keys %library) {
			next unless $name =~ /^$pattern$/;
			# store's private header stands beside its sources.
			push @in_headers, "$file includes $name"
			    if $file =~ /\.h$/ && $file =~ /^include/;
			push @astray, "$file includes $name"
			    unless grep { $file =~ $_ } @{ $library{$pattern} };
		}
	}
}
is("@in_headers", '', "no outside library's header in a header of ours");
is("@astray", '', 'one outside library, one file that knows it');

my @sql;
for my $file (sort grep { /\.[ch]$/ && !m{/store/} } keys %text) {
	push @sql, $file
	    if $text{$file} =~ /"\s*(?:SELECT|INSERT|UPDATE|DELETE FROM|PRAGMA)\s/;
}
is("@sql", '', 'SQL stands in store alone');

my @logs = grep {
	m{^src/(?:mail|desk|store|port)/} &&
	    $text{$_} =~ /\blog_(?:info|warn|error|debug)\s*\(/
} sort keys %text;
is("@logs", '', 'only app logs');

# A function is defined at a line's beginning, its type above it.  What only a
# test calls is an accessor for it.
my %words;
find({ no_chdir => 1, wanted => sub {
	return unless /\.(?:c|h)$/ && -f && !m{^include/};
	open my $fh, '<', $_ or die "$_: $!";
	local $/;
	my $whole = <$fh>;
	$words{$1}++ while $whole =~ /\b([a-z]\w+)\b/g;
} }, 'src', 'tests');
my @idle;
for my $file (grep { m{^src/.*\.c$} } sort keys %text) {
	while ($text{$file} =~ /\n(?!static)\w[^\n]*\n(\w+)\(/g) {
		push @idle, "$file: $1" if $words{$1} < 2 && $1 ne 'main';
	}
}
is("@idle", '', 'nothing is there that nobody calls');

my @guards = grep {
	my $want = uc s{^include/}{}r;
	$want =~ tr{/.}{__};
	m{^include/} && $text{$_} !~ /#ifndef \Q$want\E\n#define \Q$want\E\n/
} sort keys %text;
is("@guards", '', 'every header guards itself by its own name');

for my $program (qw(maildesk maildeskd)) {
	my $path = ($ENV{BUILD} // 'build') . "/$program";
	my @symbols = `nm -D --defined-only $path`;
	is($?, 0, "$path can be read");
	my @seen = map { / [TW] (\w+)$/ ? $1 : () } @symbols;
	is("@seen", '', "no function of $program stands in for a library's");
}

my @heads = grep { $text{$_} !~ m{\A/\*} } sort keys %text;
is("@heads", '', 'every file says at its head what it is for');

done_testing();
