/* The clock: dates to seconds and back, and the three ways to tell the time. */
#include "case.h"

#include <spawn.h>
#include <sys/wait.h>
#include <time.h>

#include "base/clock.h"

static void
test_clock_civil(void **state)
{
	static const struct {
		const char	*name;
		int64_t		 year;
		int		 month, day, hour, minute, second;
		int64_t		 want;
	} cases[] = {
		{ "the first second", 1970, 1, 1, 0, 0, 0, 0 },
		{ "the one before", 1969, 12, 31, 23, 59, 59, -1 },
		{ "a billion", 2001, 9, 9, 1, 46, 40, 1000000000 },
		{ "the last of 32 bits", 2038, 1, 19, 3, 14, 7, INT32_MAX },
		{ "the first of 32 bits", 1901, 12, 13, 20, 45, 52,
		  INT32_MIN },
		{ "the leap day of a leap century", 2000, 2, 29, 0, 0, 0,
		  951782400 },
		{ "the day after it", 2000, 3, 1, 0, 0, 0, 951868800 },
		{ "no leap day in 1900: March 1st", 1900, 3, 1, 0, 0, 0,
		  -2203891200 },
		{ "and the day before", 1900, 2, 28, 0, 0, 0, -2203977600 },
		{ "none in 2100", 2100, 3, 1, 0, 0, 0, 4107542400 },
		{ "one in 2024", 2024, 2, 29, 12, 0, 0, 1709208000 },
		{ "the last day of a leap year", 2024, 12, 31, 23, 59, 59,
		  1735689599 },
		{ "a leap second is the next minute's first", 2016, 12, 31,
		  23, 59, 60, 1483228800 },
		{ "an hour of 24 is the next day's first", 2016, 12, 31, 24,
		  0, 0, 1483228800 },
		{ "a time zone may be taken off the minutes", 2017, 1, 1, 0,
		  -90, 0, 1483223400 },
		{ "day 0 is the last of the month before", 2017, 3, 0, 0, 0,
		  0, 1488240000 },
		{ "the year 0 was a leap year", 0, 3, 1, 0, 0, 0,
		  -62162035200 },
		{ "so its February 29th came before", 0, 2, 29, 0, 0, 0,
		  -62162121600 },
		{ "the first day of year 1", 1, 1, 1, 0, 0, 0, -62135596800 },
		{ "the year before 0", -1, 12, 31, 23, 59, 59, -62167219201 },
		{ "the last second of four digits", 9999, 12, 31, 23, 59, 59,
		  253402300799 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_int(cases[i].name, clock_civil(cases[i].year,
		    cases[i].month, cases[i].day, cases[i].hour,
		    cases[i].minute, cases[i].second), cases[i].want);
	/* Far beyond all sense it is a number still. */
	assert_true(clock_civil(INT64_MAX, 12, 31, 0, 0, 0) > 0);
	assert_true(clock_civil(INT64_MIN, 1, 1, 0, 0, 0) < 0);
}

/* Every day of a thousand years, against the C library. */
static void
test_clock_civil_all_days(void **state)
{
	const int64_t	first = clock_civil(1600, 1, 1, 0, 0, 0);
	struct tm	tm;
	time_t		when;

	(void)state;
	for (int64_t day = 0; day < 365243; day++) {
		when = (time_t)(first + day * 86400 + day % 86400);
		gmtime_r(&when, &tm);
		assert_int_equal(clock_civil(tm.tm_year + 1900, tm.tm_mon + 1,
		    tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec), when);
	}
}

static void
test_clock_texts(void **state)
{
	static const struct {
		const char	*name;
		int64_t		 seconds;
		const char	*rfc5322, *rfc3339;
	} cases[] = {
		{ "the first second", 0, "Thu, 01 Jan 1970 00:00:00 +0000",
		  "1970-01-01T00:00:00Z" },
		{ "some second", 1795558919,
		  "Tue, 24 Nov 2026 22:21:59 +0000", "2026-11-24T22:21:59Z" },
		{ "before 1970", -1, "Wed, 31 Dec 1969 23:59:59 +0000",
		  "1969-12-31T23:59:59Z" },
		{ "a leap day", 951782400, "Tue, 29 Feb 2000 00:00:00 +0000",
		  "2000-02-29T00:00:00Z" },
		{ "years have four digits", -62135596800,
		  "Mon, 01 Jan 0001 00:00:00 +0000", "0001-01-01T00:00:00Z" },
		{ "no year is above 9999", INT64_MAX,
		  "Fri, 31 Dec 9999 23:59:59 +0000", "9999-12-31T23:59:59Z" },
		{ "no year is below 0", INT64_MIN,
		  "Sat, 01 Jan 0000 00:00:00 +0000", "0000-01-01T00:00:00Z" },
	};
	char to[CLOCK_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_case(cases[i].name, clock_rfc5322(cases[i].seconds, to),
		    cases[i].rfc5322);
		assert_case(cases[i].name, clock_rfc3339(cases[i].seconds, to),
		    cases[i].rfc3339);
	}
}

static void
test_clock_set(void **state)
{
	int64_t before;

	(void)state;
	clock_set(1000);
	assert_int_equal(clock_now(), 1000);
	clock_set(0);
	assert_int_equal(clock_now(), 0);
	clock_set(-1);
	before = time(NULL);
	assert_true(clock_now() >= before);
	assert_true(clock_now() <= time(NULL));
}

static void
test_clock_mono(void **state)
{
	int64_t before = clock_mono();

	(void)state;
	clock_set(1000);
	assert_true(clock_mono() >= before);
	assert_true(clock_mono() < before + 600 * 1000);
	clock_set(-1);
}

/* What a process that is started with this word takes for now. */
static int64_t
now_of_process(const char *word)
{
	char	variable[64];
	char	said[32];
	char	program[] = "test_clock";
	char	now[] = "--now";
	char	*argv[] = { program, now, NULL };
	char	*envp[] = { variable, NULL };
	int	ends[2];
	int	status;
	pid_t	pid;
	ssize_t	got;
	posix_spawn_file_actions_t actions;

	snprintf(variable, sizeof(variable), "MAILDESK_CLOCK=%s", word);
	assert_int_equal(pipe(ends), 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
	assert_int_equal(posix_spawn(&pid, "/proc/self/exe", &actions, NULL,
	    argv, envp), 0);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	got = read(ends[0], said, sizeof(said) - 1);
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(got > 0);
	said[got] = '\0';
	return strtoll(said, NULL, 10);
}

static void
test_clock_step(void **state)
{
	(void)state;
	clock_set(-1);
	clock_step();
	assert_in_range(clock_step() + 1, 0, 2);
	clock_set(1000);
	assert_int_equal(clock_step(), 0);
	clock_set(9000);
	assert_int_equal(clock_step(), 0);
	/* What was fixed says nothing of the time before it. */
	clock_set(-1);
	assert_int_equal(clock_step(), 0);
}

static void
test_clock_environment(void **state)
{
	int64_t before = time(NULL);

	(void)state;
	assert_case_int("a number is the time", now_of_process("86400"),
	    86400);
	assert_true(now_of_process("") >= before);
	assert_true(now_of_process("tomorrow") >= before);
	assert_true(now_of_process("-5") >= before);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clock_civil),
		cmocka_unit_test(test_clock_civil_all_days),
		cmocka_unit_test(test_clock_texts),
		cmocka_unit_test(test_clock_set),
		cmocka_unit_test(test_clock_mono),
		cmocka_unit_test(test_clock_step),
		cmocka_unit_test(test_clock_environment),
	};

	if (argc > 1 && strcmp(argv[1], "--now") == 0)
		return printf("%" PRId64 "\n", clock_now()) > 0 ? 0 : 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
