/* Stopping, waking and being woken. */
#include "app/role.h"

#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stddef.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

/* Seconds; a smaller step changes nothing that anybody would ask about. */
#define STEP_SAID 300

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

enum role_exit
role_exit_of(const struct fail *why)
{
	switch (why->kind) {
	case FAIL_SETUP:
		return ROLE_SETUP;
	case FAIL_SYNC:
		return ROLE_SYNC;
	case FAIL_RETRY:
	case FAIL_REFUSE:
		break;
	}
	return ROLE_FAILED;
}

/* Why everything is due at once, or nothing is, should be found in the log. */
static void
watch_clock(void)
{
	int64_t step = clock_step();

	if (step > STEP_SAID || step < -STEP_SAID)
		log_warn("clock-stepped", "seconds=%" PRId64, step);
}

bool
role_stopping(const struct role *role)
{
	struct pollfd fd = { .fd = role->stop_fd, .events = POLLIN };

	watch_clock();
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
