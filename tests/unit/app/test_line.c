/* The line from end to end: mails in, tickets and letters out. */
#include "line_case.h"

#include "app/act.h"
#include "app/due.h"
#include "app/mark.h"

#define ALICE "Alice Example <alice@example.test>"
#define ANNA "Anna Agent <anna@help.test>"
#define BEN "Ben Berg <ben@help.test>"
#define MALLORY "Mallory <mallory@evil.test>"
#define FIRST_MAIL(line) \
	line_mail((line), ALICE, "support@help.test", "Printer on fire", "", \
	    "It burns.")

static struct line line;

static int
setup(void **state)
{
	(void)state;
	line_open(&line);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	line_close(&line);
	return 0;
}

static bool
has(struct slice s, const char *needle)
{
	return slice_has(s, slice_of(needle));
}

static void
test_line_mail_opens_ticket(void **state)
{
	struct filing filing = line_filing(&line, FIRST_MAIL(&line));
	struct ticket ticket = line_ticket(&line, filing.ticket_id);
	struct outbox_row ack = line_letter(&line, "acknowledge",
	    "alice@example.test");
	struct outbox_row news = line_letter(&line, "new-ticket",
	    "anna@help.test");

	(void)state;
	assert_int_equal(filing.state, FILING_FILED);
	assert_case_slice("base subject", ticket.subject,
	    SLICE("Printer on fire"));
	assert_int_equal(ticket.status, TICKET_OPEN);
	assert_int_equal(ticket.priority, PRIORITY_NORMAL);
	assert_int_equal(ticket.department_id, line.support);
	assert_int_not_equal(ack.id, 0);
	assert_case_slice("an acknowledgement has a null return path",
	    ack.return_path, SLICE(""));
	assert_case_true("it quotes nothing", !has(ack.text, "It burns"));
	assert_case_slice("it answers her mail", ack.in_reply_to,
	    SLICE("m1@example.test"));
	assert_int_not_equal(news.id, 0);
	assert_case_true("agents see the words", has(news.text, "It burns"));
	assert_case_true("the return path bears a token",
	    has(news.return_path, "support+b"));
	assert_case_int("members who are no managers hear of it later",
	    line_letter(&line, "new-ticket", "ben@help.test").id, 0);
}

static void
test_line_agent_answers_user_answers_back(void **state)
{
	struct filing filing = line_filing(&line, FIRST_MAIL(&line));
	int64_t ticket_id = filing.ticket_id;
	struct outbox_row news = line_letter(&line, "new-ticket",
	    "anna@help.test");
	struct outbox_row reply;
	int64_t answer;

	(void)state;
	answer = line_answer(&line, ANNA, &news,
	    "#assign me\n#priority high\n\nPull the plug.\n\n"
	    "On Tue, Alice wrote:\n> It burns.\n");
	assert_int_equal(line_filing(&line, answer).ticket_id, ticket_id);
	reply = line_letter(&line, "agent-reply", "alice@example.test");
	assert_int_not_equal(reply.id, 0);
	assert_case_true("the agent's words", has(reply.text, "Pull the plug."));
	assert_case_true("no command line", !has(reply.text, "#assign"));
	assert_case_true("no agent address", !has(reply.text, "anna@"));
	assert_case_slice("from the department", reply.from_address,
	    SLICE("support@help.test"));
	assert_case_true("with the agent's name",
	    has(reply.from_name, "Anna Agent"));
	assert_int_equal(reply.due_at, clock_now() + 30);
	assert_int_equal(line_ticket(&line, ticket_id).status, TICKET_PENDING);
	assert_int_equal(line_ticket(&line, ticket_id).assignee_id, line.anna);
	assert_int_equal(line_ticket(&line, ticket_id).priority, PRIORITY_HIGH);

	answer = line_answer(&line, ALICE, &reply, "Thanks, it is out.");
	assert_int_equal(line_filing(&line, answer).ticket_id, ticket_id);
	assert_int_equal(line_ticket(&line, ticket_id).status, TICKET_OPEN);
	assert_int_not_equal(line_letter(&line, "user-reply",
	    "anna@help.test").id, 0);
	assert_case_int("one acknowledgement per ticket",
	    line_letter_count(&line, "acknowledge", "alice@example.test"), 1);
	assert_case("story", line_story(&line, ticket_id),
	    "message event reply event message");
}

