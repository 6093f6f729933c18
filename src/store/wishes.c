/* What agents want to hear of. */
#include "store/wishes.h"

#include "rows.h"

/* '/' is what follows '.'. */
static const struct sql load = {
	"SELECT person_id, name, value FROM preference"
	" WHERE name >= 'notify.' AND name < 'notify/'"
	" ORDER BY name, person_id"
};

int
wishes_load(struct db *db, struct arena *arena, struct wishes *out,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &load);
	int got;

	*out = (struct wishes){ NULL, 0 };
	while ((got = db_step(stmt, why)) > 0) {
		struct wish wish = { .person_id = db_int(stmt, 0) };
		struct slice event = slice_from(db_text(stmt, 1, arena),
		    sizeof(WISH_PREFIX) - 1);

		if (!letter_event_parse(event, &wish.event) ||
		    !wish_parse(db_text(stmt, 2, arena), &wish))
			continue;
		out->items = rows_room(arena, out->items, out->count,
		    sizeof(*out->items));
		out->items[out->count++] = wish;
	}
	return got;
}
