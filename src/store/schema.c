/* The steps of the two schemas, and which of them a database has. */
#include "store/schema.h"

#include <string.h>

#include "base/clock.h"
#include "base/crash.h"

/* One text per step is longer than C99 asks of a compiler; ours take it. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverlength-strings"
static const struct step {
	const char	*file; /* "sql/0001-desk.sql" */
	const char	*text;
} steps[] = {
#include "sql_steps.h"
};
#pragma GCC diagnostic pop

#define FOLDER "sql/"
#define ARCHIVE_PREFIX "archive-"

static const char steps_table[] =
    "CREATE TABLE IF NOT EXISTS schema_step ("
    "	name TEXT NOT NULL PRIMARY KEY,"
    "	at   INTEGER NOT NULL"
    ") STRICT";

static const struct sql applied = {
	"SELECT name FROM schema_step ORDER BY name"
};
static const struct sql record = {
	"INSERT INTO schema_step (name, at) VALUES (?1, ?2)"
};

/* As databases record it. */
static struct slice
name_of(const struct step *step)
{
	return slice_of(step->file + strlen(FOLDER));
}

static bool
belongs(const struct step *step, enum schema schema)
{
	bool is_archive = slice_starts(name_of(step), SLICE(ARCHIVE_PREFIX));

	return is_archive == (schema == SCHEMA_ARCHIVE);
}

/* The step's index, or ARRAY_LEN(steps). */
static size_t
find_step(enum schema schema, struct slice name)
{
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (belongs(&steps[i], schema) &&
		    slice_eq(name_of(&steps[i]), name))
			return i;
	return ARRAY_LEN(steps);
}

static int
refuse_newer(const struct db *db, struct slice name, struct fail *why)
{
	return fail_set(why, FAIL_SETUP,
	    "%s: made by a newer maildesk: this one does not know its schema "
	    "step \"%.*s\"", db_path(db), SLICE_ARG(name));
}

/* Marks the steps that the database has; a foreign one is a failure. */
static int
load_applied(struct db *db, enum schema schema, bool has[ARRAY_LEN(steps)],
    struct fail *why)
{
	struct db_stmt	*stmt = db_use(db, &applied);
	struct arena	 arena = ARENA_INIT;
	int		 got;

	memset(has, 0, ARRAY_LEN(steps) * sizeof(has[0]));
	while ((got = db_step(stmt, why)) > 0) {
		struct slice	name = db_text(stmt, 0, &arena);
		size_t		found = find_step(schema, name);

		if (found == ARRAY_LEN(steps)) {
			got = refuse_newer(db, name, why);
			break;
		}
		has[found] = true;
	}
	db_done(stmt);
	arena_free(&arena);
	return got;
}

static const struct step *
first_missing(enum schema schema, const bool has[ARRAY_LEN(steps)])
{
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (belongs(&steps[i], schema) && !has[i])
			return &steps[i];
	return NULL;
}

static int
apply(struct db *db, const struct step *step, struct fail *why)
{
	struct db_stmt *stmt;

	if (db_script(db, step->text, why) < 0)
		return fail_add(why, "%s", step->file);
	stmt = db_use(db, &record);
	db_bind_text(stmt, 1, name_of(step));
	db_bind_int(stmt, 2, clock_now());
	return db_run(stmt, why);
}

/* 1: one more step is in; 0: none was missing; -1. */
static int
apply_next(struct db *db, enum schema schema, struct fail *why)
{
	const struct step	*step;
	bool			 has[ARRAY_LEN(steps)];

	if (db_begin(db, why) < 0)
		return -1;
	/* Asked under the lock, so that two programs do not apply it twice. */
	if (db_script(db, steps_table, why) < 0 ||
	    load_applied(db, schema, has, why) < 0)
		goto undo;
	step = first_missing(schema, has);
	if (step != NULL && apply(db, step, why) < 0)
		goto undo;
	crash_point("schema.before-commit");
	if (db_commit(db, why) < 0)
		return -1;
	crash_point("schema.after-commit");
	return step != NULL;
undo:
	db_rollback(db);
	return -1;
}

int
schema_apply(struct db *db, enum schema schema, struct fail *why)
{
	int got;

	do
		got = apply_next(db, schema, why);
	while (got > 0);
	return got;
}

int
schema_expect(struct db *db, enum schema schema, struct fail *why)
{
	const struct step	*step;
	bool			 has[ARRAY_LEN(steps)];

	if (load_applied(db, schema, has, why) < 0)
		return -1;
	step = first_missing(schema, has);
	if (step != NULL)
		return fail_set(why, FAIL_RETRY,
		    "%s: still lacks the schema step %s: maildeskd applies it"
		    " when it starts", db_path(db), step->file);
	return 0;
}
