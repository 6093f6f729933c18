/* Labels. */
#include "case.h"

#include "desk/label.h"

static const struct {
	const char *name;
	const char *given;
	const char *want; /* NULL: refused */
} cases[] = {
	{ "one word", "vip", "vip" },
	{ "case does not matter", "VIP", "vip" },
	{ "commas part them", "vip, printer", "vip,printer" },
	{ "blanks inside stay, one each", " paper   jam ", "paper jam" },
	{ "empty ones are none", ", vip,,", "vip" },
	{ "other letters stay", "Überfällig", "Überfällig" },
	{ "nothing", "", NULL },
	{ "only commas", " , ,", NULL },
	{ "a control character", "a\tb", NULL },
	{ "as long as can be",
	  "0123456789012345678901234567890123456789012345678901234567890123",
	  "0123456789012345678901234567890123456789012345678901234567890123" },
	{ "too long",
	  "01234567890123456789012345678901234567890123456789012345678901234",
	  NULL },
	{ "too many", "1,2,3,4,5,6,7,8,9,10,11", NULL },
};

static void
test_labels_fold(void **state)
{
	struct arena arena = ARENA_INIT;
	struct slice got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_case_int(cases[i].name,
		    labels_fold(slice_of(cases[i].given), &arena, &got),
		    cases[i].want != NULL);
		if (cases[i].want != NULL)
			assert_case_slice(cases[i].name, got,
			    slice_of(cases[i].want));
	}
	arena_free(&arena);
}

static void
test_label_next(void **state)
{
	struct slice rest = SLICE("vip,paper jam"), label;

	(void)state;
	assert_true(label_next(&rest, &label));
	assert_case_slice("the first", label, SLICE("vip"));
	assert_true(label_next(&rest, &label));
	assert_case_slice("the second", label, SLICE("paper jam"));
	assert_false(label_next(&rest, &label));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_labels_fold),
		cmocka_unit_test(test_label_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
