/* What people and organizations have any number of. */
#include "store/owned.h"

#include <assert.h>

#include "desk/organization.h"
#include "rows.h"

static const char *const names[] = {
	[OWNER_PERSON] = "person",
	[OWNER_ORGANIZATION] = "organization",
};
static_assert(ARRAY_LEN(names) == OWNER_COUNT, "every owner has a name");

const char *
owner_name(enum owner owner)
{
	assert(owner < OWNER_COUNT);
	return names[owner];
}

/* The statement for this owner, of whom it is asked. */
static struct db_stmt *
use(struct db *db, enum owner owner, int64_t id, const struct sql *person,
    const struct sql *organization)
{
	struct db_stmt *stmt = db_use(db, owner == OWNER_PERSON ? person
	    : organization);

	db_bind_int(stmt, 1, id);
	return stmt;
}

static int
run(struct db *db, struct db_stmt *stmt, struct fail *why)
{
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}

#define CONTACTS(table, of) \
	"SELECT kind, value FROM " table " WHERE " of " = ?1 ORDER BY kind, id"
static const struct sql person_contacts = {
	CONTACTS("contact", "person_id")
};
static const struct sql organization_contacts = {
	CONTACTS("organization_contact", "organization_id")
};

int
contacts_list(struct db *db, enum owner owner, int64_t id,
    struct arena *arena, struct owned_contact **out, size_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = use(db, owner, id, &person_contacts,
	    &organization_contacts);
	struct owned_contact *items = NULL;
	size_t n = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		struct slice kind = db_text(stmt, 0, arena);

		items = rows_room(arena, items, n, sizeof(*items));
		items[n++] = (struct owned_contact){ owner == OWNER_PERSON
		    ? profile_key_find(kind) : organization_contact_find(kind),
			db_text(stmt, 1, arena) };
	}
	*out = items;
	*count = n;
	return got;
}

#define HOW_MANY(table, of) \
	"SELECT count(*) FROM " table " WHERE " of " = ?1 AND kind = ?2"
static const struct sql how_many_of_person = {
	HOW_MANY("contact", "person_id")
};
static const struct sql how_many_of_organization = {
	HOW_MANY("organization_contact", "organization_id")
};

static int
expect_room(struct db *db, enum owner owner, int64_t id, const char *kind,
    struct fail *why)
{
	struct db_stmt *stmt = use(db, owner, id, &how_many_of_person,
	    &how_many_of_organization);
	int64_t count;

	db_bind_word(stmt, 2, kind);
	if (rows_number(stmt, &count, why) < 0)
		return -1;
	return count < PROFILE_VALUES_MAX ? 0
	    : fail_set(why, FAIL_REFUSE, "%s %lld has %lld values of %s"
		" already: take one away first", owner_name(owner),
		(long long)id, (long long)count, kind);
}

#define ADD_CONTACT(table, of) \
	"INSERT INTO " table " (" of ", kind, value, folded)" \
	" VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"
static const struct sql add_person_contact = {
	ADD_CONTACT("contact", "person_id")
};
static const struct sql add_organization_contact = {
	ADD_CONTACT("organization_contact", "organization_id")
};

int
contacts_add(struct db *db, enum owner owner, int64_t id,
    const struct profile_key *key, struct slice value, struct slice folded,
    struct fail *why)
{
	struct db_stmt *stmt;

	if (expect_room(db, owner, id, key->name, why) < 0)
		return -1;
	stmt = use(db, owner, id, &add_person_contact,
	    &add_organization_contact);
	db_bind_word(stmt, 2, key->name);
	db_bind_text(stmt, 3, value);
	db_bind_text(stmt, 4, folded);
	return run(db, stmt, why);
}

#define REMOVE_CONTACT(table, of) \
	"DELETE FROM " table " WHERE " of " = ?1 AND kind = ?2 AND folded = ?3"
static const struct sql remove_person_contact = {
	REMOVE_CONTACT("contact", "person_id")
};
static const struct sql remove_organization_contact = {
	REMOVE_CONTACT("organization_contact", "organization_id")
};

int
contacts_remove(struct db *db, enum owner owner, int64_t id,
    const struct profile_key *key, struct slice folded, struct fail *why)
{
	struct db_stmt *stmt = use(db, owner, id, &remove_person_contact,
	    &remove_organization_contact);

	db_bind_word(stmt, 2, key->name);
	db_bind_text(stmt, 3, folded);
	return run(db, stmt, why);
}

