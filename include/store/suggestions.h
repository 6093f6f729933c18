/* Whom users put into Cc: participants once an agent agrees. */
#ifndef STORE_SUGGESTIONS_H
#define STORE_SUGGESTIONS_H

#include "store/db.h"

/* Per ticket; who comes later is passed over. */
#define SUGGESTIONS_MAX 10

struct suggestion {
	struct slice identity; /* folded */
	struct slice address;  /* as given */
	struct slice name;     /* may be empty */
};

/* 1: added; 0: it is there already, or the ticket has as many as it may. */
int suggestions_add(struct db *db, int64_t ticket_id,
    const struct suggestion *suggestion, int64_t now, struct fail *why);
/* By address. Array in the arena. */
int suggestions_list(struct db *db, int64_t ticket_id, struct arena *arena,
    struct suggestion **out, size_t *count, struct fail *why);
/* Those that are an address of this person. */
int suggestions_drop(struct db *db, int64_t ticket_id, int64_t person_id,
    struct fail *why);

#endif
