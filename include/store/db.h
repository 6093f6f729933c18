/*
 * A thin, engine-neutral database: open, begin/commit, use, bind, step,
 * column, done.  SQLite now.
 *
 * One writer at a time: db_begin takes the database's lock files (flock: first
 * PATH.turn, then PATH.write, then leaves turn, so that nobody starves) before
 * BEGIN IMMEDIATE, and commit or rollback give the lock back.  Checkpoints run
 * only under it.  So there is no "busy" in normal life, and no two processes
 * ever write or reset the WAL at once.
 *
 *	static const struct sql by_id = {
 *		"SELECT name FROM person WHERE id = ?1"
 *	};
 *	struct db_stmt *stmt = db_use(db, &by_id);
 *	db_bind_int(stmt, 1, id);
 *	if ((got = db_step(stmt, why)) <= 0)
 *		return got;
 *	out->name = db_text(stmt, 0, arena);
 *	db_done(stmt);
 *
 * A bind error is remembered and surfaces in db_step.  After 0 or -1 of
 * db_step the statement is already done.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/progress.h"
#include "base/slice.h"

struct db;
struct db_stmt;

/* Made once, `static const`; its address is the key of the statement cache. */
struct sql {
	const char *text;
};

enum db_mode {
	DB_READ,   /* the file must be there; nothing is ever written */
	DB_WRITE,  /* the file must be there */
	DB_CREATE, /* made when missing, mode 0600 */
	/* As DB_CREATE; what is made has pages of 16 KiB: it is for bodies. */
	DB_CREATE_BIG_PAGES,
};

/*
 * A missing file, and one that is damaged or no database, is FAIL_SETUP; an I/O
 * error FAIL_SYNC; anything else FAIL_RETRY.  WAL, synchronous=FULL, foreign
 * keys on, no checkpoint on close, double-quoted strings off.  All but DB_READ
 * take the write lock while they open (recovery of a crashed WAL is a write), and
 * make the lock files.  One thread of a process does so; one that opens the
 * same database twice for writing would wait for itself.
 */
int db_open(struct db **out, const char *path, enum db_mode mode,
    struct fail *why);
/* What was begun is rolled back. NULL is fine. */
void db_close(struct db *db);
/* With symbolic links resolved; lives as long as the handle. */
const char *db_path(const struct db *db);

/*
 * Every failure names the file and what the engine said.  Its kind follows
 * db_trouble: DB_MESSAGE is FAIL_REFUSE, DB_SYNC is FAIL_SYNC, DB_CORRUPT is
 * FAIL_SETUP, the others are FAIL_RETRY.  A statement or blob that is still in use at any of the
 * following, and a change outside db_begin, are bugs and end the process.
 */

/*
 * -1: nothing is begun, and no lock held; so it is, too, when a signal whose
 * handler does not restart calls came while it waited for its turn.
 */
int db_begin(struct db *db, struct fail *why);
/*
 * -1: nothing is committed as far as is known (an ambiguous failure of the
 * sync counts so), and the transaction is gone.
 */
int db_commit(struct db *db, struct fail *why);
/* Fine when there is none. */
void db_rollback(struct db *db);
/* False once FULL, IOERR or NOMEM have rolled the whole transaction back. */
bool db_in_transaction(const struct db *db);

/*
 * What is dear to do for each of many changes, and cheap for all of them at
 * once: db_commit calls `task` before it commits, with the smallest `from` of
 * this transaction.  A transaction has at most one such task; a rollback
 * forgets it.
 */
void db_before_commit(struct db *db,
    int (*task)(struct db *db, int64_t from, struct fail *why), int64_t from);

/* One level is enough: a message inside a group. */
int db_savepoint(struct db *db, struct fail *why);
int db_release(struct db *db, struct fail *why);
int db_rollback_to(struct db *db, struct fail *why); /* and releases it */

/*
 * A read transaction: what is read between these two is one moment's state.
 * Single statements need none.
 */
int db_begin_read(struct db *db, struct fail *why);
void db_end_read(struct db *db);

struct db_stmt *db_use(struct db *db, const struct sql *sql);
void db_bind_int(struct db_stmt *stmt, int n, int64_t value);
/* 0 becomes NULL: for "id of nothing". */
void db_bind_id(struct db_stmt *stmt, int n, int64_t id);
/* The bytes must live until db_done; text must be UTF-8. */
void db_bind_text(struct db_stmt *stmt, int n, struct slice text);
/* An empty slice becomes NULL. */
void db_bind_text_or_null(struct db_stmt *stmt, int n, struct slice text);
void db_bind_word(struct db_stmt *stmt, int n, const char *word);
void db_bind_blob(struct db_stmt *stmt, int n, struct slice bytes);
/* A blob of `size` zeroes, to be filled through db_blob_write. */
void db_bind_zeroes(struct db_stmt *stmt, int n, int64_t size);
void db_bind_null(struct db_stmt *stmt, int n);

