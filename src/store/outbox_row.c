/* How a letter's row is read. */
#include "outbox_row.h"

void
outbox_row_read(struct db_stmt *stmt, struct arena *arena,
    struct outbox_row *out)
{
	*out = (struct outbox_row){ 0 };
	out->id = db_int(stmt, 0);
	out->event = db_text(stmt, 1, arena);
	out->ticket_id = db_int(stmt, 2);
	out->entry_id = db_int(stmt, 3);
	out->person_id = db_int(stmt, 4);
	out->action = db_text(stmt, 5, arena);
	letter_state_parse(db_text(stmt, 6, arena), &out->state);
	out->created_at = db_int(stmt, 7);
	out->due_at = db_int(stmt, 8);
	out->attempts = db_int(stmt, 9);
	out->attempt_at = db_int(stmt, 10);
	out->unknowns = db_int(stmt, 11);
	out->expires_at = db_int(stmt, 12);
	out->revoked_at = db_int(stmt, 13);
	out->used_at = db_int(stmt, 14);
	out->address = db_text(stmt, 15, arena);
	out->from_name = db_text(stmt, 16, arena);
	out->from_address = db_text(stmt, 17, arena);
	out->reply_to = db_text(stmt, 18, arena);
	out->return_path = db_text(stmt, 19, arena);
	out->submitted = db_text(stmt, 20, arena);
	out->message_id = db_text(stmt, 21, arena);
	out->in_reply_to = db_text(stmt, 22, arena);
	out->subject = db_text(stmt, 23, arena);
	out->reply = db_text(stmt, 24, arena);
}

void
outbox_row_read_bodies(struct db_stmt *stmt, struct arena *arena,
    struct outbox_row *out)
{
	out->attachments = db_text(stmt, 25, arena);
	out->refs = db_text(stmt, 26, arena);
	out->shape = db_text(stmt, 27, arena);
	out->text = db_text(stmt, 28, arena);
}
