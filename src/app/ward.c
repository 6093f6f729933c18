/* Starting, asking, reaping. */
#include "app/ward.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "/proc/self/exe"
/* Above all that a child is given. */
#define SPARE_FD 64

int
ward_init(struct ward *ward, const struct role_kind *kind,
    const char *account, struct fail *why)
{
	*ward = (struct ward){ .kind = kind, .state = WARD_WAITS,
		.wake_fd = -1, .stop_fd = -1, .ready_fd = -1 };
	snprintf(ward->name, sizeof(ward->name), "%s%s%s", kind->name,
	    account == NULL ? "" : ":", account == NULL ? "" : account);
	ward->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (ward->wake_fd < 0)
		return fail_sys(why, FAIL_RETRY, "eventfd");
	return 0;
}

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void
ward_free(struct ward *ward)
{
	close_fd(&ward->wake_fd);
	close_fd(&ward->stop_fd);
	close_fd(&ward->ready_fd);
}

/* The descriptors of a child, in the order of ROLE_STOP_FD and those behind. */
#define GIVEN (ROLE_FD_END - ROLE_STOP_FD)

/*
 * Puts them where the child looks for them, and leaves no other open.  First
 * all out of the way: one may stand where another belongs.
 */
static int
give_fds(const int fds[GIVEN])
{
	int aside[GIVEN];

	for (int i = 0; i < GIVEN; i++) {
		aside[i] = fds[i];
		if (fds[i] >= 0 &&
		    (aside[i] = fcntl(fds[i], F_DUPFD, SPARE_FD)) < 0)
			return -1;
	}
	for (int i = 0; i < GIVEN; i++) {
		close(ROLE_STOP_FD + i);
		if (aside[i] >= 0 && dup2(aside[i], ROLE_STOP_FD + i) < 0)
			return -1;
	}
	return close_range(ROLE_FD_END, ~0U, 0);
}

/* In the child: becomes the role, or ends as one that could not start. */
static _Noreturn void
become(const struct ward *ward, const int fds[GIVEN],
    const struct ward_setting *setting, pid_t supervisor)
{
	const char *words[] = { "maildeskd", "--config", setting->conf_path,
		"--inherited", "--role", ward->name, NULL, NULL };
	sigset_t none;

	if (ward->restart.check)
		words[6] = "--check";
	/* It dies with us, even if we are killed; perhaps we have been. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != supervisor ||
	    give_fds(fds) < 0)
		_exit(ROLE_FAILED);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execv(PROGRAM, (char *const *)(uintptr_t)words);
	_exit(ROLE_FAILED);
}

int
ward_start(struct ward *ward, const struct ward *next,
    const struct ward_setting *setting, int64_t now, struct fail *why)
{
	int stop[2] = { -1, -1 }, ready[2] = { -1, -1 };
	pid_t self = getpid();

	if (pipe2(stop, O_CLOEXEC) < 0 ||
	    pipe2(ready, O_CLOEXEC | O_NONBLOCK) < 0) {
		fail_sys(why, FAIL_RETRY, "pipe");
		goto undo;
	}
	ward->pid = fork();
	if (ward->pid < 0) {
		fail_sys(why, FAIL_RETRY, "fork");
		goto undo;
	}
	if (ward->pid == 0)
		become(ward, (const int[GIVEN]){ stop[0], ward->wake_fd,
			next != NULL ? next->wake_fd : -1, ready[1],
			setting->conf_fd }, setting, self);
	close(stop[0]);
	close(ready[1]);
	ward->stop_fd = stop[1];
	ward->ready_fd = ready[0];
	ward->is_ready = false;
	ward->state = WARD_RUNS;
	ward->started = now;
	return 0;
undo:
	for (int i = 0; i < 2; i++) {
		close_fd(&stop[i]);
		close_fd(&ready[i]);
	}
	return -1;
}

void
ward_wake(const struct ward *ward)
{
	const uint64_t one = 1;

	/* A full counter wakes, too. */
	if (write(ward->wake_fd, &one, sizeof(one)) < 0)
		return;
}

void
ward_ask(struct ward *ward, int64_t now)
{
	if (ward->state != WARD_RUNS)
		return;
	close_fd(&ward->stop_fd);
	ward->state = WARD_ENDS;
	ward->due = now + WARD_GRACE;
}

void
ward_kill(const struct ward *ward)
{
	if (ward->state == WARD_RUNS || ward->state == WARD_ENDS)
		kill(ward->pid, SIGKILL);
}

int
ward_reap(struct ward *ward, int *status)
{
	if (ward->state != WARD_RUNS && ward->state != WARD_ENDS)
		return 0;
	if (waitpid(ward->pid, status, WNOHANG) != ward->pid)
		return 0;
	close_fd(&ward->stop_fd);
	close_fd(&ward->ready_fd);
	ward->is_ready = false;
	ward->pid = 0;
	ward->state = WARD_WAITS;
	return 1;
}

void
ward_hear(struct ward *ward)
{
	char byte;
	ssize_t got = read(ward->ready_fd, &byte, 1);

	if (got == 1)
		ward->is_ready = true;
	else if (got == 0 || errno != EAGAIN)
		close_fd(&ward->ready_fd);
}

const char *
ward_word(const struct ward *ward)
{
	switch (ward->state) {
	case WARD_WAITS:
		return "waits to start again";
	case WARD_RUNS:
		return ward->is_ready ? "up" : "starts";
	case WARD_ENDS:
		return "stops";
	case WARD_HALTED:
		return "down until maildesk check passes";
	case WARD_STOPPED:
		break;
	}
	return "stopped";
}
