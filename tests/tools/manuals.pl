#!/usr/bin/perl
# manuals.pl [--check] PROGRAM: prints the tables that PROGRAM (manual_tables)
# knows into the pages of man/, between lines of comment that name them; or only
# says which pages are out of date, and exits 1.
use strict;
use warnings;

my $check = @ARGV && $ARGV[0] eq '--check' && shift;
my $program = shift or die "usage: manuals.pl [--check] PROGRAM\n";

sub read_all {
	my ($fh) = @_;
	local $/;
	return readline($fh);
}

sub run {
	open(my $fh, '-|', $program, @_) or die "$program: $!\n";
	my $out = read_all($fh);
	close($fh) or die "$program @_ failed\n";
	return $out;
}

my %table = map { $_ => run($_) } split(' ', run());
my $begin = quotemeta('.\" Printed from the code by `make manuals`: ');
my $end = quotemeta('.\" End of what is printed.');
my (%used, @stale);
for my $page (glob('man/*.[1-8]')) {
	open(my $in, '<', $page) or die "$page: $!\n";
	my $text = read_all($in);
	my $new = $text;
	$new =~ s{^($begin(\S+)\n).*?^($end\n)}{
		$table{$2} // die "$page: there is no table $2\n";
		$used{$2} = 1;
		"$1$table{$2}$3"
	}gems;
	next if $new eq $text;
	push @stale, $page;
	next if $check;
	open(my $out, '>', "$page.new") or die "$page.new: $!\n";
	print $out $new;
	close($out) or die "$page.new: $!\n";
	rename("$page.new", $page) or die "$page: $!\n";
	print "  $page\n";
}
my @unused = grep { !$used{$_} } sort keys %table;
die "no page has the tables: @unused\n" if @unused;
die "out of date, run `make manuals`: @stale\n" if $check && @stale;
