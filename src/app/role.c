/* Stopping, waking and being woken. */
#include "app/role.h"

#include <limits.h>
#include <poll.h>
#include <stddef.h>
#include <unistd.h>

bool
role_wait(const struct role *role, int64_t milliseconds)
{
	struct pollfd fds[2] = {
		{ .fd = role->stop_fd, .events = POLLIN },
		{ .fd = role->wake_fd, .events = POLLIN },
	};
	uint64_t count;

	if (milliseconds > INT_MAX)
		milliseconds = INT_MAX;
	/* poll passes over negative descriptors; EINTR is a short wait. */
	if (poll(fds, 2, (int)milliseconds) <= 0)
		return false;
	if ((fds[1].revents & POLLIN) &&
	    read(role->wake_fd, &count, sizeof(count)) < 0)
		return fds[0].revents != 0;
	return fds[0].revents != 0;
}

bool
role_stopping(const struct role *role)
{
	struct pollfd fd = { .fd = role->stop_fd, .events = POLLIN };

	return poll(&fd, 1, 0) > 0;
}

void
role_wake_next(const struct role *role)
{
	uint64_t one = 1;

	/* A full counter or a gone reader costs only waiting. */
	if (role->next_fd >= 0 && write(role->next_fd, &one, sizeof(one)) < 0)
		return;
}

void
role_ready(const struct role *role)
{
	/* That nobody listens any more is no trouble of the role's. */
	if (role->ready_fd >= 0 && write(role->ready_fd, "", 1) < 0)
		return;
}
