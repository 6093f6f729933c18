/* Languages: their tags, and how they write dates. */
#include "case.h"

#include "desk/language.h"

static const struct {
	const char *tag;
	bool want;
} tags[] = {
	{ "de", true }, { "pt-BR", true }, { "zh-Hant-TW", true },
	{ "de-1996", true }, { "sl-rozaj-biske-1994", true },
	{ "", false }, { "d", false }, { "-de", false }, { "de-", false },
	{ "de--AT", false }, { "d3", false }, { "..", false },
	{ "de/AT", false }, { "de AT", false }, { "de_AT", false },
	{ "d\xc3\xa9", false }, { "deutschland", false },
	{ "de-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa", false },
};

static void
test_language_tags(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tags); i++)
		assert_case_int(tags[i].tag,
		    language_is_tag(slice_of(tags[i].tag)), tags[i].want);
}

static const struct {
	const char *tag, *zone;
	const char *want;
} dates[] = {
	{ "en", "UTC", "1 March 2026, 22:05" },
	{ "de", "UTC", "1. März 2026, 22:05 Uhr" },
	{ "de-AT", "Europe/Vienna", "1. März 2026, 23:05 Uhr" },
	{ "fr", "UTC", "1 mars 2026 à 22:05" },
	{ "es", "UTC", "1 de marzo de 2026, 22:05" },
	{ "sv", "UTC", "1 mars 2026 kl. 22:05" },
	{ "nb", "UTC", "1. mars 2026 kl. 22:05" },
	{ "pt", "UTC", "1 de março de 2026, 22:05" },
	{ "nl", "UTC", "1 maart 2026, 22:05" },
	{ "it", "UTC", "1 marzo 2026, 22:05" },
	{ "pl", "UTC", "1 marca 2026, 22:05" },
	{ "ja", "Asia/Tokyo", "2026年3月2日 07:05" },
	{ "tlh", "UTC", "1 March 2026, 22:05" },
	{ "en", "America/New_York", "1 March 2026, 17:05" },
};

static void
test_language_dates(void **state)
{
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(dates); i++)
		assert_case_slice(dates[i].tag, language_date(
		    slice_of(dates[i].tag), dates[i].zone, 1772402700, &arena),
		    slice_of(dates[i].want));
	arena_free(&arena);
}

/* A row that is there is whole. */
static void
test_language_rows(void **state)
{
	const struct language *of;

	(void)state;
	for (size_t i = 0; (of = language_at(i)) != NULL; i++) {
		assert_case_true(of->tag, language_is_tag(slice_of(of->tag)));
		assert_case_true(of->tag, language_find(slice_of(of->tag)) ==
		    of);
		assert_case_true(of->tag, slice_is_utf8(slice_of(of->name)) &&
		    slice_is_utf8(slice_of(of->too_big)));
		for (size_t m = 0; m < ARRAY_LEN(of->months); m++) {
			assert_case_true(of->tag, of->months[m] != NULL);
			assert_case_true(of->tag, m == 0 ||
			    strcmp(of->months[m], of->months[m - 1]) != 0);
		}
	}
	assert_true(language_find(SLICE("tlh")) == NULL);
	assert_true(language_find(SLICE("")) == NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_language_tags),
		cmocka_unit_test(test_language_dates),
		cmocka_unit_test(test_language_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
