/* What the commands of `maildesk rule` have in common. */
#ifndef APP_CLI_RULE_H
#define APP_CLI_RULE_H

#include "app/cli.h"
#include "desk/rule.h"

/* Those of --rules, else of the configuration. */
int cli_rule_read(struct cli *cli, struct rules *out, struct fail *why);

#endif
