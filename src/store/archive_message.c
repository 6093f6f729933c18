/* archive.db: one message in, one message out. */
#include "store/archive.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/crash.h"
#include "base/text.h"

/* Bodies from a file pass through memory in pieces of this size. */
#define PIECE ((size_t)64 << 10)

static bool
has_control(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_is_control(s.data[i]))
			return true;
	return false;
}

static struct slice
original_of(const struct envelope *envelope, size_t i)
{
	return envelope->originals == NULL ? SLICE_EMPTY :
	    envelope->originals[i];
}

/* The column of recipients is lines with tabs in them. */
static int
check_addresses(const struct envelope *envelope, struct fail *why)
{
	bool bad = has_control(envelope->sender);

	for (size_t i = 0; i < envelope->recipient_count; i++)
		bad = bad || has_control(envelope->recipients[i]) ||
		    has_control(original_of(envelope, i));
	if (bad)
		return fail_set(why, FAIL_REFUSE,
		    "an address of the envelope holds a control character");
	return 0;
}

static struct slice
write_recipients(const struct envelope *envelope, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < envelope->recipient_count; i++) {
		text_add(&text, envelope->recipients[i]);
		text_add_char(&text, '\t');
		text_add(&text, original_of(envelope, i));
		text_add_char(&text, '\n');
	}
	return text_slice(&text);
}

static void
parse_recipients(struct slice lines, struct arena *arena,
    struct envelope *envelope)
{
	struct slice	line;
	size_t		count = 0;

	for (size_t i = 0; i < lines.len; i++)
		count += lines.data[i] == '\n';
	envelope->recipients = arena_array(arena, count, sizeof(line));
	envelope->originals = arena_array(arena, count, sizeof(line));
	envelope->recipient_count = count;
	for (size_t i = 0; i < count; i++) {
		slice_cut(&lines, '\n', &line);
		slice_cut(&line, '\t', &envelope->recipients[i]);
		envelope->originals[i] = line;
	}
}

static const struct sql insert = {
	"INSERT INTO message (at, door, door_ref, sender, recipients, queue_id,"
	" sasl_username, size, raw)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
};

/* raw.data NULL: the body is zeroes, to be written over. */
static int
insert_message(struct archive *archive, const struct envelope *envelope,
    struct slice raw, int64_t size, int64_t *id, struct fail *why)
{
	struct db	*db = archive_db(archive);
	struct db_stmt	*stmt = db_use(db, &insert);
	struct arena	 arena = ARENA_INIT;
	int		 rc;

	db_bind_int(stmt, 1, envelope->at);
	db_bind_word(stmt, 2, door_name(envelope->door));
	db_bind_text_or_null(stmt, 3, envelope->door_ref);
	db_bind_text(stmt, 4, envelope->sender);
	db_bind_text(stmt, 5, write_recipients(envelope, &arena));
	db_bind_text_or_null(stmt, 6, envelope->queue_id);
	db_bind_text_or_null(stmt, 7, envelope->sasl_username);
	db_bind_int(stmt, 8, size);
	if (raw.data != NULL)
		db_bind_blob(stmt, 9, raw);
	else
		db_bind_zeroes(stmt, 9, size);
	rc = db_run(stmt, why);
	if (rc == 0)
		*id = db_last_id(db);
	arena_free(&arena);
	return rc;
}

