#include "case.h"

#include "app/alarm.h"

static void
test_alarm_raised_and_cleared(void **state)
{
	char		folder[PATH_MAX];
	struct fail	why = FAIL_INIT;
	struct conf	conf = { .state_dir = case_folder(folder) };

	(void)state;
	assert_false(alarm_is_raised(&conf, "intake"));
	assert_int_equal(alarm_clear(&conf, &why), 0);

	assert_int_equal(alarm_raise(&conf, "intake", &why), 0);
	assert_true(alarm_is_raised(&conf, "intake"));
	assert_false(alarm_is_raised(&conf, "take"));
	assert_false(alarm_is_raised(&conf, "gateway"));
	assert_int_equal(alarm_raise(&conf, "gateway", &why), 0);
	assert_int_equal(alarm_raise(&conf, "gateway", &why), 0);
	assert_true(alarm_is_raised(&conf, "intake"));
	assert_true(alarm_is_raised(&conf, "gateway"));

	assert_int_equal(alarm_clear(&conf, &why), 1);
	assert_false(alarm_is_raised(&conf, "intake"));
	assert_int_equal(alarm_clear(&conf, &why), 0);
	case_folder_remove(folder);
}

static void
test_alarm_cannot_be_raised(void **state)
{
	struct fail	why = FAIL_INIT;
	struct conf	conf = { .state_dir = "/nonexistent" };

	(void)state;
	assert_int_equal(alarm_raise(&conf, "intake", &why), -1);
	assert_string_equal(why.text, "cannot write /nonexistent/sync.alarm:"
	    " No such file or directory");
	assert_false(alarm_is_raised(&conf, "intake"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alarm_raised_and_cleared),
		cmocka_unit_test(test_alarm_cannot_be_raised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
