/*
 * The change log as commands show it: what an object's page does not say, which
 * is who, the door, the mail, and what stood there before.
 */
#ifndef APP_CLI_CHANGES_H
#define APP_CLI_CHANGES_H

#include "app/cli.h"
#include "store/changes.h"

/* Of what is not this object, its name is said, too. */
int cli_changes_print(struct cli *cli, const char *object, int64_t id,
    const struct change *items, size_t count, struct fail *why);
/* One object each. */
int cli_changes_json(struct cli *cli, struct json *array,
    const struct change *items, size_t count, struct fail *why);

#endif
