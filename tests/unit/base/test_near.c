#include "case.h"

#include "base/near.h"

static const struct {
	const char	*name;
	struct slice	 a, b;
	size_t		 want;
} cases[] = {
	{ "a word is at itself", SLICE_INIT("host"), SLICE_INIT("host"), 0 },
	{ "case does not count", SLICE_INIT("Host"), SLICE_INIT("hOST"), 0 },
	{ "a lost letter", SLICE_INIT("hst"), SLICE_INIT("host"), 1 },
	{ "a letter too many", SLICE_INIT("hoost"), SLICE_INIT("host"), 1 },
	{ "a wrong letter", SLICE_INIT("hist"), SLICE_INIT("host"), 1 },
	{ "neighbours swapped are one slip", SLICE_INIT("ohst"),
	    SLICE_INIT("host"), 1 },
	{ "from nothing, every letter is added", SLICE_INIT(""),
	    SLICE_INIT("host"), 4 },
	{ "two words", SLICE_INIT("kitten"), SLICE_INIT("sitting"), 3 },
	{ "a word too long is near to nothing",
	    SLICE_INIT("abcdefghijklmnopqrstuvwxyzabcdefg"),
	    SLICE_INIT("abcdefghijklmnopqrstuvwxyzabcdefg"), NEAR_FAR },
};

static void
test_near_distance(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_case_int(cases[i].name,
		    near_distance(cases[i].a, cases[i].b), cases[i].want);
		assert_case_int(cases[i].name,
		    near_distance(cases[i].b, cases[i].a), cases[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_near_distance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
