/* The alarm's file. */
#include "app/alarm.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

#define ALARM_NAME "sync.alarm"
#define ALARM_MAX 4096

static const char *
alarm_path(const struct conf *conf, struct arena *arena)
{
	return arena_format(arena, "%s/" ALARM_NAME, conf->state_dir).data;
}

int
alarm_raise(const struct conf *conf, const char *role, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	const char *path = alarm_path(conf, &arena);
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	int rc = 0;

	if (fd < 0 ||
	    file_write_all(fd, arena_format(&arena, "%s\n", role)) < 0)
		rc = fail_sys(why, FAIL_RETRY, "cannot write %s", path);
	if (fd >= 0)
		close(fd);
	arena_free(&arena);
	return rc;
}

bool
alarm_is_raised(const struct conf *conf, const char *role)
{
	struct arena arena = ARENA_INIT;
	struct slice text, line;
	bool found = false;

	if (file_read(alarm_path(conf, &arena), ALARM_MAX, &arena, &text,
		NULL) == 0)
		while (slice_line(&text, &line))
			found = found || slice_eq(line, slice_of(role));
	arena_free(&arena);
	return found;
}

int
alarm_clear(const struct conf *conf, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	const char *path = alarm_path(conf, &arena);
	int rc = 1;

	if (unlink(path) < 0)
		rc = errno == ENOENT
		    ? 0 : fail_sys(why, FAIL_SETUP, "cannot remove %s", path);
	arena_free(&arena);
	return rc;
}
