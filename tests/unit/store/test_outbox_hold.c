/* Letters of a desk that comes from a backup. */
#include "desk_case.h"

#include <assert.h>

#include "store/changes.h"

static const struct {
	const char *name;
	enum letter_state state, want;
} cases[] = {
	{ "one that waits is held", LETTER_STATE_QUEUED, LETTER_STATE_HELD },
	{ "one that was on its way is held", LETTER_STATE_SENDING,
	  LETTER_STATE_HELD },
	{ "one that would be sent once more is held", LETTER_STATE_UNKNOWN,
	  LETTER_STATE_HELD },
	{ "one that was held stays so", LETTER_STATE_HELD, LETTER_STATE_HELD },
	{ "sent is sent", LETTER_STATE_SENT, LETTER_STATE_SENT },
	{ "failed is failed", LETTER_STATE_FAILED, LETTER_STATE_FAILED },
	{ "cancelled is cancelled", LETTER_STATE_CANCELLED,
	  LETTER_STATE_CANCELLED },
};
static_assert(ARRAY_LEN(cases) == LETTER_STATE_COUNT,
    "every state of a letter is tried");

static void
put_in(struct desk_case *desk, int64_t id, enum letter_state state)
{
	static const struct sql put = {
		"UPDATE letter SET state = ?2 WHERE id = ?1"
	};
	struct db_stmt *stmt = db_use(desk->db, &put);

	db_bind_int(stmt, 1, id);
	db_bind_word(stmt, 2, letter_state_name(state));
	assert_ok(db_run(stmt, &desk->why), &desk->why);
}

static void
test_outbox_hold_all(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	struct outbox_row row;
	struct change *changes;
	int64_t ids[ARRAY_LEN(cases)], held;
	size_t count;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		ids[i] = desk_letter(desk, small.ticket, small.user, "a@x", 0);
		put_in(desk, ids[i], cases[i].state);
	}
	assert_ok(outbox_hold_all(desk->db, NOW + HOUR, &held, &desk->why),
	    &desk->why);
	assert_case_int("so many", held, 3);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(outbox_get(desk->db, ids[i], &desk->arena,
		    &row, &desk->why), 1);
		assert_case_int(cases[i].name, row.state, cases[i].want);
		assert_ok(changes_list(desk->db, "letter", ids[i],
		    &desk->arena, &changes, &count, &desk->why), &desk->why);
		assert_case_int("what is changed is logged", count,
		    cases[i].state != cases[i].want);
		if (count == 0)
			continue;
		assert_case_slice("from what", changes[0].old,
		    slice_of(letter_state_name(cases[i].state)));
		assert_case_slice("to what", changes[0].new, SLICE("held"));
		assert_case_int("when", changes[0].at, NOW + HOUR);
		assert_case_int("nobody's doing", changes[0].person_id, 0);
		assert_case_int("it can be let go", outbox_move(desk->db,
		    ids[i], LETTER_STATE_HELD, LETTER_STATE_QUEUED, NOW,
		    &desk->why), 1);
	}
	assert_ok(outbox_hold_all(desk->db, NOW, &held, &desk->why),
	    &desk->why);
	assert_case_int("they would go out again", held, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_outbox_hold_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
