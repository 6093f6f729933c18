/* Taking back: every field, only one's own, and nothing that others built on. */
#include "line_case.h"

#include "app/act.h"

#define ALICE "Alice Example <alice@example.test>"
#define ANNA "Anna Agent <anna@help.test>"
#define BEN "Ben Berg <ben@help.test>"
#define FIRST_MAIL(line) \
	line_mail((line), ALICE, "support@help.test", "Printer on fire", "", \
	    "It burns.")

static struct line line;

static int
setup(void **state)
{
	(void)state;
	line_open(&line);
	FIRST_MAIL(&line);
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

static struct outbox_row
news(void)
{
	return line_letter(&line, "new-ticket", "anna@help.test");
}

/* As the command line does it; "" when it was refused, else the answer. */
static struct slice
act_as(int64_t agent, const char *word, const char *value, bool *held)
{
	struct text record = TEXT_IN(&line.arena);
	struct command command;
	struct outcome outcome;
	struct action action = { .kind = ACTION_AGENT, .door = DOOR_CLI,
		.at = clock_now(), .proof = PROOF_T3, .ticket_id = 1,
		.commands = &command, .command_count = 1 };

	command_make(slice_of(word), slice_of(value), &line.arena, &command);
	assert_case(word, command.problem, NULL);
	line_ok(people_get(line.desk.db, agent, &line.arena, &action.actor,
	    why));
	line_ok(db_begin(line.desk.db, why));
	line_ok(act(&line.desk, &action, NULL, &line.arena, &record, &outcome,
	    why));
	if (outcome.held)
		db_rollback(line.desk.db);
	else
		line_ok(db_commit(line.desk.db, why));
	*held = outcome.held;
	return outcome.held ? outcome.receipt : outcome.answer;
}

static void
add_items(struct text *text, enum ticket_item item)
{
	struct item_change *items;
	int64_t sum = 0;
	size_t count;

	line_ok(ticket_items_list(line.desk.db, 1, item, &line.arena, &items,
	    &count, why));
	text_add_format(text, " %s=", ticket_item_name(item));
	for (size_t i = 0; i < count; i++) {
		sum += items[i].amount;
		if (item == ITEM_TIME || item == ITEM_CHARGE)
			continue;
		text_add_format(text, "%lld", (long long)items[i].id);
		text_add(text, items[i].name);
		text_add(text, items[i].value);
		text_add_char(text, ',');
	}
	text_add_format(text, "%lld", (long long)sum);
}

/* All that commands can change of the ticket. */
static const char *
snapshot(void)
{
	struct ticket ticket = line_ticket(&line, 1);
	struct text text = TEXT_IN(&line.arena);

	text_add(&text, ticket.subject);
	text_add_format(&text, " %s %s department=%lld user=%lld at=%lld"
	    " assignee=%lld due=%lld snoozed=%lld",
	    ticket_status_name(ticket.status),
	    ticket_priority_name(ticket.priority),
	    (long long)ticket.department_id, (long long)ticket.user_id,
	    (long long)ticket.notify_address_id,
	    (long long)ticket.assignee_id, (long long)ticket.due_at,
	    (long long)ticket.snoozed_until);
	for (int i = 0; i < TICKET_ITEM_COUNT; i++)
		add_items(&text, (enum ticket_item)i);
	return text_string(&text);
}

static const struct {
	const char *name;
	const char *before[2]; /* done first, and not taken back; or NULL */
	const char *word, *value;
} fields[] = {
	{ "status", { NULL }, "status", "solved" },
	{ "assigned to nobody before", { NULL }, "assign", "ben" },
	{ "assigned to somebody before", { "assign", "ben" }, "assign", "me" },
	{ "taken from somebody", { "assign", "ben" }, "assign", "none" },
	{ "priority", { NULL }, "priority", "urgent" },
	{ "department", { NULL }, "department", "sales" },
	{ "subject", { NULL }, "subject", "Lamp" },
	{ "the first date", { NULL }, "due", "2026-12-01 9:00" },
	{ "another date", { "due", "2026-12-01 9:00" }, "due", "2026-12-02" },
	{ "no date any more", { "due", "2026-12-01 9:00" }, "due", "none" },
	{ "asleep", { NULL }, "snooze", "2026-12-01 9:00" },
	{ "woken", { "snooze", "2026-12-01 9:00" }, "snooze", "none" },
	{ "another address", { NULL }, "notifyat", "alice@example.test" },
	{ "another user", { NULL }, "requester", "bob@client.test" },
	{ "labels", { "label", "vip" }, "label", "vip, hot, new" },
	{ "a label that was there", { "label", "vip" }, "unlabel", "vip" },
	{ "a participant", { NULL }, "cc", "bob@client.test" },
	{ "one that was there", { "cc", "bob@client.test" }, "uncc",
	    "bob@client.test" },
	{ "a follower", { NULL }, "follow", "ben" },
	{ "one that followed", { "follow", "ben" }, "unfollow", "ben" },
	{ "a link", { NULL }, "link", "2" },
	{ "time", { "time", "5m" }, "time", "1h30 by phone: twice" },
	{ "a charge", { "charge", "1" }, "charge", "12.50 toner" },
};

static void
test_line_undo_every_field(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		const char *before;
		bool held;

		teardown(NULL);
		setup(NULL);
		clock_set(clock_now() + 7200);
		FIRST_MAIL(&line);
		if (fields[i].before[0] != NULL)
			act_as(line.anna, fields[i].before[0],
			    fields[i].before[1], &held);
		before = snapshot();
		act_as(line.anna, fields[i].word, fields[i].value, &held);
		assert_case_int(fields[i].name, held, false);
		assert_case_true(fields[i].name,
		    strcmp(snapshot(), before) != 0);
		act_as(line.anna, "undo", "", &held);
		assert_case_int(fields[i].name, held, false);
		assert_case(fields[i].name, snapshot(), before);
	}
}

