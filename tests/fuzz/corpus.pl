#!/usr/bin/perl
# What the fuzz targets begin with: pieces of the mails that the project ships.
#	corpus.pl MAILDIRS FOLDER
use strict;
use warnings;
use Digest::MD5 qw(md5_hex);
use File::Find;
use File::Path qw(make_path);
use MIME::Base64;
use MIME::QuotedPrint;

my ($maildirs, $folder) = @ARGV;

# The same piece is kept once.
sub seed {
	my ($target, $bytes) = @_;
	return if !defined $bytes || length $bytes > 16384;
	make_path("$folder/$target");
	my $path = "$folder/$target/" . md5_hex($bytes);
	open my $fh, '>:raw', $path or die "$path: $!";
	print $fh $bytes;
	close $fh or die "$path: $!";
}

sub head_and_body {
	my ($raw) = @_;
	return $raw =~ /\A(.*?\n)\r?\n(.*)\z/s ? ($1, $2) : ($raw, '');
}

# [type, charset, bytes] of each leaf.
sub leaves {
	my ($raw, $depth) = @_;
	my ($head, $body) = head_and_body($raw);
	my ($type) = $head =~ m{^content-type:\s*([\w.+/-]+)}mi;
	$type = lc($type // 'text/plain');
	if ($type =~ m{^multipart/} && $depth < 10 &&
	    $head =~ /boundary="?([^";\r\n]+)/i) {
		my @parts = split /^--\Q$1\E(?:--)?\r?\n?/m, $body;
		shift @parts;
		return map { leaves($_, $depth + 1) } @parts;
	}
	my ($encoding) = $head =~ /^content-transfer-encoding:\s*(\S+)/mi;
	$encoding = lc($encoding // '');
	$body = decode_base64($body) if $encoding eq 'base64';
	$body = decode_qp($body) if $encoding eq 'quoted-printable';
	my ($charset) = $head =~ /charset="?([\w-]+)/i;
	return [$type, $charset // '', $body];
}

sub seed_fields {
	my ($head) = @_;
	(my $flat = $head) =~ s/\r?\n[ \t]+/ /g;
	for my $line (split /\r?\n/, $flat) {
		my ($name, $value) = $line =~ /^([\w-]+)\s*:\s*(.*)$/ or next;
		seed('address', $value)
		    if $name =~ /^(?:from|to|cc|reply-to|sender)$/i;
		seed('date', $value) if $name =~ /^date$/i;
		seed('words', "iso-8859-1\n$value")
		    if $name =~ /^(?:subject|from|to)$/i;
		seed('token', $value) if $name =~ /^(?:to|message-id)$/i;
	}
}

sub seed_mail {
	my ($raw) = @_;
	my ($head) = head_and_body($raw);
	seed($_, $raw) for qw(mail mime forward report);
	seed('header', $head . "\n");
	seed_fields($head);
	for my $leaf (leaves($raw, 0)) {
		my ($type, $charset, $body) = @$leaf;
		seed('html', $body) if $type eq 'text/html';
		next if $type ne 'text/plain';
		seed('words', "$charset\n$body");
		seed($_, $body) for qw(quote command token query);
		my ($subject) = $head =~ /^Subject: *(.*)/m;
		seed('letter', join '|', $subject // '', 'A B',
		    'a@b.example', $body, '<p>x</p>', 'a b.csv', 'bytes');
	}
}

# --- what no fixture has -------------------------------------------------------

sub attribute {
	my ($level, $type, $value) = @_;
	return pack('CVV', $level, $type, length $value) . $value .
	    pack('v', unpack '%16C*', $value);
}

sub value {
	my ($type, $id, $bytes) = @_;
	return pack('vv', $type, $id) . $bytes if $type == 3 || $type == 11;
	return pack('vvVV', $type, $id, 1, length $bytes) . $bytes .
	    "\0" x (-length($bytes) % 4);
}

sub properties { pack('V', scalar @_) . join '', @_ }

sub stream { "\x78\x9f\x3e\x22\1\0" . join '', @_ }

sub seed_tnef {
	my $begin = attribute(2, 0x69002, "\0" x 14);
	my $page = attribute(1, 0x69007, pack 'VV', 1252, 0);
	my $inner = stream($page, attribute(1, 0x2800c, "inner\0"), $begin,
	    attribute(2, 0x18010, "i.txt\0"), attribute(2, 0x6800f, 'i'));
	my $rtf = '{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset204 A;}}' .
	    "\\f0 h\\'e4\\par \\u8364?{\\*\\x y}\\uc0 \\tab\\bin2 ab}";
	my $lzfu = pack('VVVV', 45, 43, 0x75465a4c, 0xa7c7c5f1) . pack 'H*',
	    '03000a007263706731323542320af32068656c090020627705b06c647d0a800f' .
	    'a0';
	seed('tnef', $_) for $lzfu, $rtf,
	    pack('VVVV', 12 + length $rtf, length $rtf, 0x414c454d, 0) . $rtf,
	    stream($page, attribute(1, 0x2800c, "hello\0"), $begin,
	    attribute(2, 0x18010, "a.png\0"), attribute(2, 0x6800f, 'png'),
	    attribute(2, 0x69005, properties(
	    value(31, 0x3707, "l\0o\0n\0g\0\0\0"), value(30, 0x370e,
	    "image/png\0"), value(30, 0x3712, "c\@x\0"), value(11, 0x7ffe,
	    "\1\0\0\0")))),
	    stream($begin, attribute(2, 0x69005, properties(value(30, 0x3001,
	    "T\0"), value(13, 0x3701, 'x' x 16 . $inner)))),
	    stream(attribute(1, 0x69003, properties(value(0x102, 0x1009,
	    $lzfu), value(0x102, 0x1013, '<p>h'), value(3, 0x3fde,
	    pack 'V', 1252)))),
	    stream(attribute(1, 0x69003, properties(pack('vv', 0x101e, 0x37) .
	    pack('V', 2) . (pack('V', 2) . "a\0\0\0") x 2,
	    pack('vv', 3, 0x8001) . "\0" x 16 . pack('VVV', 1, 4, 0) .
	    pack('V', 7))));
}

# Mails with files inside of parts, which no fixture has either.
sub seed_inside {
	my $winmail = stream(attribute(1, 0x2800c, "text\0"), attribute(2,
	    0x69002, 'x'), attribute(2, 0x18010, "a.png\0"), attribute(2,
	    0x6800f, 'png'), attribute(2, 0x69005, properties(value(30,
	    0x370e, "image/png\0"), value(30, 0x3712, "c\@x\0"))));
	my $mixed = "From: a\@b.example\nContent-Type: multipart/mixed; " .
	    "boundary=b\n\n--b\n";
	seed('mail', $_) for
	    $mixed . "Content-Type: application/ms-tnef\n" .
	    "Content-Transfer-Encoding: base64\n\n" .
	    encode_base64($winmail, "\n") . "--b--\n",
	    $mixed . "Content-Type: text/html\n\n<img src=\"cid:p%401\">\n" .
	    "--b\nContent-Type: image/png\nContent-ID: <p\@1>\n\nx\n" .
	    "--b\n\nsee\nbegin 644 a.txt\n#86)C\n`\nend\n--b--\n",
	    $mixed . "Content-Type: message/rfc822\nContent-Transfer-" .
	    "Encoding: base64\n\n" . encode_base64("Subject: =?utf-8?q?a/b?=" .
	    "\n\nx\n", "\n") . "--b--\n";
}

sub seed_tokens {
	my $mac = 'a' x 16;
	seed('token', $_) for "r2k-a$mac", "support+r2k-a$mac\@help.test",
	    "md.r2k-a$mac.u7f3\@help.test", "v2k-a${mac}bbbb",
	    "x support%2Br2k-a$mac\@help.test&#43;n2k-a$mac y";
}

sub seed_authres {
	my $received = "Received: from a (b [192.0.2.1])\n\tby mx.help.test " .
	    "(Postfix); Tue\n";
	my $field = 'Authentication-Results: mx.help.test';
	seed('authres', $_) for "mx.help.test 1; dkim=pass (a (b)) " .
	    "reason=\"c;\" header.d=help.test", "mx.help.test; none",
	    "$received$field;\n\tdkim=pass header.i=\@help.test " .
	    "header.b=a/b=;\n\tdmarc=pass (p=none) header.from=help.test\n\n",
	    "$field; spf=pass smtp.mailfrom=\"x; y\"\@a.test;\n" .
	    "$received$field; dmarc/1=fail header.from=help.test\n\n",
	    "${received}Received: by b.evil.test; x\n$field; none\n\n";
}

sub seed_commands {
	seed('command', $_) for "#status solved\n#note\nsecret\n",
	    "#assign Anna\n#priority: high\n#end\n\ntext\n",
	    "# note\n", "#123\n", "#hold\n#open\n", "solved\n", "status open";
}

sub seed_queries {
	seed('query', $_) for 'printer "on fire" -toner prin*',
	    'from:anna status:open,pending -label:vip before:2026-12-01',
	    "field.colour:\"dark red\" has:attachment after:30d",
	    "\xe6\x97\xa5\xe6\x9c\xac from:", 'form:anna';
}

find({ no_chdir => 1, wanted => sub {
	return unless m{/(?:cur|new)/[^.][^/]*$} && -f;
	open my $fh, '<:raw', $_ or die "$_: $!";
	local $/;
	seed_mail(scalar <$fh>);
} }, $maildirs);
seed_tnef();
seed_inside();
seed_tokens();
seed_authres();
seed_commands();
seed_queries();
