/* A user's token from another address: who is asked, and what answers do. */
#include "proof_case.h"

#define HOME "Sam <sam@home.test>"

/* Alice's ticket, answered from another address; *ask is what she gets. */
static int64_t
claim(const char *from, const char *headers, struct outbox_row *ask)
{
	struct outbox_row news, ack;
	int64_t ticket_id = open_ticket(&news);

	ack = line_letter(&line, "acknowledge", "alice@example.test");
	line_mail(&line, from, arena_string(&line.arena, slice_of(
	    arena_format(&line.arena, "support+%.*s@help.test", SLICE_ARG(
		slice_make(ack.message_id.data + 3, slice_index(slice_from(
		    ack.message_id, 3), '.')))).data)), "Re: x", headers,
	    "It burns here, too.");
	*ask = line_letter(&line, "claim", "alice@example.test");
	return ticket_id;
}

static int64_t
person_of(const char *address)
{
	struct person person = { .id = 0 };
	struct address unused;

	line_ok(people_by_identity(line.desk.db, slice_of(address),
	    &line.arena, &person, &unused, why));
	return person.id;
}

static bool
are_one(const char *one, const char *other)
{
	return person_of(one) == person_of(other);
}

#define ALICE_AND_SAM "alice@example.test", "sam@home.test"

static void
test_claim_both_say_yes(void **state)
{
	struct outbox_row ask, other;
	int64_t ticket_id = claim(HOME, "", &ask);

	(void)state;
	assert_int_not_equal(ask.id, 0);
	assert_case_true("it names the address", slice_has(ask.text,
	    SLICE("sam@home.test")));
	assert_case_true("it repeats nothing", !slice_has(ask.text,
	    SLICE("burns")));
	assert_case_int("the other side hears nothing yet",
	    line_letter_count(&line, "claimed", "sam@home.test"), 0);
	line_answer(&line, ALICE, &ask, "Yes, that is me.");
	other = line_letter(&line, "claimed", "sam@home.test");
	assert_int_not_equal(other.id, 0);
	assert_case_int("of no ticket", other.ticket_id, 0);
	assert_case_true("who is asked learns no name", !slice_has(other.text,
	    SLICE("Alice")) && !slice_has(other.text, SLICE("alice")));
	assert_case_true("nor a subject", !slice_has(other.text,
	    SLICE("Printer")) && !slice_has(other.subject, SLICE("Printer")));
	assert_false(are_one(ALICE_AND_SAM));
	line_answer(&line, HOME, &other, "#confirm");
	assert_case_true("now they are one", are_one(ALICE_AND_SAM));
	assert_case("the ticket tells it", line_story(&line, ticket_id),
	    "message message(private) event event");
	line_mail(&line, HOME, "support@help.test", "More", "", "x");
	assert_case_int("and is written to at one address",
	    line_letter_count(&line, "acknowledge", "sam@home.test"), 0);
	line_answer(&line, ALICE, &ask, "yes");
	assert_case("a second yes does nothing", line_story(&line, ticket_id),
	    "message message(private) event event event");
	assert_case_int("and asks nobody", line_letter_count(&line, "claimed",
	    "sam@home.test"), 1);
}

/* The first word alone does, where a trusted server saw the mail come. */
static void
test_claim_authenticated(void **state)
{
	struct outbox_row ask;

	(void)state;
	claim(HOME, MX AR "dmarc=pass header.from=home.test\n", &ask);
	line_answer(&line, ALICE, &ask, "ja");
	assert_true(are_one(ALICE_AND_SAM));
	assert_case_int("nobody else is asked", line_letter_count(&line,
	    "claimed", "sam@home.test"), 0);
}

