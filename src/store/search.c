/* What a query finds: candidates from the best index, then what else it asks. */
#include "store/search.h"

#include "search_wanted.h"
#include "store/entries.h"

/* Where the walk through the candidates is. */
struct walk {
	int64_t *tickets; /* that were found, each where its number leads */
	size_t room;	  /* for twice as many, a power of two */
	size_t found, from, to; /* hits of the page are those in between */
	size_t looked_at;
	struct search_result *out;
};

static void
make_room(struct walk *walk, struct arena *arena)
{
	walk->room = 2;
	while (walk->room < 2 * walk->to)
		walk->room *= 2;
	walk->tickets = arena_array(arena, walk->room,
	    sizeof(*walk->tickets));
}

/* Where a ticket stands, or is to stand: 0 is there then. */
static int64_t *
place_of(const struct walk *walk, int64_t id)
{
	size_t at = (size_t)id & (walk->room - 1);

	while (walk->tickets[at] != 0 && walk->tickets[at] != id)
		at = (at + 1) & (walk->room - 1);
	return &walk->tickets[at];
}

static int
take(struct search *search, const struct candidate *candidate,
    struct walk *walk, struct fail *why)
{
	struct looked_at row;
	struct search_hit *hit;
	int64_t *place;
	int got;

	got = candidate->entry_id != 0
	    ? search_check_entry(search, candidate->entry_id, &row, why)
	    : search_check_ticket(search, candidate->ticket_id, &row, why);
	if (got <= 0)
		return got;
	place = place_of(walk, row.ticket_id);
	if (*place != 0)
		return 0;
	if (walk->found == walk->to) {
		walk->out->more = true;
		return 0;
	}
	if (walk->found >= walk->from) {
		hit = &walk->out->hits[walk->out->count++];
		*hit = (struct search_hit){ .ticket_id = row.ticket_id,
			.entry_id = row.entry_id };
	}
	*place = row.ticket_id;
	walk->found++;
	return 0;
}

static int
walk_all(struct search *search, struct walk *walk, struct fail *why)
{
	struct candidates all = { .count = 0 };
	int rc = search_load_first(search, &all, why);

	walk->out->capped = all.capped;
	while (rc == 0) {
		for (size_t i = 0; i < all.count && !walk->out->more; i++)
			if (take(search, &all.items[i], walk, why) < 0)
				return -1;
		walk->looked_at += all.count;
		if (walk->out->more || all.below == 0)
			break;
		if (walk->looked_at >= search->patience) {
			walk->out->capped = true;
			break;
		}
		rc = search_load_next(search, &all, why);
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

int
search_run(struct db *db, const struct query *query,
    const struct searcher *who, size_t page, size_t size, struct arena *arena,
    struct search_result *out, struct fail *why)
{
	struct search search = { .db = db, .who = who, .arena = arena,
		.patience = who->patience > 0 ? who->patience
		    : SEARCH_LOOKED_AT_MAX };
	struct walk walk = { .from = page * size, .to = (page + 1) * size,
		.out = out };

	*out = (struct search_result){ .hits = arena_array(arena, size,
	    sizeof(*out->hits)) };
	make_room(&walk, arena);
	if (search_resolve(&search, query, why) < 0)
		return -1;
	/* Words of nothing but signs are in no text. */
	if (query_has_text(query) && search.match.len == 0)
		return 0;
	if (walk_all(&search, &walk, why) < 0 ||
	    (search.match.len > 0 && search_missing_below(db,
		&out->missing_below, why) < 0))
		return -1;
	for (size_t i = 0; i < out->count; i++)
		if (add_snippet(&search, &out->hits[i], why) < 0)
			return -1;
	return 0;
}
