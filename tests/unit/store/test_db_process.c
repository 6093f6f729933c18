/* Several processes at one database: turns, crashes, readers beside writers. */
#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

/* Longer than any wait of a healthy run; only failing tests take it. */
#define PATIENCE_MS 30000

static const char schema[] =
    "CREATE TABLE mark (id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " who INTEGER NOT NULL, bytes BLOB) STRICT;"
    "CREATE TABLE counter (value INTEGER NOT NULL) STRICT;"
    "INSERT INTO counter VALUES (0)";

static const struct sql add_mark = { "INSERT INTO mark (who) VALUES (?1)" };
static const struct sql add_bytes = {
	"INSERT INTO mark (who, bytes) VALUES (1, ?1)"
};
static const struct sql count = { "SELECT count(*) FROM mark" };
static const struct sql last_who = {
	"SELECT who FROM mark ORDER BY id DESC LIMIT 1"
};
static const struct sql counter = { "SELECT value FROM counter" };
static const struct sql set_counter = { "UPDATE counter SET value = ?1" };

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
	db_close(scratch->db);
	scratch->db = NULL;
	return 0;
}

/*
 * A second process and a byte each way; whoever dies closes his end.  It is
 * made while no database is open: the engine's locks do not survive a fork.
 */
struct other {
	pid_t pid; /* 0 in the child itself */
	int in, out;
};

static void
other_start(struct other *other)
{
	int to[2], from[2];

	assert_int_equal(pipe2(to, O_CLOEXEC), 0);
	assert_int_equal(pipe2(from, O_CLOEXEC), 0);
	other->pid = fork();
	assert_true(other->pid >= 0);
	other->in = other->pid == 0 ? to[0] : from[0];
	other->out = other->pid == 0 ? from[1] : to[1];
	close(other->pid == 0 ? to[1] : from[1]);
	close(other->pid == 0 ? from[0] : to[0]);
	/* A child whose parent failed shall not wait for ever. */
	if (other->pid == 0)
		alarm(PATIENCE_MS / 1000);
}

static void
tell(const struct other *other)
{
	ssize_t n = write(other->out, "x", 1);

	(void)n;
}

/* False when the other end is gone, or silent for as long as that. */
static bool
hear(const struct other *other, int ms)
{
	struct pollfd	ready = { other->in, POLLIN, 0 };
	char		byte;

	return poll(&ready, 1, ms) == 1 && read(other->in, &byte, 1) == 1;
}

static void
other_end(struct other *other, int want_signal)
{
	int status;

	close(other->in);
	close(other->out);
	assert_int_equal(waitpid(other->pid, &status, 0), other->pid);
	if (want_signal != 0) {
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), want_signal);
	} else {
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

static int
mark(struct db *db, int who, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add_mark);

	db_bind_int(stmt, 1, who);
	return db_run(stmt, why);
}

/* Returns once somebody stands in the queue, holding PATH.turn. */
static bool
wait_for_queue(const struct scratch *scratch)
{
	char	path[PATH_MAX + 16];
	int64_t	until = clock_mono() + PATIENCE_MS;
	bool	held = false;
	int	fd;

	snprintf(path, sizeof(path), "%s.turn", scratch->path);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	while (!held && clock_mono() < until) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
			flock(fd, LOCK_UN);
			sched_yield();
		} else {
			held = errno == EWOULDBLOCK;
		}
	}
	close(fd);
	return held;
}

#define ROUNDS 20

static int
stand_in_line(const struct scratch *scratch, const struct other *parent)
{
	struct fail	 why = FAIL_INIT;
	struct db	*db;

	if (db_open(&db, scratch->path, DB_WRITE, &why) < 0)
		return 1;
	tell(parent);
	for (int i = 0; i < ROUNDS; i++) {
		if (!hear(parent, PATIENCE_MS))
			return 2;
		if (db_begin(db, &why) < 0 || mark(db, 2, &why) < 0 ||
		    db_commit(db, &why) < 0)
			return 3;
	}
	db_close(db);
	return 0;
}

