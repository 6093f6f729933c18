/* A merge is taken back: what moved returns, what came since is shared out. */
#include "store/people_merge.h"

#include "merge_names.h"
#include "rows.h"

#define ITEMS(kind, column) \
	"(SELECT " column " FROM person_merge_item" \
	"  WHERE from_id = ?1 AND kind = '" kind "')"

/*
 * The steps in order; ?1 is the record that comes back, ?2 the one that had all.
 * Only what is still there, and still theirs, returns.
 */
static const struct sql plain_addresses = {
	"UPDATE address SET is_primary = 0 WHERE person_id = ?2"
	" AND id IN " ITEMS("address", "id")
};
static const struct sql return_addresses = {
	"UPDATE address SET person_id = ?1 WHERE person_id = ?2"
	" AND id IN " ITEMS("address", "id")
};
static const struct sql promote_theirs = {
	"UPDATE address SET is_primary = 1 WHERE id = (SELECT address.id"
	"  FROM address JOIN person_merge_item AS item ON item.from_id = ?1"
	"   AND item.kind = 'address' AND item.id = address.id"
	"  WHERE address.person_id = ?1"
	"  ORDER BY item.word = 'primary' DESC, address.id LIMIT 1)"
};
static const struct sql promote_survivor = {
	"UPDATE address SET is_primary = 1 WHERE id = (SELECT address.id"
	"  FROM address LEFT JOIN person_merge_item AS item"
	"   ON item.from_id = ?1 AND item.kind = 'survivor'"
	"   AND item.id = address.id"
	"  WHERE address.person_id = ?2"
	"  ORDER BY item.id IS NULL, address.id LIMIT 1)"
	" AND NOT EXISTS (SELECT 1 FROM address WHERE person_id = ?2"
	"  AND is_primary = 1)"
};
static const struct sql return_tickets = {
	"UPDATE ticket SET user_id = ?1 WHERE user_id = ?2"
	" AND id IN " ITEMS("ticket", "id")
};
/* A ticket's choice is among the addresses of its user. */
static const struct sql forget_choices = {
	"UPDATE ticket SET notify_address_id = NULL WHERE user_id = ?1"
	" AND notify_address_id IN"
	"  (SELECT id FROM address WHERE person_id = ?2)"
};
static const struct sql forget_choices_there = {
	"UPDATE ticket SET notify_address_id = NULL WHERE user_id = ?2"
	" AND notify_address_id IN"
	"  (SELECT id FROM address WHERE person_id = ?1)"
};
static const struct sql return_participants = {
	"UPDATE OR IGNORE participant SET person_id = ?1 WHERE person_id = ?2"
	" AND ticket_id IN " ITEMS("participant", "id")
};
static const struct sql restore_gone = {
	"INSERT INTO participant (ticket_id, person_id)"
	" SELECT id, ?1 FROM person_merge_item WHERE from_id = ?1"
	" AND kind = 'participant-gone'"
	" ON CONFLICT DO NOTHING"
};
static const struct sql restore_own = {
	"INSERT INTO participant (ticket_id, person_id)"
	" SELECT id, ?2 FROM person_merge_item WHERE from_id = ?1"
	" AND kind = 'participant-own' ON CONFLICT DO NOTHING"
};
static const struct sql return_followers = {
	"UPDATE OR IGNORE follower SET person_id = ?1 WHERE person_id = ?2"
	" AND ticket_id IN " ITEMS("follower", "id")
};
static const struct sql restore_unfollowed = {
	"INSERT INTO follower (ticket_id, person_id)"
	" SELECT id, ?1 FROM person_merge_item WHERE from_id = ?1"
	" AND kind = 'follower-gone' ON CONFLICT DO NOTHING"
};
static const struct sql return_labels = {
	"UPDATE OR IGNORE person_label SET person_id = ?1 WHERE person_id = ?2"
	" AND label IN " ITEMS("label", "word")
};
static const struct sql return_contacts = {
	"UPDATE OR IGNORE contact SET person_id = ?1 WHERE person_id = ?2"
	" AND id IN " ITEMS("contact", "id")
};
static const struct sql return_notes = {
	"UPDATE person_note SET person_id = ?1 WHERE person_id = ?2"
	" AND id IN " ITEMS("note", "id")
};
static const struct sql return_files = {
	"UPDATE OR IGNORE person_file SET person_id = ?1"
	" WHERE person_id = ?2 AND id IN"
	"  (SELECT file_id FROM person_merge_file WHERE from_id = ?1)"
};
static const struct sql forget_files = {
	"DELETE FROM person_merge_file WHERE from_id = ?1"
};
static const struct sql return_preferences = {
	"UPDATE OR IGNORE preference SET person_id = ?1 WHERE person_id = ?2"
	" AND name IN " ITEMS("preference", "word")
};
static const struct sql return_fields = {
	"UPDATE OR IGNORE field_value SET object_id = ?1 WHERE object_id = ?2"
	" AND field_id IN " ITEMS("field", "id")
};
static const struct sql return_redirects = {
	"UPDATE person SET merged_into = ?1 WHERE merged_into = ?2"
	" AND id IN " ITEMS("redirect", "id")
};
static const struct sql revive = {
	"UPDATE person SET merged_into = NULL WHERE id = ?1"
	" AND merged_into = ?2"
};
static const struct sql forget_items = {
	"DELETE FROM person_merge_item WHERE from_id = ?1"
};
static const struct sql forget_merge = {
	"DELETE FROM person_merge WHERE from_id = ?1 AND into_id = ?2"
};

