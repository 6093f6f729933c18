/* Macros, fields, teams, mentions, and mails of which nothing is kept. */
#include "line_case.h"

#include "store/fields.h"
#include "store/macros.h"
#include "store/teams.h"

#define ALICE "Alice Example <alice@example.test>"
#define ANNA "Anna Agent <anna@help.test>"

static struct line line;

static void
put_macro(const char *name, const char *commands, const char *said)
{
	struct macro macro = { .name = slice_of(name),
		.commands = slice_of(commands), .text = slice_of(said) };

	line_ok(macros_put(line.desk.db, &macro, LINE_START, why));
}

static int64_t
put_field(const char *name, enum field_kind kind)
{
	struct field field = { .name = slice_of(name), .kind = kind,
		.choices = SLICE_INIT("Red\nBlue\n") };

	line_ok(fields_add(line.desk.db, &field, LINE_START, why));
	return field.id;
}

static int
setup(void **state)
{
	struct team team = { .name = SLICE_INIT("Field service") };
	int64_t carl;

	(void)state;
	line_open(&line);
	carl = line_agent(&line, "Carl Cobb", "carl", "carl@help.test");
	line_ok(db_begin(line.desk.db, why));
	put_macro("done", "#solved\n#label done\n", "Kind regards,\nthe desk");
	put_macro("quiet", "#note\n#priority low\n", "Seen.");
	put_macro("open", "#open\n", "");
	put_field("colour", FIELD_CHOICE);
	put_field("serial", FIELD_NUMBER);
	line_ok(teams_add(line.desk.db, &team, LINE_START, why));
	line_ok(teams_join(line.desk.db, team.id, line.ben, why));
	line_ok(teams_join(line.desk.db, team.id, carl, why));
	line_ok(db_commit(line.desk.db, why));
	line_mail(&line, ALICE, "support@help.test", "Printer on fire", "",
	    "It burns.");
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

static const struct {
	const char *name;
	const char *body;
	const char *sent;  /* to the user; NULL: nothing */
	const char *story;
	const char *event; /* what the last event tells; NULL: any */
	enum ticket_status status;
} cases[] = {
	{ "a macro does its commands and says its text", "#macro done",
	    "Kind regards,\nthe desk", "message event reply", NULL,
	    TICKET_SOLVED },
	{ "below the agent's own", "#macro Done\n\nIt is out.",
	    "It is out.\n\nKind regards,\nthe desk", "message event reply",
	    NULL, TICKET_SOLVED },
	{ "beside other commands", "#priority high\n#macro done\n\nOut.",
	    "Out.", "message event reply",
	    "priority: normal -> high\nstatus: open -> solved\n"
	    "label: none -> done", TICKET_SOLVED },
	{ "a macro's note is a note", "#macro quiet\n\nHe is rude.", NULL,
	    "message event note", NULL, TICKET_OPEN },
	{ "a macro that is not there", "#macro nope\n\nHe is rude.", NULL,
	    "message note", NULL, TICKET_OPEN },
	{ "one that contradicts", "#solved\n#macro open\n\nWell.", NULL,
	    "message note", NULL, TICKET_OPEN },
	{ "a field", "#field.colour RED", NULL, "message event",
	    "field: none -> colour: Red", TICKET_OPEN },
	{ "two fields", "#field.colour red\n#field.serial 12", NULL,
	    "message event", "field: none -> colour: Red\n"
	    "field: none -> serial: 12", TICKET_OPEN },
	{ "a value that does not fit", "#field.serial many", NULL,
	    "message note", NULL, TICKET_OPEN },
	{ "no such field", "#field.size 3", NULL, "message note", NULL,
	    TICKET_OPEN },
	{ "two values", "#field.colour red\n#field.Colour blue", NULL,
	    "message note", NULL, TICKET_OPEN },
	{ "a team", "#team field service", NULL, "message event",
	    "team: none -> Field service", TICKET_OPEN },
	{ "no such team", "#team b", NULL, "message note", NULL, TICKET_OPEN },
	{ "no text is kept", "#nomessage\n#solved\n\nMy password is x.", NULL,
	    "message event", "status: open -> solved", TICKET_SOLVED },
	{ "even without a change", "#nomessage\n\nMy password is x.", NULL,
	    "message event", "", TICKET_OPEN },
	{ "a text is not private and gone", "#nomessage\n#note\n\nx", NULL,
	    "message note", NULL, TICKET_OPEN },
};

static void
test_line_macros_and_more(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct outbox_row letter, sent;
		struct entry *entries;
		size_t count;

		teardown(NULL);
		setup(NULL);
		letter = news();
		line_answer(&line, ANNA, &letter, cases[i].body);
		sent = line_letter(&line, "agent-reply", "alice@example.test");
		assert_case_true(cases[i].name,
		    (sent.id != 0) == (cases[i].sent != NULL));
		if (cases[i].sent != NULL)
			assert_case_true(cases[i].name,
			    has(sent.text, cases[i].sent));
		assert_case(cases[i].name, line_story(&line, 1),
		    cases[i].story);
		assert_case_int(cases[i].name, line_ticket(&line, 1).status,
		    cases[i].status);
		entries = line_entries(&line, 1, &count);
		while (cases[i].event != NULL && count > 0 &&
		    entries[count - 1].kind != ENTRY_EVENT)
			count--;
		if (cases[i].event != NULL)
			assert_case_slice(cases[i].name,
			    entries[count - 1].text,
			    slice_of(cases[i].event));
	}
}

