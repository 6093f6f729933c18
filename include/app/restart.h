/* When a role that ended is started again, and what has to happen before. */
#ifndef APP_RESTART_H
#define APP_RESTART_H

#include <stdbool.h>
#include <stdint.h>

/* Tests that kill thousands of processes build with shorter ones. */
#ifndef RESTART_FIRST
#define RESTART_FIRST INT64_C(1000) /* milliseconds; doubles up to */
#define RESTART_LAST INT64_C(60000)
#endif
/* A role that was up so long begins with the first pause again. */
#define RESTART_GOOD INT64_C(60000)
/* Two failed syncs within this time and the role stays down. */
#define RESTART_SYNC_WINDOW (INT64_C(24) * 60 * 60 * 1000)

/* What is remembered of a role's ends; begins as zeroes. */
struct restart {
	int64_t pause;	 /* the last one; 0: none yet */
	bool has_failed; /* a sync, at: */
	int64_t failed_at;
	bool check;	 /* look the databases over before it does its work */
};

struct restart_verdict {
	int64_t pause; /* milliseconds until it starts */
	bool halts;    /* not before a person has looked */
	bool is_setup; /* something must be set up first */
};

/*
 * status is waitpid's; up: milliseconds that the role ran; now: clock_mono's.
 */
struct restart_verdict restart_decide(struct restart *restart, int status,
    int64_t up, int64_t now);

/*
 * A death of the program's own making, which a mail can cause.  KILL and TERM
 * are somebody's doing, or the kernel's that needs memory.
 */
bool restart_is_own_death(int status);
/* "exit 1", "signal SEGV"; in a static buffer. */
const char *restart_how(int status);

#endif
