/* The fields that an admin has added. */
#include "store/fields.h"

#include "rows.h"
#include "store/fold.h"

#define FIELD_COLUMNS "id, object, name, kind, choices"

static void
read_field(struct db_stmt *stmt, struct arena *arena, struct field *out)
{
	*out = (struct field){ .id = db_int(stmt, 0) };
	field_object_parse(db_text(stmt, 1, arena), &out->object);
	out->name = db_text(stmt, 2, arena);
	field_kind_parse(db_text(stmt, 3, arena), &out->kind);
	out->choices = db_text(stmt, 4, arena);
}

/* The row that the statement, with its parameters bound, finds: 1, 0, -1. */
static int
get_field(struct db_stmt *stmt, struct arena *arena, struct field *out,
    struct fail *why)
{
	int got;

	if ((got = db_step(stmt, why)) <= 0)
		return got;
	read_field(stmt, arena, out);
	db_done(stmt);
	return 1;
}

static const struct sql by_name = {
	"SELECT " FIELD_COLUMNS " FROM field WHERE object = ?1 AND folded = ?2"
};

int
fields_find(struct db *db, enum field_object object, struct slice name,
    struct arena *arena, struct field *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_name);

	db_bind_word(stmt, 1, field_object_name(object));
	db_bind_text(stmt, 2, fold_name(name, arena));
	return get_field(stmt, arena, out, why);
}

static const struct sql by_id = {
	"SELECT " FIELD_COLUMNS " FROM field WHERE id = ?1"
};

int
fields_get(struct db *db, int64_t id, struct arena *arena, struct field *out,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_id);

	db_bind_int(stmt, 1, id);
	return get_field(stmt, arena, out, why);
}

static const struct sql list = {
	"SELECT " FIELD_COLUMNS " FROM field ORDER BY id"
};

int
fields_list(struct db *db, struct arena *arena, struct field **out,
    size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &list);
	struct field *items = NULL;
	size_t n = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		read_field(stmt, arena, &items[n++]);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static const struct sql add = {
	"INSERT INTO field (object, name, folded, kind, choices, created_at)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING"
};

int
fields_add(struct db *db, struct field *field, int64_t now, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct db_stmt *stmt = db_use(db, &add);
	int rc;

	db_bind_word(stmt, 1, field_object_name(field->object));
	db_bind_text(stmt, 2, field->name);
	db_bind_text(stmt, 3, fold_name(field->name, &arena));
	db_bind_word(stmt, 4, field_kind_name(field->kind));
	db_bind_text(stmt, 5, field->choices);
	db_bind_int(stmt, 6, now);
	rc = db_run(stmt, why);
	arena_free(&arena);
	if (rc == 0 && db_changes(db) == 0)
		return fail_set(why, FAIL_REFUSE,
		    "there is already a field of that name");
	field->id = db_last_id(db);
	return rc;
}

static const struct sql remove_values = {
	"DELETE FROM field_value WHERE field_id = ?1"
};
static const struct sql remove_field = {
	"DELETE FROM field WHERE id = ?1"
};

int
fields_remove(struct db *db, int64_t id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &remove_values);

	db_bind_int(stmt, 1, id);
	if (db_run(stmt, why) < 0)
		return -1;
	stmt = db_use(db, &remove_field);
	db_bind_int(stmt, 1, id);
	return db_run(stmt, why);
}

static const struct sql set_value = {
	"INSERT INTO field_value (object_id, field_id, value)"
	" VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET value = ?3"
	" WHERE value <> ?3"
};
static const struct sql drop_value = {
	"DELETE FROM field_value WHERE object_id = ?1 AND field_id = ?2"
};

int
fields_set(struct db *db, int64_t id, int64_t object_id, struct slice value,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, value.len > 0 ? &set_value
	    : &drop_value);

	db_bind_int(stmt, 1, object_id);
	db_bind_int(stmt, 2, id);
	if (value.len > 0)
		db_bind_text(stmt, 3, value);
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}

static const struct sql said = {
	"SELECT field.name, field_value.value FROM field_value"
	"  JOIN field ON field.id = field_value.field_id"
	" WHERE field_value.object_id = ?1 AND field.object = ?2"
	" ORDER BY field_value.field_id"
};

int
fields_said(struct db *db, enum field_object object, int64_t object_id,
    struct arena *arena, struct field_said **out, size_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &said);
	struct field_said *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, object_id);
	db_bind_word(stmt, 2, field_object_name(object));
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n].name = db_text(stmt, 0, arena);
		items[n++].value = db_text(stmt, 1, arena);
	}
	*out = items;
	*count = n;
	return got;
}

static const struct sql value = {
	"SELECT value FROM field_value WHERE object_id = ?2 AND field_id = ?1"
};

int
fields_value(struct db *db, int64_t id, int64_t object_id,
    struct arena *arena, struct slice *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &value);
	int got;

	*out = SLICE_EMPTY;
	db_bind_int(stmt, 1, id);
	db_bind_int(stmt, 2, object_id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*out = db_text(stmt, 0, arena);
	db_done(stmt);
	return 1;
}
