/* Local time anywhere, by the names of the tz database ("Europe/Berlin"). */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#define ZONE_NAME_MAX 64

/* A moment as people there call it. */
struct zone_time {
	int64_t year;
	int month, day;	  /* from 1 */
	int hour, minute, second;
	int weekday;	  /* 0: Sunday */
	int64_t offset;	  /* seconds east of UTC */
};

/* Whether the system knows the zone. "" is the process's own, always known. */
bool zone_known(const char *zone);
/* An unknown zone counts as UTC. */
void zone_local(const char *zone, int64_t at, struct zone_time *out);
/*
 * The second that people there call so.  A time that the clocks skip is the
 * one an hour later; of one that comes twice it is the first.
 */
int64_t zone_second(const char *zone, int64_t year, int month, int day,
    int hour, int minute);

#endif
