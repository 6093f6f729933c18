/* Things counted in windows of time, against loops. */
#ifndef STORE_COUNTERS_H
#define STORE_COUNTERS_H

#include "store/db.h"

/* One more of `kind` for `key` at `now`. */
int counters_add(struct db *db, const char *kind, struct slice key,
    int64_t now, struct fail *why);
/* The same, for what counts until it is cleared: pruning passes it over. */
int counters_add_lasting(struct db *db, const char *kind, struct slice key,
    int64_t now, struct fail *why);
/*
 * How many since `since`, at most COUNTERS_MOST (stored times over an hour
 * ahead count as now).
 */
#define COUNTERS_MOST 10000
int counters_since(struct db *db, const char *kind, struct slice key,
    int64_t since, int64_t *count, struct fail *why);
/* Forgets one kind of one key. */
int counters_clear(struct db *db, const char *kind, struct slice key,
    struct fail *why);
/* Forgets everything before `before`; at most a few hundred rows a call. */
int counters_prune(struct db *db, int64_t before, struct fail *why);
/*
 * Times over an hour ahead, which a wrong clock has written, become now; as
 * many a call.  To be called where counters_prune is.
 */
int counters_settle(struct db *db, int64_t now, struct fail *why);

#endif
