/*
 * What people and organizations have any number of: contact data, labels, and
 * what colleagues note about them, which no user ever sees.
 */
#ifndef STORE_OWNED_H
#define STORE_OWNED_H

#include "desk/profile.h"
#include "store/db.h"

enum owner { OWNER_PERSON, OWNER_ORGANIZATION, OWNER_COUNT };
const char *owner_name(enum owner owner); /* "person", "organization" */

struct owned_contact {
	const struct profile_key *key;
	struct slice value;
};

/* By the word of the kind, then by age. Array in the arena. */
int contacts_list(struct db *db, enum owner owner, int64_t id,
    struct arena *arena, struct owned_contact **out, size_t *count,
    struct fail *why);
/*
 * 1: changed; 0: it was so already; -1.  `folded` is what is compared.
 * FAIL_REFUSE when there are PROFILE_VALUES_MAX of the kind.
 */
int contacts_add(struct db *db, enum owner owner, int64_t id,
    const struct profile_key *key, struct slice value, struct slice folded,
    struct fail *why);
int contacts_remove(struct db *db, enum owner owner, int64_t id,
    const struct profile_key *key, struct slice folded, struct fail *why);

/* By name. Array in the arena. */
int labels_list(struct db *db, enum owner owner, int64_t id,
    struct arena *arena, struct slice **out, size_t *count, struct fail *why);
/* Of a folded label. 1: changed; 0: it was so already; -1. */
int labels_add(struct db *db, enum owner owner, int64_t id,
    struct slice label, struct fail *why);
int labels_remove(struct db *db, enum owner owner, int64_t id,
    struct slice label, struct fail *why);

struct note {
	int64_t id;
	int64_t author_id; /* 0: who owns the desk */
	int64_t at;
	struct slice text;
};

/* Fills note->id. */
int notes_add(struct db *db, enum owner owner, int64_t id, struct note *note,
    struct fail *why);
/* Oldest first. Array in the arena. */
int notes_list(struct db *db, enum owner owner, int64_t id,
    struct arena *arena, struct note **out, size_t *count, struct fail *why);
/* 1: it is gone; 0: they have none of this number; -1. */
int notes_remove(struct db *db, enum owner owner, int64_t id,
    int64_t note_id, struct fail *why);

#endif