static void
test_line_macros_faults_say_what_would_fit(void **state)
{
	static const struct {
		const char *body, *want;
	} faults[] = {
		{ "#macro nope", "there is no such macro" },
		{ "#field.colour green", "what fits is one of: Red, Blue" },
		{ "#field.size 3", "there is no such field, only colour, serial" },
		{ "#solved\n#macro open", "#macro open: #open: this contradicts" },
	};
	struct outbox_row letter = news(), held;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
		line_answer(&line, ANNA, &letter, faults[i].body);
		held = line_letter(&line, "held", "anna@help.test");
		assert_case_true(faults[i].body,
		    has(held.text, faults[i].want));
		clock_set(clock_now() + 7200);
	}
}

static void
test_line_macros_team_hears(void **state)
{
	struct outbox_row letter = news(), told;

	(void)state;
	line_answer(&line, ANNA, &letter, "#team field service");
	told = line_letter(&line, "assigned", "ben@help.test");
	assert_case_true("its members hear of it",
	    has(told.text, "your team Field service"));
	assert_case_int("but for who may not read it", line_letter_count(&line,
	    "assigned", "carl@help.test"), 0);
	line_answer(&line, ANNA, &letter, "#undo");
	assert_int_equal(line_ticket(&line, 1).team_id, 0);
}

static void
test_line_macros_mention(void **state)
{
	struct outbox_row letter = news();

	(void)state;
	line_answer(&line, ANNA, &letter,
	    "#note\nLook at this, @ben. Not you, @carl or @nobody.");
	assert_case_int("who is named reads it", line_letter_count(&line,
	    "note", "ben@help.test"), 1);
	assert_case_int("but for who may not", line_letter_count(&line,
	    "note", "carl@help.test"), 0);
	line_answer(&line, ANNA, &letter, "Ask @ben, please.");
	assert_case_int("in an answer it names nobody", line_letter_count(&line,
	    "note", "ben@help.test"), 1);
}

static void
test_line_macros_held_mail_leaves_no_text(void **state)
{
	struct outbox_row letter = news(), held;
	struct entry *entries;
	size_t count;

	(void)state;
	line_answer(&line, ANNA, &letter,
	    "#nomessage\n#colour red\n#solved\n\nMy password is x.");
	held = line_letter(&line, "held", "anna@help.test");
	line_answer(&line, ANNA, &held, "#apply");
	entries = line_entries(&line, 1, &count);
	for (size_t i = 0; i < count; i++)
		assert_case_true("no text is left",
		    !has(entries[i].text, "password") &&
		    !has(entries[i].new_text, "password"));
	assert_int_equal(line_ticket(&line, 1).status, TICKET_SOLVED);
}

static void
test_line_macros_undo_field(void **state)
{
	struct outbox_row letter = news();
	struct item_change *items;
	size_t count;

	(void)state;
	line_answer(&line, ANNA, &letter, "#field.colour red");
	line_answer(&line, ANNA, &letter, "#field.colour blue");
	line_answer(&line, ANNA, &letter, "#undo");
	line_ok(ticket_items_list(line.desk.db, 1, ITEM_FIELD, &line.arena,
	    &items, &count, why));
	assert_int_equal(count, 1);
	assert_case_slice("the value before", items[0].value, SLICE("Red"));
	line_answer(&line, ANNA, &letter, "#undo\n");
	line_ok(ticket_items_list(line.desk.db, 1, ITEM_FIELD, &line.arena,
	    &items, &count, why));
	assert_case_int("none before", count, 0);
	line_answer(&line, ANNA, &letter, "#field.colour red\n\n");
	line_answer(&line, ANNA, &letter, "#field.colour none");
	line_answer(&line, ANNA, &letter, "#undo\n\n");
	line_ok(ticket_items_list(line.desk.db, 1, ITEM_FIELD, &line.arena,
	    &items, &count, why));
	assert_case_int("what was emptied is filled again", count, 1);
}

#define LINE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LINE_TEST(test_line_macros_and_more),
		LINE_TEST(test_line_macros_faults_say_what_would_fit),
		LINE_TEST(test_line_macros_team_hears),
		LINE_TEST(test_line_macros_mention),
		LINE_TEST(test_line_macros_held_mail_leaves_no_text),
		LINE_TEST(test_line_macros_undo_field),
	};

	log_open("test", LOG_LEVEL_ERROR, STDERR_FILENO);
	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
