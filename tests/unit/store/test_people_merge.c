/* Two records of one person become one, and two again. */
#include "desk_case.h"

#include "store/people_merge.h"
#include "store/profiles.h"

static const bool takes_none[PROFILE_KEY_COUNT];

/*
 * Alice (1) with ticket 1, Ali (2) with ticket 2, Bob (3) with ticket 3 on which
 * both take part, Anna (4) the agent.
 */
static void
people(struct desk_case *desk)
{
	struct desk_small small = desk_small(desk);
	int64_t ali = desk_person(desk, "Ali", "ali@home.test");
	int64_t bob = desk_person(desk, "Bob", "bob@client.test");

	desk_agent(desk, "Anna", "anna", "anna@help.test");
	desk_ticket(desk, "fax", small.department, ali);
	desk_ticket(desk, "scanner", small.department, bob);
	assert_ok(db_script(desk->db,
	    "INSERT INTO participant (ticket_id, person_id)"
	    " VALUES (3, 1), (3, 2), (1, 2), (2, 1)", &desk->why),
	    &desk->why);
	assert_int_equal(ali, 2);
}

static void
test_merge_unites(void **state)
{
	static const struct {
		const char *name;
		struct sql sql;
		int64_t want;
	} cases[] = {
		{ "tickets", { "SELECT count(*) FROM ticket"
		  " WHERE user_id = 2" }, 2 },
		{ "addresses", { "SELECT count(*) FROM address"
		  " WHERE person_id = 2" }, 2 },
		{ "one of them primary", { "SELECT count(*) FROM address"
		  " WHERE person_id = 2 AND is_primary = 1"
		  " AND identity = 'ali@home.test'" }, 1 },
		{ "nobody takes part in their own, nor twice",
		  { "SELECT count(*) FROM participant" }, 1 },
		{ "but in others'", { "SELECT count(*) FROM participant"
		  " WHERE ticket_id = 3 AND person_id = 2" }, 1 },
		{ "what was said keeps its number", { "SELECT count(*)"
		  " FROM entry WHERE person_id = 1" }, 1 },
		{ "so do letters, for their tokens", { "SELECT count(*)"
		  " FROM letter WHERE person_id = 1" }, 1 },
	};
	struct desk_case *desk = *state;
	struct outbox_token token;
	struct person person;
	int64_t letter;

	people(desk);
	desk_entry(desk, 1, ENTRY_MESSAGE, 1, "a", "x");
	letter = desk_letter(desk, 1, 1, "l@help.test", 0);
	assert_ok(people_merge(desk->db, 1, 2, takes_none, NOW, &desk->why),
	    &desk->why);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_int(cases[i].name,
		    scratch_int(desk->db, &cases[i].sql), cases[i].want);
	assert_int_equal(people_get(desk->db, 1, &desk->arena, &person,
	    &desk->why), 1);
	assert_case_int("the old number answers", person.id, 2);
	assert_int_equal(outbox_token(desk->db, letter, &desk->arena, &token,
	    &desk->why), 1);
	assert_case_int("the MAC binds the old one", token.person_id, 1);
	assert_case_int("the letter is the other's", token.owner_id, 2);
}

static void
test_merge_is_refused(void **state)
{
	static const struct {
		const char *name;
		int64_t from, into;
		const char *words;
	} cases[] = {
		{ "one with itself", 1, 1, "both are" },
		{ "with nobody", 1, 99, "no person 99" },
		{ "nobody", 99, 1, "no person 99" },
		{ "an agent goes", 4, 1, "--swap" },
		{ "one that was merged", 3, 1, "no person 3" },
		{ "into one that was merged", 1, 3, "no person 3" },
	};
	struct desk_case *desk = *state;

	people(desk);
	assert_ok(people_merge(desk->db, 3, 2, takes_none, NOW, &desk->why),
	    &desk->why);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		desk_refused(desk, cases[i].name, people_merge(desk->db,
		    cases[i].from, cases[i].into, takes_none, NOW,
		    &desk->why), cases[i].words);
	assert_case_int("an agent may stay", people_merge(desk->db, 2, 4,
	    takes_none, NOW, &desk->why), 0);
}

