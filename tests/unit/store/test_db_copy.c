/* Databases as files: copied beside a writer, closed for good, removed. */
#include "scratch.h"

#include <sys/stat.h>

static const char make_marks[] =
    "CREATE TABLE mark (id INTEGER PRIMARY KEY, body BLOB) STRICT;"
    "INSERT INTO mark (body) VALUES (randomblob(3000)), (randomblob(3000))";
static const struct sql count = { "SELECT count(*) FROM mark" };

struct copying {
	struct scratch *scratch;
	char to[PATH_MAX];
	struct fail why;
};

static int
setup(void **state)
{
	struct copying *copying = calloc(1, sizeof(*copying));
	void *scratch;

	if (copying == NULL || scratch_setup(&scratch) < 0)
		return -1;
	copying->scratch = scratch;
	case_path(copying->to, copying->scratch->folder, "copy.db");
	assert_ok(db_open(&copying->scratch->db, copying->scratch->path,
	    DB_CREATE, &copying->why), &copying->why);
	scratch_script(copying->scratch->db, make_marks);
	*state = copying;
	return 0;
}

static int
teardown(void **state)
{
	struct copying *copying = *state;
	void *scratch = copying->scratch;

	free(copying);
	return scratch_teardown(&scratch);
}

static void
close_scratch(struct copying *copying)
{
	db_close(copying->scratch->db);
	copying->scratch->db = NULL;
}

static bool
is_there(const char *path, const char *suffix)
{
	char name[PATH_MAX + 16];

	snprintf(name, sizeof(name), "%s%s", path, suffix);
	return access(name, F_OK) == 0;
}

/* The database's file, and none beside it. */
static void
assert_alone(const char *path)
{
	static const char *const suffixes[] = { "-wal", "-shm", "-journal",
		".turn", ".write" };

	assert_case_true("its file is there", is_there(path, ""));
	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
		assert_case_true(suffixes[i], !is_there(path, suffixes[i]));
}

/* What a copy holds, as any database is opened. */
static int64_t
count_in(struct copying *copying, const char *path)
{
	struct db *db;
	int64_t found;

	assert_ok(db_open(&db, path, DB_WRITE, &copying->why), &copying->why);
	assert_ok(db_check(db, false, &copying->why), &copying->why);
	found = scratch_int(db, &count);
	db_close(db);
	return found;
}

static void
on_progress(void *data, int64_t done, int64_t total)
{
	int64_t *last = data;

	last[0] = done;
	last[1] = total;
}

static void
test_db_copy_whole(void **state)
{
	struct copying *copying = *state;
	int64_t last[2] = { -1, -1 };
	const struct progress progress = { on_progress, last };
	struct stat info;

	assert_ok(db_copy(copying->scratch->db, copying->to, &progress,
	    &copying->why), &copying->why);
	assert_alone(copying->to);
	assert_int_equal(stat(copying->to, &info), 0);
	assert_case_int("for its owner alone", info.st_mode & 07777, 0600);
	assert_case_true("it said when it was done", last[0] == last[1] &&
	    last[1] > 1);
	assert_case_int("also what stands in the log yet",
	    count_in(copying, copying->to), 2);
	scratch_script(copying->scratch->db, "DELETE FROM mark");
	assert_case_int("the copy is no part of it",
	    count_in(copying, copying->to), 2);
}

/* Writes between the pieces. */
static void
on_piece(void *data, int64_t done, int64_t total)
{
	struct copying *copying = data;
	struct db *db;

	(void)done;
	(void)total;
	assert_ok(db_open(&db, copying->scratch->path, DB_WRITE,
	    &copying->why), &copying->why);
	scratch_script(db, "INSERT INTO mark (body) VALUES (randomblob(9000))");
	db_close(db);
}

static void
test_db_copy_beside_a_writer(void **state)
{
	struct copying *copying = *state;
	const struct progress progress = { on_piece, copying };
	struct db *reader;

	/* More than one piece. */
	scratch_script(copying->scratch->db,
	    "INSERT INTO mark (body) VALUES (zeroblob(3000000))");
	assert_ok(db_open(&reader, copying->scratch->path, DB_READ,
	    &copying->why), &copying->why);
	assert_ok(db_copy(reader, copying->to, &progress, &copying->why),
	    &copying->why);
	assert_case_int("a moment of its own: that of its first piece",
	    count_in(copying, copying->to), 3);
	assert_case_true("the writer went on",
	    scratch_int(copying->scratch->db, &count) > 4);

	assert_int_equal(unlink(copying->to), 0);
	scratch_script(copying->scratch->db, "DELETE FROM mark WHERE id > 2");
	assert_ok(db_begin_read(reader, &copying->why), &copying->why);
	assert_int_equal(scratch_int(reader, &count), 2);
	scratch_script(copying->scratch->db, "DELETE FROM mark");
	assert_ok(db_copy(reader, copying->to, &progress, &copying->why),
	    &copying->why);
	assert_case_int("the reader's moment goes on", scratch_int(reader,
	    &count), 2);
	db_end_read(reader);
	db_close(reader);
	assert_case_int("which is the copy's", count_in(copying, copying->to),
	    2);
}

