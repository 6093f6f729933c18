/* Times, spans and sizes as people read them. */
#include "case.h"

#include <time.h>

#include "app/cli_when.h"
#include "base/clock.h"

#define NOW 1795559919 /* 2026-11-24 22:38:39 UTC */

static const struct {
	const char *name;
	int64_t at;
	const char *want;
} whens[] = {
	{ "this second", NOW, "just now" },
	{ "a minute is not over", NOW - 59, "just now" },
	{ "minutes", NOW - 60, "1 min ago" },
	{ "up to an hour", NOW - 3599, "59 min ago" },
	{ "hours", NOW - 7200, "2 h ago" },
	{ "up to a day", NOW - 86399, "23 h ago" },
	{ "from then on the date", NOW - 86400, "2026-11-23 22:38" },
	{ "what is to come", NOW + 30, "in 30 s" },
	{ "in minutes", NOW + 300, "in 5 min" },
	{ "the date of another day", NOW + 2 * 86400, "2026-11-26 22:38" },
	{ "0 is never", 0, "never" },
};

static const struct {
	const char *name;
	int64_t number;
	const char *want;
} spans[] = {
	{ "seconds", 59, "59 s" },
	{ "minutes", 119, "1 min" },
	{ "hours", 86400, "24 h" },
	{ "days", 2 * 86400, "2 days" },
}, sizes[] = {
	{ "octets", 1023, "1023 B" },
	{ "one decimal below ten", 1536, "1.5 KiB" },
	{ "none above", 20 << 20, "20 MiB" },
	{ "nothing", 0, "0 B" },
};

static void
test_cli_when_ago(void **state)
{
	char to[CLI_WHEN_SIZE];

	(void)state;
	assert_int_equal(NOW, clock_civil(2026, 11, 24, 22, 38, 39));
	for (size_t i = 0; i < ARRAY_LEN(whens); i++)
		assert_case(whens[i].name, cli_when(whens[i].at, NOW, to),
		    whens[i].want);
}

static void
test_cli_when_amounts(void **state)
{
	char to[CLI_WHEN_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(spans); i++)
		assert_case(spans[i].name, cli_span(spans[i].number, to),
		    spans[i].want);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
		assert_case(sizes[i].name, cli_size(sizes[i].number, to),
		    sizes[i].want);
}

static void
test_cli_when_far_years(void **state)
{
	char to[CLI_WHEN_SIZE];

	(void)state;
	assert_true(strlen(cli_date(INT64_MAX, to)) > 0);
	assert_true(strlen(cli_when(INT64_MAX, NOW, to)) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cli_when_ago),
		cmocka_unit_test(test_cli_when_amounts),
		cmocka_unit_test(test_cli_when_far_years),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
