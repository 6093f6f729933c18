/* Foreign text on a terminal: nothing it says is obeyed, and it fits. */
#include "case.h"

#include "app/cli_text.h"

static const struct {
	const char *name;
	struct slice in, line, block;
} harmless[] = {
	{ "plain text stays", SLICE_INIT("Gr\xc3\xbc\xc3\x9f Gott"),
	  SLICE_INIT("Gr\xc3\xbc\xc3\x9f Gott"),
	  SLICE_INIT("Gr\xc3\xbc\xc3\x9f Gott") },
	{ "an escape sequence loses its escape", SLICE_INIT("a\x1b[31mred"),
	  SLICE_INIT("a [31mred"), SLICE_INIT("a [31mred") },
	{ "CSI of 8-bit terminals is a blank", SLICE_INIT("a\xc2\x9b" "31m"),
	  SLICE_INIT("a 31m"), SLICE_INIT("a 31m") },
	{ "a bare byte 0x9b is no character", SLICE_INIT("a\x9b" "31m"),
	  SLICE_INIT("a\xef\xbf\xbd" "31m"),
	  SLICE_INIT("a\xef\xbf\xbd" "31m") },
	{ "a line stays one line", SLICE_INIT("a\r\nb\nc"),
	  SLICE_INIT("a  b c"), SLICE_INIT("a\nb\nc") },
	{ "a CR alone would write over the line", SLICE_INIT("bad\rgood"),
	  SLICE_INIT("bad good"), SLICE_INIT("bad good") },
	{ "NUL, bell and DEL are blanks", SLICE_INIT("a\0b\ac\x7f"),
	  SLICE_INIT("a b c "), SLICE_INIT("a b c ") },
	{ "tabs stay in a text", SLICE_INIT("a\tb"), SLICE_INIT("a b"),
	  SLICE_INIT("a\tb") },
	{ "nothing turns the direction of writing",
	  SLICE_INIT("x\xe2\x80\xae" "fdp.exe\xe2\x81\xa9"),
	  SLICE_INIT("xfdp.exe"), SLICE_INIT("xfdp.exe") },
	{ "a line separator is no line end", SLICE_INIT("a\xe2\x80\xa8z"),
	  SLICE_INIT("a z"), SLICE_INIT("a z") },
	{ "nothing is nothing", SLICE_INIT(""), SLICE_INIT(""),
	  SLICE_INIT("") },
};

static void
test_cli_text_harmless(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(harmless); i++) {
		struct arena arena = ARENA_INIT;

		assert_case_slice(harmless[i].name,
		    cli_line(harmless[i].in, &arena), harmless[i].line);
		assert_case_slice(harmless[i].name,
		    cli_block(harmless[i].in, &arena), harmless[i].block);
		arena_free(&arena);
	}
}

static const struct {
	const char *name;
	struct slice line;
	size_t width;
} widths[] = {
	{ "ASCII", SLICE_INIT("abc"), 3 },
	{ "letters with marks are one column", SLICE_INIT("\xc3\xa9t\xc3\xa9"),
	  3 },
	{ "a mark of its own takes none", SLICE_INIT("e\xcc\x81"), 1 },
	{ "Han characters take two", SLICE_INIT("\xe6\x9d\x8e\xe4\xbc\x9f"),
	  4 },
	{ "Greek takes one", SLICE_INIT("\xce\x96\xcf\x89\xce\xae"), 3 },
	{ "pictures take two", SLICE_INIT("\xf0\x9f\x94\xa5"), 2 },
	{ "nothing takes nothing", SLICE_INIT(""), 0 },
};

static void
test_cli_text_width(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(widths); i++)
		assert_case_int(widths[i].name, cli_width(widths[i].line),
		    widths[i].width);
}

static const struct {
	const char *name;
	struct slice line;
	size_t width;
	struct slice want;
} fits[] = {
	{ "what fits stays", SLICE_INIT("abc"), 3, SLICE_INIT("abc") },
	{ "the last column says that there is more", SLICE_INIT("abcd"), 3,
	  SLICE_INIT("ab\xe2\x80\xa6") },
	{ "no half of a wide character",
	  SLICE_INIT("\xe6\x9d\x8e\xe4\xbc\x9fx"), 4,
	  SLICE_INIT("\xe6\x9d\x8e\xe2\x80\xa6") },
	{ "no blank before the mark", SLICE_INIT("ab cd"), 4,
	  SLICE_INIT("ab\xe2\x80\xa6") },
	{ "a mark stays on its letter", SLICE_INIT("e\xcc\x81xyz"), 2,
	  SLICE_INIT("e\xcc\x81\xe2\x80\xa6") },
	{ "no room at all", SLICE_INIT("abc"), 0, SLICE_INIT("") },
};

static void
test_cli_text_fit(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fits); i++) {
		struct arena arena = ARENA_INIT;
		struct slice got = cli_fit(fits[i].line, fits[i].width,
		    &arena);

		assert_case_slice(fits[i].name, got, fits[i].want);
		assert_case_true(fits[i].name,
		    cli_width(got) <= fits[i].width);
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cli_text_harmless),
		cmocka_unit_test(test_cli_text_width),
		cmocka_unit_test(test_cli_text_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
