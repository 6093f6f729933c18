/* Local time, and the days on which the clocks are changed. */
#include "case.h"

#include "base/clock.h"
#include "base/zone.h"

static const struct {
	const char *name, *zone;
	int year, month, day, hour, minute;
	int utc_day, utc_hour, utc_minute; /* of the same month */
} rows[] = {
	{ "winter", "Europe/Berlin", 2026, 12, 1, 9, 0, 1, 8, 0 },
	{ "summer", "Europe/Berlin", 2026, 7, 1, 9, 0, 1, 7, 0 },
	{ "before the clocks go ahead", "Europe/Berlin", 2027, 3, 28, 1, 30,
	  28, 0, 30 },
	{ "what they skip is an hour later", "Europe/Berlin",
	  2027, 3, 28, 2, 30, 28, 1, 30 },
	{ "right behind it", "Europe/Berlin", 2027, 3, 28, 3, 0, 28, 1, 0 },
	{ "the morning behind it", "Europe/Berlin", 2027, 3, 28, 9, 0,
	  28, 7, 0 },
	{ "the evening before", "Europe/Berlin", 2027, 3, 27, 23, 0,
	  27, 22, 0 },
	{ "before they go back", "Europe/Berlin", 2026, 10, 25, 1, 30,
	  24, 23, 30 },
	{ "what comes twice is the first", "Europe/Berlin",
	  2026, 10, 25, 2, 30, 25, 0, 30 },
	{ "behind that", "Europe/Berlin", 2026, 10, 25, 3, 0, 25, 2, 0 },
	{ "the other side of the world", "Pacific/Auckland", 2026, 12, 2, 9, 0,
	  1, 20, 0 },
	{ "they go ahead in September", "Pacific/Auckland",
	  2026, 9, 27, 9, 0, 26, 20, 0 },
	{ "an unknown one is UTC", "Europe/Nowhere", 2026, 12, 1, 9, 0,
	  1, 9, 0 },
	{ "hour 24 is the next day", "UTC", 2026, 12, 1, 24, 0, 2, 0, 0 },
};

static void
test_zone_second(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_case_int(rows[i].name, zone_second(rows[i].zone,
		    rows[i].year, rows[i].month, rows[i].day, rows[i].hour,
		    rows[i].minute), clock_civil(rows[i].year, rows[i].month,
		    rows[i].utc_day, rows[i].utc_hour, rows[i].utc_minute, 0));
}

/* Every hour of two years is found again by what it is called. */
static void
test_zone_there_and_back(void **state)
{
	int64_t begin = clock_civil(2026, 1, 1, 0, 0, 0);
	int twice = 0;

	(void)state;
	for (int64_t hour = 0; hour < 2 * 365 * 24; hour += 1) {
		int64_t at = begin + hour * 3600, got;
		struct zone_time local;

		zone_local("Europe/Berlin", at, &local);
		got = zone_second("Europe/Berlin", local.year, local.month,
		    local.day, local.hour, local.minute);
		if (got == at - 3600)
			twice++;
		else
			assert_int_equal(got, at);
	}
	assert_case_int("two hours come twice", twice, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zone_second),
		cmocka_unit_test(test_zone_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
