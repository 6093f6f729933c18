/* Lines of master.cf as postconf prints them, and Postfix's times. */
#include "case.h"

#include "port/postfix.h"

#define PIPE "maildesk unix - n n - 20 pipe flags=DORXq user=md:grp" \
	" null_sender= directory=/ argv=/usr/bin/maildesk-deliver" \
	" --sender=${sender} user=word --socket=/x"

static const struct {
	const char *name, *line;
	bool is_service;
	const char *want_name, *want_command;
	bool is_chrooted;
} lines[] = {
	{ "a pipe", PIPE, true, "maildesk", "pipe", false },
	{ "chrooted", "lmtp       unix  -       -       y       -       -"
	    "       lmtp", true, "lmtp", "lmtp", true },
	{ "a hyphen is not chrooted", "x unix - - - - - lmtp", true, "x",
	    "lmtp", false },
	{ "a comment", "#lmtp unix - - y - - lmtp", false, "", "", false },
	{ "an empty line", "", false, "", "", false },
	{ "a column too few", "lmtp unix - - y - lmtp", false, "", "", false },
};

static void
test_postfix_service(void **state)
{
	struct postfix_service service;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		bool got = postfix_service_parse(slice_of(lines[i].line),
		    &service);

		assert_case_int(lines[i].name, got, lines[i].is_service);
		if (!got)
			continue;
		assert_case_slice(lines[i].name, service.name,
		    slice_of(lines[i].want_name));
		assert_case_slice(lines[i].name, service.command,
		    slice_of(lines[i].want_command));
		assert_case_int(lines[i].name, service.is_chrooted,
		    lines[i].is_chrooted);
	}
}

static const struct {
	const char *name, *key;
	bool is_word, found;
	const char *want;
} values[] = {
	{ "an attribute", "flags", false, true, "DORXq" },
	{ "one with a group", "user", false, true, "md:grp" },
	{ "an empty one is there", "null_sender", false, true, "" },
	{ "one that is not there", "chroot", false, false, "" },
	{ "the beginning of a name is none", "flag", false, false, "" },
	{ "a word of the program", "--socket", true, true, "/x" },
	{ "the program's words are no attributes", "--socket", false, false,
	    "" },
	{ "attributes are no words", "flags", true, false, "" },
};

static void
test_postfix_values(void **state)
{
	struct postfix_service service;
	struct slice got;

	(void)state;
	assert_true(postfix_service_parse(SLICE(PIPE), &service));
	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		struct slice key = slice_of(values[i].key);
		bool found = values[i].is_word
		    ? postfix_word(&service, key, &got)
		    : postfix_attribute(&service, key, &got);

		assert_case_int(values[i].name, found, values[i].found);
		assert_case_slice(values[i].name, got,
		    slice_of(values[i].want));
	}
}

static const struct {
	const char *text;
	int64_t want; /* -1: it is none */
} times[] = {
	{ "120s", 120 }, { "2m", 120 }, { "1h", 3600 }, { "1d", 86400 },
	{ "1w", 604800 }, { "0", 0 }, { "30", 30 }, { "", -1 }, { "s", -1 },
	{ "-1s", -1 }, { "1y", -1 }, { "99999999999999999999s", -1 },
};

static void
test_postfix_time(void **state)
{
	int64_t got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(times); i++)
		assert_case_int(times[i].text, postfix_time(slice_of(
		    times[i].text), &got) ? got : -1, times[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_postfix_service),
		cmocka_unit_test(test_postfix_values),
		cmocka_unit_test(test_postfix_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
