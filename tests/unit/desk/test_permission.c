/* Who may do what: one table of departments, roles and rights. */
#include "case.h"

#include "desk/permission.h"

enum { TOP = 1, SUPPORT, PRINTERS, SALES };
enum { ADMIN = 1, BOSS, LEAD, HAND, OTHER, USER };

/* Printers below Support below Top; Sales aside. Printers' hands only note. */
static const struct department departments[] = {
	{ .id = TOP, .member_rights = PERMISSION_ALL,
	    .manager_rights = PERMISSION_ALL },
	{ .id = SUPPORT, .parent_id = TOP, .member_rights = PERMISSION_ALL,
	    .manager_rights = PERMISSION_ALL },
	{ .id = PRINTERS, .parent_id = SUPPORT,
	    .member_rights = PERMISSION_BIT(MAY_LIST) |
		PERMISSION_BIT(MAY_READ) | PERMISSION_BIT(MAY_NOTE),
	    .manager_rights = PERMISSION_ALL },
	{ .id = SALES, .member_rights = PERMISSION_BIT(MAY_LIST),
	    .manager_rights = 0 },
};
static struct member members_of[] = {
	{ TOP, BOSS, ROLE_MANAGER },
	{ SUPPORT, LEAD, ROLE_MANAGER },
	{ SUPPORT, HAND, ROLE_MEMBER },
	{ PRINTERS, HAND, ROLE_MEMBER },
	{ SALES, OTHER, ROLE_MEMBER },
	{ SALES, BOSS, ROLE_MANAGER },
};
static const struct members everybody = { members_of, ARRAY_LEN(members_of) };
static const struct access access_of = { departments, ARRAY_LEN(departments),
	&everybody };

static void
test_permission_rows(void **state)
{
	static const struct {
		const char *name;
		int64_t department, who;
		enum permission permission;
		bool want;
	} cases[] = {
		{ "a member may what members may", SUPPORT, HAND, MAY_REPLY,
		    true },
		{ "and no more", PRINTERS, HAND, MAY_REPLY, false },
		{ "note alone is allowed there", PRINTERS, HAND, MAY_NOTE,
		    true },
		{ "a member of a parent has no place below", PRINTERS, OTHER,
		    MAY_LIST, false },
		{ "a manager of the parent has", PRINTERS, LEAD, MAY_DELETE,
		    true },
		{ "and of the parent's parent", PRINTERS, BOSS, MAY_REPLY,
		    true },
		{ "but nobody above", TOP, LEAD, MAY_LIST, false },
		{ "list is not read", SALES, OTHER, MAY_READ, false },
		{ "list is list", SALES, OTHER, MAY_LIST, true },
		{ "a manager may be allowed nothing", SALES, BOSS, MAY_LIST,
		    false },
		{ "who has no place may nothing", SUPPORT, OTHER, MAY_LIST,
		    false },
		{ "an admin may everywhere", SALES, ADMIN, MAY_DELETE, true },
		{ "a department that is gone is nobody's", 99, BOSS, MAY_LIST,
		    false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct ticket ticket = { .id = 7,
			.department_id = cases[i].department, .user_id = USER };
		struct person person = { .id = cases[i].who, .is_agent = true,
			.is_admin = cases[i].who == ADMIN };

		assert_case_int(cases[i].name, permission_on(&access_of,
		    &ticket, &person, cases[i].permission) == NULL,
		    cases[i].want);
	}
}

static void
test_permission_without_a_place(void **state)
{
	struct ticket ticket = { .department_id = SALES, .user_id = USER,
		.assignee_id = HAND };
	struct person person = { .id = HAND, .is_agent = true };

	(void)state;
	assert_case_true("the assignee may all", permission_on(&access_of,
	    &ticket, &person, MAY_DELETE) == NULL);
	person.disabled = true;
	assert_case("unless disabled", permission_on(&access_of, &ticket,
	    &person, MAY_LIST), "your account is disabled");
	person = (struct person){ .id = USER, .is_agent = true };
	assert_case_true("whose ticket it is may read it",
	    permission_on(&access_of, &ticket, &person, MAY_READ) == NULL);
	assert_case("and not answer it", permission_on(&access_of, &ticket,
	    &person, MAY_REPLY), "you may not answer tickets of this"
	    " department");
	person.is_agent = false;
	assert_case("a user commands nothing", permission_on(&access_of,
	    &ticket, &person, MAY_READ), "only agents may do this");
}

static void
test_permission_words(void **state)
{
	static const struct {
		const char *name, *words, *want; /* NULL: refused */
	} cases[] = {
		{ "all", "all", "all" },
		{ "none", "none", "none" },
		{ "nothing is none", "", "none" },
		{ "in the table's order", "note,list , READ", "list,read,note" },
		{ "what needs reading brings it", "reply", "list,read,reply" },
		{ "list alone", "list", "list" },
		{ "every word is all", "list read note reply change move"
		    " delete", "all" },
		{ "an unknown word", "list,fly", NULL },
	};
	struct arena arena = ARENA_INIT;
	unsigned rights;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		bool good = permission_parse_rights(slice_of(cases[i].words),
		    &rights);

		assert_case_int(cases[i].name, good, cases[i].want != NULL);
		if (good)
			assert_case_slice(cases[i].name,
			    permission_rights(rights, &arena),
			    slice_of(cases[i].want));
	}
	arena_free(&arena);
}

/* Whatever the database says, asking ends. */
static void
test_permission_circle(void **state)
{
	static const struct department circle[] = {
		{ .id = 1, .parent_id = 2 },
		{ .id = 2, .parent_id = 1 },
	};
	const struct access access = { circle, ARRAY_LEN(circle), &everybody };
	struct ticket ticket = { .department_id = 1 };
	struct person person = { .id = 50, .is_agent = true };

	(void)state;
	assert_int_equal(permission_of(&access, &ticket, &person), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_permission_rows),
		cmocka_unit_test(test_permission_without_a_place),
		cmocka_unit_test(test_permission_words),
		cmocka_unit_test(test_permission_circle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