/* Whoever has a token may write anybody's address into From. */
static void
test_claim_forged_address(void **state)
{
	struct outbox_row ask, other;

	(void)state;
	line_mail(&line, HOME, "support@help.test", "Mine", "", "secret");
	claim(HOME, MX AR "dmarc=pass header.from=home.test\n", &ask);
	line_answer(&line, ALICE, &ask, "yes");
	assert_case_true("who has tickets is asked whoever vouches",
	    !are_one(ALICE_AND_SAM));
	other = line_letter(&line, "claimed", "sam@home.test");
	line_answer(&line, ALICE, &other, "yes");
	assert_case_true("the owner's yes is not theirs",
	    !are_one(ALICE_AND_SAM));
	line_answer(&line, HOME, &other, "no");
	line_answer(&line, HOME, &other, "yes");
	assert_case_true("no is the end of it", !are_one(ALICE_AND_SAM));
}

static const struct {
	const char *name;
	const char *from, *headers, *body;
	int64_t later; /* seconds until the answer */
} no_answers[] = {
	{ "the claimant answers", HOME, "", "yes", 0 },
	{ "somebody else does", "Eve <eve@evil.test>", "", "yes", 0 },
	{ "an agent does", ANNA, "", "yes", 0 },
	{ "several say that they sent it",
	  "Alice <alice@example.test>, Sam <sam@home.test>", "", "yes", 0 },
	{ "a machine does", ALICE, "Auto-Submitted: auto-replied\n", "yes",
	  0 },
	{ "too late", ALICE, "", "yes", 8 * 86400 },
	{ "no", ALICE, "", "No!", 0 },
	{ "other words", ALICE, "", "Who is that?", 0 },
};

static void
test_claim_what_is_no_yes(void **state)
{
	struct outbox_row ask;

	for (size_t i = 0; i < ARRAY_LEN(no_answers); i++) {
		if (i > 0) {
			teardown(state);
			setup(state);
		}
		claim(HOME, "", &ask);
		clock_set(LINE_START + no_answers[i].later);
		line_mail(&line, no_answers[i].from, arena_string(&line.arena,
		    ask.reply_to), "Re: x", no_answers[i].headers,
		    no_answers[i].body);
		assert_case_true(no_answers[i].name, !are_one(ALICE_AND_SAM));
		assert_case_int(no_answers[i].name, line_letter_count(&line,
		    "claimed", "sam@home.test"), 0);
	}
}

static void
test_claim_other_words_are_a_message(void **state)
{
	struct outbox_row ask, other;
	int64_t ticket_id = claim(HOME, "", &ask);
	int64_t id = line_answer(&line, ALICE, &ask, "Who is that?");

	(void)state;
	assert_int_equal(line_filing(&line, id).ticket_id, ticket_id);
	line_answer(&line, ALICE, &ask, "yes");
	other = line_letter(&line, "claimed", "sam@home.test");
	id = line_answer(&line, HOME, &other, "What is this about?");
	assert_case_true("who is only asked comes to a ticket of their own",
	    line_filing(&line, id).ticket_id != ticket_id);
	assert_case("and the owner's is as it was", line_story(&line,
	    ticket_id), "message message(private) message event");
}

/* Alice has moved: whoever reads her old mail cannot say yes for her. */
static void
test_claim_address_changed(void **state)
{
	struct address *addresses;
	struct outbox_row ask;
	int64_t alice;
	size_t count;

	(void)state;
	claim(HOME, "", &ask);
	alice = person_of("alice@example.test");
	line_ok(db_begin(line.desk.db, why));
	line_ok(people_add_address(line.desk.db, alice,
	    SLICE("alice@new.test"), SLICE("alice@new.test"), LINE_START,
	    why));
	line_ok(people_addresses(line.desk.db, alice, &line.arena, &addresses,
	    &count, why));
	line_ok(people_set_primary(line.desk.db, alice, addresses[1].id, why));
	line_ok(db_commit(line.desk.db, why));
	line_answer(&line, ALICE, &ask, "yes");
	assert_case_int("the other side is not asked", line_letter_count(&line,
	    "claimed", "sam@home.test"), 0);
	line_answer(&line, "Alice <alice@new.test>", &ask, "yes");
	assert_case_int("nor by a second word", line_letter_count(&line,
	    "claimed", "sam@home.test"), 0);
}

