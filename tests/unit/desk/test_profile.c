/* What is known of people: keys and their values. */
#include "case.h"

#include "desk/profile.h"

static const struct {
	const char *name;
	enum profile_id key;
	const char *given;
	const char *want; /* NULL: refused */
} values[] = {
	{ "blanks around are nothing", PROFILE_TITLE, " head of IT ",
	  "head of IT" },
	{ "nothing is no value", PROFILE_NAME, "  ", NULL },
	{ "a title has one line", PROFILE_TITLE, "a\nb", NULL },
	{ "a summary may have several", PROFILE_SUMMARY, "a\nb", "a\nb" },
	{ "no terminal is told anything", PROFILE_SUMMARY, "a\033[2Jb", NULL },
	{ "bytes that are no UTF-8", PROFILE_NAME, "\xff", NULL },
	{ "a known zone", PROFILE_TIMEZONE, "UTC", "UTC" },
	{ "an unknown zone", PROFILE_TIMEZONE, "Mars/Base", NULL },
	{ "a way out of the zones", PROFILE_TIMEZONE, "../../etc/passwd",
	  NULL },
	{ "a language", PROFILE_LANGUAGE, "de", "de" },
	{ "one of a country", PROFILE_LANGUAGE, "zh-Hant-TW", "zh-Hant-TW" },
	{ "words are no language", PROFILE_LANGUAGE, "German please", NULL },
	{ "an empty subtag", PROFILE_LANGUAGE, "de-", NULL },
	{ "one letter is none", PROFILE_LANGUAGE, "d", NULL },
	{ "a number as people write it", PROFILE_PHONE, "+49 (30) 12-34/5.6",
	  "+49 (30) 12-34/5.6" },
	{ "a number with words", PROFILE_PHONE, "030 call me", NULL },
	{ "too few digits", PROFILE_PHONE, "12", NULL },
	{ "too many", PROFILE_PHONE, "123456789012345678901", NULL },
	{ "a site without a scheme", PROFILE_WEBSITE, "example.com/x",
	  "https://example.com/x" },
	{ "with one", PROFILE_WEBSITE, "HTTP://example.com",
	  "HTTP://example.com" },
	{ "a scheme that runs programs", PROFILE_WEBSITE,
	  "javascript://a.b/c", NULL },
	{ "a sentence", PROFILE_WEBSITE, "see example.com", NULL },
	{ "Twitter without its @", PROFILE_TWITTER, "@Kim_1", "Kim_1" },
	{ "Twitter by its address", PROFILE_TWITTER,
	  "https://www.twitter.com/kim/status/1", "kim" },
	{ "by its new name", PROFILE_TWITTER, "x.com/kim", "kim" },
	{ "no name there", PROFILE_TWITTER, "kim lee", NULL },
	{ "too long a name", PROFILE_TWITTER, "kim4567890123456", NULL },
	{ "a name elsewhere", PROFILE_LINKEDIN, "kim-lee", "kim-lee" },
	{ "a postal address", PROFILE_POSTAL, "Way 1\n12345 Town",
	  "Way 1\n12345 Town" },
};

static void
test_profile_values(void **state)
{
	struct arena arena = ARENA_INIT;
	struct slice got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		assert_case_int(values[i].name,
		    profile_value(profile_key(values[i].key),
			slice_of(values[i].given), &arena, &got),
		    values[i].want != NULL);
		if (values[i].want != NULL)
			assert_case_slice(values[i].name, got,
			    slice_of(values[i].want));
	}
	arena_free(&arena);
}

static void
test_profile_lengths(void **state)
{
	struct arena arena = ARENA_INIT;
	char *text = arena_alloc(&arena, PROFILE_LINES_MAX + 1);
	const struct profile_key *title = profile_key(PROFILE_TITLE);
	const struct profile_key *summary = profile_key(PROFILE_SUMMARY);
	struct slice out;

	(void)state;
	memset(text, 'a', PROFILE_LINES_MAX + 1);
	assert_true(profile_value(title, slice_make(text, PROFILE_LINE_MAX),
	    &arena, &out));
	assert_false(profile_value(title,
	    slice_make(text, PROFILE_LINE_MAX + 1), &arena, &out));
	assert_true(profile_value(summary, slice_make(text, PROFILE_LINES_MAX),
	    &arena, &out));
	assert_false(profile_value(summary,
	    slice_make(text, PROFILE_LINES_MAX + 1), &arena, &out));
	arena_free(&arena);
}

static const struct {
	const char *name;
	enum profile_id key;
	const char *given;
	const char *want;
} folded[] = {
	{ "a number is its digits", PROFILE_PHONE, "(030) 12-34", "0301234" },
	{ "abroad", PROFILE_PHONE, "+49 30 1234", "+49301234" },
	{ "abroad, dialled", PROFILE_PHONE, "0049 30 1234", "+49301234" },
	{ "a plus inside is none", PROFILE_PHONE, "12+34", "1234" },
	{ "case is nothing", PROFILE_TWITTER, "Kim_Lee", "kim_lee" },
};

static void
test_profile_folded(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(folded); i++)
		assert_case_slice(folded[i].name,
		    profile_folded(profile_key(folded[i].key),
			slice_of(folded[i].given), &arena),
		    slice_of(folded[i].want));
	arena_free(&arena);
}

static void
test_profile_keys_are_found(void **state)
{
	(void)state;
	assert_ptr_equal(profile_key_find(SLICE("PHONE")),
	    profile_key(PROFILE_PHONE));
	assert_null(profile_key_find(SLICE("phon")));
	assert_null(profile_key_find(SLICE_EMPTY));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_profile_values),
		cmocka_unit_test(test_profile_lengths),
		cmocka_unit_test(test_profile_folded),
		cmocka_unit_test(test_profile_keys_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
