/* Who belongs to which department. */
#ifndef APP_CLI_MEMBERS_H
#define APP_CLI_MEMBERS_H

#include "app/cli.h"

/* Makes an agent a member or manager, or changes which; inside a change. */
int cli_members_join(struct cli *cli, const struct department *department,
    const struct person *person, bool manager, struct fail *why);

#endif
