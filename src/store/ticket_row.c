/* How a ticket's row is read. */
#include "ticket_row.h"

void
ticket_row_read(struct db_stmt *stmt, struct arena *arena, struct ticket *out)
{
	*out = (struct ticket){ 0 };
	out->id = db_int(stmt, 0);
	out->subject = db_text(stmt, 1, arena);
	ticket_status_parse(db_text(stmt, 2, arena), &out->status);
	ticket_priority_parse(db_text(stmt, 3, arena), &out->priority);
	out->department_id = db_int(stmt, 4);
	out->department_chosen = db_bool(stmt, 5);
	out->user_id = db_int(stmt, 6);
	out->notify_address_id = db_int(stmt, 7);
	out->assignee_id = db_int(stmt, 8);
	out->created_at = db_int(stmt, 9);
	out->changed_at = db_int(stmt, 10);
	out->hint_ticket_id = db_int(stmt, 11);
	out->merged_into = db_int(stmt, 12);
	out->team_id = db_int(stmt, 13);
	out->due_at = db_int(stmt, 14);
	out->snoozed_until = db_int(stmt, 15);
	out->ended_at = db_int(stmt, 16);
	out->due_told = db_bool(stmt, 17);
}
