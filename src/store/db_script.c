/* Statements that run once: the steps of a schema, and what tests prepare. */
#include <assert.h>

#include "base/ascii.h"
#include "db_sqlite.h"

/* Prepares what stands at *text and moves *text behind it. */
static int
prepare_next(struct db *db, const char **text, sqlite3_stmt **out,
    struct fail *why)
{
	const char	*rest;
	int		 rc;

	rc = sqlite3_prepare_v2(db->handle, *text, -1, out, &rest);
	if (rc != SQLITE_OK)
		return db_fail_prepare(db, rc, why);
	*text = rest;
	return 0;
}

int
db_script(struct db *db, const char *text, struct fail *why)
{
	sqlite3_stmt	*stmt;
	int		 rc;

	assert(db->writing);
	while (*text != '\0') {
		if (prepare_next(db, &text, &stmt, why) < 0)
			return -1;
		/* NULL: only blanks and comments were left. */
		if (stmt == NULL)
			continue;
		do
			rc = sqlite3_step(stmt);
		while (rc == SQLITE_ROW);
		if (rc != SQLITE_DONE)
			db_fail(db, rc, why);
		sqlite3_finalize(stmt);
		if (rc != SQLITE_DONE)
			return -1;
	}
	return 0;
}

int
db_prepare_check(struct db *db, const char *text, struct fail *why)
{
	sqlite3_stmt	*stmt;
	const char	*rest = text;

	if (prepare_next(db, &rest, &stmt, why) < 0)
		return -1;
	sqlite3_finalize(stmt);
	while (ascii_is_space(*rest))
		rest++;
	if (stmt == NULL || *rest != '\0')
		return fail_set(why, FAIL_SETUP, "not one statement: %s", text);
	return 0;
}
