/* Fields that an admin adds: what may stand in them. */
#include "case.h"

#include "desk/field.h"

static const struct {
	const char *name;
	enum field_kind kind;
	const char *value;
	const char *want; /* as it is kept; NULL: it does not fit */
} cases[] = {
	{ "text", FIELD_TEXT, "  blue and red ", "blue and red" },
	{ "text has one line", FIELD_TEXT, "blue\nred", NULL },
	{ "nothing is no value", FIELD_TEXT, " ", NULL },
	{ "lines", FIELD_LINES, "blue\nred", "blue\nred" },
	{ "a number", FIELD_NUMBER, "12", "12" },
	{ "below zero", FIELD_NUMBER, "-12,50", "-12.50" },
	{ "two points", FIELD_NUMBER, "1.2.3", NULL },
	{ "a point at the end", FIELD_NUMBER, "1.", NULL },
	{ "a point in front", FIELD_NUMBER, ".5", NULL },
	{ "a sign alone", FIELD_NUMBER, "-", NULL },
	{ "a word", FIELD_NUMBER, "many", NULL },
	{ "a day", FIELD_DATE, "2026-12-01", "2026-12-01" },
	{ "a leap day", FIELD_DATE, "2028-02-29", "2028-02-29" },
	{ "a day that there is not", FIELD_DATE, "2026-02-29", NULL },
	{ "a month that there is not", FIELD_DATE, "2026-13-01", NULL },
	{ "month zero", FIELD_DATE, "2026-00-01", NULL },
	{ "other ways to write it", FIELD_DATE, "1.12.2026", NULL },
	{ "a choice as the list has it", FIELD_CHOICE, "DARK red", "Dark red" },
	{ "no choice", FIELD_CHOICE, "green", NULL },
	{ "several of one", FIELD_CHOICE, "Blue, Dark red", NULL },
	{ "choices", FIELD_CHOICES, "blue,dark red", "Blue, Dark red" },
	{ "one that is none", FIELD_CHOICES, "blue, green", NULL },
	{ "yes", FIELD_CHECKBOX, "Yes", "yes" },
	{ "off is no", FIELD_CHECKBOX, "off", "no" },
	{ "1 is yes", FIELD_CHECKBOX, "1", "yes" },
	{ "perhaps", FIELD_CHECKBOX, "perhaps", NULL },
	{ "an address of a page", FIELD_URL, "https://x.test/a?b",
	    "https://x.test/a?b" },
	{ "what would be a program", FIELD_URL, "javascript:alert(1)", NULL },
	{ "with a blank", FIELD_URL, "https://x.test/a b", NULL },
};

static void
test_field_values(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct field field = { .kind = cases[i].kind,
			.choices = SLICE_INIT("Blue\nDark red\n") };
		struct slice got;
		const char *problem = field_value(&field,
		    slice_of(cases[i].value), &arena, &got);

		assert_case_true(cases[i].name,
		    (problem == NULL) == (cases[i].want != NULL));
		if (problem == NULL)
			assert_case_slice(cases[i].name, got,
			    slice_of(cases[i].want));
		else
			assert_case_true(cases[i].name,
			    slice_starts(slice_of(problem),
			    SLICE("what fits is ")));
	}
	arena_free(&arena);
}

static void
test_field_names(void **state)
{
	static const struct {
		const char *name;
		bool good;
	} names[] = {
		{ "colour", true }, { "order-number", true }, { "x_1", true },
		{ "Gr\xc3\xb6\xc3\x9f" "e", true }, { "", false },
		{ "two words", false }, { "a.b", false }, { "a:", false },
		{ "-a", false }, { "a-", false }, { "\xff", false },
		{ "a234567890123456789012345678901234567890b", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_case_int(names[i].name,
		    field_name_is_good(slice_of(names[i].name)),
		    names[i].good);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_field_values),
		cmocka_unit_test(test_field_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
