/* Texts: growing, and foreign bytes made harmless. */
#include "case.h"

#include "base/text.h"

static void
test_text_grows(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct text	text = TEXT_IN(&arena);
	struct text	other = TEXT_IN(&arena);
	struct slice	got;

	(void)state;
	assert_case_slice("a new text is empty", text_slice(&text), SLICE(""));
	assert_case("and an empty string", text_string(&text), "");
	/* Two that grow in turn, so that neither is always the newest. */
	for (int i = 0; i < 100000; i++) {
		text_add(&text, SLICE("abc"));
		text_add_char(&text, (char)('0' + i % 10));
		if (i % 100 == 0)
			text_add_string(&other, "xy");
	}
	got = text_slice(&text);
	assert_int_equal(got.len, 400000);
	for (size_t i = 0; i < got.len; i += 4) {
		assert_memory_equal(got.data + i, "abc", 3);
		assert_int_equal(got.data[i + 3], '0' + (int)(i / 4 % 10));
	}
	assert_int_equal(text_slice(&other).len, 2000);
	assert_int_equal(strlen(text_string(&text)), 400000);
	text_clear(&text);
	text_add(&text, SLICE_EMPTY);
	text_add_string(&text, NULL);
	assert_case("nothing adds nothing", text_string(&text), "");
	arena_free(&arena);
}

static void
test_text_format(void **state)
{
	struct arena	arena = ARENA_INIT;
	char		word[400];

	(void)state;
	/* Every length, so that each place where the room ends is met. */
	for (size_t len = 0; len < sizeof(word); len++) {
		struct text text = TEXT_IN(&arena);

		memset(word, 'w', len);
		word[len] = '\0';
		text_add_string(&text, "<");
		text_add_format(&text, "%s%d", word, 7);
		text_add_string(&text, ">");
		assert_int_equal(text_slice(&text).len, len + 3);
		assert_case_true("the word stands whole", strspn(
		    text_string(&text) + 1, "w") == len);
		assert_case("and what follows it",
		    text_string(&text) + 1 + len, "7>");
	}
	arena_free(&arena);
}

static void
test_text_foreign(void **state)
{
	static const struct {
		const char	*name;
		void		(*add)(struct text *text, struct slice s);
		struct slice	 s;
		struct slice	 want;
	} cases[] = {
		{ "no line end gets into a line", text_add_line,
		  SLICE_INIT("a\r\nBcc: x"), SLICE_INIT("a  Bcc: x") },
		{ "nor NUL, tab, escape or DEL", text_add_line,
		  SLICE_INIT("a\0b\tc\x1b[2Jd\x7f"),
		  SLICE_INIT("a b c [2Jd ") },
		{ "nor a control above 0x7f", text_add_line,
		  SLICE_INIT("a\xc2\x9b" "2Jb\xc2\x85"), SLICE_INIT("a 2Jb ") },
		{ "letters that share its bytes stay", text_add_line,
		  SLICE_INIT("\xc3\x9b\xc2\xa0\xc2"),
		  SLICE_INIT("\xc3\x9b\xc2\xa0\xc2") },
		{ "a line of nothing", text_add_line, SLICE_INIT(""),
		  SLICE_INIT("") },
		{ "five letters are escaped in HTML", text_add_html,
		  SLICE_INIT("<a href=\"x\">'&'</a>"),
		  SLICE_INIT("&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;"
		      "&lt;/a&gt;") },
		{ "all others stay", text_add_html,
		  SLICE_INIT("a;b \xc3\xa9\n"), SLICE_INIT("a;b \xc3\xa9\n") },
		{ "UTF-8 stays UTF-8", text_add_utf8,
		  SLICE_INIT("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"),
		  SLICE_INIT("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80") },
		{ "a byte that is none becomes U+FFFD", text_add_utf8,
		  SLICE_INIT("a\xff" "b"), SLICE_INIT("a\xef\xbf\xbd" "b") },
		{ "so does each of Latin-1's", text_add_utf8,
		  SLICE_INIT("Gr\xfc\xdf" "e"),
		  SLICE_INIT("Gr\xef\xbf\xbd\xef\xbf\xbd" "e") },
		{ "a character cut short is one", text_add_utf8,
		  SLICE_INIT("\xf0\x9f\x98z"), SLICE_INIT("\xef\xbf\xbdz") },
		{ "also at the very end", text_add_utf8,
		  SLICE_INIT("z\xe2\x82"), SLICE_INIT("z\xef\xbf\xbd") },
		{ "a surrogate is three", text_add_utf8,
		  SLICE_INIT("\xed\xa0\x80"),
		  SLICE_INIT("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd") },
		{ "an overlong is one a byte", text_add_utf8,
		  SLICE_INIT("\xc0\xaf"),
		  SLICE_INIT("\xef\xbf\xbd\xef\xbf\xbd") },
		{ "nothing is well-formed", text_add_utf8, { NULL, 0 },
		  SLICE_INIT("") },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena	arena = ARENA_INIT;
		struct text	text = TEXT_IN(&arena);

		cases[i].add(&text, cases[i].s);
		assert_case_slice(cases[i].name, text_slice(&text),
		    cases[i].want);
		arena_free(&arena);
	}
}

/* What is written is read back, for every code point there is. */
static void
test_text_code_points(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct text	text = TEXT_IN(&arena);
	uint32_t	got, want;

	(void)state;
	for (uint32_t code = 0; code < 0x110010; code++) {
		want = code;
		if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
			want = 0xfffd;
		text_clear(&text);
		text_add_code_point(&text, code);
		assert_int_equal(slice_code_point(text_slice(&text), &got),
		    text_slice(&text).len);
		assert_int_equal(got, want);
	}
	text_clear(&text);
	text_add_code_point(&text, UINT32_MAX);
	assert_case_slice("no code point at all", text_slice(&text),
	    SLICE("\xef\xbf\xbd"));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_grows),
		cmocka_unit_test(test_text_format),
		cmocka_unit_test(test_text_foreign),
		cmocka_unit_test(test_text_code_points),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
