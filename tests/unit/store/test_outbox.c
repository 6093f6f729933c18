/* Letters: as rows, and as what tokens name. */
#include "desk_case.h"

static struct outbox_row
get(struct desk_case *desk, int64_t id)
{
	struct outbox_row row = { 0 };

	assert_int_equal(outbox_get(desk->db, id, &desk->arena, &row,
	    &desk->why), 1);
	return row;
}

static void
test_outbox_put_and_get(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t entry = desk_entry(desk, small.ticket, ENTRY_REPLY, small.user,
	    "", "");
	struct outbox_row given = { .event = SLICE_INIT("agent-reply"),
		.ticket_id = small.ticket, .entry_id = entry,
		.person_id = small.user, .action = SLICE_INIT("confirm 7"),
		.address = SLICE_INIT("Alice@client.test"),
		.from_name = SLICE_INIT("Kim (Support)"),
		.from_address = SLICE_INIT("support@help.test"),
		.reply_to = SLICE_INIT("support+r1@help.test"),
		.return_path = SLICE_INIT("support+b1@help.test"),
		.submitted = SLICE_INIT("person"),
		.subject = SLICE_INIT("Re: printer"),
		.message_id = SLICE_INIT("md.1@help.test"),
		.in_reply_to = SLICE_INIT("m@x"), .refs = SLICE_INIT("l@x m@x"),
		.text = SLICE_INIT("Hello"), .shape = SLICE_INIT("en p5"),
		.attachments = SLICE_INIT("3\t2"),
		.state = LETTER_STATE_HELD, .created_at = NOW,
		.due_at = NOW + 30, .expires_at = NOW + 60 };
	struct outbox_row got;

	assert_ok(outbox_next_id(desk->db, &given.id, &desk->why), &desk->why);
	assert_ok(outbox_put(desk->db, &given, &desk->why), &desk->why);
	got = get(desk, given.id);
	assert_case_slice("event", got.event, given.event);
	assert_int_equal(got.ticket_id, small.ticket);
	assert_int_equal(got.entry_id, entry);
	assert_int_equal(got.person_id, small.user);
	assert_case_slice("action", got.action, given.action);
	assert_case_slice("address", got.address, given.address);
	assert_case_slice("from", got.from_name, given.from_name);
	assert_case_slice("from", got.from_address, given.from_address);
	assert_case_slice("reply to", got.reply_to, given.reply_to);
	assert_case_slice("path", got.return_path, given.return_path);
	assert_case_slice("submitted", got.submitted, given.submitted);
	assert_case_slice("subject", got.subject, given.subject);
	assert_case_slice("message id", got.message_id, given.message_id);
	assert_case_slice("in reply to", got.in_reply_to, given.in_reply_to);
	assert_case_slice("references", got.refs, given.refs);
	assert_case_slice("text", got.text, given.text);
	assert_case_slice("shape", got.shape, given.shape);
	assert_case_slice("files", got.attachments, given.attachments);
	assert_int_equal(got.state, LETTER_STATE_HELD);
	assert_int_equal(got.created_at, NOW);
	assert_int_equal(got.due_at, NOW + 30);
	assert_int_equal(got.expires_at, NOW + 60);
	assert_int_equal(got.attempts + got.attempt_at + got.unknowns, 0);
	assert_int_equal(got.revoked_at + got.used_at, 0);
	assert_int_equal(outbox_get(desk->db, 99, &desk->arena, &got,
	    &desk->why), 0);
}

static void
test_outbox_next_id(void **state)
{
	static const struct sql forget = { "DELETE FROM letter" };
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t id;

	assert_ok(outbox_next_id(desk->db, &id, &desk->why), &desk->why);
	assert_case_int("the first letter", id, 1);
	assert_int_equal(desk_letter(desk, small.ticket, small.user, "a@x", 0),
	    1);
	assert_int_equal(desk_letter(desk, small.ticket, small.user, "b@x", 0),
	    2);
	scratch_run(desk->db, &forget);
	assert_ok(outbox_next_id(desk->db, &id, &desk->why), &desk->why);
	assert_case_int("a number that a token names is never given again", id,
	    3);
}