/* Where somebody was put since by hand, they stay. */
static const struct sql leave_organization = {
	"DELETE FROM organization_member WHERE merged_from = ?1"
	" AND person_id = ?2"
};
static const struct sql leave_usergroups = {
	"DELETE FROM usergroup_person WHERE merged_from = ?1"
	" AND person_id = ?2"
};

static const struct {
	const struct sql *sql;
	bool both; /* also ?2 */
} steps[] = {
	{ &plain_addresses, true }, { &return_addresses, true },
	{ &promote_theirs, false }, { &promote_survivor, true },
	{ &return_tickets, true }, { &forget_choices, true },
	{ &forget_choices_there, true }, { &return_participants, true },
	{ &restore_gone, false }, { &restore_own, true },
	{ &return_followers, true }, { &restore_unfollowed, false },
	{ &return_labels, true }, { &return_contacts, true },
	{ &return_notes, true }, { &return_files, true },
	{ &forget_files, false }, { &return_preferences, true },
	{ &return_fields, true },
	{ &leave_organization, true }, { &leave_usergroups, true }, { &return_redirects, true },
	{ &revive, true }, { &forget_items, false }, { &forget_merge, true },
};

/* ?1, ?2 as above, ?3 what was the last when they were merged. */
static const struct sql came_back = {
	"SELECT id FROM ticket WHERE user_id = ?2 AND id <= ?3"
	" AND id IN " ITEMS("ticket", "id") " ORDER BY id"
};
/*
 * The record of a mail says who it was from: that it is one of the addresses
 * that return is asked of their few, not of the record.
 */
#define FROM_THEIRS \
	"EXISTS (SELECT 1 FROM filing JOIN address" \
	"  ON address.person_id = ?2 AND address.id IN " \
	ITEMS("address", "id") \
	"  WHERE filing.entry_id = entry.id AND instr(filing.record," \
	"   'identify' || char(9) || 'sender' || char(9) || address.identity" \
	"   || char(10)) > 0)"
static const struct sql came_since = {
	"SELECT ticket.id, EXISTS (SELECT 1 FROM entry"
	"  WHERE entry.id = (SELECT min(first.id) FROM entry AS first"
	"   WHERE first.ticket_id = ticket.id) AND " FROM_THEIRS ")"
	" FROM ticket WHERE user_id = ?2 AND id > ?3 ORDER BY id"
};
static const struct sql give_ticket = {
	"UPDATE ticket SET user_id = ?1 WHERE id = ?2"
};
static const struct sql give_entries = {
	"UPDATE entry SET person_id = ?1 WHERE person_id = ?2 AND id > ?3"
	" AND " FROM_THEIRS
};

struct unmerge {
	struct db *db;
	int64_t last_ticket, last_entry;
	struct unmerge_report *report;
	struct arena *arena;
};

static struct db_stmt *
use(const struct unmerge *unmerge, const struct sql *sql, bool both,
    int64_t last)
{
	struct db_stmt *stmt = db_use(unmerge->db, sql);

	db_bind_int(stmt, 1, unmerge->report->from);
	if (both)
		db_bind_int(stmt, 2, unmerge->report->into);
	if (last >= 0)
		db_bind_int(stmt, 3, last);
	return stmt;
}

