/* Points to die at; of libc alone, so that maildesk-deliver can have them. */
#include "base/crash.h"

#ifdef MAILDESK_CRASH_POINTS
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* True once: who makes the file is the one that dies. */
static int
is_first(void)
{
	const char *path = getenv("MAILDESK_CRASH_FILE");
	int fd;

	if (path == NULL)
		return 1;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0 || errno != EEXIST;
}

void
crash_point(const char *name)
{
	static long passed;
	const char *where = getenv("MAILDESK_CRASH");
	size_t len = strlen(name);
	long at = 1;

	if (where == NULL || strncmp(where, name, len) != 0)
		return;
	if (where[len] == ':')
		at = strtol(where + len + 1, NULL, 10);
	else if (where[len] != '\0')
		return;
	if (++passed == at && is_first())
		raise(SIGKILL);
}
#endif
