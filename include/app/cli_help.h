/* Usage and help, printed from the table of commands. */
#ifndef APP_CLI_HELP_H
#define APP_CLI_HELP_H

#include "app/cli.h"

/* "usage: maildesk act TICKET VERB [VALUE...]" */
void cli_help_usage(const struct cli_command *command, FILE *to);
/* Usage, what it does, its options. */
void cli_help_command(const struct cli_command *command, FILE *to);
/* All commands. */
void cli_help_all(FILE *to);
/*
 * The commands that begin with this word; false, and nothing printed, when none
 * does.
 */
bool cli_help_group(struct slice word, FILE *to);
/* The command whose name is nearest to a slip of the finger, or NULL. */
const char *cli_help_nearest(struct slice word);

#endif