/* Letters of a mail's record, as identify writes it. */
static void
file_mail(struct desk_case *desk, int64_t archive, int64_t entry,
    const char *sender)
{
	static const struct sql file = {
		"INSERT INTO filing (archive_id, state, entry_id, at, record)"
		" VALUES (?1, 'filed', ?2, 0, 'identify' || char(9) ||"
		" 'sender' || char(9) || ?3 || char(10))"
	};
	struct db_stmt *stmt = db_use(desk->db, &file);

	db_bind_int(stmt, 1, archive);
	db_bind_int(stmt, 2, entry);
	db_bind_word(stmt, 3, sender);
	assert_ok(db_run(stmt, &desk->why), &desk->why);
}

static void
test_unmerge_shares_out(void **state)
{
	static const struct sql theirs = {
		"SELECT group_concat(id) = '1,4' FROM ticket WHERE user_id = 1"
	};
	static const struct sql others = {
		"SELECT group_concat(id) = '2,5,6' FROM ticket"
		" WHERE user_id = 2"
	};
	static const struct sql said = {
		"SELECT group_concat(id) = '1,2' FROM entry"
		" WHERE person_id = 1"
	};
	struct desk_case *desk = *state;
	struct unmerge_report report;

	people(desk);
	desk_entry(desk, 1, ENTRY_MESSAGE, 1, "a", "x");
	assert_ok(people_merge(desk->db, 1, 2, takes_none, NOW, &desk->why),
	    &desk->why);
	desk_ticket(desk, "from alice", 1, 2);
	desk_ticket(desk, "from ali", 1, 2);
	desk_ticket(desk, "by hand", 1, 2);
	file_mail(desk, 10, desk_entry(desk, 4, ENTRY_MESSAGE, 2, "b", "x"),
	    "alice@client.test");
	file_mail(desk, 11, desk_entry(desk, 5, ENTRY_MESSAGE, 2, "c", "x"),
	    "ali@home.test");
	/* An address that only ends so is not that address. */
	file_mail(desk, 12, desk_entry(desk, 6, ENTRY_MESSAGE, 2, "d", "x"),
	    "malice@client.test");
	assert_ok(people_unmerge(desk->db, 1, &desk->arena, &report,
	    &desk->why), &desk->why);
	assert_int_equal(report.into, 2);
	assert_int_equal(report.back_count, 1);
	assert_int_equal(report.back[0], 1);
	assert_int_equal(report.later_count, 1);
	assert_int_equal(report.later[0], 4);
	assert_int_equal(report.stay_count, 2);
	assert_int_equal(report.entries, 1);
	assert_case_int("theirs, and what came from there",
	    scratch_int(desk->db, &theirs), 1);
	assert_case_int("the others stay", scratch_int(desk->db, &others), 1);
	assert_case_int("what they said", scratch_int(desk->db, &said), 1);
	desk_refused(desk, "a second time", people_unmerge(desk->db, 1,
	    &desk->arena, &report, &desk->why), "was not merged");
}

