/* A backup of a desk, while it is at work. */
#include "app/backup.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "store/erasures.h"
#include "store/filings.h"

#define KEY_MAX ((size_t)64 << 10)

struct backup {
	struct desk *desk;
	const char *folder;
	struct progress_line *line;
	struct arena *arena;
	struct archive *copy;	  /* of the archive */
	struct manifest before;	  /* what the folder holds */
	struct manifest manifest; /* what it shall hold */
	int64_t copied;		  /* messages, by this backup */
};

/*
 * The first one writes down whose folder it is before anything else, so that
 * one that was killed can be told from somebody's files.
 */
static int
claim_folder(struct backup *backup, struct fail *why)
{
	const struct manifest *ours = &backup->manifest;
	int got;

	got = manifest_load(backup->folder, backup->arena, &backup->before,
	    why);
	if (got < 0)
		return -1;
	if (got == 0) {
		backup->before = (struct manifest){
			.desk_id = ours->desk_id, .epoch = ours->epoch };
		if (backup_expect_unused(backup->folder, why) < 0)
			return -1;
		return manifest_save(backup->folder, &backup->before, why);
	}
	if (!slice_eq(backup->before.desk_id, ours->desk_id) ||
	    !slice_eq(backup->before.epoch, ours->epoch))
		return fail_set(why, FAIL_REFUSE, "%s holds the backup of"
		    " another desk; take another folder", backup->folder);
	return 0;
}

/*
 * Desk and epoch are the same in a desk that was restored from an older backup
 * and went on from there.  What both hold last tells them apart.
 */
static int
check_past(struct backup *backup, int64_t last, struct fail *why)
{
	int got;

	if (last == 0)
		return 0;
	got = archive_same(backup->desk->archive, backup->copy, last, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "message %lld of %s is not in"
		    " this archive: the desk was restored from an older backup"
		    " since; take another folder, and keep this one",
		    (long long)last, backup->folder);
	return got < 0 ? -1 : 0;
}

/*
 * What was erased since goes out of the copy, too.  Only what the desk wrote
 * down as erased: any other difference tells of another past.
 */
static int
erase_copied(struct backup *backup, int64_t last, struct fail *why)
{
	struct db *copy = archive_db(backup->copy);
	int64_t id = 0;
	int got, same, changed = 0;

	if (db_forget_deleted(copy, why) < 0)
		return -1;
	while ((got = erasures_next_changed(backup->desk->db, id, &id,
		    why)) > 0 && id <= last) {
		same = archive_same(backup->desk->archive, backup->copy, id,
		    why);
		if (same < 0 || (same == 0 && archive_copy_again(
			backup->desk->archive, id, backup->copy, why) < 0))
			return -1;
		changed += same == 0;
	}
	if (got < 0)
		return -1;
	return changed > 0 ? db_scrub(copy, why) : 0;
}

/* How many messages the copy has; counted only where nobody wrote it down. */
static int
count_copied(struct backup *backup, int64_t last, struct fail *why)
{
	int64_t *messages = &backup->manifest.messages;

	*messages = backup->before.messages;
	if (last == backup->before.last)
		return 0;
	return archive_count(backup->copy, last, messages, why);
}

static int
open_folder(struct backup *backup, struct fail *why)
{
	const char *path = backup_archive_path(backup->folder, backup->arena);
	int64_t last;

	if (claim_folder(backup, why) < 0 ||
	    archive_open_copy(&backup->copy, path, backup->desk->archive,
		why) < 0 ||
	    archive_last(backup->copy, &last, why) < 0 ||
	    erase_copied(backup, last, why) < 0 ||
	    check_past(backup, last, why) < 0 ||
	    count_copied(backup, last, why) < 0)
		return -1;
	backup->manifest.last = last;
	return backup_prune(backup->folder, backup->before.desk_copy, why);
}

