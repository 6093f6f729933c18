/* The FIFO by which commands wake the roles. */
#include "app/wake.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

/* Who may run commands that change something is of the daemon's group. */
#define MODE 0660

static const char *
path_of(const struct conf *conf, struct arena *arena)
{
	return arena_format(arena, "%s/wake", conf->state_dir).data;
}

/* Whatever has the name: it must not be waited for. */
static int
open_fifo(const char *path, int mode)
{
	struct stat info;
	int fd = open(path, mode | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0 || (fstat(fd, &info) == 0 && S_ISFIFO(info.st_mode)))
		return fd;
	close(fd);
	errno = EEXIST;
	return -1;
}

int
wake_open(const struct conf *conf, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	const char *path = path_of(conf, &arena);
	int fd;

	/* Both ends are ours, or each command's leaving would be its end. */
	if ((mkfifo(path, MODE) < 0 && errno != EEXIST) ||
	    (fd = open_fifo(path, O_RDWR)) < 0)
		fd = fail_sys(why, FAIL_RETRY, "%s", path);
	else if (fchmod(fd, MODE) < 0)
		fail_sys(why, FAIL_RETRY, "%s: mode", path);
	arena_free(&arena);
	return fd;
}

void
wake_drain(int fd)
{
	char said[4096];

	while (read(fd, said, sizeof(said)) == (ssize_t)sizeof(said))
		;
}

void
wake_close(int fd, const struct conf *conf)
{
	struct arena arena = ARENA_INIT;

	if (fd < 0)
		return;
	unlink(path_of(conf, &arena));
	close(fd);
	arena_free(&arena);
}

void
wake_call(const struct conf *conf)
{
	struct arena arena = ARENA_INIT;
	int fd = open_fifo(path_of(conf, &arena), O_WRONLY);

	/* Full or without a reader: then it costs only waiting. */
	if (fd >= 0) {
		if (write(fd, "", 1) < 0)
			errno = 0;
		close(fd);
	}
	arena_free(&arena);
}
