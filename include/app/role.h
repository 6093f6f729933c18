/*
 * What a role has from its supervisor: when to stop, when to look, whom to
 * wake.  Wake-ups only save waiting; nothing depends on them.
 */
#ifndef APP_ROLE_H
#define APP_ROLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fail.h"

struct role {
	int stop_fd; /* becomes readable when the role shall end; -1: never */
	int wake_fd; /* eventfd: there may be work; -1: none */
	int next_fd; /* eventfd of whoever works on what this role made; -1 */
	int ready_fd; /* hears that the role has begun its work; -1: nobody */
	const char *account; /* which one, of the roles that have them; NULL */
};

#define ROLE_ALONE { -1, -1, -1, -1, NULL }

/* How a role ends, besides by a signal. */
enum role_exit {
	ROLE_STOPPED = 0,  /* it was asked to */
	ROLE_FAILED = 1,   /* start it again after a while */
	ROLE_SYNC = 74,	   /* a sync failed: quick_check before the next start */
	ROLE_SETUP = 78,   /* a person must act first */
};
/* How a role ends that cannot go on. */
enum role_exit role_exit_of(const struct fail *why);

/* Waits for work at most `milliseconds`; true: stop. */
bool role_wait(const struct role *role, int64_t milliseconds);
/*
 * True when it was asked to stop; does not wait.  Each loop asks it at every
 * turn, so it is also where a clock that was set is seen, and logged.
 */
bool role_stopping(const struct role *role);
void role_wake_next(const struct role *role);
/* Everything is open: the role does its work from here on. */
void role_ready(const struct role *role);

#endif