/* All of it at one moment; a damaged desk must not replace a good copy. */
static int
copy_desk(struct backup *backup, const char *path, struct fail *why)
{
	struct db *db = backup->desk->db;
	struct manifest *manifest = &backup->manifest;

	manifest->made_at = clock_now();
	if (backup_count(db, &manifest->counts, why) < 0 ||
	    filings_cursor(db, &manifest->cursor, why) < 0)
		return -1;
	progress_line_begin(backup->line, "looking over the desk");
	if (db_check(db, true, why) < 0)
		return -1;
	return db_copy(db, path,
	    progress_line_begin(backup->line, "copying the desk"), why);
}

static int
save_desk(struct backup *backup, struct fail *why)
{
	struct manifest *manifest = &backup->manifest;
	struct db *db = backup->desk->db;
	const char *path;
	int rc;

	manifest->desk_copy = backup->before.desk_copy + 1;
	path = backup_desk_path(backup->folder, manifest->desk_copy,
	    backup->arena);
	if (db_begin_read(db, why) < 0)
		return -1;
	rc = copy_desk(backup, path, why);
	db_end_read(db);
	if (rc < 0)
		return -1;
	return backup_digest(path,
	    progress_line_begin(backup->line, "reading the copy"),
	    backup->arena, &manifest->desk_digest, why);
}

/* What came in the meantime is for the next backup. */
static int
save_archive(struct backup *backup, struct fail *why)
{
	struct archive *archive = backup->desk->archive;
	int64_t from = backup->manifest.last, at = from, upto;
	const struct progress *progress;
	int count;

	if (archive_last(archive, &upto, why) < 0)
		return -1;
	progress = progress_line_begin(backup->line, "copying messages");
	while ((count = archive_copy(archive, at, upto, backup->copy, &at,
		    why)) > 0) {
		backup->copied += count;
		progress_tell(progress, at - from, upto - from);
	}
	backup->manifest.last = at;
	backup->manifest.messages += backup->copied;
	if (count == 0)
		count = archive_close_alone(backup->copy, why);
	else
		archive_close(backup->copy);
	backup->copy = NULL;
	return count;
}

static int
save_key(struct backup *backup, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct slice bytes;
	int rc = -1;

	if (file_read(backup->desk->conf->key_path, KEY_MAX, &arena, &bytes,
		why) == 0) {
		rc = file_replace(backup_key_path(backup->folder, &arena),
		    bytes, 0600, why);
		secret_wipe((void *)(uintptr_t)bytes.data, bytes.len);
	}
	arena_free(&arena);
	return rc;
}

static int
run(struct backup *backup, struct fail *why)
{
	char *epoch = arena_alloc(backup->arena, ARCHIVE_EPOCH_SIZE);

	if (archive_epoch(backup->desk->archive, epoch, why) < 0)
		return -1;
	backup->manifest.desk_id = backup->desk->own.desk_id;
	backup->manifest.epoch = slice_of(epoch);
	if (open_folder(backup, why) < 0)
		return -1;
	if (save_desk(backup, why) < 0 || save_archive(backup, why) < 0 ||
	    save_key(backup, why) < 0) {
		/* The room may be what was missing; the next one would, too. */
		backup_prune(backup->folder, backup->before.desk_copy, NULL);
		return -1;
	}
	/* From here on the folder holds this backup, and not the one before. */
	if (manifest_save(backup->folder, &backup->manifest, why) < 0)
		return -1;
	return backup_prune(backup->folder, backup->manifest.desk_copy, why);
}

int
backup_run(struct desk *desk, const char *folder, struct progress_line *line,
    struct arena *arena, struct backup_result *out, struct fail *why)
{
	struct backup backup = { .desk = desk, .folder = folder, .line = line,
		.arena = arena };
	int lock, rc;

	if (file_mkdir(folder, 0700, why) < 0 ||
	    (lock = backup_lock(folder, why)) < 0)
		return -1;
	rc = run(&backup, why);
	progress_line_end(line);
	archive_close(backup.copy);
	close(lock);
	*out = (struct backup_result){ backup.manifest, backup.copied };
	return rc;
}
