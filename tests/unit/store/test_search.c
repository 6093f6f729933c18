/* Full text. */
#include "desk_case.h"

#include "store/search.h"

/* What was written is found from the commit on. */
static void
commit(struct desk_case *desk)
{
	assert_ok(db_commit(desk->db, &desk->why), &desk->why);
	assert_ok(db_begin(desk->db, &desk->why), &desk->why);
}

/* How many of the newest are found, at most max. */
static size_t
search(struct desk_case *desk, struct slice words, size_t max,
    int64_t **found)
{
	int64_t before = 0;
	size_t count;

	assert_ok(search_words(desk->db, words, &before, max, &desk->arena,
	    found, &count, &desk->why), &desk->why);
	return count;
}

/* Tickets 1 to 5; 3 was written to last. */
static void
fill(struct desk_case *desk)
{
	struct desk_small small = desk_small(desk);

	for (int i = 2; i <= 5; i++)
		desk_ticket(desk, "printer", small.department, small.user);
	desk_entry(desk, 1, ENTRY_MESSAGE, small.user, "",
	    "The printer is on fire, again.");
	desk_entry(desk, 2, ENTRY_MESSAGE, small.user, "",
	    "Der Drucker brennt: schöne Grüße");
	desk_entry(desk, 3, ENTRY_MESSAGE, small.user, "", "a fire drill");
	desk_entry(desk, 4, ENTRY_MESSAGE, small.user, "",
	    "say \"hello\" foo-bar NEAR here");
	desk_entry(desk, 5, ENTRY_EVENT, small.user, "", "status: fire");
	commit(desk);
	desk_entry(desk, 3, ENTRY_NOTE, small.user, "", "no fire at all");
	commit(desk);
}

static const struct {
	const char *name;
	const char *words;
	int64_t want[6]; /* ended by 0 */
} cases[] = {
	{ "the newest match first, each ticket once", "fire", { 3, 1 } },
	{ "all the words", "fire printer", { 3, 1 } },
	{ "in one entry", "printer drill", { 3 } },
	{ "case does not matter", "FIRE Again", { 1 } },
	{ "nor do marks", "schone GRUSSE", { 0 } },
	{ "marks alone", "schone", { 2 } },
	{ "the subject counts", "printer brennt", { 2 } },
	{ "events do not", "status", { 0 } },
	{ "a word with a dash", "foo-bar", { 4 } },
	{ "quotes are no quotes", "\"hello\"", { 4 } },
	{ "one quote", "say \"hello", { 4 } },
	{ "operators are words", "foo NEAR here", { 4 } },
	{ "so are these", "fire OR brennt", { 0 } },
	{ "NOT is a word", "NOT fire", { 0 } },
	{ "a column is a word", "subject:printer", { 0 } },
	{ "brackets and stars", "(fire)* ^again", { 1 } },
	{ "a star finds no more than the word", "fir*", { 0 } },
	{ "punctuation alone finds nothing", "!!!", { 0 } },
	{ "punctuation beside a word is nothing", "again !!!", { 1 } },
	{ "line ends and tabs part words", "fire\n\tagain\r", { 1 } },
	{ "nothing finds nothing", "", { 0 } },
	{ "blanks find nothing", " \t ", { 0 } },
	{ "bytes that are no text cannot do harm", "\xff\xfe", { 0 } },
};

static void
test_search_words(void **state)
{
	struct desk_case *desk = *state;
	int64_t *found, before;
	size_t count, n;

	fill(desk);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		before = 0;
		assert_ok(search_words(desk->db, slice_of(cases[i].words),
		    &before, 10, &desk->arena, &found, &count, &desk->why),
		    &desk->why);
		for (n = 0; n < count; n++)
			assert_case_int(cases[i].name, found[n],
			    cases[i].want[n]);
		assert_case_int(cases[i].name, cases[i].want[n], 0);
	}
}

