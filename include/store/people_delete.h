/* Deleting a person with all that is theirs. */
#ifndef STORE_PEOPLE_DELETE_H
#define STORE_PEOPLE_DELETE_H

#include "store/db.h"

/* What goes with them. */
struct person_belongings {
	int64_t tickets, entries, letters, mails, notes, files, addresses;
	int64_t elsewhere; /* entries on others' tickets: these stay */
};

int people_belongings(struct db *db, int64_t person_id,
    struct person_belongings *out, struct fail *why);

/*
 * Deletes their tickets, with entries, letters and changes, and what is known of
 * them.  Their mails are quarantined as `deleted`.  The number stays, without a
 * name and an address, so that a mail from there makes another record.
 * FAIL_REFUSE: they are an agent, or there is no such person.
 */
int people_delete(struct db *db, int64_t person_id, int64_t now,
    struct fail *why);

#endif
