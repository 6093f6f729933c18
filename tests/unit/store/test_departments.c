/* Departments, their addresses and members. */
#include "desk_case.h"

#include "desk/token.h"

static void
test_departments_add_and_find(void **state)
{
	struct desk_case *desk = *state;
	int64_t care = desk_department(desk, " Customer Care ",
	    "care@help.test");
	int64_t sales = desk_department(desk, "Sales", "Sales@Help.test");
	struct department got;

	assert_int_equal(departments_get(desk->db, care, &desk->arena, &got,
	    &desk->why), 1);
	assert_case_slice("as shown", got.name, SLICE("Customer Care"));
	assert_case_slice("address", got.address, SLICE("care@help.test"));
	assert_case_int("the first one is the default", got.is_default, 1);
	assert_false(got.disabled);
	assert_int_equal(departments_by_identity(desk->db,
	    SLICE("sales@help.test"), &desk->arena, &got, &desk->why), 1);
	assert_int_equal(got.id, sales);
	assert_case_slice("as given", got.address, SLICE("Sales@Help.test"));
	assert_case_int("the second is not", got.is_default, 0);
	assert_int_equal(departments_default(desk->db, &desk->arena, &got,
	    &desk->why), 1);
	assert_int_equal(got.id, care);
	assert_int_equal(departments_get(desk->db, 99, &desk->arena, &got,
	    &desk->why), 0);
}

static void
test_departments_by_name(void **state)
{
	static const struct {
		const char *name;
		const char *given;
		int64_t want; /* 0: none */
	} cases[] = {
		{ "as it is written", "Customer Care", 1 },
		{ "without case and blanks", "customercare", 1 },
		{ "with other punctuation", "customer-care!", 1 },
		{ "by its address", "care@help.test", 1 },
		{ "by its other address", " HELP@help.test", 1 },
		{ "marks do not matter", "Buro", 2 },
		{ "nor here", "BÜRO", 2 },
		{ "half a name is none", "customer", 0 },
		{ "an unknown address", "who@help.test", 0 },
		{ "nothing", "", 0 },
		{ "punctuation alone", "...", 0 },
	};
	struct desk_case *desk = *state;
	struct department got;

	desk_department(desk, "Customer Care", "care@help.test");
	desk_department(desk, "Büro", "office@help.test");
	assert_ok(departments_add_address(desk->db, 1, SLICE("help@help.test"),
	    &desk->why), &desk->why);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int found = departments_by_name(desk->db,
		    slice_of(cases[i].given), &desk->arena, &got, &desk->why);

		assert_case_int(cases[i].name, found, cases[i].want != 0);
		if (found == 1)
			assert_case_int(cases[i].name, got.id, cases[i].want);
	}
}

static void
test_departments_refused(void **state)
{
	static const struct {
		const char *name;
		const char *department;
		const char *address;
		const char *words;
	} cases[] = {
		{ "the name is taken, however it is written", "SUPP-ORT",
		  "new@help.test", "department 1 of that name" },
		{ "the address is taken", "New", "SUPPORT@help.test",
		  "that of department 1" },
		{ "a name of nothing", "!!!", "new@help.test", "letter" },
		{ "no address", "New", "nowhere", "no address" },
		{ "an address that would end a command", "New",
		  "a\r\nb@help.test", "no address" },
		{ "no room for a token", "New",
		  "abcdefghijklmnopqrstuvwxyza@help.test", "26 octets" },
		{ "a plus, behind which tokens stand", "New",
		  "new+er@help.test", "\"+\"" },
	};
	struct desk_case *desk = *state;
	int64_t id;

	assert_int_equal(TOKEN_LOCAL_MAX, 26);
	desk_department(desk, "Support", "support@help.test");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		desk_refused(desk, cases[i].name, departments_add(desk->db,
		    slice_of(cases[i].department), slice_of(cases[i].address),
		    NOW, &id, &desk->why), cases[i].words);
	for (size_t i = 3; i < ARRAY_LEN(cases); i++)
		desk_refused(desk, cases[i].name,
		    departments_add_address(desk->db, 1,
		    slice_of(cases[i].address), &desk->why), cases[i].words);
	desk_department(desk, "Room", "abcdefghijklmnopqrstuvwxyz@help.test");
}

