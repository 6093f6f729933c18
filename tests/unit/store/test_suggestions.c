/* Whom users put into Cc. */
#include "desk_case.h"

#include "store/suggestions.h"
#include "store/ticket_items.h"

static int64_t
make_ticket(struct desk_case *desk, int64_t *user)
{
	int64_t support = desk_department(desk, "Support", "support@help.test");
	struct ticket ticket = { .subject = SLICE("x"), .department_id = support,
		.created_at = NOW, .changed_at = NOW };

	*user = desk_person(desk, "Alice", "alice@example.test");
	ticket.user_id = *user;
	ticket.priority = PRIORITY_NORMAL;
	assert_ok(tickets_add(desk->db, &ticket, &desk->why), &desk->why);
	return ticket.id;
}

static int
add(struct desk_case *desk, int64_t ticket, const char *address)
{
	struct suggestion suggestion = { slice_of(address), slice_of(address),
		SLICE("Carl") };

	return suggestions_add(desk->db, ticket, &suggestion, NOW, &desk->why);
}

static void
test_suggestions_are_bounded(void **state)
{
	struct desk_case *desk = *state;
	struct suggestion *items;
	int64_t user, ticket = make_ticket(desk, &user);
	size_t count;

	for (int i = 0; i < SUGGESTIONS_MAX; i++)
		assert_case_int("there is room", add(desk, ticket,
		    arena_string(&desk->arena, arena_format(&desk->arena,
		    "c%d@example.test", i))), 1);
	assert_case_int("nobody twice", add(desk, ticket, "c0@example.test"),
	    0);
	assert_case_int("nobody above the bound",
	    add(desk, ticket, "late@example.test"), 0);
	assert_ok(suggestions_list(desk->db, ticket, &desk->arena, &items,
	    &count, &desk->why), &desk->why);
	assert_int_equal(count, SUGGESTIONS_MAX);
	assert_case_slice("as given", items[0].address,
	    SLICE("c0@example.test"));
	assert_case_slice("with the name", items[0].name, SLICE("Carl"));
}

static void
test_suggestions_go_with_their_person(void **state)
{
	struct desk_case *desk = *state;
	int64_t user, ticket = make_ticket(desk, &user);
	int64_t carl = desk_person(desk, "Carl", "carl@example.test");
	struct suggestion *items;
	size_t count;

	add(desk, ticket, "carl@example.test");
	add(desk, ticket, "dora@example.test");
	assert_ok(suggestions_drop(desk->db, ticket, carl, &desk->why),
	    &desk->why);
	assert_ok(suggestions_list(desk->db, ticket, &desk->arena, &items,
	    &count, &desk->why), &desk->why);
	assert_int_equal(count, 1);
	assert_case_slice("the other stays", items[0].identity,
	    SLICE("dora@example.test"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_suggestions_are_bounded),
		DESK_TEST(test_suggestions_go_with_their_person),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
