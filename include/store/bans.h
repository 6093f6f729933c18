/* Bans: addresses and domains from which nothing is taken. */
#ifndef STORE_BANS_H
#define STORE_BANS_H

#include "store/db.h"

struct ban {
	int64_t id;
	struct slice pattern; /* a folded address, or "@domain" */
	struct slice reason;  /* may be empty */
	int64_t at;
};

/* 1: the folded address, or its @domain, is banned; 0; -1. */
int bans_cover(struct db *db, struct slice identity, struct fail *why);
/* The ban with exactly this pattern: 1, 0, -1. */
int bans_get(struct db *db, struct slice pattern, struct arena *arena,
    struct ban *out, struct fail *why);
/* A second time: the same ban with another reason, and since then. */
int bans_add(struct db *db, struct slice pattern, struct slice reason,
    int64_t now, struct fail *why);
/* 1; 0: it was not banned; -1. */
int bans_remove(struct db *db, struct slice pattern, struct fail *why);
/* All, the newest first. Array in the arena. */
int bans_list(struct db *db, struct arena *arena, struct ban **out,
    size_t *count, struct fail *why);

#endif
