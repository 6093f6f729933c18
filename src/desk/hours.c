/* Business hours, day by day as people there count them. */
#include "desk/hours.h"

#include "base/zone.h"

#define DAYS_MAX 3660
#define FARTHEST (INT64_C(86400) * DAYS_MAX)

/* A walk over the open spans from a day on. */
struct walk {
	const struct hours *hours;
	struct zone_time first; /* the day it began with */
	int day;		/* days since */
	size_t at;		/* the next span of that day */
	bool is_holiday;
};

bool
hours_add_span(struct hours *hours, struct hours_span span,
    struct arena *arena)
{
	size_t at = hours->span_count;

	for (size_t i = 0; i < hours->span_count; i++)
		if (hours->spans[i].weekday == span.weekday &&
		    span.from < hours->spans[i].to &&
		    hours->spans[i].from < span.to)
			return false;
	hours->spans = arena_grow(arena, hours->spans,
	    hours->span_count * sizeof(span),
	    (hours->span_count + 1) * sizeof(span));
	hours->span_count++;
	for (; at > 0 && hours->spans[at - 1].from > span.from; at--)
		hours->spans[at] = hours->spans[at - 1];
	hours->spans[at] = span;
	return true;
}

void
hours_add_holiday(struct hours *hours, struct holiday holiday,
    struct arena *arena)
{
	hours->holidays = arena_grow(arena, hours->holidays,
	    hours->holiday_count * sizeof(holiday),
	    (hours->holiday_count + 1) * sizeof(holiday));
	hours->holidays[hours->holiday_count++] = holiday;
}

static bool
is_holiday(const struct hours *hours, const struct zone_time *day)
{
	for (size_t i = 0; i < hours->holiday_count; i++) {
		const struct holiday *holiday = &hours->holidays[i];

		if ((holiday->year == 0 || holiday->year == day->year) &&
		    holiday->month == day->month && holiday->day == day->day)
			return true;
	}
	return false;
}

/* The second of the walk's day at which so many minutes stand on the clock. */
static int64_t
second_of(const struct walk *walk, int minutes)
{
	return zone_second(walk->hours->zone, walk->first.year,
	    walk->first.month, walk->first.day + walk->day, minutes / 60,
	    minutes % 60);
}

static void
begin_day(struct walk *walk)
{
	struct zone_time noon;

	walk->at = 0;
	walk->is_holiday = false;
	if (walk->hours->holiday_count == 0)
		return;
	zone_local(walk->hours->zone, second_of(walk, HOURS_DAY / 2), &noon);
	walk->is_holiday = is_holiday(walk->hours, &noon);
}

static struct walk
walk_from(const struct hours *hours, int64_t at)
{
	struct walk walk = { .hours = hours };

	zone_local(hours->zone, at, &walk.first);
	begin_day(&walk);
	return walk;
}

/* The next open span; false when the walk has gone far enough. */
static bool
walk_next(struct walk *walk, int64_t *from, int64_t *to)
{
	const struct hours *hours = walk->hours;

	while (walk->day < DAYS_MAX) {
		int weekday = (walk->first.weekday + walk->day) % 7;

		while (!walk->is_holiday && walk->at < hours->span_count) {
			const struct hours_span *span =
			    &hours->spans[walk->at++];

			if (span->weekday != weekday)
				continue;
			*from = second_of(walk, span->from);
			*to = second_of(walk, span->to);
			/* The clocks may skip it whole. */
			if (*from < *to)
				return true;
		}
		walk->day++;
		begin_day(walk);
	}
	return false;
}

bool
hours_are_open(const struct hours *hours, int64_t at)
{
	return hours_between(hours, at, at + 1) > 0;
}

int64_t
hours_after(const struct hours *hours, int64_t from, int64_t seconds)
{
	struct walk walk;
	int64_t begin, end;

	if (seconds < 0)
		seconds = 0;
	if (hours->span_count == 0)
		return from + (seconds < FARTHEST ? seconds : FARTHEST);
	walk = walk_from(hours, from);
	while (walk_next(&walk, &begin, &end)) {
		if (begin < from)
			begin = from;
		if (end <= begin)
			continue;
		if (seconds <= end - begin)
			return begin + seconds;
		seconds -= end - begin;
	}
	return from + FARTHEST;
}

int64_t
hours_between(const struct hours *hours, int64_t from, int64_t to)
{
	struct walk walk;
	int64_t begin, end, sum = 0;

	if (to <= from)
		return 0;
	if (hours->span_count == 0)
		return to - from;
	walk = walk_from(hours, from);
	while (walk_next(&walk, &begin, &end) && begin < to) {
		if (begin < from)
			begin = from;
		if (end > to)
			end = to;
		if (begin < end)
			sum += end - begin;
	}
	return sum;
}