static size_t
count_items(int64_t ticket_id, enum ticket_item item)
{
	struct item_change *items;
	size_t count;

	line_ok(ticket_items_list(line.desk.db, ticket_id, item, &line.arena,
	    &items, &count, why));
	return count;
}

static void
test_line_agent_labels_and_follows(void **state)
{
	struct filing filing = line_filing(&line, FIRST_MAIL(&line));
	int64_t ticket_id = filing.ticket_id;
	struct outbox_row news = line_letter(&line, "new-ticket",
	    "anna@help.test");

	(void)state;
	line_answer(&line, ANNA, &news,
	    "#assign me\n#label VIP, paper jam\n#unlabel nothing\n#follow ben\n");
	assert_case_int("labels", count_items(ticket_id, ITEM_LABEL), 2);
	assert_case_int("a follower", count_items(ticket_id, ITEM_FOLLOWER), 1);
	assert_case("one mail of commands is one event",
	    line_story(&line, ticket_id), "message event");
	line_answer(&line, ANNA, &news, "#note\nThe fuser is worn.");
	assert_case_int("a follower hears of notes",
	    line_letter_count(&line, "note", "ben@help.test"), 1);
	line_answer(&line, ANNA, &news, "#unfollow ben\n#unlabel vip");
	assert_case_int("labels", count_items(ticket_id, ITEM_LABEL), 1);
	line_answer(&line, ANNA, &news, "#note\nIt is replaced.");
	assert_case_int("who no longer follows hears no more",
	    line_letter_count(&line, "note", "ben@help.test"), 1);
}

/* What a mail of commands alone does, as the ticket's history tells it. */
static const struct {
	const char *name;
	const char *body;
	const char *want;
} deeds[] = {
	{ "a new participant is made a user", "#cc bob@client.test",
	    "participant: none -> bob@client.test" },
	{ "who is there already is no change", "#cc Bob <bob@client.test>\n"
	    "#label x", "label: none -> x" },
	{ "and is taken away", "#uncc bob@client.test",
	    "participant: bob@client.test -> none" },
	{ "time with a remark", "#time 1h30 by phone",
	    "time: none ->  90: by phone" },
	{ "a charge", "#charge 12,50", "charge: none ->  1250" },
	{ "a date", "#due 2026-12-01 9:00",
	    "due: none -> 2026-12-01T09:00:00Z" },
	{ "no date", "#due none", "due: 2026-12-01T09:00:00Z -> none" },
	{ "asleep is on hold", "#snooze 2026-12-02 9:00",
	    "snooze: none -> 2026-12-02T09:00:00Z\nstatus: open -> hold" },
	{ "spam", "#spam", "status: hold -> spam" },
	{ "no spam", "#notspam", "status: spam -> open" },
	{ "a link", "#link #2", "link: none -> #2" },
};

static void
test_line_agent_commands(void **state)
{
	struct filing filing = line_filing(&line, FIRST_MAIL(&line));
	struct outbox_row news = line_letter(&line, "new-ticket",
	    "anna@help.test");
	struct entry event;

	(void)state;
	clock_set(clock_now() + 7200);
	FIRST_MAIL(&line);
	for (size_t i = 0; i < ARRAY_LEN(deeds); i++) {
		filing = line_filing(&line, line_answer(&line, ANNA, &news,
		    deeds[i].body));
		assert_int_equal(filing.ticket_id, 1);
		line_ok(entries_get(line.desk.db, filing.entry_id, &line.arena,
		    &event, why));
		assert_case_slice(deeds[i].name, event.text,
		    slice_of(deeds[i].want));
	}
	assert_case_int("a status that is no hold ends the sleep",
	    line_ticket(&line, 1).snoozed_until, 0);
}

