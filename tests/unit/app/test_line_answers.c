/* Mails that are held, what their receipts say, and how they are answered. */
#include "line_case.h"

#define ALICE "Alice Example <alice@example.test>"
#define ANNA "Anna Agent <anna@help.test>"
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

static struct outbox_row
news(void)
{
	return line_letter(&line, "new-ticket", "anna@help.test");
}

/* The letter as if its note's address were answered. */
static struct outbox_row
note_of(struct outbox_row letter)
{
	size_t at = slice_search(letter.text, SLICE("support+n"));
	struct slice note = slice_from(letter.text, at);

	assert_true(at < letter.text.len);
	letter.reply_to = slice_head(note,
	    slice_search(note, SLICE("help.test")) + 9);
	return letter;
}

static const struct {
	const char *name;
	bool to_note;	    /* the held mail went to the note's address */
	const char *held;   /* what was held */
	const char *answer; /* to the receipt */
	const char *sent;   /* to the user in the end; NULL: nothing */
	const char *story;
	enum ticket_status status;
} cases[] = {
	{ "#apply does what was understood, and sends the text", false,
	    "#solved\n#colour red\n\nPull the plug.", "#apply",
	    "Pull the plug.", "message reply event event", TICKET_SOLVED },
	{ "so do its other words", false,
	    "#solved\n#colour red\n\nPull the plug.", "#Anwenden!",
	    "Pull the plug.", "message reply event event", TICKET_SOLVED },
	{ "#reply sends the text alone", false,
	    "#solved\n#colour red\n\nPull the plug.", "#reply",
	    "Pull the plug.", "message reply event event", TICKET_PENDING },
	{ "#cancel forgets it", false,
	    "#solved\n#colour red\n\nPull the plug.", "#cancel", NULL,
	    "message note event", TICKET_OPEN },
	{ "what may be meant as a note stays one", false,
	    "#nte\n#solved\n\nThe user is rude.", "#apply", NULL,
	    "message note event event", TICKET_SOLVED },
	{ "also further down", false, "#solved\n\nAll well.\n#note\nHe is rude.",
	    "#apply", NULL, "message note event event", TICKET_SOLVED },
	{ "a note's address stays one", true, "#reply\n#solved\nHe is rude.",
	    "#apply", NULL, "message note event", TICKET_OPEN },
	{ "but for who says #reply now", true, "#colour red\nAll well.",
	    "#reply", "All well.", "message reply event event",
	    TICKET_PENDING },
	{ "a line that was the problem is not sent", false,
	    "# note\nAll well.", "#reply", "All well.",
	    "message reply event event", TICKET_PENDING },
	{ "a mail put right is a mail", false, "#colour red\n\nPull it.",
	    "#solved\n\nPull the plug.", "Pull the plug.",
	    "message note event reply", TICKET_SOLVED },
	{ "so is #reply above a text", false, "#colour red\n\nPull it.",
	    "#reply\n\nPull the plug.", "Pull the plug.",
	    "message note event reply", TICKET_PENDING },
	{ "of a note a note", true, "#colour red\n\nHe is rude.",
	    "He is very rude.", NULL, "message note note", TICKET_OPEN },
	{ "a word for a letter that only asks is text here", false,
	    "#colour red\n\nPull it.", "Yes, pull it.", "Yes, pull it.",
	    "message note event reply", TICKET_PENDING },
	{ "#preview does nothing", false, "#solved\n#preview\n\nPull it.",
	    "#cancel", NULL, "message note event", TICKET_OPEN },
	{ "until it is answered", false, "#solved\n#preview\n\nPull it.",
	    "#apply", "Pull it.", "message reply event event",
	    TICKET_SOLVED },
	{ "commands alone become their event", false,
	    "#solved\n#colour red", "#apply", NULL, "message event event",
	    TICKET_SOLVED },
	{ "nothing that was understood is nothing to apply", false,
	    "#colour red", "#apply", NULL, "message note event",
	    TICKET_OPEN },
};

static void
test_line_answers_held(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct outbox_row letter, held, sent;
		int64_t ticket;

		teardown(NULL);
		setup(NULL);
		ticket = line_filing(&line, FIRST_MAIL(&line)).ticket_id;
		letter = cases[i].to_note ? note_of(news()) : news();
		line_answer(&line, ANNA, &letter, cases[i].held);
		held = line_letter(&line, "held", "anna@help.test");
		assert_case_true(cases[i].name, held.id != 0);
		assert_case_int(cases[i].name, line_letter_count(&line,
		    "agent-reply", "alice@example.test"), 0);
		line_answer(&line, ANNA, &held, cases[i].answer);
		sent = line_letter(&line, "agent-reply", "alice@example.test");
		assert_case_true(cases[i].name,
		    (sent.id != 0) == (cases[i].sent != NULL));
		if (cases[i].sent != NULL) {
			assert_case_true(cases[i].name,
			    has(sent.text, cases[i].sent));
			assert_case_true(cases[i].name, !has(sent.text, "#"
			    "colour") && !has(sent.text, "# note"));
		}
		assert_case(cases[i].name, line_story(&line, ticket),
		    cases[i].story);
		assert_case_int(cases[i].name,
		    line_ticket(&line, ticket).status, cases[i].status);
	}
}

static void
test_line_answers_count_once(void **state)
{
	struct outbox_row letter, held;

	(void)state;
	FIRST_MAIL(&line);
	letter = news();
	line_answer(&line, ANNA, &letter, "#colour red\n\nPull the plug.");
	held = line_letter(&line, "held", "anna@help.test");
	line_answer(&line, ANNA, &held, "#apply");
	line_answer(&line, ANNA, &held, "#apply\n");
	line_answer(&line, ANNA, &held, "#reply");
	assert_case_int("it was sent once", line_letter_count(&line,
	    "agent-reply", "alice@example.test"), 1);
	assert_case_int("nobody is asked whether it was them",
	    line_letter_count(&line, "confirm", "anna@help.test"), 0);
}

