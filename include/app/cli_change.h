/* What commands change: all or nothing, and in the change log. */
#ifndef APP_CLI_CHANGE_H
#define APP_CLI_CHANGE_H

#include "app/cli.h"

/* One change; `data` is the caller's. */
typedef int cli_change_step(struct cli *cli, void *data, struct fail *why);

/* Runs `step` in a transaction of its own. */
int cli_change(struct cli *cli, cli_change_step *step, void *data,
    struct fail *why);

/*
 * Logs that the actor changed a field of an object, from old to new; nothing
 * when they are the same.  Inside the step.
 */
int cli_change_log(struct cli *cli, const char *object, int64_t id,
    const char *field, struct slice old, struct slice new, struct fail *why);

#endif
