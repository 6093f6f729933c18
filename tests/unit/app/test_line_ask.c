/* What agents ask by mail, and commands to several tickets at once. */
#include "line_case.h"

#include "app/brake.h"

#define ALICE "Alice Example <alice@example.test>"
#define ANNA "Anna Agent <anna@help.test>"
#define BEN "Ben Berg <ben@help.test>"

static struct line line;

/* Three tickets, the third of which is none of Ben's. */
static int
setup(void **state)
{
	(void)state;
	line_open(&line);
	line_mail(&line, ALICE, "support@help.test", "Printer on fire", "",
	    "It burns.");
	line_mail(&line, "Bob <bob@client.test>", "support@help.test",
	    "Lamp", "", "It flickers.");
	line_mail(&line, ALICE, "sales@help.test", "Offer", "",
	    "How much is a printer?");
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
set_status(int64_t id, enum ticket_status status)
{
	struct ticket ticket = line_ticket(&line, id);

	ticket.status = status;
	line_ok(db_begin(line.desk.db, why));
	line_ok(tickets_save(line.desk.db, &ticket, why));
	line_ok(db_commit(line.desk.db, why));
}

/* Ben is told of the first ticket, and asks in his answer to that letter. */
static struct outbox_row
bens_letter(void)
{
	struct outbox_row news = line_letter(&line, "new-ticket",
	    "anna@help.test");
	size_t count;
	struct outbox_row *rows = line_letters(&line, &count);

	for (size_t i = 0; i < count; i++)
		if (rows[i].ticket_id == 1 && slice_eq(rows[i].event,
			SLICE("new-ticket")))
			line_ok(outbox_get(line.desk.db, rows[i].id,
			    &line.arena, &news, why));
	line_answer(&line, ANNA, &news, "#assign ben");
	return line_letter(&line, "assigned", "ben@help.test");
}

static const struct {
	const char *name;
	const char *ask;
	const char *want[4]; /* in the answer */
	const char *never;   /* not in it; or NULL */
} cases[] = {
	{ "the ticket", "#show", { "[#1] open", "Printer on fire",
	    "Alice Example <alice@example.test>", "It burns." }, "flickers" },
	{ "another ticket", "#show 2", { "[#2]", "Lamp", "It flickers." },
	    "burns" },
	{ "what changed", "#history", { "by lmtp: assignee: none -> Ben" },
	    "flickers" },
	{ "one's own tickets", "#list", { "[#1] open" }, "[#2]" },
	{ "all that one may see", "#list all", { "[#1]", "[#2]" }, "Offer" },
	{ "by status", "#list solved", { "there is no such ticket" }, "[#2]" },
	{ "nobody's", "#list unassigned", { "[#2]" }, "[#1] open" },
	{ "of a department", "#list support", { "[#1]", "[#2]" }, "Offer" },
	{ "by words", "#search burns", { "[#1]" }, "[#2]" },
	{ "with what was found", "#search burns", { "It *burns*." }, "[#2]" },
	{ "by who wrote", "#search bob", { "[#2]" }, "[#1]" },
	{ "by fields alone", "#search from:bob status:open", { "[#2]" },
	    "[#1]" },
	{ "words in what one may not see", "#search much",
	    { "nothing was found" }, "Offer" },
	{ "fields of what one may not see", "#search user:alice", { "[#1]" },
	    "Offer" },
	{ "the user", "#whois", { "Alice Example, number",
	    "alice@example.test, primary", "[#1]" }, "Offer" },
	{ "somebody", "#whois bob", { "bob@client.test", "[#2]" }, "[#1] " },
	{ "help", "#help", { "#status open|pending", "#undo", "#snooze" },
	    NULL },
	{ "help with one", "#help #take", { "#assign me|none", "also #take" },
	    "#snooze" },
	{ "several questions", "#list\n#whois bob", { "[#1] open",
	    "bob@client.test" }, NULL },
	{ "beside a command", "#priority high\n#show", { "[#1] open" }, NULL },
};

static void
test_line_ask_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct outbox_row letter, answer;

		teardown(NULL);
		setup(NULL);
		letter = bens_letter();
		line_answer(&line, BEN, &letter, cases[i].ask);
		answer = line_letter(&line, "answer", "ben@help.test");
		assert_case_true(cases[i].name, answer.id != 0);
		for (size_t j = 0; j < ARRAY_LEN(cases[i].want) &&
		    cases[i].want[j] != NULL; j++)
			if (!has(answer.text, cases[i].want[j]))
				fail_msg("%s: no \"%s\" in\n%.*s",
				    cases[i].name, cases[i].want[j],
				    SLICE_ARG(answer.text));
		if (cases[i].never != NULL && has(answer.text, cases[i].never))
			fail_msg("%s: \"%s\" in\n%.*s", cases[i].name,
			    cases[i].never, SLICE_ARG(answer.text));
		assert_case_int(cases[i].name, line_letter_count(&line,
		    "agent-reply", "alice@example.test"), 0);
	}
}

static void
test_line_ask_refused(void **state)
{
	static const struct {
		const char *name, *ask, *want;
	} faults[] = {
		{ "another department's ticket", "#show 3",
		    "there is no such ticket for you" },
		{ "no ticket", "#show 99", "there is no such ticket for you" },
		{ "no department", "#list nowhere", "write #list with" },
		{ "no words", "#search", "write #search WORDS" },
		{ "no field", "#search form:bob", "is it from:?" },
		{ "no status", "#search status:done",
		    "status:done: a status is open" },
		{ "nobody", "#search from:zoe", "nobody is called so" },
		{ "several tickets from a ticket's letter", "#on 1,2\n#solved",
		    "the address that #help tells" },
	};
	struct outbox_row letter = bens_letter(), held;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
		line_answer(&line, BEN, &letter, faults[i].ask);
		held = line_letter(&line, "held", "ben@help.test");
		assert_case_true(faults[i].name,
		    has(held.text, faults[i].want));
		clock_set(clock_now() + 7200);
	}
	assert_case_int("nothing is answered", line_letter_count(&line,
	    "answer", "ben@help.test"), 0);
}