static void
test_db_process_turns(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	struct other	 other;
	struct db	*db;

	other_start(&other);
	if (other.pid == 0)
		_exit(stand_in_line(scratch, &other));
	assert_ok(db_open(&db, scratch->path, DB_WRITE, &why), &why);
	assert_true(hear(&other, PATIENCE_MS));
	assert_ok(db_begin(db, &why), &why);
	for (int i = 0; i < ROUNDS; i++) {
		assert_ok(mark(db, 1, &why), &why);
		tell(&other);
		assert_true(wait_for_queue(scratch));
		/* Back at once: but the other was here before. */
		assert_ok(db_commit(db, &why), &why);
		assert_ok(db_begin(db, &why), &why);
		assert_int_equal(scratch_int(db, &last_who), 2);
	}
	assert_ok(db_commit(db, &why), &why);
	assert_int_equal(scratch_int(db, &count), 2 * ROUNDS);
	db_close(db);
	other_end(&other, 0);
}

static int
count_up(const struct scratch *scratch, int times)
{
	struct fail	 why = FAIL_INIT;
	struct db	*db;

	if (db_open(&db, scratch->path, DB_WRITE, &why) < 0)
		return 1;
	for (int i = 0; i < times; i++) {
		struct db_stmt	*stmt;
		int64_t		 value;

		if (db_begin(db, &why) < 0)
			return 2;
		value = scratch_int(db, &counter);
		stmt = db_use(db, &set_counter);
		db_bind_int(stmt, 1, value + 1);
		if (db_run(stmt, &why) < 0 || db_commit(db, &why) < 0)
			return 3;
	}
	db_close(db);
	return 0;
}

static void
test_db_process_no_lost_update(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	struct other	 other;

	other_start(&other);
	if (other.pid == 0)
		_exit(count_up(scratch, 200));
	assert_int_equal(count_up(scratch, 200), 0);
	other_end(&other, 0);
	assert_ok(db_open(&scratch->db, scratch->path, DB_READ, &why), &why);
	assert_int_equal(scratch_int(scratch->db, &counter), 400);
}

static int
open_only(const struct scratch *scratch, const struct other *parent)
{
	struct fail	 why = FAIL_INIT;
	struct db	*db;

	if (!hear(parent, PATIENCE_MS))
		return 1;
	if (db_open(&db, scratch->path, DB_WRITE, &why) < 0)
		return 2;
	tell(parent);
	db_close(db);
	return 0;
}

static void
test_db_process_opening_waits(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	struct other	 other;
	struct db	*reader;

	other_start(&other);
	if (other.pid == 0)
		_exit(open_only(scratch, &other));
	assert_ok(db_open(&scratch->db, scratch->path, DB_WRITE, &why), &why);
	assert_ok(db_begin(scratch->db, &why), &why);
	tell(&other);
	assert_true(wait_for_queue(scratch));
	assert_false(hear(&other, 0));
	assert_ok(db_open(&reader, scratch->path, DB_READ, &why), &why);
	assert_int_equal(scratch_int(reader, &count), 0);
	db_close(reader);
	assert_ok(db_commit(scratch->db, &why), &why);
	assert_true(hear(&other, PATIENCE_MS));
	other_end(&other, 0);
}

static int
write_slowly(const struct scratch *scratch, const struct other *parent)
{
	struct fail	 why = FAIL_INIT;
	struct db	*db;

	if (db_open(&db, scratch->path, DB_WRITE, &why) < 0 ||
	    db_begin(db, &why) < 0 || mark(db, 2, &why) < 0)
		return 1;
	tell(parent);
	if (!hear(parent, PATIENCE_MS) || db_commit(db, &why) < 0)
		return 2;
	tell(parent);
	db_close(db);
	return 0;
}