static void
test_line_answers_strangers(void **state)
{
	struct outbox_row letter, held;

	(void)state;
	FIRST_MAIL(&line);
	letter = news();
	line_answer(&line, ANNA, &letter, "#solved\n#colour red\n\nPull it.");
	held = line_letter(&line, "held", "anna@help.test");
	line_answer(&line, "Mallory <mallory@evil.test>", &held, "#apply");
	line_answer(&line, "Ben Berg <ben@help.test>", &held, "#apply");
	assert_int_equal(line_ticket(&line, 1).status, TICKET_OPEN);
	assert_case_int("nothing was sent", line_letter_count(&line,
	    "agent-reply", "alice@example.test"), 0);
	line_mail(&line, ANNA, arena_string(&line.arena, held.reply_to),
	    "Out of office", "Auto-Submitted: auto-replied\n", "#apply");
	assert_case_int("a machine answers nothing", line_letter_count(&line,
	    "agent-reply", "alice@example.test"), 0);
	line_answer(&line, ANNA, &held, "#apply");
	assert_case_int("the agent does", line_letter_count(&line,
	    "agent-reply", "alice@example.test"), 1);
}

/* What needs a stronger proof has it by the answer. */
static void
test_line_answers_prove(void **state)
{
	struct outbox_row letter, held;

	(void)state;
	FIRST_MAIL(&line);
	letter = news();
	line_mail(&line, "Bob <bob@client.test>", "support@help.test",
	    "The same", "", "Fire!");
	line_answer(&line, ANNA, &letter, "#requester bob@client.test");
	held = line_letter(&line, "held", "anna@help.test");
	assert_case_true("the receipt says so",
	    has(held.text, "needs a stronger proof"));
	line_answer(&line, ANNA, &held, "#apply");
	assert_int_equal(line_ticket(&line, 1).user_id,
	    line_ticket(&line, 2).user_id);
	line_answer(&line, ANNA, &letter, "#merge 2");
	held = line_letter(&line, "held", "anna@help.test");
	assert_int_equal(line_ticket(&line, 1).id, 1);
	line_answer(&line, ANNA, &held, "#apply");
	assert_int_equal(line_ticket(&line, 1).id, 2);
}

static void
test_line_answers_preview(void **state)
{
	struct outbox_row letter, held;

	(void)state;
	FIRST_MAIL(&line);
	letter = news();
	line_answer(&line, ANNA, &letter, "#preview\n#solved\n#label vip\n"
	    "#assign ben\n\nPull the plug.");
	held = line_letter(&line, "held", "anna@help.test");
	assert_case_true("a field", has(held.text, "status: open -> solved"));
	assert_case_true("an item", has(held.text, "label: none -> vip"));
	assert_case_true("who would read it",
	    has(held.text, "the text: goes to Alice Example"));
	assert_case_int("nobody else hears of it", line_letter_count(&line,
	    "assigned", "ben@help.test"), 0);
}

/* A thread names the letters before: they ask nothing any more. */
static void
test_line_answers_old_questions(void **state)
{
	struct text headers = TEXT_IN(&line.arena);
	struct outbox_row letter, held, ack, told;

	(void)state;
	FIRST_MAIL(&line);
	letter = news();
	ack = line_letter(&line, "acknowledge", "alice@example.test");
	line_answer(&line, ANNA, &letter, "#colour red\n\nPull the plug.");
	held = line_letter(&line, "held", "anna@help.test");
	line_answer(&line, ALICE, &ack, "It still burns.");
	told = line_letter(&line, "user-reply", "anna@help.test");
	text_add_format(&headers, "In-Reply-To: <%.*s>\n"
	    "References: <%.*s> <%.*s>\n", SLICE_ARG(told.message_id),
	    SLICE_ARG(held.message_id), SLICE_ARG(told.message_id));
	line_mail(&line, ANNA, arena_string(&line.arena, told.reply_to),
	    "Re: fire", text_string(&headers), "Ja, run.");
	letter = line_letter(&line, "agent-reply", "alice@example.test");
	assert_case_true("an answer to another letter is one",
	    has(letter.text, "Ja, run."));
}

/* An old note's address proves nothing, and still means a note. */
static void
test_line_answers_old_note_address(void **state)
{
	struct outbox_row letter, confirm;

	(void)state;
	FIRST_MAIL(&line);
	letter = note_of(news());
	clock_set(clock_now() + 400 * 86400);
	line_answer(&line, ANNA, &letter, "The user is rude.");
	confirm = line_letter(&line, "confirm", "anna@help.test");
	assert_int_not_equal(confirm.id, 0);
	line_answer(&line, ANNA, &confirm, "yes");
	assert_case_int("nothing was sent", line_letter_count(&line,
	    "agent-reply", "alice@example.test"), 0);
	assert_case("it is a note of hers", line_story(&line, 1),
	    "message note event");
}

#define LINE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LINE_TEST(test_line_answers_held),
		LINE_TEST(test_line_answers_count_once),
		LINE_TEST(test_line_answers_strangers),
		LINE_TEST(test_line_answers_prove),
		LINE_TEST(test_line_answers_preview),
		LINE_TEST(test_line_answers_old_questions),
		LINE_TEST(test_line_answers_old_note_address),
	};

	log_open("test", LOG_LEVEL_ERROR, STDERR_FILENO);
	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
