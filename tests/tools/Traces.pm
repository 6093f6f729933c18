package Traces;
# Whether any file of a folder holds some words, in whatever way they may be
# written down: as they are, in base64, in quoted-printable, in UTF-16.
use strict;
use warnings;
use File::Find;
use MIME::Base64 qw(encode_base64);

# What of its base64 is the same whatever stands before and behind.
sub base64_pieces {
	my ($word) = @_;
	my @pieces;
	for my $shift (0 .. 2) {
		my $plain = "\0" x $shift . $word;
		my $coded = encode_base64($plain, '');
		my $cut = length($plain) % 3;
		substr($coded, $cut - 4) = '' if $cut;
		push(@pieces, substr($coded, (0, 2, 3)[$shift]));
	}
	return @pieces;
}

# "FILE: HOW" for each file below the folder that holds one of the words.
sub below {
	my ($folder, @words) = @_;
	my %needles;
	for my $word (@words) {
		my $quoted = $word =~ s/@/=40/r;
		my $wide = join("\0", split(//, $word));
		$needles{"plain $word"} = qr/\Q$word\E/i;
		$needles{"quoted $word"} = qr/\Q$quoted\E/i if $quoted ne $word;
		$needles{"wide $word"} = qr/\Q$wide\E/i;
		my $any = join('|', map { quotemeta } base64_pieces($word));
		$needles{"base64 $word"} = qr/$any/;
	}
	my @found;
	File::Find::find({ no_chdir => 1, wanted => sub {
		return if !-f $_;
		open(my $in, '<:raw', $_) or die "$_: $!";
		local $/;
		my $bytes = readline($in) // '';
		my $joined = $bytes =~ s/=?\r?\n//gr;
		for my $how (sort keys %needles) {
			push(@found, "$_: $how") if $bytes =~ $needles{$how} ||
			    $joined =~ $needles{$how};
		}
	} }, $folder);
	return @found;
}

1;
