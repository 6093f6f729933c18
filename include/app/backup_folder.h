/*
 * The folder of a backup.  Its manifest says whose backup it is, which copy of
 * the desk counts, and how much is in it.  The manifest is replaced as a whole
 * when a backup is whole: that is the one moment from which the folder holds
 * the newer one.  A killed backup leaves what was there before.
 */
#ifndef APP_BACKUP_FOLDER_H
#define APP_BACKUP_FOLDER_H

#include "base/arena.h"
#include "base/fail.h"
#include "store/db.h"

/* How much is in a desk. */
struct backup_counts {
	int64_t tickets, entries, people, letters, filings;
};

struct manifest {
	int64_t made_at;	   /* 0: none was ever finished here */
	struct slice desk_id, epoch;
	int64_t desk_copy;	   /* a number, part of its file's name */
	struct slice desk_digest;  /* of that file, hexadecimal */
	int64_t cursor;		   /* what the desk has filed */
	int64_t last;		   /* the newest message */
	int64_t messages;	   /* how many there are up to it */
	struct backup_counts counts;
};

/* 1, 0 (there is no manifest), -1. Everything is in the arena. */
int manifest_load(const char *folder, struct arena *arena,
    struct manifest *out, struct fail *why);
int manifest_save(const char *folder, const struct manifest *manifest,
    struct fail *why);

/* Asks the desk; the same numbers come of the same desk. */
int backup_count(struct db *desk, struct backup_counts *out,
    struct fail *why);
/* Every difference of the two in words; empty when there is none. */
struct slice backup_compare(const struct backup_counts *got,
    const struct backup_counts *want, struct arena *arena);

/* Paths of its files, in the arena. */
const char *backup_desk_path(const char *folder, int64_t number,
    struct arena *arena);
const char *backup_archive_path(const char *folder, struct arena *arena);
const char *backup_key_path(const char *folder, struct arena *arena);

/*
 * The folder's lock, as file_lock without waiting.  FAIL_RETRY: a backup or a
 * restore is at work there.
 */
int backup_lock(const char *folder, struct fail *why);
/* FAIL_REFUSE unless nothing but a backup's beginnings is in the folder. */
int backup_expect_unused(const char *folder, struct fail *why);
/* Removes all copies of the desk but this one. */
int backup_prune(const char *folder, int64_t keep, struct fail *why);
/* The digest of a file as the manifest has it. */
int backup_digest(const char *path, const struct progress *progress,
    struct arena *arena, struct slice *out, struct fail *why);

#endif
