/* Passwords as they are kept. */
#include "case.h"

#include "base/secret_password.h"
#include "base/secret.h"

static void
test_password_hashed(void **state)
{
	char one[PASSWORD_HASH_SIZE], other[PASSWORD_HASH_SIZE];
	struct slice password = SLICE("correct horse");
	struct fail why = FAIL_INIT;

	(void)state;
	assert_int_equal(password_hash(password, one, &why), 0);
	assert_int_equal(password_hash(password, other, &why), 0);
	assert_case_true("two hashes of one are not the same",
	    !slice_eq(slice_of(one), slice_of(other)));
	assert_true(password_verify(slice_of(one), password));
	assert_true(password_verify(slice_of(other), password));
	assert_false(password_verify(slice_of(one), SLICE("correct horsf")));
	assert_false(password_verify(slice_of(one), SLICE_EMPTY));
	password_verify_none(password);
}

static void
test_password_foreign_hashes(void **state)
{
	static const struct {
		const char *name, *hash;
	} cases[] = {
		{ "none", "" },
		{ "no hash", "correct horse" },
		{ "one that takes a terabyte", "$argon2id$v=19$m=1073741824,t=3"
		    ",p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA" },
		{ "one that takes for ever", "$argon2id$v=19$m=32768,t=99999999"
		    ",p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA" },
		{ "half of one", "$argon2id$v=19$m=32768,t=3,p=1$" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_true(cases[i].name, !password_verify(
		    slice_of(cases[i].hash), SLICE("correct horse")));
}

static void
test_password_too_long(void **state)
{
	char hash[PASSWORD_HASH_SIZE], many[PASSWORD_MAX + 1];
	struct fail why = FAIL_INIT;

	(void)state;
	memset(many, 'x', sizeof(many));
	assert_int_equal(password_hash(slice_make(many, sizeof(many)), hash,
	    &why), -1);
	assert_int_equal(why.kind, FAIL_REFUSE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_password_hashed),
		cmocka_unit_test(test_password_foreign_hashes),
		cmocka_unit_test(test_password_too_long),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
