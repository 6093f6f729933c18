/* People as commands show them. */
#ifndef APP_CLI_PERSON_H
#define APP_CLI_PERSON_H

#include "app/cli.h"

/* Their name; of nobody "the desk". */
int cli_person_name(struct cli *cli, int64_t id, struct slice *out,
    struct fail *why);
/* The same with their number: "Ann Example (7)". */
int cli_person_called(struct cli *cli, int64_t id, struct slice *out,
    struct fail *why);
/* Where letters go; empty when they have no address. */
int cli_person_address(struct cli *cli, int64_t id, struct slice *out,
    struct fail *why);
/* "Ann Example <ann@example.test>" */
struct slice cli_person_both(struct cli *cli, struct slice name,
    struct slice address);

/* "user", "agent", "agent, admin" */
const char *cli_person_role(const struct person *person);
/* What there is to say of them, as members of an object. */
void cli_person_json(struct json *json, const struct person *person,
    struct slice address);
/* The member `key`: {id, name, address}; null when id is 0. */
int cli_person_add_json(struct cli *cli, struct json *json, const char *key,
    int64_t id, struct fail *why);

#endif
