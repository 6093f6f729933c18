/* A role in the supervisor's care: its process, its ends, its next start. */
#ifndef APP_WARD_H
#define APP_WARD_H

#include <sys/types.h>

#include "app/restart.h"
#include "app/role_process.h"
#include "base/fail.h"

/* Milliseconds a role has to stop before it is killed. */
#define WARD_GRACE INT64_C(10000)

enum ward_state {
	WARD_WAITS,   /* to be started at `due` */
	WARD_RUNS,
	WARD_ENDS,    /* it was asked to stop; killed at `due` */
	WARD_HALTED,  /* an alarm keeps it down */
	WARD_STOPPED, /* for good */
};

struct ward {
	const struct role_kind *kind;
	char name[ROLE_NAME_SIZE]; /* "imap:support" */
	bool is_unwanted; /* its account is gone: not to be started again */
	enum ward_state state;
	int64_t due; /* clock_mono's */
	pid_t pid;
	int wake_fd;  /* stays, so that no wake-up is lost */
	int stop_fd;  /* closing it asks the role to stop */
	int ready_fd; /* hears when it is ready */
	bool is_ready;
	int64_t started;
	struct restart restart;
};

/* What wards have in common. */
struct ward_setting {
	const char *conf_path;
	int conf_fd; /* the configuration's text */
};

/* To be started at once.  account: NULL, or the one of its name. */
int ward_init(struct ward *ward, const struct role_kind *kind,
    const char *account, struct fail *why);
void ward_free(struct ward *ward);

/*
 * Starts the process, re-executed from this program's own file; next is the
 * ward it wakes, or NULL.  -1: try again later.
 */
int ward_start(struct ward *ward, const struct ward *next,
    const struct ward_setting *setting, int64_t now, struct fail *why);
/* Asks it to stop; it is killed when it takes too long. */
void ward_ask(struct ward *ward, int64_t now);
void ward_kill(const struct ward *ward);
/*
 * 1: the process has ended, *status is waitpid's, and the ward waits; 0: it
 * has not.
 */
int ward_reap(struct ward *ward, int *status);
/* There may be work; what it does not hear now it hears when it starts. */
void ward_wake(const struct ward *ward);
/* Reads ready_fd: the role says that it is ready, or is gone. */
void ward_hear(struct ward *ward);

/* "up", "waits", ...: for the status line. */
const char *ward_word(const struct ward *ward);

#endif
