/* Points in time and amounts. */
#include "case.h"

#include "base/clock.h"
#include "base/zone.h"
#include "desk/when.h"

/* Tuesday, 2026-11-24 21:06:40 UTC; 22:06 in Berlin. */
#define NOW 1795554400
#define BERLIN "Europe/Berlin"
#define NOT_ONE (-1)

static const struct {
	const char *name;
	const char *given;
	const char *want; /* RFC 3339; NULL: refused */
} points[] = {
	{ "hours", "2h", "2026-11-24T23:06:40Z" },
	{ "hours and minutes", "1h30m", "2026-11-24T22:36:40Z" },
	{ "words", "in 3 days", "2026-11-27T21:06:40Z" },
	{ "weeks", "1 week", "2026-12-01T21:06:40Z" },
	{ "tomorrow is the morning there", "tomorrow", "2026-11-25T08:00:00Z" },
	{ "today at an hour still to come", "today 23:30",
	  "2026-11-24T22:30:00Z" },
	{ "today at an hour that has passed", "today 9:00", NULL },
	{ "a weekday", "friday", "2026-11-27T08:00:00Z" },
	{ "the same weekday is next week's", "Tue", "2026-12-01T08:00:00Z" },
	{ "next week", "next week", "2026-11-30T08:00:00Z" },
	{ "a weekday and an hour", "fri at 2pm", "2026-11-27T13:00:00Z" },
	{ "midnight as Americans write it", "fri 12am",
	  "2026-11-26T23:00:00Z" },
	{ "an ISO date", "2026-12-01", "2026-12-01T08:00:00Z" },
	{ "and an hour", "2026-12-01 17.45", "2026-12-01T16:45:00Z" },
	{ "a date with dots", "1.12.2026 7 h", "2026-12-01T06:00:00Z" },
	{ "summer time", "2027-07-01", "2027-07-01T07:00:00Z" },
	{ "an hour that the clocks skip is the next", "2027-03-28 2:30",
	  "2027-03-28T01:30:00Z" },
	{ "an hour that comes twice is the first", "2027-10-31 2:30",
	  "2027-10-31T00:30:00Z" },
	{ "a past date", "2026-11-01", NULL },
	{ "a date that can be read two ways", "1/12/2026", NULL },
	{ "month 13", "2026-13-01", NULL },
	{ "too far away", "2200-01-01", NULL },
	{ "a span of nothing", "0h", NULL },
	{ "an unknown unit", "3 fortnights", NULL },
	{ "too big a number", "99999999999999999999 days", NULL },
	{ "something behind it", "2026-12-01 soon", NULL },
	{ "two letters of a weekday", "mo", NULL },
	{ "nothing", "", NULL },
};

static void
test_when_parse(void **state)
{
	char text[CLOCK_TEXT_SIZE];
	int64_t got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(points); i++) {
		bool is_one = when_parse(slice_of(points[i].given), NOW, BERLIN,
		    &got);

		assert_case(points[i].name,
		    is_one ? clock_rfc3339(got, text) : "refused",
		    points[i].want == NULL ? "refused" : points[i].want);
	}
}

static const struct {
	const char *name;
	const char *given;
	int64_t minutes, cents; /* NOT_ONE: refused */
	const char *rest;
} amounts[] = {
	{ "minutes", "30m", 30, NOT_ONE, "" },
	{ "a bare number", "90", 90, 9000, "" },
	{ "an hour", "1h", 60, NOT_ONE, "" },
	{ "hours and minutes", "1h30", 90, NOT_ONE, "" },
	{ "both with their letters", "1h 30m", 90, NOT_ONE, "" },
	{ "as a clock shows it", "1:30", 90, NOT_ONE, "" },
	{ "part of an hour", "1.5h", 90, NOT_ONE, "" },
	{ "with a comma", "0,25 hours", 15, 25, "" },
	{ "with a remark", "20 by phone", 20, 2000, "by phone" },
	{ "money", "12.50 toner", 12, 1250, "toner" },
	{ "too precise", "1.234", NOT_ONE, NOT_ONE, "" },
	{ "nothing", "0", NOT_ONE, NOT_ONE, "" },
	{ "over a day", "25h", NOT_ONE, NOT_ONE, "" },
	{ "no number", "some", NOT_ONE, NOT_ONE, "" },
	{ "below zero", "-5", NOT_ONE, NOT_ONE, "" },
};

static void
test_when_amounts(void **state)
{
	struct slice rest;
	int64_t got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(amounts); i++) {
		struct slice given = slice_of(amounts[i].given);

		if (!minutes_parse(given, &got, &rest))
			got = NOT_ONE;
		assert_case_int(amounts[i].name, got, amounts[i].minutes);
		if (got != NOT_ONE)
			assert_case_slice(amounts[i].name, rest,
			    slice_of(amounts[i].rest));
		if (!cents_parse(given, &got, &rest))
			got = NOT_ONE;
		assert_case_int(amounts[i].name, got, amounts[i].cents);
	}
}

static void
test_when_zones(void **state)
{
	struct zone_time local;

	(void)state;
	assert_true(zone_known(BERLIN));
	assert_true(zone_known(""));
	assert_false(zone_known("Europe/Nowhere"));
	assert_false(zone_known("../../etc/passwd"));
	assert_false(zone_known("/etc/localtime"));
	zone_local("Asia/Kolkata", NOW, &local);
	assert_case_int("half an hour counts", local.offset, 19800);
	assert_case_int("it is tomorrow there", local.day, 25);
	assert_case_int("the hour", local.hour, 2);
	zone_local("no zone", NOW, &local);
	assert_case_int("what is unknown is UTC", local.hour, 21);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_when_parse),
		cmocka_unit_test(test_when_amounts),
		cmocka_unit_test(test_when_zones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
