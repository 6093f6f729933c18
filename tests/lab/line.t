#!/usr/bin/perl
# The whole line with a real Postfix and Dovecot, once through each door: a user
# writes, an agent answers from her mailbox, the user reads that and writes
# again, while servers and roles die under them.
use strict;
use warnings;
use lib 'tests/lab';
use Test::More;

use Lab;

my $missing = Lab::missing();
plan(skip_all => $missing) if $missing;

my ($alice, $anna) = ('alice@example.test', 'anna@help.test');
my ($alice_named, $anna_named) = ("Alice Adams <$alice>", "Anna <$anna>");

# --- mails as people write them ----------------------------------------------------

my $count = 0;

# Returns its Message-ID, and the mail.
sub mail {
	my (%with) = @_;
	my $id = sprintf('<%d.%d@example.test>', ++$count, $$);
	my $mail = "From: $with{from}\nTo: $with{to}\nSubject: $with{subject}\n" .
	    "Date: Tue, 24 Nov 2026 09:00:00 +0000\nMessage-ID: $id\n";
	$mail .= "In-Reply-To: $with{parent}\nReferences: $with{parent}\n"
	    if $with{parent};
	return ($id, "$mail\n$with{text}\n");
}

# What a mail program makes of its Reply button.  Returns the address, too.
sub answer {
	my ($letter, $from, $text) = @_;
	my $to = Lab::header($letter, 'Reply-To') // Lab::header($letter, 'From');
	my $subject = Lab::header($letter, 'Subject');
	my $quoted = Lab::text($letter) =~ s/^/> /mgr;
	my ($id, $mail) = mail(from => $from, to => $to,
	    subject => $subject =~ /^re:/i ? $subject : "Re: $subject",
	    parent => Lab::header($letter, 'Message-ID'),
	    text => "$text\n\nOn Tue, 24 Nov 2026, somebody wrote:\n$quoted");
	return ($to =~ /<([^>]*)>/ ? $1 : $to, $id, $mail);
}

# --- what the ticket says ------------------------------------------------------------

sub entries {
	my ($lab, $kind) = @_;
	my $ticket = $lab->ticket(1);
	return grep { $_->{kind} eq $kind } $ticket ? @{ $ticket->{entries} } : ();
}

