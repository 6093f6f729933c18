/* What agents want to hear of. */
#include "store/wishes.h"

#include "rows.h"

/* '/' is what follows '.'. */
static const struct sql load = {
	"SELECT person_id, name, value FROM preference"
	" WHERE name >= 'notify.' AND name < 'notify/'"
	" ORDER BY name, person_id"
};

static void
add_absence(struct arena *arena, struct wishes *out,
    const struct absence *absence)
{
	struct absences *all = &out->absences;

	all->items = rows_room(arena, all->items, all->count,
	    sizeof(*all->items));
	all->items[all->count++] = *absence;
}

int
wishes_load(struct db *db, struct arena *arena, struct wishes *out,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &load);
	int got;

	*out = (struct wishes){ .count = 0 };
	while ((got = db_step(stmt, why)) > 0) {
		struct wish wish = { .person_id = db_int(stmt, 0) };
		struct absence absence = { .person_id = wish.person_id };
		struct slice name = db_text(stmt, 1, arena);
		struct slice event = slice_from(name, sizeof(WISH_PREFIX) - 1);

		if (slice_eq(name, SLICE(ABSENCE_PREFERENCE)) &&
		    absence_parse(db_text(stmt, 2, arena), &absence))
			add_absence(arena, out, &absence);
		if (!letter_event_parse(event, &wish.event) ||
		    !wish_parse(db_text(stmt, 2, arena), &wish))
			continue;
		out->items = rows_room(arena, out->items, out->count,
		    sizeof(*out->items));
		out->items[out->count++] = wish;
	}
	return got;
}
