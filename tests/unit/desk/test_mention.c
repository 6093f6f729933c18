/* "@kim" in a note. */
#include "case.h"

#include "base/text.h"
#include "desk/mention.h"

static const struct {
	const char *name;
	const char *text;
	const char *want; /* blanks between */
} cases[] = {
	{ "nobody", "the fuser is worn", "" },
	{ "somebody", "@kim please", "kim" },
	{ "at the end of a sentence", "ask @kim. Or @ben!", "kim ben" },
	{ "in brackets", "(@kim)", "kim" },
	{ "an address names nobody", "kim@help.test", "" },
	{ "an address in angles", "<kim@help.test>", "" },
	{ "a sign alone", "5 @ 3, @, @.", "" },
	{ "two signs", "@@kim", "kim" },
	{ "dots within", "@kim.b-c_d", "kim.b-c_d" },
	{ "beyond ASCII", "@j\xc3\xb6rg", "j\xc3\xb6rg" },
	{ "lines", "@a\n@b", "a b" },
};

static void
test_mention_next(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct text got = TEXT_IN(&arena);
		struct slice rest = slice_of(cases[i].text), word;

		while (mention_next(&rest, &word)) {
			text_add_string(&got, got.len > 0 ? " " : "");
			text_add(&got, word);
		}
		assert_case_slice(cases[i].name, text_slice(&got),
		    slice_of(cases[i].want));
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mention_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
