/* What failures mean: the message's fault, to be waited out, or the end. */
#include "scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const char schema[] =
    "CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;"
    "CREATE TABLE thing (id INTEGER PRIMARY KEY, kind TEXT NOT NULL"
    " CHECK (kind IN ('a', 'b')), number INTEGER UNIQUE,"
    " parent INTEGER REFERENCES parent (id), bytes BLOB) STRICT;"
    "CREATE VIRTUAL TABLE words USING fts5 (text);"
    "INSERT INTO thing (id, kind, number) VALUES (1, 'a', 1);";

static const struct sql put_bytes = {
	"INSERT INTO thing (kind, bytes) VALUES ('a', ?1)"
};
static const struct sql count = { "SELECT count(*) FROM thing" };

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

static int
put(struct db *db, size_t size, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &put_bytes);

	db_bind_zeroes(stmt, 1, (int64_t)size);
	return db_run(stmt, why);
}

static void
test_db_trouble_of_messages(void **state)
{
	static const struct {
		const char	*name;
		struct sql	 sql;
		const char	*said;
	} cases[] = {
		{ "a word that is not in the closed set",
		  { "INSERT INTO thing (kind) VALUES ('c')" }, "CHECK" },
		{ "the same once more",
		  { "INSERT INTO thing (kind, number) VALUES ('a', 1)" },
		  "UNIQUE constraint failed: thing.number" },
		{ "nothing where something must be",
		  { "INSERT INTO thing (kind) VALUES (NULL)" }, "NOT NULL" },
		{ "a text where a number must be",
		  { "INSERT INTO thing (kind, number) VALUES ('a', 'x')" },
		  "cannot store TEXT" },
		{ "a reference to nothing",
		  { "INSERT INTO thing (kind, parent) VALUES ('a', 9)" },
		  "FOREIGN KEY" },
		{ "a search that full text cannot read",
		  { "SELECT text FROM words WHERE words MATCH '\"'" },
		  "unterminated" },
	};
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct fail	 why = FAIL_INIT;

	assert_int_equal(db_trouble(db), DB_FINE);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *name = cases[i].name;

		assert_ok(db_begin(db, &why), &why);
		assert_case_int(name, db_trouble(db), DB_FINE);
		assert_case_int(name, db_run(db_use(db, &cases[i].sql), &why),
		    -1);
		assert_case_int(name, why.kind, FAIL_REFUSE);
		assert_case_int(name, db_trouble(db), DB_MESSAGE);
		assert_case_true(name, strstr(why.text, cases[i].said) != NULL);
		assert_case_true(name, strstr(why.text, scratch->path) != NULL);
		assert_case_true(name, db_in_transaction(db));
		assert_ok(db_commit(db, &why), &why);
	}
	assert_int_equal(scratch_int(db, &count), 1);
}

static void
test_db_trouble_full(void **state)
{
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct fail	 why = FAIL_INIT;

	scratch_script(db, "PRAGMA max_page_count = 40");
	assert_ok(db_begin(db, &why), &why);
	assert_ok(put(db, 10, &why), &why);
	assert_ok(db_savepoint(db, &why), &why);
	assert_int_equal(put(db, 1000000, &why), -1);
	assert_int_equal(why.kind, FAIL_RETRY);
	assert_int_equal(db_trouble(db), DB_WAIT);
	assert_non_null(strstr(why.text, "full"));

	/* The savepoint went with the transaction. */
	assert_false(db_in_transaction(db));
	assert_int_equal(db_rollback_to(db, &why), -1);
	assert_int_equal(why.kind, FAIL_RETRY);
	assert_int_equal(db_savepoint(db, &why), -1);
	assert_int_equal(db_commit(db, &why), -1);
	assert_int_equal(why.kind, FAIL_RETRY);
	assert_int_equal(db_trouble(db), DB_WAIT);
	assert_int_equal(scratch_int(db, &count), 1);

	/* With room again all is well. */
	scratch_script(db, "PRAGMA max_page_count = 4000");
	assert_ok(db_begin(db, &why), &why);
	assert_int_equal(db_trouble(db), DB_FINE);
	assert_ok(put(db, 1000000, &why), &why);
	assert_ok(db_commit(db, &why), &why);
	assert_int_equal(scratch_int(db, &count), 2);
}

/*
 * A limit on the size of files stands for the disk that refuses a write.  The
 * exit status says how far the child got.
 */
