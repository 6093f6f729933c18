/* What a person has any number of: contact data and labels. */
#include "profile_rows.h"

#include "rows.h"

static const struct sql contacts = {
	"SELECT id, value FROM contact WHERE person_id = ?1 AND kind = ?2"
	" ORDER BY id"
};

int
profile_rows_contacts(struct db *db, int64_t person_id, struct arena *arena,
    struct profile *out, struct fail *why)
{
	struct db_stmt *stmt;
	int got;

	for (int i = 0; i < PROFILE_KEY_COUNT; i++) {
		const struct profile_key *key = profile_key((enum profile_id)i);

		if (key->place != PROFILE_CONTACT)
			continue;
		stmt = db_use(db, &contacts);
		db_bind_int(stmt, 1, person_id);
		db_bind_word(stmt, 2, key->name);
		while ((got = db_step(stmt, why)) > 0) {
			out->contacts = rows_room(arena, out->contacts,
			    out->contact_count, sizeof(*out->contacts));
			out->contacts[out->contact_count++] = (struct contact){
				db_int(stmt, 0), (enum profile_id)i,
				db_text(stmt, 1, arena) };
		}
		if (got < 0)
			return -1;
	}
	return 0;
}

static const struct sql labels = {
	"SELECT label FROM person_label WHERE person_id = ?1 ORDER BY label"
};

int
profile_rows_labels(struct db *db, int64_t person_id, struct arena *arena,
    struct profile *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &labels);
	int got;

	db_bind_int(stmt, 1, person_id);
	while ((got = db_step(stmt, why)) > 0) {
		out->labels = rows_room(arena, out->labels, out->label_count,
		    sizeof(*out->labels));
		out->labels[out->label_count++] = db_text(stmt, 0, arena);
	}
	return got;
}

static const struct sql how_many = {
	"SELECT count(*) FROM contact WHERE person_id = ?1 AND kind = ?2"
};

static int
expect_room(struct db *db, int64_t person_id, const char *kind,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &how_many);
	int64_t count;

	db_bind_int(stmt, 1, person_id);
	db_bind_word(stmt, 2, kind);
	if (rows_number(stmt, &count, why) < 0)
		return -1;
	if (count < PROFILE_VALUES_MAX)
		return 0;
	return fail_set(why, FAIL_REFUSE, "person %lld has %lld values of %s"
	    " already: take one away first", (long long)person_id,
	    (long long)count, kind);
}

static const struct sql add_contact = {
	"INSERT INTO contact (person_id, kind, value, folded)"
	" VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"
};

int
contacts_add(struct db *db, int64_t person_id, enum profile_id kind,
    struct slice value, struct slice folded, struct fail *why)
{
	const char *name = profile_key(kind)->name;
	struct db_stmt *stmt;

	if (expect_room(db, person_id, name, why) < 0)
		return -1;
	stmt = db_use(db, &add_contact);
	db_bind_int(stmt, 1, person_id);
	db_bind_word(stmt, 2, name);
	db_bind_text(stmt, 3, value);
	db_bind_text(stmt, 4, folded);
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}

static const struct sql remove_contact = {
	"DELETE FROM contact WHERE person_id = ?1 AND kind = ?2"
	" AND folded = ?3"
};

int
contacts_remove(struct db *db, int64_t person_id, enum profile_id kind,
    struct slice folded, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &remove_contact);

	db_bind_int(stmt, 1, person_id);
	db_bind_word(stmt, 2, profile_key(kind)->name);
	db_bind_text(stmt, 3, folded);
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}

static const struct sql add_label = {
	"INSERT INTO person_label (person_id, label) VALUES (?1, ?2)"
	" ON CONFLICT DO NOTHING"
};
static const struct sql remove_label = {
	"DELETE FROM person_label WHERE person_id = ?1 AND label = ?2"
};

static int
change_label(struct db *db, const struct sql *sql, int64_t person_id,
    struct slice label, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, sql);

	db_bind_int(stmt, 1, person_id);
	db_bind_text(stmt, 2, label);
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}

int
person_labels_add(struct db *db, int64_t person_id, struct slice label,
    struct fail *why)
{
	return change_label(db, &add_label, person_id, label, why);
}

int
person_labels_remove(struct db *db, int64_t person_id, struct slice label,
    struct fail *why)
{
	return change_label(db, &remove_label, person_id, label, why);
}
