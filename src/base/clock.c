/* The clock: now, and dates in the two forms that mail and logs want. */
#include "base/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define DAY 86400
#define YEAR_MOST INT64_C(1000000000)

/* RFC 5322 wants these, whatever the locale. */
static const char day_names[7][4] = {
	"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
};
static const char month_names[12][4] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
};

static struct {
	bool	asked; /* for the environment's word */
	int64_t	fixed; /* negative: the clock runs */
} clock_state = { false, -1 };

void
clock_set(int64_t seconds)
{
	clock_state.asked = true;
	clock_state.fixed = seconds;
}

static void
ask_environment(void)
{
	const char	*word = secure_getenv("MAILDESK_CLOCK");
	int64_t		 seconds;

	clock_state.asked = true;
	if (slice_number(slice_of(word), INT64_MAX, &seconds))
		clock_state.fixed = seconds;
}

int64_t
clock_now(void)
{
	if (!clock_state.asked)
		ask_environment();
	if (clock_state.fixed >= 0)
		return clock_state.fixed;
	return time(NULL);
}

int64_t
clock_mono(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
clock_step(void)
{
	static bool known;
	static int64_t wall, mono;
	int64_t wall_now = clock_now(), mono_now = clock_mono();
	int64_t step = 0;

	if (known && clock_state.fixed < 0)
		step = wall_now - wall - (mono_now - mono) / 1000;
	known = clock_state.fixed < 0;
	wall = wall_now;
	mono = mono_now;
	return step;
}

/* The civil date of seconds, kept within the years of four digits. */
static struct tm
civil_of(int64_t seconds)
{
	const int64_t	least = clock_civil(0, 1, 1, 0, 0, 0);
	const int64_t	most = clock_civil(9999, 12, 31, 23, 59, 59);
	time_t		when;
	struct tm	civil;

	if (seconds < least)
		seconds = least;
	if (seconds > most)
		seconds = most;
	when = seconds;
	gmtime_r(&when, &civil);
	return civil;
}

const char *
clock_rfc5322(int64_t seconds, char to[CLOCK_TEXT_SIZE])
{
	struct tm civil = civil_of(seconds);

	snprintf(to, CLOCK_TEXT_SIZE, "%s, %02d %s %04d %02d:%02d:%02d +0000",
	    day_names[civil.tm_wday], civil.tm_mday,
	    month_names[civil.tm_mon], civil.tm_year + 1900, civil.tm_hour,
	    civil.tm_min, civil.tm_sec);
	return to;
}

const char *
clock_rfc3339(int64_t seconds, char to[CLOCK_TEXT_SIZE])
{
	struct tm civil = civil_of(seconds);

	snprintf(to, CLOCK_TEXT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ",
	    civil.tm_year + 1900, civil.tm_mon + 1, civil.tm_mday,
	    civil.tm_hour, civil.tm_min, civil.tm_sec);
	return to;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/*
 * Years are counted from March, so that the leap day is a year's last, and
 * months have a regular length: 153 days in any five from there.
 */
int64_t
clock_civil(int64_t year, int month, int day, int hour, int minute, int second)
{
	int64_t days;

	/* The seconds of a year beyond would not fit. */
	if (year > YEAR_MOST)
		year = YEAR_MOST;
	if (year < -YEAR_MOST)
		year = -YEAR_MOST;
	if (month <= 2)
		year--;
	days = 365 * year + floor_div(year, 4) - floor_div(year, 100) +
	    floor_div(year, 400);
	days += (153 * ((month + 9) % 12) + 2) / 5;
	days += (int64_t)day - 1;
	days -= 719468; /* from March 1st of year 0 to 1970 */
	return days * DAY + (int64_t)hour * 3600 + (int64_t)minute * 60 +
	    second;
}
