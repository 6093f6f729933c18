/* The account that the daemon runs as. */
#ifndef APP_ACCOUNT_H
#define APP_ACCOUNT_H

#include "base/fail.h"

/*
 * Root becomes the owner of the folder, with that account's groups, for good.
 * Nothing happens when somebody else asks, when the folder is root's own or not
 * there.
 */
int account_settle(const char *folder, struct fail *why);

#endif
