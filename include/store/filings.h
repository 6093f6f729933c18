/* What became of each archived message; the highest id is the cursor. */
#ifndef STORE_FILINGS_H
#define STORE_FILINGS_H

#include "store/db.h"

enum filing_state { FILING_FILED, FILING_DUPLICATE, FILING_QUARANTINED, FILING_STATE_COUNT };
const char *filing_state_name(enum filing_state state);
bool filing_state_parse(struct slice word, enum filing_state *out);

struct filing {
	int64_t archive_id;
	enum filing_state state;
	struct slice reason;  /* of a quarantine, a word; else empty */
	int64_t entry_id, ticket_id; /* 0: none */
	struct slice class;   /* a word */
	int64_t at;
	struct slice digest;  /* of the raw bytes: secret_digest */
	struct slice record;  /* lines: stage TAB fact TAB value */
};

/* 0 when nothing was filed yet. */
int filings_cursor(struct db *db, int64_t *archive_id, struct fail *why);
/* Adds, or replaces the row of a message that was quarantined; FAIL_REFUSE when
 * it was filed otherwise. */
int filings_put(struct db *db, const struct filing *filing, struct fail *why);
int filings_get(struct db *db, int64_t archive_id, struct arena *arena,
    struct filing *out, struct fail *why); /* 1, 0, -1 */
/* The next one above `after`, without its record: 1, 0, -1. */
int filings_next(struct db *db, int64_t after, struct arena *arena,
    struct filing *out, struct fail *why);
/* Quarantined ones, newest first, without their records. */
int filings_quarantined(struct db *db, size_t max, struct arena *arena,
    struct filing **out, size_t *count, struct fail *why);
/* How many have each state. */
int filings_count(struct db *db, int64_t counts[FILING_STATE_COUNT],
    struct fail *why);
/*
 * The newest archived message with this digest of raw bytes that made no entry
 * (duplicates, quarantined ones): 1, 0, -1.  The others are found by their
 * entry's identity: an index of all digests would be dear to keep.
 */
int filings_by_digest(struct db *db, struct slice digest, int64_t *archive_id,
    struct fail *why);

/* meta: "archive-epoch", "desk-id". 1, 0, -1. */
int meta_get(struct db *db, const char *key, struct arena *arena,
    struct slice *out, struct fail *why);
int meta_set(struct db *db, const char *key, struct slice value,
    struct fail *why);

#endif
