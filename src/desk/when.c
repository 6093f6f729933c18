/* Points in time as agents write them. */
#include "desk/when.h"

#include "base/ascii.h"
#include "base/clock.h"
#include "base/zone.h"

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define FARTHEST (10 * 366LL * DAY)
/* Of a day without an hour. */
#define MORNING 9

/* What is read on the way: a day, perhaps with an hour. */
struct reader {
	struct slice rest;
	int64_t now;
	const char *zone;
	int64_t year;
	int month, day, hour, minute;
};

static const struct unit {
	struct slice name;
	int64_t seconds;
} units[] = {
	{ SLICE_INIT("m"), MINUTE },	 { SLICE_INIT("min"), MINUTE },
	{ SLICE_INIT("mins"), MINUTE },	 { SLICE_INIT("minute"), MINUTE },
	{ SLICE_INIT("minutes"), MINUTE }, { SLICE_INIT("h"), HOUR },
	{ SLICE_INIT("hour"), HOUR },	 { SLICE_INIT("hours"), HOUR },
	{ SLICE_INIT("d"), DAY },	 { SLICE_INIT("day"), DAY },
	{ SLICE_INIT("days"), DAY },	 { SLICE_INIT("w"), 7 * DAY },
	{ SLICE_INIT("week"), 7 * DAY }, { SLICE_INIT("weeks"), 7 * DAY },
};

static const char *const weekdays[] = { "sunday", "monday", "tuesday",
	"wednesday", "thursday", "friday", "saturday" };

/* The next run of letters, lower-case or not; empty when another byte comes. */
static struct slice
next_word(struct slice *rest)
{
	struct slice word;
	size_t len = 0;

	*rest = slice_trim(*rest);
	while (len < rest->len && ascii_is_alpha(rest->data[len]))
		len++;
	word = slice_head(*rest, len);
	*rest = slice_from(*rest, len);
	return word;
}

static bool
next_number(struct slice *rest, int64_t max, int64_t *out)
{
	struct slice s = slice_trim(*rest);
	size_t len = 0;

	while (len < s.len && ascii_is_digit(s.data[len]))
		len++;
	if (!slice_number(slice_head(s, len), max, out))
		return false;
	*rest = slice_from(s, len);
	return true;
}

static bool
next_char(struct slice *rest, char c)
{
	if (rest->len == 0 || rest->data[0] != c)
		return false;
	*rest = slice_from(*rest, 1);
	return true;
}

static const struct unit *
find_unit(struct slice word)
{
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (slice_eq_nocase(word, units[i].name))
			return &units[i];
	return NULL;
}

/* "3d", "1h30m", "2 hours": how long from now. */
static bool
read_span(struct slice value, int64_t *out)
{
	const struct unit *unit;
	int64_t number;

	*out = 0;
	do {
		if (!next_number(&value, 100000, &number))
			return false;
		unit = find_unit(next_word(&value));
		if (unit == NULL)
			return false;
		*out += number * unit->seconds;
		value = slice_trim(value);
	} while (value.len > 0);
	return *out > 0;
}

static void
move_days(struct reader *reader, int days)
{
	struct zone_time day;

	zone_local(reader->zone, reader->now, &day);
	/* From noon, so that a day of 23 or 25 hours is a day. */
	zone_local(reader->zone, zone_second(reader->zone, day.year, day.month,
	    day.day, 12, 0) + (int64_t)days * DAY, &day);
	reader->year = day.year;
	reader->month = day.month;
	reader->day = day.day;
}

/* How many days away a weekday is, today being a week away; -1: none. */
static int
find_weekday(struct reader *reader, struct slice word)
{
	struct zone_time today;
	int days;

	if (word.len < 3)
		return -1;
	zone_local(reader->zone, reader->now, &today);
	for (int i = 0; i < (int)ARRAY_LEN(weekdays); i++) {
		if (!slice_eq_nocase(word, slice_head(slice_of(weekdays[i]),
			word.len)))
			continue;
		days = (i - today.weekday + 7) % 7;
		return days == 0 ? 7 : days;
	}
	return -1;
}

static bool
read_named_day(struct reader *reader)
{
	struct slice word = next_word(&reader->rest);
	int days;

	if (slice_eq_nocase(word, SLICE("next"))) {
		word = next_word(&reader->rest);
		if (slice_eq_nocase(word, SLICE("week")))
			word = SLICE("monday");
	}
	if (slice_eq_nocase(word, SLICE("today")))
		days = 0;
	else if (slice_eq_nocase(word, SLICE("tomorrow")))
		days = 1;
	else if ((days = find_weekday(reader, word)) < 0)
		return false;
	move_days(reader, days);
	return true;
}

/* "2026-12-01" or "1.12.2026"; what could be either way round is neither. */
static bool
read_date(struct reader *reader)
{
	int64_t first, second, third;

	if (!next_number(&reader->rest, 9999, &first))
		return false;
	if (next_char(&reader->rest, '-')) {
		if (!next_number(&reader->rest, 12, &second) ||
		    !next_char(&reader->rest, '-') ||
		    !next_number(&reader->rest, 31, &third))
			return false;
		reader->year = first;
		reader->month = (int)second;
		reader->day = (int)third;
	} else {
		if (!next_char(&reader->rest, '.') ||
		    !next_number(&reader->rest, 12, &second) ||
		    !next_char(&reader->rest, '.') ||
		    !next_number(&reader->rest, 9999, &third) || first > 31)
			return false;
		reader->year = third;
		reader->month = (int)second;
		reader->day = (int)first;
	}
	return reader->month >= 1 && reader->day >= 1 && reader->year >= 1970;
}

