/* Whom and what the words of a command mean. */
#ifndef APP_CLI_FIND_H
#define APP_CLI_FIND_H

#include "app/cli.h"
#include "desk/organization.h"
#include "desk/ticket.h"

/*
 * All fill *out and return 0; or -1, FAIL_REFUSE: nothing is called so, or
 * several are, which the sentence names.
 */

/* Handle, address, number, or (a word of) the name; disabled ones too. */
int cli_find_agent(struct cli *cli, struct slice word, struct person *out,
    struct fail *why);
/* Name, address or number. */
int cli_find_department(struct cli *cli, struct slice word,
    struct department *out, struct fail *why);
/* Anybody, by number or address. */
int cli_find_person(struct cli *cli, struct slice word, struct person *out,
    struct fail *why);
/* The same, but nobody who was deleted. */
int cli_find_living(struct cli *cli, struct slice word, struct person *out,
    struct fail *why);
/* Name, number, or one of its domains. */
int cli_find_organization(struct cli *cli, struct slice word,
    struct organization *out, struct fail *why);
/* By name; the word empty: "member". */
int cli_find_role(struct cli *cli, struct slice word,
    struct organization_role *out, struct fail *why);
/* By number, when the actor sees it. */
int cli_find_ticket(struct cli *cli, int64_t id, struct ticket *out,
    struct fail *why);

#endif
