/* What a person has any number of: contact data and labels. */
#ifndef STORE_PROFILE_ROWS_H
#define STORE_PROFILE_ROWS_H

#include "store/profiles.h"

/* Fill their part of the profile. 0 or -1. */
int profile_rows_contacts(struct db *db, int64_t person_id,
    struct arena *arena, struct profile *out, struct fail *why);
int profile_rows_labels(struct db *db, int64_t person_id,
    struct arena *arena, struct profile *out, struct fail *why);

#endif
