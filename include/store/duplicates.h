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

#endif
