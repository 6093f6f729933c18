/* What is known of a person: the record's own values, and preferences. */
#include "store/profiles.h"

#include "store/owned.h"

static const struct sql record = {
	"SELECT name, title, summary, created_archive, deleted_at FROM person"
	" WHERE id = ?1"
};

static int
load_record(struct db *db, int64_t person_id, struct arena *arena,
    struct profile *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &record);
	int got;

	db_bind_int(stmt, 1, person_id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	out->values[PROFILE_NAME] = db_text(stmt, 0, arena);
	out->values[PROFILE_TITLE] = db_text(stmt, 1, arena);
	out->values[PROFILE_SUMMARY] = db_text(stmt, 2, arena);
	out->created_archive = db_int(stmt, 3);
	out->deleted_at = db_int(stmt, 4);
	db_done(stmt);
	return 1;
}

static const struct sql preferences = {
	"SELECT name, value FROM preference WHERE person_id = ?1"
};

static int
load_preferences(struct db *db, int64_t person_id, struct arena *arena,
    struct profile *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &preferences);
	int got;

	db_bind_int(stmt, 1, person_id);
	while ((got = db_step(stmt, why)) > 0) {
		struct slice name = db_text(stmt, 0, arena);

		for (int i = 0; i < PROFILE_KEY_COUNT; i++) {
			const struct profile_key *key =
			    profile_key((enum profile_id)i);

			if (key->place == PROFILE_PREFERENCE &&
			    slice_eq(slice_of(key->name), name))
				out->values[i] = db_text(stmt, 1, arena);
		}
	}
	return got;
}

/* As the keys are sorted. */
static int
load_contacts(struct db *db, int64_t person_id, struct arena *arena,
    struct profile *out, struct fail *why)
{
	struct owned_contact *items;
	size_t count;

	if (contacts_list(db, OWNER_PERSON, person_id, arena, &items, &count,
		why) < 0)
		return -1;
	out->contacts = arena_array(arena, count, sizeof(*out->contacts));
	for (int i = 0; i < PROFILE_KEY_COUNT; i++)
		for (size_t n = 0; n < count; n++)
			if (items[n].key == profile_key((enum profile_id)i))
				out->contacts[out->contact_count++] =
				    (struct contact){ (enum profile_id)i,
					items[n].value };
	return 0;
}

int
profiles_get(struct db *db, int64_t person_id, struct arena *arena,
    struct profile *out, struct fail *why)
{
	int got;

	*out = (struct profile){ .contacts = NULL };
	if ((got = load_record(db, person_id, arena, out, why)) <= 0)
		return got;
	if (load_preferences(db, person_id, arena, out, why) < 0 ||
	    load_contacts(db, person_id, arena, out, why) < 0 ||
	    labels_list(db, OWNER_PERSON, person_id, arena, &out->labels,
		&out->label_count, why) < 0)
		return -1;
	return 1;
}

static const struct sql set_name = {
	"UPDATE person SET name = ?2 WHERE id = ?1"
};
static const struct sql set_title = {
	"UPDATE person SET title = ?2 WHERE id = ?1"
};
static const struct sql set_summary = {
	"UPDATE person SET summary = ?2 WHERE id = ?1"
};

static int
set_record(struct db *db, int64_t person_id, enum profile_id key,
    struct slice value, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, key == PROFILE_NAME ? &set_name
	    : key == PROFILE_TITLE ? &set_title : &set_summary);

	db_bind_int(stmt, 1, person_id);
	db_bind_text(stmt, 2, value);
	return db_run(stmt, why);
}

static const struct sql set_preference = {
	"INSERT INTO preference (person_id, name, value) VALUES (?1, ?2, ?3)"
	" ON CONFLICT (person_id, name) DO UPDATE SET value = ?3"
};
static const struct sql drop_preference = {
	"DELETE FROM preference WHERE person_id = ?1 AND name = ?2"
};

int
profiles_set(struct db *db, int64_t person_id, enum profile_id key,
    struct slice value, struct fail *why)
{
	struct db_stmt *stmt;

	if (profile_key(key)->place == PROFILE_RECORD)
		return set_record(db, person_id, key, value, why);
	stmt = db_use(db, value.len > 0 ? &set_preference : &drop_preference);
	db_bind_int(stmt, 1, person_id);
	db_bind_word(stmt, 2, profile_key(key)->name);
	if (value.len > 0)
		db_bind_text(stmt, 3, value);
	return db_run(stmt, why);
}
