/* The unix socket of the intake. */
#include "port/lmtp_socket.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Clients that wait to be accepted while a commit takes its time. */
#define BACKLOG 1024

static int
fill_address(struct sockaddr_un *address, const char *path, struct fail *why)
{
	size_t len = strlen(path);

	memset(address, 0, sizeof(*address));
	address->sun_family = AF_UNIX;
	if (len == 0 || len >= sizeof(address->sun_path))
		return fail_set(why, FAIL_SETUP,
		    "socket %s: its path may have 1 to %zu bytes", path,
		    sizeof(address->sun_path) - 1);
	memcpy(address->sun_path, path, len);
	return 0;
}

static int
make_socket(struct fail *why)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return fail_sys(why, FAIL_RETRY, "socket");
	return fd;
}

int
lmtp_connect(const char *path, struct fail *why)
{
	struct sockaddr_un	address;
	int			fd, saved;

	if (fill_address(&address, path, why) < 0 ||
	    (fd = make_socket(why)) < 0)
		return -1;
	if (connect(fd, (const struct sockaddr *)&address,
	    sizeof(address)) == 0)
		return fd;
	saved = errno;
	fail_sys(why, FAIL_RETRY, "socket %s: connect", path);
	close(fd);
	errno = saved;
	return -1;
}

/* Only what a dead process left may be replaced, never a file or a listener. */
static int
check_place(const char *path, struct fail *why)
{
	struct sockaddr_un	address;
	struct stat		info;
	int			fd;

	if (fill_address(&address, path, why) < 0)
		return -1;
	if (lstat(path, &info) < 0 && errno == ENOENT)
		return 0;
	if (lstat(path, &info) < 0)
		return fail_sys(why, FAIL_SETUP, "socket %s", path);
	if (!S_ISSOCK(info.st_mode))
		return fail_set(why, FAIL_SETUP,
		    "socket %s: something else has that name", path);
	fd = lmtp_connect(path, why);
	if (fd < 0 && errno == ECONNREFUSED)
		return 0;
	/* EAGAIN: it listens, and is busy. */
	if (fd < 0 && errno != EAGAIN)
		return -1;
	if (fd >= 0)
		close(fd);
	return fail_set(why, FAIL_SETUP,
	    "socket %s: another process listens there", path);
}

static int
set_group(const char *path, const char *name, struct fail *why)
{
	const struct group *group;

	if (name[0] == '\0')
		return 0;
	errno = 0;
	group = getgrnam(name);
	if (group == NULL)
		return fail_set(why, FAIL_SETUP,
		    "socket %s: there is no group \"%s\"", path, name);
	if (chown(path, (uid_t)-1, group->gr_gid) < 0)
		return fail_sys(why, FAIL_SETUP, "socket %s: group %s", path,
		    name);
	return 0;
}

/* Listens under a name of its own, which then takes the place of `path`. */
static int
listen_aside(int fd, const char *aside, const char *path, mode_t mode,
    const char *group, struct fail *why)
{
	struct sockaddr_un	address;
	mode_t			mask;
	int			rc;

	if (fill_address(&address, aside, why) < 0)
		return -1;
	unlink(aside);
	mask = umask(0777);
	rc = bind(fd, (const struct sockaddr *)&address, sizeof(address));
	umask(mask);
	if (rc < 0)
		return fail_sys(why, FAIL_SETUP, "socket %s: bind", aside);
	if (set_group(aside, group, why) < 0)
		goto undo;
	if (chmod(aside, mode) < 0) {
		fail_sys(why, FAIL_SETUP, "socket %s: mode", aside);
		goto undo;
	}
	if (listen(fd, BACKLOG) < 0) {
		fail_sys(why, FAIL_RETRY, "socket %s: listen", aside);
		goto undo;
	}
	if (rename(aside, path) < 0) {
		fail_sys(why, FAIL_SETUP, "socket %s: rename", path);
		goto undo;
	}
	return 0;
undo:
	unlink(aside);
	return -1;
}

int
lmtp_listen(const char *path, mode_t mode, const char *group,
    struct fail *why)
{
	char	aside[sizeof(((struct sockaddr_un *)0)->sun_path) + 8];
	int	fd;

	if (check_place(path, why) < 0)
		return -1;
	if (snprintf(aside, sizeof(aside), "%s.new", path) >=
	    (int)sizeof(aside))
		aside[0] = '\0'; /* fill_address says what is wrong */
	if ((fd = make_socket(why)) < 0)
		return -1;
	if (listen_aside(fd, aside, path, mode, group, why) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

ino_t
lmtp_socket_inode(const char *path)
{
	struct stat info;

	return lstat(path, &info) == 0 ? info.st_ino : 0;
}

void
lmtp_unlisten(int fd, const char *path, ino_t inode)
{
	bool is_ours;

	if (fd < 0)
		return;
	/* Asked while it is open, so that no other has the number yet. */
	is_ours = inode != 0 && lmtp_socket_inode(path) == inode;
	close(fd);
	if (is_ours)
		unlink(path);
}

uid_t
lmtp_peer(int fd)
{
	struct ucred	peer;
	socklen_t	len = sizeof(peer);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) < 0)
		return (uid_t)-1;
	return peer.uid;
}

bool
lmtp_user_is_trusted(uid_t uid)
{
	return uid != (uid_t)-1 && (uid == 0 || uid == geteuid());
}
