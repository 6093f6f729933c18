/* Transactions: whose turn it is, and that every one of them ends. */
#include <assert.h>

#include "db_sqlite.h"

/* IMMEDIATE: whoever has begun can write, and never meets "busy" later. */
static const struct sql begin = { "BEGIN IMMEDIATE" };
static const struct sql begin_read = { "BEGIN DEFERRED" };
static const struct sql commit = { "COMMIT" };
static const struct sql rollback = { "ROLLBACK" };
static const struct sql savepoint = { "SAVEPOINT message" };
static const struct sql release = { "RELEASE message" };
static const struct sql rollback_to = { "ROLLBACK TO message" };

bool
db_in_transaction(const struct db *db)
{
	return sqlite3_get_autocommit(db->handle) == 0;
}

/* FULL, IOERR and NOMEM may take the whole transaction with them. */
static int
expect_alive(struct db *db, struct fail *why)
{
	if (db_in_transaction(db))
		return 0;
	if (db->trouble < DB_WAIT)
		db->trouble = DB_WAIT;
	return fail_set(why, FAIL_RETRY,
	    "%s: the transaction was rolled back by an earlier failure",
	    db->path);
}

static int
run(struct db *db, const struct sql *sql, struct fail *why)
{
	return db_run(db_use(db, sql), why);
}

int
db_begin(struct db *db, struct fail *why)
{
	db_expect_idle(db, "begin");
	assert(!db->writing && !db_in_transaction(db));
	assert(db->lock.write >= 0);
	db_trouble_clear(db);
	db->before_commit = NULL;
	if (db_lock_take(&db->lock, db->path, why) < 0)
		return -1;
	db->writing = true;
	if (run(db, &begin, why) < 0) {
		db_rollback(db);
		return -1;
	}
	return 0;
}

void
db_before_commit(struct db *db,
    int (*task)(struct db *db, int64_t from, struct fail *why), int64_t from)
{
	assert(db->before_commit == NULL || db->before_commit == task);
	if (db->before_commit == NULL || from < db->before_commit_from)
		db->before_commit_from = from;
	db->before_commit = task;
}

int
db_commit(struct db *db, struct fail *why)
{
	int rc;

	db_expect_idle(db, "commit");
	assert(db->writing);
	rc = expect_alive(db, why);
	if (rc == 0 && db->before_commit != NULL)
		rc = db->before_commit(db, db->before_commit_from, why);
	if (rc == 0)
		rc = run(db, &commit, why);
	/* A constraint that COMMIT finds leaves the transaction open. */
	db_rollback(db);
	return rc;
}

void
db_rollback(struct db *db)
{
	db_expect_idle(db, "rollback");
	if (!db->writing)
		return;
	/* What can fail here has ended the transaction, too. */
	if (db_in_transaction(db))
		run(db, &rollback, NULL);
	db->writing = false;
	db_lock_leave(&db->lock);
}

int
db_savepoint(struct db *db, struct fail *why)
{
	db_expect_idle(db, "savepoint");
	assert(db->writing);
	if (expect_alive(db, why) < 0)
		return -1;
	db_trouble_clear(db);
	return run(db, &savepoint, why);
}

int
db_release(struct db *db, struct fail *why)
{
	db_expect_idle(db, "release");
	if (expect_alive(db, why) < 0)
		return -1;
	return run(db, &release, why);
}

int
db_rollback_to(struct db *db, struct fail *why)
{
	db_expect_idle(db, "rollback to");
	if (expect_alive(db, why) < 0 || run(db, &rollback_to, why) < 0)
		return -1;
	return run(db, &release, why);
}

int
db_begin_read(struct db *db, struct fail *why)
{
	db_expect_idle(db, "begin of reading");
	assert(!db_in_transaction(db));
	db_trouble_clear(db);
	return run(db, &begin_read, why);
}

void
db_end_read(struct db *db)
{
	db_expect_idle(db, "end of reading");
	assert(!db->writing);
	/* Nothing was written: either of the two only ends the moment. */
	if (db_in_transaction(db) && run(db, &commit, NULL) < 0)
		run(db, &rollback, NULL);
}