/* What stands in the way, and what the receipt says of it. */
static const struct {
	const char *name;
	const char *own[2];   /* what is to be taken back; or NULL */
	const char *other[2]; /* what Ben does then; or NULL */
	const char *want;     /* in the receipt; NULL: it is taken back */
} conflicts[] = {
	{ "nothing", { NULL }, { NULL }, "you did nothing here" },
	{ "another's deed is not one's own", { NULL }, { "status", "solved" },
	    "you did nothing here" },
	{ "the same field", { "status", "solved" }, { "status", "open" },
	    "status was changed since, by Ben Berg: solved -> open" },
	{ "another field", { "status", "solved" }, { "priority", "high" },
	    NULL },
	{ "the same label", { "label", "vip" }, { "unlabel", "vip" },
	    "label was changed since, by Ben Berg: vip -> none" },
	{ "another label", { "label", "vip" }, { "label", "hot" }, NULL },
	{ "another's time", { "time", "5m" }, { "time", "6m" }, NULL },
	{ "what was merged", { "merge", "2" }, { NULL },
	    "you did nothing here" },
};

static void
test_line_undo_conflicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(conflicts); i++) {
		struct slice said;
		bool held = false;

		teardown(NULL);
		setup(NULL);
		clock_set(clock_now() + 7200);
		FIRST_MAIL(&line);
		if (conflicts[i].own[0] != NULL)
			act_as(line.anna, conflicts[i].own[0],
			    conflicts[i].own[1], &held);
		assert_case_int(conflicts[i].name, held, false);
		if (conflicts[i].other[0] != NULL)
			act_as(line.ben, conflicts[i].other[0],
			    conflicts[i].other[1], &held);
		said = act_as(line.anna, "undo", "", &held);
		assert_case_int(conflicts[i].name, held,
		    conflicts[i].want != NULL);
		if (conflicts[i].want != NULL)
			assert_case_true(conflicts[i].name,
			    has(said, conflicts[i].want));
	}
}

static void
test_line_undo_split(void **state)
{
	struct outbox_row letter = line_letter(&line, "acknowledge",
	    "alice@example.test");
	bool held;

	(void)state;
	line_answer(&line, ALICE, &letter, "And the lamp is broken.");
	letter = line_letter(&line, "user-reply", "anna@help.test");
	line_answer(&line, ANNA, &letter, "#split");
	assert_int_equal(line_ticket(&line, 2).id, 2);
	assert_case_true("what was split off stays so",
	    has(act_as(line.anna, "undo", "", &held), "has a number of its"));
	assert_true(held);
}

static void
test_line_undo_in_a_row(void **state)
{
	const char *before = snapshot();
	bool held;

	(void)state;
	act_as(line.anna, "status", "pending", &held);
	act_as(line.anna, "status", "solved", &held);
	act_as(line.anna, "undo", "", &held);
	assert_int_equal(line_ticket(&line, 1).status, TICKET_PENDING);
	act_as(line.anna, "undo", "", &held);
	assert_case("one after the other", snapshot(), before);
	act_as(line.anna, "undo", "", &held);
	assert_case_int("and then there is nothing", held, true);
	act_as(line.anna, "status", "solved", &held);
	act_as(line.anna, "undo", "", &held);
	assert_case("then anew", snapshot(), before);
}

