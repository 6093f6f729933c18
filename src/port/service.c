/* sd_notify(3). */
#include "port/service.h"

#include <inttypes.h>
#include <systemd/sd-daemon.h>

#include "base/clock.h"

/* That nobody hears it is no trouble: the unit may be of another kind. */

void
service_ready(void)
{
	sd_notify(0, "READY=1");
}

void
service_status(const char *text)
{
	sd_notifyf(0, "STATUS=%s", text);
}

void
service_stopping(void)
{
	sd_notify(0, "STOPPING=1");
}

void
service_reloading(void)
{
	sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRId64,
	    clock_mono() * 1000);
}

int64_t
service_watchdog(void)
{
	uint64_t microseconds;

	return sd_watchdog_enabled(0, &microseconds) > 0
	    ? (int64_t)(microseconds / 1000) : 0;
}

void
service_alive(void)
{
	sd_notify(0, "WATCHDOG=1");
}
