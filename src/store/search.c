/* What a query finds: candidates from the best index, then what else it asks. */
#include "store/search.h"

#include <stdlib.h>

#include "rows.h"
#include "search_wanted.h"
#include "store/entries.h"

#define BATCH 1000 /* tickets looked at before more are read */

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

static void
add(struct search *search, struct candidates *to, struct candidate item)
{
	to->items = rows_room(search->arena, to->items, to->count,
	    sizeof(*to->items));
	to->items[to->count++] = item;
}

static size_t
patience(const struct search *search)
{
	return search->who->patience > 0 ? search->who->patience
	    : SEARCH_LOOKED_AT_MAX;
}

static int
by_rank(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	if (x->entry_id != y->entry_id)
		return x->entry_id > y->entry_id ? -1 : 1;
	return x->ticket_id > y->ticket_id ? -1 : x->ticket_id < y->ticket_id;
}

/* A word in the subject says more than one in a long text. */
static const struct sql ranked = {
	"SELECT rowid,"
	" CAST(bm25(entry_words, 8.0, 1.0, 4.0, 4.0) * -1000000000 AS INTEGER)"
	"  FROM entry_words WHERE entry_words MATCH ?1"
	" ORDER BY rowid DESC LIMIT ?2"
};

static int
load_ranked(struct search *search, struct candidates *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(search->db, &ranked);
	int got;

	db_bind_text(stmt, 1, search->match);
	db_bind_int(stmt, 2, SEARCH_RANKED_MAX + 1);
	while ((got = db_step(stmt, why)) > 0)
		if (out->count < SEARCH_RANKED_MAX)
			add(search, out, (struct candidate){
			    .entry_id = db_int(stmt, 0),
			    .rank = db_int(stmt, 1) });
		else
			out->capped = true;
	return got;
}

static const struct sql of_user = {
	"SELECT id FROM ticket WHERE user_id = ?1 AND merged_into IS NULL"
	" ORDER BY id DESC LIMIT ?2"
};
static const struct sql by_person = {
	"SELECT id FROM entry WHERE person_id = ?1 ORDER BY id DESC LIMIT ?2"
};

/* All that is of some people, or that they wrote. */
static int
load_of_people(struct search *search, const struct wanted *wanted,
    struct candidates *out, struct fail *why)
{
	bool wrote = wanted->field == QUERY_FROM;
	struct candidate item = { .rank = 0 };
	struct db_stmt *stmt;
	size_t left;
	int got;

	for (size_t i = 0; i < wanted->id_count; i++) {
		left = patience(search) - out->count;
		stmt = db_use(search->db, wrote ? &by_person : &of_user);
		db_bind_int(stmt, 1, wanted->ids[i]);
		db_bind_int(stmt, 2, (int64_t)left);
		while ((got = db_step(stmt, why)) > 0) {
			*(wrote ? &item.entry_id : &item.ticket_id) =
			    db_int(stmt, 0);
			add(search, out, item);
		}
		if (got < 0)
			return -1;
		if (out->count == patience(search)) {
			out->capped = true;
			break;
		}
	}
	return 0;
}

/* The next tickets, the newest first; ?1 is where they begin. */
static const struct sql next_of_status = {
	"SELECT id FROM ticket WHERE id < ?1 AND merged_into IS NULL"
	" AND status = ?3 ORDER BY id DESC LIMIT ?2"
};
static const struct sql next_of_label = {
	"SELECT ticket_id FROM label WHERE ticket_id < ?1 AND label = ?3"
	" ORDER BY ticket_id DESC LIMIT ?2"
};
static const struct sql next_of_all = {
	"SELECT id FROM ticket WHERE id < ?1 AND merged_into IS NULL"
	" ORDER BY id DESC LIMIT ?2"
};

/* What leads to fewer tickets than all of them. */
static const struct wanted *
find(const struct search *search, enum query_field field)
{
	const struct wanted *item;

	for (size_t i = 0; i < search->count; i++) {
		item = &search->items[i];
		/* One status: more of them are no walk through an index. */
		if (item->field == field && !item->without &&
		    (item->words & (item->words - 1)) == 0)
			return item;
	}
	return NULL;
}

static enum ticket_status
status_of(unsigned words)
{
	for (int i = 0; i < TICKET_STATUS_COUNT; i++)
		if (words == 1u << i)
			return (enum ticket_status)i;
	return TICKET_OPEN;
}

static int
load_next(struct search *search, struct candidates *out, struct fail *why)
{
	const struct wanted *label = find(search, QUERY_LABEL);
	const struct wanted *status = find(search, QUERY_STATUS);
	struct db_stmt *stmt;
	int got;

	out->count = 0;
	stmt = db_use(search->db, label != NULL ? &next_of_label
	    : status != NULL ? &next_of_status : &next_of_all);
	db_bind_int(stmt, 1, out->below);
	db_bind_int(stmt, 2, BATCH);
	if (label != NULL)
		db_bind_text(stmt, 3, label->value);
	else if (status != NULL)
		db_bind_word(stmt, 3,
		    ticket_status_name(status_of(status->words)));
	out->below = 0;
	while ((got = db_step(stmt, why)) > 0)
		add(search, out, (struct candidate){
		    .ticket_id = db_int(stmt, 0) });
	if (out->count == BATCH)
		out->below = out->items[BATCH - 1].ticket_id;
	return got;
}

