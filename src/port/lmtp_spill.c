/* Bodies on their way in: memory first, then an unlinked file. */
#include "port/lmtp_spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/crash.h"
#include "base/file.h"
#include "base/log.h"

#define ROOM_FIRST ((size_t)4 << 10)
/* Bytes between two looks at the free space of the disk. */
#define LOOK_EVERY ((size_t)1 << 20)

void
lmtp_spill_init(struct lmtp_spill *spill, struct lmtp_spill_pool *pool)
{
	*spill = (struct lmtp_spill){ .pool = pool, .fd = -1 };
}

/* For file systems without O_TMPFILE. */
static int
open_and_unlink(const char *dir)
{
	char	path[4096];
	int	fd;

	if (snprintf(path, sizeof(path), "%s/spill.XXXXXX", dir) >=
	    (int)sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

static int
open_file(const char *dir)
{
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
		fd = open_and_unlink(dir);
	return fd;
}

static void
free_memory(struct lmtp_spill *spill)
{
	spill->pool->in_memory -= spill->room;
	spill->room = 0;
	free(spill->data);
	spill->data = NULL;
}

/*
 * Bodies on their way may not eat up what is to stay free, nor be the reason
 * that a commit has no room.
 */
static int
check_space(const struct lmtp_spill *spill, struct fail *why)
{
	const char	*dir = spill->pool->dir;
	struct statvfs	 disk;
	int64_t		 left;

	/* What cannot be asked is found out when it is written. */
	if (fstatvfs(spill->fd, &disk) < 0 || __builtin_mul_overflow(
	    disk.f_bavail, disk.f_frsize, &left) ||
	    left >= spill->pool->min_free)
		return 0;
	errno = ENOSPC;
	return fail_sys(why, FAIL_RETRY, "spill: write in %s", dir);
}

static int
move_to_file(struct lmtp_spill *spill, struct fail *why)
{
	const char *dir = spill->pool->dir;

	crash_point("spill.before-file");
	spill->fd = open_file(dir);
	if (spill->fd < 0)
		return fail_sys(why, FAIL_RETRY,
		    "spill: make a temporary file in %s", dir);
	if (file_write_all(spill->fd,
	    slice_make(spill->data, (size_t)spill->size)) < 0)
		return fail_sys(why, FAIL_RETRY, "spill: write in %s", dir);
	free_memory(spill);
	crash_point("spill.after-file");
	return 0;
}

/* False when the body would hold more memory than it may. */
static bool
make_room(struct lmtp_spill *spill, size_t need)
{
	struct lmtp_spill_pool	*pool = spill->pool;
	size_t			 room = spill->room;
	size_t			 more;

	if (need <= room)
		return true;
	if (need > pool->each_max)
		return false;
	if (room == 0)
		room = ROOM_FIRST;
	while (room < need)
		room *= 2;
	if (room > pool->each_max)
		room = pool->each_max;
	more = room - spill->room;
	if (pool->in_memory > pool->all_max ||
	    more > pool->all_max - pool->in_memory)
		return false;
	spill->data = realloc(spill->data, room);
	if (spill->data == NULL)
		log_die("out of memory: %zu bytes for a body", room);
	spill->room = room;
	pool->in_memory += more;
	return true;
}

int
lmtp_spill_add(struct lmtp_spill *spill, struct slice bytes, struct fail *why)
{
	size_t	held = (size_t)spill->size;
	bool	look = spill->fd < 0 || (held + bytes.len) / LOOK_EVERY !=
	    held / LOOK_EVERY;

	if (bytes.len == 0)
		return 0;
	if (spill->fd < 0 && make_room(spill, held + bytes.len)) {
		memcpy(spill->data + held, bytes.data, bytes.len);
	} else {
		if (spill->fd < 0 && move_to_file(spill, why) < 0)
			return -1;
		if (look && check_space(spill, why) < 0)
			return -1;
		if (file_write_all(spill->fd, bytes) < 0)
			return fail_sys(why, FAIL_RETRY, "spill: write in %s",
			    spill->pool->dir);
	}
	spill->size += (int64_t)bytes.len;
	return 0;
}

struct slice
lmtp_spill_memory(const struct lmtp_spill *spill)
{
	if (spill->fd >= 0)
		return SLICE_EMPTY;
	if (spill->data == NULL)
		return SLICE("");
	return slice_make(spill->data, (size_t)spill->size);
}

void
lmtp_spill_free(struct lmtp_spill *spill)
{
	int fd = spill->fd;

	free_memory(spill);
	lmtp_spill_init(spill, spill->pool);
	if (fd >= 0)
		close(fd);
}
