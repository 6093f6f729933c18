/* Deleting a person with all that is theirs. */
#include "desk_case.h"

#include "store/filings.h"
#include "store/people_delete.h"
#include "store/profiles.h"

/*
 * Alice (1), whose tickets 1 and, merged into it, 2 go; ticket 3 is Bob's (2),
 * where she takes part; Anna (3) is the agent.  A row in whatever may refer to
 * them.
 */
static const char *const furniture[] = {
	"UPDATE ticket SET merged_into = 1 WHERE id = 2",
	"UPDATE ticket SET notify_address_id = 1 WHERE id = 3",
	"UPDATE letter SET bound_ticket_id = 2, entry_id = 1 WHERE id = 1",
	"INSERT INTO awaited (message_id, entry_id, at) VALUES ('x', 1, 0)",
	"INSERT INTO label (ticket_id, label) VALUES (1, 'vip')",
	"INSERT INTO rule_firing (rule, ticket_id, occasion, at)"
	" VALUES ('a', 1, 'created', 0)",
	"INSERT INTO rule_timer (ticket_id, kind, detail, at)"
	" VALUES (1, 'hour', '', 0)",
	"INSERT INTO promise (ticket_id, kind, used)"
	" VALUES (1, 'response', 0)",
	"INSERT INTO happening (ticket_id, occasion, by, acted)"
	" VALUES (1, 'created', 'user', 1)",
	"INSERT INTO follower (ticket_id, person_id) VALUES (1, 3)",
	"INSERT INTO digest_item (person_id, ticket_id, event, author, words,"
	" at, due_at) VALUES (3, 1, 'note', 'Kim', 'x', 1, 2)",
	"INSERT INTO suggestion (ticket_id, identity, address, name, at)"
	" VALUES (1, 'c@x', 'c@x', '', 0)",
	"INSERT INTO participant (ticket_id, person_id) VALUES (1, 2), (3, 1)",
	"INSERT INTO ticket_link (ticket_id, other_id) VALUES (1, 3), (3, 1)",
	"INSERT INTO time_spent (ticket_id, person_id, minutes, remark, at)"
	" VALUES (1, 3, 5, '', 0)",
	"INSERT INTO charge (ticket_id, person_id, cents, remark, at)"
	" VALUES (1, 3, 5, '', 0)",
	"INSERT INTO deed (ticket_id, person_id, at, event_id, entry_id,"
	" first_letter, last_letter) VALUES (1, 3, 0, 1, 1, 1, 1)",
	"INSERT INTO deed (ticket_id, person_id, at, first_letter,"
	" last_letter, undoes) VALUES (1, 3, 0, 2, 1, 1)",
	"INSERT INTO change (at, door, object, object_id, field, old, new,"
	" entry_id) VALUES (0, 'cli', 'ticket', 1, 'status', '', '', 1),"
	" (0, 'cli', 'letter', 1, 'state', '', '', NULL),"
	" (0, 'cli', 'address', 1, 'state', '', '', NULL),"
	" (0, 'cli', 'person', 1, 'title', '', 'boss', NULL),"
	" (0, 'cli', 'ticket', 3, 'status', '', '', NULL)",
	"INSERT INTO field (object, name, folded, kind, created_at)"
	" VALUES ('ticket', 'a', 'a', 'text', 0),"
	" ('person', 'a', 'a', 'text', 0)",
	"INSERT INTO field_value (field_id, object_id, value)"
	" VALUES (1, 1, ''), (2, 1, ''), (1, 3, '')",
	"INSERT INTO password (person_id, hash) VALUES (1, '$argon2id$')",
	"INSERT INTO preference (person_id, name, value)"
	" VALUES (1, 'language', 'de')",
	"INSERT INTO contact (person_id, kind, value, folded)"
	" VALUES (1, 'im', 'x', 'x')",
	"INSERT INTO person_label (person_id, label) VALUES (1, 'vip')",
	"INSERT INTO person_note (person_id, at, text) VALUES (1, 0, 'x')",
	"INSERT INTO blob (digest, octets, bytes) VALUES (x'01', 1, x'01')",
	"INSERT INTO person_file (person_id, blob_id, name, type, at)"
	" VALUES (1, 1, 'x', 'x', 0)",
	"INSERT INTO filing (archive_id, state, entry_id, ticket_id, at,"
	" record) VALUES (1, 'filed', 1, 1, 0, ''), (2, 'filed', 4, 3, 0, '')",
};

