/* Who may make one record of two, and two of one. */
#ifndef APP_CLI_MERGE_H
#define APP_CLI_MERGE_H

#include "app/cli.h"

/* FAIL_REFUSE when one of them is an agent and the actor no admin: rights may
 * hang on an agent's addresses. */
int cli_merge_allowed(struct cli *cli, const struct person *one,
    const struct person *other, struct fail *why);

#endif
