/* The database's handle: opening it as its rules want, closing, checking. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "db_sqlite.h"

/*
 * Nobody is busy for long: writers queue on the lock file.  This is for the
 * rest: recovery of the WAL by a reader, an administrator's sqlite3.
 */
#define BUSY_MS 10000

static const struct {
	int	what;
	int	on;
} switches[] = {
	/*
	 * The last to close would checkpoint without the write lock: see the
	 * header for what two who do that at once can make of the WAL.
	 */
	{ SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,	1 },
	{ SQLITE_DBCONFIG_ENABLE_FKEY,		1 },
	/* "nosuch" shall be an unknown column, not a text. */
	{ SQLITE_DBCONFIG_DQS_DML,		0 },
	{ SQLITE_DBCONFIG_DQS_DDL,		0 },
	/* A file that somebody brought cannot make our statements do more. */
	{ SQLITE_DBCONFIG_TRUSTED_SCHEMA,	0 },
	{ SQLITE_DBCONFIG_DEFENSIVE,		1 },
};

static const char *const settings[] = {
	"PRAGMA synchronous = FULL",
	"PRAGMA cell_size_check = ON",
	/* An I/O error behind a mapping is a SIGBUS, which ends us. */
	"PRAGMA mmap_size = 0",
	"PRAGMA cache_size = -8192",
	/* Savepoints must not depend on room in /tmp. */
	"PRAGMA temp_store = MEMORY",
	/* One huge mail shall not leave a huge WAL for ever. */
	"PRAGMA journal_size_limit = 33554432",
};

/*
 * Two writes into the WAL, a read and a write out of it: a page costs these
 * whatever its size, so bodies want large ones.  Larger still, and a small mail
 * that is committed alone writes too much.  Only a file that holds nothing yet
 * heeds this; an older one keeps its pages.
 */
static const char big_pages[] = "PRAGMA page_size = 16384";

/* Bytes in the WAL when a commit, and so under the lock, checkpoints. */
#define CHECKPOINT_BYTES (4 << 20)

static const struct sql page_size = { "PRAGMA page_size" };
static const struct sql quick_check = { "PRAGMA quick_check(1)" };
static const struct sql full_check = { "PRAGMA integrity_check(1)" };
static const struct sql reference_check = {
	"SELECT 'a row of ' || \"table\" || ' refers to a missing one of '"
	" || parent"
	"  FROM pragma_foreign_key_check LIMIT 1"
};

static char *
copy_path(const char *path)
{
	char *copy = strdup(path);

	if (copy == NULL)
		log_die("out of memory: the path of a database");
	return copy;
}

static struct db *
db_new(const char *path)
{
	struct db *db = calloc(1, sizeof(*db));

	if (db == NULL)
		log_die("out of memory: the handle of a database");
	db->lock = (struct db_lock)DB_LOCK_INIT;
	db->path = copy_path(path);
	db->broken.db = db;
	return db;
}

/*
 * The file is there afterwards, or the answer says that it is missing.  SQLite
 * would make it readable for others, and would leave it to root.
 */
static int
find_file(const char *path, enum db_mode mode, struct fail *why)
{
	if (access(path, F_OK) == 0)
		return 0;
	if (errno != ENOENT)
		return fail_sys(why, FAIL_RETRY, "%s", path);
	if (mode != DB_CREATE && mode != DB_CREATE_BIG_PAGES)
		return fail_set(why, FAIL_SETUP,
		    "%s: there is no such database", path);
	/* Somebody else may have made it in the meantime. */
	if (file_create(path, SLICE_EMPTY, 0600, why) < 0 &&
	    access(path, F_OK) < 0)
		return -1;
	return 0;
}

/*
 * Our processes have one thread that knows of databases, and nobody asks how
 * much memory they take: the engine need not lock and count at every turn.
 */
static void
set_up_engine(void)
{
	static bool done;

	/* Before anything else is asked of it; later it would refuse. */
	if (!done) {
		sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
		sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	}
	done = true;
}

static int
open_file(struct db *db, enum db_mode mode, struct fail *why)
{
	int		 flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	const char	*resolved;
	int		 rc;

	set_up_engine();
	if (find_file(db->path, mode, why) < 0)
		return -1;
	flags |= mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	rc = sqlite3_open_v2(db->path, &db->handle, flags, NULL);
	if (db->handle == NULL)
		log_die("out of memory: the handle of a database");
	if (rc != SQLITE_OK)
		return db_fail(db, rc, why);
	/* Whoever comes by another name shall meet the same lock. */
	resolved = sqlite3_db_filename(db->handle, "main");
	free(db->path);
	db->path = copy_path(resolved);
	/* What may not be written is opened for reading, without a word. */
	if (mode != DB_READ && sqlite3_db_readonly(db->handle, "main") == 1)
		return fail_set(why, FAIL_RETRY,
		    "%s: this account may not write it", db->path);
	return 0;
}

