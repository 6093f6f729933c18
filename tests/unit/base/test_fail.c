/* Failures: one line, whole or visibly cut, and errno left alone. */
#include "case.h"

#include <errno.h>

#include "base/fail.h"

static void
test_fail_sentences(void **state)
{
	struct fail why = FAIL_INIT;

	(void)state;
	assert_int_equal(fail_set(&why, FAIL_REFUSE, "%s is odd", "it"), -1);
	assert_int_equal(why.kind, FAIL_REFUSE);
	assert_case("a sentence", why.text, "it is odd");

	errno = ENOENT;
	assert_int_equal(fail_sys(&why, FAIL_SETUP, "open %s", "x"), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_case("with what errno says", why.text,
	    "open x: No such file or directory");
	assert_int_equal(errno, ENOENT);

	assert_int_equal(fail_add(&why, "desk %d", 7), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_case("with a prefix", why.text,
	    "desk 7: open x: No such file or directory");

	fail_set(&why, FAIL_RETRY, "again: %s", why.text);
	assert_case("made from itself", why.text,
	    "again: desk 7: open x: No such file or directory");

	fail_set(&why, FAIL_RETRY, "a\r\nb\tc\x1b");
	assert_case("of one line", why.text, "a  b c ");

	errno = EIO;
	assert_int_equal(fail_set(NULL, FAIL_RETRY, "x"), -1);
	assert_int_equal(fail_sys(NULL, FAIL_RETRY, "x"), -1);
	assert_int_equal(fail_add(NULL, "x"), -1);
	assert_int_equal(errno, EIO);
}

static void
test_fail_cut(void **state)
{
	struct fail	why = FAIL_INIT;
	char		big[3000];

	(void)state;
	memset(big, 'b', sizeof(big) - 1);
	big[sizeof(why.text) - 1] = '\0';
	fail_set(&why, FAIL_RETRY, "%s", big);
	assert_case("what just fits is whole", why.text, big);

	fail_set(&why, FAIL_RETRY, "%s!", big);
	assert_int_equal(strlen(why.text), sizeof(why.text) - 1);
	assert_case("what does not ends in dots",
	    why.text + sizeof(why.text) - 5, "b...");

	big[sizeof(why.text) - 1] = 'b';
	big[sizeof(big) - 1] = '\0';
	fail_set(&why, FAIL_RETRY, "end");
	fail_add(&why, "%s", big);
	assert_case("a prefix may be too long",
	    why.text + sizeof(why.text) - 5, "b...");

	/* U+20AC over the place of the cut. */
	memcpy(big + sizeof(why.text) - 5, "\xe2\x82\xac", 3);
	fail_set(&why, FAIL_RETRY, "%s", big);
	assert_true(slice_is_utf8(slice_of(why.text)));
	assert_case("no character is cut", why.text + sizeof(why.text) - 6,
	    "b...");
}

static void
test_fail_kinds(void **state)
{
	(void)state;
	assert_case("retry", fail_kind_name(FAIL_RETRY), "retry");
	assert_case("refuse", fail_kind_name(FAIL_REFUSE), "refuse");
	assert_case("setup", fail_kind_name(FAIL_SETUP), "setup");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fail_sentences),
		cmocka_unit_test(test_fail_cut),
		cmocka_unit_test(test_fail_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
