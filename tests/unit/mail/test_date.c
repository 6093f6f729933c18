/* Dates, as the RFCs have them and as mail has them. */
#include "case.h"

#include "base/clock.h"
#include "mail/date.h"
#include "mail/date_words.h"

static const struct {
	const char	*name;
	struct slice	 value;
	const char	*want; /* RFC 3339; NULL: no date */
} cases[] = {
	{ "RFC 5322 in full",
	  SLICE_INIT("Tue, 24 Nov 2026 22:21:59 +0000"),
	  "2026-11-24T22:21:59Z" },
	{ "a zone east of Greenwich is subtracted",
	  SLICE_INIT("Tue, 24 Nov 2026 00:21:59 +0130"),
	  "2026-11-23T22:51:59Z" },
	{ "a zone west of Greenwich is added",
	  SLICE_INIT("Tue, 24 Nov 2026 22:21:59 -0500"),
	  "2026-11-25T03:21:59Z" },
	{ "the weekday may be missing, and is not believed",
	  SLICE_INIT("24 Nov 2026 22:21:59 +0000"), "2026-11-24T22:21:59Z" },
	{ "a wrong weekday does no harm",
	  SLICE_INIT("Sun, 24 Nov 2026 22:21:59 +0000"),
	  "2026-11-24T22:21:59Z" },
	{ "the seconds may be missing",
	  SLICE_INIT("24 Nov 2026 22:21 +0000"), "2026-11-24T22:21:00Z" },
	{ "the time may be missing",
	  SLICE_INIT("24 Nov 2026"), "2026-11-24T00:00:00Z" },
	{ "single digits everywhere",
	  SLICE_INIT("Sun, 1 Nov 2026 3:4:5 +0000"), "2026-11-01T03:04:05Z" },
	{ "a leap second is the next second",
	  SLICE_INIT("31 Dec 2016 23:59:60 +0000"), "2017-01-01T00:00:00Z" },
	{ "29 February in a leap year",
	  SLICE_INIT("29 Feb 2028 00:00:00 +0000"), "2028-02-29T00:00:00Z" },
	{ "no 29 February in another",
	  SLICE_INIT("29 Feb 2027 00:00:00 +0000"), NULL },
	{ "no 31 April", SLICE_INIT("31 Apr 2027 00:00:00 +0000"), NULL },
	{ "no 25th hour", SLICE_INIT("1 Apr 2027 25:00:00 +0000"), NULL },
	{ "no 60th minute", SLICE_INIT("1 Apr 2027 05:60:00 +0000"), NULL },
	{ "two digits of the year: this century below 50",
	  SLICE_INIT("24 Nov 26 22:21:59 +0000"), "2026-11-24T22:21:59Z" },
	{ "two digits of the year: the last century from 50",
	  SLICE_INIT("6 Nov 94 08:49:37 GMT"), "1994-11-06T08:49:37Z" },
	{ "three digits are what 2000 did to old programs",
	  SLICE_INIT("24 Nov 103 22:21:59 +0000"), "2003-11-24T22:21:59Z" },
	{ "comments, also nested",
	  SLICE_INIT("Tue, 24 Nov 2026 (May (1 June 1999)) 22:21:59 +0000 (x)"),
	  "2026-11-24T22:21:59Z" },
	{ "a comment may tell the zone when nothing else does",
	  SLICE_INIT("24 Nov 2026 22:21:59 (CET)"), "2026-11-24T21:21:59Z" },
	{ "the number beats the comment",
	  SLICE_INIT("24 Nov 2026 22:21:59 +0200 (PST)"),
	  "2026-11-24T20:21:59Z" },
	{ "named zones", SLICE_INIT("24 Nov 2026 22:21:59 EST"),
	  "2026-11-25T03:21:59Z" },
	{ "named zones, summer", SLICE_INIT("24 Jul 2026 22:21:59 CEST"),
	  "2026-07-24T20:21:59Z" },
	{ "German zones", SLICE_INIT("24 Juli 2026 22:21:59 MESZ"),
	  "2026-07-24T20:21:59Z" },
	{ "military zones say nothing",
	  SLICE_INIT("24 Nov 2026 22:21:59 Q"), "2026-11-24T22:21:59Z" },
	{ "an unknown zone is none",
	  SLICE_INIT("24 Nov 2026 22:21:59 FOO"), "2026-11-24T22:21:59Z" },
	{ "a zone with a colon",
	  SLICE_INIT("24 Nov 2026 22:21:59 +05:30"), "2026-11-24T16:51:59Z" },
	{ "a zone of hours", SLICE_INIT("24 Nov 2026 22:21:59 GMT+2"),
	  "2026-11-24T20:21:59Z" },
	{ "GMT and a number", SLICE_INIT("24 Nov 2026 22:21:59 GMT+0100"),
	  "2026-11-24T21:21:59Z" },
	{ "a zone of three digits", SLICE_INIT("24 Nov 2026 22:21:59 +100"),
	  "2026-11-24T21:21:59Z" },
	{ "of two zones the first counts",
	  SLICE_INIT("24 Nov 2026 22:21:59 +0100 +0200"),
	  "2026-11-24T21:21:59Z" },
	{ "also when it is a name",
	  SLICE_INIT("24 Nov 2026 22:21:59 UT +0200"), "2026-11-24T22:21:59Z" },
	{ "a zone beyond the world is none",
	  SLICE_INIT("24 Nov 2026 22:21:59 +9900"), "2026-11-24T22:21:59Z" },
	{ "afternoon", SLICE_INIT("22 Jun 18 03:56:36 PM -05:00 (GMT -05:00)"),
	  "2018-06-22T20:56:36Z" },
	{ "noon", SLICE_INIT("22 Jun 2018 12:56:36 PM +0000"),
	  "2018-06-22T12:56:36Z" },
	{ "midnight", SLICE_INIT("22 Jun 2018 12:56:36 a.m. +0000"),
	  "2018-06-22T00:56:36Z" },
	{ "24 hours and PM", SLICE_INIT("22 Jun 2018 15:56:36 PM +0000"),
	  "2018-06-22T15:56:36Z" },
	{ "a narrow no-break space before PM",
	  SLICE_INIT("Jun 22, 2018 3:56\xe2\x80\xafPM +0000"),
	  "2018-06-22T15:56:00Z" },
	{ "asctime", SLICE_INIT("Wed Jun  4 10:38:06 2023"),
	  "2023-06-04T10:38:06Z" },
	{ "asctime with a zone within",
	  SLICE_INIT("Wed Jun 14 10:38:06 PDT 2023"), "2023-06-14T17:38:06Z" },
	{ "ctime with a number behind",
	  SLICE_INIT("Wed Jun 14 10:38:06 2023 -0700"),
	  "2023-06-14T17:38:06Z" },
	{ "RFC 850", SLICE_INIT("Sunday, 06-Nov-94 08:49:37 GMT"),
	  "1994-11-06T08:49:37Z" },
	{ "RFC 3339", SLICE_INIT("2026-11-24T22:21:59+01:00"),
	  "2026-11-24T21:21:59Z" },
	{ "RFC 3339 in UTC with fractions",
	  SLICE_INIT("2026-11-24T22:21:59.123Z"), "2026-11-24T22:21:59Z" },
	{ "ISO 8601, basic", SLICE_INIT("20261124T22:21:59Z"),
	  "2026-11-24T22:21:59Z" },
	{ "ISO with a blank", SLICE_INIT("2026-11-24 22:21:59 -0100"),
	  "2026-11-24T23:21:59Z" },
	{ "year first, slashes", SLICE_INIT("2026/11/24 22:21:59 +0000"),
	  "2026-11-24T22:21:59Z" },
	{ "day, month, year with dots", SLICE_INIT("24.11.2026 22:21:59"),
	  "2026-11-24T22:21:59Z" },
	{ "dots are days first, always", SLICE_INIT("04.11.2026 22:21:59"),
	  "2026-11-04T22:21:59Z" },
	{ "month first, when it cannot be otherwise",
	  SLICE_INIT("11/24/2026 10:21:59 PM"), "2026-11-24T22:21:59Z" },
	{ "day first, when it cannot be otherwise",
	  SLICE_INIT("24/11/2026 22:21:59"), "2026-11-24T22:21:59Z" },
	{ "slashes that leave a doubt are no date",
	  SLICE_INIT("04/11/2026 22:21:59"), NULL },
	{ "dots for colons", SLICE_INIT("24 Nov 2026 22.21.59 +0000"),
	  "2026-11-24T22:21:59Z" },
	{ "a log's date", SLICE_INIT("24/Nov/2026 22:21:59 +0000"),
	  "2026-11-24T22:21:59Z" },
	{ "stray commas", SLICE_INIT("Sat, 10, Dec 2022 10:00:00 +0000"),
	  "2022-12-10T10:00:00Z" },
	{ "odd weekdays", SLICE_INIT("Thur, 10 Nov 2022 10:00:00 +0000"),
	  "2022-11-10T10:00:00Z" },
	{ "whole words",
	  SLICE_INIT("Thursday, 10 November 2022 10:00:00 +0000"),
	  "2022-11-10T10:00:00Z" },
	{ "French", SLICE_INIT("fr., 25 nov. 2022 06:27:14 +0100/x"),
	  "2022-11-25T05:27:14Z" },
	{ "a French Tuesday is no March",
	  SLICE_INIT("mar., 22 nov. 2022 06:27:14 +0100"),
	  "2022-11-22T05:27:14Z" },
	{ "French in UTF-8",
	  SLICE_INIT("lun. 1 ao\xc3\xbbt 2022 06:27:14 +0000"),
	  "2022-08-01T06:27:14Z" },
	{ "French in latin1", SLICE_INIT("lun. 1 ao\xfbt 2022 06:27:14 +0000"),
	  "2022-08-01T06:27:14Z" },
	{ "German",
	  SLICE_INIT("Mi., 23 M\xc3\xa4rz 2025 10:00:00 +0200 (MESZ)"),
	  "2025-03-23T08:00:00Z" },
	{ "Spanish", SLICE_INIT("vie, 2 ene. 2026 10:00:00 +0000"),
	  "2026-01-02T10:00:00Z" },
	{ "Portuguese", SLICE_INIT("sex, 2 out 2026 10:00:00 +0000"),
	  "2026-10-02T10:00:00Z" },
	{ "Italian", SLICE_INIT("gio, 2 lug 2026 10:00:00 +0000"),
	  "2026-07-02T10:00:00Z" },
	{ "Finnish November is no March",
	  SLICE_INIT("ti 24. marraskuuta 2026 22:21"), "2026-11-24T22:21:00Z" },
	{ "Polish", SLICE_INIT("pt., 2 pa\xc5\xba 2026 10:00:00 +0000"),
	  "2026-10-02T10:00:00Z" },
	{ "Czech July is no June",
	  SLICE_INIT("2. \xc4\x8d" "ervence 2026 10:00"),
	  "2026-07-02T10:00:00Z" },
	{ "Russian, capitals", SLICE_INIT("Пт, 2 ОКТ 2026 10:00:00 +0300"),
	  "2026-10-02T07:00:00Z" },
	{ "Ukrainian", SLICE_INIT("2 жовтня 2026 10:00:00"),
	  "2026-10-02T10:00:00Z" },
	{ "Turkish", SLICE_INIT("Cum, 2 Eki 2026 10:00:00 +0300"),
	  "2026-10-02T07:00:00Z" },
	{ "Greek", SLICE_INIT("Παρ, 2 Οκτ 2026 10:00:00 +0200"),
	  "2026-10-02T08:00:00Z" },
	{ "Chinese, a number for the month",
	  SLICE_INIT("周二, 24 11月 2026 22:21:59 +0800"),
	  "2026-11-24T14:21:59Z" },
	{ "Chinese, words", SLICE_INIT("星期二, 24 十一月 2026 22:21:59 +0800"),
	  "2026-11-24T14:21:59Z" },
	{ "Japanese", SLICE_INIT("2026年11月24日(火) 22:21"),
	  "2026-11-24T22:21:00Z" },
	{ "nothing", SLICE_INIT(""), NULL },
	{ "blanks", SLICE_INIT("   "), NULL },
	{ "words", SLICE_INIT("the day after tomorrow"), NULL },
	{ "no year", SLICE_INIT("Tue, 24 Nov 22:21:59"), NULL },
	{ "no month", SLICE_INIT("24 2026 22:21:59"), NULL },
	{ "no day", SLICE_INIT("Nov 2026 22:21:59"), NULL },
	{ "a time alone", SLICE_INIT("22:21:59 +0000"), NULL },
	{ "a month that is none", SLICE_INIT("2026-13-24 22:21:59"), NULL },
	{ "a year out of range", SLICE_INIT("1 Jan 99999999999 10:00:00"),
	  NULL },
	{ "a year before mail", SLICE_INIT("1 Jan 0001 10:00:00"), NULL },
	{ "numbers without end",
	  SLICE_INIT("11111111111111111111111111111111111111111111111"), NULL },
	{ "NULs are blanks", SLICE_INIT("24\0Nov\0" "2026 22:21:59"),
	  "2026-11-24T22:21:59Z" },
};

static void
test_date_parse(void **state)
{
	char	text[CLOCK_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t	at = 0;
		bool	is = date_parse(cases[i].value, &at);

		assert_case_int(cases[i].name, is, cases[i].want != NULL);
		if (is)
			assert_case(cases[i].name, clock_rfc3339(at, text),
			    cases[i].want);
	}
}

static void
test_date_out_is_left_alone(void **state)
{
	int64_t	at = 7;

	(void)state;
	assert_false(date_parse(SLICE("soon"), &at));
	assert_int_equal(at, 7);
}

static void
test_date_words(void **state)
{
	int	minutes;

	(void)state;
	assert_int_equal(date_month(SLICE("may")), 5);
	assert_int_equal(date_month(SLICE("mi")), 0);
	assert_int_equal(date_month(SLICE("")), 0);
	assert_true(date_zone(SLICE("pst"), &minutes));
	assert_int_equal(minutes, -480);
	assert_false(date_zone(SLICE("j"), &minutes));
	assert_false(date_zone(SLICE("ps"), &minutes));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_date_parse),
		cmocka_unit_test(test_date_out_is_left_alone),
		cmocka_unit_test(test_date_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
