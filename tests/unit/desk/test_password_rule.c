/* Which passwords are good enough. */
#include "case.h"

#include "desk/password_rule.h"

static const struct {
	const char *name;
	const char *password;
	const char *want; /* how the fault begins; "": it may be one */
} cases[] = {
	{ "words that nobody knows", "correct horse", "" },
	{ "other scripts", "ひみつのことばです！？", "" },
	{ "characters count, not octets", "ひみつの", "a password needs" },
	{ "too short", "c0rrect-h", "a password needs at least 10" },
	{ "one that is tried first", "passwordpassword", "this is one of" },
	{ "with figures for letters", "P4ssw0rd1!", "this is one of" },
	{ "with a year behind it", "qwertyuiop2026", "this is one of" },
	{ "a common word is no fault of a long one", "password of my cat", "" },
	{ "one character", "aaaaaaaaaaaa", "this is too easy to guess: it r" },
	{ "two", "abababababab", "this is too easy to guess: it r" },
	{ "the alphabet", "abcdefghijklm", "this is too easy to guess: it r" },
	{ "backwards", "0987654321", "this is too easy to guess" },
	{ "the name", "Kim Example", "this is too easy to guess: it is" },
	{ "a part of it", "12example!", "this is too easy to guess: it is" },
	{ "the address", "kimmy@client.test", "this is too easy to guess" },
	{ "its domain", "client.test", "this is too easy to guess" },
	{ "the desk", "help desk 1", "this is too easy to guess: it is" },
	{ "a name in a longer one", "example of nothing", "" },
	{ "a line's end", "correct\nhorse", "a password is made of" },
	{ "a broken one", "correct\xff" "horse", "a password is made of" },
};

static void
test_password_rule(void **state)
{
	const struct slice words[] = { SLICE("Kim Example"),
		SLICE("kimmy@client.test"), SLICE("Help desk"), SLICE_EMPTY };
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *fault = password_fault(
		    slice_of(cases[i].password), 10, words, ARRAY_LEN(words),
		    &arena);

		if (fault == NULL)
			fault = "";
		if (cases[i].want[0] == '\0')
			assert_case(cases[i].name, fault, "");
		assert_case_slice(cases[i].name, slice_head(slice_of(fault),
		    strlen(cases[i].want)), slice_of(cases[i].want));
	}
	arena_free(&arena);
}

static void
test_password_rule_too_long(void **state)
{
	struct arena arena = ARENA_INIT;
	char many[2000];

	(void)state;
	for (size_t i = 0; i < sizeof(many); i++)
		many[i] = (char)('a' + i * 7 % 26);
	assert_non_null(password_fault(slice_make(many, sizeof(many)), 10,
	    NULL, 0, &arena));
	assert_null(password_fault(slice_make(many, 1000), 10, NULL, 0,
	    &arena));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_password_rule),
		cmocka_unit_test(test_password_rule_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
