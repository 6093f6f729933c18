/* When an agent is away, and who stands in. */
#include "case.h"

#include "desk/absence.h"
#include "desk/agent_key.h"

#define NOW 1795552000 /* 2026-11-24 20:26:40 UTC */
#define MIDNIGHT 1795564800 /* 2026-11-25 00:00 UTC */
#define DAY 86400

static const struct {
	const char *name, *words, *zone;
	int64_t from, until; /* 0: it is none */
} cases[] = {
	{ "both days with it", "2026-11-25..2026-11-26", "UTC", MIDNIGHT,
	  MIDNIGHT + 2 * DAY },
	{ "one day", " 2026-11-25 .. 2026-11-25 ", "UTC", MIDNIGHT,
	  MIDNIGHT + DAY },
	{ "from now on", "..2026-11-25", "UTC", NOW, MIDNIGHT + DAY },
	{ "days begin where the agent is", "2026-11-25..2026-11-25",
	  "Europe/Berlin", MIDNIGHT - 3600, MIDNIGHT + DAY - 3600 },
	{ "a year's end", "2026-11-25..2026-12-31", "UTC", MIDNIGHT,
	  MIDNIGHT + 37 * DAY },
	{ "it is over", "2026-11-20..2026-11-23", "UTC", 0, 0 },
	{ "backwards", "2026-12-02..2026-12-01", "UTC", 0, 0 },
	{ "no such day", "2026-11-25..2026-11-31", "UTC", 0, 0 },
	{ "no end", "2026-11-25..", "UTC", 0, 0 },
	{ "one day alone", "2026-11-25", "UTC", 0, 0 },
	{ "words", "monday..friday", "UTC", 0, 0 },
	{ "nothing", "", "UTC", 0, 0 },
};

static void
test_absence_read(void **state)
{
	struct absence got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		bool is = absence_read(slice_of(cases[i].words), NOW,
		    cases[i].zone, &got);

		assert_case_int(cases[i].name, is, cases[i].until != 0);
		if (!is)
			continue;
		assert_case_int(cases[i].name, got.from, cases[i].from);
		assert_case_int(cases[i].name, got.until, cases[i].until);
	}
}

static void
test_absence_deputy(void **state)
{
	struct absence items[] = {
		{ 1, 10, 20, 2 }, { 2, 15, 20, 3 }, { 3, 18, 20, 1 },
		{ 4, 10, 20, 4 }, { 5, 10, 20, 0 },
	};
	const struct absences all = { items, ARRAY_LEN(items) };
	static const struct {
		const char *name;
		int64_t person, at, want;
	} rows[] = {
		{ "not yet", 1, 9, 0 },
		{ "from then", 1, 10, 2 },
		{ "until then", 1, 19, 0 }, /* a circle by now */
		{ "over", 1, 20, 0 },
		{ "the deputy is away, too", 1, 16, 3 },
		{ "a circle has nobody", 2, 19, 0 },
		{ "themselves", 4, 12, 0 },
		{ "nobody", 5, 12, 0 },
		{ "who is always here", 6, 12, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_case_int(rows[i].name, absences_deputy(&all,
		    rows[i].person, rows[i].at), rows[i].want);
}

static void
test_absence_kept(void **state)
{
	struct arena arena = ARENA_INIT;
	struct absence absence = { 7, 10, 20, 3 }, got = { .person_id = 7 };

	(void)state;
	assert_true(absence_parse(absence_text(&absence, &arena), &got));
	assert_int_equal(got.from, 10);
	assert_int_equal(got.until, 20);
	assert_int_equal(got.deputy_id, 3);
	assert_false(absence_parse(SLICE("10 20"), &got));
	assert_false(absence_parse(SLICE("x 20 3"), &got));
	assert_false(absence_parse(SLICE_EMPTY, &got));
	arena_free(&arena);
}

static const struct {
	const char *name, *key, *value;
	const char *want; /* NULL: it is none */
} keys[] = {
	{ "a signature", "signature", " Kim\nPrinting ", "Kim\nPrinting" },
	{ "without its mark", "Signature", "-- \nKim", "Kim" },
	{ "not too long", "signature", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11",
	  NULL },
	{ "nothing hidden", "signature", "Kim\x1b[2J", NULL },
	{ "something", "signature", "--", NULL },
	{ "hours", "hours", "mon-fri 9-17:30, sat 10-13",
	  "mon-fri 9-17:30, sat 10-13" },
	{ "over the week's end", "hours", "sat-mon 9-12", "sat-mon 9-12" },
	{ "hours that overlap", "hours", "mon 9-17, mon 16-18", NULL },
	{ "no days", "hours", "9-17", NULL },
	{ "a number", "call", "+49 30 1234", "+49 30 1234" },
	{ "none", "call", "the front desk", NULL },
};

static void
test_absence_agent_keys(void **state)
{
	struct arena arena = ARENA_INIT;
	struct slice out;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const struct agent_key *key =
		    agent_key_find(slice_of(keys[i].key));
		bool is = key->tidy(slice_of(keys[i].value), &arena, &out);

		assert_case_int(keys[i].name, is, keys[i].want != NULL);
		if (is)
			assert_case_slice(keys[i].name, out,
			    slice_of(keys[i].want));
	}
	assert_null(agent_key_find(SLICE("phone")));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_absence_read),
		cmocka_unit_test(test_absence_deputy),
		cmocka_unit_test(test_absence_kept),
		cmocka_unit_test(test_absence_agent_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
