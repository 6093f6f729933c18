/* The database's handle: opening, transactions, savepoints, what may not be. */
#include "scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct sql make_item = {
	"CREATE TABLE item (id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" name TEXT NOT NULL UNIQUE) STRICT"
};
static const struct sql add_item = { "INSERT INTO item (name) VALUES (?1)" };
static const struct sql count_items = { "SELECT count(*) FROM item" };
static const struct sql all_items = { "SELECT name FROM item ORDER BY id" };

static int
add(struct db *db, const char *name, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add_item);

	db_bind_word(stmt, 1, name);
	return db_run(stmt, why);
}

static int
setup_items(void **state)
{
	struct scratch	*scratch;
	struct fail	 why = FAIL_INIT;

	if (scratch_setup(state) < 0)
		return -1;
	scratch = *state;
	assert_ok(db_open(&scratch->db, scratch->path, DB_CREATE, &why), &why);
	assert_ok(db_begin(scratch->db, &why), &why);
	scratch_run(scratch->db, &make_item);
	assert_ok(db_commit(scratch->db, &why), &why);
	return 0;
}

static mode_t
mode_of(const struct scratch *scratch, const char *suffix)
{
	char		path[PATH_MAX + 16];
	struct stat	info;

	snprintf(path, sizeof(path), "%s%s", scratch->path, suffix);
	if (stat(path, &info) < 0)
		return 0;
	return info.st_mode & 07777;
}

/* Whether another could have the lock now: another descriptor is another. */
static bool
is_free(const struct scratch *scratch)
{
	char	path[PATH_MAX + 16];
	int	fd;
	bool	got;

	snprintf(path, sizeof(path), "%s.write", scratch->path);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	got = flock(fd, LOCK_EX | LOCK_NB) == 0;
	close(fd);
	return got;
}

