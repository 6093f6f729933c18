/* The doors' words. */
#include "case.h"

#include "mail/envelope.h"

static void
test_envelope_doors(void **state)
{
	static const char *const words[] = {
		[DOOR_PIPE] = "pipe",
		[DOOR_LMTP] = "lmtp",
		[DOOR_IMAP] = "imap",
		[DOOR_MAILDIR] = "maildir",
		[DOOR_IMPORT] = "import",
		[DOOR_CLI] = "cli",
		[DOOR_RULE] = "rule",
		[DOOR_CLOCK] = "clock",
		[DOOR_WEB] = "web",
	};
	enum door door;

	(void)state;
	assert_int_equal(ARRAY_LEN(words), DOOR_COUNT);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		assert_case("a door has its word", door_name((enum door)i),
		    words[i]);
		assert_case_true(words[i],
		    door_parse(slice_of(words[i]), &door) &&
		    door == (enum door)i);
	}
}

static void
test_envelope_door_parse(void **state)
{
	static const struct {
		const char *name;
		struct slice word;
		bool want;
	} cases[] = {
		{ "case does not matter", SLICE_INIT("LMTP"), true },
		{ "a word of no door", SLICE_INIT("smtp"), false },
		{ "nothing is no door", SLICE_INIT(""), false },
		{ "more than a word is no door", SLICE_INIT("pipe "), false },
		{ "part of a word is no door", SLICE_INIT("pip"), false },
		{ "a NUL does not end the word", SLICE_INIT("pipe\0x"), false },
	};
	enum door door = DOOR_WEB;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_int(cases[i].name,
		    door_parse(cases[i].word, &door), cases[i].want);
	assert_int_equal(door, DOOR_LMTP);
}

static void
test_envelope_stub(void **state)
{
	static const struct {
		const char *name;
		enum door door;
		struct slice door_ref;
		bool want;
	} cases[] = {
		{ "a stub says so in its door_ref", DOOR_IMAP,
		    SLICE_INIT("imap:box/INBOX/7/0000000005/stub"), true },
		{ "a whole message does not", DOOR_IMAP,
		    SLICE_INIT("imap:box/INBOX/7/0000000005"), false },
		{ "other doors have none", DOOR_IMPORT,
		    SLICE_INIT("import:/var/mail/stub"), false },
		{ "nor has what came without a name", DOOR_IMAP,
		    SLICE_INIT(""), false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct envelope envelope = { .door = cases[i].door,
			.door_ref = cases[i].door_ref };

		assert_case_int(cases[i].name, envelope_is_stub(&envelope),
		    cases[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_envelope_doors),
		cmocka_unit_test(test_envelope_door_parse),
		cmocka_unit_test(test_envelope_stub),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