#define LABELS(table, of) \
	"SELECT label FROM " table " WHERE " of " = ?1 ORDER BY label"
static const struct sql person_labels = {
	LABELS("person_label", "person_id")
};
static const struct sql organization_labels = {
	LABELS("organization_label", "organization_id")
};

int
labels_list(struct db *db, enum owner owner, int64_t id, struct arena *arena,
    struct slice **out, size_t *count, struct fail *why)
{
	return rows_texts(use(db, owner, id, &person_labels,
	    &organization_labels), arena, out, count, why);
}

#define ADD_LABEL(table, of) \
	"INSERT INTO " table " (" of ", label) VALUES (?1, ?2)" \
	" ON CONFLICT DO NOTHING"
static const struct sql add_person_label = {
	ADD_LABEL("person_label", "person_id")
};
static const struct sql add_organization_label = {
	ADD_LABEL("organization_label", "organization_id")
};

int
labels_add(struct db *db, enum owner owner, int64_t id, struct slice label,
    struct fail *why)
{
	struct db_stmt *stmt = use(db, owner, id, &add_person_label,
	    &add_organization_label);

	db_bind_text(stmt, 2, label);
	return run(db, stmt, why);
}

#define REMOVE_LABEL(table, of) \
	"DELETE FROM " table " WHERE " of " = ?1 AND label = ?2"
static const struct sql remove_person_label = {
	REMOVE_LABEL("person_label", "person_id")
};
static const struct sql remove_organization_label = {
	REMOVE_LABEL("organization_label", "organization_id")
};

int
labels_remove(struct db *db, enum owner owner, int64_t id,
    struct slice label, struct fail *why)
{
	struct db_stmt *stmt = use(db, owner, id, &remove_person_label,
	    &remove_organization_label);

	db_bind_text(stmt, 2, label);
	return run(db, stmt, why);
}

#define ADD_NOTE(table, of) \
	"INSERT INTO " table " (" of ", author_id, at, text)" \
	" VALUES (?1, ?2, ?3, ?4)"
static const struct sql add_person_note = {
	ADD_NOTE("person_note", "person_id")
};
static const struct sql add_organization_note = {
	ADD_NOTE("organization_note", "organization_id")
};

int
notes_add(struct db *db, enum owner owner, int64_t id, struct note *note,
    struct fail *why)
{
	struct db_stmt *stmt = use(db, owner, id, &add_person_note,
	    &add_organization_note);

	db_bind_id(stmt, 2, note->author_id);
	db_bind_int(stmt, 3, note->at);
	db_bind_text(stmt, 4, note->text);
	if (db_run(stmt, why) < 0)
		return -1;
	note->id = db_last_id(db);
	return 0;
}

#define NOTES(table, of) \
	"SELECT id, author_id, at, text FROM " table " WHERE " of " = ?1" \
	" ORDER BY id"
static const struct sql person_notes = { NOTES("person_note", "person_id") };
static const struct sql organization_notes = {
	NOTES("organization_note", "organization_id")
};

int
notes_list(struct db *db, enum owner owner, int64_t id, struct arena *arena,
    struct note **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = use(db, owner, id, &person_notes,
	    &organization_notes);
	struct note *items = NULL;
	size_t n = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n++] = (struct note){ db_int(stmt, 0), db_int(stmt, 1),
			db_int(stmt, 2), db_text(stmt, 3, arena) };
	}
	*out = items;
	*count = n;
	return got;
}

#define REMOVE_NOTE(table, of) \
	"DELETE FROM " table " WHERE " of " = ?1 AND id = ?2"
static const struct sql remove_person_note = {
	REMOVE_NOTE("person_note", "person_id")
};
static const struct sql remove_organization_note = {
	REMOVE_NOTE("organization_note", "organization_id")
};

int
notes_remove(struct db *db, enum owner owner, int64_t id, int64_t note_id,
    struct fail *why)
{
	struct db_stmt *stmt = use(db, owner, id, &remove_person_note,
	    &remove_organization_note);

	db_bind_int(stmt, 2, note_id);
	return run(db, stmt, why);
}
