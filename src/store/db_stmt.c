/* Statements: prepared once, bound, stepped, read, and done. */
#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "db_sqlite.h"

#define CACHE_FIRST 64

/* A place in the cache: where the statement is or would be. */
static struct db_stmt **
find_place(struct db *db, const struct sql *sql)
{
	uint64_t	hash = (uint64_t)(uintptr_t)sql * 0x9e3779b97f4a7c15u;
	size_t		mask = db->cache_size - 1;
	size_t		i = (size_t)(hash >> 32) & mask;

	while (db->cache[i] != NULL && db->cache[i]->sql != sql)
		i = (i + 1) & mask;
	return &db->cache[i];
}

/* Never more than half full, so that every search ends, and soon. */
static void
make_room(struct db *db)
{
	struct db_stmt	**old = db->cache;
	size_t		  old_size = db->cache_size;

	if (db->cache_count < old_size / 2)
		return;
	db->cache_size = old_size == 0 ? CACHE_FIRST : old_size * 2;
	db->cache = calloc(db->cache_size, sizeof(struct db_stmt *));
	if (db->cache == NULL)
		log_die("out of memory: the cache of statements");
	for (size_t i = 0; i < old_size; i++)
		if (old[i] != NULL)
			*find_place(db, old[i]->sql) = old[i];
	free(old);
}

static struct db_stmt *
prepare(struct db *db, const struct sql *sql)
{
	struct db_stmt	*stmt;
	sqlite3_stmt	*handle;
	int		 rc;

	rc = sqlite3_prepare_v3(db->handle, sql->text, -1,
	    SQLITE_PREPARE_PERSISTENT, &handle, NULL);
	if (rc != SQLITE_OK) {
		db_fail_prepare(db, rc, &db->broken_why);
		return &db->broken;
	}
	stmt = calloc(1, sizeof(*stmt));
	if (stmt == NULL)
		log_die("out of memory: a statement");
	stmt->db = db;
	stmt->sql = sql;
	stmt->handle = handle;
	make_room(db);
	*find_place(db, sql) = stmt;
	db->cache_count++;
	return stmt;
}

struct db_stmt *
db_use(struct db *db, const struct sql *sql)
{
	struct db_stmt *stmt = NULL;

	if (db->cache_size > 0)
		stmt = *find_place(db, sql);
	if (stmt == NULL)
		stmt = prepare(db, sql);
	if (stmt->handle == NULL)
		return stmt;
	if (stmt->active)
		log_die("%s: used twice at once: %s", db->path, sql->text);
	/*
	 * Outside db_begin nobody holds the write lock, and a change would be
	 * committed, even checkpointed, beside another writer.
	 */
	if (!db->writing && sqlite3_stmt_readonly(stmt->handle) == 0)
		log_die("%s: changed outside a transaction: %s", db->path,
		    sql->text);
	stmt->active = true;
	db->active++;
	return stmt;
}

void
db_done(struct db_stmt *stmt)
{
	if (!stmt->active)
		return;
	sqlite3_reset(stmt->handle);
	sqlite3_clear_bindings(stmt->handle);
	stmt->bind_rc = SQLITE_OK;
	stmt->active = false;
	stmt->db->active--;
}

void
db_expect_idle(const struct db *db, const char *when)
{
	const char *text = "a blob";

	if (db->active == 0)
		return;
	for (size_t i = 0; i < db->cache_size; i++)
		if (db->cache[i] != NULL && db->cache[i]->active)
			text = db->cache[i]->sql->text;
	log_die("%s: not done at %s: %s", db->path, when, text);
}

void
db_forget_statements(struct db *db)
{
	for (size_t i = 0; i < db->cache_size; i++) {
		if (db->cache[i] == NULL)
			continue;
		sqlite3_finalize(db->cache[i]->handle);
		free(db->cache[i]);
	}
	free(db->cache);
	db->cache = NULL;
	db->cache_size = 0;
	db->cache_count = 0;
}

/* A wrong number or a running statement is a bug; the rest is a bad value. */
static void
remember(struct db_stmt *stmt, int rc)
{
	assert(rc != SQLITE_RANGE && rc != SQLITE_MISUSE);
	if (stmt->bind_rc == SQLITE_OK)
		stmt->bind_rc = rc;
}