static void
test_line_split(void **state)
{
	struct outbox_row news, told;
	struct filing filing;
	int64_t strange;

	(void)state;
	FIRST_MAIL(&line);
	news = line_letter(&line, "acknowledge", "alice@example.test");
	strange = line_answer(&line, ALICE, &news, "And the lamp is broken.");
	told = line_letter(&line, "user-reply", "anna@help.test");
	line_answer(&line, ANNA, &told, "#split");
	filing = line_filing(&line, strange);
	assert_case_int("it has a number of its own", filing.ticket_id, 2);
	assert_case("its first entry", line_story(&line, 2), "message");
	assert_case("the other stays", line_story(&line, 1), "message event");
	assert_case_int("both know of each other", count_items(2, ITEM_LINK), 1);
	assert_case_int("it is its author's", line_ticket(&line, 2).user_id,
	    line_ticket(&line, 1).user_id);
}

static int64_t
act_as(int64_t ticket_id, int64_t agent, const char *word, const char *value)
{
	struct text record = TEXT_IN(&line.arena);
	struct command command;
	struct outcome outcome;
	struct action action = { .kind = ACTION_AGENT, .door = DOOR_CLI,
		.at = clock_now(), .proof = PROOF_T3, .ticket_id = ticket_id,
		.commands = &command, .command_count = 1 };

	command_make(slice_of(word), slice_of(value), &line.arena, &command);
	line_ok(people_get(line.desk.db, agent, &line.arena, &action.actor,
	    why));
	line_ok(db_begin(line.desk.db, why));
	line_ok(act(&line.desk, &action, NULL, &line.arena, &record, &outcome,
	    why));
	line_ok(db_commit(line.desk.db, why));
	return outcome.held ? 0 : outcome.ticket_id;
}

static void
test_line_merge(void **state)
{
	struct outbox_row ack;
	int64_t answer;

	(void)state;
	FIRST_MAIL(&line);
	ack = line_letter(&line, "acknowledge", "alice@example.test");
	line_mail(&line, MALLORY, "support@help.test", "The same", "", "Fire!");
	act_as(1, line.anna, "label", "vip");
	act_as(1, line.anna, "follow", "ben");
	act_as(2, line.anna, "label", "vip, hot");
	act_as(1, line.anna, "link", "2");
	act_as(1, line.anna, "merge", "2");
	assert_case_int("one number answers for the other",
	    line_ticket(&line, 1).id, 2);
	assert_case_int("labels of both, once each",
	    count_items(2, ITEM_LABEL), 2);
	assert_case_int("followers go along", count_items(2, ITEM_FOLLOWER), 1);
	assert_case_int("no link to itself", count_items(2, ITEM_LINK), 0);
	assert_case_int("the other's user follows from now on",
	    count_items(2, ITEM_PARTICIPANT), 1);
	answer = line_answer(&line, ALICE, &ack, "It still burns.");
	assert_case_int("old tokens lead there",
	    line_filing(&line, answer).ticket_id, 2);
}

/* What is wrong with a value is said in the receipt. */
static const struct {
	const char *name;
	const char *body;
	const char *want;
} faults[] = {
	{ "nothing to split", "#split", "there is nothing else" },
	{ "an address of ours", "#cc sales@help.test",
	    "this is an address of the desk itself" },
	{ "no address", "#cc a@@b", "this is no address" },
	{ "nobody", "#cc 4711", "there is no person of this number" },
	{ "nobody to take away", "#uncc nobody@client.test",
	    "nobody has this address" },
	{ "another's address", "#notifyat anna@help.test",
	    "this is no address of the ticket's user" },
	{ "a past date", "#due 2020-01-01", "this is no time to come" },
	{ "no such ticket", "#link 4711", "there is no such ticket" },
	{ "the ticket itself", "#link 1", "this is the ticket itself" },
	{ "into itself", "#merge 1", "this is the ticket itself" },
	{ "no amount", "#time soon", "write #time" },
	{ "what needs more proof", "#requester bob@client.test",
	    "this needs a stronger proof" },
};

