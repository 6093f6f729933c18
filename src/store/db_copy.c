/* Databases as files: copied, closed for good, removed. */
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "db_sqlite.h"

/* Pages between two looks of who watches. */
#define STEP_PAGES 256

/* What may stand beside a database's file. */
static const char *const companions[] = {
	"-wal", "-shm", "-journal", ".turn", ".write",
};

static const char *
beside(const char *path, const char *suffix, char to[PATH_MAX])
{
	int len = snprintf(to, PATH_MAX, "%s%s", path, suffix);

	if (len < 0 || len >= PATH_MAX)
		log_die("too long for a path: %s%s", path, suffix);
	return to;
}

static int
fail_copy(const struct db *db, const char *to, int rc, struct fail *why)
{
	bool damaged = (rc & 0xff) == SQLITE_CORRUPT ||
	    (rc & 0xff) == SQLITE_NOTADB;

	return fail_set(why, damaged ? FAIL_SETUP : FAIL_RETRY,
	    "cannot copy %s to %s: %s", db->path, to, sqlite3_errstr(rc));
}

/* No journal: what is half copied is thrown away. */
static int
open_target(const struct db *db, const char *path, sqlite3 **out,
    struct fail *why)
{
	int rc;

	rc = sqlite3_open_v2(path, out, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (*out == NULL)
		log_die("out of memory: the handle of a database");
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(*out, "PRAGMA journal_mode = OFF;"
		    " PRAGMA synchronous = FULL", NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : fail_copy(db, path, rc, why);
}

static int
copy_pages(struct db *db, sqlite3 *to, const char *path,
    const struct progress *progress, struct fail *why)
{
	sqlite3_backup	*backup;
	int		 rc;

	backup = sqlite3_backup_init(to, "main", db->handle, "main");
	if (backup == NULL)
		return fail_copy(db, path, sqlite3_errcode(to), why);
	do {
		rc = sqlite3_backup_step(backup, STEP_PAGES);
		progress_tell(progress, sqlite3_backup_pagecount(backup) -
		    sqlite3_backup_remaining(backup),
		    sqlite3_backup_pagecount(backup));
	} while (rc == SQLITE_OK);
	sqlite3_backup_finish(backup);
	return rc == SQLITE_DONE ? 0 : fail_copy(db, path, rc, why);
}

static int
copy_into_new(struct db *db, const char *to, const struct progress *progress,
    struct fail *why)
{
	sqlite3	*target;
	int	 rc;

	if (file_create(to, SLICE_EMPTY, 0600, why) < 0)
		return -1;
	rc = open_target(db, to, &target, why);
	if (rc == 0)
		rc = copy_pages(db, target, to, progress, why);
	if (sqlite3_close(target) != SQLITE_OK && rc == 0)
		rc = fail_copy(db, to, SQLITE_BUSY, why);
	if (rc < 0)
		unlink(to);
	return rc;
}

/* Reads, so that the moment begins: BEGIN alone waits for that. */
static const struct sql look = { "PRAGMA schema_version" };

static int
read_something(struct db *db, struct fail *why)
{
	struct db_stmt	*stmt = db_use(db, &look);
	int		 got = db_step(stmt, why);

	db_done(stmt);
	return got < 0 ? -1 : 0;
}

int
db_copy(struct db *db, const char *to, const struct progress *progress,
    struct fail *why)
{
	bool	alone = !db_in_transaction(db);
	int	rc;

	assert(!db->writing);
	if (alone && db_begin_read(db, why) < 0)
		return -1;
	rc = read_something(db, why);
	if (rc == 0)
		rc = copy_into_new(db, to, progress, why);
	if (alone)
		db_end_read(db);
	return rc;
}

int
db_copy_closed(const char *from, const char *to,
    const struct progress *progress, struct fail *why)
{
	char	log[PATH_MAX], log_copy[PATH_MAX];

	if (file_copy(from, to, 0600, progress, why) < 0)
		return -1;
	/* What was committed last may still stand there. */
	if (access(beside(from, "-wal", log), F_OK) < 0)
		return 0;
	if (file_copy(log, beside(to, "-wal", log_copy), 0600, NULL, why) < 0) {
		unlink(to);
		return -1;
	}
	return 0;
}

/* All of the log into the main file. */
static int
settle(struct db *db, struct fail *why)
{
	int rc;

	rc = sqlite3_wal_checkpoint_v2(db->handle, "main",
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_db_config(db->handle,
		    SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, (int *)NULL);
	return rc == SQLITE_OK ? 0 : db_fail(db, rc, why);
}

int
db_close_alone(struct db *db, struct fail *why)
{
	char	name[PATH_MAX];
	char	*path = strdup(db->path);
	int	rc;

	if (path == NULL)
		log_die("out of memory: the path of a database");
	db_expect_idle(db, "close");
	assert(!db->writing && db->lock.write >= 0);
	db_forget_statements(db);
	rc = db_lock_take(&db->lock, path, why);
	if (rc == 0)
		rc = settle(db, why);
	/* The last one to close a log that is settled takes it away. */
	db_close(db);
	if (rc == 0 && access(beside(path, "-wal", name), F_OK) == 0)
		rc = fail_set(why, FAIL_RETRY,
		    "%s: another process has it open", path);
	for (size_t i = 0; rc == 0 && i < ARRAY_LEN(companions); i++)
		unlink(beside(path, companions[i], name));
	free(path);
	return rc;
}

static int
remove_file(const char *path, struct fail *why)
{
	if (unlink(path) == 0 || errno == ENOENT)
		return 0;
	return fail_sys(why, FAIL_SETUP, "cannot remove %s", path);
}

int
db_remove(const char *path, struct fail *why)
{
	char name[PATH_MAX];

	/* A log that is left alone would be played into the next database. */
	for (size_t i = 0; i < ARRAY_LEN(companions); i++)
		if (remove_file(beside(path, companions[i], name), why) < 0)
			return -1;
	return remove_file(path, why);
}

static int
expect_no_file(const char *path, struct fail *why)
{
	struct stat info;

	if (lstat(path, &info) < 0 && errno == ENOENT)
		return 0;
	return fail_set(why, FAIL_SETUP, "%s is there", path);
}

int
db_expect_none(const char *path, struct fail *why)
{
	char name[PATH_MAX];

	if (expect_no_file(path, why) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(companions); i++)
		if (expect_no_file(beside(path, companions[i], name), why) < 0)
			return -1;
	return 0;
}
