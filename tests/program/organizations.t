#!/usr/bin/perl
# maildesk, organizations: whose members users are, what their managers do with
# tickets, and what groups of users may.
use strict;
use warnings;
use lib 'tests/tools';
use Command;
use Cwd qw(abs_path);
use JSON::PP;
use Line;
use Test::More;

my $build = abs_path($ENV{BUILD} // 'build');
-x "$build/maildesk" or BAIL_OUT("$build/maildesk is missing: make");
delete @ENV{qw(SUDO_USER MAILDESK_CONFIG MAILDESK_CLOCK NO_COLOR)};
$ENV{TZ} = 'UTC';
my $line = Line->new(build => $build, conf => 'rules = { file = "rules"; };');
Line::write_file("$line->{dir}/rules", <<'END');
rule big
	on created
	if organization "ACME Inc.", Megacorp
	if role manager
	do priority urgent
rule golden
	on created
	if usergroup golden
	do label golden
END
Command::by(sub { return $line->cli(@_) });

my $mails = 0;
sub mail_from {
	my ($from, %how) = @_;
	my $id = 'org' . ++$mails;
	my $mail = "From: $from\nTo: " . ($how{to} // 'support@help.test') .
	    "\nSubject: " . ($how{subject} // "matter $mails") .
	    "\nDate: Tue, 24 Nov 2026 10:00:00 +0000\n" .
	    ($how{header} // '') .
	    "Message-ID: <$id\@org.example>\n\n" .
	    ($how{words} // "About $mails.") . "\n";
	local $line->{recipient} = $how{to};
	$line->pipe_in($mail);
	Line::wait_for(sub {
		my $status = JSON::PP->new->utf8->decode(
		    ($line->cli('status', '--json'))[1]);
		return $status->{waiting} == 0;
	}) or die $line->log_end();
	return;
}

sub user { return ok_json('user', 'show', @_) }
sub subjects { return join ', ', map { $_->{subject} } @{$_[0]} }

$line->start();
mail_from('Old Hand <old@acme.test>', subject => 'before');

subtest 'an organization' => sub {
	my $made = ok_json('organization', 'add', 'ACME Inc.');
	is($made->{organization}, 1, 'has a number');
	refused(qr/already an organization/, qw(organization add), 'acme  INC.');
	refused(qr/no number/, qw(organization add 12));
	ok_text(qw(organization set), 'acme inc.', qw(summary=Anvils
	    email=info@acme.test phone+=0301234567 phone+=0307654321));
	refused(qr/can be written to/, qw(organization set 1 email=nobody));
	refused(qr/there is no "title"/, qw(organization set 1 title=x));
	ok_text(qw(field add tier choice gold silver --object organization));
	ok_text(qw(organization set 1 field.tier=gold));
	refused(qr/field tier/, qw(organization set 1 field.tier=lead));
	ok_text(qw(organization note 1 pays late));
	ok_text('organization', 'label', 1, 'VIP,anvils');
	ok_text(qw(organization unlabel 1 anvils));
	my $show = ok_json(qw(organization show 1 --changes));
	is($show->{name}, 'ACME Inc.', 'its name');
	is($show->{summary}, 'Anvils', 'what it is');
	is_deeply([map { "$_->{kind} $_->{value}" } @{$show->{contacts}}],
	    ['email info@acme.test', 'phone 0301234567', 'phone 0307654321'],
	    'contact data');
	is_deeply($show->{labels}, ['vip'], 'labels');
	is_deeply($show->{fields}, [{ name => 'tier', value => 'gold' }],
	    'fields of its own');
	is($show->{notes}[0]{text}, 'pays late', 'notes');
	is($show->{notes}[0]{author}{name}, 'Anna', 'and by whom');
	ok((grep { $_->{field} eq 'summary' && $_->{new} eq 'Anvils' }
	    @{$show->{changes}}), 'what changed');
	ok_text(qw(organization note 1 --remove 1));
	is_deeply(ok_json(qw(organization show 1))->{notes}, [], 'no notes');
	ok_text(qw(organization set 1 phone-=0307654321));
	is(scalar(@{ok_json(qw(organization show 1))->{contacts}}), 2,
	    'one phone less');
	like(ok_text(qw(organization show 1)), qr/^1  ACME Inc\.$/m, 'a page');
};

subtest 'parents' => sub {
	ok_text(qw(organization add Anvils));
	ok_text(qw(organization add Rockets));
	ok_text(qw(organization parent Anvils 1));
	ok_text(qw(organization parent Rockets Anvils));
	refused(qr/circle/, qw(organization parent 1 Rockets));
	refused(qr/circle/, qw(organization parent 1 1));
	is_deeply(ok_json(qw(organization show 1))->{children}, [2], 'parts');
	is(subjects([map { { subject => $_->{name} } }
	    @{ok_json(qw(organization list --parent Anvils))}]), 'Rockets',
	    'listed');
};

subtest 'domains' => sub {
	my (undef, $out, $err) = $line->cli(qw(organization domain 1 add
	    gmail.com));
	like($err // $out, qr/anybody can have an address/, 'free mail is not');
	like($out, qr/web\.de/, 'the others are named');
	refused(qr/nobody's own/, qw(organization domain 1 add test));
	ok_text(qw(organization domain 1 add ACME.test));
	ok_text(qw(organization domain Anvils add anvils.test --below));
	refused(qr/another organization's/,
	    qw(organization domain Anvils add acme.test));
	is(ok_json(qw(organization show acme.test))->{id}, 1,
	    'a domain names it');
	mail_from('Kim <kim@acme.test>', subject => 'fax');
	my $kim = user('kim@acme.test', '--changes');
	is($kim->{organization}{name}, 'ACME Inc.', 'a new user is a member');
	is($kim->{organization_role}, 'member', 'and no more');
	ok((grep { $_->{field} eq 'organization' &&
	    $_->{new} eq 'ACME Inc. (member)' } @{$kim->{changes}}),
	    'which is logged');
	mail_from('Lee <lee@eu.acme.test>');
	is(user('lee@eu.acme.test')->{organization}, undef,
	    'a sub-domain only when said');
	mail_from('Mo <mo@x.y.anvils.test>', subject => 'anvil');
	is(user('mo@x.y.anvils.test')->{organization}{name}, 'Anvils',
	    'as here');
	mail_from('Al <al@notanvils.test>');
	is(user('al@notanvils.test')->{organization}, undef,
	    'what only ends alike is another');
	ok_json(qw(user add Zoe zoe@acme.test));
	is(user('zoe@acme.test')->{organization}{id}, 1, 'by hand likewise');
	is(user('old@acme.test')->{organization}, undef,
	    'who was there is not moved');
	is(ok_json(qw(organization offered 1))->[0]{address}, 'old@acme.test',
	    'but offered');
	ok_text(qw(organization offered 1 --join));
	is(user('old@acme.test')->{organization}{id}, 1, 'and joined');
	is_deeply(ok_json(qw(organization offered 1)), [], 'nobody is left');
};

subtest 'members and roles' => sub {
	ok_text(qw(role add buyer));
	ok_text(qw(role add boss --manages));
	refused(qr/no role "king"/, qw(organization join 1 kim@acme.test --role
	    king));
	ok_text(qw(organization join 1 kim@acme.test --role buyer));
	is(user('kim@acme.test')->{organization_role}, 'buyer', 'a role');
	refused(qr/somebody has this role/, qw(role remove buyer));
	refused(qr/always there/, qw(role remove manager));
	is_deeply([map { $_->{name} }
	    @{ok_json(qw(user list --organization 1 --role buyer))}], ['Kim'],
	    'found by role');
	is_deeply([map { $_->{organization}{name} }
	    @{ok_json(qw(user find m --role buyer))}], ['ACME Inc.'],
	    'anywhere');
	is(scalar(@{ok_json(qw(user list --organization 1))}), 3, 'all');
	ok_text(qw(organization leave 1 kim@acme.test));
	refused(qr/does not belong/, qw(organization leave 1 kim@acme.test));
	ok_text(qw(role remove buyer));
	ok_text(qw(organization join 1 kim@acme.test));
	is(ok_json(qw(organization list))->[2]{member_count}, 3, 'counted');
	like(ok_text(qw(user show kim@acme.test)),
	    qr/^Belongs to +ACME Inc\. \(1\), member$/m, 'on the page');
};

subtest 'tickets' => sub {
	is(subjects(ok_json(qw(ticket list --organization 1))), 'fax, before',
	    'of its members');
	is(subjects(ok_json(qw(ticket list --organization 1 --tree))),
	    'anvil, fax, before', 'and of those below');
	is(subjects(ok_json(qw(ticket list --organization 1 --text About))),
	    'fax, before', 'with words');
	is(subjects(ok_json(qw(ticket list --organization 1 --tree --text
	    About))), 'anvil, fax, before', 'and those below');
	is(subjects(ok_json(qw(organization show 1 --tree))->{tickets}),
	    'anvil, fax, before', 'on its page');
};

# The letters to somebody about a ticket; the newest last.
sub letters_to {
	my ($address, $ticket) = @_;
	return map { $_->[0] } $line->desk("SELECT event FROM letter" .
	    " WHERE address = '$address' AND ticket_id = $ticket ORDER BY id");
}

sub ticket_of {
	my ($subject) = @_;
	my ($row) = $line->desk("SELECT min(id) FROM ticket" .
	    " WHERE subject = '$subject'");
	return $row->[0];
}

sub entries_of {
	my ($subject) = @_;
	return ok_json('ticket', 'show', ticket_of($subject))->{entries};
}

subtest 'managers' => sub {
	ok_json(qw(user add Max max@acme.test));
	ok_text(qw(organization join 1 max@acme.test --role manager));
	my $fax = ticket_of('fax');
	my %about = (header => "In-Reply-To: <org2\@org.example>\n",
	    subject => 'Re: fax');
	like(ok_text('may', 'max@acme.test', 'see', $fax), qr/^yes/, 'sees');
	like(ok_text('may', 'max@acme.test', 'answer', $fax), qr/^no.*where managers see/s, 'but answers nothing');
	like(ok_text('may', 'old@acme.test', 'see', $fax), qr/^no/,
	    'a member sees nothing');
	mail_from('Max <max@acme.test>', %about, words => 'Not mine.');
	is(scalar(grep { ($_->{text} // '') =~ /Not mine/ }
	    @{entries_of('fax')}), 0, 'their mail is another ticket');
	ok_text(qw(organization set 1 managers=answer));
	like(ok_text('may', 'max@acme.test', 'answer', $fax), qr/^yes/,
	    'now they may');
	mail_from('Max <max@acme.test>', %about, words => 'Hurry up.');
	is(scalar(grep { ($_->{text} // '') =~ /Hurry up/ }
	    @{entries_of('fax')}), 1, 'their mail is on the ticket');
	mail_from('Zoe <zoe@acme.test>', %about, words => 'Me too.');
	is(scalar(grep { ($_->{text} // '') =~ /Me too/ }
	    @{entries_of('fax')}), 0, 'that of a member is not');
	mail_from('Max <max@acme.test>, Bad <bad@evil.test>',
	    subject => '[#' . ticket_of('anvil') . '] anvil',
	    words => 'Elsewhere.');
	is(scalar(grep { ($_->{text} // '') =~ /Elsewhere/ }
	    @{entries_of('anvil')}), 0, 'nor on another organization\'s');
	ok_text('act', $fax, 'reply', 'Soon.', '--as', 'anna');
	is_deeply([grep { /reply/ } letters_to('max@acme.test', $fax)], [],
	    'letters are the user\'s');
	ok_text(qw(organization set 1 managers=follow));
	ok_text('act', $fax, 'reply', 'Sooner.', '--as', 'anna');
	is(scalar(grep { /reply/ } letters_to('max@acme.test', $fax)), 1,
	    'unless managers follow');
	ok_text('act', $fax, 'note', 'Psst.', '--as', 'anna');
	is(scalar(grep { /note/ } letters_to('max@acme.test', $fax)), 0,
	    'a note is for colleagues');
	my ($reply_to) = map { $_->[0] } $line->desk("SELECT reply_to FROM" .
	    " letter WHERE address = 'max\@acme.test' AND ticket_id = $fax" .
	    ' ORDER BY id DESC LIMIT 1');
	mail_from('Max <max@acme.test>', to => $reply_to, subject => 'fine',
	    words => 'By token.');
	is(scalar(grep { ($_->{text} // '') =~ /By token/ }
	    @{entries_of('fax')}), 1, 'and answer with a token of their own');
	ok_text(qw(organization disable 1));
	like(ok_text('may', 'max@acme.test', 'answer', $fax), qr/^no/,
	    'a disabled organization has no managers');
	ok_text('act', $fax, 'reply', 'Soonest.', '--as', 'anna');
	is(scalar(grep { /reply/ } letters_to('max@acme.test', $fax)), 1,
	    'nor do they get letters');
	mail_from('Pip <pip@acme.test>');
	is(user('pip@acme.test')->{organization}, undef, 'nor new members');
	ok_text(qw(organization enable 1));
};

subtest '#org' => sub {
	my $before = ticket_of('before');
	ok_text('act', $before, 'org', 'rockets', '--as', 'anna');
	my $old = user('old@acme.test', '--changes');
	is($old->{organization}{name}, 'Rockets', 'the user moves');
	ok((grep { $_->{field} eq 'organization' && $_->{new} eq
	    'Rockets (member)' } @{$old->{changes}}), 'which their log says');
	like(ok_text('ticket', 'show', $before), qr/organization: ACME Inc\. -> R/, 'and the ticket\'s');
	refused(qr/no such organization/, 'act', $before, 'org', 'nowhere',
	    '--as', 'anna');
	ok_text('act', $before, 'organization', 'none', '--as', 'anna');
	is(user('old@acme.test')->{organization}, undef, 'none is nowhere');
	ok_text('act', $before, 'org', 'acme.test', '--as', 'anna');
	is(user('old@acme.test')->{organization}{id}, 1, 'by domain');
	mail_from('Max <max@acme.test>', subject => 'of a manager');
	refused(qr/an admin/, 'act', ticket_of('of a manager'), 'org',
	    'none', '--as', 'anna');
};

subtest 'groups' => sub {
	my $quarantined = sub {
		return map { $_->{reason} } @{ok_json(qw(quarantine list))};
	};
	ok_text(qw(department add Sales sales@help.test));
	ok_text(qw(usergroup add golden));
	refused(qr/already a group/, qw(usergroup add GOLDEN));
	refused(qr/always there/, qw(usergroup remove everyone));
	refused(qr/nobody is put/, qw(usergroup member registered
	    kim@acme.test));
	refused(qr/none of write/, qw(usergroup grant golden fly));
	ok_text(qw(usergroup revoke everyone write));
	ok_text(qw(usergroup grant everyone write Support));
	ok_text(qw(usergroup grant golden write Sales));
	mail_from('New <new@where.test>', to => 'sales@help.test');
	is_deeply([$quarantined->()], ['not-permitted'],
	    'a stranger does not write there');
	refused(qr/nobody has/, qw(user show new@where.test));
	mail_from('New <new@where.test>', subject => 'to support');
	ok(ticket_of('to support'), 'but here');
	like(ok_text(qw(may new@where.test write Sales)), qr/^no.*write to Sales/s, 'which may says, and why');
	ok_text(qw(usergroup member golden new@where.test));
	like(ok_text(qw(may new@where.test write Sales)), qr/^yes.*golden/s,
	    'a group lets in');
	mail_from('New <new@where.test>', to => 'sales@help.test',
	    subject => 'to sales');
	my $sales = ok_json('ticket', 'show', ticket_of('to sales'));
	is_deeply($sales->{labels}, ['golden'], 'and rules know of it');
	ok_text(qw(usergroup member golden Anvils --organization));
	is(ok_json(qw(may mo@x.y.anvils.test write Sales))->{may},
	    JSON::PP::true, 'its members inherit');
	is_deeply(user('mo@x.y.anvils.test')->{usergroups},
	    [qw(everyone registered golden)], 'as their page says');
	is(ok_json(qw(may anna write Sales))->{may}, JSON::PP::true,
	    'agents are no users');
	my ($kept) = map { $_->{id} // $_->{message} }
	    @{ok_json(qw(quarantine list))};
	ok_text('quarantine', 'release', $kept);
	is_deeply([$quarantined->()], [], 'a person may let one in');
	ok_text(qw(usergroup revoke everyone reopen));
	my $fax = ticket_of('fax');
	ok_text('act', $fax, 'status', 'solved', '--as', 'anna');
	mail_from('Kim <kim@acme.test>', subject => 'Re: fax',
	    header => "In-Reply-To: <org2\@org.example>\n",
	    words => 'Still bad.');
	my $show = ok_json('ticket', 'show', $fax);
	is($show->{status}, 'solved', 'who may not reopen leaves it solved');
	is(scalar(grep { ($_->{text} // '') =~ /Still bad/ }
	    @{$show->{entries}}), 1, 'but it is filed');
	ok_text(qw(usergroup grant registered reopen));
	mail_from('Kim <kim@acme.test>', subject => 'Re: fax',
	    header => "In-Reply-To: <org2\@org.example>\n",
	    words => 'Really.');
	is(ok_json('ticket', 'show', $fax)->{status}, 'open', 'who may does');
	ok_text(qw(usergroup member golden Anvils --organization --remove));
	ok_text(qw(usergroup member golden new@where.test --remove));
};

subtest 'rules' => sub {
	is(ok_json('ticket', 'show', ticket_of('of a manager'))->{priority},
	    'urgent', 'a manager of ACME writes: urgent');
	is(ok_json('ticket', 'show', ticket_of('fax'))->{priority}, 'normal',
	    'a member does not');
	my $fires = sub {
		my ($from) = @_;
		my $file = Line::write_file("$line->{dir}/mail",
		    "From: $from\nTo: support\@help.test\nSubject: x\n\nx\n");
		return join(' ', map { $_->{rule} } grep { $_->{fires} }
		    @{ok_json('rule', 'test', $file)});
	};
	is($fires->('max@acme.test'), 'big', 'as a test says');
	is($fires->('kim@acme.test'), '', 'and of members');
	my (undef, $out) = $line->cli(qw(rule check));
	like($out, qr/line 3: organization .*: there is no such organization/,
	    'names are checked');
	Line::write_file("$line->{dir}/others", "rule a\n\ton created\n" .
	    "\tif organization any\n\tif role member\n\tdo label a\n" .
	    "rule b\n\ton created\n\tif organization none\n\tdo label b\n");
	my $file = Line::write_file("$line->{dir}/mail",
	    "From: nobody\@acme.test\nTo: support\@help.test\n\nx\n");
	is(join(' ', map { $_->{rule} } grep { $_->{fires} }
	    @{ok_json('rule', 'test', $file, '--rules',
	    "$line->{dir}/others")}), 'a', 'who would be new is placed');
};

subtest 'records that are one' => sub {
	mail_from('Kim Home <kim@home.test>');
	ok_text(qw(usergroup member golden kim@acme.test));
	ok_text(qw(organization join 1 kim@acme.test));
	my ($work, $home) = map { user($_)->{id} } qw(kim@acme.test
	    kim@home.test);
	ok_text('user', 'merge', $work, $home, '--yes');
	my $both = user($home);
	is($both->{organization}{id}, 1, 'who had none takes it over');
	is_deeply($both->{usergroups}, [qw(everyone registered golden)],
	    'groups likewise');
	is(ok_json(qw(organization show 1))->{member_count}, 4,
	    'nobody counts twice');
	ok_text('user', 'unmerge', $work);
	is(user($home)->{organization}, undef, 'and gives it back');
	is_deeply(user($home)->{usergroups}, [qw(everyone registered)],
	    'the group, too');
	is(user($work)->{organization}{id}, 1, 'who had it has it');
	ok_text(qw(organization join Rockets kim@home.test));
	ok_text('user', 'merge', $work, $home, '--yes');
	is(user($home)->{organization}{name}, 'Rockets',
	    'who stays keeps their own');
	ok_text('user', 'unmerge', $work);
	ok_text('user', 'delete', $work, '--yes');
	is_deeply([map { $_->{id} } grep { $_->{id} == $work }
	    @{ok_json(qw(organization show 1))->{members}}], [],
	    'who is deleted belongs nowhere');
	is_deeply([map { "$_->{name} $_->{people}" }
	    @{ok_json(qw(usergroup list))}],
	    ['everyone 0', 'registered 0', 'golden 0'], 'nor in a group');
};

done_testing();
