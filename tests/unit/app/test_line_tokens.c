/* Letters' tokens that end: expired, revoked, of a key that is gone; and agents
   who may no more. */
#include "proof_case.h"

static void
test_tokens_expires(void **state)
{
	struct outbox_row news;
	int64_t ticket_id = open_ticket(&news);
	int64_t id;

	(void)state;
	clock_set(news.expires_at - 1);
	answer(&news, ANNA, "", "#note\nin time");
	assert_case("the last second counts", line_story(&line, ticket_id),
	    "message note");
	clock_set(news.expires_at);
	id = answer(&news, ANNA, "", "#solved\n\nToo late.");
	assert_true(recorded(id, "expired"));
	assert_true(recorded(id, "proof\tT0"));
	assert_untouched("then it proves nothing", ticket_id);
	assert_case_int("but whoever wrote it can confirm it",
	    line_letter_count(&line, "confirm", "anna@help.test"), 1);
}

static void
disable(int64_t person_id)
{
	struct person person;

	line_ok(people_get(line.desk.db, person_id, &line.arena, &person, why));
	person.disabled = true;
	line_ok(db_begin(line.desk.db, why));
	line_ok(people_save(line.desk.db, &person, why));
	line_ok(db_commit(line.desk.db, why));
}

static void
test_tokens_disabled_agent(void **state)
{
	struct outbox_row news, receipt;
	int64_t ticket_id = open_ticket(&news), id;

	(void)state;
	disable(line.anna);
	id = answer(&news, ANNA, "", "#solved\n#take\n\nDone.");
	assert_untouched("nothing is done", ticket_id);
	assert_case("the text is a note", line_story(&line, ticket_id),
	    "message note");
	receipt = line_letter(&line, "refused", "anna@help.test");
	assert_int_not_equal(receipt.id, 0);
	assert_int_equal(line_filing(&line, id).state, FILING_FILED);
	assert_case_true("which shows nothing of the ticket's user",
	    !slice_has(receipt.text, SLICE("lice")));
	id = line_mail(&line, ANNA, "support@help.test", "[#1] x", "", "#solved");
	assert_case_int("without a token there is no receipt",
	    line_filing(&line, id).state, FILING_QUARANTINED);
	assert_int_equal(line_letter_count(&line, "refused", "anna@help.test"),
	    1);
}

static void
test_tokens_disabled_agent_confirms_nothing(void **state)
{
	struct outbox_row news, confirm;
	int64_t ticket_id = open_ticket(&news);

	(void)state;
	line_mail(&line, ANNA, "support@help.test", "Re: [#1] x", "",
	    "#solved\n\nDone.");
	confirm = line_letter(&line, "confirm", "anna@help.test");
	assert_int_not_equal(confirm.id, 0);
	disable(line.anna);
	line_answer(&line, ANNA, &confirm, "yes");
	assert_untouched("not by a yes either", ticket_id);
}

static void
test_tokens_without_the_right(void **state)
{
	struct outbox_row news, held;
	int64_t ticket_id;

	(void)state;
	ticket_id = open_ticket(&news);
	line_answer(&line, ANNA, &news, "#assign ben\n#end\n\n");
	news = line_letter(&line, "assigned", "ben@help.test");
	assert_int_not_equal(news.id, 0);
	line_ok(db_begin(line.desk.db, why));
	line_ok(departments_leave(line.desk.db, line.support, line.ben, why));
	line_ok(db_commit(line.desk.db, why));
	line_answer(&line, ANNA, &(struct outbox_row){ .reply_to =
	    line_letter(&line, "new-ticket", "anna@help.test").reply_to },
	    "#assign me");
	line_answer(&line, BEN, &news, "#solved\n\nDone.");
	held = line_letter(&line, "held", "ben@help.test");
	assert_int_not_equal(held.id, 0);
	assert_true(slice_has(held.text, SLICE("of this department")));
	assert_case_true("nothing is done",
	    line_ticket(&line, ticket_id).status == TICKET_OPEN);
	assert_int_equal(line_letter_count(&line, "agent-reply",
	    "alice@example.test"), 0);
}

