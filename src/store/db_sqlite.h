/*
 * What the files of the SQLite engine share, and nobody else sees: the only
 * header with SQLite's types, and therefore not among the contracts.
 */
#ifndef STORE_DB_SQLITE_H
#define STORE_DB_SQLITE_H

#include <sqlite3.h>

#include "store/db.h"
#include "store/db_lock.h"

struct db_stmt {
	struct db *db;
	const struct sql *sql;
	sqlite3_stmt *handle; /* NULL: could not be prepared, see db->broken */
	int bind_rc;	      /* the first failure of a bind, or SQLITE_OK */
	bool active;	      /* between db_use and db_done */
};

struct db {
	sqlite3 *handle;
	char *path;	      /* as SQLite resolved it: the lock files' too */
	struct db_lock lock;
	bool writing;	      /* from db_begin to commit or rollback */
	/* See db_before_commit; NULL: nothing is to be done. */
	int (*before_commit)(struct db *db, int64_t from, struct fail *why);
	int64_t before_commit_from;
	enum db_trouble trouble;
	struct db_stmt **cache; /* open addressing by the address of the sql */
	size_t cache_size;    /* a power of two */
	size_t cache_count;
	size_t active;	      /* statements and blobs in use */
	struct db_stmt broken; /* stands for any that could not be prepared */
	struct fail broken_why;
	int64_t hurry_until; /* of the process's CPU, in ms; see db_hurry */
};

/*
 * Remembers what rc means and says it with the database's path; returns -1.
 * The kind follows the worst trouble since the handle's last beginning.
 */
int db_fail(struct db *db, int rc, struct fail *why);
/* The same with the engine's sentence for rc, when its message is gone. */
int db_fail_code(struct db *db, int rc, struct fail *why);
/*
 * The same for a statement that cannot be prepared.  That is the desk's
 * trouble, not the message's: the schema is not there, or not what it was.
 */
int db_fail_prepare(struct db *db, int rc, struct fail *why);
/* A new beginning: what a message or a full disk did before is over. */
void db_trouble_clear(struct db *db);

/* What the store's statements call beside the engine's own. A result code. */
int db_add_functions(sqlite3 *handle);

/*
 * An open statement holds a moment of the database against checkpoints, so
 * leaving one is a bug that ends the process.
 */
void db_expect_idle(const struct db *db, const char *when);
/* Finalizes all statements. */
void db_forget_statements(struct db *db);

#endif
