/* People as somebody looks for them: by a piece of a name or address. */
#include "people_words.h"
#include "rows.h"
#include "store/fold.h"
#include "store/people.h"

/*
 * Names are compared as fold_name says, which the engine does not know: it
 * gives all that fit else, newest first, each person's rows together.
 */
#define WHO_FITS(from, which) \
	"SELECT person.id, person.name, address.address, address.identity" \
	"  FROM " from " JOIN address ON address.person_id = person.id" \
	" WHERE person.merged_into IS NULL AND " which \
	"   AND (?2 IS NULL OR person.disabled = ?2)" \
	"   AND (?3 IS NULL OR person.is_agent = ?3)" \
	"   AND (?4 IS NULL OR EXISTS (SELECT 1 FROM person_label" \
	"     WHERE person_id = person.id AND label = ?4))" \
	"   AND (?5 IS NULL OR EXISTS (SELECT 1 FROM address AS there" \
	"     WHERE there.person_id = person.id" \
	"     AND substr(there.identity, -length(?5) - 1) = '@' || ?5))" \
	"   AND (?6 IS NULL OR EXISTS (SELECT 1 FROM address AS bad" \
	"     WHERE bad.person_id = person.id AND bad.state = ?6))"

static const struct sql everybody = {
	WHO_FITS("person", "person.id < ?1") " ORDER BY person.id DESC"
};
/* Those few of whom an index of the members knows. */
#define MEMBERS \
	WHO_FITS("organization_member AS place" \
	" CROSS JOIN person ON person.id = place.person_id", "person.id < ?1")
static const struct sql of_organization = {
	MEMBERS " AND place.organization_id = ?7"
	" AND (?8 IS NULL OR place.role_id = ?8) ORDER BY person.id DESC"
};
static const struct sql of_role = {
	MEMBERS " AND place.role_id = ?8 ORDER BY person.id DESC"
};
static const struct sql one_person = {
	WHO_FITS("person", "person.id = ?1")
};

static void
bind_flag(struct db_stmt *stmt, int n, bool given, bool value)
{
	if (given)
		db_bind_int(stmt, n, value);
	else
		db_bind_null(stmt, n);
}

/* ?1 is one's number, or that below which all are meant. */
static struct db_stmt *
ask(struct db *db, const struct people_filter *filter, const struct sql *sql,
    int64_t number)
{
	struct db_stmt *stmt = db_use(db, sql);

	db_bind_int(stmt, 1, number);
	if (sql == &of_organization)
		db_bind_int(stmt, 7, filter->organization_id);
	if (sql == &of_organization || sql == &of_role)
		db_bind_id(stmt, 8, filter->role_id);
	bind_flag(stmt, 2, filter->by_disabled, filter->disabled);
	bind_flag(stmt, 3, filter->by_agent, filter->is_agent);
	db_bind_text_or_null(stmt, 4, filter->label);
	db_bind_text_or_null(stmt, 5, filter->domain);
	if (filter->by_state)
		db_bind_word(stmt, 6, address_state_name(filter->state));
	else
		db_bind_null(stmt, 6);
	return stmt;
}

static bool
row_has(struct db_stmt *stmt, struct slice word, struct arena *arena)
{
	for (int column = 1; column <= 3 && word.len > 0; column++)
		if (slice_has(fold_name(db_text(stmt, column, arena), arena),
			word))
			return true;
	return word.len == 0;
}

struct hunt {
	struct db *db;
	const struct people_filter *filter;
	struct slice folded;
	int64_t below;
	struct arena *arena;
	int64_t *ids;
	size_t count;
};

static void
add(struct hunt *hunt, int64_t id)
{
	hunt->ids = rows_room(hunt->arena, hunt->ids, hunt->count,
	    sizeof(*hunt->ids));
	hunt->ids[hunt->count++] = id;
}

/* All that the statement gives, each once. */
static int
read_rows(struct hunt *hunt, struct db_stmt *stmt, struct fail *why)
{
	struct arena row = ARENA_INIT;
	int64_t id;
	int got = 0;

	while (hunt->count < hunt->filter->max &&
	    (got = db_step(stmt, why)) > 0) {
		arena_reset(&row);
		id = db_int(stmt, 0);
		if ((hunt->count == 0 || hunt->ids[hunt->count - 1] != id) &&
		    row_has(stmt, hunt->folded, &row))
			add(hunt, id);
	}
	db_done(stmt);
	arena_free(&row);
	return got < 0 ? -1 : 0;
}

/* Those whom the index of pieces names: 1; 0: it cannot tell; -1. */
static int
read_found(struct hunt *hunt, struct fail *why)
{
	struct people_words words;
	int64_t id;
	int got = people_words_open(&words, hunt->db, hunt->folded,
	    hunt->below, hunt->arena, why);

	if (got <= 0)
		return got;
	while (hunt->count < hunt->filter->max &&
	    (got = people_words_next(&words, &id, why)) > 0)
		if (read_rows(hunt, ask(hunt->db, hunt->filter, &one_person,
			id), why) < 0)
			return -1;
	return got < 0 ? -1 : 1;
}

/* Which statement leads to the fewest, where no index of pieces does. */
static const struct sql *
choose(const struct people_filter *filter)
{
	if (filter->organization_id != 0)
		return &of_organization;
	return filter->role_id != 0 ? &of_role : &everybody;
}

int
people_search(struct db *db, const struct people_filter *filter,
    struct arena *arena, int64_t **out, size_t *count, struct fail *why)
{
	struct hunt hunt = { .db = db, .filter = filter, .arena = arena,
		.folded = fold_name(filter->word, arena),
		.below = filter->before > 0 ? filter->before : INT64_MAX };
	const struct sql *sql = choose(filter);
	int got = sql == &everybody ? read_found(&hunt, why) : 0;

	if (got == 0)
		got = read_rows(&hunt, ask(db, filter, sql, hunt.below), why);
	if (got < 0)
		return -1;
	*out = hunt.ids;
	*count = hunt.count;
	return 0;
}
