/* What speaks for two records being one person. */
#include "case.h"

#include "desk/likeness.h"

static const struct {
	const char *name;
	const char *one, *other;
	bool want;
} domains[] = {
	{ "another ending", "example.com", "example.org", true },
	{ "an ending of two labels", "example.com", "example.co.uk", true },
	{ "one below the other", "mail.example.com", "example.com", true },
	{ "the other below the one", "example.com", "a.b.example.com", true },
	{ "both, under other endings", "mail.example.com", "example.de", true },
	{ "other names", "example.com", "sample.com", false },
	{ "one that only ends so", "myexample.com", "example.com", false },
	{ "the ending alone is no name", "a.co.uk", "b.co.uk", false },
	{ "nor is a top level", "com", "net", false },
	{ "below a top level is every domain", "example.com", "com", false },
	{ "a short name of its own", "co.uk", "co.de", true },
};

static void
test_likeness_sisters(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(domains); i++)
		assert_case_int(domains[i].name, likeness_sisters(
		    slice_of(domains[i].one), slice_of(domains[i].other)),
		    domains[i].want);
}

static void
test_likeness_locals(void **state)
{
	(void)state;
	assert_case_int("a name", likeness_local_tells(SLICE("kim.lee")), 1);
	assert_case_int("what all have", likeness_local_tells(SLICE("info")),
	    0);
	assert_case_int("a letter", likeness_local_tells(SLICE("k")), 0);
	assert_case_int("nothing", likeness_local_tells(SLICE_EMPTY), 0);
}

static void
test_likeness_weight(void **state)
{
	(void)state;
	assert_int_equal(likeness_weight(0), 0);
	assert_case_true("more speaks louder",
	    likeness_weight(1u << LIKE_NAME | 1u << LIKE_LOCAL) >
	    likeness_weight(1u << LIKE_PHONE));
	for (int i = 1; i < LIKENESS_COUNT; i++)
		assert_case_true("strongest first",
		    likeness_weight(1u << i) < likeness_weight(1u << (i - 1)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_likeness_sisters),
		cmocka_unit_test(test_likeness_locals),
		cmocka_unit_test(test_likeness_weight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
