/* Lists that come out of statements. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "store/db.h"

/*
 * Makes room for one more item of `size` bytes behind `count` of them; the
 * room doubles, so that a list of any length costs linear memory.  The new
 * item is zero.  `items` is NULL at first, later what this returned.
 */
void *rows_room(struct arena *arena, void *items, size_t count, size_t size);

/*
 * Steps to the end and gives the texts of column 0, the last row first: a
 * statement that finds the newest ones gives them oldest first.
 */
int rows_backwards(struct db_stmt *stmt, struct arena *arena,
    struct slice **out, size_t *count, struct fail *why);

/* Stored times further ahead than this were written by a wrong clock. */
#define ROWS_CLOCK_SLACK 3600

/* A person's number, as "?1", and those that lead to it. */
#define ROWS_SAME_PERSON(n) \
	"(SELECT " n " UNION ALL SELECT id FROM person WHERE merged_into = " n ")"

/* Merges are flat, so one hop is enough; a circle must still end. */
#define ROWS_MERGES_MAX 16

#endif
