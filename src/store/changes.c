/* The change log. */
#include "store/changes.h"

#include "rows.h"

static const struct sql add = {
	"INSERT INTO change (at, person_id, door, object, object_id, field,"
	" old, new, archive_id)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
};

int
changes_add(struct db *db, const struct change *change, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add);

	db_bind_int(stmt, 1, change->at);
	db_bind_id(stmt, 2, change->person_id);
	db_bind_word(stmt, 3, door_name(change->door));
	db_bind_word(stmt, 4, change->object);
	db_bind_int(stmt, 5, change->object_id);
	db_bind_text(stmt, 6, change->field);
	db_bind_text(stmt, 7, change->old);
	db_bind_text(stmt, 8, change->new);
	db_bind_id(stmt, 9, change->archive_id);
	return db_run(stmt, why);
}

static const struct sql list = {
	"SELECT at, person_id, door, field, old, new, archive_id"
	"  FROM change WHERE object = ?1 AND object_id = ?2 ORDER BY id"
};

int
changes_list(struct db *db, const char *object, int64_t object_id,
    struct arena *arena, struct change **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &list);
	struct change *items = NULL, *item;
	size_t n = 0;
	int got;

	db_bind_word(stmt, 1, object);
	db_bind_int(stmt, 2, object_id);
	object = arena_string(arena, slice_of(object));
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		item = &items[n++];
		item->at = db_int(stmt, 0);
		item->person_id = db_int(stmt, 1);
		door_parse(db_text(stmt, 2, arena), &item->door);
		item->object = object;
		item->object_id = object_id;
		item->field = db_text(stmt, 3, arena);
		item->old = db_text(stmt, 4, arena);
		item->new = db_text(stmt, 5, arena);
		item->archive_id = db_int(stmt, 6);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}