static void
add_id(struct arena *arena, int64_t **items, size_t *count, int64_t id)
{
	*items = rows_room(arena, *items, *count, sizeof(**items));
	(*items)[(*count)++] = id;
}

/* Before anything moves: which tickets go where. */
static int
share_out(struct unmerge *unmerge, struct fail *why)
{
	struct unmerge_report *report = unmerge->report;
	struct db_stmt *stmt = use(unmerge, &came_back, true,
	    unmerge->last_ticket);
	int got;

	while ((got = db_step(stmt, why)) > 0)
		add_id(unmerge->arena, &report->back, &report->back_count,
		    db_int(stmt, 0));
	if (got < 0)
		return -1;
	stmt = use(unmerge, &came_since, true, unmerge->last_ticket);
	while ((got = db_step(stmt, why)) > 0)
		if (db_bool(stmt, 1))
			add_id(unmerge->arena, &report->later,
			    &report->later_count, db_int(stmt, 0));
		else
			add_id(unmerge->arena, &report->stay,
			    &report->stay_count, db_int(stmt, 0));
	return got;
}

static int
give_later(struct unmerge *unmerge, struct fail *why)
{
	struct unmerge_report *report = unmerge->report;
	struct db_stmt *stmt;

	for (size_t i = 0; i < report->later_count; i++) {
		stmt = db_use(unmerge->db, &give_ticket);
		db_bind_int(stmt, 1, report->from);
		db_bind_int(stmt, 2, report->later[i]);
		if (db_run(stmt, why) < 0)
			return -1;
	}
	stmt = use(unmerge, &give_entries, true, unmerge->last_entry);
	if (db_run(stmt, why) < 0)
		return -1;
	report->entries = db_changes(unmerge->db);
	return 0;
}

static const struct sql addresses_left = {
	"SELECT EXISTS (SELECT 1 FROM address WHERE person_id = ?1)"
	" AND EXISTS (SELECT 1 FROM address WHERE person_id = ?2)"
};

static int
expect_addresses(struct unmerge *unmerge, struct fail *why)
{
	struct db_stmt *stmt = use(unmerge, &addresses_left, true, -1);
	bool fine;

	if (db_step(stmt, why) < 0)
		return -1;
	fine = db_bool(stmt, 0);
	db_done(stmt);
	if (!fine)
		return fail_set(why, FAIL_REFUSE, "one of the two would have no"
		    " address: give person %lld one more first",
		    (long long)unmerge->report->into);
	return 0;
}

static const struct sql find_merge = {
	"SELECT person_merge.into_id, person_merge.last_ticket,"
	" person_merge.last_entry, person.merged_into"
	"  FROM person_merge JOIN person ON person.id = person_merge.from_id"
	" WHERE person_merge.from_id = ?1"
};

static int
find(struct unmerge *unmerge, struct fail *why)
{
	struct unmerge_report *report = unmerge->report;
	struct db_stmt *stmt = db_use(unmerge->db, &find_merge);
	int64_t leads_to;
	int got;

	db_bind_int(stmt, 1, report->from);
	got = db_step(stmt, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "person %lld was not merged"
		    " into another", (long long)report->from);
	if (got < 0)
		return -1;
	report->into = db_int(stmt, 0);
	unmerge->last_ticket = db_int(stmt, 1);
	unmerge->last_entry = db_int(stmt, 2);
	leads_to = db_int(stmt, 3);
	db_done(stmt);
	if (leads_to != report->into)
		return fail_set(why, FAIL_REFUSE, "person %lld was merged on"
		    " into %lld since: take that back first",
		    (long long)report->into, (long long)leads_to);
	return 0;
}

int
people_unmerge(struct db *db, int64_t from, struct arena *arena,
    struct unmerge_report *out, struct fail *why)
{
	struct unmerge unmerge = { .db = db, .report = out, .arena = arena };

	*out = (struct unmerge_report){ .from = from };
	if (find(&unmerge, why) < 0 || share_out(&unmerge, why) < 0 ||
	    give_later(&unmerge, why) < 0 ||
	    merge_names_return(db, from, out->into, why) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		/* By then all addresses are where they belong. */
		if (steps[i].sql == &return_tickets &&
		    expect_addresses(&unmerge, why) < 0)
			return -1;
		if (db_run(use(&unmerge, steps[i].sql, steps[i].both, -1),
			why) < 0)
			return -1;
	}
	return 0;
}
