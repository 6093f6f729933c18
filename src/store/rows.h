/* What comes out of statements, whose parameters are bound. */
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
 * Step to the end and give the numbers, or texts, of column 0.  Arrays in the
 * arena.  -1 leaves *out alone.
 */
int rows_ids(struct db_stmt *stmt, struct arena *arena, int64_t **out,
    size_t *count, struct fail *why);
int rows_texts(struct db_stmt *stmt, struct arena *arena, struct slice **out,
    size_t *count, struct fail *why);
/* The last row first: what finds the newest ones gives them oldest first. */
int rows_backwards(struct db_stmt *stmt, struct arena *arena,
    struct slice **out, size_t *count, struct fail *why);

/* The number that a statement of just one row gives, as count(*) is. */
int rows_number(struct db_stmt *stmt, int64_t *out, struct fail *why);
/* 1: there is a row; 0; -1. */
int rows_found(struct db_stmt *stmt, struct fail *why);

/* Stored times further ahead than this were written by a wrong clock. */
#define ROWS_CLOCK_SLACK 3600

/* A person's number, as "?1", and those that lead to it. */
#define ROWS_SAME_PERSON(n) \
	"(SELECT " n " UNION ALL SELECT id FROM person WHERE merged_into = " n ")"

/* Merges are flat, so one hop is enough; a circle must still end. */
#define ROWS_MERGES_MAX 16

#endif
