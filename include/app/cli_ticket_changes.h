/*
 * The change log of a ticket: what its entries do not say, which is the door,
 * the mail, and what became of its letters by hand.
 */
#ifndef APP_CLI_TICKET_CHANGES_H
#define APP_CLI_TICKET_CHANGES_H

#include "app/cli.h"
#include "desk/ticket.h"

int cli_ticket_changes_print(struct cli *cli, const struct ticket *ticket,
    struct fail *why);
/* One object each. */
int cli_ticket_changes_json(struct cli *cli, struct json *array,
    const struct ticket *ticket, struct fail *why);

#endif
