/* KEY=VALUE arguments. */
#ifndef APP_CLI_SETTING_H
#define APP_CLI_SETTING_H

#include "app/cli.h"

/*
 * Splits argument `n`; FAIL_REFUSE when it has no "=".  The value may be
 * empty.
 */
int cli_setting(const struct cli *cli, int n, struct slice *key,
    struct slice *value, struct fail *why);

#endif
