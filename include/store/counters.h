/* Things counted in windows of time, against loops. */
#ifndef STORE_COUNTERS_H
#define STORE_COUNTERS_H

#include "store/db.h"

/* One more of `kind` for `key` at `now`. */
int counters_add(struct db *db, const char *kind, struct slice key,
    int64_t now, struct fail *why);
/* How many since `since` (stored times over an hour ahead count as now). */
int counters_since(struct db *db, const char *kind, struct slice key,
    int64_t since, int64_t *count, struct fail *why);
/* Forgets one kind of one key. */
int counters_clear(struct db *db, const char *kind, struct slice key,
    struct fail *why);
/* Forgets everything before `before`; at most a few hundred rows a call. */
int counters_prune(struct db *db, int64_t before, struct fail *why);

#endif