sub entries_of {
	my ($lab, $message_id) = @_;
	my $bare = $message_id =~ tr/<>//dr;
	my $ticket = $lab->ticket(1);
	return grep { ($_->{message_id} // '') =~ /^<?\Q$bare\E>?$/ }
	    @{ $ticket->{entries} };
}

# Letters that are not out yet.
sub waiting { @{ $_[0]->ask('queue', 'list') } }

# The role that was killed has a successor.
sub is_back {
	my ($lab, $role, $old) = @_;
	my $new;
	$lab->until("role $role is back", sub {
		$new = $lab->role($role) and $new != $old
	});
	pass("$role was killed, and started again");
}

# Mail that met a dead intake waits in Postfix's queue, until it is tried again.
sub flush_until_empty {
	my ($lab) = @_;
	$lab->until("Postfix's queue is empty", sub {
		$lab->run('flush');
		eval { $lab->run('wait-queue', 0, 1); 1 }
	});
}

# --- the story -----------------------------------------------------------------------

sub user_writes {
	my ($lab, $door) = @_;
	my (undef, $mail) = mail(from => $alice_named, to => 'support@help.test',
	    subject => 'Printer on fire', text => "It smells.\n\nAlice");

	my $gateway = $lab->kill_role('gateway');
	$lab->send($alice, 'support@help.test', $mail);
	is_back($lab, 'gateway', $gateway);
	$lab->until('the mail is a ticket', sub { $lab->ticket(1) });
	my $ticket = $lab->ticket(1);
	is($ticket->{subject}, 'Printer on fire', 'the ticket has its subject');
	is($ticket->{priority}, 'normal', 'its priority is normal');
	is($ticket->{user}{address}, $alice, "it is alice's");
	is($ticket->{entries}[0]{door}, $door, 'it came by this door');

	my $letter = $lab->letter('alice', 1);
	like(Lab::header($letter, 'From'), qr/<support\@help\.test>$/,
	    'alice gets an acknowledgement from the department');
	is(Lab::header($letter, 'Return-Path'), '<>',
	    'whose return path is null');
	is(Lab::header($letter, 'Auto-Submitted'), 'auto-replied',
	    'and that says what it is');
	return $lab->letter('anna', 1);
}

sub agent_answers {
	my ($lab, $notification) = @_;
	my ($to, $id, $mail) = answer($notification, $anna_named,
	    "#assign me\n\nPlease pull the plug.\n\nAnna");

	like($to, qr/^support\+r[a-z0-9-]+\@help\.test$/,
	    'the notification is answered at an address with a token');
	my $intake = $lab->kill_role('intake');
	$lab->send($anna, $to, $mail, as => 'anna');
	is_back($lab, 'intake', $intake);
	flush_until_empty($lab);
	$lab->until("anna's answer is filed", sub { entries($lab, 'reply') });

	my ($reply) = entries($lab, 'reply');
	is($reply->{new_text} =~ s/\s+\z//r, "Please pull the plug.\n\nAnna",
	    'the reply is what she wrote, without command and quote');
	is($lab->ticket(1)->{assignee}{address}, $anna, 'the ticket is hers');
	return $to;
}

sub user_reads {
	my ($lab, $agents_address) = @_;
	my $letter = $lab->letter('alice', 2);
	my ($token) = $agents_address =~ /\+([^@]*)/;
	my $all = Lab::whole($letter);

	is(Lab::header($letter, 'From'), '"Anna (Support)" <support@help.test>',
	    "the answer has the agent's name and the department's address");
	like(Lab::text($letter), qr/Please pull the plug\./, 'and her words');
	unlike($all, qr/#assign/, 'but not her command');
	unlike($all, qr/\Q$anna\E/, 'and not her address');
	unlike($all, qr/\Q$token\E/i, "and not her letter's token");
	unlike($all, qr/^Auto-Submitted/mi, 'it is no automatic mail');
	like(Lab::header($letter, 'Return-Path'),
	    qr/^<support\+b[a-z0-9-]+\@help\.test>$/,
	    'if it comes back, the desk knows which letter it was');
	return $letter;
}

# What is said while Postfix is down waits in the outbox.
sub postfix_rests {
	my ($lab) = @_;

	$lab->run('stop', 'postfix');
	$lab->maildesk('act', '1', 'reply', 'And open the window.',
	    '--as', 'anna');
	my ($letter) = $lab->until('the letter was tried in vain', sub {
		my ($one) = waiting($lab);
		$one && $one->{attempts} > 0 && $one->{state} eq 'queued' && $one
	});
	is($letter->{address}, $alice, "while Postfix is down anna's letter" .
	    ' waits in the outbox');
	my $sender = $lab->kill_role('sender');
	is_back($lab, 'sender', $sender);
	$lab->run('start', 'postfix');
	$lab->maildesk('queue', 'retry', $letter->{id});
	like(Lab::text($lab->letter('alice', 3)), qr/And open the window\./,
	    'once Postfix is back it arrives');
}

# What arrives while maildeskd is down waits in Postfix's queue.
sub desk_rests {
	my ($lab, $letter) = @_;
	my ($to, $id, $mail) = answer($letter, $alice_named,
	    "It is out now.\n\nAlice");
	my $before = entries($lab, 'message');

	is($lab->stop_desk(), 0, 'maildeskd ends when asked to');
	$lab->send($alice, $to, $mail);
	$lab->until('Postfix tried in vain', sub {
		$lab->run('queue') =~ /\Q$to\E/ && $lab->run('log') =~
		    /to=<\Q$to\E>.*status=deferred/
	});
	$lab->run('wait-queue', 1, 10);
	is(scalar(entries($lab, 'message')), $before, 'nothing is filed meanwhile');
	$lab->start_desk();
	flush_until_empty($lab);
	$lab->until("alice's answer is filed", sub { entries_of($lab, $id) });
	pass('once maildeskd is back her answer is filed');

	# The same mail once more, as after a lost acknowledgement.
	$lab->send($alice, $to, $mail);
	flush_until_empty($lab);
	$lab->until('all is read', sub {
		$lab->ask('status')->{waiting} == 0
	});
	is(scalar(entries_of($lab, $id)), 1, 'exactly once, though it came twice');
	like(Lab::text($lab->letter('anna', 2)), qr/It is out now\./,
	    'anna hears of it');
}

sub all_is_there {
	my ($lab) = @_;
	my $ticket = $lab->ticket(1);
	my @said = grep { $_->{kind} ne 'event' } @{ $ticket->{entries} };

	is($lab->ticket_count(), 1, 'it is still one ticket');
	is_deeply([map { "$_->{kind} of $_->{person}{name}" } @said],
	    ['message of Alice Adams', 'reply of Anna', 'reply of Anna',
	    'message of Alice Adams'], 'the ticket shows all');
	is($ticket->{status}, 'open', 'agents must act');
	$lab->until('no letter waits', sub { !waiting($lab) });
	is_deeply([map { $lab->inbox($_) } 'alice', 'anna', 'ben'], [3, 2, 0],
	    'everybody got their letters');
	is_deeply([map { $lab->twice($_) } 'alice', 'anna'], [],
	    'and none of them twice');
	unlike($lab->run('log'), qr/status=bounced/, 'nothing bounced');
	like($lab->run('log'), qr/submission.*TLS connection established/,
	    'letters went by TLS');
	like($lab->run('log'), qr/sasl_username=maildesk\@help\.test/,
	    'with a login');
	is(scalar(@{ $lab->ask('quarantine', 'list') }), 0,
	    'the quarantine is empty');
	my @ends = $lab->desk_log() =~ /event=role-ended (.*) ms=/g;
	is_deeply([sort @ends], [map { qq(role=$_ how="signal KILL") }
	    'gateway', 'intake', 'sender'], 'no role died but those we killed');
	unlike($lab->desk_log(), qr/ error event=|Sanitizer|runtime error/,
	    'nothing that a person must see to');
}

for my $door ('pipe', 'lmtp') {
	subtest "through $door" => sub {
		my $lab = Lab->new($door);

		$lab->maildesk('init');
		$lab->maildesk('department', 'add', 'Support',
		    'support@help.test');
		$lab->maildesk('agent', 'add', 'Anna', $anna,
		    '--department', 'Support', '--manager');
		$lab->start_desk();
		my $notification = user_writes($lab, $door);
		my $agents_address = agent_answers($lab, $notification);
		my $letter = user_reads($lab, $agents_address);
		postfix_rests($lab);
		desk_rests($lab, $letter);
		all_is_there($lab);
	};
}

done_testing();
