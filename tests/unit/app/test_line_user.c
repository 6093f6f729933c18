/* What agents say of a ticket's user: notes, groups, machines, bans. */
#include "proof_case.h"

#include "store/bans.h"
#include "store/owned.h"
#include "store/usergroups.h"

#define DMARC MX AR "dmarc=pass header.from=help.test\n"

static const struct {
	const char *name, *command;
	const char *headers; /* "": the token alone */
	bool admin;	     /* Anna is one */
	const char *held;    /* what the receipt says; NULL: it is done */
	const char *state;   /* afterwards */
} cases[] = {
	{ "a note needs no more than a token", "#usernote prefers the telephone",
	  "", false, NULL, "note" },
	{ "two notes are two", "#usernote one\n#usernote two", "", false, NULL,
	  "note note" },
	{ "a note that says nothing", "#usernote", "", false,
	  "#usernote TEXT", "" },
	{ "a machine", "#autoresponder on", "", false, NULL, "machine" },
	{ "a machine is on or off", "#autoresponder perhaps", "", false,
	  "#autoresponder on|off", "" },
	{ "a group is an admin's to give", "#usergroup Press", DMARC, false,
	  "for admins", "" },
	{ "and needs more than a token", "#usergroup Press", "", true,
	  "needs a stronger proof", "" },
	{ "an admin puts somebody into a group", "#usergroup press", DMARC,
	  true, NULL, "group" },
	{ "into it and out of it", "#usergroup Press\n#ungroup Press",
	  DMARC, true, NULL, "" },
	{ "a group that is not there", "#usergroup Nobodies", DMARC, true,
	  "no such group", "" },
	{ "a group that everybody is in", "#usergroup everyone", DMARC, true,
	  "whoever writes is in it", "" },
	{ "a ban is for admins", "#ban", DMARC, false, "for admins", "" },
	{ "a ban needs a confirmation", "#ban", DMARC, true,
	  "needs a stronger proof", "" },
	{ "the desk is not banned", "#ban @help.test", DMARC, true,
	  "would keep out", "" },
	{ "a ban of nothing", "#ban alice", DMARC, true, "write an address",
	  "" },
	{ "what is not banned", "#unban", DMARC, true, "this is not banned",
	  "" },
};

/* What is known of Alice: "note note group machine banned". */
static const char *
state_of_alice(void)
{
	struct text text = TEXT_IN(&line.arena);
	struct db *db = line.desk.db;
	struct person person = { .id = 0 };
	struct address address;
	struct note *notes;
	struct usergroup *groups;
	size_t count = 0;
	int banned;

	line_ok(people_by_identity(db, SLICE("alice@example.test"),
	    &line.arena, &person, &address, why));
	line_ok(notes_list(db, OWNER_PERSON, person.id, &line.arena, &notes,
	    &count, why));
	for (size_t i = 0; i < count; i++)
		text_add_string(&text, "note ");
	line_ok(usergroups_of_person(db, person.id, &line.arena, &groups,
	    &count, why));
	for (size_t i = 0; i < count; i++)
		if (slice_eq(groups[i].name, SLICE("Press")))
			text_add_string(&text, "group ");
	if (person.auto_responder)
		text_add_string(&text, "machine ");
	line_ok(banned = bans_cover(db, SLICE("alice@example.test"), why));
	if (banned == 1)
		text_add_string(&text, "banned ");
	return arena_string(&line.arena, slice_trim(text_slice(&text)));
}

static void
make_ready(bool admin)
{
	struct usergroup press = { .name = SLICE("Press") };
	struct person anna = { .id = 0 };

	line_ok(db_begin(line.desk.db, why));
	line_ok(usergroups_add(line.desk.db, &press, LINE_START, why));
	line_ok(people_get(line.desk.db, line.anna, &line.arena, &anna, why));
	anna.is_admin = admin;
	line_ok(people_save(line.desk.db, &anna, why));
	line_ok(db_commit(line.desk.db, why));
}

static void
test_line_user_commands(void **state)
{
	struct outbox_row news, held;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *name = cases[i].name;

		if (i > 0) {
			teardown(state);
			setup(state);
		}
		make_ready(cases[i].admin);
		open_ticket(&news);
		answer(&news, ANNA, cases[i].headers, cases[i].command);
		held = line_letter(&line, "held", "anna@help.test");
		assert_case_int(name, held.id != 0, cases[i].held != NULL);
		assert_case_true(name, cases[i].held == NULL ||
		    slice_has(held.text, slice_of(cases[i].held)));
		assert_case(name, state_of_alice(), cases[i].state);
		assert_case_int("the user hears nothing of it",
		    line_letter_count(&line, "agent-reply",
			"alice@example.test"), 0);
	}
}

/* The word comes from the mailbox that has the letter; then mail is kept out. */
static void
test_line_user_ban(void **state)
{
	struct outbox_row news, held;
	int64_t id;

	(void)state;
	make_ready(true);
	open_ticket(&news);
	answer(&news, ANNA, DMARC, "#ban");
	held = line_letter(&line, "held", "anna@help.test");
	line_answer(&line, BEN, &held, "#apply");
	assert_case("a colleague's word is none", state_of_alice(), "");
	line_answer(&line, ANNA, &held, "#apply");
	assert_case("now it is done", state_of_alice(), "banned");
	id = line_mail(&line, ALICE, "support@help.test", "More", "", "x");
	assert_case_slice("and holds", line_filing(&line, id).reason,
	    SLICE("banned"));
	answer(&news, ANNA, DMARC, "#unban alice@example.test");
	held = line_letter(&line, "held", "anna@help.test");
	line_answer(&line, ANNA, &held, "#apply");
	assert_case("until it is taken back", state_of_alice(), "");
}

#define LINE_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LINE_TEST(test_line_user_commands),
		LINE_TEST(test_line_user_ban),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
