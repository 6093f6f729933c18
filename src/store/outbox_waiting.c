/* Letters that have not left, and may still change. */
#include "outbox_row.h"
#include "rows.h"

/*
 * Of a long ticket only the last few are looked at; and none whose text has gone
 * to another ticket since, which its reader may not see.
 */
static const struct sql waiting = {
	"SELECT " LETTER_COLUMNS ", " LETTER_BODIES " FROM letter WHERE id IN"
	"  (SELECT id FROM letter WHERE ticket_id = ?1 AND person_id = ?2"
	"    ORDER BY id DESC LIMIT 8)"
	" AND state = 'queued' AND attempts = 0 AND NOT EXISTS"
	"  (SELECT 1 FROM entry WHERE entry.id = letter.entry_id"
	"    AND entry.ticket_id <> letter.ticket_id) ORDER BY id DESC"
};

int
outbox_waiting(struct db *db, int64_t ticket_id, int64_t person_id,
    struct arena *arena, struct outbox_row **out, size_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &waiting);
	struct outbox_row *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, ticket_id);
	db_bind_int(stmt, 2, person_id);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		outbox_row_read(stmt, arena, &items[n]);
		outbox_row_read_bodies(stmt, arena, &items[n++]);
	}
	*out = items;
	*count = n;
	return got;
}

static const struct sql take_back = {
	"UPDATE letter SET state = 'cancelled', reply = ?2"
	" WHERE id = ?1 AND state = 'queued' AND attempts = 0"
};

int
outbox_take_back(struct db *db, int64_t id, struct slice reply,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &take_back);

	db_bind_int(stmt, 1, id);
	db_bind_text(stmt, 2, reply);
	if (db_run(stmt, why) < 0)
		return -1;
	return db_changes(db) > 0;
}