static void
test_outbox_token(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t bob = desk_person(desk, "Bob", "bob@client.test");
	int64_t other = desk_ticket(desk, "other", small.department,
	    small.user);
	int64_t mine, bobs, bobs_other;
	struct outbox_token token;

	mine = desk_letter(desk, small.ticket, small.user, "a@x", 0);
	bobs = desk_letter(desk, small.ticket, bob, "b@x", 0);
	bobs_other = desk_letter(desk, other, bob, "c@x", 0);
	assert_int_equal(outbox_token(desk->db, mine, &desk->arena, &token,
	    &desk->why), 1);
	assert_int_equal(token.letter, mine);
	assert_int_equal(token.ticket_id, small.ticket);
	assert_int_equal(token.entry_id, 0);
	assert_int_equal(token.person_id, small.user);
	assert_case_slice("event", token.event, SLICE("acknowledge"));
	assert_case_slice("address", token.address, SLICE("alice@client.test"));
	assert_int_equal(token.expires_at, NOW + 24 * HOUR);
	assert_int_equal(token.revoked_at + token.used_at, 0);
	assert_int_equal(outbox_token(desk->db, 99, &desk->arena, &token,
	    &desk->why), 0);

	assert_int_equal(outbox_token_use(desk->db, mine, NOW, &desk->why), 1);
	assert_case_int("once", outbox_token_use(desk->db, mine, NOW + 1,
	    &desk->why), 0);
	assert_ok(outbox_revoke(desk->db, small.ticket, bob, NOW + 2,
	    &desk->why), &desk->why);
	assert_ok(outbox_revoke(desk->db, small.ticket, bob, NOW + 9,
	    &desk->why), &desk->why);
	assert_case_int("used when it was used first", get(desk, mine).used_at,
	    NOW);
	assert_case_int("nobody else's is revoked", get(desk, mine).revoked_at,
	    0);
	assert_case_int("nor for another ticket",
	    get(desk, bobs_other).revoked_at, 0);
	assert_case_int("revoked when it was revoked first",
	    get(desk, bobs).revoked_at, NOW + 2);
}

static void
test_outbox_message_ids(void **state)
{
	static const char *const want[] = { "2@x", "3@x", "5@x" };
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t bob = desk_person(desk, "Bob", "bob@client.test");
	int64_t other = desk_ticket(desk, "other", small.department,
	    small.user);
	int64_t gone;
	struct slice *ids;
	size_t count;

	desk_letter(desk, small.ticket, small.user, "1@x", 0);
	desk_letter(desk, small.ticket, small.user, "2@x", 0);
	desk_letter(desk, small.ticket, bob, "bob@x", 0);
	desk_letter(desk, other, small.user, "other@x", 0);
	desk_letter(desk, small.ticket, small.user, "3@x", 0);
	gone = desk_letter(desk, small.ticket, small.user, "4@x", 0);
	desk_letter(desk, small.ticket, small.user, "5@x", 0);
	assert_int_equal(outbox_move(desk->db, gone, LETTER_STATE_QUEUED,
	    LETTER_STATE_CANCELLED, 0, &desk->why), 1);
	assert_ok(outbox_message_ids(desk->db, small.ticket, small.user, 3,
	    &desk->arena, &ids, &count, &desk->why), &desk->why);
	assert_int_equal(count, ARRAY_LEN(want));
	for (size_t i = 0; i < count; i++)
		assert_case_slice("the newest three that went out, oldest"
		    " first", ids[i], slice_of(want[i]));
}

