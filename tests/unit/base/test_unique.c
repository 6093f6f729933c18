/* Unique names: a UUID each, and none twice. */
#include "case.h"

#include "base/ascii.h"
#include "base/unique.h"

static void
test_unique_name(void **state)
{
	char one[UNIQUE_SIZE], two[UNIQUE_SIZE];

	(void)state;
	assert_ptr_equal(unique_name(one), one);
	unique_name(two);
	assert_string_not_equal(one, two);
	assert_int_equal(strlen(one), UNIQUE_SIZE - 1);
	for (size_t i = 0; i < UNIQUE_SIZE - 1; i++) {
		if (i == 8 || i == 13 || i == 18 || i == 23)
			assert_int_equal(one[i], '-');
		else
			assert_true(ascii_hex(one[i]) >= 0 &&
			    ascii_lower(one[i]) == one[i]);
	}
	/* Version 4: random. */
	assert_int_equal(one[14], '4');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unique_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
