/* What a ticket has any number of, as `ticket show` shows it. */
#ifndef APP_CLI_TICKET_ITEMS_H
#define APP_CLI_TICKET_ITEMS_H

#include "app/cli.h"
#include "desk/ticket_item.h"

struct cli_ticket_items {
	struct item_change *items[TICKET_ITEM_COUNT];
	size_t counts[TICKET_ITEM_COUNT];
};

int cli_ticket_items_load(struct cli *cli, int64_t ticket_id,
    struct cli_ticket_items *out, struct fail *why);
/* A line for each kind that there is; participants are not among them. */
void cli_ticket_items_print(struct cli *cli,
    const struct cli_ticket_items *items);
/* "labels", "followers", "links", "fields", "time", "charges" of an object. */
void cli_ticket_items_json(const struct cli_ticket_items *items,
    struct json *json);

#endif
