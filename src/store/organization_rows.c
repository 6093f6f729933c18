/* What an organization has any number of: contact data, labels, notes. */
#include "store/organization_rows.h"

#include "rows.h"

static const struct sql contacts = {
	"SELECT kind, value FROM organization_contact"
	" WHERE organization_id = ?1 ORDER BY kind, id"
};

int
organization_contacts_list(struct db *db, int64_t id, struct arena *arena,
    struct organization_contact **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &contacts);
	struct organization_contact *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, id);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n++] = (struct organization_contact){
			organization_contact_find(db_text(stmt, 0, arena)),
			db_text(stmt, 1, arena) };
	}
	*out = items;
	*count = n;
	return got;
}

static const struct sql how_many = {
	"SELECT count(*) FROM organization_contact"
	" WHERE organization_id = ?1 AND kind = ?2"
};
static const struct sql add_contact = {
	"INSERT INTO organization_contact (organization_id, kind, value, folded)"
	" VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"
};
static const struct sql remove_contact = {
	"DELETE FROM organization_contact WHERE organization_id = ?1"
	" AND kind = ?2 AND folded = ?3"
};

int
organization_contacts_add(struct db *db, int64_t id,
    const struct profile_key *key, struct slice value, struct slice folded,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &how_many);
	int64_t count;

	db_bind_int(stmt, 1, id);
	db_bind_word(stmt, 2, key->name);
	if (rows_number(stmt, &count, why) < 0)
		return -1;
	if (count >= PROFILE_VALUES_MAX)
		return fail_set(why, FAIL_REFUSE, "organization %lld has %lld"
		    " values of %s already: take one away first",
		    (long long)id, (long long)count, key->name);
	stmt = db_use(db, &add_contact);
	db_bind_int(stmt, 1, id);
	db_bind_word(stmt, 2, key->name);
	db_bind_text(stmt, 3, value);
	db_bind_text(stmt, 4, folded);
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}

int
organization_contacts_remove(struct db *db, int64_t id,
    const struct profile_key *key, struct slice folded, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &remove_contact);

	db_bind_int(stmt, 1, id);
	db_bind_word(stmt, 2, key->name);
	db_bind_text(stmt, 3, folded);
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}

static const struct sql labels = {
	"SELECT label FROM organization_label WHERE organization_id = ?1"
	" ORDER BY label"
};

int
organization_labels_list(struct db *db, int64_t id, struct arena *arena,
    struct slice **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &labels);

	db_bind_int(stmt, 1, id);
	return rows_texts(stmt, arena, out, count, why);
}

static const struct sql add_label = {
	"INSERT INTO organization_label (organization_id, label)"
	" VALUES (?1, ?2) ON CONFLICT DO NOTHING"
};
static const struct sql remove_label = {
	"DELETE FROM organization_label WHERE organization_id = ?1"
	" AND label = ?2"
};

static int
change_label(struct db *db, const struct sql *sql, int64_t id,
    struct slice label, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, sql);

	db_bind_int(stmt, 1, id);
	db_bind_text(stmt, 2, label);
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}

int
organization_labels_add(struct db *db, int64_t id, struct slice label,
    struct fail *why)
{
	return change_label(db, &add_label, id, label, why);
}

int
organization_labels_remove(struct db *db, int64_t id, struct slice label,
    struct fail *why)
{
	return change_label(db, &remove_label, id, label, why);
}

static const struct sql add_note = {
	"INSERT INTO organization_note (organization_id, author_id, at, text)"
	" VALUES (?1, ?2, ?3, ?4)"
};

int
organization_notes_add(struct db *db, int64_t id,
    struct organization_note *note, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add_note);

	db_bind_int(stmt, 1, id);
	db_bind_id(stmt, 2, note->author_id);
	db_bind_int(stmt, 3, note->at);
	db_bind_text(stmt, 4, note->text);
	if (db_run(stmt, why) < 0)
		return -1;
	note->id = db_last_id(db);
	return 0;
}

static const struct sql notes = {
	"SELECT id, author_id, at, text FROM organization_note"
	" WHERE organization_id = ?1 ORDER BY id"
};

int
organization_notes_list(struct db *db, int64_t id, struct arena *arena,
    struct organization_note **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &notes);
	struct organization_note *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, id);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n++] = (struct organization_note){ db_int(stmt, 0),
			db_int(stmt, 1), db_int(stmt, 2),
			db_text(stmt, 3, arena) };
	}
	*out = items;
	*count = n;
	return got;
}

static const struct sql remove_note = {
	"DELETE FROM organization_note WHERE organization_id = ?1 AND id = ?2"
};

int
organization_notes_remove(struct db *db, int64_t id, int64_t note_id,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &remove_note);

	db_bind_int(stmt, 1, id);
	db_bind_int(stmt, 2, note_id);
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}

static const struct sql fields = {
	"SELECT field.id, field.name, field_value.value FROM field_value"
	"  JOIN field ON field.id = field_value.field_id"
	" WHERE field_value.object_id = ?1 AND field.object = 'organization'"
	" ORDER BY field_value.field_id"
};

int
organization_fields_list(struct db *db, int64_t id, struct arena *arena,
    struct item_change **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &fields);
	struct item_change *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, id);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n++] = (struct item_change){ .item = ITEM_FIELD,
			.id = db_int(stmt, 0), .name = db_text(stmt, 1, arena),
			.value = db_text(stmt, 2, arena) };
	}
	*out = items;
	*count = n;
	return got;
}