static void
test_db_open_missing(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;

	assert_int_equal(db_open(&scratch->db, scratch->path, DB_READ, &why),
	    -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_non_null(strstr(why.text, scratch->path));
	assert_int_equal(db_open(&scratch->db, scratch->path, DB_WRITE, &why),
	    -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_null(scratch->db);
	assert_case_int("nothing is left where there was nothing",
	    case_folder_count(scratch->folder), 0);
}

static void
test_db_open_foreign(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	char		 noise[4096];

	memset(noise, 'x', sizeof(noise));
	case_put(scratch->path, slice_make(noise, sizeof(noise)), 0600);
	assert_int_equal(db_open(&scratch->db, scratch->path, DB_WRITE, &why),
	    -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_non_null(strstr(why.text, "not a database"));
	assert_true(is_free(scratch));
	assert_int_equal(db_open(&scratch->db, scratch->path, DB_READ, &why),
	    -1);
	assert_int_equal(why.kind, FAIL_SETUP);
}

static void
test_db_open_not_yet_made(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;

	/* As a reader meets it between the file's birth and its first write. */
	case_put(scratch->path, SLICE(""), 0600);
	assert_int_equal(db_open(&scratch->db, scratch->path, DB_READ, &why),
	    -1);
	assert_int_equal(why.kind, FAIL_RETRY);
}

static void
test_db_open_modes(void **state)
{
	static const struct {
		const char	*suffix;
		mode_t		 mask, want;
	} cases[] = {
		{ "", 07777, 0600 },
		{ "-wal", 07777, 0600 },
		{ "-shm", 07777, 0600 },
		{ ".turn", 0007, 0 },
		{ ".write", 0007, 0 },
	};
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	mode_t		 mask = umask(0);

	assert_ok(db_open(&scratch->db, scratch->path, DB_CREATE, &why), &why);
	scratch_script(scratch->db, "CREATE TABLE t (a INTEGER)");
	umask(mask);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		mode_t got = mode_of(scratch, cases[i].suffix);

		assert_case_true(cases[i].suffix, got != 0);
		assert_case_int(cases[i].suffix, got & cases[i].mask,
		    cases[i].want);
	}
}

static void
test_db_open_by_another_name(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	struct db	*other = NULL;
	char		 name[PATH_MAX];

	case_path(name, scratch->folder, "link.db");
	assert_int_equal(symlink(scratch->path, name), 0);
	assert_ok(db_open(&other, name, DB_WRITE, &why), &why);
	assert_string_equal(db_path(other), db_path(scratch->db));
	db_close(other);
}

static void
test_db_settings(void **state)
{
	static const struct {
		const char	*name;
		struct sql	 sql;
		int64_t		 want;
	} cases[] = {
		{ "every commit is synced", { "PRAGMA synchronous" }, 2 },
		{ "references are checked", { "PRAGMA foreign_keys" }, 1 },
		{ "the schema is not trusted", { "PRAGMA trusted_schema" }, 0 },
		{ "pages are looked at", { "PRAGMA cell_size_check" }, 1 },
		{ "nothing spills into /tmp", { "PRAGMA temp_store" }, 2 },
		{ "others are waited for", { "PRAGMA busy_timeout" }, 10000 },
		{ "checkpoints come in time", { "PRAGMA wal_autocheckpoint" },
		  1024 },
		{ "the journal is a WAL",
		  { "SELECT journal_mode = 'wal' FROM pragma_journal_mode" },
		  1 },
	};
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_int(cases[i].name,
		    scratch_int(scratch->db, &cases[i].sql), cases[i].want);
	assert_int_equal(db_prepare_check(scratch->db, "SELECT \"nosuch\"",
	    &why), -1);
}

/* Of the one size and of the other, and the WAL as long with either. */
static void
test_db_pages(void **state)
{
	static const struct sql	size = { "PRAGMA page_size" };
	static const struct sql	checkpoint = { "PRAGMA wal_autocheckpoint" };
	static const struct {
		const char	*name;
		enum db_mode	 made, opened;
		int		 want;
	} cases[] = {
		{ "small ones", DB_CREATE, DB_WRITE, 4096 },
		{ "big ones", DB_CREATE_BIG_PAGES, DB_WRITE, 16384 },
		{ "whoever opens it, they stay big", DB_CREATE_BIG_PAGES,
		  DB_CREATE, 16384 },
		{ "an older file keeps its small ones", DB_CREATE,
		  DB_CREATE_BIG_PAGES, 4096 },
	};
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	struct db	*db;
	char		 path[PATH_MAX], name[32];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		snprintf(name, sizeof(name), "pages-%zu.db", i);
		case_path(path, scratch->folder, name);
		assert_ok(db_open(&db, path, cases[i].made, &why), &why);
		db_close(db);
		assert_ok(db_open(&db, path, cases[i].opened, &why), &why);
		assert_case_int(cases[i].name, scratch_int(db, &size),
		    cases[i].want);
		assert_case_int(cases[i].name, scratch_int(db, &checkpoint),
		    (4 << 20) / cases[i].want);
		db_close(db);
	}
}

static void
test_db_close_leaves_the_wal(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	char		 path[PATH_MAX + 16];
	struct stat	 info;

	db_close(scratch->db);
	scratch->db = NULL;
	snprintf(path, sizeof(path), "%s-wal", scratch->path);
	assert_int_equal(stat(path, &info), 0);
	assert_true(info.st_size > 0);
	assert_ok(db_open(&scratch->db, scratch->path, DB_READ, &why), &why);
	assert_int_equal(scratch_int(scratch->db, &count_items), 0);
}

static void
test_db_copied_without_the_wal(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	char		 path[PATH_MAX + 16];

	/* Only the main file, as a restored backup is. */
	scratch_script(scratch->db, "INSERT INTO item (name) VALUES ('a')");
	db_close(scratch->db);
	scratch->db = NULL;
	scratch_checkpoint(scratch);
	snprintf(path, sizeof(path), "%s-wal", scratch->path);
	assert_int_equal(unlink(path), 0);
	snprintf(path, sizeof(path), "%s-shm", scratch->path);
	assert_int_equal(unlink(path), 0);
	assert_ok(db_open(&scratch->db, scratch->path, DB_READ, &why), &why);
	assert_int_equal(scratch_int(scratch->db, &count_items), 1);
}

static void
test_db_commit_and_rollback(void **state)
{
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct fail	 why = FAIL_INIT;

	assert_false(db_in_transaction(db));
	assert_true(is_free(scratch));

	assert_ok(db_begin(db, &why), &why);
	assert_true(db_in_transaction(db));
	assert_false(is_free(scratch));
	assert_ok(add(db, "kept", &why), &why);
	assert_int_equal(db_changes(db), 1);
	assert_int_equal(db_last_id(db), 1);
	assert_ok(db_commit(db, &why), &why);
	assert_false(db_in_transaction(db));
	assert_true(is_free(scratch));

	assert_ok(db_begin(db, &why), &why);
	assert_ok(add(db, "dropped", &why), &why);
	db_rollback(db);
	assert_true(is_free(scratch));
	db_rollback(db);
	assert_int_equal(scratch_int(db, &count_items), 1);
}

static void
test_db_close_rolls_back(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;

	assert_ok(db_begin(scratch->db, &why), &why);
	assert_ok(add(scratch->db, "dropped", &why), &why);
	db_close(scratch->db);
	assert_true(is_free(scratch));
	assert_ok(db_open(&scratch->db, scratch->path, DB_WRITE, &why), &why);
	assert_int_equal(scratch_int(scratch->db, &count_items), 0);
}

static void
test_db_savepoint(void **state)
{
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct fail	 why = FAIL_INIT;
	struct arena	 arena = ARENA_INIT;
	struct db_stmt	*stmt;

	assert_ok(db_begin(db, &why), &why);
	assert_ok(db_savepoint(db, &why), &why);
	assert_ok(add(db, "first", &why), &why);
	assert_ok(db_release(db, &why), &why);

	assert_ok(db_savepoint(db, &why), &why);
	assert_ok(add(db, "second", &why), &why);
	assert_int_equal(add(db, "first", &why), -1);
	assert_int_equal(why.kind, FAIL_REFUSE);
	assert_true(db_in_transaction(db));
	assert_ok(db_rollback_to(db, &why), &why);

	assert_ok(db_savepoint(db, &why), &why);
	assert_ok(add(db, "third", &why), &why);
	assert_ok(db_release(db, &why), &why);
	assert_ok(db_commit(db, &why), &why);

	stmt = db_use(db, &all_items);
	assert_int_equal(db_step(stmt, &why), 1);
	assert_case_slice("the message before", db_text(stmt, 0, &arena),
	    SLICE("first"));
	assert_int_equal(db_step(stmt, &why), 1);
	assert_case_slice("and the one behind stay", db_text(stmt, 0, &arena),
	    SLICE("third"));
	assert_int_equal(db_step(stmt, &why), 0);
	arena_free(&arena);
}

static void
test_db_commit_that_fails(void **state)
{
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct fail	 why = FAIL_INIT;

	scratch_script(db, "CREATE TABLE part (item INTEGER NOT NULL"
	    " REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED)");
	assert_ok(db_begin(db, &why), &why);
	assert_ok(db_script(db, "INSERT INTO part VALUES (99)", &why), &why);
	assert_int_equal(db_commit(db, &why), -1);
	assert_int_equal(why.kind, FAIL_REFUSE);
	assert_int_equal(db_trouble(db), DB_MESSAGE);
	assert_false(db_in_transaction(db));
	assert_true(is_free(scratch));
	scratch_script(db, "INSERT INTO item (name) VALUES ('goes on')");
}

static const struct sql add_number = {
	"INSERT INTO item (name) VALUES ('number ' || ?1)"
};
static const struct sql count_numbers = {
	"SELECT count(*) FROM item WHERE name LIKE 'number %'"
};
static const struct sql count_sevens = {
	"SELECT count(*) FROM item WHERE name = 'number 7'"
};

static int
write_number(struct db *db, int64_t from, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add_number);

	db_bind_int(stmt, 1, from);
	return db_run(stmt, why);
}

