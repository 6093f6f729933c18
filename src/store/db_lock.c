/* The lock files: who may write, and who is next. */
#include "store/db_lock.h"

#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"

static int
open_one(const char *path, const char *suffix, struct fail *why)
{
	char	name[PATH_MAX];
	int	len = snprintf(name, sizeof(name), "%s%s", path, suffix);

	if (len < 0 || (size_t)len >= sizeof(name))
		return fail_set(why, FAIL_SETUP, "%s: the path is too long",
		    path);
	return file_lock(name, true, why);
}

int
db_lock_open(struct db_lock *lock, const char *path, struct fail *why)
{
	lock->turn = open_one(path, ".turn", why);
	if (lock->turn < 0)
		return -1;
	lock->write = open_one(path, ".write", why);
	if (lock->write < 0) {
		db_lock_close(lock);
		return -1;
	}
	flock(lock->turn, LOCK_UN);
	return 0;
}

int
db_lock_take(struct db_lock *lock, const char *path, struct fail *why)
{
	if (flock(lock->turn, LOCK_EX) < 0)
		return fail_sys(why, FAIL_RETRY, "cannot lock %s.turn", path);
	if (flock(lock->write, LOCK_EX) < 0) {
		fail_sys(why, FAIL_RETRY, "cannot lock %s.write", path);
		flock(lock->turn, LOCK_UN);
		return -1;
	}
	flock(lock->turn, LOCK_UN);
	return 0;
}

void
db_lock_leave(struct db_lock *lock)
{
	flock(lock->write, LOCK_UN);
}

void
db_lock_close(struct db_lock *lock)
{
	if (lock->turn >= 0)
		close(lock->turn);
	if (lock->write >= 0)
		close(lock->write);
	lock->turn = -1;
	lock->write = -1;
}
