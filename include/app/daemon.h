/*
 * The supervisor: one process per role, started again when it ends; stops them
 * all on TERM and INT, reads the configuration again on HUP.
 */
#ifndef APP_DAEMON_H
#define APP_DAEMON_H

#include "base/fail.h"

/* In state.dir; held while a daemon runs there, or the folder is filled. */
#define DAEMON_LOCK_NAME "maildeskd.lock"

struct daemon_options {
	const char *conf_path;
	/* Hears one byte when the intake listens for the first time; -1. */
	int ready_fd;
};

/* Runs until it is told to stop. Returns the exit status. */
int daemon_run(const struct daemon_options *options);

#endif
