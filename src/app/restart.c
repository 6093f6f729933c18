/* The rules of starting again. */
#include "app/restart.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "app/role.h"
#include "base/slice.h"

static const int own_deaths[] = {
	SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS, SIGXCPU,
};

bool
restart_is_own_death(int status)
{
	if (!WIFSIGNALED(status))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(own_deaths); i++)
		if (WTERMSIG(status) == own_deaths[i])
			return true;
	return false;
}

static bool
is_exit(int status, enum role_exit code)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == (int)code;
}

/* A repeated sync may lie: the second one within a day is a person's matter. */
static bool
sync_failed(struct restart *restart, int64_t now)
{
	bool again = restart->has_failed &&
	    now - restart->failed_at < RESTART_SYNC_WINDOW;

	restart->has_failed = true;
	restart->failed_at = now;
	restart->check = true;
	return again;
}

struct restart_verdict
restart_decide(struct restart *restart, int status, int64_t up, int64_t now)
{
	struct restart_verdict verdict = { 0 };

	if (up >= RESTART_GOOD) {
		restart->pause = 0;
		restart->check = false;
	}
	if (is_exit(status, ROLE_SETUP))
		restart->pause = RESTART_LAST;
	else if (restart->pause == 0)
		restart->pause = RESTART_FIRST;
	else if (restart->pause < RESTART_LAST / 2)
		restart->pause *= 2;
	else
		restart->pause = RESTART_LAST;
	verdict.pause = restart->pause;
	verdict.is_setup = is_exit(status, ROLE_SETUP);
	if (is_exit(status, ROLE_SYNC))
		verdict.halts = sync_failed(restart, now);
	return verdict;
}

const char *
restart_how(int status)
{
	static char text[40];
	const char *name;

	if (WIFEXITED(status)) {
		snprintf(text, sizeof(text), "exit %d", WEXITSTATUS(status));
		return text;
	}
	name = sigabbrev_np(WTERMSIG(status));
	snprintf(text, sizeof(text), "signal %s", name != NULL ? name : "?");
	return text;
}
