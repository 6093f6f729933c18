/* What a person wants otherwise than the desk's default. */
#ifndef STORE_PREFERENCES_H
#define STORE_PREFERENCES_H

#include "store/db.h"

/* 1: *value, copied; 0: nothing is said of it; -1. */
int preferences_get(struct db *db, int64_t person_id, const char *name,
    struct arena *arena, struct slice *value, struct fail *why);
/* An empty value takes it away. */
int preferences_set(struct db *db, int64_t person_id, const char *name,
    struct slice value, struct fail *why);

#endif
