/* Points in time and amounts as agents write them behind a command. */
#ifndef DESK_WHEN_H
#define DESK_WHEN_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * "3d", "2 hours", "in 1h30m", "tomorrow", "friday 14:00", "next week",
 * "2026-12-01", "1.12.2026 9am", as somebody in that zone means it; a day without
 * an hour is nine in the morning.  False when it is none of these, or not after
 * now, or more than ten years away.
 */
bool when_parse(struct slice value, int64_t now, const char *zone,
    int64_t *out);

/*
 * Where a day begins in that zone: "2026-12-01", "1.12.2026", "today",
 * "yesterday", "30d" for thirty days ago.
 */
bool when_day(struct slice value, int64_t now, const char *zone,
    int64_t *out);

/*
 * The time spent at the front of `value`: "30m", "1h", "1h30", "1:30", "1.5h",
 * "90"; *rest is what follows it, trimmed.  At most a day, at least a minute.
 */
bool minutes_parse(struct slice value, int64_t *minutes, struct slice *rest);
/* Likewise an amount of money: "12", "12.50", "12,5". */
bool cents_parse(struct slice value, int64_t *cents, struct slice *rest);

#endif
