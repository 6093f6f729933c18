/* Times for people: how long ago, or the day and hour where they are. */
#include "app/cli_when.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "base/slice.h"

#define MINUTE 60
#define HOUR 3600
#define DAY 86400

const char *
cli_date(int64_t at, char to[CLI_WHEN_SIZE])
{
	time_t seconds = (time_t)at;
	struct tm local;

	if (at == 0)
		snprintf(to, CLI_WHEN_SIZE, "never");
	else if (localtime_r(&seconds, &local) == NULL ||
	    strftime(to, CLI_WHEN_SIZE, "%Y-%m-%d %H:%M", &local) == 0)
		snprintf(to, CLI_WHEN_SIZE, "%" PRId64, at);
	return to;
}

const char *
cli_span(int64_t seconds, char to[CLI_WHEN_SIZE])
{
	if (seconds < MINUTE)
		snprintf(to, CLI_WHEN_SIZE, "%" PRId64 " s", seconds);
	else if (seconds < HOUR)
		snprintf(to, CLI_WHEN_SIZE, "%" PRId64 " min",
		    seconds / MINUTE);
	else if (seconds < 2 * DAY)
		snprintf(to, CLI_WHEN_SIZE, "%" PRId64 " h", seconds / HOUR);
	else
		snprintf(to, CLI_WHEN_SIZE, "%" PRId64 " days", seconds / DAY);
	return to;
}

const char *
cli_when(int64_t at, int64_t now, char to[CLI_WHEN_SIZE])
{
	char span[CLI_WHEN_SIZE];
	int64_t away = at < now ? now - at : at - now;

	if (at == 0 || away >= DAY)
		return cli_date(at, to);
	if (away < MINUTE && at <= now)
		snprintf(to, CLI_WHEN_SIZE, "just now");
	else
		snprintf(to, CLI_WHEN_SIZE, at < now ? "%.20s ago" : "in %.20s",
		    cli_span(away, span));
	return to;
}

const char *
cli_size(int64_t octets, char to[CLI_WHEN_SIZE])
{
	static const char *const units[] = { "KiB", "MiB", "GiB", "TiB" };
	double size = (double)octets / 1024;
	size_t unit = 0;

	if (octets < 1024) {
		snprintf(to, CLI_WHEN_SIZE, "%" PRId64 " B", octets);
		return to;
	}
	while (size >= 1024 && unit + 1 < ARRAY_LEN(units)) {
		size /= 1024;
		unit++;
	}
	snprintf(to, CLI_WHEN_SIZE, size < 10 ? "%.1f %s" : "%.0f %s", size,
	    units[unit]);
	return to;
}
