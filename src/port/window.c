/* A file that is read once, through a buffer that grows when it must. */
#include "port/window.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

#define ROOM_FIRST ((size_t)64 << 10)

struct window {
	char *path;
	int fd;
	char *data;
	size_t at, len, size, max;
	bool at_end;
	int64_t done, total;
};

int
window_open(struct window **out, const char *path, size_t max,
    struct fail *why)
{
	struct window *window = calloc(1, sizeof(*window));
	bool standard = strcmp(path, "-") == 0;
	struct stat info;

	*out = NULL;
	if (window == NULL || (window->path = strdup(standard
		? "standard input" : path)) == NULL)
		log_die("out of memory: window");
	window->max = max;
	window->fd = standard ? STDIN_FILENO
	    : open(path, O_RDONLY | O_CLOEXEC);
	if (window->fd < 0 || fstat(window->fd, &info) < 0) {
		fail_sys(why, FAIL_SETUP, "cannot read %s", path);
		window_close(window);
		return -1;
	}
	if (S_ISREG(info.st_mode))
		window->total = info.st_size;
	*out = window;
	return 0;
}

void
window_close(struct window *window)
{
	if (window == NULL)
		return;
	if (window->fd > STDIN_FILENO)
		close(window->fd);
	free(window->data);
	free(window->path);
	free(window);
}

struct slice
window_bytes(const struct window *window)
{
	return window->len == 0 ? SLICE_EMPTY
	    : slice_make(window->data + window->at, window->len);
}

bool
window_at_end(const struct window *window)
{
	return window->at_end;
}

int64_t
window_done(const struct window *window)
{
	return window->done;
}

int64_t
window_total(const struct window *window)
{
	return window->total;
}

void
window_take(struct window *window, size_t len)
{
	if (len > window->len)
		len = window->len;
	window->at += len;
	window->len -= len;
	window->done += (int64_t)len;
}

/* Room behind what is held: by moving it, else by growing. */
static bool
make_room(struct window *window)
{
	size_t size = window->size == 0 ? ROOM_FIRST : window->size * 2;
	char *data;

	if (window->at > 0 && window->len > 0)
		memmove(window->data, window->data + window->at, window->len);
	window->at = 0;
	if (window->len < window->size)
		return true;
	if (size > window->max)
		size = window->max;
	if (size <= window->size)
		return false;
	data = realloc(window->data, size);
	if (data == NULL)
		log_die("out of memory: window");
	window->data = data;
	window->size = size;
	return true;
}

/* Until there is no room: what is looked at again and again must be more. */
int
window_fill(struct window *window, struct fail *why)
{
	ssize_t got;

	if (window->at_end || !make_room(window))
		return 0;
	while (window->len < window->size) {
		got = read(window->fd, window->data + window->len,
		    window->size - window->len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail_sys(why, FAIL_SETUP, "cannot read %s",
			    window->path);
		if (got == 0) {
			window->at_end = true;
			break;
		}
		window->len += (size_t)got;
	}
	return 1;
}

struct slice
window_peek(const struct window *window, int64_t offset, char *to, size_t size)
{
	ssize_t got = pread(window->fd, to, size, (off_t)offset);

	return slice_make(to, got > 0 ? (size_t)got : 0);
}
