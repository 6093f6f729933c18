/* What an agent takes back: the desk took a person for a machine. */
#include "line_case.h"

#include "app/brake.h"
#include "store/counters.h"

static int64_t
count(struct line *line, const char *kind, const char *address)
{
	int64_t seen;

	line_ok(counters_since(line->desk.db, kind, slice_of(address), 0,
	    &seen, why));
	return seen;
}

static void
test_brake_forgive_reflexes(void **state)
{
	static const char *const kinds[] = { "reflex", "ack-row" };
	struct line line;
	struct db *db;

	(void)state;
	line_open(&line);
	db = line.desk.db;
	line_ok(db_begin(db, why));
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		line_ok(counters_add(db, kinds[i], SLICE("ann@x.test"),
		    LINE_START, why));
		line_ok(counters_add(db, kinds[i], SLICE("bob@x.test"),
		    LINE_START, why));
	}
	line_ok(brake_forgive(&line.desk, SLICE("ann@x.test"), why));
	line_ok(db_commit(db, why));
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		assert_case_int(kinds[i], count(&line, kinds[i], "ann@x.test"),
		    0);
		assert_case_int("nobody else is forgiven",
		    count(&line, kinds[i], "bob@x.test"), 1);
	}
	line_close(&line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_brake_forgive_reflexes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