static void
test_db_process_reader_beside_writer(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	struct other	 other;

	other_start(&other);
	if (other.pid == 0)
		_exit(write_slowly(scratch, &other));
	assert_true(hear(&other, PATIENCE_MS));
	/* It neither waits nor sees half of something. */
	assert_ok(db_open(&scratch->db, scratch->path, DB_READ, &why), &why);
	assert_int_equal(scratch_int(scratch->db, &count), 0);
	tell(&other);
	assert_true(hear(&other, PATIENCE_MS));
	assert_int_equal(scratch_int(scratch->db, &count), 1);
	other_end(&other, 0);
}

/* More than the cache holds, so that the WAL has pages of no commit in it. */
static int
die_writing(const struct scratch *scratch, const struct other *parent)
{
	struct fail	 why = FAIL_INIT;
	struct db	*db;

	if (db_open(&db, scratch->path, DB_WRITE, &why) < 0 ||
	    db_begin(db, &why) < 0 || mark(db, 2, &why) < 0 ||
	    db_commit(db, &why) < 0 || db_begin(db, &why) < 0)
		return 1;
	for (int i = 0; i < 20; i++) {
		struct db_stmt *stmt = db_use(db, &add_bytes);

		db_bind_zeroes(stmt, 1, 1000000);
		if (db_run(stmt, &why) < 0)
			return 2;
	}
	tell(parent);
	hear(parent, PATIENCE_MS);
	return 3;
}

static void
test_db_process_killed_in_transaction(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	struct other	 other;

	other_start(&other);
	if (other.pid == 0)
		_exit(die_writing(scratch, &other));
	assert_true(hear(&other, PATIENCE_MS));
	assert_int_equal(kill(other.pid, SIGKILL), 0);
	other_end(&other, SIGKILL);

	/* A reader may be the first to come. */
	assert_ok(db_open(&scratch->db, scratch->path, DB_READ, &why), &why);
	assert_int_equal(scratch_int(scratch->db, &count), 1);
	db_close(scratch->db);
	assert_ok(db_open(&scratch->db, scratch->path, DB_WRITE, &why), &why);
	assert_ok(db_check(scratch->db, false, &why), &why);
	assert_int_equal(scratch_int(scratch->db, &count), 1);
	scratch_script(scratch->db, "INSERT INTO mark (who) VALUES (3)");
	assert_int_equal(scratch_int(scratch->db, &count), 2);
}

static int
commit_for_ever(const struct scratch *scratch, const struct other *parent)
{
	struct fail	 why = FAIL_INIT;
	struct db	*db;

	if (db_open(&db, scratch->path, DB_WRITE, &why) < 0)
		return 1;
	while (db_begin(db, &why) == 0 && mark(db, 2, &why) == 0 &&
	    db_commit(db, &why) == 0)
		tell(parent);
	return 2;
}

static void
test_db_process_killed_between_commits(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;

	for (int round = 0; round < 5; round++) {
		struct other	other;
		int64_t		before, acknowledged = 0;

		assert_ok(db_open(&scratch->db, scratch->path, DB_WRITE, &why),
		    &why);
		before = scratch_int(scratch->db, &count);
		db_close(scratch->db);
		scratch->db = NULL;
		other_start(&other);
		if (other.pid == 0)
			_exit(commit_for_ever(scratch, &other));
		while (acknowledged < 20 + round && hear(&other, PATIENCE_MS))
			acknowledged++;
		assert_int_equal(kill(other.pid, SIGKILL), 0);
		while (hear(&other, PATIENCE_MS))
			acknowledged++;
		other_end(&other, SIGKILL);

		/* At most the one that was not yet told of is there besides. */
		assert_ok(db_open(&scratch->db, scratch->path, DB_WRITE, &why),
		    &why);
		assert_in_range(scratch_int(scratch->db, &count),
		    before + acknowledged, before + acknowledged + 1);
		db_close(scratch->db);
		scratch->db = NULL;
	}
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_db_process_turns),
		TEST(test_db_process_no_lost_update),
		TEST(test_db_process_opening_waits),
		TEST(test_db_process_reader_beside_writer),
		TEST(test_db_process_killed_in_transaction),
		TEST(test_db_process_killed_between_commits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
