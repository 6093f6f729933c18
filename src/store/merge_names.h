/* The few values of a record itself that a merge changes. */
#ifndef STORE_MERGE_NAMES_H
#define STORE_MERGE_NAMES_H

#include "desk/profile.h"
#include "store/db.h"

/* Those that are taken; what stood there is written down. 0 or -1. */
int merge_names_take(struct db *db, int64_t from, int64_t into,
    const bool takes[PROFILE_KEY_COUNT], struct fail *why);
/* What stood there again, unless somebody has changed it since. */
int merge_names_return(struct db *db, int64_t from, int64_t into,
    struct fail *why);

#endif
