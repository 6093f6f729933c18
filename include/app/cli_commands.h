/* The functions behind the table of commands. */
#ifndef APP_CLI_COMMANDS_H
#define APP_CLI_COMMANDS_H

#include "app/cli.h"

int cli_act(struct cli *cli, struct fail *why);

int cli_parse(struct cli *cli, struct fail *why);
int cli_explain(struct cli *cli, struct fail *why);

int cli_quarantine_list(struct cli *cli, struct fail *why);
int cli_quarantine_show(struct cli *cli, struct fail *why);
int cli_quarantine_release(struct cli *cli, struct fail *why);

#endif
