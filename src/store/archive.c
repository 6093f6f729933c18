/* archive.db: opening it, its epoch, and what waits in it. */
#include "store/archive.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "base/unique.h"
#include "store/schema.h"

static_assert(ARCHIVE_EPOCH_SIZE == UNIQUE_SIZE, "an epoch is a unique name");

struct archive {
	struct db *db;
};

static const struct sql epoch = {
	"SELECT value FROM meta WHERE key = 'epoch'"
};

/* 1, 0 (none yet), -1. */
static int
load_epoch(struct archive *archive, char to[ARCHIVE_EPOCH_SIZE],
    struct fail *why)
{
	struct db_stmt	*stmt = db_use(archive->db, &epoch);
	struct arena	 arena = ARENA_INIT;
	struct slice	 value;
	int		 got;

	got = db_step(stmt, why);
	if (got <= 0)
		return got;
	value = db_text(stmt, 0, &arena);
	db_done(stmt);
	if (value.len == ARCHIVE_EPOCH_SIZE - 1) {
		memcpy(to, value.data, value.len);
		to[value.len] = '\0';
	} else {
		got = fail_set(why, FAIL_SETUP, "%s: its epoch is malformed",
		    db_path(archive->db));
	}
	arena_free(&arena);
	return got;
}

static const struct sql add_epoch = {
	"INSERT INTO meta (key, value) VALUES ('epoch', ?1)"
	" ON CONFLICT DO NOTHING"
};

static int
set_epoch(struct archive *archive, const char *name, struct fail *why)
{
	struct db_stmt *stmt;

	if (db_begin(archive->db, why) < 0)
		return -1;
	stmt = db_use(archive->db, &add_epoch);
	db_bind_word(stmt, 1, name);
	if (db_run(stmt, why) < 0) {
		db_rollback(archive->db);
		return -1;
	}
	return db_commit(archive->db, why);
}

int
archive_epoch(struct archive *archive, char to[ARCHIVE_EPOCH_SIZE],
    struct fail *why)
{
	int got = load_epoch(archive, to, why);

	if (got == 0)
		return fail_set(why, FAIL_SETUP,
		    "%s: has no epoch: it is not a whole archive",
		    db_path(archive->db));
	return got < 0 ? -1 : 0;
}

static int
open_whole(struct archive *archive, const char *path, enum db_mode mode,
    struct fail *why)
{
	char	known[ARCHIVE_EPOCH_SIZE], name[UNIQUE_SIZE];
	int	got;

	if (db_open(&archive->db, path,
	    mode == DB_CREATE ? DB_CREATE_BIG_PAGES : mode, why) < 0)
		return -1;
	if (mode == DB_READ)
		return schema_expect(archive->db, SCHEMA_ARCHIVE, why);
	if (schema_apply(archive->db, SCHEMA_ARCHIVE, why) < 0)
		return -1;
	if (mode != DB_CREATE)
		return archive_epoch(archive, known, why);
	got = load_epoch(archive, known, why);
	return got == 0 ? set_epoch(archive, unique_name(name), why)
			: got < 0 ? -1 : 0;
}

static struct archive *
archive_new(void)
{
	struct archive *archive = calloc(1, sizeof(*archive));

	if (archive == NULL)
		log_die("out of memory: the handle of the archive");
	return archive;
}

int
archive_open(struct archive **out, const char *path, enum db_mode mode,
    struct fail *why)
{
	struct archive *archive = archive_new();

	*out = NULL;
	if (open_whole(archive, path, mode, why) < 0) {
		archive_close(archive);
		return -1;
	}
	*out = archive;
	return 0;
}

static int
open_copy(struct archive *archive, const char *path, struct archive *of,
    struct fail *why)
{
	char wanted[ARCHIVE_EPOCH_SIZE], known[ARCHIVE_EPOCH_SIZE];

	if (archive_epoch(of, wanted, why) < 0 ||
	    db_open(&archive->db, path, DB_CREATE_BIG_PAGES, why) < 0 ||
	    schema_apply(archive->db, SCHEMA_ARCHIVE, why) < 0 ||
	    set_epoch(archive, wanted, why) < 0 ||
	    archive_epoch(archive, known, why) < 0)
		return -1;
	if (strcmp(known, wanted) != 0)
		return fail_set(why, FAIL_REFUSE,
		    "%s is a copy of another archive than %s", path,
		    db_path(of->db));
	return 0;
}

int
archive_open_copy(struct archive **out, const char *path, struct archive *of,
    struct fail *why)
{
	struct archive *archive = archive_new();