static int
write_past_the_limit(const char *path)
{
	struct rlimit	 limit = { 200000, 200000 };
	struct fail	 why = FAIL_INIT;
	struct db	*db;

	if (db_open(&db, path, DB_WRITE, &why) < 0)
		return 1;
	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) < 0 || db_begin(db, &why) < 0)
		return 2;
	if (put(db, 10, &why) < 0 || put(db, 1000000, &why) < 0)
		return 3;
	if (db_commit(db, &why) == 0)
		return 4;
	if (db_trouble(db) != DB_SYNC || why.kind != FAIL_SYNC)
		return 5;
	if (db_in_transaction(db) || strstr(why.text, "I/O error") == NULL)
		return 6;
	/* It stays, whatever succeeds afterwards. */
	if (db_begin(db, &why) < 0 || db_trouble(db) != DB_SYNC)
		return 7;
	db_close(db);
	return 0;
}

static void
test_db_trouble_write_error(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	int		 status;
	pid_t		 child;

	db_close(scratch->db);
	scratch->db = NULL;
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(write_past_the_limit(scratch->path));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_ok(db_open(&scratch->db, scratch->path, DB_WRITE, &why), &why);
	assert_ok(db_check(scratch->db, true, &why), &why);
	assert_int_equal(scratch_int(scratch->db, &count), 1);
	scratch_script(scratch->db, "INSERT INTO thing (kind) VALUES ('b')");
}

static void
damage(struct scratch *scratch, off_t from, size_t len)
{
	char	noise[8192];
	int	fd;

	db_close(scratch->db);
	scratch->db = NULL;
	scratch_checkpoint(scratch);
	memset(noise, 0x55, sizeof(noise));
	assert_true(len <= sizeof(noise));
	fd = open(scratch->path, O_WRONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, noise, len, from), len);
	close(fd);
}

static void
test_db_trouble_damaged(void **state)
{
	static const struct sql all = { "SELECT kind, bytes FROM thing" };
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;

	assert_ok(db_check(scratch->db, true, &why), &why);
	assert_ok(db_check(scratch->db, false, &why), &why);
	/* The roots of the tables, not the schema on the first page. */
	damage(scratch, 4096, 8192);
	assert_ok(db_open(&scratch->db, scratch->path, DB_WRITE, &why), &why);
	assert_int_equal(db_check(scratch->db, true, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_int_equal(db_trouble(scratch->db), DB_CORRUPT);
	assert_non_null(strstr(why.text, scratch->path));
	assert_int_equal(db_check(scratch->db, false, &why), -1);
	assert_int_equal(db_run(db_use(scratch->db, &all), &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
}

static void
test_db_trouble_reference_to_nothing(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	sqlite3		*handle;

	/* As somebody with sqlite3 leaves it, who checks no references. */
	assert_int_equal(sqlite3_open(scratch->path, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle,
	    "PRAGMA foreign_keys = OFF; UPDATE thing SET parent = 77", NULL,
	    NULL, NULL), SQLITE_OK);
	sqlite3_close(handle);
	assert_ok(db_check(scratch->db, true, &why), &why);
	assert_int_equal(db_check(scratch->db, false, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_non_null(strstr(why.text,
	    "a row of thing refers to a missing one of parent"));
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, setup, scratch_teardown)

static const struct sql endless = {
	"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
	" SELECT count(*) FROM n"
};

/* A question that is given up takes nothing with it. */
static void
test_db_trouble_of_hurry(void **state)
{
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct fail	 why = FAIL_INIT;

	assert_ok(db_begin(db, &why), &why);
	assert_ok(put(db, 1, &why), &why);
	db_hurry(db, 20);
	assert_int_equal(db_step(db_use(db, &endless), &why), -1);
	assert_int_equal(why.kind, FAIL_REFUSE);
	assert_non_null(strstr(why.text, "takes too long"));
	assert_int_equal(db_trouble(db), DB_MESSAGE);
	db_hurry(db, 0);
	assert_true(db_in_transaction(db));
	assert_ok(put(db, 1, &why), &why);
	assert_ok(db_commit(db, &why), &why);
	assert_int_equal(scratch_int(db, &count), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_db_trouble_of_messages),
		TEST(test_db_trouble_full),
		TEST(test_db_trouble_write_error),
		TEST(test_db_trouble_damaged),
		TEST(test_db_trouble_reference_to_nothing),
		TEST(test_db_trouble_of_hurry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
