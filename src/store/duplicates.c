/* Pairs of records that may be one person. */
#include "store/duplicates.h"

#include <stdlib.h>

#include "rows.h"

/* How many neighbours of one key each is compared with. */
#define NEIGHBOURS 16

struct found {
	struct arena *arena;
	struct duplicate *items;
	size_t count;
};

struct neighbour {
	int64_t person_id;
	struct slice value; /* a domain; or empty */
};

static void
add(struct found *found, int64_t one, int64_t other, enum likeness likeness)
{
	struct duplicate *item;

	if (one == other)
		return;
	found->items = rows_room(found->arena, found->items, found->count,
	    sizeof(*found->items));
	item = &found->items[found->count++];
	item->one = one < other ? one : other;
	item->other = one < other ? other : one;
	item->reasons = 1u << likeness;
}

/* Who has none of their own is called by their address. */
static const struct sql by_name = {
	"SELECT lower(name), id, '' FROM person"
	" WHERE merged_into IS NULL AND deleted_at IS NULL AND name <> ''"
	" AND instr(name, '@') = 0 ORDER BY lower(name), id"
};
static const struct sql by_local = {
	"SELECT substr(identity, 1, instr(identity, '@') - 1), person_id,"
	" substr(identity, instr(identity, '@') + 1) FROM address"
	" ORDER BY substr(identity, 1, instr(identity, '@') - 1), id"
};
static const struct sql by_phone = {
	"SELECT contact.folded, contact.person_id, '' FROM contact"
	"  JOIN person ON person.id = contact.person_id"
	" WHERE contact.kind = 'phone' AND person.merged_into IS NULL"
	" ORDER BY contact.folded, contact.person_id"
};

static bool
are_like(enum likeness likeness, struct slice key, struct slice one,
    struct slice other)
{
	return likeness != LIKE_LOCAL || (likeness_local_tells(key) &&
	    likeness_sisters(one, other));
}

/* Rows with one key stand together: each is compared with those before it. */
static int
compare(struct db *db, const struct sql *sql, enum likeness likeness,
    struct found *found, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, sql);
	struct arena arenas[2] = { ARENA_INIT, ARENA_INIT };
	struct neighbour near[NEIGHBOURS];
	struct slice key = SLICE_EMPTY;
	size_t n = 0, side = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		struct slice now = db_text(stmt, 0, &arenas[side]);
		struct neighbour self = { db_int(stmt, 1),
			db_text(stmt, 2, &arenas[side]) };

		if (n == 0 || !slice_eq(now, key)) {
			/* What is kept is on one side, the past on the other. */
			key = arena_copy(&arenas[!side], now);
			self.value = arena_copy(&arenas[!side], self.value);
			arena_reset(&arenas[side]);
			side = !side;
			n = 0;
		}
		for (size_t i = 0; i < n; i++)
			if (are_like(likeness, key, near[i].value, self.value))
				add(found, near[i].person_id, self.person_id,
				    likeness);
		if (n < NEIGHBOURS)
			near[n++] = self;
	}
	arena_free(&arenas[0]);
	arena_free(&arenas[1]);
	return got;
}

/* Numbers of both lead on to living records. */
static const struct sql by_token = {
	"SELECT coalesce(writer.merged_into, writer.id),"
	" coalesce(user.merged_into, user.id)"
	"  FROM entry JOIN ticket ON ticket.id = entry.ticket_id"
	"  JOIN person AS writer ON writer.id = entry.person_id"
	"  JOIN person AS user ON user.id = ticket.user_id"
	" WHERE entry.kind = 'message' AND entry.is_private = 1"
	"   AND entry.class = 'human'"
	"   AND entry.person_id <> ticket.user_id AND writer.is_agent = 0"
	"   AND writer.deleted_at IS NULL AND user.deleted_at IS NULL"
};

static int
compare_tokens(struct db *db, struct found *found, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_token);
	int got;

	while ((got = db_step(stmt, why)) > 0)
		add(found, db_int(stmt, 0), db_int(stmt, 1), LIKE_TOKEN);
	return got;
}

static int
by_pair(const void *a, const void *b)
{
	const struct duplicate *left = a, *right = b;

	if (left->one != right->one)
		return left->one < right->one ? -1 : 1;
	return (left->other > right->other) - (left->other < right->other);
}

static int
by_weight(const void *a, const void *b)
{
	const struct duplicate *left = a, *right = b;
	int order = likeness_weight(right->reasons) -
	    likeness_weight(left->reasons);

	return order != 0 ? order : -by_pair(a, b);
}

/* The same pair for several reasons is one. */
static void
unite(struct found *found)
{
	size_t n = 0;

	if (found->count == 0)
		return;
	qsort(found->items, found->count, sizeof(*found->items), by_pair);
	for (size_t i = 1; i < found->count; i++)
		if (by_pair(&found->items[n], &found->items[i]) == 0)
			found->items[n].reasons |= found->items[i].reasons;
		else
			found->items[++n] = found->items[i];
	found->count = n + 1;
	qsort(found->items, found->count, sizeof(*found->items), by_weight);
}

int
duplicates_find(struct db *db, struct arena *arena, struct duplicate **out,
    size_t *count, struct fail *why)
{
	struct found found = { .arena = arena };

	if (compare(db, &by_name, LIKE_NAME, &found, why) < 0 ||
	    compare(db, &by_local, LIKE_LOCAL, &found, why) < 0 ||
	    compare(db, &by_phone, LIKE_PHONE, &found, why) < 0 ||
	    compare_tokens(db, &found, why) < 0)
		return -1;
	unite(&found);
	*out = found.items;
	*count = found.count;
	return 0;
}
