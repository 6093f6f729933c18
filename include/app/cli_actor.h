/* Who gives the commands, and what they may do and see. */
#ifndef APP_CLI_ACTOR_H
#define APP_CLI_ACTOR_H

#include "app/cli.h"
#include "desk/permission.h"

/*
 * The caller's unix account names the actor; behind sudo that is the account
 * that called sudo.  Who owns the desk are root and the account that its files
 * belong to; they may do what admins may, without being agents.  `as` (NULL:
 * not given) is for owners and admins.
 */
int cli_actor_find(struct cli *cli, const char *as, struct fail *why);
/* They may do everything: who owns the desk, and admins, unless disabled. */
bool cli_is_admin(const struct cli *cli);
/* FAIL_REFUSE when the command is not for the actor. */
int cli_actor_check(struct cli *cli, struct fail *why);
/*
 * NULL: the actor may that on the ticket, or owns the desk; else a sentence.
 * See desk/permission.
 */
const char *cli_actor_refusal(const struct cli *cli,
    const struct ticket *ticket, enum permission permission);

#endif
