/* Programs that are asked: what they say, and what becomes of bad ones. */
#include "case.h"

#include "base/clock.h"
#include "port/program.h"

#define SHELL "/bin/sh"

static const struct row {
	const char *name;
	const char *script;
	size_t limit;
	int64_t milliseconds;
	int want;	    /* of program_run */
	int status;
	const char *out;    /* or, when it fails, in the sentence */
} rows[] = {
	{ "what is said is heard, and the exit status", "echo yes; exit 3",
	    100, 5000, 1, 3, "yes\n" },
	{ "nothing is said", "exit 0", 100, 5000, 1, 0, "" },
	{ "standard error is not standard output", "echo no >&2; echo yes",
	    100, 5000, 1, 0, "yes\n" },
	{ "a signal is no exit status", "kill -9 $$", 100, 5000, 1, -1, "" },
	{ "there is no input", "cat; echo end", 100, 5000, 1, 0, "end\n" },
	{ "the environment is not ours", "echo \"${HOME-none}$LC_ALL\"", 100,
	    5000, 1, 0, "noneC\n" },
	{ "as much as may be", "printf 12345", 5, 5000, 1, 0, "12345" },
	{ "one byte more is too much", "printf 123456", 5, 5000, -1, 0,
	    "says too much" },
	{ "who does not end is ended", "sleep 100", 100, 100, -1, 0,
	    "does not end" },
	{ "who closes its output and goes on, too",
	    "exec >&- 2>&-; sleep 100", 100, 100, -1, 0, "does not end" },
	{ "children that hold the output, too", "sleep 100 & exit 0", 100,
	    100, -1, 0, "does not end" },
	{ "errors without end are cut", "yes >&2 & sleep .2; kill $!; echo yes",
	    100, 5000, 1, 0, "yes\n" },
};

static void
test_program_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct row *row = &rows[i];
		const char *const argv[] = { SHELL, "-c", row->script, NULL };
		struct arena arena = ARENA_INIT;
		struct program_answer answer;
		struct fail why = FAIL_INIT;
		int64_t began = clock_mono();
		int got = program_run(argv, row->limit, row->milliseconds,
		    &arena, &answer, &why);

		assert_case_int(row->name, got, row->want);
		assert_case_true(row->name, clock_mono() - began < 10000);
		if (got == 1) {
			assert_case_int(row->name, answer.status,
			    row->status);
			assert_case_slice(row->name, answer.out,
			    slice_of(row->out));
			assert_case_true(row->name,
			    answer.errors.len <= PROGRAM_ERRORS_MAX);
		} else {
			assert_case_int(row->name, why.kind, FAIL_RETRY);
			assert_case_true(row->name,
			    strstr(why.text, row->out) != NULL);
		}
		arena_free(&arena);
	}
}

static void
test_program_missing(void **state)
{
	static const char *const paths[] = { "/nowhere/at/all", "/dev/null",
		"/dev/null/x" };
	struct arena arena = ARENA_INIT;
	struct program_answer answer;
	struct fail why = FAIL_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		const char *const argv[] = { paths[i], NULL };

		assert_case_int(paths[i], program_run(argv, 100, 5000, &arena,
		    &answer, &why), 0);
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_program_rows),
		cmocka_unit_test(test_program_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
