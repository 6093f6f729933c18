/* Where tokens come from, as commands show it. */
#ifndef APP_CLI_OAUTH_H
#define APP_CLI_OAUTH_H

#include "app/cli.h"

/* A line for each, and ALARM where a person must act: for maildesk status. */
void cli_oauth_print_facts(struct cli *cli);
/* An object for each. */
void cli_oauth_add_json(struct cli *cli, struct json *array);

/* The one that the first argument names; FAIL_REFUSE. */
int cli_oauth_find(struct cli *cli, const struct conf_oauth **out,
    struct fail *why);
/* Says how it is now; always 0. */
int cli_oauth_report(struct cli *cli, const struct conf_oauth *account);

#endif
