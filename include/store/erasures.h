/*
 * People who are being erased: what the desk remembers of that until nothing of
 * them is left, so that whoever comes next goes on where it stopped.
 */
#ifndef STORE_ERASURES_H
#define STORE_ERASURES_H

#include "store/db.h"

/* In this order; each can be done again without harm. */
enum erasure_step {
	ERASURE_ARCHIVE, /* mails are overwritten */
	ERASURE_DESK,    /* then what the desk made of them */
	ERASURE_TIDY,    /* then free pages and logs of both databases */
	ERASURE_DONE,
	ERASURE_STEP_COUNT
};

enum erasure_kind {
	ERASURE_OWN,    /* theirs: it is overwritten */
	ERASURE_HEADER, /* another's, whose header names them: so is that */
	ERASURE_BODY,   /* another's, whose text names them: it is listed */
	ERASURE_KIND_COUNT
};

struct erasure {
	int64_t person_id;
	enum erasure_step step;
	int64_t upto; /* messages up to this one are looked at */
};

/*
 * Writes down who is erased, their addresses, and which messages are theirs.
 * Inside a transaction; one that was begun is left alone.
 */
int erasures_begin(struct db *db, int64_t person_id, int64_t now,
    struct fail *why);
/* 1, 0 (nobody began to erase them), -1. */
int erasures_get(struct db *db, int64_t person_id, struct erasure *out,
    struct fail *why);
/* The first one that is not done: 1, 0, -1. */
int erasures_next(struct db *db, struct erasure *out, struct fail *why);
/* Folded, and as they were given; in the arena. */
int erasures_addresses(struct db *db, int64_t person_id, struct arena *arena,
    struct slice **out, size_t *count, struct fail *why);

int erasures_note(struct db *db, int64_t person_id, enum erasure_kind kind,
    int64_t archive_id, struct fail *why);
int erasures_has(struct db *db, int64_t person_id, enum erasure_kind kind,
    int64_t archive_id, struct fail *why); /* 1, 0, -1 */
/* The next such message above `after`: 1, 0, -1. */
int erasures_next_mail(struct db *db, int64_t person_id,
    enum erasure_kind kind, int64_t after, int64_t *archive_id,
    struct fail *why);

/* The next message above `after` that any erasure changed: 1, 0, -1. */
int erasures_next_changed(struct db *db, int64_t after, int64_t *archive_id,
    struct fail *why);

int erasures_set_step(struct db *db, int64_t person_id,
    enum erasure_step step, int64_t now, struct fail *why);

/*
 * Takes everything out of the desk that is theirs or names an address of
 * theirs, and the addresses to look for, too.  Full text is indexed anew by the
 * gateway while no mail waits.  Inside a transaction.
 */
int erasures_clear_desk(struct db *db, int64_t person_id, int64_t now,
    struct fail *why);

#endif
