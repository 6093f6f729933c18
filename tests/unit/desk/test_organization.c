/* Names and domains of organizations. */
#include "case.h"

#include "desk/organization.h"

static const struct {
	const char *name;
	const char *word;
	const char *want; /* NULL: it is refused */
} domains[] = {
	{ "a domain", "acme.example", "acme.example" },
	{ "case does not count", "ACME.Example", "acme.example" },
	{ "an @ before it is fine", "@acme.example", "acme.example" },
	{ "so is the dot at its end", "acme.example.", "acme.example" },
	{ "umlauts are compared as A-labels", "m\xc3\xbcller.example",
	  "xn--mller-kva.example" },
	{ "a letter that looks alike is another domain",
	  "\xd0\xb0""cme.example", "xn--cme-5cd.example" },
	{ "a word is nobody's own", "com", NULL },
	{ "an address is no domain", "kim@acme.example", NULL },
	{ "nor is a number of a machine", "[192.0.2.1]", NULL },
	{ "nor are two words", "acme .example", NULL },
	{ "nothing is none", "", NULL },
	{ "free mail is everybody's", "GMail.com", NULL },
	{ "in every spelling", "@gmx.net.", NULL },
	{ "below a provider's domain somebody may be alone",
	  "acme.gmail.com", "acme.gmail.com" },
};

static void
test_organization_domains(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(domains); i++) {
		struct slice got = SLICE_EMPTY;
		const char *fault = organization_domain_fault(
		    slice_of(domains[i].word), &arena, &got);

		assert_case_int(domains[i].name, fault == NULL,
		    domains[i].want != NULL);
		if (fault == NULL)
			assert_case_slice(domains[i].name, got,
			    slice_of(domains[i].want));
	}
	arena_free(&arena);
}

static void
test_organization_free_mail_is_folded(void **state)
{
	struct arena arena = ARENA_INIT;
	size_t count;
	const char *const *names = free_mail_domains(&count);

	(void)state;
	assert_true(count > 100);
	for (size_t i = 0; i < count; i++) {
		struct slice folded;

		assert_non_null(organization_domain_fault(slice_of(names[i]),
		    &arena, &folded));
		assert_case_slice("as it is compared", slice_of(names[i]),
		    folded);
	}
	arena_free(&arena);
}

static const struct {
	const char *name;
	struct slice word;
	bool want;
} names[] = {
	{ "a name", SLICE_INIT("ACME Inc. & Sons"), true },
	{ "of letters of any script", SLICE_INIT("\xe6\x97\xa5\xe6\x9c\xac"),
	  true },
	{ "a number means a number", SLICE_INIT("17"), false },
	{ "none means none", SLICE_INIT("None"), false },
	{ "nothing", SLICE_INIT(""), false },
	{ "no lines", SLICE_INIT("A\nB"), false },
	{ "no NUL", SLICE_INIT("A\0B"), false },
	{ "no blanks around it", SLICE_INIT(" ACME"), false },
	{ "UTF-8 only", SLICE_INIT("\xff"), false },
};

static void
test_organization_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_case_int(names[i].name,
		    organization_name_is_good(names[i].word), names[i].want);
}

static void
test_organization_contact_keys(void **state)
{
	struct arena arena = ARENA_INIT;
	const struct profile_key *email =
	    organization_contact_find(SLICE("EMAIL"));
	struct slice out;
	size_t n = 0;

	(void)state;
	assert_non_null(email);
	for (int i = 0; i < PROFILE_KEY_COUNT; i++) {
		const struct profile_key *key = profile_key((enum profile_id)i);
		const struct profile_key *want = key->place == PROFILE_CONTACT
		    ? key : NULL;

		assert_ptr_equal(organization_contact_find(slice_of(
		    key->name)), want);
		n += want != NULL;
	}
	assert_case_int("those of people, and e-mail", n + 1, 8);
	assert_true(profile_value(email, SLICE("info@acme.example"), &arena,
	    &out));
	assert_false(profile_value(email, SLICE("acme"), &arena, &out));
	assert_null(organization_contact_find(SLICE("title")));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_organization_domains),
		cmocka_unit_test(test_organization_free_mail_is_folded),
		cmocka_unit_test(test_organization_names),
		cmocka_unit_test(test_organization_contact_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