	*out = NULL;
	if (open_copy(archive, path, of, why) < 0) {
		archive_close(archive);
		return -1;
	}
	*out = archive;
	return 0;
}

void
archive_close(struct archive *archive)
{
	if (archive == NULL)
		return;
	db_close(archive->db);
	free(archive);
}

int
archive_close_alone(struct archive *archive, struct fail *why)
{
	int rc = db_close_alone(archive->db, why);

	free(archive);
	return rc;
}

struct db *
archive_db(struct archive *archive)
{
	return archive->db;
}

/* One row of integers, or none: then *a (and *b) are left alone. */
static int
ask(struct db_stmt *stmt, int64_t *a, int64_t *b, struct fail *why)
{
	int got = db_step(stmt, why);

	if (got <= 0)
		return got;
	*a = db_int(stmt, 0);
	if (b != NULL)
		*b = db_int(stmt, 1);
	db_done(stmt);
	return 1;
}

static const struct sql by_door_ref = {
	"SELECT id FROM message WHERE door_ref = ?1"
};

int
archive_by_door_ref(struct archive *archive, struct slice door_ref,
    int64_t *id, struct fail *why)
{
	struct db_stmt *stmt = db_use(archive->db, &by_door_ref);

	db_bind_text(stmt, 1, door_ref);
	return ask(stmt, id, NULL, why);
}

static const struct sql last_door_ref = {
	"SELECT door_ref FROM message WHERE door_ref > ?1 AND door_ref < ?2"
	" ORDER BY door_ref DESC LIMIT 1"
};

int
archive_last_door_ref(struct archive *archive, struct slice prefix,
    struct arena *arena, struct slice *door_ref, struct fail *why)
{
	struct db_stmt *stmt = db_use(archive->db, &last_door_ref);
	struct text	behind = TEXT_IN(arena);
	int		got;

	/* No text holds the byte 0xff: behind all that begin so. */
	text_add(&behind, prefix);
	text_add_char(&behind, '\xff');
	db_bind_text(stmt, 1, prefix);
	db_bind_text(stmt, 2, text_slice(&behind));
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*door_ref = db_text(stmt, 0, arena);
	db_done(stmt);
	return 1;
}

/* Stops at the row's head: the body is on pages of its own behind it. */
static const struct sql next = {
	"SELECT id, size FROM message WHERE id > ?1 ORDER BY id LIMIT 1"
};

int
archive_next(struct archive *archive, int64_t after, int64_t *id,
    int64_t *size, struct fail *why)
{
	struct db_stmt *stmt = db_use(archive->db, &next);

	db_bind_int(stmt, 1, after);
	return ask(stmt, id, size, why);
}

/* Where AUTOINCREMENT remembers it, though the row may be gone. */
static const struct sql last = {
	"SELECT seq FROM sqlite_sequence WHERE name = 'message'"
};

int
archive_last(struct archive *archive, int64_t *id, struct fail *why)
{
	*id = 0;
	return ask(db_use(archive->db, &last), id, NULL, why) < 0 ? -1 : 0;
}

static const struct sql how_many = {
	"SELECT count(*) FROM message WHERE id <= ?1"
};

int
archive_count(struct archive *archive, int64_t upto, int64_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(archive->db, &how_many);

	db_bind_int(stmt, 1, upto);
	return ask(stmt, count, NULL, why) < 0 ? -1 : 0;
}

static const struct sql has = {
	"SELECT id FROM message WHERE id = ?1"
};

int
archive_has(struct archive *archive, int64_t id, struct fail *why)
{
	struct db_stmt *stmt = db_use(archive->db, &has);

	db_bind_int(stmt, 1, id);
	return ask(stmt, &id, NULL, why);
}

static const struct sql times = {
	"SELECT at FROM message ORDER BY id DESC"
};

int
archive_since(struct archive *archive, int64_t at, int64_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(archive->db, &times);
	int got;

	*count = 0;
	while ((got = db_step(stmt, why)) > 0 && db_int(stmt, 0) >= at)
		++*count;
	if (got > 0)
		db_done(stmt);
	return got < 0 ? -1 : 0;
}

static const struct sql waiting = {
	"SELECT count(*), (SELECT at FROM message WHERE id > ?1"
	"                   ORDER BY id LIMIT 1)"
	"  FROM message WHERE id > ?1"
};

int
archive_waiting(struct archive *archive, int64_t after, int64_t *count,
    int64_t *oldest_at, struct fail *why)
{
	struct db_stmt *stmt = db_use(archive->db, &waiting);

	db_bind_int(stmt, 1, after);
	return ask(stmt, count, oldest_at, why) < 0 ? -1 : 0;
}
