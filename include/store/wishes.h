/* What agents want to hear of, of all of them at once. */
#ifndef STORE_WISHES_H
#define STORE_WISHES_H

#include "desk/wish.h"
#include "store/db.h"

/* Disabled agents' too. Array in the arena. */
int wishes_load(struct db *db, struct arena *arena, struct wishes *out,
    struct fail *why);

#endif
