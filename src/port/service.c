/* sd_notify(3). */
#include "port/service.h"

#include <systemd/sd-daemon.h>

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
