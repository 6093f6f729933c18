/* A secret that somebody types, or that comes by standard input. */
#ifndef APP_CLI_SECRET_H
#define APP_CLI_SECRET_H

#include <stdbool.h>

#include "base/fail.h"
#include "base/slice.h"

/*
 * On a terminal it is not shown, and asked for twice when it is new; else it is
 * the first line of standard input.  *out is in `to`, which is the caller's to
 * wipe, also after a failure.  FAIL_REFUSE: none was given, it is too long, or
 * the two are not the same.
 */
int cli_secret_read(const char *what, bool is_new, char *to, size_t size,
    struct slice *out, struct fail *why);

#endif
