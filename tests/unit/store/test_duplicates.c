/* Pairs of records that may be one person. */
#include "desk_case.h"

#include "base/text.h"
#include "store/duplicates.h"
#include "store/owned.h"
#include "store/people_merge.h"

/* "1+2: name local; 3+4: phone" */
static const char *
pairs_of(struct desk_case *desk)
{
	static const char *const words[] = { [LIKE_TOKEN] = "token",
		[LIKE_PHONE] = "phone", [LIKE_LOCAL] = "local",
		[LIKE_NAME] = "name" };
	struct text text = TEXT_IN(&desk->arena);
	struct duplicate *items;
	size_t count;

	assert_ok(duplicates_find(desk->db, &desk->arena, &items, &count,
	    &desk->why), &desk->why);
	for (size_t i = 0; i < count; i++) {
		text_add_format(&text, "%s%lld+%lld:", i > 0 ? "; " : "",
		    (long long)items[i].one, (long long)items[i].other);
		for (int r = 0; r < LIKENESS_COUNT; r++)
			if ((items[i].reasons & (1u << r)) != 0)
				text_add_format(&text, " %s", words[r]);
	}
	return text_string(&text);
}

static void
test_duplicates_none(void **state)
{
	struct desk_case *desk = *state;

	assert_case("an empty desk", pairs_of(desk), "");
	desk_person(desk, "Kim", "kim@client.test");
	desk_person(desk, "Lee", "kim@other.example");
	desk_person(desk, "info@a.test", "info@sister.test");
	desk_person(desk, "info@a.test", "info@sister.example");
	assert_case("strangers, mailboxes of firms, names that are none",
	    pairs_of(desk), "");
}

static void
test_duplicates_reasons(void **state)
{
	static const bool takes[PROFILE_KEY_COUNT];
	struct desk_case *desk = *state;
	struct entry entry = { .kind = ENTRY_MESSAGE, .is_private = true,
		.person_id = 6, .at = NOW, .door = DOOR_LMTP,
		.class = SLICE_INIT("human"), .message_id = SLICE_INIT("a") };

	desk_person(desk, "Kim Lee", "kim@client.test");
	desk_person(desk, "KIM LEE", "kim@client.example");
	desk_person(desk, "Mo", "mo@client.test");
	desk_person(desk, "Maurice", "maurice@other.test");
	desk_person(desk, "Ann", "ann@client.test");
	desk_person(desk, "Annie", "annie@home.test");
	assert_int_equal(contacts_add(desk->db, OWNER_PERSON, 3,
	    profile_key(PROFILE_PHONE), SLICE("0301"), SLICE("0301"),
	    &desk->why), 1);
	assert_int_equal(contacts_add(desk->db, OWNER_PERSON, 4,
	    profile_key(PROFILE_PHONE), SLICE("030-1"), SLICE("0301"),
	    &desk->why), 1);
	entry.ticket_id = desk_ticket(desk, "printer",
	    desk_department(desk, "Support", "support@help.test"), 5);
	assert_ok(entries_add(desk->db, &entry, &desk->why), &desk->why);
	assert_case("the strongest first, all that speaks for each",
	    pairs_of(desk),
	    "5+6: token; 1+2: local name; 3+4: phone");
	assert_ok(people_merge(desk->db, 1, 2, takes, NOW, &desk->why),
	    &desk->why);
	assert_ok(people_merge(desk->db, 6, 5, takes, NOW, &desk->why),
	    &desk->why);
	assert_case("who is one is no pair", pairs_of(desk), "3+4: phone");
}

/* A name that a thousand have does not make half a million pairs. */
static void
test_duplicates_are_linear(void **state)
{
	struct desk_case *desk = *state;
	struct duplicate *items;
	size_t count;
	char address[48];

	for (int i = 0; i < 1000; i++) {
		snprintf(address, sizeof(address), "a%d@d%d.test", i, i);
		desk_person(desk, "John Smith", address);
	}
	assert_ok(duplicates_find(desk->db, &desk->arena, &items, &count,
	    &desk->why), &desk->why);
	assert_case_true("sixteen neighbours each", count <= 16 * 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_duplicates_none),
		DESK_TEST(test_duplicates_reasons),
		DESK_TEST(test_duplicates_are_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