static void
test_db_before_commit(void **state)
{
	struct scratch	*scratch = *state;
	struct db	*db = scratch->db;
	struct fail	 why = FAIL_INIT;

	assert_ok(db_begin(db, &why), &why);
	db_before_commit(db, write_number, 8);
	db_before_commit(db, write_number, 7);
	db_before_commit(db, write_number, 9);
	assert_case_int("not before", scratch_int(db, &count_numbers), 0);
	assert_ok(db_commit(db, &why), &why);
	assert_case_int("once", scratch_int(db, &count_numbers), 1);
	assert_case_int("with the smallest", scratch_int(db, &count_sevens), 1);

	assert_ok(db_begin(db, &why), &why);
	assert_ok(db_commit(db, &why), &why);
	assert_case_int("in its own transaction alone",
	    scratch_int(db, &count_numbers), 1);

	assert_ok(db_begin(db, &why), &why);
	db_before_commit(db, write_number, 3);
	db_rollback(db);
	assert_ok(db_begin(db, &why), &why);
	assert_ok(db_commit(db, &why), &why);
	assert_case_int("not after a rollback",
	    scratch_int(db, &count_numbers), 1);

	assert_ok(db_begin(db, &why), &why);
	assert_ok(add(db, "dropped", &why), &why);
	/* The name is taken. */
	db_before_commit(db, write_number, 7);
	assert_int_equal(db_commit(db, &why), -1);
	assert_int_equal(db_trouble(db), DB_MESSAGE);
	assert_true(is_free(scratch));
	assert_case_int("when it fails, nothing is committed",
	    scratch_int(db, &count_items), 1);
}

