/* What an agent does to a ticket from a terminal. */
#ifndef APP_CLI_DEED_H
#define APP_CLI_DEED_H

#include "app/cli.h"
#include "desk/action.h"

/*
 * What is said: those words, or the file of --file, or standard input.  A note
 * until a verb says otherwise: it cannot leak.
 */
int cli_deed_message(struct cli *cli, struct action *action, int from,
    struct fail *why);
/* Does it, all or nothing, and prints what came of it. */
int cli_deed(struct cli *cli, struct action *action, struct fail *why);

#endif
