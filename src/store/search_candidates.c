/* What leads to entries and tickets that may fit. */
#include "search_wanted.h"

#include <stdlib.h>

#include "rows.h"

#define BATCH 1000 /* tickets looked at before more are read */
/* Of a person or an organization, each of which is asked for the words. */
#define FEW 200

static void
add(struct search *search, struct candidates *to, struct candidate item)
{
	to->items = rows_room(search->arena, to->items, to->count,
	    sizeof(*to->items));
	to->items[to->count++] = item;
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
		left = search->patience - out->count;
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
		if (out->count == search->patience) {
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

int
search_load_next(struct search *search, struct candidates *out, struct fail *why)
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

/* An organization's, or a role's; of both together those few. */
static const struct sql of_members = {
	"SELECT ticket.id FROM organization_member AS place"
	"  CROSS JOIN ticket ON ticket.user_id = place.person_id"
	" WHERE place.organization_id = ?1"
	"   AND (?3 IS NULL OR place.role_id = ?3)"
	"   AND ticket.merged_into IS NULL LIMIT ?2"
};
static const struct sql of_role = {
	"SELECT ticket.id FROM organization_member AS place"
	"  CROSS JOIN ticket ON ticket.user_id = place.person_id"
	" WHERE place.role_id = ?3 AND ticket.merged_into IS NULL LIMIT ?2"
};

static int
load_of_members(struct search *search, const struct wanted *organization,
    const struct wanted *role, struct candidates *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(search->db,
	    organization != NULL ? &of_members : &of_role);
	int got;

	if (organization != NULL)
		db_bind_int(stmt, 1, organization->ids[0]);
	db_bind_int(stmt, 2, (int64_t)search->patience);
	if (role != NULL)
		db_bind_int(stmt, 3, role->ids[0]);
	while ((got = db_step(stmt, why)) > 0)
		add(search, out, (struct candidate){
		    .ticket_id = db_int(stmt, 0) });
	out->capped = out->count == search->patience;
	return got;
}

/* By whose they are, or who wrote: 1, 0 (nothing says), -1. */
static int
load_by_people(struct search *search, struct candidates *out,
    struct fail *why)
{
	const struct wanted *user = find(search, QUERY_USER);
	const struct wanted *from = find(search, QUERY_FROM);
	const struct wanted *organization = find(search, QUERY_ORG);
	const struct wanted *role = find(search, QUERY_ROLE);
	int rc;

	/* Who belongs nowhere is in no index. */
	if (organization != NULL && organization->ids[0] == 0)
		organization = NULL;
	if (user != NULL)
		rc = load_of_people(search, user, out, why);
	else if (organization != NULL || role != NULL)
		rc = load_of_members(search, organization, role, out, why);
	else if (from != NULL)
		rc = load_of_people(search, from, out, why);
	else
		return 0;
	return rc < 0 ? -1 : 1;
}

/* So few of some people that each can be asked for the words. 1, 0, -1. */
static int
load_few(struct search *search, struct candidates *out, struct fail *why)
{
	size_t patience = search->patience;
	int got;

	search->patience = FEW + 1;
	got = load_by_people(search, out, why);
	search->patience = patience;
	if (got == 1 && !out->capped) {
		search->match_each = search->asks_entries = true;
		return 1;
	}
	*out = (struct candidates){ .count = 0 };
	return got < 0 ? -1 : 0;
}

int
search_load_first(struct search *search, struct candidates *out, struct fail *why)
{
	bool words = search->match.len > 0;
	int got = words ? load_few(search, out, why)
	    : load_by_people(search, out, why);

	if (got < 0)
		return -1;
	if (got == 0 && !words) {
		out->below = INT64_MAX;
		return search_load_next(search, out, why);
	}
	if (got == 0 && load_ranked(search, out, why) < 0)
		return -1;
	if (out->count > 0)
		qsort(out->items, out->count, sizeof(*out->items), by_rank);
	return 0;
}
