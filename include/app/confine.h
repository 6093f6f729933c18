/*
 * What the process of a role may still do once it has opened what it needs.
 * One table in confine.c says it of every role.
 */
#ifndef APP_CONFINE_H
#define APP_CONFINE_H

#include <stdbool.h>

#include "port/conf.h"

/*
 * For the rest of the process's life; role is "intake" or the like, account
 * that of role "imap", else NULL.  Logs what cannot be had: a kernel without it
 * is no reason to take no mail.
 */
void confine(const char *role, const char *account, const struct conf *conf);

/*
 * True when a file that others replace in normal life (the desk, resolv.conf,
 * certificates) is another one by now: its name was allowed, the new file is
 * not, and only a new process may open it.  Logged; cheap.
 */
bool confine_is_stale(void);

#endif
