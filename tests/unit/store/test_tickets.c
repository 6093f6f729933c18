/* Tickets. */
#include "desk_case.h"

#include "store/filings.h"
#include "store/ticket_items.h"

static struct ticket
get(struct desk_case *desk, int64_t id)
{
	struct ticket ticket = { 0 };

	assert_int_equal(tickets_get(desk->db, id, &desk->arena, &ticket,
	    &desk->why), 1);
	return ticket;
}

static void
set_status(struct desk_case *desk, int64_t id, enum ticket_status status)
{
	struct ticket ticket = get(desk, id);

	ticket.status = status;
	assert_ok(tickets_save(desk->db, &ticket, &desk->why), &desk->why);
}

static void
merge(struct desk_case *desk, int64_t from, int64_t into)
{
	assert_ok(tickets_merge(desk->db, from, into, NOW + 5, &desk->why),
	    &desk->why);
}

static void
test_tickets_add_save_get(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t kim = desk_agent(desk, "Kim", "kim", "kim@help.test");
	struct ticket given = { .subject = SLICE_INIT("printer on fire"),
		.status = TICKET_PENDING, .priority = PRIORITY_URGENT,
		.department_id = small.department, .department_chosen = true,
		.user_id = small.user, .notify_address_id = 1,
		.assignee_id = kim, .created_at = NOW, .changed_at = NOW + 1,
		.hint_ticket_id = small.ticket };
	struct ticket got;

	assert_ok(tickets_add(desk->db, &given, &desk->why), &desk->why);
	got = get(desk, given.id);
	assert_int_equal(got.id, given.id);
	assert_case_slice("subject", got.subject, given.subject);
	assert_int_equal(got.status, TICKET_PENDING);
	assert_int_equal(got.priority, PRIORITY_URGENT);
	assert_true(got.department_chosen);
	assert_int_equal(got.user_id, small.user);
	assert_int_equal(got.notify_address_id, 1);
	assert_int_equal(got.assignee_id, kim);
	assert_int_equal(got.created_at, NOW);
	assert_int_equal(got.changed_at, NOW + 1);
	assert_int_equal(got.hint_ticket_id, small.ticket);
	assert_int_equal(got.merged_into, 0);

	got.assignee_id = 0;
	got.status = TICKET_SOLVED;
	got.priority = PRIORITY_LOW;
	got.subject = SLICE("cold again");
	got.created_at = 1;
	assert_ok(tickets_save(desk->db, &got, &desk->why), &desk->why);
	got = get(desk, given.id);
	assert_case_int("nobody's again", got.assignee_id, 0);
	assert_int_equal(got.status, TICKET_SOLVED);
	assert_int_equal(got.priority, PRIORITY_LOW);
	assert_case_slice("subject", got.subject, SLICE("cold again"));
	assert_case_int("its beginning is never written again", got.created_at,
	    NOW);

	assert_int_equal(tickets_get(desk->db, 99, &desk->arena, &got,
	    &desk->why), 0);
	got.id = 99;
	desk_refused(desk, "no such ticket", tickets_save(desk->db, &got,
	    &desk->why), "no ticket 99");
}

static void
test_tickets_newest_open(void **state)
{
	static const struct {
		const char *name;
		enum ticket_status status;
		bool want;
	} cases[] = {
		{ "open", TICKET_OPEN, true },
		{ "pending", TICKET_PENDING, true },
		{ "hold", TICKET_HOLD, true },
		{ "solved", TICKET_SOLVED, false },
		{ "closed", TICKET_CLOSED, false },
		{ "spam", TICKET_SPAM, false },
	};
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t newest, id;

	newest = desk_ticket(desk, "another", small.department, small.user);
	desk_ticket(desk, "Bob's", small.department,
	    desk_person(desk, "Bob", "bob@client.test"));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		set_status(desk, newest, cases[i].status);
		assert_int_equal(tickets_newest_open(desk->db, small.user, &id,
		    &desk->why), 1);
		assert_case_int(cases[i].name, id,
		    cases[i].want ? newest : small.ticket);
	}
	set_status(desk, small.ticket, TICKET_CLOSED);
	assert_case_int("none is open", tickets_newest_open(desk->db,
	    small.user, &id, &desk->why), 0);
}

static int
add_participant(struct desk_case *desk, int64_t ticket_id, int64_t person_id)
{
	const struct item_change change = { .item = ITEM_PARTICIPANT,
		.id = person_id };

	return ticket_items_change(desk->db, ticket_id, 0, NOW, &change,
	    &desk->why) < 0 ? -1 : 0;
}

