/* Why a mail was kept out, for people. */
#include "case.h"

#include <string.h>

#include "desk/quarantine.h"
#include "mail/classify.h"

static void
test_quarantine_every_class(void **state)
{
	const char *reason;

	(void)state;
	for (int i = 0; i < MAIL_CLASS_COUNT; i++) {
		reason = class_effects((enum mail_class)i)->quarantine_reason;
		if (reason != NULL)
			assert_case_true(reason,
			    quarantine_find(slice_of(reason)) != NULL);
	}
}

static void
test_quarantine_sentences(void **state)
{
	size_t count;
	const struct quarantine_reason *reasons = quarantine_reasons(&count);

	(void)state;
	assert_true(count > 0);
	for (size_t i = 0; i < count; i++) {
		const char *name = reasons[i].name;

		assert_case_true(name,
		    slice_ends(slice_of(reasons[i].means), SLICE(".")));
		assert_case_true(name,
		    slice_ends(slice_of(reasons[i].advice), SLICE(".")));
		assert_case_true(name,
		    quarantine_find(slice_of(name)) == &reasons[i]);
		/* As the manual lists them. */
		if (i > 0)
			assert_case_true(name,
			    strcmp(reasons[i - 1].name, name) < 0);
	}
}

static void
test_quarantine_find(void **state)
{
	(void)state;
	assert_string_equal(quarantine_find(SLICE("Rate"))->name, "rate");
	assert_null(quarantine_find(SLICE("rates")));
	assert_null(quarantine_find(SLICE("rat")));
	assert_null(quarantine_find(SLICE_EMPTY));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quarantine_every_class),
		cmocka_unit_test(test_quarantine_sentences),
		cmocka_unit_test(test_quarantine_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
