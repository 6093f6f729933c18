#!/usr/bin/perl
# sql_statements.pl FILE: prints a C table of every statement in the output of
# the C preprocessor (which has put in what statements share by macros):
#     { "tickets.c", "by_message_id", "SELECT ..." },
# A `struct sql` that it cannot read ends it: no statement escapes the test.
use strict;
use warnings;

my %text_of;		# of each source, without what it includes
my $source = '';
while (my $line = <>) {
	if ($line =~ /^#\s*(?:line\s+)?\d+\s+"([^"]*)"/) {
		$source = $1;
	} elsif ($source =~ m{(?:^|/)src/} && $line !~ /^#/) {
		$text_of{$source} .= $line;
	}
}
die "no sources of ours in there\n" unless %text_of;

my $literals = qr/(?:"(?:[^"\\\n]|\\.)*"\s*)+/;
my $begin = qr/\bstatic\s+const\s+struct\s+sql\s+(\w+)/;
my $element = qr/\{\s*(?:\.text\s*=\s*)?$literals,?\s*\}/;

foreach my $path (sort keys %text_of) {
	my $text = $text_of{$path};
	(my $file = $path) =~ s{.*/}{};

	# What is defined, not what is pointed to or declared.
	my $defined = () = $text =~
	    /\bstruct\s+sql\s+\w+\s*(?:\[[^\]]*\])?\s*=/g;
	my $found = 0;
	while ($text =~ /$begin\s*=\s*($element)\s*;/g) {
		print_rows($file, $1, $2);
		$found++;
	}
	while ($text =~ /$begin\s*\[[^\]]*\]\s*=\s*
	    \{((?:\s*(?:\[\w+\]\s*=\s*)?$element\s*,?)+)\s*\}\s*;/gx) {
		print_rows($file, $1, $2);
		$found++;
	}
	die "$path: $defined statements are defined, but $found could be " .
	    "read: write them as static const struct sql NAME = { \"...\" };\n"
	    if $found != $defined;
}

sub print_rows {
	my ($file, $name, $rows) = @_;
	while ($rows =~ /\{\s*(?:\.text\s*=\s*)?($literals)/g) {
		my $literal = $1;

		$literal =~ s/\s+$//;
		print "{ \"$file\", \"$name\",\n$literal },\n";
	}
}
