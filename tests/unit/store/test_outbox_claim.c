/* The sender's side of the outbox. */
#include "desk_case.h"

static struct outbox_row
get(struct desk_case *desk, int64_t id)
{
	struct outbox_row row = { 0 };

	assert_int_equal(outbox_get(desk->db, id, &desk->arena, &row,
	    &desk->why), 1);
	return row;
}

/* The sender claims outside any transaction; the test goes on in one. */
static size_t
claim(struct desk_case *desk, int64_t now, size_t max, struct outbox_row **out)
{
	size_t count = 99;

	assert_ok(db_commit(desk->db, &desk->why), &desk->why);
	assert_ok(outbox_claim(desk->db, now, max, &desk->arena, out, &count,
	    &desk->why), &desk->why);
	assert_ok(db_begin(desk->db, &desk->why), &desk->why);
	return count;
}

static void
test_outbox_claim_what_is_due(void **state)
{
	static const struct {
		const char *name;
		int64_t due; /* after NOW */
		bool want;
	} cases[] = {
		{ "long due", -24 * HOUR, true },
		{ "due since this second", 0, true },
		{ "due in a second", 1, false },
		{ "due in an hour, as the longest pause is", HOUR, false },
		{ "further ahead than any pause: a wrong clock", HOUR + 1,
		  true },
		{ "in another century", 1000000 * (int64_t)HOUR, true },
	};
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	struct outbox_row *rows;
	size_t count, n = 0;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		desk_letter(desk, small.ticket, small.user, "a@x",
		    cases[i].due);
	count = claim(desk, NOW, 32, &rows);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		bool got = n < count && rows[n].id == (int64_t)i + 1;

		assert_case_int(cases[i].name, got, cases[i].want);
		if (got)
			n++;
		assert_case_int(cases[i].name, get(desk, (int64_t)i + 1).state,
		    cases[i].want ? LETTER_STATE_SENDING : LETTER_STATE_QUEUED);
	}
	assert_int_equal(n, count);
	assert_case_int("nothing is claimed twice", claim(desk, NOW, 32, &rows),
	    0);
}

/* A handle that cannot write would die of the attempt. */
static void
test_outbox_claim_of_nothing_writes_nothing(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	struct outbox_row *rows;
	struct db *reader;
	size_t count = 99;

	desk_letter(desk, small.ticket, small.user, "a@x", 60);
	assert_ok(db_commit(desk->db, &desk->why), &desk->why);
	assert_ok(db_open(&reader, desk->scratch->path, DB_READ, &desk->why),
	    &desk->why);
	assert_ok(outbox_claim(reader, NOW, 32, &desk->arena, &rows, &count,
	    &desk->why), &desk->why);
	assert_int_equal(count, 0);
	db_close(reader);
}

static void
test_outbox_claim_fills_rows(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t id = desk_letter(desk, small.ticket, small.user, "a@x", -1);
	struct outbox_row *rows;

	assert_int_equal(claim(desk, NOW, 32, &rows), 1);
	assert_int_equal(rows[0].id, id);
	assert_case_int("it is being sent", rows[0].state,
	    LETTER_STATE_SENDING);
	assert_case_int("the attempt counts", rows[0].attempts, 1);
	assert_int_equal(rows[0].attempt_at, NOW);
	assert_case_slice("bodies", rows[0].text, SLICE("We have it."));
	assert_case_slice("and all", rows[0].message_id, SLICE("a@x"));
}

static void
test_outbox_claim_in_turn(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	struct outbox_row *rows;

	desk_letter(desk, small.ticket, small.user, "1@x", 9 * HOUR);
	desk_letter(desk, small.ticket, small.user, "2@x", -1);
	desk_letter(desk, small.ticket, small.user, "3@x", -3);
	desk_letter(desk, small.ticket, small.user, "4@x", -2);
	assert_int_equal(claim(desk, NOW, 2, &rows), 2);
	assert_case_int("the longest due go first, in their own order",
	    rows[0].id, 3);
	assert_int_equal(rows[1].id, 4);
	assert_int_equal(claim(desk, NOW, 2, &rows), 2);
	assert_case_int("a wrong clock's fill what room is left", rows[0].id,
	    1);
	assert_int_equal(rows[1].id, 2);
}

static void
test_outbox_claim_leaves_others(void **state)
{
	static const struct {
		const char *name;
		enum letter_state state;
	} cases[] = {
		{ "held", LETTER_STATE_HELD },
		{ "cancelled", LETTER_STATE_CANCELLED },
	};
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	struct outbox_row *rows;
	int64_t at, id;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		id = desk_letter(desk, small.ticket, small.user, "a@x", -1);
		assert_int_equal(outbox_move(desk->db, id, LETTER_STATE_QUEUED,
		    cases[i].state, 0, &desk->why), 1);
		assert_case_int(cases[i].name, claim(desk, NOW, 32, &rows), 0);
	}
	assert_case_int("none waits", outbox_next_due(desk->db, &at,
	    &desk->why), 0);
}

static void
test_outbox_next_due(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t at;

	desk_letter(desk, small.ticket, small.user, "a@x", 60);
	desk_letter(desk, small.ticket, small.user, "b@x", 30);
	assert_int_equal(outbox_next_due(desk->db, &at, &desk->why), 1);
	assert_case_int("the earliest", at, NOW + 30);
}

