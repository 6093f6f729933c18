/* A letter that does not wait any longer. */
#include "desk_case.h"

static int64_t
due_of(struct desk_case *desk, int64_t id)
{
	struct outbox_row row;

	assert_int_equal(outbox_get(desk->db, id, &desk->arena, &row,
	    &desk->why), 1);
	return row.due_at;
}

static void
test_outbox_hurry_queued(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t late = desk_letter(desk, small.ticket, small.user, "a@x", HOUR);
	int64_t early = desk_letter(desk, small.ticket, small.user, "b@x",
	    -HOUR);
	int64_t held = desk_letter(desk, small.ticket, small.user, "c@x", HOUR);

	assert_int_equal(outbox_move(desk->db, held, LETTER_STATE_QUEUED,
	    LETTER_STATE_HELD, 0, &desk->why), 1);
	assert_case_int("one that waits is due",
	    outbox_hurry(desk->db, late, NOW, &desk->why), 1);
	assert_case_int("now", due_of(desk, late), NOW);
	assert_case_int("one that is due", outbox_hurry(desk->db, early, NOW,
	    &desk->why), 1);
	assert_case_int("does not lose its place", due_of(desk, early),
	    NOW - HOUR);
	assert_case_int("one that is held is not queued",
	    outbox_hurry(desk->db, held, NOW, &desk->why), 0);
	assert_case_int("and stays as it is", due_of(desk, held), NOW + HOUR);
	assert_case_int("nor is one that is not there",
	    outbox_hurry(desk->db, 99, NOW, &desk->why), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_outbox_hurry_queued),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
