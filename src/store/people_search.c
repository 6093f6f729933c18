/* People as somebody looks for them: by a piece of a name or address. */
#include "rows.h"
#include "store/fold.h"
#include "store/people.h"

/*
 * Names are compared as fold_name says, which the engine does not know: it
 * gives all of them, newest first, each person's rows together.
 */
static const struct sql everybody = {
	"SELECT person.id, person.name, address.address, address.identity"
	"  FROM person JOIN address ON address.person_id = person.id"
	" WHERE person.merged_into IS NULL ORDER BY person.id DESC"
};

static bool
row_has(struct db_stmt *stmt, struct slice word, struct arena *arena)
{
	for (int column = 1; column <= 3; column++)
		if (slice_has(fold_name(db_text(stmt, column, arena), arena),
			word))
			return true;
	return false;
}

int
people_search(struct db *db, struct slice word, size_t max,
    struct arena *arena, int64_t **out, size_t *count, struct fail *why)
{
	struct arena row = ARENA_INIT;
	struct slice folded = arena_copy(arena, fold_name(word, &row));
	struct db_stmt *stmt = db_use(db, &everybody);
	int64_t *ids = NULL, id;
	size_t n = 0;
	int got = 0;

	while (n < max && (got = db_step(stmt, why)) > 0) {
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
