/* Lists of tickets as the actor may see them. */
#ifndef APP_CLI_TICKET_H
#define APP_CLI_TICKET_H

#include "app/cli.h"
#include "store/tickets.h"

struct cli_tickets {
	struct ticket_line *items;
	size_t count, room;
	bool more; /* than were asked for */
};

/* Those that the actor sees and, with `unassigned`, nobody has. */
int cli_tickets_load(struct cli *cli, const struct ticket_filter *filter,
    bool unassigned, struct cli_tickets *out, struct fail *why);
/*
 * The same of those with an entry that has all the words, the newest match
 * first.
 */
int cli_tickets_search(struct cli *cli, struct slice words,
    const struct ticket_filter *filter, bool unassigned,
    struct cli_tickets *out, struct fail *why);
void cli_tickets_print(struct cli *cli, const struct cli_tickets *tickets,
    const char *none);
/* What a list says of a ticket, as members of an object. */
void cli_ticket_json(struct json *json, const struct ticket_line *line);
/* One object each. */
void cli_tickets_json(struct json *array, const struct cli_tickets *tickets);

#endif
