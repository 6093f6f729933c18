/* Which recipients the desk takes mail for. */
#include "scratch.h"

#include "store/departments.h"
#include "store/recipients.h"
#include "store/schema.h"

static int
setup(void **state)
{
	struct scratch	*scratch;
	struct fail	 why = FAIL_INIT;

	if (scratch_setup(state) < 0)
		return -1;
	scratch = *state;
	assert_ok(db_open(&scratch->db, scratch->path, DB_CREATE, &why), &why);
	assert_ok(schema_apply(scratch->db, SCHEMA_DESK, &why), &why);
	return 0;
}

static void
add(struct db *db, const char *name, const char *address)
{
	struct fail	why = FAIL_INIT;
	int64_t		id;

	assert_ok(db_begin(db, &why), &why);
	assert_ok(departments_add(db, slice_of(name), slice_of(address), 1,
	    &id, &why), &why);
	assert_ok(db_commit(db, &why), &why);
}

static const struct {
	const char	*name;
	const char	*address;
	int		 want;
} rows[] = {
	{ "as it stands", "sales@help.test", 1 },
	{ "case does not matter", "Sales@HELP.test", 1 },
	{ "needless quotes do not", "\"sales\"@help.test", 1 },
	{ "nor does a dot behind the domain", "sales@help.test.", 1 },
	{ "a token or tag", "sales+r3-abcdefgh@help.test", 1 },
	{ "several tags", "sales+a+b@help.test", 1 },
	{ "a tag that needs quotes", "\"sales+a b$(id)\"@help.test", 1 },
	{ "an empty tag", "sales+@help.test", 1 },
	{ "another domain", "sales@example.test", 0 },
	{ "a domain above", "sales@test", 0 },
	{ "a longer local part", "salesman@help.test", 0 },
	{ "a shorter one", "sale@help.test", 0 },
	{ "the tag is not the name", "x+sales@help.test", 0 },
	{ "nothing before the tag", "+sales@help.test", 0 },
	{ "a disabled department", "old@help.test", 0 },
	{ "with a tag", "old+x@help.test", 0 },
	{ "no domain", "sales", 0 },
	{ "nothing", "", 0 },
	{ "SQL", "x' OR 1=1 --@help.test", 0 },
};

static void
test_recipients_is_known(void **state)
{
	static const struct sql	 disable = {
		"UPDATE department SET disabled = 1 WHERE folded = 'old'"
	};
	struct scratch		*scratch = *state;
	struct fail		 why = FAIL_INIT;

	add(scratch->db, "Sales", "sales@help.test");
	add(scratch->db, "Old", "old@help.test");
	assert_ok(db_begin(scratch->db, &why), &why);
	scratch_run(scratch->db, &disable);
	assert_ok(db_commit(scratch->db, &why), &why);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_case_int(rows[i].name, recipients_is_known(scratch->db,
		    slice_of(rows[i].address), &why), rows[i].want);
}

static void
test_recipients_any(void **state)
{
	static const struct sql	 disable = {
		"UPDATE department SET disabled = 1"
	};
	struct scratch		*scratch = *state;
	struct fail		 why = FAIL_INIT;

	assert_int_equal(recipients_any(scratch->db, &why), 0);
	add(scratch->db, "Sales", "sales@help.test");
	assert_int_equal(recipients_any(scratch->db, &why), 1);
	assert_ok(db_begin(scratch->db, &why), &why);
	scratch_run(scratch->db, &disable);
	assert_ok(db_commit(scratch->db, &why), &why);
	assert_int_equal(recipients_any(scratch->db, &why), 0);
}

static void
test_recipients_without_tables(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;

	scratch_script(scratch->db, "DROP TABLE department_address");
	assert_int_equal(recipients_is_known(scratch->db,
	    SLICE("sales@help.test"), &why), -1);
	assert_int_equal(recipients_any(scratch->db, &why), -1);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_recipients_is_known),
		TEST(test_recipients_any),
		TEST(test_recipients_without_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