/* 1: a row; 0: no (more) rows; -1: *why. */
int db_step(struct db_stmt *stmt, struct fail *why);
/* For changes: steps to the end. 0 or -1. */
int db_run(struct db_stmt *stmt, struct fail *why);
void db_done(struct db_stmt *stmt);

/* Columns of the row, from 0. Text and blobs are copied into the arena. */
int64_t db_int(struct db_stmt *stmt, int column); /* NULL is 0 */
bool db_bool(struct db_stmt *stmt, int column);
struct slice db_text(struct db_stmt *stmt, int column, struct arena *arena);
struct slice db_blob(struct db_stmt *stmt, int column, struct arena *arena);
bool db_is_null(struct db_stmt *stmt, int column);

int64_t db_last_id(struct db *db);
int64_t db_changes(struct db *db);

/* Pieces of a blob, so that memory stays bounded. Inside a transaction. */
struct db_blob;
int db_blob_open(struct db *db, const char *table, const char *column,
    int64_t rowid, bool write, struct db_blob **out, struct fail *why);
int64_t db_blob_size(const struct db_blob *blob);
int db_blob_write(struct db_blob *blob, int64_t offset, struct slice bytes,
    struct fail *why);
int db_blob_read(struct db_blob *blob, int64_t offset, void *to, size_t len,
    struct fail *why);
void db_blob_close(struct db_blob *blob); /* NULL is fine */

/*
 * What failed since the last db_begin, db_begin_read or db_savepoint, the worst
 * of it, means for the role.  DB_SYNC and DB_CORRUPT stay with the handle.
 */
enum db_trouble { /* from good to bad */
	DB_FINE,
	DB_MESSAGE,  /* a constraint or a bad value: the message's fault */
	DB_WAIT,     /* full, locked, out of memory: wait and try again */
	DB_SYNC,     /* an I/O error: the role must end; a new sync may lie */
	DB_CORRUPT,  /* needs a person; `maildesk check` */
};
enum db_trouble db_trouble(const struct db *db);

/*
 * From now on a question is given up when the process has used so many more
 * milliseconds of CPU: db_step says FAIL_REFUSE, and the transaction goes on.
 * For questions alone: a change would take its transaction with it.  0: they
 * take as long as they take.
 */
void db_hurry(struct db *db, int64_t ms);

/* quick: as after a crash; else all, references too. FAIL_SETUP when bad. */
int db_check(struct db *db, bool quick, struct fail *why);

/*
 * Copies the database, as it is at one moment, into a new file of mode 0600
 * that is whole by itself, and on the disk.  The moment is that of
 * db_begin_read once something was read, else one of its own; writers go on
 * meanwhile.  A file that is there is left alone: FAIL_SETUP.  When it returns
 * -1 there is no new file.
 */
int db_copy(struct db *db, const char *to, const struct progress *progress,
    struct fail *why);
/*
 * The same of a database that nobody has open, by its files: also when a crash
 * left some of it beside its main one.  The copy is opened like any other.
 */
int db_copy_closed(const char *from, const char *to,
    const struct progress *progress, struct fail *why);
/*
 * Closes a database that nobody else has open, so that its one file holds
 * everything and no other is beside it: for one that goes elsewhere.  When it
 * returns -1 it is closed, too, and as whole as before, in all its files.
 */
int db_close_alone(struct db *db, struct fail *why);
/*
 * From now on this handle overwrites what it deletes; still, pieces of rows
 * that were moved once may stand in unused corners.
 */
int db_forget_deleted(struct db *db, struct fail *why);
/*
 * Writes the whole database anew and empties its log, under the write lock:
 * nothing that was deleted is in its files then.  Takes as long as a copy, and
 * room for two.  FAIL_RETRY when a reader keeps an old moment.
 */
int db_scrub(struct db *db, struct fail *why);
/* Removes a database that nobody has open. Fine when there is none. */
int db_remove(const char *path, struct fail *why);
/*
 * FAIL_SETUP when a file is there that is this database's, or would be taken
 * for one of its own.
 */
int db_expect_none(const char *path, struct fail *why);

/*
 * Runs statements one after the other, as a schema step has them.  Inside
 * db_begin; after -1 those before the failed one are still in the transaction.
 */
int db_script(struct db *db, const char *text, struct fail *why);

/*
 * Tests run every statement's text through this: prepared once, thrown away.
 * Text that is not exactly one statement fails, too.
 */
int db_prepare_check(struct db *db, const char *text, struct fail *why);

#endif
