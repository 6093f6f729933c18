/* The change log. */
#include "store/changes.h"

#include "rows.h"

static const struct sql add = {
	"INSERT INTO change (at, person_id, door, object, object_id, field,"
	" old, new, archive_id, old_id, new_id, entry_id)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
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
	db_bind_id(stmt, 10, change->old_id);
	db_bind_id(stmt, 11, change->new_id);
	db_bind_id(stmt, 12, change->entry_id);
	return db_run(stmt, why);
}

#define CHANGE_COLUMNS \
	"change.at, change.person_id, change.door, change.object," \
	" change.object_id, change.field, change.old, change.new," \
	" change.archive_id, change.old_id, change.new_id, change.entry_id"

/* Whatever the statement, with its parameters bound, finds. */
static int
load_all(struct db_stmt *stmt, struct arena *arena, struct change **out,
    size_t *count, struct fail *why)
{
	struct change *items = NULL, *item;
	size_t n = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		item = &items[n++];
		item->at = db_int(stmt, 0);
		item->person_id = db_int(stmt, 1);
		door_parse(db_text(stmt, 2, arena), &item->door);
		item->object = arena_string(arena, db_text(stmt, 3, arena));
		item->object_id = db_int(stmt, 4);
		item->field = db_text(stmt, 5, arena);
		item->old = db_text(stmt, 6, arena);
		item->new = db_text(stmt, 7, arena);
		item->archive_id = db_int(stmt, 8);
		item->old_id = db_int(stmt, 9);
		item->new_id = db_int(stmt, 10);
		item->entry_id = db_int(stmt, 11);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static const struct sql list = {
	"SELECT " CHANGE_COLUMNS " FROM change"
	" WHERE object = ?1 AND object_id = ?2 ORDER BY id"
};

int
changes_list(struct db *db, const char *object, int64_t object_id,
    struct arena *arena, struct change **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &list);

	db_bind_word(stmt, 1, object);
	db_bind_int(stmt, 2, object_id);
	return load_all(stmt, arena, out, count, why);
}

static const struct sql of_entry = {
	"SELECT " CHANGE_COLUMNS " FROM change WHERE entry_id = ?1 ORDER BY id"
};

int
changes_of_entry(struct db *db, int64_t entry_id, struct arena *arena,
    struct change **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &of_entry);

	db_bind_int(stmt, 1, entry_id);
	return load_all(stmt, arena, out, count, why);
}

static const struct sql since = {
	"SELECT " CHANGE_COLUMNS " FROM change"
	" LEFT JOIN deed ON deed.event_id = change.entry_id"
	" WHERE change.object = 'ticket' AND change.object_id = ?1"
	"  AND change.field = ?2"
	"  AND change.id > (SELECT max(id) FROM change WHERE entry_id = ?3)"
	"  AND (deed.id IS NULL"
	"   OR (deed.undone_at IS NULL AND deed.undoes IS NULL))"
	" ORDER BY change.id DESC"
};

int
changes_since(struct db *db, int64_t ticket_id, struct slice field,
    int64_t entry_id, struct arena *arena, struct change **out, size_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &since);

	db_bind_int(stmt, 1, ticket_id);
	db_bind_text(stmt, 2, field);
	db_bind_int(stmt, 3, entry_id);
	return load_all(stmt, arena, out, count, why);
}

static const struct sql of_ticket = {
	"SELECT " CHANGE_COLUMNS ", change.id FROM change"
	" WHERE object = 'ticket' AND object_id IN (SELECT ?1"
	"   UNION ALL SELECT id FROM ticket WHERE merged_into = ?1)"
	" UNION ALL"
	" SELECT " CHANGE_COLUMNS ", change.id FROM letter"
	"  JOIN change ON change.object = 'letter'"
	"   AND change.object_id = letter.id"
	" WHERE letter.ticket_id = ?1 ORDER BY change.id"
};

int
changes_of_ticket(struct db *db, int64_t ticket_id, struct arena *arena,
    struct change **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &of_ticket);

	db_bind_int(stmt, 1, ticket_id);
	return load_all(stmt, arena, out, count, why);
}

static const struct sql of_person = {
	"SELECT " CHANGE_COLUMNS ", change.id FROM change"
	" WHERE object = 'person' AND object_id IN "
	ROWS_SAME_PERSON("?1")
	" UNION ALL"
	" SELECT " CHANGE_COLUMNS ", change.id FROM address"
	"  JOIN change ON change.object = 'address'"
	"   AND change.object_id = address.id"
	" WHERE address.person_id = ?1 ORDER BY change.id"
};

int
changes_of_person(struct db *db, int64_t person_id, struct arena *arena,
    struct change **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &of_person);

	db_bind_int(stmt, 1, person_id);
	return load_all(stmt, arena, out, count, why);
}
