/* Schema steps: applied once, in order, recorded; a newer one is refused. */
#include "scratch.h"

#include "base/clock.h"
#include "store/schema.h"

static const struct sql step_count = { "SELECT count(*) FROM schema_step" };
static const struct sql first_step = {
	"SELECT name, at FROM schema_step ORDER BY name LIMIT 1"
};

static int
setup(void **state)
{
	struct scratch	*scratch;
	struct fail	 why = FAIL_INIT;

	if (scratch_setup(state) < 0)
		return -1;
	scratch = *state;
	assert_ok(db_open(&scratch->db, scratch->path, DB_CREATE, &why), &why);
	return 0;
}

static void
test_schema_fresh(void **state)
{
	static const struct {
		const char	*name;
		enum schema	 schema;
		const char	*first;
		struct sql	 sql; /* of a table that must be there */
	} cases[] = {
		{ "the desk", SCHEMA_DESK, "0001-desk.sql",
		  { "SELECT count(*) FROM ticket" } },
		{ "the archive", SCHEMA_ARCHIVE, "archive-0001-message.sql",
		  { "SELECT count(*) FROM message" } },
	};
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;

	clock_set(1790000000);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char	*name = cases[i].name;
		char		 path[PATH_MAX];
		struct arena	 arena = ARENA_INIT;
		struct db_stmt	*stmt;
		struct db	*db;

		case_path(path, scratch->folder, cases[i].first);
		assert_ok(db_open(&db, path, DB_CREATE, &why), &why);
		assert_case_int(name, schema_expect(db, cases[i].schema, &why),
		    -1);
		assert_case_int("what is not there yet may come", why.kind,
		    FAIL_RETRY);
		assert_ok(schema_apply(db, cases[i].schema, &why), &why);
		assert_ok(schema_expect(db, cases[i].schema, &why), &why);
		assert_case_int(name, scratch_int(db, &cases[i].sql), 0);

		stmt = db_use(db, &first_step);
		assert_case_int(name, db_step(stmt, &why), 1);
		assert_case_slice(name, db_text(stmt, 0, &arena),
		    slice_of(cases[i].first));
		assert_case_int(name, db_int(stmt, 1), 1790000000);
		db_done(stmt);
		arena_free(&arena);
		db_close(db);
	}
	clock_set(-1);
}

static void
test_schema_twice(void **state)
{
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct fail	 why = FAIL_INIT;
	int64_t		 steps;

	assert_ok(schema_apply(db, SCHEMA_DESK, &why), &why);
	steps = scratch_int(db, &step_count);
	assert_true(steps > 0);
	assert_ok(schema_apply(db, SCHEMA_DESK, &why), &why);
	assert_int_equal(scratch_int(db, &step_count), steps);
	assert_false(db_in_transaction(db));
}

static void
test_schema_newer(void **state)
{
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct fail	 why = FAIL_INIT;

	assert_ok(schema_apply(db, SCHEMA_DESK, &why), &why);
	scratch_script(db, "INSERT INTO schema_step (name, at)"
	    " VALUES ('9999-web.sql', 1)");
	assert_int_equal(schema_expect(db, SCHEMA_DESK, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_int_equal(schema_apply(db, SCHEMA_DESK, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_non_null(strstr(why.text, "newer"));
	assert_non_null(strstr(why.text, "9999-web.sql"));
	assert_non_null(strstr(why.text, scratch->path));
	assert_false(db_in_transaction(db));
}

static void
test_schema_of_the_other(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;

	assert_ok(schema_apply(scratch->db, SCHEMA_ARCHIVE, &why), &why);
	assert_int_equal(schema_apply(scratch->db, SCHEMA_DESK, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
}

static void
test_schema_step_that_fails(void **state)
{
	static const struct sql is_there = {
		"SELECT count(*) FROM sqlite_schema WHERE name = 'person'"
	};
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct fail	 why = FAIL_INIT;

	/* A table of the step is there already, though the step is not. */
	scratch_script(db, "CREATE TABLE letter (id INTEGER)");
	assert_int_equal(schema_apply(db, SCHEMA_DESK, &why), -1);
	assert_non_null(strstr(why.text, "0001-desk.sql"));
	assert_non_null(strstr(why.text, "letter"));
	assert_case_int("all of a step or nothing",
	    scratch_int(db, &is_there), 0);

	scratch_script(db, "DROP TABLE letter");
	assert_ok(schema_apply(db, SCHEMA_DESK, &why), &why);
	assert_int_equal(scratch_int(db, &is_there), 1);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_schema_fresh),
		TEST(test_schema_twice),
		TEST(test_schema_newer),
		TEST(test_schema_of_the_other),
		TEST(test_schema_step_that_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
