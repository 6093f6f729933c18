/* Notes about people. */
#include "store/person_notes.h"

#include "rows.h"

static const struct sql add = {
	"INSERT INTO person_note (person_id, author_id, at, text)"
	" VALUES (?1, ?2, ?3, ?4)"
};

int
person_notes_add(struct db *db, struct person_note *note, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add);

	db_bind_int(stmt, 1, note->person_id);
	db_bind_id(stmt, 2, note->author_id);
	db_bind_int(stmt, 3, note->at);
	db_bind_text(stmt, 4, note->text);
	if (db_run(stmt, why) < 0)
		return -1;
	note->id = db_last_id(db);
	return 0;
}

static const struct sql list = {
	"SELECT id, person_id, author_id, at, text FROM person_note"
	" WHERE person_id = ?1 ORDER BY id"
};

int
person_notes_list(struct db *db, int64_t person_id, struct arena *arena,
    struct person_note **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &list);
	struct person_note *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, person_id);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n++] = (struct person_note){ db_int(stmt, 0),
			db_int(stmt, 1), db_int(stmt, 2), db_int(stmt, 3),
			db_text(stmt, 4, arena) };
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static const struct sql drop = {
	"DELETE FROM person_note WHERE person_id = ?1 AND id = ?2"
};

int
person_notes_remove(struct db *db, int64_t person_id, int64_t id,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &drop);

	db_bind_int(stmt, 1, person_id);
	db_bind_int(stmt, 2, id);
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}