static void
test_departments_addresses(void **state)
{
	struct desk_case *desk = *state;
	int64_t id = desk_department(desk, "Support", "support@help.test");
	struct slice *addresses;
	struct department *list;
	size_t count;

	desk_department(desk, "Sales", "sales@help.test");
	assert_ok(departments_add_address(desk->db, id, SLICE("help@help.test"),
	    &desk->why), &desk->why);
	desk_refused(desk, "another's", departments_add_address(desk->db, id,
	    SLICE("sales@help.test"), &desk->why), "that of department 2");
	assert_ok(departments_addresses(desk->db, id, &desk->arena, &addresses,
	    &count, &desk->why), &desk->why);
	assert_int_equal(count, 2);
	assert_case_slice("the primary one first", addresses[0],
	    SLICE("support@help.test"));
	assert_case_slice("then the other", addresses[1],
	    SLICE("help@help.test"));

	assert_ok(departments_list(desk->db, &desk->arena, &list, &count,
	    &desk->why), &desk->why);
	assert_case_int("each once, however many addresses it has", count, 2);
	assert_case_slice("with the primary address", list[0].address,
	    SLICE("support@help.test"));
}

static void
test_departments_set_default(void **state)
{
	struct desk_case *desk = *state;
	int64_t sales;
	struct department got;

	desk_department(desk, "Support", "support@help.test");
	sales = desk_department(desk, "Sales", "sales@help.test");
	assert_ok(departments_set_default(desk->db, sales, &desk->why),
	    &desk->why);
	assert_int_equal(departments_default(desk->db, &desk->arena, &got,
	    &desk->why), 1);
	assert_int_equal(got.id, sales);
	assert_case_int("again is the same", departments_set_default(desk->db,
	    sales, &desk->why), 0);
	desk_refused(desk, "an unknown one", departments_set_default(desk->db,
	    99, &desk->why), "no department 99");
}

static void
test_departments_members(void **state)
{
	struct desk_case *desk = *state;
	struct members members;

	desk_department(desk, "Support", "support@help.test");
	desk_department(desk, "Sales", "sales@help.test");
	desk_agent(desk, "Kim", "kim", "kim@help.test");
	desk_agent(desk, "Lee", "lee", "lee@help.test");
	assert_ok(departments_join(desk->db, 1, 1, ROLE_MEMBER, &desk->why),
	    &desk->why);
	assert_ok(departments_join(desk->db, 2, 1, ROLE_MEMBER, &desk->why),
	    &desk->why);
	assert_ok(departments_join(desk->db, 1, 2, ROLE_MEMBER, &desk->why),
	    &desk->why);
	assert_ok(departments_join(desk->db, 1, 2, ROLE_MANAGER, &desk->why),
	    &desk->why);

	assert_ok(departments_members(desk->db, 1, &desk->arena, &members,
	    &desk->why), &desk->why);
	assert_int_equal(members.count, 2);
	assert_case_int("a role changes and nobody is there twice",
	    members.items[1].role, ROLE_MANAGER);
	assert_int_equal(members.items[0].role, ROLE_MEMBER);
	assert_ok(departments_members(desk->db, 0, &desk->arena, &members,
	    &desk->why), &desk->why);
	assert_case_int("of all departments", members.count, 3);
	assert_int_equal(members.items[2].department_id, 2);

	assert_ok(departments_leave(desk->db, 1, 1, &desk->why), &desk->why);
	assert_ok(departments_members(desk->db, 1, &desk->arena, &members,
	    &desk->why), &desk->why);
	assert_int_equal(members.count, 1);
	assert_int_equal(members.items[0].person_id, 2);
	desk_refused(desk, "a stranger cannot join", departments_join(desk->db,
	    1, 99, ROLE_MEMBER, &desk->why), "constraint");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_departments_add_and_find),
		DESK_TEST(test_departments_by_name),
		DESK_TEST(test_departments_refused),
		DESK_TEST(test_departments_addresses),
		DESK_TEST(test_departments_set_default),
		DESK_TEST(test_departments_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
