/* How a letter's row is read, wherever it is found. */
#ifndef STORE_OUTBOX_ROW_H
#define STORE_OUTBOX_ROW_H

#include "store/outbox.h"

/* As outbox_row_read reads them, from column 0. */
#define LETTER_COLUMNS \
	"id, event, ticket_id, entry_id, person_id, action, state," \
	" created_at, due_at, attempts, attempt_at, unknowns, expires_at," \
	" revoked_at, used_at, address, from_name, from_address, reply_to," \
	" return_path, submitted, message_id, in_reply_to, subject, reply"
/* The long ones, behind them when they are wanted. */
#define LETTER_BODIES "attachments, refs, shape, text"

void outbox_row_read(struct db_stmt *stmt, struct arena *arena,
    struct outbox_row *out);
void outbox_row_read_bodies(struct db_stmt *stmt, struct arena *arena,
    struct outbox_row *out);

#endif
