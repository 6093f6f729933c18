/* Files in the text: "begin 644 name" to "end". */
#include "case.h"

#include "mail/transfer.h"
#include "mail/uu.h"

#define FILE_A "begin 644 a.txt\n#86)C\n`\nend\n"

static const struct {
	const char *name;
	struct slice text;
	struct slice rest; /* of the text */
	const char *files; /* name=bytes, and a blank behind each */
} cases[] = {
	{ "a file between two lines",
	  SLICE_INIT("hello\n" FILE_A "bye\n"), SLICE_INIT("hello\nbye\n"),
	  "a.txt=abc " },
	{ "two files", SLICE_INIT("x\n" FILE_A "begin 0600 b c\r\n#9&5F\r\n \r\n"
	      "end"), SLICE_INIT("x\n"), "a.txt=abc b c=def " },
	{ "a text that is nothing else stays",
	  SLICE_INIT("\n" FILE_A), SLICE_INIT("\n" FILE_A), "a.txt=abc " },
	{ "blanks that got lost at a line's end",
	  SLICE_INIT("x\nbegin 644 z\n\"86(\nend\n"), SLICE_INIT("x\n"),
	  "z=ab " },
	{ "a file that is cut off", SLICE_INIT("x\nbegin 644 a\n#86)C\n"),
	  SLICE_INIT("x\n"), "a=abc " },
	{ "words that only look so",
	  SLICE_INIT("x\nbegin 644 reports by noon\nand so on\nend\n"),
	  SLICE_INIT("x\nbegin 644 reports by noon\nand so on\nend\n"), "" },
	{ "no mode", SLICE_INIT("x\nbegin here\n#86)C\nend\n"),
	  SLICE_INIT("x\nbegin here\n#86)C\nend\n"), "" },
	{ "no name", SLICE_INIT("x\nbegin 644 \n#86)C\nend\n"),
	  SLICE_INIT("x\nbegin 644 \n#86)C\nend\n"), "" },
	{ "nothing in it", SLICE_INIT("x\nbegin 644 a\nend\n"),
	  SLICE_INIT("x\nbegin 644 a\nend\n"), "" },
	{ "lines longer than they say",
	  SLICE_INIT("x\nbegin 644 a\n#86)C86)C\nend\n"),
	  SLICE_INIT("x\nbegin 644 a\n#86)C86)C\nend\n"), "" },
	{ "text behind it that never ends it",
	  SLICE_INIT("x\nbegin 644 a\n#86)C\nGreetings\n"),
	  SLICE_INIT("x\nbegin 644 a\n#86)C\nGreetings\n"), "" },
	{ "nothing", SLICE_INIT(""), SLICE_INIT(""), "" },
};

static struct slice
files_of(struct slice text, struct arena *arena)
{
	struct text all = TEXT_IN(arena);
	struct slice name, block;

	while (uu_next(&text, &name, &block)) {
		text_add(&all, name);
		text_add_char(&all, '=');
		text_add(&all, transfer_decode(ENCODING_UUENCODE, block,
		    arena));
		text_add_char(&all, ' ');
	}
	return text_slice(&all);
}

static void
test_uu_files(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_case_slice(cases[i].name, uu_strip(cases[i].text,
		    &arena), cases[i].rest);
		assert_case_slice(cases[i].name, files_of(cases[i].text,
		    &arena), slice_of(cases[i].files));
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_uu_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
