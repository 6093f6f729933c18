/* What an IMAP server may say before we hang up, and how its commands end. */
#include "case.h"

#include "base/ascii.h"
#include "port/imap_guard.h"

#define LINES 1000
#define BODY 500

static const struct {
	const char *name;
	const char *said;
	const char *why; /* NULL: it may */
} answers[] = {
	{ "lines", "* OK a\r\n* 3 EXISTS\r\n1 OK done\r\n", NULL },
	{ "the body that was asked for",
	    "* 1 FETCH (UID 5 BODY[] {4}\r\n((((\r\n)\r\n1 OK\r\n", NULL },
	{ "case does not matter", "* 1 FETCH (body[] {4}\r\n(((()\r\n", NULL },
	{ "a literal that is no body",
	    "* 1 FETCH (BODY[HEADER]<0> {3}\r\nabc)\r\n", NULL },
	{ "a literal without bytes", "* 1 FETCH (BODY[] {0}\r\n)\r\n", NULL },
	{ "braces that end no line", "* OK {12} and {5\r\n* OK }{\r\n", NULL },
	{ "a body of more bytes than its limit",
	    "* 1 FETCH (BODY[] {501}\r\n", "it announces 501 bytes" },
	{ "two bodies of more together",
	    "* 1 FETCH (BODY[] {1}\r\nx BODY[] {500}\r\n",
	    "it announces 500 bytes" },
	{ "a number that fits nowhere",
	    "* 1 FETCH (BODY[] {18446744073709551615}\r\n", "it announces" },
	{ "another literal of more than a header",
	    "* 1 FETCH (BODY[1] {65537}\r\n", "it announces 65537 bytes" },
	{ "a literal in a line of text", "* OK [X] {3}\r\nabc\r\n",
	    "it sends a literal where none can be" },
	{ "a literal in a command's end", "1 OK {3}\r\nabc\r\n",
	    "it sends a literal where none can be" },
	{ "a quote hides braces and brackets",
	    "* 1 FETCH (X \"{9}\\\"((((((((((((((((((((\")\r\n", NULL },
	{ "lists in lists", "* 1 FETCH ((((((((((((((((((((", "it nests lists" },
	{ "lists behind a quoted quote",
	    "* 1 FETCH (X \"\\\"\" ((((((((((((((((((((", "it nests lists" },
	{ "lists that end", "* 1 FETCH (()()()()()()()()()()()()()()()())\r\n",
	    NULL },
	{ "NULs", "* OK \001\002\r\n", NULL },
};

/* Fed at once, and byte by byte: the same. */
static bool
feed(struct imap_guard *guard, const char *said, size_t step,
    struct fail *why)
{
	struct slice rest = slice_of(said);

	*guard = (struct imap_guard){ 0 };
	imap_guard_allow(guard, LINES, BODY);
	while (rest.len > 0) {
		struct slice piece = slice_head(rest, step);

		if (imap_guard_feed(guard, piece, why) < 0)
			return false;
		rest = slice_from(rest, piece.len);
	}
	return true;
}

static void
test_imap_guard_answers(void **state)
{
	static const size_t steps[] = { 1, 7, SIZE_MAX };
	struct imap_guard guard;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		for (size_t j = 0; j < ARRAY_LEN(steps); j++) {
			struct fail why = FAIL_INIT;

			assert_case_int(answers[i].name, feed(&guard,
			    answers[i].said, steps[j], &why),
			    answers[i].why == NULL);
			assert_case_true(answers[i].name,
			    answers[i].why == NULL ||
			    strstr(why.text, answers[i].why) != NULL);
		}
}

static void
test_imap_guard_floods(void **state)
{
	static const char *const floods[] = { "x", "* OK x\r\n", "\r\n",
		"* 1 FETCH (BODY[1] {9}\r\n123456789)\r\n" };
	struct imap_guard guard;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(floods); i++) {
		struct fail why = FAIL_INIT;
		size_t fed = 0;

		guard = (struct imap_guard){ 0 };
		imap_guard_allow(&guard, LINES, BODY);
		while (fed < 10 * LINES && imap_guard_feed(&guard,
			slice_of(floods[i]), &why) == 0)
			fed += strlen(floods[i]);
		assert_case_true(floods[i], fed <= LINES);
		assert_case(floods[i], why.text, "its answer does not end");
	}
}