static const struct {
	const char *name;
	int (*end)(struct db *db, int64_t id, struct slice reply,
	    struct fail *why);
	int (*end_with_due)(struct db *db, int64_t id, int64_t due,
	    struct slice reply, struct fail *why);
	enum letter_state want;
	int64_t due, unknowns;
} ends[] = {
	{ "sent", outbox_sent, NULL, LETTER_STATE_SENT, NOW - 1, 0 },
	{ "failed", outbox_failed, NULL, LETTER_STATE_FAILED, NOW - 1, 0 },
	{ "cancelled", outbox_cancelled, NULL, LETTER_STATE_CANCELLED, NOW - 1,
	  0 },
	{ "deferred", NULL, outbox_deferred, LETTER_STATE_QUEUED, NOW + 60,
	  0 },
	{ "unknown", NULL, outbox_unknown, LETTER_STATE_UNKNOWN, NOW + 60, 1 },
};

static int
end_letter(struct desk_case *desk, size_t end, int64_t id)
{
	struct slice reply = SLICE("250 2.0.0 fine");

	if (ends[end].end != NULL)
		return ends[end].end(desk->db, id, reply, &desk->why);
	return ends[end].end_with_due(desk->db, id, NOW + 60, reply,
	    &desk->why);
}

static void
test_outbox_ends(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	struct outbox_row *rows, got;
	int64_t id;

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		id = desk_letter(desk, small.ticket, small.user, "a@x", -1);
		desk_refused(desk, ends[i].name, end_letter(desk, i, id),
		    "is not being sent");
		assert_int_equal(claim(desk, NOW, 1, &rows), 1);
		assert_int_equal(rows[0].id, id);
		assert_ok(end_letter(desk, i, id), &desk->why);
		got = get(desk, id);
		assert_case_int(ends[i].name, got.state, ends[i].want);
		assert_case_int(ends[i].name, got.due_at, ends[i].due);
		assert_case_int(ends[i].name, got.unknowns, ends[i].unknowns);
		assert_case_slice(ends[i].name, got.reply,
		    SLICE("250 2.0.0 fine"));
		desk_refused(desk, ends[i].name, end_letter(desk, i, id),
		    "is not being sent");
	}
}

static void
test_outbox_put_back(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t id = desk_letter(desk, small.ticket, small.user, "a@x", -1);
	struct outbox_row *rows;

	assert_int_equal(claim(desk, NOW, 1, &rows), 1);
	assert_ok(outbox_put_back(desk->db, id, &desk->why), &desk->why);
	assert_int_equal(get(desk, id).state, LETTER_STATE_QUEUED);
	assert_case_int("it was not tried", get(desk, id).attempts, 0);
	assert_int_equal(get(desk, id).due_at, NOW - 1);
	desk_refused(desk, "it is not on its way any more",
	    outbox_put_back(desk->db, id, &desk->why), "is not being sent");

	assert_int_equal(claim(desk, NOW, 1, &rows), 1);
	assert_ok(outbox_unknown(desk->db, id, NOW, SLICE(""), &desk->why),
	    &desk->why);
	assert_int_equal(claim(desk, NOW, 1, &rows), 1);
	assert_ok(outbox_put_back(desk->db, id, &desk->why), &desk->why);
	assert_case_int("nor is it known now", get(desk, id).state,
	    LETTER_STATE_UNKNOWN);
	assert_int_equal(get(desk, id).unknowns, 1);
}

static void
test_outbox_recover(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t id = desk_letter(desk, small.ticket, small.user, "a@x", -1);
	struct outbox_row *rows;
	int64_t count;

	desk_letter(desk, small.ticket, small.user, "b@x", 30);
	for (int64_t crash = 1; crash <= 2; crash++) {
		assert_int_equal(claim(desk, NOW, 32, &rows), 1);
		assert_int_equal(rows[0].id, id);
		assert_case_int("the sender sees how often it was lost",
		    rows[0].unknowns, crash - 1);
		assert_ok(outbox_recover(desk->db, NOW, &count, &desk->why),
		    &desk->why);
		assert_case_int("only what was being sent", count, 1);
		assert_int_equal(get(desk, id).state, LETTER_STATE_UNKNOWN);
		assert_int_equal(get(desk, id).unknowns, crash);
	}
	assert_ok(outbox_recover(desk->db, NOW, &count, &desk->why),
	    &desk->why);
	assert_case_int("nothing is on its way", count, 0);
}

static void
test_outbox_failed_is_queued_anew(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t id = desk_letter(desk, small.ticket, small.user, "a@x", -1);
	struct outbox_row *rows, got;

	assert_int_equal(claim(desk, NOW, 1, &rows), 1);
	assert_ok(outbox_unknown(desk->db, id, NOW, SLICE(""), &desk->why),
	    &desk->why);
	assert_int_equal(claim(desk, NOW, 1, &rows), 1);
	assert_ok(outbox_failed(desk->db, id, SLICE("550 no"), &desk->why),
	    &desk->why);
	assert_int_equal(outbox_move(desk->db, id, LETTER_STATE_FAILED,
	    LETTER_STATE_QUEUED, NOW + 5, &desk->why), 1);
	got = get(desk, id);
	assert_int_equal(got.due_at, NOW + 5);
	assert_case_int("attempts start anew", got.attempts + got.unknowns, 0);
	assert_case_slice("what was said stays to be read", got.reply,
	    SLICE("550 no"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_outbox_claim_what_is_due),
		DESK_TEST(test_outbox_claim_of_nothing_writes_nothing),
		DESK_TEST(test_outbox_claim_fills_rows),
		DESK_TEST(test_outbox_claim_in_turn),
		DESK_TEST(test_outbox_claim_leaves_others),
		DESK_TEST(test_outbox_next_due),
		DESK_TEST(test_outbox_ends),
		DESK_TEST(test_outbox_put_back),
		DESK_TEST(test_outbox_recover),
		DESK_TEST(test_outbox_failed_is_queued_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