static void
furnish(struct desk_case *desk)
{
	struct desk_small small = desk_small(desk);
	int64_t bob = desk_person(desk, "Bob", "bob@client.test");
	int64_t anna = desk_agent(desk, "Anna", "anna", "anna@help.test");
	int64_t other;

	desk_ticket(desk, "merged", small.department, small.user);
	other = desk_ticket(desk, "Bob's", small.department, bob);
	desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "a", "x");
	desk_entry(desk, small.ticket, ENTRY_REPLY, anna, "b", "x");
	desk_entry(desk, other, ENTRY_MESSAGE, bob, "c", "x");
	desk_entry(desk, other, ENTRY_MESSAGE, small.user, "d", "x");
	desk_letter(desk, small.ticket, small.user, "l1@help.test", 0);
	desk_letter(desk, other, bob, "l2@help.test", 0);
	for (size_t i = 0; i < ARRAY_LEN(furniture); i++)
		assert_ok(db_script(desk->db, furniture[i], &desk->why),
		    &desk->why);
}

/* What must be left: "table WHERE ..." and how many rows. */
static const struct left {
	const char *name;
	struct sql sql;
	int64_t want;
} left[] = {
#define LEFT(name, from, want) { name, { "SELECT count(*) FROM " from }, want }
	LEFT("her tickets go, and the redirects to them",
	    "ticket", 1),
	LEFT("with what was said on them", "entry", 2),
	LEFT("and the letters about them", "letter", 1),
	LEFT("what waits", "awaited", 0),
	LEFT("labels", "label", 0),
	LEFT("followers", "follower", 0),
	LEFT("what waits for a daily letter", "digest_item", 0),
	LEFT("suggestions", "suggestion", 0),
	LEFT("participants, also herself elsewhere", "participant", 0),
	LEFT("links, both ways", "ticket_link", 0),
	LEFT("time", "time_spent", 0),
	LEFT("what rules did", "rule_firing", 0),
	LEFT("what the clock had", "rule_timer", 0),
	LEFT("promises", "promise", 0),
	LEFT("what rules had to look at", "happening", 0),
	LEFT("charges", "charge", 0),
	LEFT("deeds", "deed", 0),
	LEFT("the log of what is gone", "change", 1),
	LEFT("fields", "field_value", 1),
	LEFT("preferences", "preference", 0),
	LEFT("contact data", "contact", 0),
	LEFT("labels of hers", "person_label", 0),
	LEFT("notes", "person_note", 0),
	LEFT("files", "person_file", 0),
	LEFT("their bytes", "blob", 0),
	LEFT("her address", "address", 2),
	LEFT("a choice of it", "ticket WHERE notify_address_id NOTNULL", 0),
	LEFT("her mail is quarantined",
	    "filing WHERE state = 'quarantined' AND reason = 'deleted'"
	    " AND entry_id IS NULL AND ticket_id IS NULL", 1),
	LEFT("others' are filed", "filing WHERE state = 'filed'", 1),
	LEFT("the number stays, without a name",
	    "person WHERE id = 1 AND name = 'deleted user' AND disabled = 1", 1),
#undef LEFT
};

