/* Tickets as lists and numbers for people. */
#include "desk_case.h"

static struct ticket
get(struct desk_case *desk, int64_t id)
{
	struct ticket ticket = { 0 };

	assert_int_equal(tickets_get(desk->db, id, &desk->arena, &ticket,
	    &desk->why), 1);
	return ticket;
}

/*
 * Tickets 1 to 6; odd ones are Alice's, even ones Bob's; 3 and 4 are Kim's; 5
 * is merged into 6; 2 and 4 are pending; 6 is of Sales.
 */
static void
fill_lists(struct desk_case *desk)
{
	struct desk_small small = desk_small(desk);
	int64_t bob = desk_person(desk, "Bob", "bob@client.test");
	int64_t kim = desk_agent(desk, "Kim", "kim", "kim@help.test");
	int64_t sales = desk_department(desk, "Sales", "sales@help.test");
	struct ticket ticket;

	for (int64_t id = 2; id <= 6; id++) {
		ticket = get(desk, desk_ticket(desk, "more",
		    id == 6 ? sales : small.department,
		    id % 2 == 0 ? bob : small.user));
		ticket.assignee_id = id == 3 || id == 4 ? kim : 0;
		ticket.status = id == 2 || id == 4 ? TICKET_PENDING
						   : TICKET_OPEN;
		assert_ok(tickets_save(desk->db, &ticket, &desk->why),
		    &desk->why);
	}
	assert_ok(tickets_merge(desk->db, 5, 6, NOW, &desk->why), &desk->why);
	desk_entry(desk, 4, ENTRY_MESSAGE, bob, "a@x", "one");
	desk_entry(desk, 4, ENTRY_NOTE, kim, "", "two");
	desk_entry(desk, 4, ENTRY_EVENT, kim, "", "not counted");
	desk_entry(desk, 4, ENTRY_EVENT, kim, "", "nor this");
}

#define KIM 3
#define ALICE 1

static void
test_ticket_list(void **state)
{
	static const struct {
		const char *name;
		struct ticket_filter filter;
		int64_t want[6]; /* ended by 0 */
	} cases[] = {
		{ "all, newest first, merged ones left out", { .max = 10 },
		  { 6, 4, 3, 2, 1 } },
		{ "no limit", { .max = 0 }, { 6, 4, 3, 2, 1 } },
		{ "a page", { .max = 2 }, { 6, 4 } },
		{ "the next page", { .max = 2, .before = 4 }, { 3, 2 } },
		{ "a status", { .by_status = true, .status = TICKET_PENDING },
		  { 4, 2 } },
		{ "a status and a user", { .by_status = true,
		  .status = TICKET_OPEN, .user_id = ALICE }, { 3, 1 } },
		{ "a user", { .user_id = ALICE }, { 3, 1 } },
		{ "a user and an assignee", { .user_id = ALICE,
		  .assignee_id = KIM }, { 3 } },
		{ "an assignee", { .assignee_id = KIM }, { 4, 3 } },
		{ "an assignee, paged", { .assignee_id = KIM, .max = 1 },
		  { 4 } },
		{ "an assignee and a status", { .assignee_id = KIM,
		  .by_status = true, .status = TICKET_OPEN }, { 3 } },
		{ "an assignee, a status, a department", { .assignee_id = KIM,
		  .by_status = true, .status = TICKET_OPEN,
		  .department_id = 2 }, { 0 } },
		{ "a department", { .department_id = 2 }, { 6 } },
		{ "a status and a department", { .by_status = true,
		  .status = TICKET_OPEN, .department_id = 1 }, { 3, 1 } },
		{ "a status nobody has", { .by_status = true,
		  .status = TICKET_SPAM }, { 0 } },
	};
	struct desk_case *desk = *state;
	struct ticket_line *lines;
	size_t count, n;

	fill_lists(desk);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_ok(tickets_list(desk->db, &cases[i].filter,
		    &desk->arena, &lines, &count, &desk->why), &desk->why);
		for (n = 0; n < count && n < ARRAY_LEN(cases[i].want); n++)
			assert_case_int(cases[i].name, lines[n].ticket.id,
			    cases[i].want[n]);
		assert_case_int(cases[i].name, n < ARRAY_LEN(cases[i].want)
		    ? cases[i].want[n] : 0, 0);
	}
}

static void
test_ticket_list_lines(void **state)
{
	struct desk_case *desk = *state;
	struct ticket_filter filter = { .max = 1, .before = 5 };
	struct ticket_line *lines, line;
	int64_t counts[TICKET_STATUS_COUNT];
	size_t count;

	fill_lists(desk);
	assert_ok(tickets_list(desk->db, &filter, &desk->arena, &lines, &count,
	    &desk->why), &desk->why);
	assert_int_equal(count, 1);
	assert_case_slice("department", lines[0].department, SLICE("Support"));
	assert_case_slice("user", lines[0].user, SLICE("Bob"));
	assert_case_slice("address", lines[0].user_address,
	    SLICE("bob@client.test"));
	assert_case_slice("assignee", lines[0].assignee, SLICE("Kim"));
	assert_case_int("events do not count", lines[0].entries, 2);
	filter.before = 3;
	assert_ok(tickets_list(desk->db, &filter, &desk->arena, &lines, &count,
	    &desk->why), &desk->why);
	assert_case_slice("nobody's", lines[0].assignee, SLICE_EMPTY);

	assert_int_equal(tickets_line(desk->db, 4, &desk->arena, &line,
	    &desk->why), 1);
	assert_case_int("one alone", line.ticket.id, 4);
	assert_case_slice("has the names, too", line.assignee, SLICE("Kim"));
	assert_case_int("and the number of entries", line.entries, 2);
	assert_int_equal(tickets_line(desk->db, 99, &desk->arena, &line,
	    &desk->why), 0);

	assert_ok(tickets_count(desk->db, counts, &desk->why), &desk->why);
	assert_case_int("open ones, without the merged", counts[TICKET_OPEN],
	    3);
	assert_int_equal(counts[TICKET_PENDING], 2);
	assert_int_equal(counts[TICKET_CLOSED], 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_ticket_list),
		DESK_TEST(test_ticket_list_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