static void
test_outbox_move(void **state)
{
	static const struct {
		const char *name;
		enum letter_state from, to;
		int want; /* -1: refused */
	} cases[] = {
		{ "held back", LETTER_STATE_QUEUED, LETTER_STATE_HELD, 1 },
		{ "it is not queued any more", LETTER_STATE_QUEUED,
		  LETTER_STATE_CANCELLED, 0 },
		{ "let go", LETTER_STATE_HELD, LETTER_STATE_QUEUED, 1 },
		{ "taken back", LETTER_STATE_QUEUED, LETTER_STATE_CANCELLED,
		  1 },
		{ "for good", LETTER_STATE_CANCELLED, LETTER_STATE_QUEUED,
		  -1 },
		{ "what is sent is sent", LETTER_STATE_SENT,
		  LETTER_STATE_QUEUED, -1 },
		{ "what is on its way is left alone", LETTER_STATE_SENDING,
		  LETTER_STATE_CANCELLED, -1 },
		{ "nobody can say it was sent", LETTER_STATE_QUEUED,
		  LETTER_STATE_SENT, -1 },
	};
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t id = desk_letter(desk, small.ticket, small.user, "a@x", 0);

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int got = outbox_move(desk->db, id, cases[i].from, cases[i].to,
		    NOW + 77, &desk->why);

		assert_case_int(cases[i].name, got, cases[i].want);
		if (got == 1)
			assert_case_int(cases[i].name, get(desk, id).state,
			    cases[i].to);
		if (got == 1 && cases[i].to == LETTER_STATE_HELD)
			assert_case_int("due as before", get(desk, id).due_at,
			    NOW);
		if (got == 1 && cases[i].to == LETTER_STATE_QUEUED)
			assert_case_int("due anew", get(desk, id).due_at,
			    NOW + 77);
	}
	assert_case_int("no such letter", outbox_move(desk->db, 99,
	    LETTER_STATE_QUEUED, LETTER_STATE_HELD, 0, &desk->why), 0);
}

static void
test_outbox_list_and_count(void **state)
{
	static const struct {
		const char *name;
		enum letter_state state;
		int64_t ticket;
		size_t max;
		int64_t want[5]; /* ended by 0 */
	} cases[] = {
		{ "all, newest first", LETTER_STATE_COUNT, 0, 9,
		  { 4, 3, 2, 1 } },
		{ "a page", LETTER_STATE_COUNT, 0, 2, { 4, 3 } },
		{ "a state", LETTER_STATE_QUEUED, 0, 9, { 4, 2, 1 } },
		{ "a ticket", LETTER_STATE_COUNT, 1, 9, { 3, 2, 1 } },
		{ "a state of a ticket", LETTER_STATE_HELD, 1, 9, { 3 } },
		{ "none", LETTER_STATE_FAILED, 0, 9, { 0 } },
	};
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t other = desk_ticket(desk, "other", small.department,
	    small.user);
	int64_t counts[LETTER_STATE_COUNT];
	int64_t made;
	struct outbox_row *rows;
	size_t count, n;

	for (int i = 0; i < 3; i++)
		desk_letter(desk, small.ticket, small.user, "a@x", 0);
	desk_letter(desk, other, small.user, "b@x", 0);
	assert_int_equal(outbox_move(desk->db, 3, LETTER_STATE_QUEUED,
	    LETTER_STATE_HELD, 0, &desk->why), 1);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_ok(outbox_list(desk->db, cases[i].state,
		    cases[i].ticket, cases[i].max, &desk->arena, &rows, &count,
		    &desk->why), &desk->why);
		for (n = 0; n < count; n++) {
			assert_case_int(cases[i].name, rows[n].id,
			    cases[i].want[n]);
			assert_case_int("without bodies", rows[n].text.len, 0);
		}
		assert_case_int(cases[i].name, cases[i].want[n], 0);
	}
	assert_ok(outbox_count(desk->db, counts, &desk->why), &desk->why);
	assert_int_equal(counts[LETTER_STATE_QUEUED], 3);
	assert_int_equal(counts[LETTER_STATE_HELD], 1);
	assert_int_equal(counts[LETTER_STATE_SENT], 0);
	assert_ok(outbox_since(desk->db, 0, &made, &desk->why), &desk->why);
	assert_int_equal(made, counts[LETTER_STATE_QUEUED] +
	    counts[LETTER_STATE_HELD]);
	assert_ok(outbox_since(desk->db, INT64_MAX, &made, &desk->why),
	    &desk->why);
	assert_int_equal(made, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_outbox_put_and_get),
		DESK_TEST(test_outbox_next_id),
		DESK_TEST(test_outbox_token),
		DESK_TEST(test_outbox_message_ids),
		DESK_TEST(test_outbox_move),
		DESK_TEST(test_outbox_list_and_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
