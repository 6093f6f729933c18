/* Usage and help, printed from the table of commands. */
#ifndef APP_CLI_HELP_H
#define APP_CLI_HELP_H

#include "app/cli.h"

/* The options that every command takes; ends with name NULL. */
const struct cli_option *cli_common_options(void);

/* "usage: maildesk act TICKET VERB [VALUE...]" */
void cli_print_usage(const struct cli_command *command, FILE *to);
/* Usage, what it does, its options; of all commands with NULL. */
void cli_print_help(const struct cli_command *command, FILE *to);

#endif
