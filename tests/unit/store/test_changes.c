/* The change log. */
#include "desk_case.h"

#include "store/changes.h"

static void
test_changes_list(void **state)
{
	struct desk_case *desk = *state;
	int64_t kim = desk_agent(desk, "Kim", "kim", "kim@help.test");
	const struct change given[] = {
		{ NOW, kim, DOOR_CLI, "ticket", 7, SLICE_INIT("status"),
		  SLICE_INIT("open"), SLICE_INIT("solved"), 0, 0, 0, 0 },
		{ NOW - HOUR, 0, DOOR_CLOCK, "ticket", 7, SLICE_INIT("assignee"),
		  SLICE_INIT("kim"), SLICE_INIT(""), 42, kim, 0, 0 },
		{ NOW, kim, DOOR_LMTP, "person", 7, SLICE_INIT("name"),
		  SLICE_INIT("a"), SLICE_INIT("b"), 0, 0, 0, 0 },
		{ NOW, kim, DOOR_LMTP, "ticket", 8, SLICE_INIT("status"),
		  SLICE_INIT("open"), SLICE_INIT("hold"), 0, 0, 0, 0 },
	};
	struct change *got;
	size_t count;

	for (size_t i = 0; i < ARRAY_LEN(given); i++)
		assert_ok(changes_add(desk->db, &given[i], &desk->why),
		    &desk->why);
	assert_ok(changes_list(desk->db, "ticket", 7, &desk->arena, &got,
	    &count, &desk->why), &desk->why);
	assert_case_int("of this ticket alone", count, 2);
	for (size_t i = 0; i < count; i++) {
		assert_case_int("in the order of the log", got[i].at,
		    given[i].at);
		assert_case_int("person", got[i].person_id,
		    given[i].person_id);
		assert_case_int("door", got[i].door, given[i].door);
		assert_case("object", got[i].object, "ticket");
		assert_case_int("its number", got[i].object_id, 7);
		assert_case_slice("field", got[i].field, given[i].field);
		assert_case_slice("old", got[i].old, given[i].old);
		assert_case_slice("new", got[i].new, given[i].new);
		assert_case_int("mail", got[i].archive_id,
		    given[i].archive_id);
		assert_case_int("whom the old value named", got[i].old_id,
		    given[i].old_id);
	}
	assert_ok(changes_list(desk->db, "letter", 7, &desk->arena, &got,
	    &count, &desk->why), &desk->why);
	assert_int_equal(count, 0);
}

static void
change(struct desk_case *desk, const char *object, int64_t id,
    const char *field)
{
	const struct change change = { .at = NOW, .door = DOOR_CLI,
		.object = object, .object_id = id, .field = slice_of(field),
		.new = SLICE_INIT("x") };

	assert_ok(changes_add(desk->db, &change, &desk->why), &desk->why);
}

static void
test_changes_of_ticket(void **state)
{
	static const struct {
		const char *object;
		int64_t id;
		const char *field;
	} want[] = {
		{ "ticket", 2, "before it was merged" },
		{ "ticket", 1, "of the ticket" },
		{ "letter", 1, "of a letter" },
		{ "letter", 2, "of a letter that came with the other" },
		{ "ticket", 1, "later" },
	};
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	struct change *got;
	size_t count;

	desk_ticket(desk, "more", small.department, small.user);
	desk_ticket(desk, "another", small.department, small.user);
	desk_letter(desk, 1, small.user, "a@help.test", 0);
	desk_letter(desk, 2, small.user, "b@help.test", 0);
	desk_letter(desk, 3, small.user, "c@help.test", 0);
	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		change(desk, want[i].object, want[i].id, want[i].field);
		change(desk, "ticket", 3, "of another");
		change(desk, "letter", 3, "of its letter");
		change(desk, "person", 1, "of a person");
	}
	assert_ok(tickets_merge(desk->db, 2, 1, NOW, &desk->why), &desk->why);
	assert_ok(changes_of_ticket(desk->db, 1, &desk->arena, &got, &count,
	    &desk->why), &desk->why);
	assert_case_int("its own, and no others", count, ARRAY_LEN(want));
	for (size_t i = 0; i < count; i++) {
		assert_case_slice("in the order of the log", got[i].field,
		    slice_of(want[i].field));
		assert_case("whose", got[i].object, want[i].object);
		assert_case_int("which", got[i].object_id, want[i].id);
	}
}

static void
test_changes_of_unknown_objects(void **state)
{
	struct desk_case *desk = *state;
	const struct change change = { .at = NOW, .object = "planet",
		.object_id = 3 };

	desk_refused(desk, "the schema knows what can change",
	    changes_add(desk->db, &change, &desk->why), "constraint");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_changes_list),
		DESK_TEST(test_changes_of_ticket),
		DESK_TEST(test_changes_of_unknown_objects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
