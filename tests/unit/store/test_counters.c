/* Things counted in windows of time. */
#include "desk_case.h"

#include "store/counters.h"

static const struct sql how_many = {
	"SELECT count(*) FROM counted"
};

static void
add(struct desk_case *desk, const char *kind, const char *key, int64_t at)
{
	assert_ok(counters_add(desk->db, kind, slice_of(key), at, &desk->why),
	    &desk->why);
}

static int64_t
since(struct desk_case *desk, const char *kind, const char *key, int64_t at)
{
	int64_t count = -1;

	assert_ok(counters_since(desk->db, kind, slice_of(key), at, &count,
	    &desk->why), &desk->why);
	return count;
}

static void
test_counters_since(void **state)
{
	static const struct {
		const char *name;
		const char *kind;
		const char *key;
		int64_t since;
		int64_t want;
	} cases[] = {
		{ "all in the window", "ack", "a@x", NOW - HOUR, 3 },
		{ "the window's first second is inside", "ack", "a@x", NOW, 2 },
		{ "another key", "ack", "b@x", NOW - HOUR, 1 },
		{ "another kind", "auto", "a@x", NOW - HOUR, 1 },
		{ "an unknown key", "ack", "c@x", 0, 0 },
		{ "what a wrong clock wrote counts as now", "far", "a@x", NOW,
		  1 },
	};
	struct desk_case *desk = *state;

	add(desk, "ack", "a@x", NOW - 2 * HOUR);
	add(desk, "ack", "a@x", NOW - HOUR);
	add(desk, "ack", "a@x", NOW);
	add(desk, "ack", "a@x", NOW);
	add(desk, "ack", "b@x", NOW);
	add(desk, "auto", "a@x", NOW);
	add(desk, "far", "a@x", NOW + 1000 * HOUR);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_int(cases[i].name, since(desk, cases[i].kind,
		    cases[i].key, cases[i].since), cases[i].want);
}

/* So that a flood does not make each of its messages dearer than the last. */
static void
test_counters_of_one_second(void **state)
{
	struct desk_case *desk = *state;

	for (int i = 0; i < 5; i++)
		add(desk, "ack", "all", NOW);
	assert_case_int("all are counted", since(desk, "ack", "all", NOW), 5);
	assert_case_int("in one row", scratch_int(desk->db, &how_many), 1);
}

static void
test_counters_clear(void **state)
{
	struct desk_case *desk = *state;

	add(desk, "ack-row", "a@x", NOW);
	add(desk, "ack-row", "b@x", NOW);
	add(desk, "ack", "a@x", NOW);
	assert_ok(counters_clear(desk->db, "ack-row", SLICE("a@x"),
	    &desk->why), &desk->why);
	assert_case_int("cleared", since(desk, "ack-row", "a@x", 0), 0);
	assert_case_int("not the other key", since(desk, "ack-row", "b@x", 0),
	    1);
	assert_case_int("nor the other kind", since(desk, "ack", "a@x", 0), 1);
}

static void
test_counters_prune(void **state)
{
	struct desk_case *desk = *state;

	assert_ok(counters_add_lasting(desk->db, "ack-row", SLICE("a@x"), 1,
	    &desk->why), &desk->why);
	for (int i = 0; i < 600; i++)
		add(desk, "ack", "a@x", NOW - i);
	assert_ok(counters_prune(desk->db, NOW - 9, &desk->why), &desk->why);
	assert_case_int("a call is short", scratch_int(desk->db, &how_many),
	    101);
	assert_case_int("what is in time stays", since(desk, "ack", "a@x",
	    NOW - 9), 10);
	assert_ok(counters_prune(desk->db, NOW - 9, &desk->why), &desk->why);
	assert_case_int("in the end all is gone", scratch_int(desk->db,
	    &how_many), 11);
	assert_case_int("but what lasts", since(desk, "ack-row", "a@x", 0), 1);
}

static void
test_counters_settle(void **state)
{
	struct desk_case *desk = *state;

	add(desk, "ack", "a@x", NOW + 1000 * HOUR);
	add(desk, "ack", "a@x", NOW + 1000 * HOUR);
	add(desk, "ack", "a@x", NOW + 2000 * HOUR);
	add(desk, "ack", "a@x", NOW + HOUR);
	add(desk, "ack", "a@x", NOW);
	add(desk, "ack", "a@x", NOW - 5);
	add(desk, "ack", "b@x", NOW + 1000 * HOUR);
	assert_ok(counters_settle(desk->db, NOW, &desk->why), &desk->why);
	assert_case_int("what was far ahead is now, and will grow old",
	    since(desk, "ack", "a@x", NOW + 1), 1);
	assert_case_int("nothing is lost", since(desk, "ack", "a@x", NOW - 5),
	    6);
	assert_case_int("nor of another key", since(desk, "ack", "b@x", NOW),
	    1);
}

/* Counting more than any limit would only make a flood dearer. */
static void
test_counters_most(void **state)
{
	static const struct sql flood = {
		"WITH RECURSIVE n (i) AS"
		" (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10005)"
		" INSERT INTO counted (kind, key, at, lasting)"
		"  SELECT 'ack', 'a@x', i, 0"
		"  FROM n"
	};
	struct desk_case *desk = *state;

	scratch_run(desk->db, &flood);
	assert_int_equal(since(desk, "ack", "a@x", 0), COUNTERS_MOST);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_counters_since),
		DESK_TEST(test_counters_of_one_second),
		DESK_TEST(test_counters_clear),
		DESK_TEST(test_counters_prune),
		DESK_TEST(test_counters_settle),
		DESK_TEST(test_counters_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
