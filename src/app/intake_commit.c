/* Messages into the archive, many with one commit. */
#include "intake_commit.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/clock.h"
#include "base/crash.h"
#include "base/log.h"

/* Milliseconds for which the free space is taken as known. */
#define SPACE_AGE 1000

int
intake_archive_open(struct intake_archive *archive, const char *path,
    int64_t min_free, struct fail *why)
{
	struct stat info;

	*archive = (struct intake_archive){ .path = path,
		.min_free = min_free };
	if (archive_open(&archive->archive, path, DB_WRITE, why) < 0)
		return -1;
	if (stat(path, &info) < 0)
		return fail_sys(why, FAIL_SETUP, "%s", path);
	archive->device = info.st_dev;
	archive->inode = info.st_ino;
	return 0;
}

void
intake_archive_close(struct intake_archive *archive)
{
	archive_close(archive->archive);
	archive->archive = NULL;
}

bool
intake_archive_has_room(struct intake_archive *archive, int64_t size,
    int64_t now)
{
	struct statvfs disk;

	if (archive->checked_at == 0 ||
	    now - archive->checked_at >= SPACE_AGE) {
		/* What cannot be asked is found out when it is written. */
		archive->free = INT64_MAX;
		if (statvfs(archive->path, &disk) == 0 &&
		    __builtin_mul_overflow(disk.f_bavail, disk.f_frsize,
		    &archive->free))
			archive->free = INT64_MAX;
		archive->checked_at = now;
	}
	return archive->free >= archive->min_free &&
	    archive->free - archive->min_free >= size;
}

/*
 * SQLite would go on committing into a file that somebody has moved away or
 * deleted, and no restart would ever find it.
 */
static int
check_place(const struct intake_archive *archive, struct fail *why)
{
	struct stat info;

	if (stat(archive->path, &info) < 0)
		return fail_sys(why, FAIL_SETUP, "%s", archive->path);
	if (info.st_dev != archive->device || info.st_ino != archive->inode)
		return fail_set(why, FAIL_SETUP,
		    "%s: it was replaced while it was open", archive->path);
	return 0;
}

static int
put(struct intake_archive *archive, struct client *client, int64_t at,
    struct fail *why)
{
	const struct lmtp_spill	*body = lmtp_session_body(client->session);
	struct envelope		*envelope;
	int			 got;

	envelope = lmtp_session_envelope(client->session);
	envelope->at = at;
	got = archive_put(archive->archive, envelope,
	    lmtp_spill_memory(body), body->fd, body->size, &client->id, why);
	client->is_known = got == 0;
	crash_point("intake.after-put");
	return got;
}

static int
put_all(struct intake_archive *archive, struct client *first,
    struct fail *why)
{
	struct db	*db = archive_db(archive->archive);
	int64_t		 at = clock_now();

	for (struct client *client = first; client != NULL;
	    client = client->next_waiting) {
		client->verdict = LMTP_ACCEPTED;
		if (put(archive, client, at, why) >= 0)
			continue;
		if (!db_in_transaction(db) || db_trouble(db) > DB_MESSAGE)
			return -1;
		/* This one's fault; its neighbours are not to suffer. */
		client->verdict = LMTP_NOT_NOW;
		log_error("cannot-archive", "kind=%s why=\"%s\"",
		    fail_kind_name(why->kind), why->text);
	}
	return 0;
}

static int
commit(struct db *db, struct fail *why)
{
	int rc;

	crash_point("intake.before-commit");
	rc = db_commit(db, why);
	crash_point("intake.after-commit");
	return rc;
}

int
intake_commit(struct intake_archive *archive, struct client *first,
    struct fail *why)
{
	struct db *db = archive_db(archive->archive);

	crash_point("intake.before-begin");
	if (check_place(archive, why) < 0)
		return -1;
	if (db_begin(db, why) == 0 && put_all(archive, first, why) == 0 &&
	    commit(db, why) == 0)
		return 0;

	db_rollback(db);
	log_error("cannot-archive", "kind=%s why=\"%s\"",
	    fail_kind_name(why->kind), why->text);
	/*
	 * After a failed sync the next one may succeed though the bytes are
	 * lost: only a new process, which checks, may go on.
	 */
	if (db_trouble(db) == DB_SYNC) {
		why->kind = FAIL_SYNC;
		return -1;
	}
	archive->checked_at = 0;
	for (struct client *client = first; client != NULL;
	    client = client->next_waiting)
		client->verdict = LMTP_NOT_NOW;
	return 0;
}