/* The first candidates, best first. */
static int
load_first(struct search *search, struct candidates *out, struct fail *why)
{
	static const enum query_field narrow[] = { QUERY_USER, QUERY_ORG,
		QUERY_ROLE, QUERY_FROM };
	const struct wanted *people = NULL;
	int rc;

	for (size_t i = 0; i < ARRAY_LEN(narrow) && people == NULL; i++)
		people = find(search, narrow[i]);
	if (search->match.len > 0) {
		rc = load_ranked(search, out, why);
	} else if (people != NULL) {
		rc = load_of_people(search, people, out, why);
	} else {
		out->below = INT64_MAX;
		return load_next(search, out, why);
	}
	if (rc == 0 && out->count > 0)
		qsort(out->items, out->count, sizeof(*out->items), by_rank);
	return rc;
}

static bool
is_there(const int64_t *tickets, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (tickets[i] == id)
			return true;
	return false;
}

/* Where the walk through the candidates is. */
struct walk {
	int64_t *tickets; /* that were found, of this page and before it */
	size_t found, from, to; /* hits of the page are those in between */
	size_t looked_at;
	struct search_result *out;
};

static int
take(struct search *search, const struct candidate *candidate,
    struct walk *walk, struct fail *why)
{
	struct looked_at row;
	struct search_hit *hit;
	int got;

	if (candidate->ticket_id != 0 && is_there(walk->tickets, walk->found,
		candidate->ticket_id))
		return 0;
	got = candidate->entry_id != 0
	    ? search_check_entry(search, candidate->entry_id, &row, why)
	    : search_check_ticket(search, candidate->ticket_id, &row, why);
	if (got <= 0 || is_there(walk->tickets, walk->found, row.ticket_id))
		return got < 0 ? -1 : 0;
	if (walk->found == walk->to) {
		walk->out->more = true;
		return 0;
	}
	if (walk->found >= walk->from) {
		hit = &walk->out->hits[walk->out->count++];
		*hit = (struct search_hit){ .ticket_id = row.ticket_id,
			.entry_id = row.entry_id };
	}
	walk->tickets[walk->found++] = row.ticket_id;
	return 0;
}

static int
walk_all(struct search *search, struct walk *walk, struct fail *why)
{
	struct candidates all = { .count = 0 };
	int rc = load_first(search, &all, why);

	walk->out->capped = all.capped;
	while (rc == 0) {
		for (size_t i = 0; i < all.count && !walk->out->more; i++)
			if (take(search, &all.items[i], walk, why) < 0)
				return -1;
		walk->looked_at += all.count;
		if (walk->out->more || all.below == 0)
			break;
		if (walk->looked_at >= patience(search)) {
			walk->out->capped = true;
			break;
		}
		rc = load_next(search, &all, why);
	}
	return rc;
}

static int
add_snippet(struct search *search, struct search_hit *hit, struct fail *why)
{
	struct entry entry;
	int got = entries_get(search->db, hit->entry_id, search->arena, &entry,
	    why);

	if (got == 1)
		search_snippet(entry.new_text, search->words,
		    search->word_count, search->arena, hit);
	return got < 0 ? -1 : 0;
}

static const struct sql still_due = { "SELECT below FROM entry_words_due" };

static int
load_missing(struct search *search, struct search_result *out,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(search->db, &still_due);
	int got = db_step(stmt, why);

	if (got == 1 && search->match.len > 0)
		out->missing_below = db_int(stmt, 0);
	db_done(stmt);
	return got < 0 ? -1 : 0;
}

int
search_run(struct db *db, const struct query *query,
    const struct searcher *who, size_t page, size_t size, struct arena *arena,
    struct search_result *out, struct fail *why)
{
	struct search search = { .db = db, .who = who, .arena = arena };
	struct walk walk = { .from = page * size, .to = (page + 1) * size,
		.out = out };

	*out = (struct search_result){ .hits = arena_array(arena, size,
	    sizeof(*out->hits)) };
	walk.tickets = arena_array(arena, walk.to, sizeof(*walk.tickets));
	if (search_resolve(&search, query, why) < 0)
		return -1;
	/* Words of nothing but signs are in no text. */
	if (query_has_text(query) && search.match.len == 0)
		return 0;
	if (walk_all(&search, &walk, why) < 0 ||
	    load_missing(&search, out, why) < 0)
		return -1;
	for (size_t i = 0; i < out->count; i++)
		if (add_snippet(&search, &out->hits[i], why) < 0)
			return -1;
	return 0;
}
