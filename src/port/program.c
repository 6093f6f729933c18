/* A program of the system that is asked something. */
#include "port/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"

#define PIECE ((size_t)16 << 10)

/* One of its two outputs. */
struct output {
	int fd; /* to read from; -1: it has ended */
	size_t limit;
	bool is_cut; /* what is over the limit is read and dropped */
	struct text text;
};

/* Nothing of ours that it has no need of, and English. */
static char *const environment[] = {
	(char[]){ "PATH=/usr/sbin:/usr/bin:/sbin:/bin" },
	(char[]){ "LC_ALL=C" },
	NULL
};

static void
must(int error)
{
	if (error != 0)
		log_die("out of memory: posix_spawn");
}

/* 0, or an errno.  A group of its own, so that nothing of it is left. */
static int
spawn(const char *const *argv, int out, int errors, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t signals;
	int error;

	must(posix_spawn_file_actions_init(&actions));
	must(posix_spawnattr_init(&attributes));
	must(posix_spawn_file_actions_addopen(&actions, STDIN_FILENO,
	    "/dev/null", O_RDONLY, 0));
	must(posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO));
	must(posix_spawn_file_actions_adddup2(&actions, errors,
	    STDERR_FILENO));
	sigemptyset(&signals);
	must(posix_spawnattr_setsigmask(&attributes, &signals));
	sigaddset(&signals, SIGPIPE);
	must(posix_spawnattr_setsigdefault(&attributes, &signals));
	must(posix_spawnattr_setpgroup(&attributes, 0));
	must(posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP |
	    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
	error = posix_spawn(pid, argv[0], &actions, &attributes,
	    (char *const *)(uintptr_t)argv, environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return error;
}

/* What has come; -1: there is more than may be. */
static int
hear(struct output *output)
{
	struct text *text = &output->text;
	size_t room = output->limit - text->len;
	char piece[PIECE];
	ssize_t got = read(output->fd, piece, sizeof(piece));

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	if (got <= 0) {
		close(output->fd);
		output->fd = -1;
		return 0;
	}
	if ((size_t)got > room && !output->is_cut)
		return -1;
	text_add(text, slice_make(piece, (size_t)got < room ? (size_t)got
							     : room));
	return 0;
}

static int
hear_all(struct output outputs[2], int64_t end, const char *name,
    struct fail *why)
{
	struct pollfd polls[2];
	int64_t left;

	while (outputs[0].fd >= 0 || outputs[1].fd >= 0) {
		for (int i = 0; i < 2; i++)
			polls[i] = (struct pollfd){ outputs[i].fd, POLLIN, 0 };
		left = end - clock_mono();
		if (left <= 0)
			return fail_set(why, FAIL_RETRY, "%s does not end",
			    name);
		if (poll(polls, 2, (int)left) <= 0)
			continue;
		for (int i = 0; i < 2; i++)
			if (polls[i].revents != 0 && hear(&outputs[i]) < 0)
				return fail_set(why, FAIL_RETRY,
				    "%s says too much", name);
	}
	return 0;
}

/* It may have closed its outputs and go on all the same. */
static int
await(pid_t pid, int64_t end, const char *name, int *status,
    struct fail *why)
{
	struct pollfd nothing = { -1, 0, 0 };
	pid_t got;

	while ((got = waitpid(pid, status, WNOHANG)) == 0 ||
	    (got < 0 && errno == EINTR)) {
		if (clock_mono() > end)
			return fail_set(why, FAIL_RETRY, "%s does not end",
			    name);
		poll(&nothing, 1, 5);
	}
	return 0;
}

static void
kill_all(pid_t pid)
{
	kill(-pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static int
ask(pid_t pid, struct output outputs[2], int64_t milliseconds,
    const char *name, int *status, struct fail *why)
{
	int64_t end = clock_mono() + milliseconds;

	if (hear_all(outputs, end, name, why) < 0 ||
	    await(pid, end, name, status, why) < 0) {
		kill_all(pid);
		return -1;
	}
	return 1;
}

int
program_run(const char *const *argv, size_t limit, int64_t milliseconds,
    struct arena *arena, struct program_answer *out, struct fail *why)
{
	struct output outputs[2] = {
		{ -1, limit, false, TEXT_IN(arena) },
		{ -1, PROGRAM_ERRORS_MAX, true, TEXT_IN(arena) },
	};
	int ends[2] = { -1, -1 }, pair[2], error = 0, rc = -1, status = 0;
	pid_t pid = -1;

	for (int i = 0; i < 2 && error == 0; i++) {
		if (pipe2(pair, O_CLOEXEC) < 0)
			error = errno;
		else
			outputs[i].fd = pair[0], ends[i] = pair[1];
	}
	if (error == 0)
		error = spawn(argv, ends[0], ends[1], &pid);
	for (int i = 0; i < 2; i++)
		if (ends[i] >= 0)
			close(ends[i]);
	if (error == 0) {
		rc = ask(pid, outputs, milliseconds, argv[0], &status, why);
	} else if (error == ENOENT || error == EACCES || error == ENOTDIR) {
		rc = 0;
	} else {
		errno = error;
		fail_sys(why, FAIL_RETRY, "cannot run %s", argv[0]);
	}
	for (int i = 0; i < 2; i++)
		if (outputs[i].fd >= 0)
			close(outputs[i].fd);
	*out = (struct program_answer){
		.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
		.out = text_slice(&outputs[0].text),
		.errors = text_slice(&outputs[1].text),
	};
	return rc;
}
