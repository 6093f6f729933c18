/* Files that a process may still open: Landlock, which libc does not know. */
#include "port/sandbox.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/slice.h"

/*
 * The first version has no way to let a file be moved from one folder to
 * another, as Maildirs do: it is none for us.
 */
#define VERSION_LEAST 2

/* What the headers of Debian 12 do not name yet, by version. */
#define ACCESS_TRUNCATE (UINT64_C(1) << 14)  /* 3 */
#define ACCESS_IOCTL_DEV (UINT64_C(1) << 15) /* 5 */
#define NET_BIND_TCP (UINT64_C(1) << 0)	     /* 4 */
#define NET_CONNECT_TCP (UINT64_C(1) << 1)
#define SCOPE_ABSTRACT_UNIX (UINT64_C(1) << 0) /* 6 */
#define SCOPE_SIGNAL (UINT64_C(1) << 1)

/* As the kernel reads it; what an older one does not know must be 0. */
struct ruleset {
	uint64_t files, net, scopes;
};

#define READ LANDLOCK_ACCESS_FS_READ_FILE
#define WRITE \
	(READ | LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_TRUNCATE)
#define LIST LANDLOCK_ACCESS_FS_READ_DIR
#define CHANGE \
	(LIST | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
	    LANDLOCK_ACCESS_FS_REFER)

static const struct {
	uint64_t file, folder;
} rights[] = {
	[SANDBOX_READ] = { READ, READ | LIST },
	[SANDBOX_WRITE] = { WRITE, WRITE | CHANGE },
	[SANDBOX_REMOVE] = { 0, LANDLOCK_ACCESS_FS_REMOVE_FILE },
	[SANDBOX_LIST] = { 0, LIST },
};
static_assert(ARRAY_LEN(rights) == SANDBOX_ACCESS_COUNT,
    "every kind of access has its rights");

/* All that is refused where no rule allows it. */
static struct ruleset
handled(long version, unsigned calls)
{
	struct ruleset set = {
		/* From EXECUTE to REFER. */
		.files = (LANDLOCK_ACCESS_FS_REFER << 1) - 1,
	};

	if (version >= 3)
		set.files |= ACCESS_TRUNCATE;
	if (version >= 4)
		set.net = NET_BIND_TCP;
	if (version >= 4 && !(calls & SANDBOX_CONNECT))
		set.net |= NET_CONNECT_TCP;
	if (version >= 5)
		set.files |= ACCESS_IOCTL_DEV;
	if (version >= 6)
		set.scopes = SCOPE_ABSTRACT_UNIX | SCOPE_SIGNAL;
	return set;
}

static int
add_path(int rules, const struct ruleset *set, const struct sandbox_path *path,
    struct fail *why)
{
	struct landlock_path_beneath_attr rule = { 0 };
	struct stat info;
	int fd, rc = 0;

	fd = open(path->path, O_PATH | O_CLOEXEC);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	/* Nothing is given away of what cannot be reached anyhow. */
	if (fd < 0 && errno == EACCES && stat(path->path, &info) < 0)
		return 0;
	if (fd < 0 || fstat(fd, &info) < 0) {
		fail_sys(why, FAIL_RETRY, "landlock: %s", path->path);
		rc = -1;
		goto done;
	}
	rule.parent_fd = fd;
	rule.allowed_access = set->files & (S_ISDIR(info.st_mode)
	    ? rights[path->access].folder : rights[path->access].file);
	if (rule.allowed_access != 0 &&
	    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
		&rule, 0) < 0)
		rc = fail_sys(why, FAIL_RETRY, "landlock: %s", path->path);
done:
	if (fd >= 0)
		close(fd);
	return rc;
}

int
sandbox_files(const struct sandbox_rules *rules, struct fail *why)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	struct ruleset set;
	int fd, rc = -1;

	if (version < VERSION_LEAST)
		return 0;
	set = handled(version, rules->calls);
	/* Older kernels take the longer form when what is new in it is 0. */
	fd = (int)syscall(SYS_landlock_create_ruleset, &set, sizeof(set), 0);
	if (fd < 0)
		return fail_sys(why, FAIL_RETRY, "landlock");
	for (size_t i = 0; i < rules->count; i++)
		if (add_path(fd, &set, &rules->paths[i], why) < 0)
			goto done;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    syscall(SYS_landlock_restrict_self, fd, 0) < 0)
		fail_sys(why, FAIL_RETRY, "landlock");
	else
		rc = 1;
done:
	close(fd);
	return rc;
}
