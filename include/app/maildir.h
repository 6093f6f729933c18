/*
 * The maildir role: a Maildir that other programs fill (fetchmail, getmail, a
 * mail server), each message to the intake.  The archive is the only memory: a
 * message's door_ref is its unique name.
 */
#ifndef APP_MAILDIR_H
#define APP_MAILDIR_H

#include "app/role.h"
#include "port/conf.h"

/* role->account names one of conf's. */
enum role_exit maildir_run(const struct conf *conf, const struct role *role);

#endif
