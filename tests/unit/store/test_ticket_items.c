/* What a ticket has any number of. */
#include "desk_case.h"

#include "store/ticket_items.h"

/* Every kind, added, added again, listed and taken away. */
static const struct {
	const char *name;
	enum ticket_item item;
	bool names_person, names_ticket, counts;
	struct slice label;
	int64_t amount;
} cases[] = {
	{ .name = "a label", .item = ITEM_LABEL, .label = SLICE_INIT("vip") },
	{ .name = "a participant", .item = ITEM_PARTICIPANT,
	    .names_person = true },
	{ .name = "a follower", .item = ITEM_FOLLOWER, .names_person = true },
	{ .name = "a link", .item = ITEM_LINK, .names_ticket = true },
	{ .name = "time spent", .item = ITEM_TIME, .counts = true,
	    .amount = 30 },
	{ .name = "a charge", .item = ITEM_CHARGE, .counts = true,
	    .amount = 1250 },
};

static size_t
count_items(struct desk_case *desk, int64_t ticket_id, enum ticket_item item)
{
	struct item_change *items;
	size_t count;

	assert_ok(ticket_items_list(desk->db, ticket_id, item, &desk->arena,
	    &items, &count, &desk->why), &desk->why);
	return count;
}

static void
test_ticket_items_change(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t bob = desk_person(desk, "Bob", "bob@client.test");
	int64_t other = desk_ticket(desk, "other", small.department, bob);

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct item_change change = { .item = cases[i].item,
			.id = cases[i].names_person ? bob
			    : cases[i].names_ticket ? other : 0,
			.name = cases[i].label, .amount = cases[i].amount };

		assert_case_int(cases[i].name, ticket_items_change(desk->db,
		    small.ticket, bob, NOW, &change, &desk->why), 1);
		assert_case_int(cases[i].name, ticket_items_change(desk->db,
		    small.ticket, bob, NOW, &change, &desk->why),
		    cases[i].counts);
		assert_case_int(cases[i].name, count_items(desk, small.ticket,
		    cases[i].item), cases[i].counts ? 2 : 1);
		assert_case_int("a link is both ways, the rest is not",
		    count_items(desk, other, cases[i].item),
		    cases[i].names_ticket);
		change.removes = true;
		assert_case_int(cases[i].name, ticket_items_change(desk->db,
		    small.ticket, bob, NOW, &change, &desk->why), 1);
		assert_case_int("what is taken back is a row below zero",
		    count_items(desk, small.ticket, cases[i].item),
		    cases[i].counts ? 3 : 0);
		assert_case_int(cases[i].name, ticket_items_change(desk->db,
		    small.ticket, bob, NOW, &change, &desk->why),
		    cases[i].counts);
	}
}

static void
test_ticket_items_list(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	const struct item_change given[] = {
		{ .item = ITEM_TIME, .amount = 30, .value = SLICE_INIT("by phone") },
		{ .item = ITEM_TIME, .amount = 10, .removes = true },
	};
	struct item_change *items;
	size_t count;

	for (size_t i = 0; i < ARRAY_LEN(given); i++)
		assert_true(ticket_items_change(desk->db, small.ticket,
		    small.user, NOW, &given[i], &desk->why) == 1);
	assert_ok(ticket_items_list(desk->db, small.ticket, ITEM_TIME,
	    &desk->arena, &items, &count, &desk->why), &desk->why);
	assert_int_equal(count, 2);
	assert_case_int("who spent it", items[0].id, small.user);
	assert_case_slice("the remark", items[0].value, SLICE("by phone"));
	assert_case_int("minutes", items[0].amount, 30);
	assert_case_int("taken back", items[1].amount, -10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_ticket_items_change),
		DESK_TEST(test_ticket_items_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
