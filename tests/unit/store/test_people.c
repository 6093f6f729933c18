/* People and their addresses. */
#include "desk_case.h"

static const struct sql merge = {
	"UPDATE person SET merged_into = ?2 WHERE id = ?1"
};

static void
merge_people(struct desk_case *desk, int64_t from, int64_t into)
{
	struct db_stmt *stmt = db_use(desk->db, &merge);

	db_bind_int(stmt, 1, from);
	db_bind_int(stmt, 2, into);
	assert_ok(db_run(stmt, &desk->why), &desk->why);
}

static void
test_people_add_and_get(void **state)
{
	static const struct sql archive_id = {
		"SELECT created_archive FROM person"
	};
	struct desk_case *desk = *state;
	struct person given = { .name = SLICE_INIT("Kim Lee"), .is_agent = true,
		.is_admin = true, .handle = SLICE_INIT("KIM"),
		.unix_account = SLICE_INIT("kim"),
		.sasl_login = SLICE_INIT("kim@help.test"),
		.auto_responder = true, .created_at = NOW,
		.created_door = DOOR_CLI };
	struct person got;
	struct address address;

	assert_ok(people_add(desk->db, &given, SLICE("Kim@Help.test"),
	    SLICE("kim@help.test"), 7, &desk->why), &desk->why);
	assert_int_equal(people_get(desk->db, given.id, &desk->arena, &got,
	    &desk->why), 1);
	assert_int_equal(got.id, given.id);
	assert_case_slice("name", got.name, given.name);
	assert_true(got.is_agent && got.is_admin && got.auto_responder);
	assert_false(got.disabled);
	assert_case_slice("a handle is stored folded", got.handle,
	    SLICE("kim"));
	assert_case_slice("account", got.unix_account, given.unix_account);
	assert_case_slice("login", got.sasl_login, given.sasl_login);
	assert_int_equal(got.created_at, NOW);
	assert_int_equal(got.created_door, DOOR_CLI);
	assert_case_int("the mail that made the record",
	    scratch_int(desk->db, &archive_id), 7);

	assert_int_equal(people_primary_address(desk->db, given.id,
	    &desk->arena, &address, &desk->why), 1);
	assert_case_slice("letters go to the bytes as given", address.address,
	    SLICE("Kim@Help.test"));
	assert_case_slice("identity", address.identity, SLICE("kim@help.test"));
	assert_true(address.is_primary);
	assert_int_equal(address.state, ADDRESS_OK);
	assert_int_equal(people_get(desk->db, 99, &desk->arena, &got,
	    &desk->why), 0);
}

static void
test_people_save(void **state)
{
	struct desk_case *desk = *state;
	struct person person;
	int64_t kim, lee;

	kim = desk_agent(desk, "Kim", "kim", "kim@help.test");
	lee = desk_person(desk, "Lee", "lee@client.test");
	assert_int_equal(people_get(desk->db, lee, &desk->arena, &person,
	    &desk->why), 1);
	person.is_agent = true;
	person.disabled = true;
	person.handle = SLICE("Lee");
	assert_ok(people_save(desk->db, &person, &desk->why), &desk->why);
	assert_int_equal(people_get(desk->db, lee, &desk->arena, &person,
	    &desk->why), 1);
	assert_true(person.is_agent && person.disabled);
	assert_case_slice("handle", person.handle, SLICE("lee"));
	assert_case_int("one's own handle is no obstacle",
	    people_save(desk->db, &person, &desk->why), 0);

	person.handle = SLICE("KIM");
	desk_refused(desk, "another's handle", people_save(desk->db, &person,
	    &desk->why), "handle is already that of person 1");
	assert_int_equal(kim, 1);
	person.handle = SLICE_EMPTY;
	assert_ok(people_save(desk->db, &person, &desk->why), &desk->why);
	person.id = 99;
	desk_refused(desk, "nobody's record", people_save(desk->db, &person,
	    &desk->why), "no person 99");
}

