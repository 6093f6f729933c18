/* People as somebody looks for them. */
#include "desk_case.h"

static const struct {
	const char *name;
	const char *word;
	size_t max;
	int64_t want[5]; /* ended by 0 */
} cases[] = {
	{ "a piece of a name", "lic", 9, { 2, 1 } },
	{ "case does not matter", "ALICE", 9, { 2, 1 } },
	{ "nor do marks", "muller", 9, { 3 } },
	{ "on either side", "M\xc3\xbcller", 9, { 3 } },
	{ "a piece of an address", "client.test", 9, { 3, 1 } },
	{ "of any of their addresses, once each", "home", 9, { 3, 1 } },
	{ "the newest first, and no more than asked for", "a", 2, { 3, 2 } },
	{ "everybody", "", 9, { 3, 2, 1 } },
	{ "nobody", "zebra", 9, { 0 } },
	{ "what means something to the engine is text", "%", 9, { 0 } },
};

static void
test_people_search_words(void **state)
{
	struct desk_case *desk = *state;

	desk_person(desk, "Alice Adams", "alice@client.test");
	desk_person(desk, "Malice", "m@other.test");
	desk_person(desk, "J\xc3\xb6rg M\xc3\xbcller", "jm@client.test");
	assert_ok(people_add_address(desk->db, 1, SLICE("alice@home.test"),
	    SLICE("alice@home.test"), NOW, &desk->why), &desk->why);
	assert_ok(people_add_address(desk->db, 3, SLICE("a@home.test"),
	    SLICE("a@home.test"), NOW, &desk->why), &desk->why);
	assert_ok(people_add_address(desk->db, 3, SLICE("b@home.test"),
	    SLICE("b@home.test"), NOW, &desk->why), &desk->why);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t *ids;
		size_t count, want = 0;

		assert_ok(people_search(desk->db, slice_of(cases[i].word),
		    cases[i].max, &desk->arena, &ids, &count, &desk->why),
		    &desk->why);
		while (cases[i].want[want] != 0)
			want++;
		assert_case_int(cases[i].name, count, want);
		for (size_t n = 0; n < count; n++)
			assert_case_int(cases[i].name, ids[n],
			    cases[i].want[n]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_people_search_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
