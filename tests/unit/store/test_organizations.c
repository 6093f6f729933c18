/* Organizations, their domains and members; groups of users. */
#include "desk_case.h"

#include "store/organizations.h"
#include "store/owned.h"
#include "store/usergroups.h"

static int64_t
make(struct desk_case *desk, const char *name, const char *domain, bool below)
{
	struct organization organization = { .name = slice_of(name),
		.created_at = NOW };
	struct organization_domain of = { slice_of(domain), below };

	assert_ok(organizations_add(desk->db, &organization, &desk->why),
	    &desk->why);
	if (of.domain.len > 0)
		assert_ok(organization_domains_add(desk->db, organization.id,
		    &of, &desk->why), &desk->why);
	return organization.id;
}

static void
test_organizations_by_domain(void **state)
{
	static const struct {
		const char *name;
		const char *identity;
		const char *want; /* empty: nobody's */
	} cases[] = {
		{ "the domain itself", "kim@acme.test", "ACME" },
		{ "below it only when said", "kim@eu.acme.test", "" },
		{ "as here", "kim@eu.big.test", "Big" },
		{ "however far", "kim@a.b.c.big.test", "Big" },
		{ "the nearest one counts", "kim@lab.big.test", "Lab" },
		{ "that, too, only when said", "kim@x.lab.big.test", "Big" },
		{ "what ends alike is another", "kim@notbig.test", "" },
		{ "an @ in quotes ends nothing", "\"x@acme.test\"@other.test",
		  "" },
		{ "what is above is not below", "kim@test", "" },
		{ "a disabled one gets nobody", "kim@gone.test", "" },
	};
	struct desk_case *desk = *state;
	struct organization gone;
	struct belonging got;
	int64_t id;

	make(desk, "ACME", "acme.test", false);
	make(desk, "Big", "big.test", true);
	make(desk, "Lab", "lab.big.test", false);
	id = make(desk, "Gone", "gone.test", true);
	assert_int_equal(organizations_get(desk->db, id, &desk->arena, &gone,
	    &desk->why), 1);
	gone.disabled = true;
	assert_ok(organizations_save(desk->db, &gone, &desk->why), &desk->why);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int found = belongings_by_domain(desk->db,
		    slice_of(cases[i].identity), &desk->arena, &got,
		    &desk->why);

		assert_case_slice(cases[i].name, got.organization,
		    slice_of(cases[i].want));
		assert_case_int(cases[i].name, found,
		    cases[i].want[0] != '\0');
	}
}

static void
test_organizations_above(void **state)
{
	struct desk_case *desk = *state;
	struct organization one;
	int64_t *ids;
	size_t count;

	for (int i = 0; i < 3; i++)
		make(desk, i == 0 ? "a" : i == 1 ? "b" : "c", "", false);
	for (int64_t i = 1; i <= 3; i++) {
		assert_int_equal(organizations_get(desk->db, i, &desk->arena,
		    &one, &desk->why), 1);
		one.parent_id = i == 1 ? 3 : i - 1;
		assert_ok(organizations_save(desk->db, &one, &desk->why),
		    &desk->why);
	}
	assert_ok(organizations_above(desk->db, 2, &desk->arena, &ids, &count,
	    &desk->why), &desk->why);
	assert_case_int("a circle ends", (int64_t)count,
	    ORGANIZATION_DEPTH_MAX + 1);
	assert_int_equal(ids[0], 2);
	assert_int_equal(ids[1], 1);
}