static void
test_people_names_are_given_once(void **state)
{
	struct desk_case *desk = *state;
	struct person first = { .unix_account = SLICE_INIT("kim"),
		.sasl_login = SLICE_INIT("kim@help.test") };
	struct person second = { .unix_account = SLICE_INIT("kim") };
	struct person third = { .sasl_login = SLICE_INIT("kim@help.test") };
	struct person got;

	assert_ok(people_add(desk->db, &first, SLICE("a@x"), SLICE("a@x"), 0,
	    &desk->why), &desk->why);
	desk_refused(desk, "unix account", people_add(desk->db, &second,
	    SLICE("b@x"), SLICE("b@x"), 0, &desk->why), "unix account is");
	desk_refused(desk, "SASL login", people_add(desk->db, &third,
	    SLICE("c@x"), SLICE("c@x"), 0, &desk->why), "SASL login is");
	assert_int_equal(people_by_unix_account(desk->db, SLICE("kim"),
	    &desk->arena, &got, &desk->why), 1);
	assert_int_equal(got.id, first.id);
	assert_int_equal(people_by_unix_account(desk->db, SLICE("root"),
	    &desk->arena, &got, &desk->why), 0);
}

static void
test_people_by_identity(void **state)
{
	struct desk_case *desk = *state;
	int64_t old, new;
	struct person person;
	struct address address;

	old = desk_person(desk, "Old", "old@client.test");
	new = desk_person(desk, "New", "new@client.test");
	assert_int_equal(people_by_identity(desk->db, SLICE("old@client.test"),
	    &desk->arena, &person, &address, &desk->why), 1);
	assert_int_equal(person.id, old);
	assert_int_equal(address.person_id, old);
	assert_int_equal(people_by_identity(desk->db, SLICE("x@client.test"),
	    &desk->arena, &person, &address, &desk->why), 0);

	merge_people(desk, old, new);
	assert_int_equal(people_by_identity(desk->db, SLICE("old@client.test"),
	    &desk->arena, &person, &address, &desk->why), 1);
	assert_case_int("the address answers for who took the record over",
	    person.id, new);
	assert_int_equal(address.person_id, new);
	assert_case_slice("but stays the address", address.address,
	    SLICE("old@client.test"));
	assert_int_equal(people_primary_address(desk->db, old, &desk->arena,
	    &address, &desk->why), 1);
	assert_case_slice("letters go to the one primary address",
	    address.address, SLICE("new@client.test"));
}

static void
test_people_merged_in_a_circle(void **state)
{
	struct desk_case *desk = *state;
	int64_t a = desk_person(desk, "A", "a@client.test");
	int64_t b = desk_person(desk, "B", "b@client.test");
	struct person person;
	struct address address;

	merge_people(desk, a, b);
	merge_people(desk, b, a);
	desk_refused(desk, "a circle ends", people_get(desk->db, a,
	    &desk->arena, &person, &desk->why), "merged too often");
	assert_case_int("here, too", people_primary_address(desk->db, a,
	    &desk->arena, &address, &desk->why), 1);
}

static void
test_people_find_agents(void **state)
{
	static const struct {
		const char *name;
		const char *word;
		int want;
		int64_t first; /* of those found */
	} cases[] = {
		{ "a handle", "kim", 1, 1 },
		{ "a handle in capitals", "KIM", 1, 1 },
		{ "a handle wins over another's name", "lee", 1, 2 },
		{ "an address", "kim@help.test", 1, 1 },
		{ "an address in capitals", " KIM@HELP.TEST ", 1, 1 },
		{ "a whole name", "anna  maría LÓPEZ", 1, 3 },
		{ "a word of the name, without its mark", "maria", 1, 3 },
		{ "a word of two names", "anna", 2, 3 },
		{ "half a word is nobody", "ann", 0, 0 },
		{ "two words of three are nobody", "anna maria", 0, 0 },
		{ "a user is no agent", "alice", 0, 0 },
		{ "nor is a user's address", "alice@client.test", 0, 0 },
		{ "a disabled agent is not meant", "gone", 0, 0 },
		{ "nor by address", "gone@help.test", 0, 0 },
		{ "an unknown address", "who@help.test", 0, 0 },
		{ "what is no address", "kim@", 0, 0 },
		{ "nothing", "", 0, 0 },
		{ "blanks", "  ", 0, 0 },
	};
	struct desk_case *desk = *state;
	struct person found[8], gone;

	desk_agent(desk, "Kim Lee", "kim", "kim@help.test");
	desk_agent(desk, "Robert", "lee", "robert@help.test");
	desk_agent(desk, "Anna María López", "aml", "anna@help.test");
	desk_agent(desk, "Anna Schmidt", "as", "as@help.test");
	desk_person(desk, "Alice", "alice@client.test");
	gone.id = desk_agent(desk, "Gone", "gone", "gone@help.test");
	assert_int_equal(people_get(desk->db, gone.id, &desk->arena, &gone,
	    &desk->why), 1);
	gone.disabled = true;
	assert_ok(people_save(desk->db, &gone, &desk->why), &desk->why);

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_case_int(cases[i].name, people_find_agents(desk->db,
		    slice_of(cases[i].word), &desk->arena, found,
		    ARRAY_LEN(found), &desk->why), cases[i].want);
		if (cases[i].want > 0)
			assert_case_int(cases[i].name, found[0].id,
			    cases[i].first);
	}
	found[1].id = 0;
	assert_case_int("more than there is room for are counted",
	    people_find_agents(desk->db, SLICE("anna"), &desk->arena, found, 1,
	    &desk->why), 2);
	assert_int_equal(found[1].id, 0);
}

