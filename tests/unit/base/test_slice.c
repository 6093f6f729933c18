/* Slices: comparing, searching, cutting, numbers and UTF-8. */
#include "case.h"

#include <stdlib.h>

#include "base/slice.h"

static void
test_slice_compare(void **state)
{
	static const struct {
		const char	*name;
		struct slice	 a, b;
		bool		 eq, eq_nocase, starts, ends;
		int		 cmp; /* its sign */
	} cases[] = {
		{ "two of nothing are the same, wherever they point",
		  SLICE_INIT(""), { NULL, 0 }, true, true, true, true, 0 },
		{ "everything starts and ends with nothing",
		  SLICE_INIT("abc"), { NULL, 0 }, false, false, true, true,
		  1 },
		{ "nothing comes before everything",
		  { NULL, 0 }, SLICE_INIT("a"), false, false, false, false, -1 },
		{ "case counts",
		  SLICE_INIT("abc"), SLICE_INIT("abC"), false, true, false,
		  false, 1 },
		{ "a NUL is a byte as any other",
		  SLICE_INIT("a\0b"), SLICE_INIT("a\0c"), false, false, false,
		  false, -1 },
		{ "bytes above 0x7f are bigger than those below",
		  SLICE_INIT("\xff"), SLICE_INIT("a"), false, false, false,
		  false, 1 },
		{ "letters beyond ASCII have no case",
		  SLICE_INIT("\xc4"), SLICE_INIT("\xe4"), false, false, false,
		  false, -1 },
		{ "@ and ` are no letters, though 0x20 apart",
		  SLICE_INIT("@"), SLICE_INIT("`"), false, false, false, false,
		  -1 },
		{ "of two the shorter comes first",
		  SLICE_INIT("abab"), SLICE_INIT("ab"), false, false, true,
		  true, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char	*name = cases[i].name;
		struct slice	 a = cases[i].a, b = cases[i].b;
		int		 cmp = slice_cmp(a, b);

		assert_case_int(name, slice_eq(a, b), cases[i].eq);
		assert_case_int(name, slice_eq_nocase(a, b),
		    cases[i].eq_nocase);
		assert_case_int(name, slice_starts(a, b), cases[i].starts);
		assert_case_int(name, slice_ends(a, b), cases[i].ends);
		assert_case_int(name, (cmp > 0) - (cmp < 0), cases[i].cmp);
	}
	assert_true(slice_starts_nocase(SLICE("Re: hi"), SLICE("RE:")));
	assert_false(slice_starts_nocase(SLICE("R"), SLICE("RE:")));
	assert_true(slice_ends_nocase(SLICE("x@Example.TEST"),
	    SLICE("@example.test")));
	assert_false(slice_ends_nocase(SLICE("test"), SLICE("@test")));
}

static void
test_slice_search(void **state)
{
	static const struct {
		const char	*name;
		struct slice	 s, needle;
		size_t		 at, at_nocase;
	} cases[] = {
		{ "nothing stands at the front of anything",
		  SLICE_INIT("abc"), SLICE_INIT(""), 0, 0 },
		{ "nothing stands even in nothing",
		  { NULL, 0 }, SLICE_INIT(""), 0, 0 },
		{ "nothing is in nothing but nothing",
		  { NULL, 0 }, SLICE_INIT("a"), 0, 0 },
		{ "the first of two",
		  SLICE_INIT("xabab"), SLICE_INIT("ab"), 1, 1 },
		{ "at the very end",
		  SLICE_INIT("xxab"), SLICE_INIT("ab"), 2, 2 },
		{ "half of it at the end is not it",
		  SLICE_INIT("xxa"), SLICE_INIT("ab"), 3, 3 },
		{ "a false start hides nothing",
		  SLICE_INIT("aaab"), SLICE_INIT("aab"), 1, 1 },
		{ "either side may be in capitals",
		  SLICE_INIT("xABab"), SLICE_INIT("aB"), 5, 1 },
		{ "past a NUL",
		  SLICE_INIT("a\0b\0c"), SLICE_INIT("\0C"), 5, 3 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_case_int(cases[i].name,
		    slice_search(cases[i].s, cases[i].needle), cases[i].at);
		assert_case_int(cases[i].name,
		    slice_search_nocase(cases[i].s, cases[i].needle),
		    cases[i].at_nocase);
	}
	assert_true(slice_has(SLICE_EMPTY, SLICE("")));
	assert_false(slice_has(SLICE("abc"), SLICE("C")));
	assert_true(slice_has_nocase(SLICE("abc"), SLICE("C")));
	assert_false(slice_has_nocase(SLICE("abc"), SLICE("d")));
}

/* Where nocase search goes from one piece to the next, and for long needles. */
static void
test_slice_search_nocase_everywhere(void **state)
{
	static char		s[10000];
	static char		needle[1000];
	static const size_t	lengths[] = { 1, 2, 255, 256, 257, 999 };

	(void)state;
	for (size_t n = 0; n < ARRAY_LEN(lengths); n++) {
		size_t len = lengths[n];

		memset(needle, 'a', len);
		needle[len - 1] = 'B';
		for (size_t at = 0; at <= sizeof(s) - len; at += 7) {
			memset(s, 'A', sizeof(s));
			s[at + len - 1] = 'b';
			assert_int_equal(slice_search_nocase(
			    slice_make(s, sizeof(s)),
			    slice_make(needle, len)), at);
		}
		memset(s, 'A', sizeof(s));
		assert_int_equal(slice_search_nocase(slice_make(s, sizeof(s)),
		    slice_make(needle, len)), sizeof(s));
	}
}

static void
test_slice_index(void **state)
{
	(void)state;
	assert_int_equal(slice_index(SLICE("a.b.c"), '.'), 1);
	assert_int_equal(slice_rindex(SLICE("a.b.c"), '.'), 3);
	assert_int_equal(slice_index(SLICE("abc"), '.'), 3);
	assert_int_equal(slice_rindex(SLICE("abc"), '.'), 3);
	assert_int_equal(slice_index(SLICE_EMPTY, '\0'), 0);
	assert_int_equal(slice_rindex(SLICE_EMPTY, '\0'), 0);
	assert_int_equal(slice_index(SLICE("\xe9"), '\xe9'), 0);
}

static void
test_slice_parts(void **state)
{
	(void)state;
	assert_case_slice("from the middle", slice_from(SLICE("abc"), 1),
	    SLICE("bc"));
	assert_case_slice("from past the end is nothing",
	    slice_from(SLICE("abc"), 4), SLICE(""));
	assert_case_slice("from nothing is nothing",
	    slice_from(SLICE_EMPTY, 7), SLICE(""));
	assert_case_slice("the head", slice_head(SLICE("abc"), 2), SLICE("ab"));
	assert_case_slice("no longer than it is",
	    slice_head(SLICE("abc"), SIZE_MAX), SLICE("abc"));
	assert_case_slice("blanks, tabs and line ends go",
	    slice_trim(SLICE("\r\n \ta b\t \r\n")), SLICE("a b"));
	assert_case_slice("at the end only",
	    slice_trim_end(SLICE(" a \n")), SLICE(" a"));
	assert_case_slice("blanks alone leave nothing",
	    slice_trim(SLICE(" \t ")), SLICE(""));
	assert_case_slice("other controls and NBSP stay",
	    slice_trim(SLICE("\v\xa0x\0")), SLICE("\v\xa0x\0"));
	assert_case_slice("no string, no bytes", slice_of(NULL), SLICE(""));
	assert_case_slice("a string without its NUL", slice_of("ab"),
	    SLICE("ab"));
}

#define PIECES_MAX 8

static void
test_slice_cut(void **state)
{
	static const struct {
		const char	*name;
		struct slice	 s;
		struct slice	 want[PIECES_MAX];
		size_t		 count;
	} cases[] = {
		{ "one piece without a separator", SLICE_INIT("ab"),
		  { SLICE_INIT("ab") }, 1 },
		{ "a separator at the end has an empty piece behind it",
		  SLICE_INIT("a,"), { SLICE_INIT("a"), SLICE_INIT("") }, 2 },
		{ "and one at the front before it", SLICE_INIT(",a"),
		  { SLICE_INIT(""), SLICE_INIT("a") }, 2 },
		{ "two in a row have one between", SLICE_INIT("a,,b"),
		  { SLICE_INIT("a"), SLICE_INIT(""), SLICE_INIT("b") }, 3 },
		{ "the empty string is one empty piece", SLICE_INIT(""),
		  { SLICE_INIT("") }, 1 },
		{ "no string has no piece", { NULL, 0 }, { SLICE_INIT("") },
		  0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct slice	rest = cases[i].s;
		struct slice	piece;
		size_t		count = 0;

		while (slice_cut(&rest, ',', &piece)) {
			assert_case_true(cases[i].name, count < cases[i].count);
			assert_case_slice(cases[i].name, piece,
			    cases[i].want[count]);
			count++;
		}
		assert_case_int(cases[i].name, count, cases[i].count);
	}
}

static void
test_slice_line(void **state)
{
	static const struct {
		const char	*name;
		struct slice	 s;
		struct slice	 want[PIECES_MAX];
		size_t		 count;
	} cases[] = {
		{ "nothing has no line", SLICE_INIT(""), { SLICE_INIT("") },
		  0 },
		{ "the last line may lack its end", SLICE_INIT("a\nb"),
		  { SLICE_INIT("a"), SLICE_INIT("b") }, 2 },
		{ "a line end begins no line", SLICE_INIT("a\n"),
		  { SLICE_INIT("a") }, 1 },
		{ "LF, CRLF and CR each end one line",
		  SLICE_INIT("a\nb\r\nc\rd"),
		  { SLICE_INIT("a"), SLICE_INIT("b"), SLICE_INIT("c"),
		    SLICE_INIT("d") }, 4 },
		{ "LF LF has an empty line between", SLICE_INIT("a\n\nb"),
		  { SLICE_INIT("a"), SLICE_INIT(""), SLICE_INIT("b") }, 3 },
		{ "LF CR are two ends", SLICE_INIT("a\n\rb"),
		  { SLICE_INIT("a"), SLICE_INIT(""), SLICE_INIT("b") }, 3 },
		{ "CR CR LF are two ends", SLICE_INIT("a\r\r\nb"),
		  { SLICE_INIT("a"), SLICE_INIT(""), SLICE_INIT("b") }, 3 },
		{ "CRLF CRLF has an empty line between",
		  SLICE_INIT("a\r\n\r\nb"),
		  { SLICE_INIT("a"), SLICE_INIT(""), SLICE_INIT("b") }, 3 },
		{ "a CR at the very end ends the line", SLICE_INIT("a\r"),
		  { SLICE_INIT("a") }, 1 },
		{ "an LF alone is an empty line", SLICE_INIT("\n"),
		  { SLICE_INIT("") }, 1 },
		{ "a NUL ends nothing", SLICE_INIT("a\0b\n"),
		  { SLICE_INIT("a\0b") }, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct slice	rest = cases[i].s;
		struct slice	line;
		size_t		count = 0;

		while (slice_line(&rest, &line)) {
			assert_case_true(cases[i].name, count < cases[i].count);
			assert_case_slice(cases[i].name, line,
			    cases[i].want[count]);
			count++;
		}
		assert_case_int(cases[i].name, count, cases[i].count);
	}
}

/* Lines of every length around the window in which an end is sought. */
static void
test_slice_line_long(void **state)
{
	char		s[1100];
	struct slice	rest, line;

	(void)state;
	for (size_t len = 0; len < 1000; len++) {
		memset(s, 'x', sizeof(s));
		memcpy(s + len, "\r\nrest", 6);
		rest = slice_make(s, len + 6);
		assert_true(slice_line(&rest, &line));
		assert_int_equal(line.len, len);
		assert_case_slice("the rest", rest, SLICE("rest"));
	}
}

static void
test_slice_number(void **state)
{
	static const struct {
		const char	*name;
		struct slice	 s;
		int64_t		 max;
		bool		 ok;
		int64_t		 want;
	} cases[] = {
		{ "nothing is no number", SLICE_INIT(""), 9, false, 0 },
		{ "zero", SLICE_INIT("0"), 9, true, 0 },
		{ "zeros in front are digits", SLICE_INIT("0007"), 9, true,
		  7 },
		{ "the biggest allowed", SLICE_INIT("100"), 100, true, 100 },
		{ "one more", SLICE_INIT("101"), 100, false, 0 },
		{ "a digit more", SLICE_INIT("1000"), 100, false, 0 },
		{ "one digit above a small limit", SLICE_INIT("7"), 5, false,
		  0 },
		{ "nothing is within a negative limit", SLICE_INIT("0"), -1,
		  false, 0 },
		{ "the biggest of all", SLICE_INIT("9223372036854775807"),
		  INT64_MAX, true, INT64_MAX },
		{ "one beyond it", SLICE_INIT("9223372036854775808"),
		  INT64_MAX, false, 0 },
		{ "far beyond it", SLICE_INIT("99999999999999999999999999"),
		  INT64_MAX, false, 0 },
		{ "no plus", SLICE_INIT("+1"), 9, false, 0 },
		{ "no minus", SLICE_INIT("-1"), 9, false, 0 },
		{ "no blank in front", SLICE_INIT(" 1"), 9, false, 0 },
		{ "no blank behind", SLICE_INIT("1 "), 9, false, 0 },
		{ "no NUL behind", SLICE_INIT("1\0"), 9, false, 0 },
		{ "no hexadecimal", SLICE_INIT("0x1"), 99, false, 0 },
		{ "no other script's digits", SLICE_INIT("\xd9\xa1"), 9,
		  false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t got = -77;
		int64_t want = cases[i].ok ? cases[i].want : -77;

		assert_case_int(cases[i].name,
		    slice_number(cases[i].s, cases[i].max, &got), cases[i].ok);
		assert_case_int(cases[i].name, got, want);
	}
}

static void
test_slice_utf8(void **state)
{
	static const struct {
		const char	*name;
		struct slice	 s;
		size_t		 run; /* the well-formed bytes at the front */
	} cases[] = {
		{ "nothing is well-formed", SLICE_INIT(""), 0 },
		{ "ASCII with NUL is well-formed", SLICE_INIT("a\0\x7f"), 3 },
		{ "the first and last of two bytes",
		  SLICE_INIT("\xc2\x80\xdf\xbf"), 4 },
		{ "the first and last of three bytes",
		  SLICE_INIT("\xe0\xa0\x80\xef\xbf\xbf"), 6 },
		{ "the first and last of four bytes",
		  SLICE_INIT("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), 8 },
		{ "the neighbours of the surrogates",
		  SLICE_INIT("\xed\x9f\xbf\xee\x80\x80"), 6 },
		{ "the first surrogate", SLICE_INIT("a\xed\xa0\x80"), 1 },
		{ "the last surrogate", SLICE_INIT("a\xed\xbf\xbf"), 1 },
		{ "an overlong slash in two bytes", SLICE_INIT("\xc0\xaf"), 0 },
		{ "an overlong DEL in two bytes", SLICE_INIT("\xc1\xbf"), 0 },
		{ "an overlong in three bytes", SLICE_INIT("\xe0\x9f\xbf"),
		  0 },
		{ "an overlong in four bytes", SLICE_INIT("\xf0\x8f\xbf\xbf"),
		  0 },
		{ "beyond the last code point",
		  SLICE_INIT("\xf4\x90\x80\x80"), 0 },
		{ "a first byte that never was",
		  SLICE_INIT("\xf5\x80\x80\x80"), 0 },
		{ "five bytes, as it once was",
		  SLICE_INIT("\xf8\x88\x80\x80\x80"), 0 },
		{ "a byte that is in no character", SLICE_INIT("ab\xff"), 2 },
		{ "a continuation with nothing before it",
		  SLICE_INIT("ab\x80"), 2 },
		{ "cut after one of two", SLICE_INIT("ab\xc3"), 2 },
		{ "cut after two of three", SLICE_INIT("ab\xe2\x82"), 2 },
		{ "cut after three of four", SLICE_INIT("\xf0\x9f\x98"), 0 },
		{ "a letter where a continuation must be",
		  SLICE_INIT("\xe2\x82z"), 0 },
		{ "behind eight and more bytes of ASCII",
		  SLICE_INIT("0123456789abcdef\xff"), 16 },
		{ "Latin-1 is not UTF-8", SLICE_INIT("Gr\xfc\xdf" "e"), 2 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_case_int(cases[i].name, slice_utf8_run(cases[i].s),
		    cases[i].run);
		assert_case_int(cases[i].name, slice_is_utf8(cases[i].s),
		    cases[i].run == cases[i].s.len);
	}
	assert_true(slice_is_ascii(SLICE("plain \x7f\0")));
	assert_true(slice_is_ascii(SLICE_EMPTY));
	assert_false(slice_is_ascii(SLICE("0123456789\x80")));
	assert_false(slice_is_ascii(SLICE("\x80")));
}

static void
test_slice_code_point(void **state)
{
	static const struct {
		const char	*name;
		struct slice	 s;
		size_t		 len;
		uint32_t	 want;
	} cases[] = {
		{ "nothing is no character", SLICE_INIT(""), 0, SLICE_BROKEN },
		{ "one byte", SLICE_INIT("ab"), 1, 'a' },
		{ "two bytes", SLICE_INIT("\xc3\xa9x"), 2, 0xe9 },
		{ "three bytes", SLICE_INIT("\xe2\x82\xac"), 3, 0x20ac },
		{ "four bytes", SLICE_INIT("\xf0\x9f\x98\x80"), 4, 0x1f600 },
		{ "U+FFFD itself is not broken", SLICE_INIT("\xef\xbf\xbd"), 3,
		  0xfffd },
		{ "what is cut short is broken as a whole",
		  SLICE_INIT("\xf0\x9f\x98z"), 3, SLICE_BROKEN },
		{ "a surrogate is broken byte by byte",
		  SLICE_INIT("\xed\xa0\x80"), 1, SLICE_BROKEN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint32_t got;

		assert_case_int(cases[i].name,
		    slice_code_point(cases[i].s, &got), cases[i].len);
		assert_case_int(cases[i].name, got, cases[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slice_compare),
		cmocka_unit_test(test_slice_search),
		cmocka_unit_test(test_slice_search_nocase_everywhere),
		cmocka_unit_test(test_slice_index),
		cmocka_unit_test(test_slice_parts),
		cmocka_unit_test(test_slice_cut),
		cmocka_unit_test(test_slice_line),
		cmocka_unit_test(test_slice_line_long),
		cmocka_unit_test(test_slice_number),
		cmocka_unit_test(test_slice_utf8),
		cmocka_unit_test(test_slice_code_point),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
