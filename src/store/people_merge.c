/* Two records of one person become one: what moves, and what is written down. */
#include "store/people_merge.h"

#include "merge_names.h"

/*
 * The steps in order; ?1 is the record that goes, ?2 the one that stays.  What
 * moves is written down first, then moves by what was written.  Of labels,
 * contact data and the like what both have stays with the tombstone, where
 * nobody looks.
 */
#define ITEM(kind, id, word) \
	"INSERT INTO person_merge_item (from_id, kind, id, word)" \
	" SELECT ?1, '" kind "', " id ", " word
#define ITEMS(kind, column) \
	"(SELECT " column " FROM person_merge_item" \
	"  WHERE from_id = ?1 AND kind = '" kind "')"

static const struct sql note_survivor = {
	ITEM("survivor", "id", "''")
	" FROM address WHERE person_id = ?2 AND is_primary = 1"
};
static const struct sql note_addresses = {
	ITEM("address", "id",
	    "CASE is_primary WHEN 1 THEN 'primary' ELSE '' END")
	" FROM address WHERE person_id = ?1"
};
static const struct sql move_addresses = {
	"UPDATE address SET person_id = ?2, is_primary = 0 WHERE person_id = ?1"
};
static const struct sql note_tickets = {
	ITEM("ticket", "id", "''") " FROM ticket WHERE user_id = ?1"
};
static const struct sql move_tickets = {
	"UPDATE ticket SET user_id = ?2 WHERE user_id = ?1"
};
/* Nobody takes part in what is their own. */
static const struct sql note_own = {
	ITEM("participant-own", "ticket_id", "''")
	" FROM participant WHERE person_id = ?2"
	" AND ticket_id IN " ITEMS("ticket", "id")
};
static const struct sql drop_own = {
	"DELETE FROM participant WHERE person_id = ?2"
	" AND ticket_id IN " ITEMS("participant-own", "id")
};
static const struct sql note_gone = {
	ITEM("participant-gone", "ticket_id", "''")
	" FROM participant WHERE person_id = ?1 AND (EXISTS"
	"  (SELECT 1 FROM participant AS theirs WHERE theirs.person_id = ?2"
	"   AND theirs.ticket_id = participant.ticket_id)"
	" OR EXISTS (SELECT 1 FROM ticket WHERE user_id = ?2"
	"   AND id = participant.ticket_id))"
};
static const struct sql drop_gone = {
	"DELETE FROM participant WHERE person_id = ?1"
	" AND ticket_id IN " ITEMS("participant-gone", "id")
};
static const struct sql note_participants = {
	ITEM("participant", "ticket_id", "''")
	" FROM participant WHERE person_id = ?1"
};
static const struct sql move_participants = {
	"UPDATE participant SET person_id = ?2 WHERE person_id = ?1"
};
static const struct sql note_unfollowed = {
	ITEM("follower-gone", "ticket_id", "''")
	" FROM follower WHERE person_id = ?1 AND EXISTS"
	"  (SELECT 1 FROM follower AS theirs WHERE theirs.person_id = ?2"
	"   AND theirs.ticket_id = follower.ticket_id)"
};
static const struct sql unfollow = {
	"DELETE FROM follower WHERE person_id = ?1"
	" AND ticket_id IN " ITEMS("follower-gone", "id")
};
static const struct sql note_followers = {
	ITEM("follower", "ticket_id", "''")
	" FROM follower WHERE person_id = ?1"
};
static const struct sql move_followers = {
	"UPDATE follower SET person_id = ?2 WHERE person_id = ?1"
};
static const struct sql note_labels = {
	ITEM("label", "0", "label") " FROM person_label WHERE person_id = ?1"
	" AND label NOT IN"
	"  (SELECT label FROM person_label WHERE person_id = ?2)"
};
static const struct sql move_labels = {
	"UPDATE person_label SET person_id = ?2 WHERE person_id = ?1"
	" AND label IN " ITEMS("label", "word")
};
static const struct sql note_contacts = {
	ITEM("contact", "id", "''") " FROM contact WHERE person_id = ?1"
	" AND NOT EXISTS (SELECT 1 FROM contact AS theirs"
	"  WHERE theirs.person_id = ?2 AND theirs.kind = contact.kind"
	"  AND theirs.folded = contact.folded)"
};
static const struct sql move_contacts = {
	"UPDATE contact SET person_id = ?2 WHERE person_id = ?1"
	" AND id IN " ITEMS("contact", "id")
};
static const struct sql note_notes = {
	ITEM("note", "id", "''") " FROM person_note WHERE person_id = ?1"
};
static const struct sql move_notes = {
	"UPDATE person_note SET person_id = ?2 WHERE person_id = ?1"
};
static const struct sql note_files = {
	"INSERT INTO person_merge_file (from_id, file_id)"
	" SELECT ?1, id FROM person_file WHERE person_id = ?1"
	" AND NOT EXISTS (SELECT 1 FROM person_file AS theirs"
	"  WHERE theirs.person_id = ?2"
	"  AND theirs.blob_id = person_file.blob_id"
	"  AND theirs.name = person_file.name)"
};
static const struct sql move_files = {
	"UPDATE person_file SET person_id = ?2 WHERE person_id = ?1"
	" AND id IN (SELECT file_id FROM person_merge_file"
	"  WHERE from_id = ?1)"
};
static const struct sql note_preferences = {
	ITEM("preference", "0", "name") " FROM preference WHERE person_id = ?1"
	" AND name NOT IN (SELECT name FROM preference WHERE person_id = ?2)"
};
static const struct sql move_preferences = {
	"UPDATE preference SET person_id = ?2 WHERE person_id = ?1"
	" AND name IN " ITEMS("preference", "word")
};
static const struct sql note_fields = {
	ITEM("field", "field_id", "''") " FROM field_value WHERE object_id = ?1"
	" AND field_id IN (SELECT id FROM field WHERE object = 'person')"
	" AND field_id NOT IN"
	"  (SELECT field_id FROM field_value WHERE object_id = ?2)"
};
static const struct sql move_fields = {
	"UPDATE field_value SET object_id = ?2 WHERE object_id = ?1"
	" AND field_id IN " ITEMS("field", "id")
};
/*
 * Who stays keeps their organization; who has none gets the other's.  The
 * row that was copied says from whom, so that it can be taken back.
 */
