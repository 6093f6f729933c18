/* maildesk check --deep: every file beside a user, against its digest. */
#include "app/cli_check.h"

#include <inttypes.h>

#include "app/progress_line.h"
#include "store/person_files.h"

#define PIECE ((size_t)64 << 10)

/* 1: the bytes are those of the digest; 0: they are not; -1. */
static int
is_whole(struct db *db, const struct file_blob *file, struct fail *why)
{
	unsigned char digest[SECRET_DIGEST_SIZE];
	struct db_blob *blob;
	struct secret_hash hash;
	char piece[PIECE];
	int64_t size;
	int rc = 0;

	if (person_files_open(db, file->id, &blob, why) < 0)
		return -1;
	size = db_blob_size(blob);
	secret_hash_begin(&hash);
	for (int64_t at = 0; at < size && rc == 0; at += (int64_t)PIECE) {
		size_t len = size - at < (int64_t)PIECE ? (size_t)(size - at)
		    : PIECE;

		rc = db_blob_read(blob, at, piece, len, why);
		if (rc == 0)
			secret_hash_add(&hash, slice_make(piece, len));
	}
	secret_hash_end(&hash, digest);
	db_blob_close(blob);
	return rc < 0 ? -1 : size == file->octets && slice_eq(file->digest,
	    slice_make(digest, sizeof(digest)));
}

/* How many there are, are not whole, and are nobody's. */
static int
count(struct db *db, int64_t counts[3], struct fail *why)
{
	struct file_blob file = { .id = 0 };
	struct arena arena = ARENA_INIT;
	struct progress_line line;
	int got, whole = 0;

	progress_line_init(&line);
	progress_line_begin(&line, "reading every file");
	while ((got = person_files_next_blob(db, file.id, &arena, &file,
		    why)) > 0 && (whole = is_whole(db, &file, why)) >= 0) {
		counts[0]++;
		counts[1] += whole == 0;
		counts[2] += !file.is_held;
		arena_reset(&arena);
	}
	progress_line_end(&line);
	arena_free(&arena);
	return got < 0 || whole < 0 ? -1 : 0;
}

enum check_result
check_files(struct check *check)
{
	struct db *db = check->cli->desk.db;
	struct fail why = FAIL_INIT;
	int64_t counts[3] = { 0 };
	int rc;

	if (db_begin_read(db, &why) < 0)
		return check_fail(check, &why);
	rc = count(db, counts, &why);
	db_end_read(db);
	if (rc < 0)
		return check_fail(check, &why);
	if (counts[1] > 0)
		check->damaged++;
	if (counts[1] > 0 || counts[2] > 0)
		return check_say(check, CHECK_BAD, "of %" PRId64 " files %"
		    PRId64 " are not what was kept, and %" PRId64 " are"
		    " nobody's", counts[0], counts[1], counts[2]);
	return check_say(check, CHECK_OK, "%" PRId64 " files are what was"
	    " kept", counts[0]);
}
