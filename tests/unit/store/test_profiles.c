/* What is known of people, what colleagues note, and what people did. */
#include "desk_case.h"

#include "store/activity.h"
#include "store/owned.h"
#include "store/profiles.h"

static struct profile
profile_of(struct desk_case *desk, int64_t id)
{
	struct profile profile;

	assert_int_equal(profiles_get(desk->db, id, &desk->arena, &profile,
	    &desk->why), 1);
	return profile;
}

static void
test_profiles_values(void **state)
{
	struct desk_case *desk = *state;
	int64_t kim = desk_person(desk, "Kim", "kim@client.test");
	int64_t lee = desk_person(desk, "Lee", "lee@client.test");
	struct profile profile = profile_of(desk, kim);

	assert_case_int("nothing is known at first",
	    profile.values[PROFILE_TITLE].len + profile.contact_count +
	    profile.label_count, 0);
	for (int i = 0; i < PROFILE_KEY_COUNT; i++)
		if (profile_key((enum profile_id)i)->place != PROFILE_CONTACT)
			assert_ok(profiles_set(desk->db, kim,
			    (enum profile_id)i,
			    slice_of(profile_key((enum profile_id)i)->title),
			    &desk->why), &desk->why);
	profile = profile_of(desk, kim);
	for (int i = 0; i < PROFILE_KEY_COUNT; i++)
		if (profile_key((enum profile_id)i)->place != PROFILE_CONTACT)
			assert_case_slice("what is set is kept",
			    profile.values[i],
			    slice_of(profile_key((enum profile_id)i)->title));
	assert_ok(profiles_set(desk->db, kim, PROFILE_LANGUAGE, SLICE("de"),
	    &desk->why), &desk->why);
	assert_ok(profiles_set(desk->db, kim, PROFILE_TIMEZONE, SLICE_EMPTY,
	    &desk->why), &desk->why);
	profile = profile_of(desk, kim);
	assert_case_slice("the last one counts",
	    profile.values[PROFILE_LANGUAGE], SLICE("de"));
	assert_case_slice("none is the desk's default",
	    profile.values[PROFILE_TIMEZONE], SLICE_EMPTY);
	assert_case_slice("others are left alone",
	    profile_of(desk, lee).values[PROFILE_NAME], SLICE("Lee"));
	assert_case_int("nobody", profiles_get(desk->db, 99, &desk->arena,
	    &profile, &desk->why), 0);
}

static int
add_contact(struct desk_case *desk, int64_t id, enum profile_id kind,
    struct slice value, struct slice folded)
{
	return contacts_add(desk->db, OWNER_PERSON, id, profile_key(kind),
	    value, folded, &desk->why);
}

static int
remove_contact(struct desk_case *desk, int64_t id, enum profile_id kind,
    struct slice folded)
{
	return contacts_remove(desk->db, OWNER_PERSON, id, profile_key(kind),
	    folded, &desk->why);
}

static void
test_profiles_contacts(void **state)
{
	struct desk_case *desk = *state;
	int64_t kim = desk_person(desk, "Kim", "kim@client.test");
	struct profile profile;
	char folded[16];

	assert_int_equal(add_contact(desk, kim, PROFILE_IM,
	    SLICE("xmpp:Kim"), SLICE("xmpp:kim")), 1);
	assert_int_equal(add_contact(desk, kim, PROFILE_PHONE,
	    SLICE("030 1"), SLICE("0301")), 1);
	assert_case_int("the same in other marks is there already",
	    add_contact(desk, kim, PROFILE_PHONE, SLICE("0301"),
	    SLICE("0301")), 0);
	assert_case_int("another kind is another thing",
	    add_contact(desk, kim, PROFILE_POSTAL, SLICE("0301"),
	    SLICE("0301")), 1);
	profile = profile_of(desk, kim);
	assert_int_equal(profile.contact_count, 3);
	assert_case_slice("as the keys are sorted, as given",
	    profile.contacts[0].value, SLICE("030 1"));
	assert_int_equal(profile.contacts[1].kind, PROFILE_IM);
	assert_case_int("what is not there",
	    remove_contact(desk, kim, PROFILE_PHONE, SLICE("99")), 0);
	assert_int_equal(remove_contact(desk, kim, PROFILE_PHONE,
	    SLICE("0301")), 1);
	assert_int_equal(profile_of(desk, kim).contact_count, 2);
	for (int i = 0; i < PROFILE_VALUES_MAX; i++) {
		snprintf(folded, sizeof(folded), "%d", 1000 + i);
		assert_int_equal(add_contact(desk, kim, PROFILE_PHONE,
		    slice_of(folded), slice_of(folded)), 1);
	}
	desk_refused(desk, "nobody has that many", add_contact(desk, kim,
	    PROFILE_PHONE, SLICE("9"), SLICE("9")), "take one away first");
}