/* A letter to Ben whose Reply-To is his control address. */
static struct outbox_row
control(void)
{
	struct outbox_row letter = bens_letter(), answer;
	struct slice address;

	line_answer(&line, BEN, &letter, "#help");
	answer = line_letter(&line, "answer", "ben@help.test");
	address = slice_from(answer.text,
	    slice_search(answer.text, SLICE("support+c")));
	answer.reply_to = slice_head(address,
	    slice_search(address, SLICE("help.test")) + 9);
	return answer;
}

static void
apply_held(void)
{
	struct outbox_row held = line_letter(&line, "held", "ben@help.test");

	assert_case_true("a token alone is not enough",
	    has(held.text, "needs a stronger proof"));
	line_answer(&line, BEN, &held, "#apply");
}

static void
test_line_ask_several(void **state)
{
	struct outbox_row letter = control(), held;

	(void)state;
	line_answer(&line, BEN, &letter, "#on 1, #2\n#solved\n\nDone, both.");
	assert_int_equal(line_ticket(&line, 1).status, TICKET_OPEN);
	apply_held();
	assert_int_equal(line_ticket(&line, 1).status, TICKET_SOLVED);
	assert_int_equal(line_ticket(&line, 2).status, TICKET_SOLVED);
	assert_case_int("text is a note there", line_letter_count(&line,
	    "agent-reply", "alice@example.test"), 0);
	line_answer(&line, BEN, &letter, "#on 1,2\n#reply\n\nIt is repaired.");
	apply_held();
	assert_case_int("until it says #reply", line_letter_count(&line,
	    "agent-reply", "alice@example.test"), 1);
	assert_case_int("to each user", line_letter_count(&line,
	    "agent-reply", "bob@client.test"), 1);
	set_status(1, TICKET_OPEN);
	set_status(2, TICKET_OPEN);
	line_answer(&line, BEN, &letter, "#on 1,3\n#closed");
	held = line_letter(&line, "held", "ben@help.test");
	line_answer(&line, BEN, &held, "#apply");
	assert_case_int("all", line_ticket(&line, 1).status, TICKET_OPEN);
	assert_case_int("or nothing", line_ticket(&line, 3).status,
	    TICKET_OPEN);
	held = line_letter(&line, "held", "ben@help.test");
	assert_case_true("and why", has(held.text, "[#3]") &&
	    has(held.text, "you may not change tickets"));
	assert_case_true("of those that are", !has(held.text, "[#1]\n"));
}

static void
test_line_ask_control_is_of_no_ticket(void **state)
{
	struct outbox_row letter = control(), held;

	(void)state;
	line_answer(&line, BEN, &letter, "#solved");
	held = line_letter(&line, "held", "ben@help.test");
	assert_case_true("which ones?", has(held.text, "say on which tickets"));
	line_answer(&line, BEN, &held, "#apply");
	assert_int_equal(line_ticket(&line, 1).status, TICKET_OPEN);
	line_answer(&line, BEN, &letter, "#on somewhere\n#solved");
	held = line_letter(&line, "held", "ben@help.test");
	line_answer(&line, BEN, &held, "#apply");
	assert_int_equal(line_ticket(&line, 1).status, TICKET_OPEN);
	line_answer(&line, "Mallory <mallory@evil.test>", &letter,
	    "#on 1,2\n#solved");
	assert_int_equal(line_ticket(&line, 1).status, TICKET_OPEN);
	clock_set(clock_now() + 7200);
	line_answer(&line, BEN, &letter, "#list all");
	assert_case_int("questions need no ticket", line_letter_count(&line,
	    "answer", "ben@help.test"), 2);
}

static void
test_line_ask_is_bounded(void **state)
{
	struct outbox_row letter = bens_letter(), held;

	(void)state;
	line_ok(db_begin(line.desk.db, why));
	line_ok(brake_commands(&line.desk, SLICE("ben@help.test"),
	    BRAKE_COMMANDS_DAY - 1, clock_now(), why));
	line_ok(db_commit(line.desk.db, why));
	line_answer(&line, BEN, &letter, "#priority high");
	assert_int_equal(line_ticket(&line, 1).priority, PRIORITY_HIGH);
	line_answer(&line, BEN, &letter, "#priority urgent");
	assert_int_equal(line_ticket(&line, 1).priority, PRIORITY_HIGH);
	held = line_letter(&line, "held", "ben@help.test");
	assert_case_true("the receipt says so",
	    has(held.text, "more commands by mail"));
	clock_set(clock_now() + 86401);
	line_answer(&line, BEN, &letter, "#priority urgent\n");
	line_answer(&line, BEN, &letter, "#priority low");
	assert_int_equal(line_ticket(&line, 1).priority, PRIORITY_LOW);
}

#define LINE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LINE_TEST(test_line_ask_answers),
		LINE_TEST(test_line_ask_refused),
		LINE_TEST(test_line_ask_several),
		LINE_TEST(test_line_ask_control_is_of_no_ticket),
		LINE_TEST(test_line_ask_is_bounded),
	};

	log_open("test", LOG_LEVEL_ERROR, STDERR_FILENO);
	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