static void
test_db_moment(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	struct db	*reader = NULL;

	assert_ok(db_open(&reader, scratch->path, DB_READ, &why), &why);
	assert_ok(db_begin_read(reader, &why), &why);
	assert_int_equal(scratch_int(reader, &count_items), 0);
	scratch_script(scratch->db, "INSERT INTO item (name) VALUES ('new')");
	assert_int_equal(scratch_int(reader, &count_items), 0);
	db_end_read(reader);
	assert_int_equal(scratch_int(reader, &count_items), 1);
	db_close(reader);
}

static void
test_db_reader_writes_nothing(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;

	db_close(scratch->db);
	assert_ok(db_open(&scratch->db, scratch->path, DB_READ, &why), &why);
	assert_int_equal(db_prepare_check(scratch->db, add_item.text, &why),
	    0);
	assert_int_equal(scratch_int(scratch->db, &count_items), 0);
}

static void
change_alone(struct db *db, struct fail *why)
{
	add(db, "x", why);
}

static void
use_twice(struct db *db, struct fail *why)
{
	db_step(db_use(db, &count_items), why);
	db_step(db_use(db, &count_items), why);
}

static void
commit_while_reading(struct db *db, struct fail *why)
{
	db_begin(db, why);
	db_step(db_use(db, &count_items), why);
	db_commit(db, why);
}

static void
close_while_reading(struct db *db, struct fail *why)
{
	db_step(db_use(db, &count_items), why);
	db_close(db);
}

static void
begin_twice(struct db *db, struct fail *why)
{
	db_begin(db, why);
	db_begin(db, why);
}

/* Each in a process of its own, which it must end. */
static void
test_db_bugs_end_the_process(void **state)
{
	static const struct {
		const char	*name;
		void		(*bug)(struct db *db, struct fail *why);
	} cases[] = {
		{ "a change outside a transaction", change_alone },
		{ "a statement used twice at once", use_twice },
		{ "a read that is open at commit", commit_while_reading },
		{ "a read that is open at close", close_while_reading },
		{ "a transaction inside another", begin_twice },
	};
	struct scratch *scratch = *state;

	db_close(scratch->db);
	scratch->db = NULL;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct fail	why = FAIL_INIT;
		struct db	*db;
		int		status;
		pid_t		child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			int null = open("/dev/null", O_WRONLY);

			/* cmocka's handler would make it a failed test. */
			signal(SIGABRT, SIG_DFL);
			dup2(null, 2);
			if (db_open(&db, scratch->path, DB_WRITE, &why) < 0)
				_exit(1);
			cases[i].bug(db, &why);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_case_true(cases[i].name, WIFSIGNALED(status) &&
		    WTERMSIG(status) == SIGABRT);
	}
}

#define TEST(name, setup) \
	cmocka_unit_test_setup_teardown(name, setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_db_open_missing, scratch_setup),
		TEST(test_db_open_foreign, scratch_setup),
		TEST(test_db_open_not_yet_made, scratch_setup),
		TEST(test_db_open_modes, scratch_setup),
		TEST(test_db_open_by_another_name, setup_items),
		TEST(test_db_settings, setup_items),
		TEST(test_db_pages, setup_items),
		TEST(test_db_close_leaves_the_wal, setup_items),
		TEST(test_db_copied_without_the_wal, setup_items),
		TEST(test_db_commit_and_rollback, setup_items),
		TEST(test_db_close_rolls_back, setup_items),
		TEST(test_db_savepoint, setup_items),
		TEST(test_db_before_commit, setup_items),
		TEST(test_db_commit_that_fails, setup_items),
		TEST(test_db_moment, setup_items),
		TEST(test_db_reader_writes_nothing, setup_items),
		TEST(test_db_bugs_end_the_process, setup_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
