/* What waits for an agent's daily letter. */
#ifndef STORE_DIGESTS_H
#define STORE_DIGESTS_H

#include "desk/letter_event.h"
#include "store/db.h"

struct digest_item {
	int64_t id, person_id, ticket_id;
	enum letter_event event;
	struct slice author; /* who did it */
	struct slice words;  /* the first ones that were said */
	int64_t at, due_at;
};

/* Fills item->id. */
int digests_add(struct db *db, struct digest_item *item, struct fail *why);
/* The first person whose letter is due at `now`: 1, 0, -1. */
int digests_next(struct db *db, int64_t now, int64_t *person_id,
    struct fail *why);
/* All that waits for a person, oldest first, at most `max`. In the arena. */
int digests_list(struct db *db, int64_t person_id, size_t max,
    struct arena *arena, struct digest_item **out, size_t *count,
    struct fail *why);
/* Takes away what waits for a person, up to this item. */
int digests_drop(struct db *db, int64_t person_id, int64_t up_to,
    struct fail *why);

#endif
