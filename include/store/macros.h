/* Macros, by name. */
#ifndef STORE_MACROS_H
#define STORE_MACROS_H

#include "desk/macro.h"
#include "store/db.h"

/* By name, without case and marks: 1, 0, -1. */
int macros_find(struct db *db, struct slice name, struct arena *arena,
    struct macro *out, struct fail *why);
/* By name. Array in the arena. */
int macros_list(struct db *db, struct arena *arena, struct macro **out,
    size_t *count, struct fail *why);
/* Makes one, or gives the one of this name other contents; fills macro->id. */
int macros_put(struct db *db, struct macro *macro, int64_t now,
    struct fail *why);
int macros_remove(struct db *db, int64_t id, struct fail *why);

#endif
