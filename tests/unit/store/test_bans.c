/* Bans: addresses and domains from which nothing is taken. */
#include "desk_case.h"

#include "store/bans.h"

static void
ban(struct desk_case *desk, const char *pattern, const char *reason,
    int64_t now)
{
	assert_ok(bans_add(desk->db, slice_of(pattern), slice_of(reason), now,
	    &desk->why), &desk->why);
}

static void
test_bans_cover(void **state)
{
	static const struct {
		const char *name;
		const char *identity;
		int want;
	} cases[] = {
		{ "a banned address", "spam@client.test", 1 },
		{ "its neighbour", "alice@client.test", 0 },
		{ "anybody of a banned domain", "alice@spam.test", 1 },
		{ "a domain below it is another", "alice@a.spam.test", 0 },
		{ "one that ends alike is another", "alice@notspam.test", 0 },
		{ "the last @ begins the domain", "\"a@spam.test\"@ok.test",
		  0 },
		{ "nobody", "", 0 },
	};
	struct desk_case *desk = *state;

	ban(desk, "spam@client.test", "spam", NOW);
	ban(desk, "@spam.test", "spam", NOW);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_int(cases[i].name, bans_cover(desk->db,
		    slice_of(cases[i].identity), &desk->why), cases[i].want);

	assert_int_equal(bans_remove(desk->db, SLICE("@spam.test"),
	    &desk->why), 1);
	assert_int_equal(bans_cover(desk->db, SLICE("alice@spam.test"),
	    &desk->why), 0);
	assert_case_int("not banned any more", bans_remove(desk->db,
	    SLICE("@spam.test"), &desk->why), 0);
}

static void
test_bans_get(void **state)
{
	struct desk_case *desk = *state;
	struct ban one, again;

	ban(desk, "@spam.test", "spam", NOW);
	assert_int_equal(bans_get(desk->db, SLICE("@spam.test"), &desk->arena,
	    &one, &desk->why), 1);
	assert_case_slice("as it was given", one.pattern, SLICE("@spam.test"));
	assert_case_slice("why", one.reason, SLICE("spam"));
	assert_case_int("since when", one.at, NOW);
	assert_case_int("a ban is found by its pattern alone",
	    bans_get(desk->db, SLICE("a@spam.test"), &desk->arena, &again,
	    &desk->why), 0);

	ban(desk, "@spam.test", "still", NOW + HOUR);
	assert_int_equal(bans_get(desk->db, SLICE("@spam.test"), &desk->arena,
	    &again, &desk->why), 1);
	assert_case_int("a second ban is the same ban", again.id, one.id);
	assert_case_slice("with another reason", again.reason, SLICE("still"));
	assert_case_int("since then", again.at, NOW + HOUR);
}

static void
test_bans_list(void **state)
{
	struct desk_case *desk = *state;
	struct ban *items;
	size_t count;
	int64_t first;

	assert_ok(bans_list(desk->db, &desk->arena, &items, &count,
	    &desk->why), &desk->why);
	assert_case_int("nobody is banned", count, 0);
	ban(desk, "b@client.test", "", NOW);
	ban(desk, "a@client.test", "rude", NOW);
	assert_ok(bans_list(desk->db, &desk->arena, &items, &count,
	    &desk->why), &desk->why);
	assert_int_equal(count, 2);
	assert_case_slice("the newest first", items[0].pattern,
	    SLICE("a@client.test"));
	assert_case_slice("its reason", items[0].reason, SLICE("rude"));
	assert_case_slice("one without", items[1].reason, SLICE(""));
	first = items[0].id;
	assert_int_equal(bans_remove(desk->db, SLICE("a@client.test"),
	    &desk->why), 1);
	ban(desk, "a@client.test", "again", NOW);
	assert_ok(bans_list(desk->db, &desk->arena, &items, &count,
	    &desk->why), &desk->why);
	assert_case_true("a number is never given twice: the change log has it",
	    items[0].id > first);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_bans_cover),
		DESK_TEST(test_bans_get),
		DESK_TEST(test_bans_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