static void
test_db_copy_fails(void **state)
{
	struct copying *copying = *state;
	struct db *db = copying->scratch->db;
	char got[10];

	case_put(copying->to, SLICE("mine"), 0600);
	assert_int_equal(db_copy(db, copying->to, NULL, &copying->why), -1);
	assert_int_equal(copying->why.kind, FAIL_SETUP);
	assert_case_slice("what is there is left alone",
	    case_get(copying->to, got, sizeof(got)), SLICE("mine"));
	assert_int_equal(db_copy(db, "/nowhere/x.db", NULL, &copying->why),
	    -1);
	assert_case_int("the database works as before",
	    scratch_int(db, &count), 2);
	scratch_script(db, "DELETE FROM mark");
}

static void
test_db_copy_closed(void **state)
{
	struct copying *copying = *state;
	const char *from = copying->scratch->path;
	char log[PATH_MAX + 16];
	struct stat info;

	close_scratch(copying);
	snprintf(log, sizeof(log), "%s-wal", from);
	assert_int_equal(stat(log, &info), 0);
	assert_case_true("all of it stands in the log yet", info.st_size > 0);
	assert_ok(db_copy_closed(from, copying->to, NULL, &copying->why),
	    &copying->why);
	assert_case_int("the log goes along", count_in(copying, copying->to),
	    2);

	assert_ok(db_remove(copying->to, &copying->why), &copying->why);
	assert_ok(db_open(&copying->scratch->db, from, DB_WRITE,
	    &copying->why), &copying->why);
	assert_ok(db_close_alone(copying->scratch->db, &copying->why),
	    &copying->why);
	copying->scratch->db = NULL;
	assert_ok(db_copy_closed(from, copying->to, NULL, &copying->why),
	    &copying->why);
	assert_alone(copying->to);
	assert_case_int("one that is whole is one file",
	    count_in(copying, copying->to), 2);
	assert_int_equal(db_copy_closed(from, copying->to, NULL,
	    &copying->why), -1);
	assert_case_int("what is there is left alone",
	    count_in(copying, copying->to), 2);
}

static void
test_db_close_alone(void **state)
{
	struct copying *copying = *state;
	const char *path = copying->scratch->path;
	struct db *other;

	assert_ok(db_open(&other, path, DB_READ, &copying->why),
	    &copying->why);
	assert_int_equal(scratch_int(other, &count), 2);
	assert_int_equal(db_close_alone(copying->scratch->db, &copying->why),
	    -1);
	copying->scratch->db = NULL;
	assert_case("somebody else has it", fail_kind_name(copying->why.kind),
	    "retry");
	assert_case_int("nothing is lost", scratch_int(other, &count), 2);
	db_close(other);
	assert_case_int("for nobody", count_in(copying, path), 2);

	assert_ok(db_open(&copying->scratch->db, path, DB_WRITE,
	    &copying->why), &copying->why);
	assert_ok(db_close_alone(copying->scratch->db, &copying->why),
	    &copying->why);
	copying->scratch->db = NULL;
	assert_alone(path);
	assert_case_int("one file that holds everything",
	    count_in(copying, path), 2);
}

static void
test_db_remove(void **state)
{
	struct copying *copying = *state;
	const char *path = copying->scratch->path;
	char log[PATH_MAX + 16];

	close_scratch(copying);
	assert_int_equal(db_expect_none(path, &copying->why), -1);
	assert_int_equal(copying->why.kind, FAIL_SETUP);
	assert_ok(db_remove(path, &copying->why), &copying->why);
	assert_case_int("with all of its files",
	    case_folder_count(copying->scratch->folder), 0);
	assert_ok(db_expect_none(path, &copying->why), &copying->why);
	assert_ok(db_remove(path, &copying->why), &copying->why);

	snprintf(log, sizeof(log), "%s-wal", path);
	case_put(log, SLICE("somebody's"), 0600);
	assert_int_equal(db_expect_none(path, &copying->why), -1);
	assert_case_true("a log alone would be taken for its own",
	    strstr(copying->why.text, "-wal") != NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_db_copy_whole),
		TEST(test_db_copy_beside_a_writer),
		TEST(test_db_copy_fails),
		TEST(test_db_copy_closed),
		TEST(test_db_close_alone),
		TEST(test_db_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