static void
test_profiles_labels_and_notes(void **state)
{
	struct desk_case *desk = *state;
	int64_t kim = desk_person(desk, "Kim", "kim@client.test");
	int64_t anna = desk_agent(desk, "Anna", "anna", "anna@help.test");
	struct note note = { .author_id = anna,
		.at = NOW, .text = SLICE_INIT("likes tea") }, *notes;
	struct profile profile;
	size_t count;

	assert_int_equal(labels_add(desk->db, OWNER_PERSON, kim, SLICE("vip"),
	    &desk->why), 1);
	assert_int_equal(labels_add(desk->db, OWNER_PERSON, kim, SLICE("vip"),
	    &desk->why), 0);
	assert_int_equal(labels_add(desk->db, OWNER_PERSON, kim, SLICE("a"),
	    &desk->why), 1);
	profile = profile_of(desk, kim);
	assert_int_equal(profile.label_count, 2);
	assert_case_slice("by name", profile.labels[0], SLICE("a"));
	assert_int_equal(labels_remove(desk->db, OWNER_PERSON, kim, SLICE("a"),
	    &desk->why), 1);
	assert_int_equal(labels_remove(desk->db, OWNER_PERSON, kim, SLICE("a"),
	    &desk->why), 0);

	assert_ok(notes_add(desk->db, OWNER_PERSON, kim, &note, &desk->why),
	    &desk->why);
	note.author_id = 0;
	assert_ok(notes_add(desk->db, OWNER_PERSON, kim, &note, &desk->why),
	    &desk->why);
	assert_ok(notes_list(desk->db, OWNER_PERSON, kim, &desk->arena, &notes,
	    &count, &desk->why), &desk->why);
	assert_int_equal(count, 2);
	assert_int_equal(notes[0].author_id, anna);
	assert_int_equal(notes[0].at, NOW);
	assert_case_slice("text", notes[0].text, SLICE("likes tea"));
	assert_int_equal(notes[1].author_id, 0);
	assert_case_int("a note of another person", notes_remove(
	    desk->db, OWNER_PERSON, anna, note.id, &desk->why), 0);
	assert_int_equal(notes_remove(desk->db, OWNER_PERSON, kim, note.id,
	    &desk->why), 1);
}

static void
test_activity(void **state)
{
	static const struct sql merge = {
		"UPDATE person SET merged_into = 1 WHERE id = 2"
	};
	static const struct sql spend = {
		"INSERT INTO time_spent (ticket_id, person_id, minutes,"
		" remark, at) VALUES (1, 2, 25, '', 0), (1, 2, -5, '', 0)"
	};
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t lee = desk_person(desk, "Lee", "lee@client.test");
	int64_t first, second, mail, at, minutes;
	struct activity *items;
	size_t count;

	first = desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "a",
	    "It burns");
	second = desk_entry(desk, small.ticket, ENTRY_MESSAGE, lee, "b", "Yes");
	assert_ok(activity_list(desk->db, small.user, 0, 9, &desk->arena,
	    &items, &count, &desk->why), &desk->why);
	assert_case_int("one's own", count, 1);
	assert_int_equal(items[0].entry_id, first);
	assert_int_equal(items[0].ticket_id, small.ticket);
	assert_case_slice("what was said", items[0].text, SLICE("It burns"));
	assert_int_equal(lee, 2);
	scratch_run(desk->db, &merge);
	assert_ok(activity_list(desk->db, small.user, 0, 9, &desk->arena,
	    &items, &count, &desk->why), &desk->why);
	assert_case_int("also of who was merged into them", count, 2);
	assert_case_int("the newest first", items[0].entry_id, second);
	assert_ok(activity_list(desk->db, small.user, second, 9, &desk->arena,
	    &items, &count, &desk->why), &desk->why);
	assert_case_int("the next page", items[0].entry_id, first);
	assert_case_int("nothing came by mail", activity_last_mail(desk->db,
	    small.user, &mail, &at, &desk->why), 0);
	scratch_run(desk->db, &spend);
	assert_ok(activity_minutes(desk->db, small.user, &minutes, &desk->why),
	    &desk->why);
	assert_case_int("time, less what was taken back", minutes, 20);
}

static void
test_addresses_primary_and_remove(void **state)
{
	static const struct sql choose = {
		"UPDATE ticket SET notify_address_id = 3"
	};
	static const struct sql chosen = {
		"SELECT count(*) FROM ticket WHERE notify_address_id NOTNULL"
	};
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t lee = desk_person(desk, "Lee", "lee@client.test");
	struct address *items, address;
	size_t count;

	assert_ok(people_add_address(desk->db, small.user, SLICE("a@home.test"),
	    SLICE("a@home.test"), NOW, &desk->why), &desk->why);
	assert_ok(people_addresses(desk->db, small.user, &desk->arena, &items,
	    &count, &desk->why), &desk->why);
	assert_int_equal(count, 2);
	desk_refused(desk, "another's", people_set_primary(desk->db, lee,
	    items[1].id, &desk->why), "no address of person 2");
	desk_refused(desk, "the primary one", people_remove_address(desk->db,
	    small.user, items[0].id, &desk->why), "make another one primary");
	assert_ok(people_set_primary(desk->db, small.user, items[1].id,
	    &desk->why), &desk->why);
	assert_int_equal(people_primary_address(desk->db, small.user,
	    &desk->arena, &address, &desk->why), 1);
	assert_case_slice("now the other", address.address,
	    SLICE("a@home.test"));
	assert_ok(people_set_primary(desk->db, small.user, items[0].id,
	    &desk->why), &desk->why);
	assert_int_equal(items[1].id, 3);
	scratch_run(desk->db, &choose);
	assert_case_int("a ticket's choice", scratch_int(desk->db, &chosen), 1);
	assert_ok(people_address_state(desk->db, SLICE("a@home.test"),
	    ADDRESS_HARD, NOW, &desk->why), &desk->why);
	desk_refused(desk, "where mail comes back", people_set_primary(
	    desk->db, small.user, items[1].id, &desk->why), "comes back");
	assert_ok(people_remove_address(desk->db, small.user, items[1].id,
	    &desk->why), &desk->why);
	assert_case_int("is none any more", scratch_int(desk->db, &chosen), 0);
	assert_int_equal(people_by_identity(desk->db, SLICE("a@home.test"),
	    &desk->arena, &(struct person){ 0 }, &address, &desk->why), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_profiles_values),
		DESK_TEST(test_profiles_contacts),
		DESK_TEST(test_profiles_labels_and_notes),
		DESK_TEST(test_activity),
		DESK_TEST(test_addresses_primary_and_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
