/* Local time anywhere: libc knows one zone at a time, the environment's. */
#include "base/zone.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

#define FOLDER "/usr/share/zoneinfo"

/* What TZ was before; lives only between enter and leave. */
struct visit {
	char *before; /* NULL: unset */
	bool entered;
};

static bool
is_name(const char *zone)
{
	size_t len = strlen(zone);

	if (len == 0 || len > ZONE_NAME_MAX || strstr(zone, "..") != NULL ||
	    zone[0] == '/')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)zone[i]) &&
		    strchr("/_+-", zone[i]) == NULL)
			return false;
	return true;
}

bool
zone_known(const char *zone)
{
	char path[sizeof(FOLDER) + ZONE_NAME_MAX + 2];

	if (zone[0] == '\0')
		return true;
	if (!is_name(zone))
		return false;
	snprintf(path, sizeof(path), FOLDER "/%s", zone);
	return access(path, R_OK) == 0;
}

static void
enter(struct visit *visit, const char *zone)
{
	const char *before = getenv("TZ");

	*visit = (struct visit){ .before = NULL };
	if (zone[0] == '\0')
		return;
	visit->before = before == NULL ? NULL : strdup(before);
	visit->entered = true;
	setenv("TZ", is_name(zone) ? zone : "UTC", 1);
	tzset();
}

static void
leave(struct visit *visit)
{
	if (!visit->entered)
		return;
	if (visit->before != NULL)
		setenv("TZ", visit->before, 1);
	else
		unsetenv("TZ");
	tzset();
	free(visit->before);
}

void
zone_local(const char *zone, int64_t at, struct zone_time *out)
{
	time_t seconds = (time_t)at;
	struct visit visit;
	struct tm tm = { .tm_mday = 1 };

	enter(&visit, zone);
	if (localtime_r(&seconds, &tm) == NULL)
		memset(&tm, 0, sizeof(tm));
	leave(&visit);
	*out = (struct zone_time){
		.year = (int64_t)tm.tm_year + 1900,
		.month = tm.tm_mon + 1,
		.day = tm.tm_mday,
		.hour = tm.tm_hour,
		.minute = tm.tm_min,
		.second = tm.tm_sec,
		.weekday = tm.tm_wday,
		.offset = tm.tm_gmtoff,
	};
}

int64_t
zone_second(const char *zone, int64_t year, int month, int day, int hour,
    int minute)
{
	int64_t civil = clock_civil(year, month, day, hour, minute, 0);
	struct zone_time before, after, there;
	int64_t early, late;

	/* The offsets of the day before and the day after are all that the
	   moment itself can have. */
	zone_local(zone, civil - 86400, &before);
	zone_local(zone, civil + 86400, &after);
	early = civil - before.offset;
	late = civil - after.offset;
	zone_local(zone, early, &there);
	if (there.offset == before.offset)
		return early;
	zone_local(zone, late, &there);
	if (there.offset == after.offset)
		return late;
	return late > early ? late : early;
}
