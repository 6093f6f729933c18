/* Opening a desk: databases, key, who we are. */
#include "app/desk.h"

#include <string.h>
#include <sys/stat.h>

#include "app/rules.h"
#include "app/templates.h"
#include "base/clock.h"
#include "base/crash.h"
#include "base/file.h"
#include "base/log.h"
#include "base/unique.h"
#include "store/filings.h"
#include "store/schema.h"

#define META_EPOCH "archive-epoch"
#define META_DESK_ID "desk-id"

/* The desk is made from one archive; another's ids would mean other mails. */
static int
check_epoch(struct desk *desk, struct fail *why)
{
	char epoch[ARCHIVE_EPOCH_SIZE];
	struct slice known;
	int64_t cursor, last;
	int got;

	if (archive_epoch(desk->archive, epoch, why) < 0)
		return -1;
	got = meta_get(desk->db, META_EPOCH, &desk->arena, &known, why);
	if (got < 0)
		return -1;
	if (got == 0 || !slice_eq(known, slice_of(epoch)))
		return fail_set(why, FAIL_SETUP, "%s was not made from %s:"
		    " restore the two from one backup, or start with an empty"
		    " state folder", desk->conf->desk_path,
		    desk->conf->archive_path);
	if (filings_cursor(desk->db, &cursor, why) < 0 ||
	    archive_last(desk->archive, &last, why) < 0)
		return -1;
	if (last < cursor)
		return fail_set(why, FAIL_SETUP, "%s ends at message %lld but"
		    " %s has filed up to %lld: the archive is older than the"
		    " desk; restore the two from one backup",
		    desk->conf->archive_path, (long long)last,
		    desk->conf->desk_path, (long long)cursor);
	return 0;
}

/* Looked at before it is read: what comes between is seen as a change. */
static int
load_keys(struct desk *desk, struct fail *why)
{
	struct stat info;

	if (stat(desk->conf->key_path, &info) == 0) {
		desk->key_device = info.st_dev;
		desk->key_inode = info.st_ino;
	}
	return secret_load(desk->conf->key_path, &desk->keys, why);
}

bool
desk_keys_are_stale(const struct desk *desk)
{
	struct stat info;

	/* One that is gone may be on its way back; the old ones do till then. */
	return stat(desk->conf->key_path, &info) == 0 &&
	    (info.st_dev != desk->key_device ||
		info.st_ino != desk->key_inode);
}

/* A text that is wrong is left out: no mail waits for it. */
static void
load_templates(struct desk *desk)
{
	struct fail why = FAIL_INIT;

	if (templates_load(desk->conf->templates_dir, &desk->arena,
		&desk->templates, &why) < 0)
		log_error("template-refused", "why=\"%s\" used=carried",
		    why.text);
}

int
desk_open(struct desk *desk, const struct conf *conf, enum db_mode mode,
    bool archive, struct fail *why)
{
	*desk = (struct desk){ .conf = conf, .limits = MAIL_LIMITS_DEFAULT };
	secret_init();
	if (load_keys(desk, why) < 0 ||
	    db_open(&desk->db, conf->desk_path, mode, why) < 0 ||
	    schema_expect(desk->db, SCHEMA_DESK, why) < 0)
		goto undo;
	if (meta_get(desk->db, META_DESK_ID, &desk->arena, &desk->own.desk_id,
		why) < 0)
		goto undo;
	desk->own.message_domain = slice_of(conf->desk_domain);
	if (archive && (archive_open(&desk->archive, conf->archive_path,
			    DB_READ, why) < 0 || check_epoch(desk, why) < 0))
		goto undo;
	if (mode == DB_WRITE)
		load_templates(desk);
	return 0;
undo:
	desk_close(desk);
	return -1;
}

void
desk_close(struct desk *desk)
{
	rules_close(desk->rules);
	desk->rules = NULL;
	archive_close(desk->archive);
	desk->archive = NULL;
	db_close(desk->db);
	desk->db = NULL;
	secret_wipe(&desk->keys, sizeof(desk->keys));
	arena_free(&desk->arena);
}

/* Gives a new desk its id and ties it to its archive. */
static int
name_desk(struct db *db, struct archive *archive, struct arena *arena,
    struct fail *why)
{
	char epoch[ARCHIVE_EPOCH_SIZE], desk_id[UNIQUE_SIZE];
	struct slice known;
	int got;

	if ((got = meta_get(db, META_DESK_ID, arena, &known, why)) != 0)
		return got < 0 ? -1 : 0;
	if (archive_epoch(archive, epoch, why) < 0 || db_begin(db, why) < 0)
		return -1;
	if (meta_set(db, META_DESK_ID, slice_of(unique_name(desk_id)), why) < 0 ||
	    meta_set(db, META_EPOCH, slice_of(epoch), why) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, why);
}

int
desk_init(const struct conf *conf, struct fail *why)
{
	struct secret_keys keys;
	struct archive *archive = NULL;
	struct db *db = NULL;
	struct arena arena = ARENA_INIT;
	int rc = -1;

	secret_init();
	if (file_mkdir(conf->state_dir, 0700, why) < 0)
		goto done;
	crash_point("init.after-folder");
	if (secret_load(conf->key_path, &keys, NULL) < 0 &&
	    secret_create(conf->key_path, why) < 0)
		goto done;
	crash_point("init.after-key");
	if (archive_open(&archive, conf->archive_path, DB_CREATE, why) < 0)
		goto done;
	crash_point("init.after-archive");
	if (db_open(&db, conf->desk_path, DB_CREATE, why) < 0 ||
	    schema_apply(db, SCHEMA_DESK, why) < 0)
		goto done;
	crash_point("init.after-desk");
	rc = name_desk(db, archive, &arena, why);
done:
	secret_wipe(&keys, sizeof(keys));
	db_close(db);
	archive_close(archive);
	arena_free(&arena);
	return rc;
}

/* 1: steps were applied; 0: none was missing. */
static int
apply_missing(struct db *db, struct fail *why)
{
	struct fail lacks = FAIL_INIT;

	/* Almost always none is, and nobody has to wait for the lock. */
	if (schema_expect(db, SCHEMA_DESK, &lacks) == 0)
		return 0;
	return schema_apply(db, SCHEMA_DESK, why) < 0 ? -1 : 1;
}

int
desk_upgrade(const struct conf *conf, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct db *db = NULL;
	struct slice known;
	int got;

	if (db_open(&db, conf->desk_path, DB_WRITE, why) < 0)
		return -1;
	/* What has no name yet is no desk of an older version. */
	got = meta_get(db, META_DESK_ID, &arena, &known, why);
	if (got > 0)
		got = apply_missing(db, why);
	db_close(db);
	arena_free(&arena);
	return got;
}
