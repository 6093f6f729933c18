/*
 * Full text over subjects, new texts, attachments' names and who wrote, and the
 * search that a query asks for.
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "desk/permission.h"
#include "desk/query.h"
#include "store/db.h"

/* Of terms that are in more entries the newest so many are ranked. */
#define SEARCH_RANKED_MAX 10000
/* Without words, so many tickets are looked at, from the newest on. */
#define SEARCH_LOOKED_AT_MAX 100000

/* Who asks: nobody finds what they may not read. */
struct searcher {
	struct access access;
	struct person person;
	bool owner; /* of the desk: sees everything */
	/* Looks at so many tickets at most, where words do not lead to them; 0:
	   SEARCH_LOOKED_AT_MAX. */
	size_t patience;
};

/* A ticket, and the entry that fits best. */
struct search_hit {
	int64_t ticket_id, entry_id;
	/* A piece of its text around what was found; without words, its begin. */
	struct slice before, found, after;
};

struct search_result {
	struct search_hit *hits;
	size_t count;
	bool more;   /* there is a next page */
	bool capped; /* older ones were not looked at */
	int64_t missing_below; /* entries below are not in the full text yet;
				  0: all are */
};

/*
 * The tickets of a page (from 0) of so many, those with words by rank, others
 * the newest first.  In the arena.  FAIL_REFUSE when a name in the query means
 * nothing, or too much; it says what there is.
 */
int search_run(struct db *db, const struct query *query,
    const struct searcher *who, size_t page, size_t size, struct arena *arena,
    struct search_result *out, struct fail *why);

/*
 * Tickets with an entry that has all the words (each taken literally, without
 * case and marks), newest match first, each once.  Array in the arena.
 * *before is the entry from which the search goes on backwards, 0 for the
 * newest; it becomes where the next page begins, when *count is max.
 */
int search_words(struct db *db, struct slice words, int64_t *before,
    size_t max, struct arena *arena, int64_t **out, size_t *count,
    struct fail *why);

/* The words of all entries from `from` on; a task of db_before_commit. */
int search_add_entries(struct db *db, int64_t from, struct fail *why);
/*
 * What is not in the index yet, a few hundred of it, in a transaction of the
 * caller's: 1, 0 (nothing was missing), -1.
 */
int search_fill(struct db *db, struct fail *why);
/* Whether there is something to fill in: 1, 0, -1. */
int search_is_due(struct db *db, struct fail *why);
/*
 * Tidies a little of the index, so that searches stay quick and floods need not
 * wait for it.  To be called now and then when no mail comes; short.
 */
int search_tidy(struct db *db, struct fail *why);

#endif
