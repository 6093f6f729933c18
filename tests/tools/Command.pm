# Commands of the desk under test, each an assertion of its own.
package Command;
use strict;
use warnings;
use Exporter 'import';
use JSON::PP;
use Test::More;

our @EXPORT = qw(ok_text ok_json value_of refused);
my $run;

# What runs a command: its words in, exit code, output and errors out.  Errors
# that come with the output are undef.
sub by { $run = shift; return }

# What a command that must work says.
sub ok_text {
	my ($code, $out, $err) = $run->(@_);
	is($code, 0, "@_") or diag($err // $out);
	return $out;
}

# undef when it is no JSON.
sub value_of {
	my ($text) = @_;
	return eval { JSON::PP->new->utf8->allow_nonref->decode($text) };
}

sub ok_json {
	my $text = ok_text(@_, '--json');
	my $value = value_of($text);
	ok(defined($value), "@_ --json is JSON") or diag($@, $text);
	is($text =~ tr/\n//, 1, 'on one line');
	return $value;
}

# Returns what it says beside the reason.
sub refused {
	my ($want, @command) = @_;
	my ($code, $out, $err) = $run->(@command);
	is($code, 1, "@command is refused");
	like($err // $out, $want, 'and says why');
	unlike($err // $out, qr/\n./, 'in one line');
	return $out;
}

1;