/* ACME's manager 1 and members 2, 3; 4 manages another one; 5 is nowhere. */
static void
test_organizations_managers(void **state)
{
	static const struct {
		const char *name;
		enum manager_part part;
		int64_t manager, person;
		int answers;
		size_t followers;
	} cases[] = {
		{ "who only sees", MANAGERS_SEE, 1, 2, 0, 0 },
		{ "who may answer", MANAGERS_ANSWER, 1, 2, 1, 0 },
		{ "who also follows", MANAGERS_FOLLOW, 1, 2, 1, 1 },
		{ "nobody follows themselves", MANAGERS_FOLLOW, 1, 1, 1, 0 },
		{ "a member manages nobody", MANAGERS_FOLLOW, 3, 2, 0, 1 },
		{ "nor does another's manager", MANAGERS_FOLLOW, 4, 2, 0, 1 },
		{ "nowhere is no organization", MANAGERS_FOLLOW, 5, 5, 0, 0 },
	};
	struct desk_case *desk = *state;
	int64_t acme, other, *ids;
	size_t count;

	acme = make(desk, "ACME", "", false);
	other = make(desk, "Other", "", false);
	for (int i = 1; i <= 5; i++)
		desk_person(desk, "P", arena_format(&desk->arena,
		    "p%d@x.test", i).data);
	for (int64_t i = 1; i <= 4; i++)
		assert_ok(belongings_set(desk->db, i, i == 4 ? other : acme,
		    i == 1 || i == 4 ? ORGANIZATION_ROLE_MANAGER
				     : ORGANIZATION_ROLE_MEMBER, "hand", NOW,
		    &desk->why), &desk->why);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		for (int64_t id = acme; id <= other; id++) {
			struct organization one;

			assert_int_equal(organizations_get(desk->db, id,
			    &desk->arena, &one, &desk->why), 1);
			one.managers = cases[i].part;
			assert_ok(organizations_save(desk->db, &one,
			    &desk->why), &desk->why);
		}
		assert_case_int(cases[i].name, belongings_may_answer(desk->db,
		    cases[i].manager, cases[i].person, &desk->why),
		    cases[i].answers);
		assert_ok(belongings_followers(desk->db, cases[i].person,
		    &desk->arena, &ids, &count, &desk->why), &desk->why);
		assert_case_int(cases[i].name, (int64_t)count,
		    (int64_t)cases[i].followers);
	}
}

static void
test_usergroups_of_person(void **state)
{
	struct desk_case *desk = *state;
	struct usergroup own = { .name = SLICE("own") },
	    theirs = { .name = SLICE("theirs") }, *items;
	struct grants grants;
	size_t count;
	int64_t acme = make(desk, "ACME", "", false),
	    kim = desk_person(desk, "Kim", "kim@x.test");

	assert_ok(usergroups_add(desk->db, &own, NOW, &desk->why), &desk->why);
	assert_ok(usergroups_add(desk->db, &theirs, NOW, &desk->why),
	    &desk->why);
	assert_int_equal(usergroups_join(desk->db, own.id, kim, &desk->why), 1);
	assert_int_equal(usergroups_join(desk->db, own.id, kim, &desk->why), 0);
	assert_int_equal(usergroups_join_organization(desk->db, theirs.id, acme,
	    &desk->why), 1);
	assert_ok(usergroups_of_person(desk->db, kim, &desk->arena, &items,
	    &count, &desk->why), &desk->why);
	assert_case_int("everyone, registered, own", (int64_t)count, 3);
	assert_ok(belongings_set(desk->db, kim, acme, ORGANIZATION_ROLE_MEMBER,
	    "hand", NOW, &desk->why), &desk->why);
	assert_ok(usergroups_of_person(desk->db, kim, &desk->arena, &items,
	    &count, &desk->why), &desk->why);
	assert_case_int("and their organization's", (int64_t)count, 4);
	assert_ok(usergroups_of_person(desk->db, 0, &desk->arena, &items,
	    &count, &desk->why), &desk->why);
	assert_case_int("a stranger is everyone", (int64_t)count, 1);
	assert_ok(usergroups_grants_of_person(desk->db, 0, &desk->arena,
	    &grants, &desk->why), &desk->why);
	assert_case_int("who may write and reopen", (int64_t)grants.count, 2);
	assert_int_equal(usergroups_grant(desk->db, theirs.id, GROUP_SEE, 0,
	    &desk->why), 1);
	assert_ok(usergroups_grants_of_person(desk->db, kim, &desk->arena,
	    &grants, &desk->why), &desk->why);
	assert_non_null(grants_find(&grants, GROUP_SEE, 3));
	assert_int_equal(usergroups_remove(desk->db, USERGROUP_EVERYONE,
	    &desk->why), -1);
	assert_ok(usergroups_remove(desk->db, theirs.id, &desk->why),
	    &desk->why);
	assert_ok(usergroups_grants_of_person(desk->db, kim, &desk->arena,
	    &grants, &desk->why), &desk->why);
	assert_null(grants_find(&grants, GROUP_SEE, 3));
}

