/*
 * The alarm's file.  Without arenas: the supervisor, who asks and writes here,
 * must not die of a lack of memory.
 */
#include "app/alarm.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/slice.h"

#define ALARM_NAME "sync.alarm"
#define ALARM_MAX 4096
#define ALARM_LINE 128

static const char *
alarm_path(const struct conf *conf, char to[PATH_MAX])
{
	/* One that is cut is not there, which whoever opens it says. */
	snprintf(to, PATH_MAX, "%s/" ALARM_NAME, conf->state_dir);
	return to;
}

int
alarm_raise(const struct conf *conf, const char *role, struct fail *why)
{
	char buffer[PATH_MAX], line[ALARM_LINE];
	const char *path = alarm_path(conf, buffer);
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	int rc = 0;

	snprintf(line, sizeof(line), "%s\n", role);
	if (fd < 0 || file_write_all(fd, slice_of(line)) < 0)
		rc = fail_sys(why, FAIL_RETRY, "cannot write %s", path);
	if (fd >= 0)
		close(fd);
	return rc;
}

bool
alarm_is_raised(const struct conf *conf, const char *role)
{
	char buffer[PATH_MAX], bytes[ALARM_MAX];
	struct slice text = SLICE_EMPTY, line;
	int fd = open(alarm_path(conf, buffer), O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? 0 : read(fd, bytes, sizeof(bytes));
	bool found = false;

	if (fd >= 0)
		close(fd);
	if (got > 0)
		text = slice_make(bytes, (size_t)got);
	while (slice_line(&text, &line))
		found = found || slice_eq(line, slice_of(role));
	return found;
}

int
alarm_clear(const struct conf *conf, struct fail *why)
{
	char buffer[PATH_MAX];
	const char *path = alarm_path(conf, buffer);

	if (unlink(path) == 0)
		return 1;
	return errno == ENOENT
	    ? 0 : fail_sys(why, FAIL_SETUP, "cannot remove %s", path);
}
