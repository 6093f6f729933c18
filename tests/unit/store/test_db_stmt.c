/* Statements and blobs: what goes in comes out, and every read ends. */
#include "scratch.h"

#include <stdio.h>

static const char schema[] =
    "CREATE TABLE thing (id INTEGER PRIMARY KEY, number INTEGER, text TEXT,"
    " bytes BLOB) STRICT;"
    "-- the end\n";

static const struct sql put = {
	"INSERT INTO thing (id, number, text, bytes) VALUES (?1, ?2, ?3, ?4)"
};
static const struct sql get = {
	"SELECT number, text, bytes FROM thing WHERE id = ?1"
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
	scratch_script(scratch->db, schema);
	return 0;
}

static void
test_db_stmt_round_trip(void **state)
{
	static const struct {
		const char	*name;
		int64_t		 number;
		struct slice	 text, bytes;
	} cases[] = {
		{ "the smallest", INT64_MIN, SLICE_INIT(""), SLICE_INIT("") },
		{ "the largest", INT64_MAX, SLICE_INIT("\xc3\xa4"),
		  SLICE_INIT("\0\xff") },
		{ "a NUL in a text", 0, SLICE_INIT("a\0b"), SLICE_INIT("x") },
		{ "empty is not NULL, wherever it points", -1, { NULL, 0 },
		  { NULL, 0 } },
		{ "bytes that are no UTF-8 come back as they were", 1,
		  SLICE_INIT("\xff\xc3"), SLICE_INIT("y") },
	};
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct arena	 arena = ARENA_INIT;
	struct fail	 why = FAIL_INIT;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char	*name = cases[i].name;
		struct db_stmt	*stmt;

		assert_ok(db_begin(db, &why), &why);
		stmt = db_use(db, &put);
		db_bind_int(stmt, 1, (int64_t)i + 1);
		db_bind_int(stmt, 2, cases[i].number);
		db_bind_text(stmt, 3, cases[i].text);
		db_bind_blob(stmt, 4, cases[i].bytes);
		assert_ok(db_run(stmt, &why), &why);
		assert_ok(db_commit(db, &why), &why);

		stmt = db_use(db, &get);
		db_bind_int(stmt, 1, (int64_t)i + 1);
		assert_case_int(name, db_step(stmt, &why), 1);
		assert_case_int(name, db_int(stmt, 0), cases[i].number);
		assert_case_true(name, !db_is_null(stmt, 1));
		assert_case_slice(name, db_text(stmt, 1, &arena),
		    cases[i].text);
		assert_case_true(name, !db_is_null(stmt, 2));
		assert_case_slice(name, db_blob(stmt, 2, &arena),
		    cases[i].bytes);
		assert_case_int(name, db_step(stmt, &why), 0);
	}
	arena_free(&arena);
}

static void
test_db_stmt_null(void **state)
{
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct arena	 arena = ARENA_INIT;
	struct fail	 why = FAIL_INIT;
	struct db_stmt	*stmt;

	assert_ok(db_begin(db, &why), &why);
	stmt = db_use(db, &put);
	db_bind_int(stmt, 1, 1);
	db_bind_id(stmt, 2, 0);
	db_bind_text_or_null(stmt, 3, SLICE(""));
	db_bind_null(stmt, 4);
	assert_ok(db_run(stmt, &why), &why);
	assert_ok(db_commit(db, &why), &why);

	stmt = db_use(db, &get);
	db_bind_id(stmt, 1, 1);
	assert_int_equal(db_step(stmt, &why), 1);
	for (int column = 0; column < 3; column++)
		assert_true(db_is_null(stmt, column));
	assert_int_equal(db_int(stmt, 0), 0);
	assert_false(db_bool(stmt, 0));
	assert_int_equal(db_text(stmt, 1, &arena).len, 0);
	assert_int_equal(db_blob(stmt, 2, &arena).len, 0);
	db_done(stmt);
	db_done(stmt);
	arena_free(&arena);
}

static void
test_db_stmt_bindings_do_not_stay(void **state)
{
	static const struct sql said = { "SELECT ?1, ?2" };
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	struct db_stmt	*stmt = db_use(scratch->db, &said);

	db_bind_int(stmt, 1, 7);
	db_bind_word(stmt, 2, "secret");
	assert_int_equal(db_step(stmt, &why), 1);
	db_done(stmt);
	stmt = db_use(scratch->db, &said);
	assert_int_equal(db_step(stmt, &why), 1);
	assert_true(db_is_null(stmt, 0));
	assert_true(db_is_null(stmt, 1));
	db_done(stmt);
}

static void
test_db_stmt_cached(void **state)
{
	static struct sql	 many[500];
	static char		 texts[ARRAY_LEN(many)][32];
	static struct db_stmt	*first[ARRAY_LEN(many)];
	struct scratch		*scratch = *state;
	struct fail		 why = FAIL_INIT;

	for (size_t round = 0; round < 2; round++) {
		for (size_t i = 0; i < ARRAY_LEN(many); i++) {
			struct db_stmt *stmt;

			snprintf(texts[i], sizeof(texts[i]), "SELECT %zu", i);
			many[i].text = texts[i];
			stmt = db_use(scratch->db, &many[i]);
			assert_int_equal(db_step(stmt, &why), 1);
			assert_int_equal(db_int(stmt, 0), i);
			db_done(stmt);
			if (round == 0)
				first[i] = stmt;
			else
				assert_ptr_equal(stmt, first[i]);
		}
	}
}