/* What the owner has: contacts, labels, notes, as "110". */
static int64_t
owned(struct desk_case *desk, enum owner owner)
{
	struct owned_contact *contacts;
	struct slice *labels;
	struct note *notes;
	size_t contact_count, label_count, note_count;

	assert_ok(contacts_list(desk->db, owner, 1, &desk->arena, &contacts,
	    &contact_count, &desk->why), &desk->why);
	assert_ok(labels_list(desk->db, owner, 1, &desk->arena, &labels,
	    &label_count, &desk->why), &desk->why);
	assert_ok(notes_list(desk->db, owner, 1, &desk->arena, &notes,
	    &note_count, &desk->why), &desk->why);
	return (int64_t)(100 * contact_count + 10 * label_count + note_count);
}

static void
test_owned_apart(void **state)
{
	const struct profile_key *phone = profile_key(PROFILE_PHONE);
	const struct slice word = SLICE("0301");
	struct desk_case *desk = *state;
	char folded[16];

	assert_int_equal(desk_person(desk, "Kim", "kim@client.test"), 1);
	assert_int_equal(make(desk, "ACME", "", false), 1);
	for (enum owner owner = 0; owner < OWNER_COUNT; owner++) {
		enum owner other = owner == OWNER_PERSON ? OWNER_ORGANIZATION
							 : OWNER_PERSON;
		struct note note = { .at = NOW, .text = word };

		assert_int_equal(contacts_add(desk->db, owner, 1, phone, word,
		    word, &desk->why), 1);
		assert_int_equal(labels_add(desk->db, owner, 1, word,
		    &desk->why), 1);
		assert_ok(notes_add(desk->db, owner, 1, &note, &desk->why),
		    &desk->why);
		assert_case_int(owner_name(owner), owned(desk, owner), 111);
		assert_case_int("the other of this number has nothing",
		    owned(desk, other), 0);
		assert_int_equal(contacts_remove(desk->db, other, 1, phone,
		    word, &desk->why), 0);
		assert_int_equal(labels_remove(desk->db, other, 1, word,
		    &desk->why), 0);
		assert_int_equal(notes_remove(desk->db, other, 1, note.id,
		    &desk->why), 0);
		assert_int_equal(contacts_remove(desk->db, owner, 1, phone,
		    word, &desk->why), 1);
		assert_int_equal(labels_remove(desk->db, owner, 1, word,
		    &desk->why), 1);
		assert_int_equal(notes_remove(desk->db, owner, 1, note.id,
		    &desk->why), 1);
		assert_case_int("and all of it goes", owned(desk, owner), 0);
	}
	for (int i = 0; i < PROFILE_VALUES_MAX; i++) {
		snprintf(folded, sizeof(folded), "%d", 1000 + i);
		assert_int_equal(contacts_add(desk->db, OWNER_ORGANIZATION, 1,
		    phone, slice_of(folded), slice_of(folded), &desk->why), 1);
	}
	assert_case_int("a person's do not count with them",
	    contacts_add(desk->db, OWNER_PERSON, 1, phone, word, word,
	    &desk->why), 1);
	desk_refused(desk, "none has that many", contacts_add(desk->db,
	    OWNER_ORGANIZATION, 1, phone, word, word, &desk->why),
	    "organization 1 has 20 values of phone already");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_organizations_by_domain),
		DESK_TEST(test_organizations_above),
		DESK_TEST(test_organizations_managers),
		DESK_TEST(test_usergroups_of_person),
		DESK_TEST(test_owned_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
