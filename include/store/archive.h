/*
 * archive.db: everything ever accepted, with its envelope, as raw bytes.
 * One writer at a time (the intake); the gateway and the CLI read.
 * Ids are AUTOINCREMENT: an id is never used twice.
 */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include "mail/envelope.h"
#include "store/db.h"

#define ARCHIVE_EPOCH_SIZE 37

struct archive;

/*
 * DB_CREATE makes the schema and the random epoch; DB_WRITE applies the steps
 * that are missing, but never invents an epoch: an archive without one is
 * FAIL_SETUP.  DB_READ expects the schema (see schema_expect).
 */
int archive_open(struct archive **out, const char *path, enum db_mode mode,
    struct fail *why);
void archive_close(struct archive *archive); /* NULL is fine */
/* As db_close_alone. */
int archive_close_alone(struct archive *archive, struct fail *why);
struct db *archive_db(struct archive *archive);

/* Names this archive; the desk records it and stops at a foreign one. */
int archive_epoch(struct archive *archive, char to[ARCHIVE_EPOCH_SIZE],
    struct fail *why);

/*
 * Opens, or makes, the copy of another archive: one with its epoch.
 * FAIL_REFUSE when what is there is the copy of another one.
 */
int archive_open_copy(struct archive **out, const char *path,
    struct archive *of, struct fail *why);

/*
 * Puts a message inside the caller's transaction (db_begin of archive_db).
 * The body is `raw` when it is in memory; else, with raw.data NULL, `size`
 * bytes are read from fd at offset 0 in pieces of 64 KiB; with size 0 the row
 * has no body, and fd is not looked at.
 * Returns 1 and *id; 0 when its door_ref is already there (*id is that row's:
 * a redelivery, to be answered like the first); -1: nothing of this message is
 * in the transaction, and the messages before it still are unless
 * db_in_transaction says otherwise.  FAIL_REFUSE when an address holds a
 * control character.
 */
int archive_put(struct archive *archive, const struct envelope *envelope,
    struct slice raw, int fd, int64_t size, int64_t *id, struct fail *why);

/* Which archived message a door_ref names: 1, 0, -1. */
int archive_by_door_ref(struct archive *archive, struct slice door_ref,
    int64_t *id, struct fail *why);

/*
 * The greatest door_ref, byte by byte, that is longer than `prefix` and begins
 * with it, in the arena: the cursor of a door that writes its numbers with as
 * many digits each.  1, 0, -1.
 */
int archive_last_door_ref(struct archive *archive, struct slice prefix,
    struct arena *arena, struct slice *door_ref, struct fail *why);

/* The smallest id above `after`, with the size of its body: 1, 0, -1. */
int archive_next(struct archive *archive, int64_t after, int64_t *id,
    int64_t *size, struct fail *why);
/* The largest id ever given; 0 when none. */
int archive_last(struct archive *archive, int64_t *id, struct fail *why);
/*
 * How many wait above `after`, and when the oldest of them was accepted (0 when
 * none).  Counts them, for a status; the line asks archive_next.
 */
int archive_waiting(struct archive *archive, int64_t after, int64_t *count,
    int64_t *oldest_at, struct fail *why);

/*
 * How many were accepted since: counts them, from the newest back to the first
 * that is older.
 */
int archive_since(struct archive *archive, int64_t at, int64_t *count,
    struct fail *why);

/* How many messages there are up to an id. Counts them. */
int archive_count(struct archive *archive, int64_t upto, int64_t *count,
    struct fail *why);
/* Whether there is such a message: 1, 0, -1. */
int archive_has(struct archive *archive, int64_t id, struct fail *why);

/*
 * Copies messages above `after`, up to `upto`, with their ids, in one
 * transaction of the copy: as many as fit well into one.  Returns how many (0:
 * there are no more), *last is the newest of them; or -1, and none is copied.
 */
int archive_copy(struct archive *from, int64_t after, int64_t upto,
    struct archive *to, int64_t *last, struct fail *why);
/*
 * Puts a message as it is now in the place of its copy, in one transaction of
 * the copy; one that the copy lacks is left out.
 */
int archive_copy_again(struct archive *from, int64_t id, struct archive *to,
    struct fail *why);
/* Whether both hold the same message under this id: 1, 0, -1. */
int archive_same(struct archive *a, struct archive *b, int64_t id,
    struct fail *why);

/* Envelope and raw bytes of a message, in the arena: 1, 0 (no such id), -1. */
int archive_read(struct archive *archive, int64_t id, struct arena *arena,
    struct envelope *envelope, struct slice *raw, struct fail *why);

/*
 * Overwrites a message: only its id, time and door stay, and where it came
 * from, so that no door brings it again.  Inside a transaction; one that is
 * gone already is fine.
 */
int archive_erase(struct archive *archive, int64_t id, struct fail *why);
/*
 * Writes other bytes, as many, over the beginning of a body, and takes an
 * address out of the envelope.  Inside a transaction.
 */
int archive_overwrite(struct archive *archive, int64_t id, struct slice head,
    struct slice address, struct fail *why);

#endif