static const struct {
	const char *name;
	const char *said;
	enum imap_answer ended;
	const char *words;
	bool passing;
} ends[] = {
	{ "nothing yet", "* OK still here\r\n", IMAP_RUNS, "", false },
	{ "a line that is not whole", "7 OK do", IMAP_RUNS, "", false },
	{ "well", "7 OK done\r\n", IMAP_OK, "done", false },
	{ "without a word", "7 OK\r\n", IMAP_OK, "", false },
	{ "a no", "7 no not you\r\n", IMAP_NO, "not you", false },
	{ "a no after something was fetched",
	    "* 1 FETCH (BODY[] {3}\r\nabc)\r\n7 NO half of it\r\n", IMAP_NO,
	    "half of it", false },
	{ "a BAD", "7 BAD what\r\n", IMAP_BAD, "what", false },
	{ "a word that only begins so", "7 OKAY\r\n", IMAP_RUNS, "", false },
	{ "what stands in a body is no end",
	    "* 1 FETCH (BODY[] {9}\r\n7 NO no\r\n", IMAP_RUNS, "", false },
	{ "nor what follows it", "* 1 FETCH (BODY[] {0}\r\n7 NO no\r\n",
	    IMAP_RUNS, "", false },
	{ "nor what waits for us", "+ OK go on\r\n", IMAP_RUNS, "", false },
	{ "a no that passes", "7 NO [UNAVAILABLE] later\r\n", IMAP_NO,
	    "[UNAVAILABLE] later", true },
	{ "case does not matter", "7 NO [serverbug] oh\r\n", IMAP_NO,
	    "[serverbug] oh", true },
	{ "a no that stays", "7 NO [AUTHENTICATIONFAILED] UNAVAILABLE\r\n",
	    IMAP_NO, "[AUTHENTICATIONFAILED] UNAVAILABLE", false },
	{ "the last one counts", "7 OK\r\n8 NO x\r\n", IMAP_NO, "x", false },
};

static void
test_imap_guard_ends(void **state)
{
	struct imap_guard guard;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		for (size_t step = 1; step < 100; step += 98) {
			struct fail why = FAIL_INIT;

			assert_case_true(ends[i].name, feed(&guard,
			    ends[i].said, step, &why));
			assert_case_int(ends[i].name, guard.ended,
			    ends[i].ended);
			assert_case_slice(ends[i].name,
			    imap_guard_said(&guard), slice_of(ends[i].words));
			assert_case_int(ends[i].name,
			    imap_guard_is_passing(&guard), ends[i].passing);
		}
}

/* A long line is known by its beginning; the next command starts anew. */
static void
test_imap_guard_long_end(void **state)
{
	struct imap_guard guard = { 0 };
	struct fail why = FAIL_INIT;
	char line[900];

	(void)state;
	memset(line, 'x', sizeof(line));
	memcpy(line, "7 NO ", 5);
	line[sizeof(line) - 1] = '\n';
	imap_guard_allow(&guard, LINES, BODY);
	assert_int_equal(imap_guard_feed(&guard, slice_make(line,
	    sizeof(line)), &why), 0);
	assert_int_equal(guard.ended, IMAP_NO);
	assert_true(imap_guard_said(&guard).len > 100);
	imap_guard_allow(&guard, LINES, BODY);
	assert_int_equal(guard.ended, IMAP_RUNS);
	assert_int_equal(imap_guard_said(&guard).len, 0);
}

static const struct {
	const char *name;
	const char *said;
	bool want;
} news[] = {
	{ "new messages", "* 3 EXISTS\r\n", true },
	{ "in any case, with another answer",
	    "* SEARCH 5\r\n* 4 exists\r\n1 OK done\r\n", true },
	{ "others say nothing of it", "* 3 RECENT\r\n* 2 EXPUNGE\r\n1 OK\r\n",
	    false },
	{ "a text that speaks of it", "* OK 3 EXISTS\r\n", false },
	{ "a body that looks so",
	    "* 1 FETCH (BODY[] {12}\r\n* 3 EXISTS\r\n)\r\n", false },
	{ "a line that does not end", "* 3 EXISTS", false },
};

static void
test_imap_guard_news(void **state)
{
	struct imap_guard guard;
	struct fail why = FAIL_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(news); i++) {
		assert_case_true(news[i].name, feed(&guard, news[i].said, 1,
		    &why));
		assert_case_int(news[i].name, guard.has_exists, news[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_imap_guard_news),
		cmocka_unit_test(test_imap_guard_answers),
		cmocka_unit_test(test_imap_guard_floods),
		cmocka_unit_test(test_imap_guard_ends),
		cmocka_unit_test(test_imap_guard_long_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
