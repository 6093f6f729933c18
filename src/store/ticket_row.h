/* How a ticket's row is read, wherever it is found. */
#ifndef STORE_TICKET_ROW_H
#define STORE_TICKET_ROW_H

#include "desk/ticket.h"
#include "store/db.h"

/* As ticket_row_read reads them, from column 0. */
#define TICKET_COLUMNS \
	"ticket.id, ticket.subject, ticket.status, ticket.priority," \
	" ticket.department_id, ticket.department_chosen, ticket.user_id," \
	" ticket.notify_address_id, ticket.assignee_id, ticket.created_at," \
	" ticket.changed_at, ticket.hint_ticket_id, ticket.merged_into," \
	" ticket.team_id, ticket.due_at, ticket.snoozed_until," \
	" ticket.ended_at, ticket.due_told"
#define TICKET_COLUMN_COUNT 18

void ticket_row_read(struct db_stmt *stmt, struct arena *arena,
    struct ticket *out);

#endif
