/* archive.db: a second one with the same messages, for backups. */
#include "store/archive.h"

#include <inttypes.h>

/* A transaction of the copy ends behind so many, or so much. */
#define GROUP_MESSAGES 256
#define GROUP_BYTES ((int64_t)16 << 20)
/* Bodies pass through memory in pieces of this size. */
#define PIECE ((size_t)64 << 10)

#define HEAD_COLUMNS \
	"at, door, door_ref, sender, recipients, queue_id, sasl_username, size"

static const struct sql read_head = {
	"SELECT " HEAD_COLUMNS " FROM message WHERE id = ?1"
};
static const struct sql insert = {
	"INSERT INTO message (id, " HEAD_COLUMNS ", raw)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
};

/* A message as its row has it, without its body. */
struct head {
	int64_t at;
	struct slice door, door_ref, sender, recipients, queue_id,
	    sasl_username;
	int64_t size;
};

static int
load_head(struct archive *archive, int64_t id, struct arena *arena,
    struct head *out, struct fail *why)
{
	struct db_stmt	*stmt = db_use(archive_db(archive), &read_head);
	int		 got;

	db_bind_int(stmt, 1, id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	out->at = db_int(stmt, 0);
	out->door = db_text(stmt, 1, arena);
	out->door_ref = db_text(stmt, 2, arena);
	out->sender = db_text(stmt, 3, arena);
	out->recipients = db_text(stmt, 4, arena);
	out->queue_id = db_text(stmt, 5, arena);
	out->sasl_username = db_text(stmt, 6, arena);
	out->size = db_int(stmt, 7);
	db_done(stmt);
	return 1;
}

/* With a body of `room` zeroes. */
static int
save_head(struct archive *archive, int64_t id, const struct head *head,
    int64_t room, struct fail *why)
{
	struct db_stmt *stmt = db_use(archive_db(archive), &insert);

	db_bind_int(stmt, 1, id);
	db_bind_int(stmt, 2, head->at);
	db_bind_text(stmt, 3, head->door);
	db_bind_text_or_null(stmt, 4, head->door_ref);
	db_bind_text(stmt, 5, head->sender);
	db_bind_text(stmt, 6, head->recipients);
	db_bind_text_or_null(stmt, 7, head->queue_id);
	db_bind_text_or_null(stmt, 8, head->sasl_username);
	db_bind_int(stmt, 9, head->size);
	db_bind_zeroes(stmt, 10, room);
	return db_run(stmt, why);
}

static int
open_body(struct archive *archive, int64_t id, bool write,
    struct db_blob **out, struct fail *why)
{
	return db_blob_open(archive_db(archive), "message", "raw", id, write,
	    out, why);
}

static size_t
piece_at(int64_t at, int64_t size)
{
	return size - at < (int64_t)PIECE ? (size_t)(size - at) : PIECE;
}

static int
copy_pieces(struct db_blob *from, struct db_blob *to, struct fail *why)
{
	char	piece[PIECE];
	int64_t	size = db_blob_size(from);
	size_t	len;

	for (int64_t at = 0; at < size; at += (int64_t)len) {
		len = piece_at(at, size);
		if (db_blob_read(from, at, piece, len, why) < 0 ||
		    db_blob_write(to, at, slice_make(piece, len), why) < 0)
			return -1;
	}
	return 0;
}

/* 1 and the size of its body; or -1. */
static int
copy_one(struct archive *from, int64_t id, struct archive *to,
    struct arena *arena, int64_t *size, struct fail *why)
{
	struct head	 head;
	struct db_blob	*source = NULL, *target = NULL;
	int		 rc = -1;

	/* The moment is the one at which this id was found. */
	if (load_head(from, id, arena, &head, why) <= 0 ||
	    open_body(from, id, false, &source, why) < 0)
		return -1;
	*size = db_blob_size(source);
	if (save_head(to, id, &head, *size, why) == 0 &&
	    (*size == 0 || (open_body(to, id, true, &target, why) == 0 &&
		copy_pieces(source, target, why) == 0)))
		rc = 1;
	db_blob_close(target);
	db_blob_close(source);
	return rc;
}

/* Between db_begin_read of the one and db_begin of the other. */
static int
copy_group(struct archive *from, int64_t after, int64_t upto,
    struct archive *to, int64_t *last, struct fail *why)
{
	struct arena	arena = ARENA_INIT; /* of one message */
	int64_t		id, size, bytes = 0;
	int		count = 0, got = 1;