static int
set_up(struct db *db, enum db_mode mode, struct fail *why)
{
	int rc = SQLITE_OK;

	sqlite3_busy_timeout(db->handle, BUSY_MS);
	for (size_t i = 0; i < ARRAY_LEN(switches); i++) {
		rc = sqlite3_db_config(db->handle, switches[i].what,
		    switches[i].on, (int *)NULL);
		if (rc != SQLITE_OK)
			return db_fail(db, rc, why);
	}
	rc = db_add_functions(db->handle);
	if (rc != SQLITE_OK)
		return db_fail(db, rc, why);
	if (mode == DB_CREATE_BIG_PAGES)
		rc = sqlite3_exec(db->handle, big_pages, NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return db_fail(db, rc, why);
	for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
		rc = sqlite3_exec(db->handle, settings[i], NULL, NULL, NULL);
		if (rc != SQLITE_OK)
			return db_fail(db, rc, why);
	}
	return 0;
}

/* Reads the file for the first time, and so recovers what a crash left. */
static int
expect_wal(struct db *db, enum db_mode mode, struct fail *why)
{
	const char	*text = mode == DB_READ ? "PRAGMA journal_mode" :
			    "PRAGMA journal_mode = WAL";
	sqlite3_stmt	*stmt;
	const char	*got;
	int		 rc;

	rc = sqlite3_prepare_v2(db->handle, text, -1, &stmt, NULL);
	if (rc != SQLITE_OK)
		return db_fail(db, rc, why);
	rc = sqlite3_step(stmt);
	if (rc != SQLITE_ROW) {
		db_fail(db, rc, why);
		sqlite3_finalize(stmt);
		return -1;
	}
	got = (const char *)sqlite3_column_text(stmt, 0);
	rc = 0;
	if (got == NULL || strcmp(got, "wal") != 0)
		rc = fail_set(why, FAIL_RETRY,
		    "%s: its journal is \"%s\", not \"wal\" as it will be once "
		    "a role that writes has opened it",
		    db->path, got == NULL ? "" : got);
	sqlite3_finalize(stmt);
	return rc;
}

/*
 * Without the descriptors or the memory for the index of the WAL, the engine
 * opens that for reading, without a word, and keeps it so for as long as the
 * handle lives.
 */
static int
expect_writable(struct db *db, struct fail *why)
{
	int rc = sqlite3_exec(db->handle, "BEGIN IMMEDIATE; ROLLBACK", NULL,
	    NULL, NULL);

	return rc == SQLITE_OK ? 0 : db_fail(db, rc, why);
}

static int
set_checkpoint(struct db *db, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &page_size);

	if (db_step(stmt, why) <= 0)
		return -1;
	sqlite3_wal_autocheckpoint(db->handle,
	    CHECKPOINT_BYTES / (int)db_int(stmt, 0));
	db_done(stmt);
	return 0;
}

static int
open_whole(struct db *db, enum db_mode mode, struct fail *why)
{
	if (open_file(db, mode, why) < 0)
		return -1;
	if (mode != DB_READ && db_lock_open(&db->lock, db->path, why) < 0)
		return -1;
	if (set_up(db, mode, why) < 0 || expect_wal(db, mode, why) < 0)
		return -1;
	if (mode == DB_READ)
		return 0;
	if (expect_writable(db, why) < 0 || set_checkpoint(db, why) < 0)
		return -1;
	db_lock_leave(&db->lock);
	return 0;
}

int
db_open(struct db **out, const char *path, enum db_mode mode, struct fail *why)
{
	struct db *db = db_new(path);

	*out = NULL;
	if (open_whole(db, mode, why) < 0) {
		db_close(db);
		return -1;
	}
	*out = db;
	return 0;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_expect_idle(db, "close");
	if (db->writing)
		db_rollback(db);
	db_forget_statements(db);
	sqlite3_close(db->handle);
	db_lock_close(&db->lock);
	free(db->path);
	free(db);
}

const char *
db_path(const struct db *db)
{
	return db->path;
}

/* 0 when the statement has no row or says "ok"; else its row is the reason. */
static int
check_with(struct db *db, const struct sql *sql, struct fail *why)
{
	struct db_stmt	*stmt = db_use(db, sql);
	struct arena	 arena = ARENA_INIT;
	struct slice	 said;
	int		 got;

	got = db_step(stmt, why);
	if (got <= 0)
		return got;
	said = db_text(stmt, 0, &arena);
	if (slice_eq(said, SLICE("ok"))) {
		got = 0;
	} else {
		db->trouble = DB_CORRUPT;
		got = fail_set(why, FAIL_SETUP, "%s: damaged: %.*s", db->path,
		    SLICE_ARG(said));
	}
	db_done(stmt);
	arena_free(&arena);
	return got;
}

int
db_check(struct db *db, bool quick, struct fail *why)
{
	if (quick)
		return check_with(db, &quick_check, why);
	if (check_with(db, &full_check, why) < 0)
		return -1;
	return check_with(db, &reference_check, why);
}
