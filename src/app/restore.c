/* A desk from its backup. */
#include "app/restore.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "app/daemon.h"
#include "app/desk.h"
#include "base/clock.h"
#include "base/file.h"
#include "store/filings.h"
#include "store/outbox.h"
#include "store/schema.h"

/* Behind the names of files until they are known to be good. */
#define UNFINISHED ".restoring"

struct restore {
	const struct conf *conf;
	struct conf drafts; /* the same with the paths of unfinished files */
	const char *folder;
	struct progress_line *line;
	struct arena *arena;
	struct restore_result *out;
};

/* What an earlier restore left, or an unsuccessful daemon. */
static bool
is_harmless(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
	    strcmp(name, "lost+found") == 0 ||
	    strcmp(name, DAEMON_LOCK_NAME) == 0 ||
	    strstr(name, UNFINISHED) != NULL;
}

static int
expect_empty(const char *path, struct fail *why)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	int rc = 0;

	if (dir == NULL)
		return fail_sys(why, FAIL_SETUP, "cannot read %s", path);
	while (rc == 0 && (entry = readdir(dir)) != NULL)
		if (!is_harmless(entry->d_name))
			rc = fail_set(why, FAIL_REFUSE, "a desk is restored"
			    " into an empty state folder, and %s/%s is there",
			    path, entry->d_name);
	closedir(dir);
	return rc;
}

/* Databases and key may lie elsewhere. */
static int
expect_no_desk(const struct conf *conf, struct fail *why)
{
	if (expect_empty(conf->state_dir, why) < 0)
		return -1;
	if (db_expect_none(conf->archive_path, why) < 0 ||
	    db_expect_none(conf->desk_path, why) < 0) {
		why->kind = FAIL_REFUSE;
		return fail_add(why, "there is a desk already");
	}
	if (access(conf->key_path, F_OK) == 0)
		return fail_set(why, FAIL_REFUSE,
		    "there is a desk already: %s is there", conf->key_path);
	return 0;
}

static int
load_manifest(struct restore *restore, struct fail *why)
{
	struct manifest *manifest = &restore->out->manifest;
	int got = manifest_load(restore->folder, restore->arena, manifest,
	    why);

	if (got == 0)
		return fail_set(why, FAIL_REFUSE,
		    "there is no backup in %s", restore->folder);
	if (got == 1 && manifest->made_at == 0)
		return fail_set(why, FAIL_REFUSE, "the first backup into %s was"
		    " never finished", restore->folder);
	return got < 0 ? -1 : 0;
}

static int
remove_drafts(const struct restore *restore, struct fail *why)
{
	if (db_remove(restore->drafts.archive_path, why) < 0)
		return -1;
	return db_remove(restore->drafts.desk_path, why);
}

static int
copy_files(struct restore *restore, struct fail *why)
{
	const struct manifest *manifest = &restore->out->manifest;
	const char *from = backup_desk_path(restore->folder,
	    manifest->desk_copy, restore->arena);
	struct slice digest;

	if (backup_digest(from, progress_line_begin(restore->line,
		"reading the desk"), restore->arena, &digest, why) < 0)
		return -1;
	if (!slice_eq(digest, manifest->desk_digest))
		return fail_set(why, FAIL_SETUP,
		    "%s is not what the backup wrote: it is damaged", from);
	if (db_copy_closed(from, restore->drafts.desk_path,
		progress_line_begin(restore->line, "copying the desk"),
		why) < 0)
		return -1;
	return db_copy_closed(backup_archive_path(restore->folder,
	    restore->arena), restore->drafts.archive_path,
	    progress_line_begin(restore->line, "copying the archive"), why);
}

/* What a killed backup left in the log, and steps that the schema lacks. */
static int
settle_archive(const char *path, struct fail *why)
{
	struct archive *archive;

	if (archive_open(&archive, path, DB_WRITE, why) < 0)
		return -1;
	return archive_close_alone(archive, why);
}

static int
settle_desk(const char *path, struct fail *why)
{
	struct db *db;

	if (db_open(&db, path, DB_WRITE, why) < 0)
		return -1;
	if (schema_apply(db, SCHEMA_DESK, why) < 0) {
		db_close(db);
		return -1;
	}
	return db_close_alone(db, why);
}

static int
settle(const struct restore *restore, struct fail *why)
{
	if (settle_archive(restore->drafts.archive_path, why) < 0)
		return -1;
	return settle_desk(restore->drafts.desk_path, why);
}

static int
fail_damaged(const struct restore *restore, const char *what, int64_t got,
    int64_t want, struct fail *why)
{
	return fail_set(why, FAIL_SETUP, "%s is damaged: %s %lld instead of"
	    " %lld", restore->folder, what, (long long)got, (long long)want);
}

/* That it is a desk and its archive, desk_open has seen; now, how much. */
static int
count_all(struct restore *restore, struct desk *desk, struct fail *why)
{
	const struct manifest *manifest = &restore->out->manifest;
	struct backup_counts counts;
	struct slice differences;
	int64_t cursor, last, messages;

	if (filings_cursor(desk->db, &cursor, why) < 0 ||
	    archive_last(desk->archive, &last, why) < 0 ||
	    archive_count(desk->archive, manifest->last, &messages, why) < 0 ||
	    backup_count(desk->db, &counts, why) < 0)
		return -1;
	if (cursor != manifest->cursor)
		return fail_damaged(restore, "it has filed up to", cursor,
		    manifest->cursor, why);
	/* A later backup that was killed may have brought more. */
	if (last < manifest->last)
		return fail_damaged(restore, "the archive ends at", last,
		    manifest->last, why);
	if (messages != manifest->messages)
		return fail_damaged(restore, "messages:", messages,
		    manifest->messages, why);
	differences = backup_compare(&counts, &manifest->counts,
	    restore->arena);
	if (differences.len > 0)
		return fail_set(why, FAIL_SETUP, "%s is damaged: %.*s",
		    restore->folder, SLICE_ARG(differences));
	return 0;
}

