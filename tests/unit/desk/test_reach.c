#include "case.h"

#include "desk/reach.h"

static const struct {
	const char		*name;
	const char		*status;
	enum address_state	 want;
} cases[] = {
	{ "no such user", "5.1.1", ADDRESS_HARD },
	{ "a domain that takes no mail", "5.1.10", ADDRESS_HARD },
	{ "an account that is off", "5.2.1", ADDRESS_HARD },
	{ "no such domain", "5.4.4", ADDRESS_HARD },
	{ "no better words for it", "5.0.0", ADDRESS_HARD },
	{ "a full mailbox", "5.2.2", ADDRESS_SOFT },
	{ "a full mailbox, for now", "4.2.2", ADDRESS_SOFT },
	{ "the server has trouble", "5.3.0", ADDRESS_SOFT },
	{ "nobody answers there", "5.4.1", ADDRESS_SOFT },
	{ "nothing said", "", ADDRESS_SOFT },
	{ "our own address", "5.1.8", ADDRESS_OK },
	{ "a letter too long", "5.2.3", ADDRESS_OK },
	{ "spam", "5.7.1", ADDRESS_OK },
	{ "spam, for now", "4.7.1", ADDRESS_OK },
	{ "an account that policy has closed", "5.7.13", ADDRESS_HARD },
	{ "no detail is another's beginning", "5.7.130", ADDRESS_OK },
};

static void
test_reach_of_status(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case(cases[i].name, address_state_name(reach_of_status(
		    slice_of(cases[i].status))),
		    address_state_name(cases[i].want));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reach_of_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
