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
my $line = Line->new(build => $build);
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
	ok_text(qw(organization label 1 VIP,anvils));
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

subtest 'records that are one' => sub {
	ok_text(qw(usergroup add golden));
	mail_from('Kim Home <kim@home.test>');
	ok_text(qw(usergroup member golden kim@acme.test));
	my ($work, $home) = map { user($_)->{id} } qw(kim@acme.test
	    kim@home.test);
	ok_text('user', 'merge', $work, $home, '--yes');
	my $both = user($home);
	is($both->{organization}{id}, 1, 'who had none takes it over');
	is_deeply($both->{usergroups}, [qw(everyone registered golden)],
	    'groups likewise');
	is(ok_json(qw(organization show 1))->{member_count}, 3,
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
