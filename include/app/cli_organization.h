/* Organizations as commands show them. */
#ifndef APP_CLI_ORGANIZATION_H
#define APP_CLI_ORGANIZATION_H

#include "app/cli.h"
#include "desk/organization.h"

/* Says that a command about it has been done. */
void cli_organization_done(struct cli *cli,
    const struct organization *organization, const char *what);
/* What there is to say of it alone, as members of an object. */
void cli_organization_json(struct json *json,
    const struct organization *organization);
/*
 * The members "organization" {id, name} and "organization_role" of a person;
 * null when they belong nowhere.
 */
void cli_belonging_json(struct json *json, const struct belonging *belonging);
/* "ACME (7), manager"; empty when they belong nowhere. */
struct slice cli_belonging_text(struct cli *cli,
    const struct belonging *belonging);
/*
 * FAIL_REFUSE unless it is a name, of what `whose` says: "an organization's",
 * "a role's".
 */
int cli_organization_name(struct slice name, const char *whose,
    struct fail *why);
/* FAIL_REFUSE unless the actor is an admin, or owns the desk. */
int cli_organization_admin(const struct cli *cli, const char *what,
    struct fail *why);

#endif
