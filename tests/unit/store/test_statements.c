/*
 * Every statement of the store, taken from its sources, against the schema that
 * the steps make: a misspelt column is found here, not at three in the morning.
 */
#include "scratch.h"

#include "base/ascii.h"
#include "store/schema.h"

static const struct {
	const char	*file;
	const char	*name;
	const char	*text;
} statements[] = {
#include "sql_statements.h"
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

/* Files of the engine work on both. */
static bool
belongs(const char *file, enum schema schema)
{
	struct slice	name = slice_of(file);
	bool		is_archive = slice_starts(name, SLICE("archive"));

	if (slice_starts(name, SLICE("db")) || slice_eq(name,
	    SLICE("schema.c")))
		return true;
	return is_archive == (schema == SCHEMA_ARCHIVE);
}

static void
prepare_all(struct db *db, enum schema schema)
{
	struct fail	why = FAIL_INIT;
	size_t		bad = 0;

	assert_ok(schema_apply(db, schema, &why), &why);
	for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
		if (!belongs(statements[i].file, schema))
			continue;
		if (db_prepare_check(db, statements[i].text, &why) == 0)
			continue;
		print_error("%s: %s: %s\n", statements[i].file,
		    statements[i].name, why.text);
		bad++;
	}
	assert_case_int("statements that cannot be prepared", bad, 0);
}

static void
test_statements_desk(void **state)
{
	struct scratch *scratch = *state;

	prepare_all(scratch->db, SCHEMA_DESK);
}

static void
test_statements_archive(void **state)
{
	struct scratch *scratch = *state;

	prepare_all(scratch->db, SCHEMA_ARCHIVE);
}

/* A star that stands for columns: behind SELECT, a comma, or a table's dot. */
static bool
has_star(struct slice sql)
{
	bool expects_column = false;

	for (size_t i = 0; i < sql.len; i++) {
		char c = sql.data[i];

		if (ascii_is_space(c))
			continue;
		if (c == '*' && expects_column)
			return true;
		expects_column = c == ',' || c == '.' ||
		    slice_ends_nocase(slice_head(sql, i + 1),
			SLICE("SELECT")) ||
		    slice_ends_nocase(slice_head(sql, i + 1),
			SLICE("RETURNING")) ||
		    slice_ends_nocase(slice_head(sql, i + 1),
			SLICE("DISTINCT"));
	}
	return false;
}

static void
test_statements_list_their_columns(void **state)
{
	static const struct {
		const char	*name;
		struct slice	 sql;
		bool		 want;
	} cases[] = {
		{ "all columns", SLICE_INIT("SELECT * FROM t"), true },
		{ "of a table", SLICE_INIT("SELECT a, t . * FROM t"), true },
		{ "returned", SLICE_INIT("INSERT INTO t DEFAULT VALUES"
		  " RETURNING\n*"), true },
		{ "in a query inside", SLICE_INIT("SELECT (select  * FROM t)"),
		  true },
		{ "a count of rows", SLICE_INIT("SELECT count(*) FROM t"),
		  false },
		{ "a product", SLICE_INIT("SELECT 2 * a FROM t"), false },
	};
	size_t bad = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_int(cases[i].name, has_star(cases[i].sql),
		    cases[i].want);
	for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
		if (!has_star(slice_of(statements[i].text)))
			continue;
		print_error("%s: %s: lists no columns: %s\n",
		    statements[i].file, statements[i].name,
		    statements[i].text);
		bad++;
	}
	assert_case_int("statements with a star", bad, 0);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_statements_desk),
		TEST(test_statements_archive),
		cmocka_unit_test(test_statements_list_their_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