static void
test_line_agent_command_faults(void **state)
{
	struct outbox_row news, held;

	(void)state;
	FIRST_MAIL(&line);
	news = line_letter(&line, "new-ticket", "anna@help.test");
	for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
		line_answer(&line, ANNA, &news, faults[i].body);
		held = line_letter(&line, "held", "anna@help.test");
		assert_case_true(faults[i].name,
		    has(held.text, faults[i].want));
		clock_set(clock_now() + 7200);
	}
}

static int
run_due(void)
{
	int got;

	line_ok(db_begin(line.desk.db, why));
	line_ok(got = due_run(&line.desk, clock_now(), why));
	line_ok(db_commit(line.desk.db, why));
	return got;
}

static void
test_line_due(void **state)
{
	struct outbox_row news, letter;

	(void)state;
	FIRST_MAIL(&line);
	news = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, ANNA, &news,
	    "#take\n#snooze 2026-12-01 9:00\n#due 2026-12-02 9:00");
	assert_case_int("nothing is due yet", run_due(), 0);
	clock_set(clock_civil(2026, 12, 1, 9, 0, 0));
	assert_case_int("it wakes up", run_due(), 1);
	assert_case_int("is open again", line_ticket(&line, 1).status,
	    TICKET_OPEN);
	assert_case_int("and asleep no more",
	    line_ticket(&line, 1).snoozed_until, 0);
	letter = line_letter(&line, "reminder", "anna@help.test");
	assert_case_true("its agent hears why",
	    has(letter.text, "put aside until now"));
	assert_case_int("once", run_due(), 0);
	clock_set(clock_civil(2026, 12, 2, 9, 0, 0));
	assert_case_int("its date passes", run_due(), 1);
	letter = line_letter(&line, "reminder", "anna@help.test");
	assert_case_true("its agent hears why", has(letter.text, "has passed"));
	assert_case_int("once", run_due(), 0);
	line_answer(&line, ANNA, &news, "#due 2026-12-03 9:00");
	clock_set(clock_civil(2026, 12, 3, 9, 0, 0));
	assert_case_int("a new date counts anew", run_due(), 1);
	assert_case_int("the user hears nothing of it", line_letter_count(
	    &line, "reminder", "alice@example.test"), 0);
}

static void
test_line_answer_ends_sleep(void **state)
{
	struct outbox_row news, ack;

	(void)state;
	FIRST_MAIL(&line);
	news = line_letter(&line, "new-ticket", "anna@help.test");
	ack = line_letter(&line, "acknowledge", "alice@example.test");
	line_answer(&line, ANNA, &news, "#snooze 30d");
	assert_int_equal(line_ticket(&line, 1).status, TICKET_HOLD);
	line_answer(&line, ALICE, &ack, "It burns again.");
	assert_int_equal(line_ticket(&line, 1).status, TICKET_OPEN);
	assert_int_equal(line_ticket(&line, 1).snoozed_until, 0);
}