static void
test_search_after_a_rolled_back_message(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t *found;

	assert_ok(db_savepoint(desk->db, &desk->why), &desk->why);
	desk_entry(desk, 1, ENTRY_MESSAGE, small.user, "", "first taken back");
	assert_ok(db_rollback_to(desk->db, &desk->why), &desk->why);
	desk_entry(desk, 1, ENTRY_MESSAGE, small.user, "", "second");
	commit(desk);
	desk_entry(desk, 1, ENTRY_MESSAGE, small.user, "", "third");
	db_rollback(desk->db);
	assert_ok(db_begin(desk->db, &desk->why), &desk->why);
	desk_entry(desk, 1, ENTRY_EVENT, small.user, "", "an event");
	desk_entry(desk, 1, ENTRY_MESSAGE, small.user, "", "fourth");
	commit(desk);

	assert_case_int("what was taken back is not found",
	    search(desk, SLICE("taken"), 10, &found), 0);
	assert_case_int("what took its number is",
	    search(desk, SLICE("second"), 10, &found), 1);
	assert_case_int("and so is what a later transaction adds",
	    search(desk, SLICE("fourth"), 10, &found), 1);
}

static const struct sql count_pieces = {
	"SELECT count(DISTINCT segid) FROM entry_words_idx"
};

static void
test_search_tidied(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t *found;

	for (int i = 0; i < 10; i++) {
		desk_entry(desk, desk_ticket(desk, "more", small.department,
		    small.user), ENTRY_MESSAGE, small.user, "", "fire");
		commit(desk);
	}
	assert_case_int("each commit makes a piece", scratch_int(desk->db,
	    &count_pieces), 10);
	assert_ok(search_tidy(desk->db, &desk->why), &desk->why);
	commit(desk);
	assert_case_int("which become one", scratch_int(desk->db,
	    &count_pieces), 1);
	assert_case_int("nothing is lost",
	    search(desk, SLICE("fire"), 20, &found), 10);
	assert_ok(search_tidy(desk->db, &desk->why), &desk->why);
}

static void
test_search_stops_at_max(void **state)
{
	struct desk_case *desk = *state;
	int64_t *found;

	fill(desk);
	assert_int_equal(search(desk, SLICE("printer"), 2, &found), 2);
	assert_int_equal(found[0], 3);
	assert_int_equal(found[1], 4);
	assert_int_equal(search(desk, SLICE("printer"), 0, &found), 0);
}

static void
test_search_goes_on_where_it_stopped(void **state)
{
	static const int64_t want[] = { 3, 4, 3, 2, 1 };
	struct desk_case *desk = *state;
	int64_t *found, before = 0;
	size_t count;

	fill(desk);
	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		assert_ok(search_words(desk->db, SLICE("printer"), &before, 1,
		    &desk->arena, &found, &count, &desk->why), &desk->why);
		assert_int_equal(count, 1);
		assert_case_int("a page knows nothing of those before it",
		    found[0], want[i]);
	}
	assert_ok(search_words(desk->db, SLICE("printer"), &before, 1,
	    &desk->arena, &found, &count, &desk->why), &desk->why);
	assert_case_int("until there are no more", count, 0);
}

static void
test_search_takes_bytes(void **state)
{
	struct desk_case *desk = *state;
	char long_text[20000];
	int64_t *found;

	fill(desk);
	assert_case_int("a NUL parts words", search(desk,
	    SLICE("fire\0again"), 10, &found), 1);
	for (size_t i = 0; i < sizeof(long_text); i++)
		long_text[i] = i % 2 == 0 ? '"' : ' ';
	assert_case_int("a page of quotes finds nothing", search(desk,
	    slice_make(long_text, sizeof(long_text)), 10, &found), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_search_words),
		DESK_TEST(test_search_after_a_rolled_back_message),
		DESK_TEST(test_search_tidied),
		DESK_TEST(test_search_stops_at_max),
		DESK_TEST(test_search_goes_on_where_it_stopped),
		DESK_TEST(test_search_takes_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
