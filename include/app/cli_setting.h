/* KEY=VALUE arguments. */
#ifndef APP_CLI_SETTING_H
#define APP_CLI_SETTING_H

#include "app/cli.h"
#include "desk/field.h"

/*
 * Splits argument `n`; FAIL_REFUSE when it has no "=".  The value may be
 * empty.
 */
int cli_setting(struct cli *cli, int n, struct slice *key,
    struct slice *value, struct fail *why);

/* The others keep and log what is set, inside a change; empty takes it away. */

/* One of the desk's own fields of a person or an organization, by its name. */
int cli_setting_field(struct cli *cli, enum field_object object, int64_t id,
    struct slice name, struct slice value, struct fail *why);
/* A preference, which the log calls `field`. */
int cli_setting_preference(struct cli *cli, int64_t person_id,
    const char *preference, const char *field, struct slice value,
    struct fail *why);

/*
 * Finds the agent of argument 0 and calls `set` with the number of each of the
 * others: all or nothing.  Everybody their own; admins everybody's.
 */
typedef int cli_agent_setter(struct cli *cli, const struct person *person,
    int n, struct fail *why);
int cli_setting_agent(struct cli *cli, cli_agent_setter *set,
    struct person *out, struct fail *why);

#endif