static void
test_unmerge_addresses(void **state)
{
	static const struct {
		const char *name;
		const char *since; /* the merge */
		const char *refused;
		const char *theirs, *others; /* primary ones */
	} cases[] = {
		{ "as it was", "", NULL, "alice@client.test",
		  "ali@home.test" },
		{ "their address had become the primary one",
		  "UPDATE address SET is_primary = 0;"
		  "UPDATE address SET is_primary = 1 WHERE id = 1", NULL,
		  "alice@client.test", "ali@home.test" },
		{ "the other's is gone", "UPDATE address SET is_primary ="
		  " (id = 1) WHERE person_id = 2 AND id <> 2;"
		  "DELETE FROM address WHERE id = 2", "would have no address",
		  NULL, NULL },
		{ "theirs is gone", "DELETE FROM address WHERE id = 1",
		  "would have no address", NULL, NULL },
	};
	struct desk_case *desk = *state;
	struct unmerge_report report;
	struct address address;

	people(desk);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_ok(db_savepoint(desk->db, &desk->why), &desk->why);
		assert_ok(people_merge(desk->db, 1, 2, takes_none, NOW,
		    &desk->why), &desk->why);
		if (i == 2)
			assert_ok(db_script(desk->db, "UPDATE address SET"
			    " is_primary = 0", &desk->why), &desk->why);
		assert_ok(db_script(desk->db, cases[i].since, &desk->why),
		    &desk->why);
		if (cases[i].refused != NULL) {
			desk_refused(desk, cases[i].name, people_unmerge(
			    desk->db, 1, &desk->arena, &report, &desk->why),
			    cases[i].refused);
			assert_ok(db_rollback_to(desk->db, &desk->why),
			    &desk->why);
			continue;
		}
		assert_ok(people_unmerge(desk->db, 1, &desk->arena, &report,
		    &desk->why), &desk->why);
		people_primary_address(desk->db, 1, &desk->arena, &address,
		    &desk->why);
		assert_case_slice(cases[i].name, address.address,
		    slice_of(cases[i].theirs));
		people_primary_address(desk->db, 2, &desk->arena, &address,
		    &desk->why);
		assert_case_slice(cases[i].name, address.address,
		    slice_of(cases[i].others));
		assert_ok(db_rollback_to(desk->db, &desk->why), &desk->why);
	}
}

static void
test_unmerge_in_order(void **state)
{
	static const struct sql leads = {
		"SELECT merged_into FROM person WHERE id = 1"
	};
	struct desk_case *desk = *state;
	struct unmerge_report report;

	people(desk);
	assert_ok(people_merge(desk->db, 1, 2, takes_none, NOW, &desk->why),
	    &desk->why);
	assert_ok(people_merge(desk->db, 2, 3, takes_none, NOW, &desk->why),
	    &desk->why);
	assert_case_int("one hop", scratch_int(desk->db, &leads), 3);
	desk_refused(desk, "the first before the second", people_unmerge(
	    desk->db, 1, &desk->arena, &report, &desk->why),
	    "merged on into 3");
	assert_ok(people_unmerge(desk->db, 2, &desk->arena, &report,
	    &desk->why), &desk->why);
	assert_case_int("leads where it led", scratch_int(desk->db, &leads), 2);
	assert_ok(people_unmerge(desk->db, 1, &desk->arena, &report,
	    &desk->why), &desk->why);
	assert_case_int("stands alone", scratch_int(desk->db, &leads), 0);
}

static void
test_merge_names(void **state)
{
	static const bool takes[PROFILE_KEY_COUNT] = {
		[PROFILE_NAME] = true, [PROFILE_SUMMARY] = true };
	struct desk_case *desk = *state;
	struct unmerge_report report;
	struct profile profile;

	people(desk);
	assert_ok(profiles_set(desk->db, 1, PROFILE_SUMMARY, SLICE("tall"),
	    &desk->why), &desk->why);
	assert_ok(people_merge(desk->db, 1, 2, takes, NOW, &desk->why),
	    &desk->why);
	assert_int_equal(profiles_get(desk->db, 2, &desk->arena, &profile,
	    &desk->why), 1);
	assert_case_slice("taken", profile.values[PROFILE_NAME],
	    SLICE("Alice"));
	assert_case_slice("taken", profile.values[PROFILE_SUMMARY],
	    SLICE("tall"));
	assert_ok(profiles_set(desk->db, 2, PROFILE_SUMMARY, SLICE("short"),
	    &desk->why), &desk->why);
	assert_ok(people_unmerge(desk->db, 1, &desk->arena, &report,
	    &desk->why), &desk->why);
	assert_int_equal(profiles_get(desk->db, 2, &desk->arena, &profile,
	    &desk->why), 1);
	assert_case_slice("what stood there", profile.values[PROFILE_NAME],
	    SLICE("Ali"));
	assert_case_slice("what somebody has changed since stays",
	    profile.values[PROFILE_SUMMARY], SLICE("short"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_merge_unites),
		DESK_TEST(test_merge_is_refused),
		DESK_TEST(test_unmerge_shares_out),
		DESK_TEST(test_unmerge_addresses),
		DESK_TEST(test_unmerge_in_order),
		DESK_TEST(test_merge_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
