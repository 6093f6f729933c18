/* What is known of a person beside names and addresses; see desk/profile.h. */
#ifndef STORE_PROFILES_H
#define STORE_PROFILES_H

#include "desk/profile.h"
#include "store/db.h"

struct contact {
	enum profile_id kind; /* one whose place is PROFILE_CONTACT */
	struct slice value;
};

struct profile {
	/* By PROFILE_*; of contact data empty: see contacts.  Empty: none. */
	struct slice values[PROFILE_KEY_COUNT];
	struct contact *contacts; /* by kind, then by age */
	size_t contact_count;
	struct slice *labels; /* by name */
	size_t label_count;
	int64_t created_archive; /* the mail that made the record; or 0 */
	int64_t deleted_at;	 /* 0: they are not */
};

/* Of this very record, merged or not: 1, 0 (nobody), -1. In the arena. */
int profiles_get(struct db *db, int64_t person_id, struct arena *arena,
    struct profile *out, struct fail *why);

/*
 * One value of the record or a preference, as profile_value gives it; an empty
 * one is none.
 */
int profiles_set(struct db *db, int64_t person_id, enum profile_id key,
    struct slice value, struct fail *why);

#endif
