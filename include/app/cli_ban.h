/* Who is banned, as other commands must know it. */
#ifndef APP_CLI_BAN_H
#define APP_CLI_BAN_H

#include "app/cli.h"

/*
 * FAIL_REFUSE when a ban covers the address: nothing would be taken from who
 * is to help, or from where the desk writes.
 */
int cli_ban_expect_none(struct cli *cli, struct slice address,
    struct fail *why);

#endif