static void
test_line_undo_by_mail(void **state)
{
	const char *before = snapshot();
	struct outbox_row letter = news(), reply, answer;

	(void)state;
	line_answer(&line, ANNA, &letter, "#solved\n#label vip\n\nDone, dear.");
	reply = line_letter(&line, "agent-reply", "alice@example.test");
	assert_int_equal(reply.state, LETTER_STATE_QUEUED);
	line_answer(&line, ANNA, &letter, "#undo");
	assert_case("the ticket is as it was", snapshot(), before);
	reply = line_letter(&line, "agent-reply", "alice@example.test");
	assert_case_int("the answer never goes", reply.state,
	    LETTER_STATE_CANCELLED);
	assert_case("it is a note now", line_story(&line, 1),
	    "message event note event");
	answer = line_letter(&line, "answer", "anna@help.test");
	assert_case_true("the receipt says what was done",
	    has(answer.text, "status: solved -> open") &&
	    has(answer.text, "not sent yet"));
	assert_case_int("the user hears nothing", line_letter_count(&line,
	    "answer", "alice@example.test"), 0);
}

/* An admin has stopped the letter: then it is not sent later either. */
static void
test_line_undo_held_letter(void **state)
{
	struct outbox_row letter = news(), reply;

	(void)state;
	line_answer(&line, ANNA, &letter, "Done, dear.");
	reply = line_letter(&line, "agent-reply", "alice@example.test");
	line_ok(db_begin(line.desk.db, why));
	line_ok(outbox_move(line.desk.db, reply.id, LETTER_STATE_QUEUED,
	    LETTER_STATE_HELD, 0, why));
	line_ok(db_commit(line.desk.db, why));
	line_answer(&line, ANNA, &letter, "#undo\n#show");
	reply = line_letter(&line, "agent-reply", "alice@example.test");
	assert_int_equal(reply.state, LETTER_STATE_CANCELLED);
	assert_case("it is a note now", line_story(&line, 1),
	    "message event note event");
	letter = line_letter(&line, "answer", "anna@help.test");
	assert_case_true("a question beside it is answered",
	    has(letter.text, "taken back") && has(letter.text, "It burns."));
}

static void
test_line_undo_too_late(void **state)
{
	struct outbox_row letter = news(), answer, held, *rows;
	size_t count;

	(void)state;
	line_answer(&line, ANNA, &letter, "#solved\n\nDone, dear.");
	clock_set(clock_now() + 60);
	line_ok(outbox_claim(line.desk.db, clock_now(), 32, &line.arena, &rows,
	    &count, why));
	line_ok(db_begin(line.desk.db, why));
	for (size_t i = 0; i < count; i++)
		line_ok(outbox_sent(line.desk.db, rows[i].id, SLICE("250"),
		    why));
	line_ok(db_commit(line.desk.db, why));
	line_answer(&line, ANNA, &letter, "#cancel");
	assert_int_equal(line_ticket(&line, 1).status, TICKET_OPEN);
	answer = line_letter(&line, "answer", "anna@help.test");
	assert_case_true("what was sent cannot be taken back",
	    has(answer.text, "sent already, and cannot be taken back: 1"));
	assert_case("it stays an answer", line_story(&line, 1),
	    "message event reply event");
	line_answer(&line, ANNA, &letter, "Once more.");
	clock_set(clock_now() + 60);
	line_ok(outbox_claim(line.desk.db, clock_now(), 32, &line.arena, &rows,
	    &count, why));
	line_answer(&line, ANNA, &letter, "#status pending\n#undo");
	held = line_letter(&line, "held", "anna@help.test");
	assert_case_true("alone", has(held.text, "contradicts"));
}

/* Who gave a ticket back by mail gives it to somebody: that is confirmed. */
static void
test_line_undo_needs_proof(void **state)
{
	struct outbox_row letter = news(), held;
	int64_t user = line_ticket(&line, 1).user_id;
	bool refused;

	(void)state;
	act_as(line.anna, "requester", "bob@client.test", &refused);
	line_answer(&line, ANNA, &letter, "#undo");
	held = line_letter(&line, "held", "anna@help.test");
	assert_case_true("a token is not enough",
	    has(held.text, "needs a stronger proof"));
	line_answer(&line, ANNA, &held, "#apply");
	assert_int_equal(line_ticket(&line, 1).user_id, user);
}

#define LINE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LINE_TEST(test_line_undo_every_field),
		LINE_TEST(test_line_undo_conflicts),
		LINE_TEST(test_line_undo_split),
		LINE_TEST(test_line_undo_in_a_row),
		LINE_TEST(test_line_undo_by_mail),
		LINE_TEST(test_line_undo_held_letter),
		LINE_TEST(test_line_undo_too_late),
		LINE_TEST(test_line_undo_needs_proof),
	};

	log_open("test", LOG_LEVEL_ERROR, STDERR_FILENO);
	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
