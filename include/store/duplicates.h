/* Pairs of records that may be one person. */
#ifndef STORE_DUPLICATES_H
#define STORE_DUPLICATES_H

#include "desk/likeness.h"
#include "store/db.h"

struct duplicate {
	int64_t one, other; /* one < other */
	unsigned reasons;   /* bits by 1 << LIKE_* */
};

/*
 * All of them, with all that speaks for each; the strongest first, then the
 * newest.  Reads the indices of names, local parts, telephone numbers and
 * strangers' mails once from end to end; each record is compared with a few
 * neighbours there, so the cost is linear.  Array in the arena.
 */
int duplicates_find(struct db *db, struct arena *arena,
    struct duplicate **out, size_t *count, struct fail *why);

/* What is known of somebody who has no record yet. */
struct stranger {
	struct slice name;
	const struct slice *identities; /* their addresses, folded */
	size_t identity_count;
	const struct slice *phones; /* folded */
	size_t phone_count;
};

/*
 * The record that most speaks for, and what: a few indexed questions, whatever
 * the number of records.  1, 0 (nothing speaks for any), -1.
 */
int duplicates_of(struct db *db, const struct stranger *stranger,
    struct arena *arena, int64_t *person_id, unsigned *reasons,
    struct fail *why);

#endif
