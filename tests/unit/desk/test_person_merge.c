/* What the record that stays will be. */
#include "case.h"

#include "desk/person_merge.h"

static const struct {
	const char *name;
	enum profile_id key;
	const char *goes, *stays;
	bool takes;
} cases[] = {
	{ "what stays is kept", PROFILE_TITLE, "boss", "clerk", false },
	{ "what it does not have it takes", PROFILE_TITLE, "boss", "", true },
	{ "nothing is no gain", PROFILE_TITLE, "", "", false },
	{ "preferences likewise", PROFILE_LANGUAGE, "de", "", true },
	{ "a name is kept", PROFILE_NAME, "Kim Lee", "Kim", false },
	{ "an address is no name", PROFILE_NAME, "Kim Lee", "kim@x.test",
	  true },
	{ "nor is it better than another", PROFILE_NAME, "k@y.test",
	  "kim@x.test", false },
	{ "a name with an @ in it is one", PROFILE_NAME, "Kim Lee",
	  "Kim @ work", false },
	{ "contact data is united elsewhere", PROFILE_PHONE, "030", "", false },
};

static void
test_merge_takes(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct slice goes[PROFILE_KEY_COUNT] = { { NULL, 0 } };
		struct slice stays[PROFILE_KEY_COUNT] = { { NULL, 0 } };
		bool takes[PROFILE_KEY_COUNT];

		goes[cases[i].key] = slice_of(cases[i].goes);
		stays[cases[i].key] = slice_of(cases[i].stays);
		merge_takes(goes, stays, takes);
		for (int k = 0; k < PROFILE_KEY_COUNT; k++)
			assert_case_int(cases[i].name, takes[k],
			    k == (int)cases[i].key && cases[i].takes);
	}
}

static void
test_merge_unite(void **state)
{
	const struct slice stays[] = { SLICE("vip"), SLICE("old") };
	const struct slice goes[] = { SLICE("VIP"), SLICE("new") };
	struct arena arena = ARENA_INIT;

	(void)state;
	assert_case_slice("each once, without case",
	    merge_unite(stays, 2, goes, 2, &arena), SLICE("vip, old, new"));
	assert_case_slice("nothing and nothing",
	    merge_unite(NULL, 0, NULL, 0, &arena), SLICE_EMPTY);
	assert_case_slice("one side alone",
	    merge_unite(NULL, 0, goes, 1, &arena), SLICE("VIP"));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_merge_takes),
		cmocka_unit_test(test_merge_unite),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
