/* Early replies: the messages that entries refer to and nobody has brought. */
#include "store/entries.h"

/* A group may find the same reference twice in one message. */
static const struct sql await = {
	"INSERT INTO awaited (message_id, entry_id, at) VALUES (?1, ?2, ?3)"
	" ON CONFLICT DO NOTHING"
};

int
entries_await(struct db *db, int64_t entry_id, struct slice message_id,
    int64_t now, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &await);

	db_bind_text(stmt, 1, message_id);
	db_bind_int(stmt, 2, entry_id);
	db_bind_int(stmt, 3, now);
	return db_run(stmt, why);
}

/* What lies in the future counts as now, so as young. */
static const struct sql awaiting = {
	"SELECT awaited.entry_id, entry.ticket_id"
	"  FROM awaited JOIN entry ON entry.id = awaited.entry_id"
	" WHERE awaited.message_id = ?1 AND awaited.at >= ?2"
	" ORDER BY awaited.entry_id LIMIT 1"
};

int
entries_awaiting(struct db *db, struct slice message_id, int64_t since,
    int64_t *entry_id, int64_t *ticket_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &awaiting);
	int got;

	db_bind_text(stmt, 1, message_id);
	db_bind_int(stmt, 2, since);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*entry_id = db_int(stmt, 0);
	*ticket_id = db_int(stmt, 1);
	db_done(stmt);
	return 1;
}

static const struct sql arrived = {
	"DELETE FROM awaited WHERE message_id = ?1"
};

int
entries_arrived(struct db *db, struct slice message_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &arrived);

	db_bind_text(stmt, 1, message_id);
	return db_run(stmt, why);
}

static const struct sql prune = {
	"DELETE FROM awaited WHERE (message_id, entry_id) IN"
	"  (SELECT message_id, entry_id FROM awaited WHERE at < ?1"
	"   ORDER BY at LIMIT 500)"
};

int
entries_prune_awaited(struct db *db, int64_t before, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &prune);

	db_bind_int(stmt, 1, before);
	return db_run(stmt, why);
}
