/* What there is to say of an agent beside what all people have. */
#ifndef APP_CLI_AGENT_CARD_H
#define APP_CLI_AGENT_CARD_H

#include "app/cli.h"
#include "desk/absence.h"

/*
 * Departments, teams, hours, absence and the like: as facts, or as members of an
 * object when json is not NULL.
 */
int cli_agent_card(struct cli *cli, const struct person *person,
    struct json *json, struct fail *why);

/*
 * "Support (manager), Sales"; and as items of an array when that is not NULL.
 */
int cli_agent_departments(struct cli *cli, const struct person *person,
    struct slice *names, struct json *array, struct fail *why);

/* "until 14 December 2026, for them ben"; empty: they are here. */
int cli_agent_away(struct cli *cli, const struct absences *absences,
    int64_t person_id, struct slice *out, struct fail *why);

#endif
