/* What a state folder that was just filled needs yet. */
#ifndef APP_CLI_INIT_H
#define APP_CLI_INIT_H

#include "app/cli.h"

/*
 * The daemon has an account of its own, which must own what root made: says so
 * when root did.
 */
void cli_init_print_owner(struct cli *cli);

#endif
