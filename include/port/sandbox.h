/*
 * What a process may still do, given up once and for all: calls by libseccomp,
 * files by Landlock.  Whatever is open stays open.
 *
 * A call that is refused fails with EPERM, so that a library may go on without;
 * what only an intruder would call (exec, ptrace, mount, setuid, ...) kills the
 * process with SIGSYS.  A file that is refused is EACCES.
 */
#ifndef PORT_SANDBOX_H
#define PORT_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fail.h"

/* Besides reading and writing files, memory, clocks and own signals. */
enum sandbox_calls {
	SANDBOX_ACCEPT = 1,  /* to take clients of a socket that listens */
	SANDBOX_CONNECT = 2, /* TCP, name service, unix sockets; threads */
	SANDBOX_REPLACE = 4, /* to give open files a mode and an owner */
	SANDBOX_UNIX = 8,    /* unix sockets alone */
	SANDBOX_WATCH = 16,  /* to hear of new files, and to link them */
};

/* Of a folder: of what is in it, too. */
enum sandbox_access {
	SANDBOX_READ,
	SANDBOX_WRITE,	/* and read; in a folder make, move and remove files */
	SANDBOX_REMOVE, /* remove files in the folder, nothing else */
	SANDBOX_LIST,	/* open the folder itself, to sync it */
	SANDBOX_ACCESS_COUNT
};

struct sandbox_path {
	const char *path; /* one that does not exist gives nothing */
	enum sandbox_access access;
};

struct sandbox_rules {
	unsigned calls; /* of enum sandbox_calls */
	const struct sandbox_path *paths;
	size_t count;
};

/*
 * False when the program is built with a sanitizer, which needs more than any
 * process of ours.
 */
bool sandbox_fits(void);

/* 1: from here on only these files; 0: this kernel has no Landlock; -1. */
int sandbox_files(const struct sandbox_rules *rules, struct fail *why);
/*
 * From here on only these calls; after sandbox_files, whose calls it refuses.
 * FAIL_SETUP when the kernel cannot do that.  Ends the process, by SIGALRM, when
 * it takes far too long.
 */
int sandbox_calls(const struct sandbox_rules *rules, struct fail *why);

#endif
