/* The mark: whom a strike hits, and how long it stays. */
#include "case.h"

#include <fcntl.h>
#include <unistd.h>

#include "app/mark.h"

/* What the gateway does: +N works on N, -N has filed all up to N, X dies. */
static const struct {
	const char *name;
	int64_t steps[12];
	int64_t archive_id, strikes;
} cases[] = {
#define X INT64_MAX
	{ "the message that it dies of has the strike", { 1, 2, X }, 2, 1 },
	{ "those before it do not wash it away", { 1, 2, 3, X, 1, -1, 2, -2, 3 },
	  3, 1 },
	{ "three deaths are three strikes", { 1, 2, X, 1, -1, 2, X, 2, X }, 2,
	  3 },
	{ "what is filed has no strikes", { 1, X, 1, -1 }, 1, 0 },
	{ "what comes behind has none", { 1, X, 1, -1, 2 }, 2, 0 },
	{ "a death between two messages is nobody's for long",
	  { 1, -1, X, 2 }, 2, 0 },
	{ "a death while it starts is nobody's", { 1, 2, X, X, X }, 2, 1 },
	{ "one before it that it dies of, too, is got out of the way first",
	  { 1, 2, X, 1, X, 1, X }, 1, 2 },
	{ "and then the other begins anew", { 1, 2, X, 1, X, 1, X, 1, X, 1, -1,
	  2 }, 2, 0 },
};

static void
test_mark_strikes(void **state)
{
	char folder[PATH_MAX], path[PATH_MAX];
	struct fail why = FAIL_INIT;
	struct mark mark;

	(void)state;
	case_folder(folder);
	case_path(path, folder, "mark");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const int64_t *step = cases[i].steps;

		unlink(path);
		assert_int_equal(mark_open(&mark, path, &why), 0);
		for (; *step != 0; step++) {
			if (*step == X) {
				/* The supervisor's, and then a new gateway's. */
				mark_close(&mark);
				mark_open(&mark, path, &why);
				assert_int_equal(mark_strike(&mark, &why), 0);
				mark_close(&mark);
				mark_open(&mark, path, &why);
				assert_int_equal(mark_begin(&mark, &why), 0);
			} else if (*step > 0) {
				assert_int_equal(mark_set(&mark, *step, &why),
				    0);
			} else {
				assert_int_equal(mark_passed(&mark, -*step,
				    &why), 0);
			}
		}
		assert_case_int(cases[i].name, mark.archive_id,
		    cases[i].archive_id);
		assert_case_int(cases[i].name, mark.strikes, cases[i].strikes);
		mark_close(&mark);
	}
	case_folder_remove(folder);
}

/* Else the next attempt would take for written what is not. */
static void
test_mark_not_written(void **state)
{
	char folder[PATH_MAX], path[PATH_MAX];
	struct fail why = FAIL_INIT;
	struct mark mark;
	int good;

	(void)state;
	case_folder(folder);
	case_path(path, folder, "mark");
	assert_int_equal(mark_open(&mark, path, &why), 0);
	assert_int_equal(mark_set(&mark, 1, &why), 0);
	good = mark.fd;
	mark.fd = open(path, O_RDONLY);
	assert_int_equal(mark_set(&mark, 2, &why), -1);
	assert_int_equal(mark.now, 1);
	close(mark.fd);
	mark.fd = good;
	assert_int_equal(mark_set(&mark, 2, &why), 0);
	mark_close(&mark);
	assert_int_equal(mark_open(&mark, path, &why), 0);
	assert_int_equal(mark.now, 2);
	mark_close(&mark);
	case_folder_remove(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mark_strikes),
		cmocka_unit_test(test_mark_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
