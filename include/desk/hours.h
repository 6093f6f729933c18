/* Business hours: weekly spans in a time zone, less holidays. */
#ifndef DESK_HOURS_H
#define DESK_HOURS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

#define HOURS_DAY 1440 /* minutes */

struct hours_span {
	int weekday;  /* 0: Sunday */
	int from, to; /* minutes of the day; to at most HOURS_DAY */
};

struct holiday {
	int64_t year; /* 0: every one */
	int month, day;
};

struct hours {
	const char *zone;
	struct hours_span *spans; /* none: around the clock, always */
	size_t span_count;
	struct holiday *holidays;
	size_t holiday_count;
};

/* Kept in their order; false when it overlaps one that is there. */
bool hours_add_span(struct hours *hours, struct hours_span span,
    struct arena *arena);
void hours_add_holiday(struct hours *hours, struct holiday holiday,
    struct arena *arena);

/*
 * "mon-fri 9:00-17:30", "sat 10-13": the days, which may go past Saturday, and
 * the hours of each.  False when it is none.
 */
bool hours_parse_span(struct slice words, int *first, int *last,
    struct hours_span *out);
/* Adds it to each of these days; -1, or the day on which it overlaps. */
int hours_add_days(struct hours *hours, int first, int last,
    struct hours_span span, struct arena *arena);
const char *hours_weekday_name(int weekday); /* "sun" */
/* Several of them, commas between; kept in the arena, as is the zone. */
bool hours_parse(struct slice words, const char *zone, struct arena *arena,
    struct hours *out);

bool hours_are_open(const struct hours *hours, int64_t at);
/*
 * The moment at which so many open seconds have passed since `from`; ten years
 * later when there never are so many.
 */
int64_t hours_after(const struct hours *hours, int64_t from, int64_t seconds);
/* How many open seconds lie between the two; 0 when `to` is not later. */
int64_t hours_between(const struct hours *hours, int64_t from, int64_t to);

#endif
