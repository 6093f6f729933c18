/* Nothing of what was deleted stays in a database's files. */
#include <assert.h>
#include <string.h>

#include "db_sqlite.h"

/*
 * What a page no longer uses may still stand in it, wherever rows were moved:
 * only writing all of it anew is sure.  The copy on the way is as big as the
 * database, and must not be in memory.
 */
static const char rewrite[] =
    "PRAGMA secure_delete = ON; PRAGMA temp_store = FILE; VACUUM;"
    " PRAGMA temp_store = MEMORY";

int
db_forget_deleted(struct db *db, struct fail *why)
{
	int rc = sqlite3_exec(db->handle, "PRAGMA secure_delete = ON", NULL,
	    NULL, NULL);

	return rc == SQLITE_OK ? 0 : db_fail(db, rc, why);
}

/*
 * The folder of the copy: where the database is there is room for it, and its
 * blocks are as well kept; /var/tmp may be memory.
 */
static char *
folder_of(const char *path)
{
	const char *end = strrchr(path, '/');

	return end == NULL ? sqlite3_mprintf(".")
	    : sqlite3_mprintf("%.*s", (int)(end - path), path);
}

int
db_scrub(struct db *db, struct fail *why)
{
	int rc;

	db_expect_idle(db, "scrub");
	assert(!db->writing && db->lock.write >= 0);
	db_forget_statements(db);
	if (db_lock_take(&db->lock, db->path, why) < 0)
		return -1;
	sqlite3_temp_directory = folder_of(db->path);
	rc = sqlite3_exec(db->handle, rewrite, NULL, NULL, NULL);
	sqlite3_free(sqlite3_temp_directory);
	sqlite3_temp_directory = NULL;
	if (rc == SQLITE_OK)
		rc = sqlite3_wal_checkpoint_v2(db->handle, "main",
		    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	if (rc != SQLITE_OK)
		db_fail(db, rc, why);
	db_lock_leave(&db->lock);
	return rc == SQLITE_OK ? 0 : -1;
}