static void
test_line_note_never_leaks(void **state)
{
	static const struct {
		const char *name;
		bool to_note_address;
		const char *body;
	} cases[] = {
		{ "#note", false, "#note\nThe user is rude." },
		{ "note address", true, "The user is rude." },
		{ "a typing error", false, "#nte\nThe user is rude." },
		{ "a blank", false, "# note\nThe user is rude." },
		{ "unknown word", false, "#colour red\nThe user is rude." },
		{ "#reply to the note address", true,
		    "#reply\nThe user is rude." },
		{ "nothing to send", false, "#reply" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct filing first = line_filing(&line, FIRST_MAIL(&line));
		struct outbox_row news = line_letter(&line, "new-ticket",
		    "anna@help.test");
		size_t before = line_letter_count(&line, "agent-reply",
		    "alice@example.test");
		size_t at = slice_search(news.text, SLICE("support+n"));
		struct slice note = slice_from(news.text, at);

		assert_case_true(cases[i].name, at < news.text.len);
		if (cases[i].to_note_address)
			news.reply_to = slice_head(note,
			    slice_search(note, SLICE("help.test")) + 9);
		line_answer(&line, ANNA, &news, cases[i].body);
		assert_case_int(cases[i].name, line_letter_count(&line,
		    "agent-reply", "alice@example.test"), before);
		assert_case(cases[i].name,
		    line_story(&line, first.ticket_id), "message note");
		clock_set(clock_now() + 7200);
	}
	assert_case_int("those that were not understood have receipts",
	    line_letter_count(&line, "held", "anna@help.test"), 5);
}

static void
test_line_html_alone_commands_nothing(void **state)
{
	struct filing first = line_filing(&line, FIRST_MAIL(&line));
	struct outbox_row news = line_letter(&line, "new-ticket",
	    "anna@help.test");
	struct text mail = TEXT_IN(&line.arena);

	(void)state;
	text_add_format(&mail, "From: " ANNA "\nTo: <%.*s>\nSubject: Re: x\n"
	    "MIME-Version: 1.0\nContent-Type: text/html\n\n"
	    "<p>#note</p><p>The user is rude.</p>\n", SLICE_ARG(news.reply_to));
	line_put(&line, "anna@help.test", "support@help.test",
	    text_slice(&mail));
	line_file(&line);
	assert_case("held as a note", line_story(&line, first.ticket_id),
	    "message note");
	assert_case_int("nothing to the user", line_letter_count(&line,
	    "agent-reply", "alice@example.test"), 0);
	assert_case_int("the agent hears why", line_letter_count(&line,
	    "held", "anna@help.test"), 1);
}

static void
test_line_from_alone_grants_nothing(void **state)
{
	struct filing first = line_filing(&line, FIRST_MAIL(&line));
	struct outbox_row ack = line_letter(&line, "acknowledge",
	    "alice@example.test");
	struct outbox_row confirm;
	char subject[64];
	int64_t forged;

	(void)state;
	snprintf(subject, sizeof(subject), "Re: [#%lld] Printer on fire",
	    (long long)first.ticket_id);
	forged = line_mail(&line, ANNA, "support@help.test", subject, "",
	    "#close\nGo away.");
	assert_int_equal(line_filing(&line, forged).ticket_id, first.ticket_id);
	assert_int_equal(line_ticket(&line, first.ticket_id).status, TICKET_OPEN);
	assert_case("held as a note", line_story(&line, first.ticket_id),
	    "message note");
	assert_case_int("nothing to the user", line_letter(&line, "agent-reply",
	    "alice@example.test").id, 0);
	confirm = line_letter(&line, "confirm", "anna@help.test");
	assert_int_not_equal(confirm.id, 0);

	/* A stranger cannot confirm, nor can a vacation message. */
	line_answer(&line, MALLORY, &confirm, "yes");
	assert_int_equal(line_ticket(&line, first.ticket_id).status, TICKET_OPEN);
	line_answer(&line, ANNA, &confirm, "I am away.");
	assert_int_equal(line_ticket(&line, first.ticket_id).status, TICKET_OPEN);
	line_answer(&line, ANNA, &confirm, "yes");
	assert_int_equal(line_ticket(&line, first.ticket_id).status,
	    TICKET_CLOSED);
	assert_case_int("now it is sent", line_letter_count(&line,
	    "agent-reply", "alice@example.test"), 1);
	/* Single use. */
	line_answer(&line, ANNA, &confirm, "yes!");
	assert_case_int("only once", line_letter_count(&line, "agent-reply",
	    "alice@example.test"), 1);
	(void)ack;
}

static void
test_line_tokens_that_were_shown_are_revoked(void **state)
{
	struct filing first = line_filing(&line, FIRST_MAIL(&line));
	struct outbox_row news = line_letter(&line, "new-ticket",
	    "anna@help.test");
	char headers[128];

	(void)state;
	snprintf(headers, sizeof(headers), "In-Reply-To: <%.*s>\n"
	    "Cc: <bob@elsewhere.test>\n", SLICE_ARG(news.message_id));
	line_mail(&line, ANNA, arena_string(&line.arena, news.reply_to),
	    "Re: printer", headers, "Bob, please look at this.");
	assert_case_int("the mail itself counts", line_letter_count(&line,
	    "agent-reply", "alice@example.test"), 1);
	/* Bob saw the address in To; with Anna's From it proves nothing now. */
	line_answer(&line, ANNA, &news, "#close\nForged by Bob.");
	assert_case_int("nothing goes to the user", line_letter_count(&line,
	    "agent-reply", "alice@example.test"), 1);
	assert_int_equal(line_ticket(&line, first.ticket_id).status,
	    TICKET_PENDING);
}

static void
test_line_stranger_with_token(void **state)
{
	struct filing first = line_filing(&line, FIRST_MAIL(&line));
	struct outbox_row ack = line_letter(&line, "acknowledge",
	    "alice@example.test");
	int64_t id = line_answer(&line, MALLORY, &ack, "Let me in.");

	(void)state;
	assert_int_equal(line_filing(&line, id).ticket_id, first.ticket_id);
	assert_case("private, no change", line_story(&line, first.ticket_id),
	    "message message(private)");
	assert_case_int("nothing to the user", line_letter_count(&line,
	    "user-reply", "alice@example.test"), 0);
	assert_case_int("the agents see it", line_letter_count(&line,
	    "third-party", "anna@help.test"), 1);
}

static void
test_line_subject_of_strangers_opens_new(void **state)
{
	struct filing first = line_filing(&line, FIRST_MAIL(&line));
	char subject[64];
	struct filing second;

	(void)state;
	snprintf(subject, sizeof(subject), "Re: [#%lld] Printer on fire",
	    (long long)first.ticket_id);
	second = line_filing(&line, line_mail(&line, MALLORY,
	    "support@help.test", subject, "", "What is the state?"));
	assert_int_not_equal(second.ticket_id, first.ticket_id);
	assert_int_equal(line_ticket(&line, second.ticket_id).hint_ticket_id,
	    first.ticket_id);
}

static void
test_line_filed_once(void **state)
{
	static const char lf[] = "From: alice@example.test\nTo: x@y.test\n"
	    "Subject: once\nMessage-ID: <once@example.test>\n\nHello\n\n";
	static const char crlf[] = "From: alice@example.test\r\nTo: x@y.test\r\n"
	    "Subject:\r\n once\r\nX-Pipe: added\r\n"
	    "Message-ID: <once@example.test>\r\n\r\nHello  \r\n";
	static const char other[] = "From: alice@example.test\nTo: x@y.test\n"
	    "Subject: once\nMessage-ID: <once@example.test>\n\nOther words\n";
	int64_t a = line_put(&line, "a@b.test", "support@help.test",
	    slice_of(lf));
	int64_t b = line_put(&line, "a@b.test", "sales@help.test",
	    slice_of(crlf));
	int64_t c = line_put(&line, "a@b.test", "support@help.test",
	    slice_of(other));
	size_t count;
	struct entry *entries;

	(void)state;
	line_file(&line);
	assert_int_equal(line_filing(&line, b).state, FILING_DUPLICATE);
	assert_int_equal(line_filing(&line, b).entry_id,
	    line_filing(&line, a).entry_id);
	assert_int_equal(line_filing(&line, c).state, FILING_FILED);
	entries = line_entries(&line, line_filing(&line, c).ticket_id, &count);
	assert_case_int("the reused id stands on the same ticket", count, 2);
	assert_case_true("and is flagged",
	    has(entries[1].flags, "reused-message-id"));
}

static void
test_line_early_reply_is_joined(void **state)
{
	struct filing early, parent;

	(void)state;
	early = line_filing(&line, line_mail(&line, ALICE, "support@help.test",
	    "Re: Lamp", "In-Reply-To: <lamp@example.test>\n", "It is broken."));
	parent = line_filing(&line, line_mail(&line, ALICE, "support@help.test",
	    "Lamp", "Message-ID: <lamp@example.test>\n", "About the lamp."));
	assert_int_not_equal(early.ticket_id, parent.ticket_id);
	assert_int_equal(line_ticket(&line, early.ticket_id).id,
	    parent.ticket_id);
	/* Somebody else's claim to be the parent only links. */
	early = line_filing(&line, line_mail(&line, ALICE, "support@help.test",
	    "Re: Desk", "In-Reply-To: <desk@example.test>\n", "Wobbles."));
	parent = line_filing(&line, line_mail(&line, MALLORY,
	    "support@help.test", "Desk", "Message-ID: <desk@example.test>\n",
	    "Mine."));
	assert_int_equal(line_ticket(&line, early.ticket_id).id,
	    early.ticket_id);
}

static void
test_line_automatic_mail_is_not_answered(void **state)
{
	static const struct {
		const char *name, *headers;
		enum filing_state state;
		const char *reason;
	} cases[] = {
		{ "vacation without a thread", "Auto-Submitted: auto-replied\n",
		    FILING_QUARANTINED, "auto-reply" },
		{ "an alert opens a ticket", "Auto-Submitted: auto-generated\n",
		    FILING_FILED, "" },
		{ "a list opens a ticket", "List-Id: <x.example.test>\n",
		    FILING_FILED, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct filing filing = line_filing(&line, line_mail(&line, ALICE,
		    "support@help.test", cases[i].name, cases[i].headers, "x"));

		assert_case_int(cases[i].name, filing.state, cases[i].state);
		assert_case_slice(cases[i].name, filing.reason,
		    slice_of(cases[i].reason));
	}
	assert_case_int("nobody is acknowledged", line_letter_count(&line,
	    "acknowledge", "alice@example.test"), 0);
}

static void
test_line_own_loop_is_quarantined(void **state)
{
	char headers[128];
	struct filing filing;

	(void)state;
	snprintf(headers, sizeof(headers), "X-Maildesk-Loop: %.*s\n",
	    SLICE_ARG(line.desk.own.desk_id));
	filing = line_filing(&line, line_mail(&line, ALICE, "support@help.test",
	    "round", headers, "and round"));
	assert_int_equal(filing.state, FILING_QUARANTINED);
	assert_case_slice("reason", filing.reason, SLICE("loop"));
}

static void
test_line_own_address_is_no_user(void **state)
{
	struct filing filing = line_filing(&line, line_mail(&line,
	    "Support <support@help.test>", "sales@help.test", "hello", "",
	    "from ourselves"));

	(void)state;
	assert_int_equal(filing.state, FILING_QUARANTINED);
	assert_case_slice("reason", filing.reason, SLICE("own-address"));
}

static void
test_line_bounce_marks_address(void **state)
{
	struct outbox_row news, reply;
	struct address address;
	struct person person;
	struct text bounce = TEXT_IN(&line.arena);
	int64_t id;

	(void)state;
	FIRST_MAIL(&line);
	news = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, ANNA, &news, "Pull the plug.");
	reply = line_letter(&line, "agent-reply", "alice@example.test");
	text_add_format(&bounce,
	    "From: MAILER-DAEMON@mx.test\nTo: <%.*s>\n"
	    "Subject: Undelivered Mail Returned to Sender\n"
	    "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
	    "Content-Type: multipart/report; report-type=delivery-status;"
	    " boundary=b\n\n--b\nContent-Type: text/plain\n\nSorry.\n"
	    "--b\nContent-Type: message/delivery-status\n\n"
	    "Reporting-MTA: dns; mx.test\n\n"
	    "Final-Recipient: rfc822; alice@example.test\nAction: failed\n"
	    "Status: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n\n--b--\n",
	    SLICE_ARG(reply.return_path));
	id = line_put(&line, "", arena_string(&line.arena, reply.return_path),
	    text_slice(&bounce));
	line_file(&line);
	assert_int_equal(line_filing(&line, id).state, FILING_FILED);
	line_ok(people_by_identity(line.desk.db, SLICE("alice@example.test"),
	    &line.arena, &person, &address, why));
	assert_int_equal(address.state, ADDRESS_HARD);
	assert_case_int("an agent hears of it", line_letter_count(&line,
	    "bounced", "anna@help.test") + line_letter_count(&line, "bounced",
	    "ben@help.test") > 0, 1);

	/* Without the token nothing happens. */
	id = line_put(&line, "", "support@help.test", text_slice(&bounce));
	line_file(&line);
	assert_int_equal(line_filing(&line, id).state, FILING_DUPLICATE);
}

static void
test_line_department_is_chosen_by_address(void **state)
{
	struct filing filing = line_filing(&line, line_mail(&line, ALICE,
	    "sales@help.test", "Offer", "", "How much?"));

	(void)state;
	assert_int_equal(line_ticket(&line, filing.ticket_id).department_id,
	    line.sales);
	assert_true(line_ticket(&line, filing.ticket_id).department_chosen);
}

static void
test_line_human_rate_is_bounded(void **state)
{
	struct filing filing;

	(void)state;
	for (int i = 0; i < 21; i++)
		filing = line_filing(&line, line_mail(&line, MALLORY,
		    "support@help.test", "again", "", "and again"));
	assert_int_equal(filing.state, FILING_QUARANTINED);
	assert_case_slice("reason", filing.reason, SLICE("rate"));
	assert_case_true("few acknowledgements", line_letter_count(&line,
	    "acknowledge", "mallory@evil.test") <= 3);
}

static void
test_line_poison_is_struck_out(void **state)
{
	static const char mail[] = "From: a@example.test\nSubject: p\n\nx\n";
	int64_t id = line_put(&line, "a@b.test", "support@help.test",
	    slice_of(mail));
	struct mark mark;

	(void)state;
	gateway_close(line.gateway);
	/* As it is after the gateway has died of it. */
	line_ok(mark_open(&mark, line.conf.mark_path, why));
	line_ok(mark_set(&mark, id, why));
	for (int i = 0; i < GATEWAY_STRIKES; i++)
		line_ok(mark_strike(&mark, why));
	mark_close(&mark);
	line_ok(gateway_open(&line.gateway, &line.conf, why));
	line_file(&line);
	assert_int_equal(line_filing(&line, id).state, FILING_QUARANTINED);
	assert_case_slice("reason", line_filing(&line, id).reason,
	    SLICE("poison"));
	id = FIRST_MAIL(&line);
	assert_int_equal(line_filing(&line, id).state, FILING_FILED);
}

#define LINE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LINE_TEST(test_line_mail_opens_ticket),
		LINE_TEST(test_line_agent_answers_user_answers_back),
		LINE_TEST(test_line_agent_labels_and_follows),
		LINE_TEST(test_line_split),
		LINE_TEST(test_line_merge),
		LINE_TEST(test_line_due),
		LINE_TEST(test_line_answer_ends_sleep),
		LINE_TEST(test_line_agent_commands),
		LINE_TEST(test_line_agent_command_faults),
		LINE_TEST(test_line_note_never_leaks),
		LINE_TEST(test_line_html_alone_commands_nothing),
		LINE_TEST(test_line_from_alone_grants_nothing),
		LINE_TEST(test_line_tokens_that_were_shown_are_revoked),
		LINE_TEST(test_line_stranger_with_token),
		LINE_TEST(test_line_subject_of_strangers_opens_new),
		LINE_TEST(test_line_filed_once),
		LINE_TEST(test_line_early_reply_is_joined),
		LINE_TEST(test_line_automatic_mail_is_not_answered),
		LINE_TEST(test_line_own_loop_is_quarantined),
		LINE_TEST(test_line_own_address_is_no_user),
		LINE_TEST(test_line_bounce_marks_address),
		LINE_TEST(test_line_department_is_chosen_by_address),
		LINE_TEST(test_line_human_rate_is_bounded),
		LINE_TEST(test_line_poison_is_struck_out),
	};

	log_open("test", LOG_LEVEL_ERROR, STDERR_FILENO);
	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
