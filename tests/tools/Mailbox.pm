package Mailbox;
# A mailbox at an IMAP server of our own, in memory: see imap_server.py.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use IPC::Open2;
use JSON::PP;

my $tools = abs_path('tests/tools');

# new(HOW => ...): it listens.
sub new {
	my ($class, %how) = @_;
	my $dir = tempdir('maildesk-mailbox.XXXXXX', TMPDIR => 1,
	    CLEANUP => 1);
	my $box = bless({ dir => $dir, log => "$dir/heard", how => \%how,
	    json => JSON::PP->new->allow_nonref, parent => $$ }, $class);
	$box->begin();
	return $box;
}

sub begin {
	my ($box) = @_;
	$box->{pid} = open2($box->{from}, $box->{to}, '/usr/bin/python3',
	    "$tools/imap_server.py", $box->{log},
	    $box->{json}->encode($box->{how}));
	my $port = readline($box->{from}) // die "the IMAP server: no port\n";
	$box->{port} = $port + 0;
}

sub order {
	my ($box, @words) = @_;
	syswrite($box->{to}, $box->{json}->encode(\@words) . "\n");
	my $answer = readline($box->{from}) // die "the IMAP server is gone\n";
	return $box->{json}->decode($answer);
}

sub put { my ($box, $text, $folder) = @_;
	return $box->order('put', $folder // 'INBOX', $text) }
# [ UID, [ FLAG ... ], SUBJECT ] ...
sub look { my ($box, $folder) = @_;
	return @{ $box->order('look', $folder // 'INBOX') } }

# What was said to it.
sub heard {
	my ($box) = @_;
	open(my $in, '<', $box->{log}) or return '';
	local $/;
	return readline($in) // '';
}

sub end {
	my ($box) = @_;
	return if !$box->{pid};
	kill('KILL', $box->{pid});
	waitpid($box->{pid}, 0);
	$box->{pid} = 0;
}

sub DESTROY {
	my ($box) = @_;
	local ($?, $@, $!);
	$box->end() if $box->{parent} == $$;
}

sub write_secret {
	my ($box, $path, $secret) = @_;
	open(my $out, '>', "$path.new") or die "$path: $!";
	print $out "$secret\n";
	close($out);
	chmod(0600, "$path.new");
	rename("$path.new", $path) or die "$path: $!";
}

# Settings of an account that reads it: name => value, as they stand there.
sub account {
	my ($box, %with) = @_;
	my $password = "$box->{dir}/password";
	my %all = (name => '"box"', host => '"127.0.0.1"', tls => '"none"',
	    port => $box->{port}, user => '"kim"', poll_seconds => 3600,
	    password_file => "\"$password\"", timeout => 5, folders =>
	    '( { name = "INBOX"; recipient = "support@help.test"; } )', %with);
	$box->write_secret($password, $box->{how}{secret} // 'pw')
	    if !-e $password;
	return 'imap = ( { ' . join(' ', map { "$_ = $all{$_};" }
	    grep { defined($all{$_}) } sort keys %all) . ' } );';
}

1;