/* As the gateway does when it sees other keys. */
static void
open_again(void)
{
	assert_true(desk_keys_are_stale(&line.desk));
	gateway_close(line.gateway);
	desk_close(&line.desk);
	line_ok(desk_open(&line.desk, &line.conf, DB_WRITE, true, why));
	line_ok(gateway_open(&line.gateway, &line.conf, why));
	assert_false(desk_keys_are_stale(&line.desk));
}

static int64_t
signed_by(char key)
{
	int64_t count;

	line_ok(outbox_signed_by(line.desk.db, key, clock_now(), &count, why));
	return count;
}

static void
test_tokens_keys_rotate(void **state)
{
	struct secret_keys keys;
	struct outbox_row news, later;
	char first, dropped;
	int64_t ticket_id = open_ticket(&news), id;

	(void)state;
	first = line.desk.keys.keys[0].id;
	assert_case_int("letters of the first key", signed_by(first), 2);
	line_ok(secret_rotate(line.key_path, &keys, &dropped, why));
	open_again();
	id = answer(&news, ANNA, "", "#note\nold key");
	assert_case_true("the old key is good for its letters",
	    recorded(id, "proof\tT1"));
	line_mail(&line, ALICE, "support@help.test", "More", "", "Smoke.");
	later = line_letter(&line, "new-ticket", "anna@help.test");
	assert_int_not_equal(later.id, news.id);
	assert_case_int("the new one signs", signed_by(keys.keys[0].id), 2);

	line_ok(secret_rotate(line.key_path, &keys, &dropped, why));
	assert_int_equal(dropped, first);
	open_again();
	id = answer(&news, ANNA, "", "#solved\n\nToo late.");
	assert_case_true("its key is gone", recorded(id, "forged"));
	assert_untouched("so it proves nothing", ticket_id);
	id = answer(&later, ANNA, "", "#note\nsecond key");
	assert_case_true("the second key is good still",
	    recorded(id, "proof\tT1"));
}

static void
test_tokens_revoked(void **state)
{
	struct outbox_row news, ack;
	int64_t ticket_id = open_ticket(&news), id, count;

	(void)state;
	ack = line_letter(&line, "acknowledge", "alice@example.test");
	line_ok(db_begin(line.desk.db, why));
	line_ok(outbox_revoke_all(line.desk.db, 0, line.ben, clock_now(),
	    &count, why));
	assert_case_int("another agent's", count, 0);
	line_ok(outbox_revoke_all(line.desk.db, 0, line.anna, clock_now(),
	    &count, why));
	assert_case_int("those to one agent", count, 1);
	line_ok(db_commit(line.desk.db, why));
	id = answer(&news, ANNA, "", "#solved\n\nDone.");
	assert_true(recorded(id, "revoked"));
	assert_untouched("it proves nothing", ticket_id);
	id = answer(&ack, ALICE, "", "And more.");
	assert_case_true("the user's is good",
	    recorded(id, "thread\ttoken ticket=1"));
	line_ok(db_begin(line.desk.db, why));
	line_ok(outbox_revoke_all(line.desk.db, ticket_id, 0, clock_now(),
	    &count, why));
	line_ok(db_commit(line.desk.db, why));
	assert_case_true("those of a ticket, to whomever", count >= 2);
	id = answer(&ack, ALICE, "", "Hello?");
	assert_case_true("then the user's token is none", !recorded(id,
	    "thread\ttoken"));
}

#define PROOF_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PROOF_TEST(test_tokens_expires),
		PROOF_TEST(test_tokens_disabled_agent),
		PROOF_TEST(test_tokens_disabled_agent_confirms_nothing),
		PROOF_TEST(test_tokens_without_the_right),
		PROOF_TEST(test_tokens_keys_rotate),
		PROOF_TEST(test_tokens_revoked),
	};

	log_open("test", LOG_LEVEL_ERROR, STDERR_FILENO);
	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
