/* The mark file: one line of fixed width, `archive-id strikes`. */
#include "app/mark.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/slice.h"

#define MARK_SIZE 32 /* 20 digits, a blank, 10 digits, LF */

static int
mark_write(struct mark *mark, struct fail *why)
{
	char line[MARK_SIZE + 1];

	/* No fsync: it must outlive the process, not the machine. */
	snprintf(line, sizeof(line), "%020lld %010lld\n",
	    (long long)mark->archive_id, (long long)mark->strikes);
	if (pwrite(mark->fd, line, MARK_SIZE, 0) != MARK_SIZE)
		return fail_sys(why, FAIL_RETRY, "mark: write");
	return 0;
}

int
mark_open(struct mark *mark, const char *path, struct fail *why)
{
	char line[MARK_SIZE];

	*mark = (struct mark){ -1, 0, 0 };
	mark->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (mark->fd < 0)
		return fail_sys(why, FAIL_RETRY, "mark: open %s", path);
	if (pread(mark->fd, line, MARK_SIZE, 0) != MARK_SIZE ||
	    !slice_number(slice_make(line, 20), INT64_MAX, &mark->archive_id) ||
	    !slice_number(slice_make(line + 21, 10), INT64_MAX, &mark->strikes))
		mark->archive_id = mark->strikes = 0;
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
mark_set(struct mark *mark, int64_t archive_id, struct fail *why)
{
	if (archive_id == mark->archive_id)
		return 0;
	if (mark->strikes > 0 && archive_id < mark->archive_id)
		return 0;
	mark->archive_id = archive_id;
	mark->strikes = 0;
	return mark_write(mark, why);
}

int
mark_passed(struct mark *mark, int64_t archive_id, struct fail *why)
{
	if (mark->strikes == 0 || archive_id < mark->archive_id)
		return 0;
	mark->strikes = 0;
	return mark_write(mark, why);
}

int
mark_strike(struct mark *mark, struct fail *why)
{
	if (mark->archive_id == 0)
		return 0;
	mark->strikes++;
	return mark_write(mark, why);
}