static int
look_over(struct restore *restore, struct desk *desk, struct fail *why)
{
	char epoch[ARCHIVE_EPOCH_SIZE];
	const struct manifest *manifest = &restore->out->manifest;

	if (archive_epoch(desk->archive, epoch, why) < 0)
		return -1;
	if (!slice_eq(manifest->epoch, slice_of(epoch)) ||
	    !slice_eq(manifest->desk_id, desk->own.desk_id))
		return fail_set(why, FAIL_SETUP, "the files of %s are of"
		    " different desks", restore->folder);
	progress_line_begin(restore->line, "counting");
	if (count_all(restore, desk, why) < 0)
		return -1;
	progress_line_begin(restore->line, "looking over the desk");
	if (db_check(desk->db, true, why) < 0)
		return -1;
	progress_line_begin(restore->line, "looking over the archive");
	return db_check(archive_db(desk->archive), true, why);
}

/*
 * What was due when the backup was made may have been sent since, by a desk
 * that is no more.
 */
static int
hold_letters(struct restore *restore, struct desk *desk, struct fail *why)
{
	if (db_begin(desk->db, why) < 0)
		return -1;
	if (outbox_hold_all(desk->db, clock_now(), &restore->out->held,
		why) < 0) {
		db_rollback(desk->db);
		return -1;
	}
	return db_commit(desk->db, why);
}

static int
prepare(struct restore *restore, struct fail *why)
{
	struct desk desk;
	int64_t oldest;
	int rc;

	if (desk_open(&desk, &restore->drafts, DB_WRITE, true, why) < 0)
		return -1;
	rc = look_over(restore, &desk, why);
	if (rc == 0)
		rc = archive_waiting(desk.archive,
		    restore->out->manifest.cursor, &restore->out->waiting,
		    &oldest, why);
	if (rc == 0)
		rc = hold_letters(restore, &desk, why);
	desk_close(&desk);
	return rc;
}

/* The desk last: an intake that is started in between takes nothing. */
static int
give_names(const struct restore *restore, struct fail *why)
{
	const struct conf *conf = restore->conf, *drafts = &restore->drafts;

	if (file_rename(drafts->archive_path, conf->archive_path, why) < 0 ||
	    file_copy(drafts->key_path, conf->key_path, 0600, NULL, why) < 0)
		return -1;
	return file_rename(drafts->desk_path, conf->desk_path, why);
}

static const char *
draft_of(const char *path, struct arena *arena)
{
	return arena_format(arena, "%s" UNFINISHED, path).data;
}

static int
run(struct restore *restore, struct fail *why)
{
	restore->drafts = *restore->conf;
	restore->drafts.archive_path = draft_of(restore->conf->archive_path,
	    restore->arena);
	restore->drafts.desk_path = draft_of(restore->conf->desk_path,
	    restore->arena);
	restore->drafts.key_path = backup_key_path(restore->folder,
	    restore->arena);
	if (expect_no_desk(restore->conf, why) < 0 ||
	    remove_drafts(restore, why) < 0)
		return -1;
	if (copy_files(restore, why) < 0 || settle(restore, why) < 0 ||
	    prepare(restore, why) < 0 || settle(restore, why) < 0) {
		/* What was wrong is said, not what became of the rest. */
		remove_drafts(restore, NULL);
		return -1;
	}
	return give_names(restore, why);
}

/* A backup that is read only is nobody's to write, either. */
static int
lock_backup(const char *folder, int *lock, struct fail *why)
{
	*lock = backup_lock(folder, why);
	return *lock < 0 && why->kind == FAIL_RETRY ? -1 : 0;
}

static int
lock_state(const struct conf *conf, struct arena *arena, int *lock,
    struct fail *why)
{
	if (file_mkdir(conf->state_dir, 0700, why) < 0)
		return -1;
	*lock = file_lock(arena_format(arena, "%s/" DAEMON_LOCK_NAME,
	    conf->state_dir).data, false, why);
	if (*lock < 0 && why->kind == FAIL_RETRY)
		return fail_add(why, "maildeskd runs, or another restore");
	return *lock < 0 ? -1 : 0;
}

int
restore_run(const struct conf *conf, const char *folder,
    struct progress_line *line, struct arena *arena,
    struct restore_result *out, struct fail *why)
{
	struct restore restore = { .conf = conf, .folder = folder,
		.line = line, .arena = arena, .out = out };
	int backup = -1, state = -1, rc = -1;

	*out = (struct restore_result){ .held = 0 };
	if (load_manifest(&restore, why) < 0 ||
	    lock_backup(folder, &backup, why) < 0 ||
	    lock_state(conf, arena, &state, why) < 0)
		goto done;
	rc = run(&restore, why);
	progress_line_end(line);
done:
	if (state >= 0)
		close(state);
	if (backup >= 0)
		close(backup);
	return rc;
}
