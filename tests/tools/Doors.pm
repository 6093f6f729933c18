package Doors;
# The doors that fetch: a mailbox at an IMAP server whose messages are moved, and
# a Maildir whose messages are deleted, once they are taken.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Mailbox;

our @names = qw(imap maildir);

sub new {
	my ($class) = @_;
	my $dir = tempdir('maildesk-maildir.XXXXXX', TMPDIR => 1,
	    CLEANUP => 1);
	mkdir("$dir/$_") or die "$dir/$_: $!" for qw(new cur tmp);
	return bless({ box => Mailbox->new(), dir => $dir, count => 0 },
	    $class);
}

# Their settings, and the names of their roles.
sub conf {
	my ($doors) = @_;
	# News that a server tells of between two IDLEs comes with a look.
	return $doors->{box}->account(after => '"move"', poll_seconds => 1,
	    move_to => '"Done"') . "\nmaildir = ( { name = \"one\"; path =" .
	    " \"$doors->{dir}\"; recipient = \"support\@help.test\";" .
	    " after = \"delete\"; poll_seconds = 1; } );\n";
}

sub role { return { imap => 'imap:box', maildir => 'maildir:one' }->{$_[1]} }

# Puts a mail before a door, and returns what it is called there.
sub put {
	my ($doors, $door, $mail) = @_;
	return $doors->{box}->put($mail) if $door eq 'imap';
	my $name = "1795550000.M$$\_" . ++$doors->{count} . '.host';
	my $path = "$doors->{dir}/tmp/$name";
	open(my $out, '>:raw', $path) or die "$path: $!";
	print $out $mail;
	close($out) or die "$path: $!";
	rename($path, "$doors->{dir}/new/$name") or die "$path: $!";
	return $name;
}

# What still stands before a door.
sub left {
	my ($doors, $door) = @_;
	return map { $_->[0] } $doors->{box}->look() if $door eq 'imap';
	return map { s{.*/}{}r =~ s/:2,.*//r } glob("$doors->{dir}/{new,cur}/*");
}

sub is_taken {
	my ($doors, $door, $name) = @_;
	return !grep { $_ eq $name } $doors->left($door);
}

sub are_empty {
	my ($doors) = @_;
	return !grep { $doors->left($_) } @names;
}

# The subjects of what was moved.
sub moved { return map { $_->[2] } $_[0]->{box}->look('Done') }

1;