static void
test_db_stmt_two_at_once(void **state)
{
	static const struct sql outer = { "SELECT 1 UNION ALL SELECT 2" };
	static const struct sql inner = { "SELECT ?1 + 10" };
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	struct db_stmt	*rows = db_use(scratch->db, &outer);
	int64_t		 sum = 0;

	while (db_step(rows, &why) > 0) {
		struct db_stmt *stmt = db_use(scratch->db, &inner);

		db_bind_int(stmt, 1, db_int(rows, 0));
		assert_int_equal(db_step(stmt, &why), 1);
		sum += db_int(stmt, 0);
		db_done(stmt);
	}
	assert_int_equal(sum, 23);
}

static void
test_db_stmt_bind_error_is_remembered(void **state)
{
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct fail	 why = FAIL_INIT;
	struct db_stmt	*stmt;

	assert_ok(db_begin(db, &why), &why);
	stmt = db_use(db, &put);
	db_bind_int(stmt, 1, 1);
	/* The engine says no before it looks at the bytes. */
	db_bind_text(stmt, 3, slice_make("x", (size_t)3 << 30));
	db_bind_blob(stmt, 4, SLICE("fine"));
	assert_int_equal(db_run(stmt, &why), -1);
	assert_int_equal(why.kind, FAIL_REFUSE);
	assert_int_equal(db_trouble(db), DB_MESSAGE);
	assert_non_null(strstr(why.text, "too big"));
	assert_non_null(strstr(why.text, scratch->path));

	stmt = db_use(db, &put);
	db_bind_int(stmt, 1, 1);
	assert_ok(db_run(stmt, &why), &why);
	assert_ok(db_commit(db, &why), &why);
}

static void
test_db_stmt_not_to_be_prepared(void **state)
{
	static const struct sql unknown = { "SELECT a FROM elsewhere" };
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	struct db_stmt	*stmt = db_use(scratch->db, &unknown);

	db_bind_int(stmt, 1, 1);
	db_bind_text(stmt, 2, SLICE("x"));
	assert_int_equal(db_step(stmt, &why), -1);
	db_done(stmt);
	assert_non_null(strstr(why.text, "no such table: elsewhere"));
	assert_case_int("no mail is to blame", why.kind, FAIL_RETRY);
	assert_int_equal(db_trouble(scratch->db), DB_WAIT);

	/* Once it is there the same statement works. */
	scratch_script(scratch->db, "CREATE TABLE elsewhere (a INTEGER)");
	assert_int_equal(db_step(db_use(scratch->db, &unknown), &why), 0);
}

static void
test_db_stmt_one_only(void **state)
{
	static const struct {
		const char	*name, *text;
		int		 want;
	} cases[] = {
		{ "a statement", "SELECT 1", 0 },
		{ "with blanks behind", "SELECT 1; \n\t", 0 },
		{ "two of them", "SELECT 1; SELECT 2", -1 },
		{ "none", "-- nothing", -1 },
		{ "nothing that SQL knows", "SELEKT 1", -1 },
	};
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_int(cases[i].name, db_prepare_check(scratch->db,
		    cases[i].text, &why), cases[i].want);
}

static void
test_db_stmt_script_stops(void **state)
{
	static const struct sql count = { "SELECT count(*) FROM thing" };
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct fail	 why = FAIL_INIT;

	assert_ok(db_begin(db, &why), &why);
	assert_int_equal(db_script(db, "INSERT INTO thing (id) VALUES (1);"
	    " INSERT INTO thing (id) VALUES (1);"
	    " INSERT INTO thing (id) VALUES (2)", &why), -1);
	assert_int_equal(scratch_int(db, &count), 1);
	db_rollback(db);
	assert_int_equal(scratch_int(db, &count), 0);
}

static void
test_db_blob_pieces(void **state)
{
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct fail	 why = FAIL_INIT;
	struct db_stmt	*stmt;
	struct db_blob	*blob;
	char		 got[6];

	assert_ok(db_begin(db, &why), &why);
	stmt = db_use(db, &put);
	db_bind_int(stmt, 1, 5);
	db_bind_zeroes(stmt, 4, 100000);
	assert_ok(db_run(stmt, &why), &why);
	assert_ok(db_blob_open(db, "thing", "bytes", 5, true, &blob, &why),
	    &why);
	assert_int_equal(db_blob_size(blob), 100000);
	assert_ok(db_blob_write(blob, 0, SLICE("abc"), &why), &why);
	assert_ok(db_blob_write(blob, 99997, SLICE("xyz"), &why), &why);
	assert_case_int("a blob does not grow",
	    db_blob_write(blob, 99998, SLICE("xyz"), &why), -1);
	db_blob_close(blob);
	assert_ok(db_commit(db, &why), &why);

	assert_ok(db_blob_open(db, "thing", "bytes", 5, false, &blob, &why),
	    &why);
	assert_ok(db_blob_read(blob, 0, got, 6, &why), &why);
	assert_memory_equal(got, "abc\0\0\0", 6);
	assert_ok(db_blob_read(blob, 99994, got, 6, &why), &why);
	assert_memory_equal(got, "\0\0\0xyz", 6);
	db_blob_close(blob);
	db_blob_close(NULL);

	assert_int_equal(db_blob_open(db, "thing", "bytes", 6, false, &blob,
	    &why), -1);
	assert_null(blob);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_db_stmt_round_trip),
		TEST(test_db_stmt_null),
		TEST(test_db_stmt_bindings_do_not_stay),
		TEST(test_db_stmt_cached),
		TEST(test_db_stmt_two_at_once),
		TEST(test_db_stmt_bind_error_is_remembered),
		TEST(test_db_stmt_not_to_be_prepared),
		TEST(test_db_stmt_one_only),
		TEST(test_db_stmt_script_stops),
		TEST(test_db_blob_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
