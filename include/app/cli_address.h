/* An address that a command gives to a person. */
#ifndef APP_CLI_ADDRESS_H
#define APP_CLI_ADDRESS_H

#include "app/cli.h"

/*
 * Its folded form.  FAIL_REFUSE when mail cannot be sent there, a ban covers
 * it, or it leads to a department.
 */
int cli_address_read(struct cli *cli, struct slice word, struct slice *identity,
    struct fail *why);
/*
 * FAIL_REFUSE when the actor may not change their addresses: rights may hang on
 * an agent's.
 */
int cli_address_right(struct cli *cli, const struct person *person,
    struct fail *why);

#endif
