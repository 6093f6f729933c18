/*
 * A program of the system that is asked something: it gets words and no shell,
 * no input, a plain environment, and only so much time and room to answer.
 */
#ifndef PORT_PROGRAM_H
#define PORT_PROGRAM_H

#include "base/arena.h"
#include "base/fail.h"

/* What it says besides, on standard error, is cut after so much. */
#define PROGRAM_ERRORS_MAX ((size_t)4096)

struct program_answer {
	int status;	   /* its exit status; -1: a signal ended it */
	struct slice out;  /* in the arena, as is what follows */
	struct slice errors;
};

/*
 * Runs argv[0], a path, with the words behind it up to a NULL: 1; 0: there is
 * no such program, or it may not be run; -1: FAIL_RETRY, it took longer than
 * that or said more than `limit` bytes, and was killed with all that it had
 * started.
 */
int program_run(const char *const *argv, size_t limit, int64_t milliseconds,
    struct arena *arena, struct program_answer *out, struct fail *why);

#endif
