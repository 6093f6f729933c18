/* May they do that, and why: users and strangers; agents by permission_of. */
#include "case.h"

#include "desk/may.h"

#define NOBODY { .organization_id = 0 }
#define MANAGER(does) { .organization_id = 7, .manages = true, \
	.organization = SLICE_INIT("ACME"), .role = SLICE_INIT("manager"), \
	.managers = (does) }
#define MEMBER { .organization_id = 7, .organization = SLICE_INIT("ACME"), \
	.role = SLICE_INIT("member") }

static struct grant_of_group write_all[] = {
	{ SLICE_INIT("everyone"), GROUP_WRITE, 0 },
	{ SLICE_INIT("everyone"), GROUP_REOPEN, 0 },
};
static struct grant_of_group write_sales[] = {
	{ SLICE_INIT("customers"), GROUP_WRITE, 2 },
	{ SLICE_INIT("customers"), GROUP_REOPEN, 2 },
	{ SLICE_INIT("customers"), GROUP_SEE, 0 },
};
static const struct grants all = { write_all, 2 }, sales = { write_sales, 3 },
    none = { NULL, 0 };

static const struct {
	const char *name;
	enum may_deed deed;
	int64_t person_id, department_id;
	struct belonging belonging, owner;
	bool participates, disabled;
	const struct grants *grants;
	bool want;
	const char *why; /* the chain has it */
} cases[] = {
	{ "a stranger writes where everyone may", MAY_WRITE, 0, 1, NOBODY,
	  NOBODY, false, false, &all, true, "the group everyone" },
	{ "but not where nobody granted it", MAY_WRITE, 0, 1, NOBODY, NOBODY,
	  false, false, &none, false, "in no group that may write to Support" },
	{ "a grant is of its department", MAY_WRITE, 5, 1, NOBODY, NOBODY,
	  false, false, &sales, false, "no group" },
	{ "there it holds", MAY_WRITE, 5, 2, NOBODY, NOBODY, false, false,
	  &sales, true, "the group customers" },
	{ "who is disabled may nothing", MAY_WRITE, 5, 1, NOBODY, NOBODY, false,
	  true, &all, false, "is disabled" },
	{ "one sees one's own ticket", MAY_SEE, 9, 1, NOBODY, NOBODY, false,
	  false, &none, true, "ticket's user" },
	{ "and what one takes part in", MAY_SEE, 5, 1, NOBODY, NOBODY, true,
	  false, &none, true, "participant" },
	{ "others' tickets are theirs", MAY_SEE, 5, 1, NOBODY, NOBODY, false,
	  false, &all, false, "organization" },
	{ "to belong nowhere is nothing in common", MAY_ANSWER, 5, 1, NOBODY,
	  NOBODY, false, false, &all, false, "does not manage" },
	{ "a colleague sees nothing by that", MAY_SEE, 5, 1, MEMBER, MEMBER,
	  false, false, &all, false, "no group that may see" },
	{ "unless a group may", MAY_SEE, 5, 1, MEMBER, MEMBER, false, false,
	  &sales, true, "customers" },
	{ "a manager sees", MAY_SEE, 5, 1, MANAGER(MANAGERS_SEE), MEMBER, false,
	  false, &none, true, "manages it" },
	{ "but answers only where managers may", MAY_ANSWER, 5, 1,
	  MANAGER(MANAGERS_SEE), MEMBER, false, false, &all, false,
	  "where managers see" },
	{ "as here", MAY_ANSWER, 5, 1, MANAGER(MANAGERS_ANSWER), MEMBER, false,
	  false, &none, true, "where managers answer" },
	{ "a manager of another one is a stranger", MAY_ANSWER, 5, 1,
	  MANAGER(MANAGERS_FOLLOW), NOBODY, false, false, &all, false,
	  "does not manage" },
	{ "one's own ticket is reopened by who may", MAY_REOPEN, 9, 1, NOBODY,
	  NOBODY, false, false, &all, true, "everyone" },
	{ "and not by who may not", MAY_REOPEN, 9, 1, NOBODY, NOBODY, false,
	  false, &sales, false, "no group that may reopen" },
	{ "who is not on it reopens nothing", MAY_REOPEN, 5, 1, NOBODY, NOBODY,
	  false, false, &all, false, "does not manage" },
	{ "no user says what is urgent", MAY_PRIORITY, 9, 1, NOBODY, NOBODY,
	  false, false, &all, false, "no user" },
	{ "what agents do is theirs", MAY_DO_NOTE, 9, 1, NOBODY, NOBODY, false,
	  false, &all, false, "only agents" },
};

static void
test_may_users(void **state)
{
	const struct department departments[] = {
		{ .id = 1, .name = SLICE("Support") },
		{ .id = 2, .name = SLICE("Sales") },
	};
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct text chain = TEXT_IN(&arena);
		const struct person person = { .id = cases[i].person_id,
			.disabled = cases[i].disabled };
		const struct ticket ticket = { .id = 1, .user_id = 9,
			.department_id = cases[i].department_id };
		const struct may_facts facts = {
			.person = &person, .belonging = &cases[i].belonging,
			.owner = &cases[i].owner, .grants = cases[i].grants,
			.department = &departments[cases[i].department_id - 1],
			.ticket = &ticket,
			.participates = cases[i].participates,
		};

		assert_case_int(cases[i].name, may(&facts, cases[i].deed,
		    &chain), cases[i].want);
		if (!slice_has(text_slice(&chain), slice_of(cases[i].why)))
			assert_case(cases[i].name, text_string(&chain),
			    cases[i].why);
	}
	arena_free(&arena);
}

static void
test_may_agents(void **state)
{
	const struct department departments[] = { { .id = 1,
		.name = SLICE("Support"),
		.member_rights = PERMISSION_BIT(MAY_LIST) |
		    PERMISSION_BIT(MAY_READ) | PERMISSION_BIT(MAY_NOTE) } };
	struct member member = { 1, 3, ROLE_MEMBER };
	const struct members members = { &member, 1 };
	const struct access access = { departments, 1, &members };
	const struct person agent = { .id = 3, .is_agent = true },
	    other = { .id = 4, .is_agent = true };
	const struct ticket ticket = { .id = 1, .user_id = 9,
		.department_id = 1 };
	struct may_facts facts = { .access = &access, .person = &agent,
		.grants = &none, .department = departments, .ticket = &ticket };
	struct arena arena = ARENA_INIT;
	struct text chain = TEXT_IN(&arena);

	(void)state;
	assert_true(may(&facts, MAY_DO_NOTE, &chain));
	assert_true(slice_has(text_slice(&chain), SLICE("list,read,note")));
	assert_false(may(&facts, MAY_DO_MOVE, &chain));
	assert_true(slice_has(text_slice(&chain), SLICE("may not move")));
	assert_true(may(&facts, MAY_SEE, &chain));
	assert_false(may(&facts, MAY_PRIORITY, &chain));
	assert_true(may(&facts, MAY_WRITE, &chain));
	facts.ticket = NULL;
	assert_true(may(&facts, MAY_DO_READ, &chain));
	facts.person = &other;
	assert_false(may(&facts, MAY_DO_READ, &chain));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_may_users),
		cmocka_unit_test(test_may_agents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
