/* The mark file: one line of fixed width, `archive-id strikes now`. */
#include "app/mark.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/slice.h"

#define MARK_SIZE 53 /* 20 digits, a blank, 10 digits, a blank, 20, LF */

/* Becomes what stands in the file only once it does. */
static int
mark_write(struct mark *mark, int64_t archive_id, int64_t strikes, int64_t now,
    struct fail *why)
{
	char line[MARK_SIZE + 1];
	ssize_t written;

	snprintf(line, sizeof(line), "%020" PRId64 " %010" PRId64
	    " %020" PRId64 "\n", archive_id, strikes, now);
	/* No fsync: it must outlive the process, not the machine. */
	do
		written = pwrite(mark->fd, line, MARK_SIZE, 0);
	while (written < 0 && errno == EINTR);
	if (written >= 0 && written != MARK_SIZE)
		return fail_set(why, FAIL_RETRY, "mark: written in part");
	if (written < 0)
		return fail_sys(why, FAIL_RETRY, "mark: write");
	mark->archive_id = archive_id;
	mark->strikes = strikes;
	mark->now = now;
	return 0;
}

int
mark_open(struct mark *mark, const char *path, struct fail *why)
{
	char line[MARK_SIZE];

	*mark = (struct mark){ .fd = -1 };
	mark->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (mark->fd < 0)
		return fail_sys(why, FAIL_RETRY, "mark: open %s", path);
	if (pread(mark->fd, line, MARK_SIZE, 0) != MARK_SIZE ||
	    !slice_number(slice_make(line, 20), INT64_MAX, &mark->archive_id) ||
	    !slice_number(slice_make(line + 21, 10), INT64_MAX,
		&mark->strikes) ||
	    !slice_number(slice_make(line + 32, 20), INT64_MAX, &mark->now))
		mark->archive_id = mark->strikes = mark->now = 0;
	return 0;
}

void
mark_close(struct mark *mark)
{
	if (mark->fd >= 0)
		close(mark->fd);
	mark->fd = -1;
}

int
mark_begin(struct mark *mark, struct fail *why)
{
	if (mark->now == 0)
		return 0;
	return mark_write(mark, mark->archive_id, mark->strikes, 0, why);
}

int
mark_set(struct mark *mark, int64_t archive_id, struct fail *why)
{
	if (archive_id == mark->now)
		return 0;
	if (mark->strikes > 0 && archive_id <= mark->archive_id)
		return mark_write(mark, mark->archive_id, mark->strikes,
		    archive_id, why);
	return mark_write(mark, archive_id, 0, archive_id, why);
}

int
mark_passed(struct mark *mark, int64_t archive_id, struct fail *why)
{
	if (mark->strikes == 0 || archive_id < mark->archive_id)
		return 0;
	return mark_write(mark, mark->archive_id, 0, mark->now, why);
}

int
mark_strike(struct mark *mark, struct fail *why)
{
	if (mark->now == 0)
		return 0;
	return mark_write(mark, mark->now,
	    mark->now == mark->archive_id ? mark->strikes + 1 : 1, mark->now,
	    why);
}
