/* Letters of a desk that comes from a backup: none goes out by itself. */
#include "store/outbox.h"

/* What the sender would claim, now or later. */
#define WOULD_GO_OUT "state IN ('queued', 'sending', 'unknown')"

static const struct sql log_all = {
	"INSERT INTO change (at, door, object, object_id, field, old, new)"
	" SELECT ?1, 'cli', 'letter', id, 'state', state, 'held' FROM letter"
	"  WHERE " WOULD_GO_OUT
};
static const struct sql hold_all = {
	"UPDATE letter SET state = 'held' WHERE " WOULD_GO_OUT
};

int
outbox_hold_all(struct db *db, int64_t now, int64_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &log_all);

	db_bind_int(stmt, 1, now);
	if (db_run(stmt, why) < 0 ||
	    db_run(db_use(db, &hold_all), why) < 0)
		return -1;
	*count = db_changes(db);
	return 0;
}
