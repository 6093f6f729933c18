/* Records that somebody who has none yet may mean. */
#include "store/duplicates.h"

struct search {
	struct db *db;
	struct arena *arena;
	int64_t *persons; /* each once, */
	unsigned *reasons; /* and what speaks for it */
	size_t count;
};

#define FOUND_MAX 64

static void
add(struct search *search, int64_t person_id, enum likeness likeness)
{
	size_t i;

	for (i = 0; i < search->count; i++)
		if (search->persons[i] == person_id)
			break;
	if (i == FOUND_MAX)
		return;
	search->persons[i] = person_id;
	search->reasons[i] |= 1u << likeness;
	if (i == search->count)
		search->count++;
}

static const struct sql by_name = {
	"SELECT id FROM person WHERE lower(name) = ?1"
	" AND merged_into IS NULL AND deleted_at IS NULL AND name <> ''"
	" LIMIT 16"
};
static const struct sql by_phone = {
	"SELECT contact.person_id FROM contact"
	"  JOIN person ON person.id = contact.person_id"
	" WHERE contact.kind = 'phone' AND contact.folded = ?1"
	" AND person.merged_into IS NULL LIMIT 16"
};

static int
ask(struct search *search, const struct sql *sql, struct slice key,
    enum likeness likeness, struct fail *why)
{
	struct db_stmt *stmt;
	int got;

	if (key.len == 0)
		return 0;
	stmt = db_use(search->db, sql);
	db_bind_text(stmt, 1, key);
	while ((got = db_step(stmt, why)) > 0)
		add(search, db_int(stmt, 0), likeness);
	return got;
}

static const struct sql by_local = {
	"SELECT person_id, substr(identity, instr(identity, '@') + 1)"
	"  FROM address"
	" WHERE substr(identity, 1, instr(identity, '@') - 1) = ?1 LIMIT 16"
};

static int
ask_local(struct search *search, struct slice identity, struct fail *why)
{
	size_t at = slice_index(identity, '@');
	struct slice local = slice_head(identity, at);
	struct slice domain = slice_from(identity, at + 1);
	struct db_stmt *stmt;
	int got;

	if (!likeness_local_tells(local))
		return 0;
	stmt = db_use(search->db, &by_local);
	db_bind_text(stmt, 1, local);
	while ((got = db_step(stmt, why)) > 0)
		if (likeness_sisters(domain, db_text(stmt, 1, search->arena)))
			add(search, db_int(stmt, 0), LIKE_LOCAL);
	return got;
}

int
duplicates_of(struct db *db, const struct stranger *stranger,
    struct arena *arena, int64_t *person_id, unsigned *reasons,
    struct fail *why)
{
	struct search search = { .db = db, .arena = arena };
	size_t best = 0;

	search.persons = arena_array(arena, FOUND_MAX, sizeof(int64_t));
	search.reasons = arena_array(arena, FOUND_MAX, sizeof(unsigned));
	if (ask(&search, &by_name, arena_lower(arena, stranger->name),
		LIKE_NAME, why) < 0)
		return -1;
	for (size_t i = 0; i < stranger->phone_count; i++)
		if (ask(&search, &by_phone, stranger->phones[i], LIKE_PHONE,
			why) < 0)
			return -1;
	for (size_t i = 0; i < stranger->identity_count; i++)
		if (ask_local(&search, stranger->identities[i], why) < 0)
			return -1;
	if (search.count == 0)
		return 0;
	for (size_t i = 1; i < search.count; i++)
		if (likeness_weight(search.reasons[i]) >
		    likeness_weight(search.reasons[best]))
			best = i;
	*person_id = search.persons[best];
	*reasons = search.reasons[best];
	return 1;
}
