/* A query whose names have been looked up, and whether an entry fits it. */
#ifndef SEARCH_WANTED_H
#define SEARCH_WANTED_H

#include "store/search.h"

/* More people of one name are too many to look for. */
#define SEARCH_PEOPLE_MAX 1000

/* One condition. */
struct wanted {
	enum query_field field;
	bool without;
	unsigned words;	     /* of status and priority, bits */
	int64_t at;	     /* of before and after */
	const int64_t *ids;  /* people, a department, a field; 0: nobody; the
				lowest first */
	size_t id_count;
	bool of_person;	     /* a field of the ticket's user */
	struct slice value;  /* a label; what a field shall be */
};

struct search {
	struct db *db;
	const struct searcher *who;
	struct arena *arena;
	struct slice match; /* in the full text's language; may be empty */
	struct slice *words; /* what was looked for, to be shown */
	size_t word_count;
	struct wanted items[QUERY_TERMS_MAX];
	size_t count;
	bool asks_entries;  /* something is asked of the entry itself */
	bool match_each;    /* so are the words: they did not lead to it */
	size_t patience;    /* so many are looked at */
};

int search_resolve(struct search *search, const struct query *query,
    struct fail *why);

/* An entry with its rank, or a ticket. */
struct candidate {
	int64_t entry_id, ticket_id, rank;
};

struct candidates {
	struct candidate *items;
	size_t count;
	int64_t below; /* the next batch of tickets begins there; 0: no more */
	bool capped;
};

/* The first candidates, best first, from whatever leads to fewest. */
int search_load_first(struct search *search, struct candidates *out,
    struct fail *why);
/* The next ones instead, while out->below is not 0. */
int search_load_next(struct search *search, struct candidates *out,
    struct fail *why);

/* An entry with what is known of its ticket. */
struct looked_at {
	int64_t entry_id, ticket_id;
	enum entry_kind kind;
	bool is_private, has_file;
	int64_t person_id, at;
	struct ticket ticket; /* of it only what conditions ask */
};

/* All: 1: it fits, and may be read; 0; -1. */
int search_check_entry(struct search *search, int64_t entry_id,
    struct looked_at *out, struct fail *why);
/* The newest entry of the ticket that fits. */
int search_check_ticket(struct search *search, int64_t ticket_id,
    struct looked_at *out, struct fail *why);

/* Entries below are not in the full text yet: 1, 0 (all are), -1. */
int search_missing_below(struct db *db, int64_t *below, struct fail *why);

/* A piece of a text around the first of the words that stands in it. */
void search_snippet(struct slice text, const struct slice *words,
    size_t word_count, struct arena *arena, struct search_hit *out);

#endif
