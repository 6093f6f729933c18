/* Names as they are compared. */
#include "case.h"

#include "store/fold.h"

static const struct {
	const char *name;
	const char *given;
	const char *want;
} cases[] = {
	{ "case does not matter", "Kim LEE", "kim lee" },
	{ "marks do not matter", "José Müller", "jose muller" },
	{ "a mark that stands alone goes", "Jose\xcc\x81", "jose" },
	{ "the stroke of an o is a mark", "Bjørn Łukasz", "bjorn lukasz" },
	{ "two letters in one are written out", "Straße Ærø Œuvre Þór",
	  "strasse aero oeuvre thor" },
	{ "capital sharp s", "STRA\xe1\xba\x9e" "E", "strasse" },
	{ "Turkish, Romanian, Czech", "İğışŞ Ioniță Dvořák",
	  "igiss ionita dvorak" },
	{ "Vietnamese bears two marks on a letter", "Nguyễn Thị Ước",
	  "nguyen thi uoc" },
	{ "Greek, with accents and final sigma", "ΑΛΈΞΗΣ Γιώργος",
	  "αλεξησ γιωργοσ" },
	{ "Cyrillic", "ФЁДОР Йоханссон", "федор йоханссон" },
	{ "Latin from a Japanese keyboard", "Ｋｉｍ　Ｌｅｅ", "kim lee" },
	{ "scripts without case stay", "田中 太郎", "田中 太郎" },
	{ "blanks are one blank, none at the ends", " \t Kim \r\n Lee  ",
	  "kim lee" },
	{ "a blank that does not break is a blank", "Kim\xc2\xa0Lee",
	  "kim lee" },
	{ "so is a narrow one", "Kim\xe2\x80\xafLee", "kim lee" },
	{ "and a wide one", "Kim\xe2\x80\x83Lee", "kim lee" },
	{ "smart quotes and dashes are plain ones",
	  "O\xe2\x80\x99Hara\xe2\x80\x93Smith",
	  "o'hara-smith" },
	{ "punctuation stays", "a.b_c", "a.b_c" },
	{ "bytes that are no text cannot do harm", "a\xff\xfe" "b",
	  "a\xef\xbf\xbd\xef\xbf\xbd" "b" },
	{ "nothing stays nothing", "", "" },
	{ "only blanks are nothing", " \t\n", "" },
};

static void
test_fold_name(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_slice(cases[i].name,
		    fold_name(slice_of(cases[i].given), &arena),
		    slice_of(cases[i].want));
	arena_free(&arena);
}

/* What is folded is folded: names and words meet from both sides. */
static void
test_fold_name_twice(void **state)
{
	struct arena arena = ARENA_INIT;
	struct slice once;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		once = fold_name(slice_of(cases[i].given), &arena);
		assert_case_slice(cases[i].name, fold_name(once, &arena), once);
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fold_name),
		cmocka_unit_test(test_fold_name_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