static const struct sql copy_organization = {
	"INSERT INTO organization_member (person_id, organization_id, role_id,"
	" how, merged_from, at)"
	" SELECT ?2, organization_id, role_id, 'merge', ?1, at"
	"  FROM organization_member WHERE person_id = ?1"
	" ON CONFLICT DO NOTHING"
};
static const struct sql copy_usergroups = {
	"INSERT INTO usergroup_person (usergroup_id, person_id, merged_from)"
	" SELECT usergroup_id, ?2, ?1 FROM usergroup_person"
	"  WHERE person_id = ?1 ON CONFLICT DO NOTHING"
};
/* Flat: every number leads to the living record in one hop. */
static const struct sql note_redirects = {
	ITEM("redirect", "id", "''") " FROM person WHERE merged_into = ?1"
};
static const struct sql move_redirects = {
	"UPDATE person SET merged_into = ?2 WHERE merged_into = ?1"
};
static const struct sql bury = {
	"UPDATE person SET merged_into = ?2 WHERE id = ?1"
};

static const struct {
	const struct sql *sql;
	bool both; /* also ?2 */
} steps[] = {
	{ &note_survivor, true }, { &note_addresses, false },
	{ &move_addresses, true }, { &note_tickets, false },
	{ &move_tickets, true }, { &note_own, true }, { &drop_own, true },
	{ &note_gone, true }, { &drop_gone, false },
	{ &note_participants, false }, { &move_participants, true },
	{ &note_unfollowed, true }, { &unfollow, false },
	{ &note_followers, false }, { &move_followers, true },
	{ &note_labels, true }, { &move_labels, true },
	{ &note_contacts, true }, { &move_contacts, true },
	{ &note_notes, false }, { &move_notes, true },
	{ &note_files, true }, { &move_files, true },
	{ &note_preferences, true }, { &move_preferences, true },
	{ &note_fields, true }, { &move_fields, true },
	{ &copy_organization, true }, { &copy_usergroups, true },
	{ &note_redirects, false }, { &move_redirects, true }, { &bury, true },
};

static const struct sql note_merge = {
	"INSERT INTO person_merge (from_id, into_id, at, last_ticket,"
	" last_entry) VALUES (?1, ?2, ?3,"
	" (SELECT coalesce(max(id), 0) FROM ticket),"
	" (SELECT coalesce(max(id), 0) FROM entry))"
};

static int
begin_merge(struct db *db, int64_t from, int64_t into, int64_t now,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &note_merge);

	db_bind_int(stmt, 1, from);
	db_bind_int(stmt, 2, into);
	db_bind_int(stmt, 3, now);
	return db_run(stmt, why);
}

static const struct sql lives = {
	"SELECT is_agent FROM person"
	" WHERE id = ?1 AND merged_into IS NULL AND deleted_at IS NULL"
};

/* FAIL_REFUSE: there is no such person, or an agent where none may be. */
static int
expect_living(struct db *db, int64_t id, bool agent_too, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &lives);
	bool is_agent;
	int got;

	db_bind_int(stmt, 1, id);
	got = db_step(stmt, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no person %lld, or"
		    " not any more", (long long)id);
	if (got < 0)
		return -1;
	is_agent = db_bool(stmt, 0);
	db_done(stmt);
	if (is_agent && !agent_too)
		return fail_set(why, FAIL_REFUSE, "person %lld is an agent,"
		    " whose record must stay: --swap turns the direction",
		    (long long)id);
	return 0;
}

int
people_merge(struct db *db, int64_t from, int64_t into,
    const bool takes[PROFILE_KEY_COUNT], int64_t now, struct fail *why)
{
	if (from == into)
		return fail_set(why, FAIL_REFUSE, "both are person %lld",
		    (long long)from);
	if (expect_living(db, from, false, why) < 0 ||
	    expect_living(db, into, true, why) < 0 ||
	    begin_merge(db, from, into, now, why) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		struct db_stmt *stmt = db_use(db, steps[i].sql);

		db_bind_int(stmt, 1, from);
		if (steps[i].both)
			db_bind_int(stmt, 2, into);
		if (db_run(stmt, why) < 0)
			return -1;
	}
	return merge_names_take(db, from, into, takes, why);
}