static void
test_people_delete(void **state)
{
	struct desk_case *desk = *state;
	struct person_belongings goes;
	struct profile profile;

	furnish(desk);
	assert_ok(people_belongings(desk->db, 1, &goes, &desk->why),
	    &desk->why);
	assert_case_int("tickets, those that were merged not counted",
	    goes.tickets, 1);
	assert_int_equal(goes.entries, 2);
	assert_int_equal(goes.letters, 1);
	assert_int_equal(goes.mails, 1);
	assert_int_equal(goes.notes, 1);
	assert_int_equal(goes.addresses, 1);
	assert_case_int("what she said elsewhere", goes.elsewhere, 1);
	assert_ok(people_delete(desk->db, 1, NOW, &desk->why), &desk->why);
	for (size_t i = 0; i < ARRAY_LEN(left); i++)
		assert_case_int(left[i].name,
		    scratch_int(desk->db, &left[i].sql), left[i].want);
	assert_int_equal(profiles_get(desk->db, 1, &desk->arena, &profile,
	    &desk->why), 1);
	assert_int_equal(profile.deleted_at, NOW);
	desk_refused(desk, "a second time", people_delete(desk->db, 1, NOW,
	    &desk->why), "deleted already");
	desk_refused(desk, "an agent", people_delete(desk->db, 3, NOW,
	    &desk->why), "is an agent");
	assert_case_int("a later mail makes another record",
	    desk_person(desk, "Alice", "alice@client.test"), 4);
}

/*
 * Whatever refers to tickets, entries, letters or people must be thought of
 * when one of those is deleted or merged.  A new one of them: see
 * store/people_delete.c and store/person_merge.c, then add it here.
 */
static const struct sql references = {
	"SELECT schema.name || '.' || fk.\"from\""
	"  FROM sqlite_schema AS schema"
	"  JOIN pragma_foreign_key_list(schema.name) AS fk"
	" WHERE schema.type = 'table'"
	"   AND fk.\"table\" IN ('ticket', 'entry', 'letter', 'person')"
	" ORDER BY 1"
};

static const char *const known[] = {
	"address.person_id", "awaited.entry_id", "change.entry_id",
	"change.person_id", "charge.person_id", "charge.ticket_id",
	"contact.person_id", "deed.entry_id", "deed.event_id",
	"deed.person_id", "deed.ticket_id", "digest_item.person_id",
	"digest_item.ticket_id", "entry.person_id",
	"entry.ticket_id", "erasure.person_id", "filing.entry_id",
	"filing.ticket_id",
	"follower.person_id", "follower.ticket_id", "happening.ticket_id", "label.ticket_id",
	"letter.bound_ticket_id", "letter.entry_id", "letter.person_id",
	"letter.ticket_id", "membership.person_id", "organization_member.merged_from",
	"organization_member.person_id", "organization_note.author_id",
	"participant.person_id",
	"participant.ticket_id", "password.person_id",
	"person.merged_into", "person_file.author_id", "person_file.person_id",
	"person_label.person_id", "person_merge.from_id",
	"person_merge.into_id", "person_merge_file.from_id",
	"person_note.author_id",
	"person_note.person_id", "preference.person_id", "promise.ticket_id",
	"rule_firing.ticket_id", "rule_timer.ticket_id",
	"suggestion.ticket_id", "team_member.person_id", "ticket.assignee_id",
	"ticket.merged_into", "ticket.user_id", "ticket_link.other_id",
	"ticket_link.ticket_id", "time_spent.person_id",
	"time_spent.ticket_id", "usergroup_person.merged_from",
	"usergroup_person.person_id",
};

static void
test_people_delete_knows_all_references(void **state)
{
	struct desk_case *desk = *state;
	struct db_stmt *stmt = db_use(desk->db, &references);
	size_t n = 0;

	while (db_step(stmt, &desk->why) > 0) {
		struct slice got = db_text(stmt, 0, &desk->arena);

		assert_case_slice("what refers to them", got,
		    n < ARRAY_LEN(known) ? slice_of(known[n])
					 : SLICE("nothing else"));
		n++;
	}
	assert_int_equal(n, ARRAY_LEN(known));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_people_delete),
		DESK_TEST(test_people_delete_knows_all_references),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