static void
test_people_agents(void **state)
{
	static const char *const want[] = { "ann", "bob", "cat" };
	struct desk_case *desk = *state;
	struct person *agents;
	size_t count;
	int64_t people, merged;

	desk_agent(desk, "Bob", "bob", "bob@help.test");
	desk_agent(desk, "Cat", "cat", "cat@help.test");
	desk_agent(desk, "Ann", "ann", "ann@help.test");
	desk_person(desk, "Alice", "alice@client.test");
	merged = desk_agent(desk, "Twice", "twice", "twice@help.test");
	merge_people(desk, merged, 1);
	assert_ok(people_agents(desk->db, &desk->arena, &agents, &count,
	    &desk->why), &desk->why);
	assert_int_equal(count, ARRAY_LEN(want));
	for (size_t i = 0; i < count; i++)
		assert_case_slice("by handle", agents[i].handle,
		    slice_of(want[i]));
	assert_ok(people_count(desk->db, &people, &desk->why), &desk->why);
	assert_case_int("users and agents, each once", people, 4);
}

static void
test_people_addresses(void **state)
{
	struct desk_case *desk = *state;
	int64_t alice = desk_person(desk, "Alice", "alice@client.test");
	struct address *addresses, one;
	size_t count;

	desk_person(desk, "Bob", "bob@client.test");
	assert_ok(people_add_address(desk->db, alice, SLICE("Alice@Home.test"),
	    SLICE("alice@home.test"), NOW, &desk->why), &desk->why);
	assert_case_int("her own address again is hers already",
	    people_add_address(desk->db, alice, SLICE("alice@home.test"),
	    SLICE("alice@home.test"), NOW, &desk->why), 0);
	desk_refused(desk, "somebody else's address",
	    people_add_address(desk->db, alice, SLICE("bob@client.test"),
	    SLICE("bob@client.test"), NOW, &desk->why), "person 2");

	assert_ok(people_addresses(desk->db, alice, &desk->arena, &addresses,
	    &count, &desk->why), &desk->why);
	assert_int_equal(count, 2);
	assert_case_int("the first one is primary", addresses[0].is_primary, 1);
	assert_case_int("the second is not", addresses[1].is_primary, 0);
	assert_case_slice("as given", addresses[1].address,
	    SLICE("Alice@Home.test"));

	assert_ok(people_address_state(desk->db, SLICE("alice@home.test"),
	    ADDRESS_HARD, NOW, &desk->why), &desk->why);
	assert_int_equal(people_address_get(desk->db, addresses[1].id,
	    &desk->arena, &one, &desk->why), 1);
	assert_case_int("of this address", one.state, ADDRESS_HARD);
	assert_int_equal(people_address_get(desk->db, addresses[0].id,
	    &desk->arena, &one, &desk->why), 1);
	assert_case_int("and not of the other", one.state, ADDRESS_OK);
	assert_int_equal(people_address_get(desk->db, 99, &desk->arena, &one,
	    &desk->why), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_people_add_and_get),
		DESK_TEST(test_people_save),
		DESK_TEST(test_people_names_are_given_once),
		DESK_TEST(test_people_by_identity),
		DESK_TEST(test_people_merged_in_a_circle),
		DESK_TEST(test_people_find_agents),
		DESK_TEST(test_people_agents),
		DESK_TEST(test_people_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