void
db_bind_int(struct db_stmt *stmt, int n, int64_t value)
{
	if (stmt->handle != NULL)
		remember(stmt, sqlite3_bind_int64(stmt->handle, n, value));
}

void
db_bind_id(struct db_stmt *stmt, int n, int64_t id)
{
	if (id == 0)
		db_bind_null(stmt, n);
	else
		db_bind_int(stmt, n, id);
}

void
db_bind_text(struct db_stmt *stmt, int n, struct slice text)
{
	if (stmt->handle == NULL)
		return;
	/* A null pointer would bind NULL. */
	remember(stmt, sqlite3_bind_text64(stmt->handle, n,
	    text.len == 0 ? "" : text.data, text.len, SQLITE_STATIC,
	    SQLITE_UTF8));
}

void
db_bind_text_or_null(struct db_stmt *stmt, int n, struct slice text)
{
	if (text.len == 0)
		db_bind_null(stmt, n);
	else
		db_bind_text(stmt, n, text);
}

void
db_bind_word(struct db_stmt *stmt, int n, const char *word)
{
	db_bind_text(stmt, n, slice_of(word));
}

void
db_bind_blob(struct db_stmt *stmt, int n, struct slice bytes)
{
	if (stmt->handle == NULL)
		return;
	remember(stmt, sqlite3_bind_blob64(stmt->handle, n,
	    bytes.len == 0 ? "" : bytes.data, bytes.len, SQLITE_STATIC));
}

void
db_bind_zeroes(struct db_stmt *stmt, int n, int64_t size)
{
	assert(size >= 0);
	if (stmt->handle != NULL)
		remember(stmt, sqlite3_bind_zeroblob64(stmt->handle, n,
		    (uint64_t)size));
}

void
db_bind_null(struct db_stmt *stmt, int n)
{
	if (stmt->handle != NULL)
		remember(stmt, sqlite3_bind_null(stmt->handle, n));
}

int
db_step(struct db_stmt *stmt, struct fail *why)
{
	struct db	*db = stmt->db;
	int		 rc = stmt->bind_rc;

	if (stmt->handle == NULL)
		return fail_set(why, db->broken_why.kind, "%s",
		    db->broken_why.text);
	assert(stmt->active);
	if (rc != SQLITE_OK) {
		db_fail_code(db, rc, why);
		db_done(stmt);
		return -1;
	}
	rc = sqlite3_step(stmt->handle);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		db_fail(db, rc, why);
	db_done(stmt);
	return rc == SQLITE_DONE ? 0 : -1;
}

int
db_run(struct db_stmt *stmt, struct fail *why)
{
	int got;

	do
		got = db_step(stmt, why);
	while (got > 0);
	return got;
}

int64_t
db_int(struct db_stmt *stmt, int column)
{
	return sqlite3_column_int64(stmt->handle, column);
}

bool
db_bool(struct db_stmt *stmt, int column)
{
	return db_int(stmt, column) != 0;
}

/* The engine has no other way to say that it had no memory for the bytes. */
static struct slice
copy_column(struct db_stmt *stmt, int column, const void *data,
    struct arena *arena)
{
	int len = sqlite3_column_bytes(stmt->handle, column);

	if (data == NULL && sqlite3_errcode(stmt->db->handle) == SQLITE_NOMEM)
		log_die("out of memory: a column of %s", stmt->db->path);
	if (data == NULL || len <= 0)
		return SLICE_EMPTY;
	return arena_copy(arena, slice_make(data, (size_t)len));
}

struct slice
db_text(struct db_stmt *stmt, int column, struct arena *arena)
{
	return copy_column(stmt, column,
	    sqlite3_column_text(stmt->handle, column), arena);
}

struct slice
db_blob(struct db_stmt *stmt, int column, struct arena *arena)
{
	return copy_column(stmt, column,
	    sqlite3_column_blob(stmt->handle, column), arena);
}

bool
db_is_null(struct db_stmt *stmt, int column)
{
	return sqlite3_column_type(stmt->handle, column) == SQLITE_NULL;
}

int64_t
db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

int64_t
db_changes(struct db *db)
{
	return sqlite3_changes64(db->handle);
}
