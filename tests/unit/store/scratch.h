/* A database of its own for each test of the store, and short questions. */
#ifndef UNIT_STORE_SCRATCH_H
#define UNIT_STORE_SCRATCH_H

#include "case.h"

#include <sqlite3.h>

#include "store/db.h"

struct scratch {
	char		 folder[PATH_MAX];
	char		 path[PATH_MAX];
	struct db	*db; /* closed by teardown when a test left it open */
};

/* The test's sentence is worth more than "-1 != 0". */
#define assert_ok(call, why) \
	scratch_ok((call), (why), #call, __FILE__, __LINE__)

static inline void
scratch_ok(int rc, const struct fail *why, const char *call, const char *file,
    int line)
{
	if (rc >= 0)
		return;
	print_error("%s\n    %s: %s\n", call, fail_kind_name(why->kind),
	    why->text);
	_fail(file, line);
}

static inline int
scratch_setup(void **state)
{
	struct scratch *scratch = calloc(1, sizeof(*scratch));

	if (scratch == NULL)
		return -1;
	case_folder(scratch->folder);
	case_path(scratch->path, scratch->folder, "test.db");
	*state = scratch;
	return 0;
}

static inline int
scratch_teardown(void **state)
{
	struct scratch *scratch = *state;

	db_close(scratch->db);
	case_folder_remove(scratch->folder);
	free(scratch);
	return 0;
}

static inline void
scratch_run(struct db *db, const struct sql *sql)
{
	struct fail why = FAIL_INIT;

	assert_ok(db_run(db_use(db, sql), &why), &why);
}

static inline int64_t
scratch_int(struct db *db, const struct sql *sql)
{
	struct fail	 why = FAIL_INIT;
	struct db_stmt	*stmt = db_use(db, sql);
	int		 got = db_step(stmt, &why);
	int64_t		 value;

	assert_ok(got, &why);
	assert_int_equal(got, 1);
	value = db_int(stmt, 0);
	db_done(stmt);
	return value;
}

/* A transaction of its own. */
static inline void
scratch_script(struct db *db, const char *text)
{
	struct fail why = FAIL_INIT;

	assert_ok(db_begin(db, &why), &why);
	assert_ok(db_script(db, text, &why), &why);
	assert_ok(db_commit(db, &why), &why);
}

/* Everything into the main file, as no handle of ours ever does. */
static inline void
scratch_checkpoint(const struct scratch *scratch)
{
	sqlite3 *handle;

	assert_int_equal(sqlite3_open(scratch->path, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle,
	    "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_db_config(handle,
	    SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

#endif
