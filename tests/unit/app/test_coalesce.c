/* Several events on a ticket within the window: one letter that tells all. */
#include "line_case.h"

#include "desk/template_html.h"

#define ALICE "Alice Example <alice@example.test>"
#define ANNA "Anna Agent <anna@help.test>"
#define BEN "Ben Berg <ben@help.test>"

static struct line line;

static int
setup(void **state)
{
	(void)state;
	line_open(&line);
	/* The gateway keeps its pointer to it. */
	line.conf.coalesce = 60;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	line_close(&line);
	return 0;
}

/* The letters to this address that will go out, newest first. */
static size_t
going(const char *address, struct outbox_row *out, size_t max)
{
	size_t count, found = 0;
	struct outbox_row *rows = line_letters(&line, &count);

	for (size_t i = 0; i < count; i++) {
		if (rows[i].state != LETTER_STATE_QUEUED ||
		    !slice_eq(rows[i].address, slice_of(address)))
			continue;
		assert_true(found < max);
		line_ok(outbox_get(line.desk.db, rows[i].id, &line.arena,
		    &out[found++], why));
	}
	return found;
}

static bool
has(struct slice s, const char *needle)
{
	return slice_has(s, slice_of(needle));
}

static size_t
times(struct slice s, struct slice needle)
{
	size_t found = 0;

	for (size_t i = 0; i < s.len; i++)
		found += slice_starts(slice_from(s, i), needle);
	return found;
}

static void
open_ticket(void)
{
	line_mail(&line, ALICE, "support@help.test", "Printer", "",
	    "It burns.");
}

static void
add(const char *words)
{
	struct outbox_row ack = line_letter(&line, "acknowledge",
	    "alice@example.test");

	line_answer(&line, ALICE, &ack, words);
}

static void
test_coalesce_tells_all(void **state)
{
	struct outbox_row rows[4];
	struct slice html;

	(void)state;
	open_ticket();
	add("Now the desk burns.");
	clock_set(LINE_START + 20);
	add("Now the house.");
	assert_int_equal(going("anna@help.test", rows, 4), 1);
	assert_true(has(rows[0].text, "> It burns."));
	assert_true(has(rows[0].text, "> Now the desk burns."));
	assert_true(has(rows[0].text, "> Now the house."));
	/* The first one's time counts: nobody waits for ever. */
	assert_int_equal(rows[0].due_at, LINE_START + 60);
	assert_case_slice("it answers none that never went",
	    rows[0].in_reply_to, SLICE(""));
	assert_int_equal(times(rows[0].text, SLICE("above this line")), 1);
	html = template_html(rows[0].subject, rows[0].text, rows[0].shape,
	    &line.arena);
	assert_int_equal(times(html, SLICE("<blockquote")), 3);
	assert_int_equal(times(html, SLICE("</blockquote>")), 3);
	assert_true(has(html, ">It burns.</blockquote>"));
	assert_true(has(html, ">Now the house.</blockquote>"));
}

/* One that has left, or was tried, is no letter to add to. */
static void
test_coalesce_not_what_has_left(void **state)
{
	struct outbox_row rows[4], *claimed;
	size_t count;

	(void)state;
	open_ticket();
	clock_set(LINE_START + 61);
	line_ok(outbox_claim(line.desk.db, LINE_START + 61, 32, &line.arena,
	    &claimed, &count, why));
	add("Now the desk burns.");
	assert_int_equal(going("anna@help.test", rows, 4), 1);
	assert_true(!has(rows[0].text, "> It burns."));
	assert_true(rows[0].in_reply_to.len > 0);
}

/* A colleague may have no right to see where a text has gone. */
static void
test_coalesce_not_what_has_moved(void **state)
{
	struct outbox_row rows[4], told;
	size_t count;

	(void)state;
	open_ticket();
	add("Now the desk burns.");
	told = line_letter(&line, "user-reply", "ben@help.test");
	line_answer(&line, BEN, &told, "#split");
	add("Now the house.");
	count = going("anna@help.test", rows, 4);
	assert_true(count >= 2);
	assert_true(has(rows[0].text, "> Now the house."));
	assert_true(!has(rows[0].text, "> Now the desk burns."));
}

static void
test_coalesce_never_mixes_notes(void **state)
{
	struct outbox_row news, rows[4];

	(void)state;
	open_ticket();
	news = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, ANNA, &news, "#assign ben");
	news = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, ANNA, &news, "#note\n\nThe user is a fool.");
	line_answer(&line, ANNA, &news, "#note\n\nAnd how.");
	/* That it is his now, and both notes in another one. */
	assert_int_equal(going("ben@help.test", rows, 4), 2);
	assert_case_slice("the notes", rows[0].event, SLICE("note"));
	assert_true(has(rows[0].text, "a fool"));
	assert_true(has(rows[0].text, "And how"));
	assert_case_slice("the ticket", rows[1].event, SLICE("assigned"));
	assert_true(!has(rows[1].text, "a fool"));
}

/* Each reply is a letter to its user. */
static void
test_coalesce_no_replies(void **state)
{
	struct outbox_row news, rows[4];

	(void)state;
	open_ticket();
	news = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, ANNA, &news, "Pull the plug.");
	line_answer(&line, ANNA, &news, "And run.");
	assert_int_equal(going("alice@example.test", rows, 4), 3);
	assert_case_slice("one", rows[0].event, SLICE("agent-reply"));
	assert_case_slice("two", rows[1].event, SLICE("agent-reply"));
	assert_case_slice("and the first letter", rows[2].event,
	    SLICE("acknowledge"));
}

static void
test_coalesce_off(void **state)
{
	struct outbox_row rows[4];

	(void)state;
	line.conf.coalesce = 0;
	open_ticket();
	add("Now the desk burns.");
	assert_int_equal(going("anna@help.test", rows, 4), 2);
	assert_int_equal(rows[0].due_at, LINE_START);
}

#define LINE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LINE_TEST(test_coalesce_tells_all),
		LINE_TEST(test_coalesce_not_what_has_left),
		LINE_TEST(test_coalesce_not_what_has_moved),
		LINE_TEST(test_coalesce_never_mixes_notes),
		LINE_TEST(test_coalesce_no_replies),
		LINE_TEST(test_coalesce_off),
	};

	log_open("test", LOG_LEVEL_ERROR, STDERR_FILENO);
	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
