/*
 * The configuration, read in a process of its own.  libconfig takes for granted
 * that there is memory, and its lexer exits where there is none: a daemon must
 * not die of being asked to read a file anew.  The reader here allocates
 * nothing, and what comes of it is in memory that both processes share.
 */
#ifndef PORT_CONF_ASIDE_H
#define PORT_CONF_ASIDE_H

#include "port/conf.h"

struct conf_aside;

/*
 * As conf_load; from: where the bytes are, when that is not `path`; text_fd:
 * gets them, too, or -1.  *conf lives as long as *out.  A reader that died is
 * FAIL_RETRY.  -1: *out is NULL.
 */
int conf_aside_load(struct conf_aside **out, const char *path,
    const char *from, int text_fd, struct conf *conf, struct fail *why);
void conf_aside_free(struct conf_aside *aside); /* NULL is fine */

#endif
