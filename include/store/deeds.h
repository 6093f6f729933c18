/* What agents did, each time in one go: what #undo takes back. */
#ifndef STORE_DEEDS_H
#define STORE_DEEDS_H

#include "store/outbox.h"

struct deed {
	int64_t id;
	int64_t ticket_id, person_id;
	int64_t at;
	int64_t event_id; /* the entry that tells of the changes; or 0 */
	int64_t entry_id; /* what was said; or 0 */
	int64_t first_letter, last_letter; /* last below first: none */
	int64_t undoes;	  /* another deed; or 0 */
};

int deeds_add(struct db *db, const struct deed *deed, struct fail *why);
/*
 * The newest one of this person on the ticket that stands: neither taken back
 * nor itself such a taking back.  1, 0, -1.
 */
int deeds_last(struct db *db, int64_t ticket_id, int64_t person_id,
    struct deed *out, struct fail *why);
/* It stands no more. */
int deeds_undo(struct db *db, int64_t id, int64_t now, struct fail *why);

/* Of the deed's letters id, event and state, by id. Array in the arena. */
int deeds_letters(struct db *db, const struct deed *deed, struct arena *arena,
    struct outbox_row **out, size_t *count, struct fail *why);

#endif