static void
test_claim_counters(void **state)
{
	char from[64];
	struct outbox_row ask;

	(void)state;
	claim(HOME, "", &ask);
	claim(HOME, "", &ask);
	assert_case_int("of each pair once", line_letter_count(&line, "claim",
	    "alice@example.test"), 1);
	for (int i = 0; i < 5; i++) {
		snprintf(from, sizeof(from), "sam%d@home.test", i);
		claim(from, "", &ask);
	}
	assert_case_int("and not often a day", line_letter_count(&line,
	    "claim", "alice@example.test"), 3);
}

/* What an agent's address may is an admin's to say. */
static void
test_claim_agents(void **state)
{
	struct outbox_row ask, news;

	(void)state;
	claim(BEN, "", &ask);
	assert_case_int("an agent's address", ask.id, 0);
	open_ticket(&news);
	answer(&news, HOME, "", "#close");
	assert_case_int("an agent's token", line_letter_count(&line, "claim",
	    "anna@help.test"), 0);
	claim("list@home.test", "List-Id: <l.home.test>\n", &ask);
	assert_case_int("a list", ask.id, 0);
}

static const struct {
	const char *name, *command;
	const char *want; /* in the receipt */
	bool applies;
} commands[] = {
	{ "a user of that address", "#mergeuser sam@home.test",
	  "needs a stronger proof", true },
	{ "an address that nobody has", "#addaddress alice@new.test",
	  "needs a stronger proof", true },
	{ "nobody", "#mergeuser nobody@home.test", "nobody has this address",
	  false },
	{ "no number of anybody", "#mergeuser 999", "no person of this number",
	  false },
	{ "the user", "#mergeuser alice@example.test", "user already", false },
	{ "an agent", "#mergeuser ben@help.test", "whose record must stay",
	  false },
	{ "somebody's address", "#addaddress sam@home.test",
	  "it is that of somebody: #mergeuser", false },
	{ "the desk's address", "#addaddress support@help.test",
	  "of the desk itself", false },
	{ "no address", "#addaddress 1", "it is that of somebody", false },
};

/* From is anybody's, and a token may be in other hands: these need a word. */
static void
test_claim_by_command(void **state)
{
	struct outbox_row news, held;

	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		const char *name = commands[i].name;

		if (i > 0) {
			teardown(state);
			setup(state);
		}
		line_mail(&line, HOME, "support@help.test", "Mine", "", "x");
		open_ticket(&news);
		answer(&news, ANNA, MX AR "dmarc=pass header.from=help.test\n",
		    commands[i].command);
		held = line_letter(&line, "held", "anna@help.test");
		assert_case_true(name, slice_has(held.text,
		    slice_of(commands[i].want)));
		assert_case_true(name, !are_one(ALICE_AND_SAM) &&
		    person_of("alice@new.test") == 0);
		line_answer(&line, BEN, &held, "#apply");
		assert_case_true("a colleague's word is none",
		    !are_one(ALICE_AND_SAM) &&
		    person_of("alice@new.test") == 0);
		line_answer(&line, ANNA, &held, "#apply");
		assert_case_int(name, are_one(ALICE_AND_SAM) ||
		    are_one("alice@example.test", "alice@new.test"),
		    commands[i].applies);
		assert_case_int(name, person_of("nobody@home.test"), 0);
	}
}

#define LINE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LINE_TEST(test_claim_both_say_yes),
		LINE_TEST(test_claim_authenticated),
		LINE_TEST(test_claim_forged_address),
		LINE_TEST(test_claim_what_is_no_yes),
		LINE_TEST(test_claim_other_words_are_a_message),
		LINE_TEST(test_claim_address_changed),
		LINE_TEST(test_claim_counters),
		LINE_TEST(test_claim_agents),
		LINE_TEST(test_claim_by_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