/* Exactly len bytes at offset; a file that ends before is a failure. */
static int
read_piece(int fd, int64_t offset, char *to, size_t len, struct fail *why)
{
	for (size_t done = 0; done < len;) {
		ssize_t n = pread(fd, to + done, len - done,
		    offset + (int64_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_sys(why, FAIL_RETRY,
			    "the body's temporary file");
		if (n == 0)
			return fail_set(why, FAIL_RETRY,
			    "the body's temporary file ends too early");
		done += (size_t)n;
	}
	return 0;
}

static int
copy_pieces(struct db_blob *blob, int fd, int64_t size, struct fail *why)
{
	char piece[PIECE];

	for (int64_t at = 0; at < size;) {
		size_t len = size - at < (int64_t)PIECE ? (size_t)(size - at) :
		    PIECE;

		if (read_piece(fd, at, piece, len, why) < 0 ||
		    db_blob_write(blob, at, slice_make(piece, len), why) < 0)
			return -1;
		at += (int64_t)len;
	}
	return 0;
}

static int
fill_body(struct archive *archive, int64_t id, int fd, int64_t size,
    struct fail *why)
{
	struct db_blob	*blob;
	int		 rc;

	if (db_blob_open(archive_db(archive), "message", "raw", id, true,
	    &blob, why) < 0)
		return -1;
	rc = copy_pieces(blob, fd, size, why);
	db_blob_close(blob);
	return rc;
}

/* A row with half a body must not be committed with its neighbours. */
static int
put_pieces(struct archive *archive, const struct envelope *envelope, int fd,
    int64_t size, int64_t *id, struct fail *why)
{
	struct db	*db = archive_db(archive);
	int64_t		 new_id;
	int		 rc;

	if (db_savepoint(db, why) < 0)
		return -1;
	rc = insert_message(archive, envelope, SLICE_EMPTY, size, &new_id,
	    why);
	crash_point("archive.before-body");
	if (rc == 0)
		rc = fill_body(archive, new_id, fd, size, why);
	crash_point("archive.after-body");
	if (rc < 0) {
		db_rollback_to(db, NULL);
		return -1;
	}
	if (db_release(db, why) < 0)
		return -1;
	*id = new_id;
	return 0;
}

int
archive_put(struct archive *archive, const struct envelope *envelope,
    struct slice raw, int fd, int64_t size, int64_t *id, struct fail *why)
{
	int rc;

	assert(size >= 0);
	if (check_addresses(envelope, why) < 0)
		return -1;
	if (envelope->door_ref.len > 0) {
		rc = archive_by_door_ref(archive, envelope->door_ref, id, why);
		if (rc != 0)
			return rc < 0 ? -1 : 0;
	}
	if (raw.data != NULL)
		rc = insert_message(archive, envelope, raw, (int64_t)raw.len,
		    id, why);
	else if (size == 0)
		rc = insert_message(archive, envelope, SLICE(""), 0, id, why);
	else
		rc = put_pieces(archive, envelope, fd, size, id, why);
	return rc < 0 ? -1 : 1;
}

static const struct sql by_id = {
	"SELECT at, door, door_ref, sender, recipients, queue_id, sasl_username"
	"  FROM message WHERE id = ?1"
};

static int
read_envelope(struct archive *archive, int64_t id, struct arena *arena,
    struct envelope *envelope, struct fail *why)
{
	struct db_stmt	*stmt = db_use(archive_db(archive), &by_id);
	int		 got;

	db_bind_int(stmt, 1, id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;

	*envelope = (struct envelope){ .at = db_int(stmt, 0) };
	if (!door_parse(db_text(stmt, 1, arena), &envelope->door))
		got = fail_set(why, FAIL_SETUP,
		    "%s: message %" PRId64 " came by an unknown door",
		    db_path(archive_db(archive)), id);
	envelope->door_ref = db_text(stmt, 2, arena);
	envelope->sender = db_text(stmt, 3, arena);
	parse_recipients(db_text(stmt, 4, arena), arena, envelope);
	envelope->queue_id = db_text(stmt, 5, arena);
	envelope->sasl_username = db_text(stmt, 6, arena);
	db_done(stmt);
	return got;
}

/* Past the engine's own memory, where a column would stand a second time. */
static int
read_body(struct archive *archive, int64_t id, struct arena *arena,
    struct slice *raw, struct fail *why)
{
	struct db_blob	*blob;
	char		*data;
	size_t		 size;
	int		 rc;

	if (db_blob_open(archive_db(archive), "message", "raw", id, false,
	    &blob, why) < 0)
		return -1;
	size = (size_t)db_blob_size(blob);
	data = arena_alloc(arena, size);
	rc = db_blob_read(blob, 0, data, size, why);
	db_blob_close(blob);
	*raw = slice_make(data, size);
	return rc;
}

int
archive_read(struct archive *archive, int64_t id, struct arena *arena,
    struct envelope *envelope, struct slice *raw, struct fail *why)
{
	struct db	*db = archive_db(archive);
	bool		 alone = !db_in_transaction(db);
	int		 got;

	/* Erasure may come between the two questions. */
	if (alone && db_begin_read(db, why) < 0)
		return -1;
	got = read_envelope(archive, id, arena, envelope, why);
	if (got > 0 && read_body(archive, id, arena, raw, why) < 0)
		got = -1;
	if (alone)
		db_end_read(db);
	return got;
}