/* "14:00", "9am", "17.30", "17 h", or nothing. */
static bool
read_hour(struct reader *reader)
{
	struct slice *rest = &reader->rest;
	int64_t hour, minute = 0;
	struct slice word;

	*rest = slice_trim(*rest);
	(void)(slice_starts_nocase(*rest, SLICE("at ")) &&
	    (*rest = slice_from(*rest, 3), true));
	if (rest->len == 0) {
		reader->hour = MORNING;
		return true;
	}
	if (!next_number(rest, 24, &hour))
		return false;
	if ((next_char(rest, ':') || next_char(rest, '.')) &&
	    !next_number(rest, 59, &minute))
		return false;
	word = next_word(rest);
	if (slice_eq_nocase(word, SLICE("pm")) && hour < 12)
		hour += 12;
	else if (slice_eq_nocase(word, SLICE("am")) && hour == 12)
		hour = 0;
	else if (word.len > 0 && !slice_eq_nocase(word, SLICE("am")) &&
	    !slice_eq_nocase(word, SLICE("pm")) &&
	    !slice_eq_nocase(word, SLICE("h")))
		return false;
	reader->hour = (int)hour;
	reader->minute = (int)minute;
	return slice_trim(*rest).len == 0;
}

bool
when_parse(struct slice value, int64_t now, const char *zone, int64_t *out)
{
	struct reader reader = { .now = now, .zone = zone };
	struct slice span = slice_trim(value);

	if (slice_starts_nocase(span, SLICE("in ")))
		span = slice_from(span, 3);
	if (read_span(span, out)) {
		*out += now;
	} else {
		reader.rest = slice_trim(value);
		if (reader.rest.len == 0 ||
		    !(ascii_is_digit(reader.rest.data[0])
			    ? read_date(&reader) : read_named_day(&reader)) ||
		    !read_hour(&reader))
			return false;
		*out = zone_second(zone, reader.year, reader.month, reader.day,
		    reader.hour, reader.minute);
	}
	return *out > now && *out - now <= FARTHEST;
}

bool
when_day(struct slice value, int64_t now, const char *zone, int64_t *out)
{
	struct reader reader = { .rest = value, .now = now, .zone = zone };
	int64_t days;

	if (slice_eq_nocase(value, SLICE("today")))
		move_days(&reader, 0);
	else if (slice_eq_nocase(value, SLICE("yesterday")))
		move_days(&reader, -1);
	else if (slice_ends_nocase(value, SLICE("d")) &&
	    slice_number(slice_head(value, value.len - 1), 36500, &days))
		move_days(&reader, -(int)days);
	else if (!read_date(&reader) || reader.rest.len > 0)
		return false;
	*out = zone_second(zone, reader.year, reader.month, reader.day, 0, 0);
	return true;
}

/* Digits, and behind a point or comma at most two more, in hundredths. */
static bool
next_hundredths(struct slice *rest, int64_t *out)
{
	int64_t whole, part = 0;
	size_t digits = 0;

	if (!next_number(rest, 1000000, &whole))
		return false;
	if (rest->len > 1 && (rest->data[0] == '.' || rest->data[0] == ',') &&
	    ascii_is_digit(rest->data[1])) {
		*rest = slice_from(*rest, 1);
		while (digits < rest->len && ascii_is_digit(rest->data[digits]))
			digits++;
		if (digits > 2 || !next_number(rest, 99, &part))
			return false;
		part *= digits == 1 ? 10 : 1;
	}
	*out = whole * 100 + part;
	return true;
}

static bool
is_end_of_amount(struct slice rest)
{
	return rest.len == 0 || ascii_is_blank(rest.data[0]);
}

bool
minutes_parse(struct slice value, int64_t *minutes, struct slice *rest)
{
	int64_t hundredths, more = 0;
	const struct unit *unit;

	*rest = slice_trim(value);
	if (!next_hundredths(rest, &hundredths))
		return false;
	if (next_char(rest, ':')) {
		if (!next_number(rest, 59, &more))
			return false;
		*minutes = hundredths / 100 * 60 + more;
	} else {
		struct slice after = *rest;
		struct slice word = next_word(&after);

		/* "90 minutes" and "90 by phone" both are. */
		unit = word.len > 0 ? find_unit(word) : NULL;
		*rest = unit != NULL ? after : *rest;
		*minutes = hundredths * (unit != NULL ? unit->seconds / MINUTE
						      : 1) / 100;
		if (unit != NULL && unit->seconds == HOUR &&
		    next_number(&after, 59, &more)) {
			*minutes += more;
			(void)next_char(&after, 'm');
			*rest = after;
		}
	}
	if (!is_end_of_amount(*rest) || *minutes < 1 || *minutes > 24 * 60)
		return false;
	*rest = slice_trim(*rest);
	return true;
}

bool
cents_parse(struct slice value, int64_t *cents, struct slice *rest)
{
	*rest = slice_trim(value);
	if (!next_hundredths(rest, cents) || !is_end_of_amount(*rest) ||
	    *cents == 0)
		return false;
	*rest = slice_trim(*rest);
	return true;
}