	while (got > 0 && count < GROUP_MESSAGES && bytes < GROUP_BYTES) {
		got = archive_next(from, after, &id, &size, why);
		if (got <= 0 || id > upto)
			break;
		got = copy_one(from, id, to, &arena, &size, why);
		arena_reset(&arena);
		if (got < 0)
			break;
		after = *last = id;
		bytes += size;
		count++;
	}
	arena_free(&arena);
	return got < 0 ? -1 : count;
}

int
archive_copy(struct archive *from, int64_t after, int64_t upto,
    struct archive *to, int64_t *last, struct fail *why)
{
	int count;

	if (db_begin(archive_db(to), why) < 0)
		return -1;
	if (db_begin_read(archive_db(from), why) < 0) {
		db_rollback(archive_db(to));
		return -1;
	}
	count = copy_group(from, after, upto, to, last, why);
	db_end_read(archive_db(from));
	if (count <= 0) {
		db_rollback(archive_db(to));
		return count;
	}
	return db_commit(archive_db(to), why) < 0 ? -1 : count;
}

static const struct sql drop = { "DELETE FROM message WHERE id = ?1" };

/* Between db_begin_read of the one and db_begin of the other. */
static int
replace_one(struct archive *from, int64_t id, struct archive *to,
    struct fail *why)
{
	struct db_stmt	*stmt = db_use(archive_db(to), &drop);
	struct arena	 arena = ARENA_INIT;
	int64_t		 size;
	int		 got;

	db_bind_int(stmt, 1, id);
	if (db_run(stmt, why) < 0)
		return -1;
	if (db_changes(archive_db(to)) == 0)
		return 0;
	got = copy_one(from, id, to, &arena, &size, why);
	arena_free(&arena);
	return got < 0 ? -1 : 0;
}

int
archive_copy_again(struct archive *from, int64_t id, struct archive *to,
    struct fail *why)
{
	int rc;

	if (db_begin(archive_db(to), why) < 0)
		return -1;
	rc = db_begin_read(archive_db(from), why);
	if (rc == 0) {
		rc = replace_one(from, id, to, why);
		db_end_read(archive_db(from));
	}
	if (rc < 0) {
		db_rollback(archive_db(to));
		return -1;
	}
	return db_commit(archive_db(to), why);
}

static bool
same_head(const struct head *a, const struct head *b)
{
	return a->at == b->at && slice_eq(a->door, b->door) &&
	    slice_eq(a->door_ref, b->door_ref) &&
	    slice_eq(a->sender, b->sender) &&
	    slice_eq(a->recipients, b->recipients) &&
	    slice_eq(a->queue_id, b->queue_id) &&
	    slice_eq(a->sasl_username, b->sasl_username) &&
	    a->size == b->size;
}

/* 1, 0, -1. */
static int
same_pieces(struct db_blob *a, struct db_blob *b, struct fail *why)
{
	char	of_a[PIECE], of_b[PIECE];
	int64_t	size = db_blob_size(a);
	size_t	len;

	if (db_blob_size(b) != size)
		return 0;
	for (int64_t at = 0; at < size; at += (int64_t)len) {
		len = piece_at(at, size);
		if (db_blob_read(a, at, of_a, len, why) < 0 ||
		    db_blob_read(b, at, of_b, len, why) < 0)
			return -1;
		if (memcmp(of_a, of_b, len) != 0)
			return 0;
	}
	return 1;
}

static int
same_body(struct archive *a, struct archive *b, int64_t id, struct fail *why)
{
	struct db_blob	*of_a = NULL, *of_b = NULL;
	int		 rc = -1;

	if (open_body(a, id, false, &of_a, why) == 0 &&
	    open_body(b, id, false, &of_b, why) == 0)
		rc = same_pieces(of_a, of_b, why);
	db_blob_close(of_b);
	db_blob_close(of_a);
	return rc;
}

int
archive_same(struct archive *a, struct archive *b, int64_t id,
    struct fail *why)
{
	struct arena	arena = ARENA_INIT;
	struct head	of_a, of_b;
	int		got;

	got = load_head(a, id, &arena, &of_a, why);
	if (got > 0)
		got = load_head(b, id, &arena, &of_b, why);
	if (got > 0)
		got = same_head(&of_a, &of_b) ? same_body(a, b, id, why) : 0;
	arena_free(&arena);
	return got;
}
