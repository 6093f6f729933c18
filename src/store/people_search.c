/* People as somebody looks for them: by a piece of a name or address. */
#include "rows.h"
#include "store/fold.h"
#include "store/people.h"

/*
 * Names are compared as fold_name says, which the engine does not know: it
 * gives all that fit else, newest first, each person's rows together.
 */
#define PEOPLE(from) \
	"SELECT person.id, person.name, address.address, address.identity" \
	"  FROM " from " JOIN address ON address.person_id = person.id" \
	" WHERE person.merged_into IS NULL AND person.id < ?1" \
	"   AND (?2 IS NULL OR person.disabled = ?2)" \
	"   AND (?3 IS NULL OR person.is_agent = ?3)" \
	"   AND (?4 IS NULL OR EXISTS (SELECT 1 FROM person_label" \
	"     WHERE person_id = person.id AND label = ?4))" \
	"   AND (?5 IS NULL OR EXISTS (SELECT 1 FROM address AS there" \
	"     WHERE there.person_id = person.id" \
	"     AND substr(there.identity, -length(?5) - 1) = '@' || ?5))" \
	"   AND (?6 IS NULL OR EXISTS (SELECT 1 FROM address AS bad" \
	"     WHERE bad.person_id = person.id AND bad.state = ?6))"
#define MEMBERS \
	PEOPLE("organization_member AS place" \
	" CROSS JOIN person ON person.id = place.person_id")
static const struct sql everybody = {
	PEOPLE("person") " ORDER BY person.id DESC"
};
/* Those few of whom an index of the members knows. */
static const struct sql of_organization = {
	MEMBERS " AND place.organization_id = ?7"
	" AND (?8 IS NULL OR place.role_id = ?8) ORDER BY person.id DESC"
};
static const struct sql of_role = {
	MEMBERS " AND place.role_id = ?8 ORDER BY person.id DESC"
};

static void
bind_flag(struct db_stmt *stmt, int n, bool given, bool value)
{
	if (given)
		db_bind_int(stmt, n, value);
	else
		db_bind_null(stmt, n);
}

static struct db_stmt *
ask(struct db *db, const struct people_filter *filter)
{
	const struct sql *sql = filter->organization_id != 0 ? &of_organization
	    : filter->role_id != 0 ? &of_role : &everybody;
	struct db_stmt *stmt = db_use(db, sql);

	if (sql == &of_organization)
		db_bind_int(stmt, 7, filter->organization_id);
	if (sql != &everybody)
		db_bind_id(stmt, 8, filter->role_id);
	db_bind_int(stmt, 1, filter->before > 0 ? filter->before : INT64_MAX);
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

int
people_search(struct db *db, const struct people_filter *filter,
    struct arena *arena, int64_t **out, size_t *count, struct fail *why)
{
	struct arena row = ARENA_INIT;
	struct slice folded = arena_copy(arena, fold_name(filter->word, &row));
	struct db_stmt *stmt = ask(db, filter);
	int64_t *ids = NULL, id;
	size_t n = 0;
	int got = 0;

	while (n < filter->max && (got = db_step(stmt, why)) > 0) {
		arena_reset(&row);
		id = db_int(stmt, 0);
		if ((n > 0 && ids[n - 1] == id) ||
		    !row_has(stmt, folded, &row))
			continue;
		ids = rows_room(arena, ids, n, sizeof(*ids));
		ids[n++] = id;
	}
	db_done(stmt);
	arena_free(&row);
	if (got < 0)
		return -1;
	*out = ids;
	*count = n;
	return 0;
}
