/* People as somebody looks for them. */
#include "desk_case.h"

#include "base/text.h"
#include "store/owned.h"
#include "store/search.h"

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
look_for_all(struct desk_case *desk)
{
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

/* Before they are in the index, and when they are. */
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
	look_for_all(desk);
	assert_case_int("they are not in the index yet",
	    search_is_due(desk->db, &desk->why), 1);
	assert_case_int("now they are", search_fill(desk->db, &desk->why), 1);
	assert_case_int("all of them", search_is_due(desk->db, &desk->why), 0);
	look_for_all(desk);
}

/* "3 1 " */
static const char *
called(struct desk_case *desk, const char *word)
{
	const struct people_filter filter = { .word = slice_of(word),
		.max = 2000 };
	struct text text = TEXT_IN(&desk->arena);
	int64_t *ids;
	size_t count;

	assert_ok(people_search(desk->db, &filter, &desk->arena, &ids, &count,
	    &desk->why), &desk->why);
	for (size_t i = 0; i < count; i++)
		text_add_format(&text, "%lld ", (long long)ids[i]);
	return text_string(&text);
}

static void
rename_to(struct desk_case *desk, int64_t id, const char *name)
{
	struct person person;

	assert_int_equal(people_get(desk->db, id, &desk->arena, &person,
	    &desk->why), 1);
	person.name = slice_of(name);
	assert_ok(people_save(desk->db, &person, &desk->why), &desk->why);
}

static void
test_people_search_after_changes(void **state)
{
	struct desk_case *desk = *state;
	struct address *addresses;
	size_t count;

	desk_person(desk, "Berta", "alice@client.test");
	desk_person(desk, "\xe7\x94\xb0\xe4\xb8\xad", "bob@client.test");
	assert_case_int("a piece", search_fill(desk->db, &desk->why), 1);
	assert_case("two letters are found, too",
	    called(desk, "\xe7\x94\xb0\xe4\xb8\xad"), "2 ");
	for (int filled = 0; filled <= 1; filled++) {
		rename_to(desk, 1, "Zoe \"Quote\" Adams");
		assert_ok(people_add_address(desk->db, 2, SLICE("b@home.test"),
		    SLICE("b@home.test"), NOW, &desk->why), &desk->why);
		if (filled == 1)
			assert_int_equal(search_fill(desk->db, &desk->why), 1);
		assert_case("a new name", called(desk, "adams"), "1 ");
		assert_case("with what means something to the engine",
		    called(desk, "\"quote\""), "1 ");
		assert_case("not the old one", called(desk, "berta"), "");
		assert_case("a new address", called(desk, "home"), "2 ");
		rename_to(desk, 1, "Berta");
		assert_ok(people_addresses(desk->db, 2, &desk->arena,
		    &addresses, &count, &desk->why), &desk->why);
		assert_ok(people_remove_address(desk->db, 2,
		    addresses[count - 1].id, &desk->why), &desk->why);
		if (filled == 1)
			assert_int_equal(search_fill(desk->db, &desk->why), 1);
		assert_case("no new name any more", called(desk, "adams"), "");
		assert_case("no address", called(desk, "home"), "");
	}
}

static void
test_people_search_many(void **state)
{
	struct desk_case *desk = *state;
	char name[40], address[60];

	for (int i = 1; i <= 1700; i++) {
		snprintf(name, sizeof(name), "%s %d", i % 2 ? "Odd" : "Even", i);
		snprintf(address, sizeof(address), "p%d@many.test", i);
		desk_person(desk, name, address);
		/* Some are in the index, the newest are not. */
		if (i == 1600)
			while (search_fill(desk->db, &desk->why) > 0)
				;
	}
	for (int i = 0; i < 2; i++) {
		struct slice odd = slice_of(called(desk, "odd")), piece;
		int64_t want = 1699, id;

		while (slice_cut(&odd, ' ', &piece) && piece.len > 0) {
			assert_true(slice_number(piece, 9999, &id));
			assert_case_int("every other one, the newest first",
			    id, want);
			want -= 2;
		}
		assert_case_int("down to the first", want, -1);
		assert_case("one of them", called(desk, "odd 1699"), "1699 ");
		assert_case("an old one", called(desk, "p12@"), "12 ");
		while (search_fill(desk->db, &desk->why) > 0)
			;
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
	assert_ok(labels_add(desk->db, OWNER_PERSON, 2, SLICE("vip"), &desk->why),
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
		DESK_TEST(test_people_search_after_changes),
		DESK_TEST(test_people_search_many),
		DESK_TEST(test_people_search_filters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
