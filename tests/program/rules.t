#!/usr/bin/perl
# Rules in a running desk: webhooks that are signed, sent again and given up; a
# bad file on SIGHUP; the commands of `maildesk rule`.
use strict;
use warnings;
use lib 'tests/tools';
use Digest::SHA qw(hmac_sha256_hex);
use IO::Select;
use IO::Socket::INET;
use JSON::PP qw(decode_json);
use Line;
use Test::More;

my $line = Line->new(bare => 1, build => $ENV{BUILD} // 'build');
my $dir = $line->{dir};
my $secret = 'a secret of any length, longer than the sixty-four bytes of a block';

# --- who is posted to ----------------------------------------------------------

my $server = IO::Socket::INET->new(Listen => 16, LocalAddr => '127.0.0.1')
    or die "listen: $!";
my $port = $server->sockport();
my $heard = "$dir/heard";
Line::write_file($heard, '');

# The first answer to /again is 503, the next one 200; /never is 410; /hang says
# nothing; /else sends on.
sub answer_for {
	my ($path, $times) = @_;
	return $times == 1 ? '503 Later' : '200 OK' if $path =~ m{^/again};
	return '410 Gone' if $path =~ m{^/never};
	return "302 Found\r\nLocation: http://127.0.0.1:$port/taken"
	    if $path =~ m{^/else};
	return '200 OK';
}

sub serve {
	my %times;
	while (my $client = $server->accept()) {
		my $head = '';
		while (defined(my $row = readline($client))) {
			last if $row eq "\r\n";
			$head .= $row;
		}
		my ($length) = $head =~ /^Content-Length: (\d+)/mi;
		read($client, my $body, $length // 0);
		my ($path) = $head =~ /^POST (\S+)/;
		open(my $out, '>>', $heard) or die;
		print $out JSON::PP->new->canonical->encode({ path => $path,
		    head => $head, body => $body }), "\n";
		close($out);
		print $client 'HTTP/1.1 ' . answer_for($path, ++$times{$path}) .
		    "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
		close($client);
	}
	exit(0);
}

my $child = fork() // die;
serve() if $child == 0;
my $mine = $$;
END { kill('KILL', $child) if $child && $$ == $mine; }

sub heard {
	my ($path) = @_;
	return grep { $_->{path} eq $path }
	    map { decode_json($_) } split(/\n/, Line::read_file($heard));
}

# --- the desk --------------------------------------------------------------------

Line::write_file("$dir/secret", "$secret\n");
chmod(0600, "$dir/secret");
$line->write_conf(<<'END');
rules = { file = "rules"; };
webhooks = { secret_file = "secret"; timeout = 2; };
sending = { retry = "1s"; send_hold = 0; };
END

sub rules { Line::write_file("$dir/rules", join('', @_)); }

rules(<<"END");
rule post
	on created
	if subject printer
	do label posted
	do webhook http://127.0.0.1:$port/taken
	do webhook http://127.0.0.1:$port/again
rule refused
	on created
	if subject mouse
	do webhook http://127.0.0.1:$port/never
	do webhook http://127.0.0.1:$port/else
END
$line->make_desk(1);
$line->start();

# --- commands before anything has happened ------------------------------------------

my ($code, $out) = $line->cli(qw(rule check));
is("$code $out", "0 2 rules, 0 targets: all is well\n", 'rule check');
Line::write_file("$dir/bad", "rule a\non created\ndo assign nobody\n");
($code, $out) = $line->cli(qw(rule check --rules), "$dir/bad");
is($code, 78, 'a name that is not known');
like($out, qr/^line 3: assign nobody: there is no such agent$/m, 'which one');
Line::write_file("$dir/bad", "rule a\non created\ndo fly\n");
($code, $out) = $line->cli(qw(rule check --rules), "$dir/bad");
like($out, qr{\Q$dir\E/bad:3: do fly: there is no such command}, 'a mistake');
my $mail = Line::write_file("$dir/mail.eml", Line::mail('kim'));
($code, $out) = $line->cli('rule', 'test', $mail);
like($out, qr/^post +fires\n +do label posted\n/, 'rule test: one fires');
like($out, qr/^refused +no: line 9 does not hold: if subject mouse$/m,
    'the other does not, and why');
($code, $out) = $line->cli('rule', 'test', $mail, qw(--on replied --json));
ok(!(grep { $_->{fires} } @{ decode_json($out) }), 'on another occasion none');
($code, $out) = $line->cli('rule', 'test', $mail, qw(--on never));
is($code, 1, 'an occasion that there is not') or diag($out);

($code, $out) = $line->cli(qw(rule check --rules conf/rules.example));
is($code, 0, 'the example is right') or diag($out);
my ($example) = Line::read_file('man/maildesk-rules.5') =~
    /^\.Bd -literal\n(.*?)^\.Ed/ms;
($code, $out) = $line->cli(qw(rule check --rules),
    Line::write_file("$dir/example", $example));
is($code, 0, 'so is that of the manual') or diag($out);

# --- webhooks ---------------------------------------------------------------------------

$line->pipe_in(Line::mail('one'));
ok(Line::wait_for(sub { heard('/taken') && heard('/again') == 2 }),
    'posted; and again where it was not taken')
    or diag($line->log_end());
my ($post) = heard('/taken');
my $body = $post->{body};
my ($signature) = $post->{head} =~ /^X-Maildesk-Signature: (\S+)/m;
is($signature, 'sha256=' . hmac_sha256_hex($body, $secret), 'signed');
like($post->{head}, qr{^Content-Type: application/json\r$}m, 'as JSON');
my $said = decode_json($body);
is("$said->{rule} $said->{event} $said->{by} $said->{desk}",
    'post created user help.test', 'what happened');
is($said->{ticket}{number}, 1, 'the ticket');
is_deeply($said->{ticket}{labels}, ['posted'], 'as the rule has left it');
unlike($body, qr/burns/, 'no words of the mail');
my @again = heard('/again');
is($again[0]{body}, $again[1]{body}, 'again is the same');
my ($first, $second) = map { $_->{head} =~ /^X-Maildesk-Delivery: (\S+)/m }
    @again;
is($first, $second, 'by the same name');
isnt($first, $post->{head} =~ /^X-Maildesk-Delivery: (\S+)/m ? $1 : '',
    'others have others');

$line->pipe_in(Line::mail('two') =~ s/printer/mouse/r);
ok(Line::wait_for(sub { heard('/never') && heard('/else') }), 'asked');
ok(Line::wait_for(sub { my ($row) = $line->desk('SELECT state, reply FROM' .
    " letter WHERE address LIKE '%/never'"); $row->[0] eq 'failed' &&
    $row->[1] =~ /410/ }), 'gone is given up, and the reply is kept');
is(scalar(heard('/never')), 1, 'at once');
is(scalar(heard('/taken')), 1, 'nobody is followed to another place');

# --- a file that is wrong ----------------------------------------------------------------

rules("rule post\n\ton created\n\tdo flie\n");
kill('HUP', $line->{daemon});
ok(Line::wait_for(sub { $line->logged('rules-refused') }), 'it is logged')
    or diag($line->log_end());
like(($line->logged('rules-refused'))[0], qr{rules:3: do flie: .* kept=old},
    'where, and that the old ones are kept');
($code, $out) = $line->cli('status');
like($out, qr{^ALARM +the rules before go on: .*rules:3: do flie}m,
    'status has an alarm');
($code, $out) = $line->cli('check');
like($out, qr{^BAD +rules +.*rules:3: do flie}m, 'so has check');
$line->pipe_in(Line::mail('three'));
ok(Line::wait_for(sub { heard('/taken') == 2 }), 'the old ones go on');
rules("rule new\n\ton created\n\tdo label new\n");
($code, $out) = $line->cli('check');
like($out, qr{^look +rules +.*goes by an older one}m, 'mended, but not read');
kill('HUP', $line->{daemon});
ok(Line::wait_for(sub { ($line->cli('status'))[1] !~ /rules before/ }),
    'no alarm any more');
$line->pipe_in(Line::mail('four'));
ok(Line::wait_for(sub { $line->is_filed() }), 'filed');
($code, $out) = $line->cli(qw(rule list --json));
my ($new) = grep { $_->{rule} eq 'new' } @{ decode_json($out) };
is($new->{fired}, 1, 'rule list counts');
($code, $out) = $line->cli('explain', '4');
like($out, qr/^ *rule +new +on created: done$/m, 'explain names it')
    or diag($out);
($code, $out) = $line->cli(qw(ticket show 4 --changes));
like($out, qr/rule/, 'so do the changes of the ticket') or diag($out);

# --- by the command line ---------------------------------------------------------------------

rules("rule done\n\ton status\n\tif by agent\n\tif status solved\n" .
    "\tdo label done\n");
kill('HUP', $line->{daemon});
$line->must(qw(act 4 solved));
ok(Line::wait_for(sub { $line->desk("SELECT 1 FROM label WHERE label = 'done'") }),
    'what a command does, rules hear of') or diag($line->log_end());
ok(!$line->logged('not-confined'), 'all this within the sandbox')
    if !$ENV{MAILDESK_NO_SANDBOX} && $line->logged('confined');
ok($line->stop(), 'it stops');
is(join(' ', $line->damage()), '', 'nothing is damaged');
done_testing();
