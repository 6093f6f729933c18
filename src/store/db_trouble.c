/* What the engine's result codes mean for the message and for the role. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "db_sqlite.h"

/*
 * Extended codes stand before the primary ones that they belong to.  What is
 * not here is waited out: locks, a full disk, memory, permissions.
 */
static const struct {
	int		code;
	enum db_trouble	trouble;
} meanings[] = {
	{ SQLITE_IOERR_NOMEM,		DB_WAIT },
	{ SQLITE_IOERR_CORRUPTFS,	DB_CORRUPT },
	{ SQLITE_IOERR_DATA,		DB_CORRUPT },
	{ SQLITE_IOERR,			DB_SYNC },
	{ SQLITE_CORRUPT,		DB_CORRUPT },
	{ SQLITE_NOTADB,		DB_CORRUPT },
	{ SQLITE_CONSTRAINT,		DB_MESSAGE },
	{ SQLITE_MISMATCH,		DB_MESSAGE },
	{ SQLITE_TOOBIG,		DB_MESSAGE },
	{ SQLITE_INTERRUPT,		DB_MESSAGE },
	/* While running: a function or full text that chokes on a value. */
	{ SQLITE_ERROR,			DB_MESSAGE },
};

static const enum fail_kind kinds[] = {
	[DB_FINE] = FAIL_RETRY,
	[DB_MESSAGE] = FAIL_REFUSE,
	[DB_WAIT] = FAIL_RETRY,
	[DB_SYNC] = FAIL_SYNC,
	[DB_CORRUPT] = FAIL_SETUP,
};

/*
 * A full disk is waited out however it shows itself; but not behind a sync,
 * after which nobody knows which pages are on the disk.
 */
static bool
is_full_disk(int rc, int error)
{
	return (error == ENOSPC || error == EDQUOT) &&
	    (rc & 0xff) == SQLITE_IOERR && rc != SQLITE_IOERR_FSYNC &&
	    rc != SQLITE_IOERR_DIR_FSYNC;
}

static enum db_trouble
meaning_of(int rc, int error)
{
	if (is_full_disk(rc, error))
		return DB_WAIT;
	for (size_t i = 0; i < ARRAY_LEN(meanings); i++)
		if (rc == meanings[i].code || (rc & 0xff) == meanings[i].code)
			return meanings[i].trouble;
	return DB_WAIT;
}

/* What the system said, for the codes behind which it stands. */
static int
system_error(const struct db *db, int rc)
{
	switch (rc & 0xff) {
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return sqlite3_system_errno(db->handle);
	default:
		return 0;
	}
}

static int
fail_with(struct db *db, int rc, const char *said, struct fail *why)
{
	int		error = system_error(db, rc);
	enum db_trouble	trouble = meaning_of(rc, error);

	/* What comes after the worst one is often only its echo. */
	if (trouble > db->trouble)
		db->trouble = trouble;
	if ((rc & 0xff) == SQLITE_INTERRUPT)
		return fail_set(why, kinds[db->trouble], "this takes too long"
		    " here: ask for less at once");
	if (error != 0)
		return fail_set(why, kinds[db->trouble], "%s: %s (%d): %s",
		    db->path, said, rc, strerror(error));
	return fail_set(why, kinds[db->trouble], "%s: %s", db->path, said);
}

int
db_fail(struct db *db, int rc, struct fail *why)
{
	return fail_with(db, rc, sqlite3_errmsg(db->handle), why);
}

int
db_fail_code(struct db *db, int rc, struct fail *why)
{
	return fail_with(db, rc, sqlite3_errstr(rc), why);
}

int
db_fail_prepare(struct db *db, int rc, struct fail *why)
{
	if ((rc & 0xff) != SQLITE_ERROR)
		return db_fail(db, rc, why);
	if (db->trouble < DB_WAIT)
		db->trouble = DB_WAIT;
	return fail_set(why, FAIL_RETRY, "%s: %s", db->path,
	    sqlite3_errmsg(db->handle));
}

void
db_trouble_clear(struct db *db)
{
	if (db->trouble < DB_SYNC)
		db->trouble = DB_FINE;
}

enum db_trouble
db_trouble(const struct db *db)
{
	return db->trouble;
}
