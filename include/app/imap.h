/*
 * The imap role: one account's mailboxes, each message to the intake.  The
 * archive is the only memory: a message's door_ref names its place, and the
 * highest one that is there is where the next look begins.
 */
#ifndef APP_IMAP_H
#define APP_IMAP_H

#include "app/role.h"
#include "port/conf.h"

/* role->account names one of conf's. */
enum role_exit imap_run(const struct conf *conf, const struct role *role);

#endif
