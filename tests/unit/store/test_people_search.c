/* People as somebody looks for them. */
#include "desk_case.h"

#include "base/text.h"
#include "store/profiles.h"

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
		const struct people_filter filter = {
			.word = slice_of(cases[i].word), .max = cases[i].max };
		int64_t *ids;
		size_t count, want = 0;

		assert_ok(people_search(desk->db, &filter, &desk->arena, &ids,
		    &count, &desk->why), &desk->why);
		while (cases[i].want[want] != 0)
			want++;
		assert_case_int(cases[i].name, count, want);
		for (size_t n = 0; n < count; n++)
			assert_case_int(cases[i].name, ids[n],
			    cases[i].want[n]);
	}
}

/* Alice, Malice with two marks against her, Kim the agent, Lee elsewhere. */
static const struct {
	const char *name;
	struct people_filter filter;
	const char *want; /* their numbers */
} filters[] = {
	{ "everybody", { .max = 9 }, "4 3 2 1 " },
	{ "a page", { .max = 2 }, "4 3 " },
	{ "the next page", { .max = 2, .before = 3 }, "2 1 " },
	{ "with a label", { .max = 9, .label = SLICE_INIT("vip") }, "2 " },
	{ "of a domain", { .max = 9, .domain = SLICE_INIT("client.test") },
	  "2 1 " },
	{ "not of one that ends so",
	  { .max = 9, .domain = SLICE_INIT("test") }, "" },
	{ "disabled", { .max = 9, .by_disabled = true, .disabled = true },
	  "2 " },
	{ "not disabled", { .max = 9, .by_disabled = true }, "4 3 1 " },
	{ "agents", { .max = 9, .by_agent = true, .is_agent = true }, "3 " },
	{ "mail comes back", { .max = 9, .by_state = true,
	  .state = ADDRESS_HARD }, "2 " },
	{ "all that is asked for must fit", { .max = 9,
	  .word = SLICE_INIT("alice"), .by_disabled = true }, "1 " },
};

static void
test_people_search_filters(void **state)
{
	struct desk_case *desk = *state;
	struct person malice;

	desk_person(desk, "Alice", "alice@client.test");
	desk_person(desk, "Malice", "m@client.test");
	desk_agent(desk, "Kim", "kim", "kim@help.test");
	desk_person(desk, "Lee", "lee@client.test.example");
	assert_int_equal(people_get(desk->db, 2, &desk->arena, &malice,
	    &desk->why), 1);
	malice.disabled = true;
	assert_ok(people_save(desk->db, &malice, &desk->why), &desk->why);
	assert_ok(person_labels_add(desk->db, 2, SLICE("vip"), &desk->why),
	    &desk->why);
	assert_ok(people_address_state(desk->db, SLICE("m@client.test"),
	    ADDRESS_HARD, NOW, &desk->why), &desk->why);
	for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
		struct text got = TEXT_IN(&desk->arena);
		int64_t *ids;
		size_t count;

		assert_ok(people_search(desk->db, &filters[i].filter,
		    &desk->arena, &ids, &count, &desk->why), &desk->why);
		for (size_t n = 0; n < count; n++)
			text_add_format(&got, "%lld ", (long long)ids[n]);
		assert_case(filters[i].name, text_string(&got),
		    filters[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_people_search_words),
		DESK_TEST(test_people_search_filters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