static void
test_tickets_participants(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t bob = desk_person(desk, "Bob", "bob@client.test");
	int64_t other = desk_ticket(desk, "other", small.department, bob);
	int64_t *people;
	size_t count;

	assert_int_equal(tickets_has_participant(desk->db, small.ticket, bob,
	    &desk->why), 0);
	assert_ok(add_participant(desk, small.ticket, bob), &desk->why);
	assert_case_int("twice is once", add_participant(desk,
	    small.ticket, bob), 0);
	assert_int_equal(tickets_has_participant(desk->db, small.ticket, bob,
	    &desk->why), 1);
	assert_case_int("of that ticket alone", tickets_has_participant(
	    desk->db, other, bob, &desk->why), 0);
	assert_ok(tickets_participants(desk->db, small.ticket, &desk->arena,
	    &people, &count, &desk->why), &desk->why);
	assert_int_equal(count, 1);
	assert_int_equal(people[0], bob);
}

static void
test_tickets_merge_moves_all(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t bob = desk_person(desk, "Bob", "bob@client.test");
	int64_t cat = desk_person(desk, "Cat", "cat@client.test");
	int64_t from = desk_ticket(desk, "early", small.department, bob);
	int64_t entry = desk_entry(desk, from, ENTRY_MESSAGE, bob, "m@x", "hi");
	int64_t letter = desk_letter(desk, from, bob, "l@x", 0);
	struct filing filing = { .archive_id = 3, .entry_id = entry,
		.ticket_id = from };
	struct outbox_token token;
	struct entry *entries;
	struct slice *ids;
	struct ticket got;
	int64_t *people;
	size_t count;

	assert_ok(filings_put(desk->db, &filing, &desk->why), &desk->why);
	assert_ok(add_participant(desk, from, cat),
	    &desk->why);
	assert_ok(add_participant(desk, from, small.user), &desk->why);
	assert_ok(add_participant(desk, small.ticket, cat), &desk->why);
	merge(desk, from, small.ticket);

	got = get(desk, from);
	assert_case_int("the number answers for the other", got.id,
	    small.ticket);
	assert_int_equal(got.changed_at, NOW + 5);
	assert_int_equal(got.status, TICKET_OPEN);
	assert_ok(entries_list(desk->db, small.ticket, &desk->arena, &entries,
	    &count, &desk->why), &desk->why);
	assert_case_int("entries", count, 1);
	assert_int_equal(entries[0].id, entry);
	assert_ok(outbox_message_ids(desk->db, small.ticket, bob, 9,
	    &desk->arena, &ids, &count, &desk->why), &desk->why);
	assert_case_int("letters", count, 1);
	assert_int_equal(outbox_token(desk->db, letter, &desk->arena, &token,
	    &desk->why), 1);
	assert_case_int("but not what their tokens bind", token.ticket_id,
	    from);
	assert_int_equal(filings_get(desk->db, 3, &desk->arena, &filing,
	    &desk->why), 1);
	assert_case_int("filings", filing.ticket_id, small.ticket);

	assert_ok(tickets_participants(desk->db, small.ticket, &desk->arena,
	    &people, &count, &desk->why), &desk->why);
	assert_case_int("the other's user and participants, not the own user",
	    count, 2);
	assert_int_equal(people[0], bob);
	assert_int_equal(people[1], cat);
	assert_case_int("asked by the old number", tickets_has_participant(
	    desk->db, from, bob, &desk->why), 1);
}

static void
test_tickets_merge_chains(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t ids[40], bob = desk_person(desk, "Bob", "bob@client.test");

	/* Each into the next: more hops than anybody would follow. */
	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		ids[i] = desk_ticket(desk, "again", small.department,
		    small.user);
		if (i > 0)
			merge(desk, ids[i - 1], ids[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(ids); i++)
		assert_case_int("every number leads to the living ticket",
		    get(desk, ids[i]).id, ids[ARRAY_LEN(ids) - 1]);

	/* By old numbers on both sides, too. */
	merge(desk, ids[3], small.ticket);
	assert_int_equal(get(desk, ids[7]).id, small.ticket);
	assert_ok(add_participant(desk, get(desk, ids[7]).id, bob),
	    &desk->why);
	assert_int_equal(tickets_has_participant(desk->db, small.ticket, bob,
	    &desk->why), 1);
	desk_refused(desk, "into itself", tickets_merge(desk->db, ids[0],
	    ids[5], NOW, &desk->why), "into itself");
	desk_refused(desk, "a number that nobody has", tickets_merge(desk->db,
	    ids[0], 999, NOW, &desk->why), "no ticket 999");
}

static void
test_tickets_merged_in_a_circle(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	struct ticket a = get(desk, small.ticket), b = a, got;

	assert_ok(tickets_add(desk->db, &b, &desk->why), &desk->why);
	b.merged_into = a.id;
	a.merged_into = b.id;
	assert_ok(tickets_save(desk->db, &a, &desk->why), &desk->why);
	assert_ok(tickets_save(desk->db, &b, &desk->why), &desk->why);
	desk_refused(desk, "a circle ends", tickets_get(desk->db, a.id,
	    &desk->arena, &got, &desk->why), "merged too often");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_tickets_add_save_get),
		DESK_TEST(test_tickets_newest_open),
		DESK_TEST(test_tickets_participants),
		DESK_TEST(test_tickets_merge_moves_all),
		DESK_TEST(test_tickets_merge_chains),
		DESK_TEST(test_tickets_merged_in_a_circle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
