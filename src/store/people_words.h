/* Pieces of names and addresses, by which people are found. */
#ifndef PEOPLE_WORDS_H
#define PEOPLE_WORDS_H

#include "store/db.h"

/* Whether somebody is not in the index as they are now: 1, 0, -1. */
int people_words_are_due(struct db *db, struct fail *why);
/* Some of them, in a transaction of the caller's: 1, 0 (nobody was), -1. */
int people_words_fill(struct db *db, struct fail *why);
int people_words_tidy(struct db *db, struct fail *why);

/* Numbers read at once, the highest first. */
struct people_numbers {
	int64_t items[500];
	size_t count, at;
	bool all; /* there are no more behind them */
};

struct people_words {
	struct db *db;
	struct slice match;
	struct people_numbers due, found;
};

/*
 * Begins with the people below a number who may have the piece, folded, in a
 * name or address.  1: it has begun; 0: the index cannot tell, for the piece is
 * too short; -1.  There is nothing to end.
 */
int people_words_open(struct people_words *words, struct db *db,
    struct slice folded, int64_t below, struct arena *arena, struct fail *why);
/* The next one, the newest first: 1, 0, -1. */
int people_words_next(struct people_words *words, int64_t *out,
    struct fail *why);

#endif
