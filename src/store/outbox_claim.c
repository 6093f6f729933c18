/* The sender's side of the outbox: what is due, and how attempts ended. */
#include <stdlib.h>

#include "outbox_row.h"
#include "rows.h"

/*
 * Letters that wait, by the index made for them.  Left to itself the engine
 * takes the one by state, and sorts all that wait to find the few that are due.
 */
#define WAITING \
	"letter INDEXED BY letter_due WHERE state IN ('queued', 'unknown')"

static const struct sql any_due = {
	"SELECT EXISTS (SELECT 1 FROM " WAITING
	"   AND due_at <= ?1)"
	" OR EXISTS (SELECT 1 FROM " WAITING
	"   AND due_at > ?1 + ?2)"
};

/* Asked first, without the lock: most of the time there is nothing to claim. */
static int
is_any_due(struct db *db, int64_t now, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &any_due);
	int due;

	db_bind_int(stmt, 1, now);
	db_bind_int(stmt, 2, ROWS_CLOCK_SLACK);
	if (db_step(stmt, why) < 0)
		return -1;
	due = db_bool(stmt, 0);
	db_done(stmt);
	return due;
}

/* The longest due come first; those of a wrong clock fill what room is left. */
static const struct sql claim = {
	"UPDATE letter SET state = 'sending', attempts = attempts + 1,"
	"  attempt_at = ?1"
	" WHERE id IN (SELECT id FROM"
	"   (SELECT id FROM " WAITING " AND due_at <= ?1"
	"     ORDER BY due_at, id LIMIT ?3)"
	"  UNION ALL SELECT id FROM"
	"   (SELECT id FROM " WAITING " AND due_at > ?1 + ?2"
	"     ORDER BY due_at, id LIMIT ?3)"
	"  LIMIT ?3)"
	" RETURNING " LETTER_COLUMNS ", " LETTER_BODIES
};

static int
claim_rows(struct db *db, int64_t now, size_t max, struct arena *arena,
    struct outbox_row **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &claim);
	struct outbox_row *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, now);
	db_bind_int(stmt, 2, ROWS_CLOCK_SLACK);
	db_bind_int(stmt, 3, (int64_t)max);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		outbox_row_read(stmt, arena, &items[n]);
		outbox_row_read_bodies(stmt, arena, &items[n++]);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static int
compare_ids(const void *a, const void *b)
{
	const struct outbox_row *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

int
outbox_claim(struct db *db, int64_t now, size_t max, struct arena *arena,
    struct outbox_row **out, size_t *count, struct fail *why)
{
	int due;

	*out = NULL;
	*count = 0;
	if ((due = is_any_due(db, now, why)) <= 0)
		return due;
	if (db_begin(db, why) < 0)
		return -1;
	if (claim_rows(db, now, max, arena, out, count, why) < 0) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db, why) < 0) {
		*count = 0;
		return -1;
	}
	/* The engine promises no order; letters of a ticket go as written. */
	if (*count > 0)
		qsort(*out, *count, sizeof(**out), compare_ids);
	return 0;
}

static const struct sql recover = {
	"UPDATE letter SET state = 'unknown', unknowns = unknowns + 1,"
	"  due_at = ?1 WHERE state = 'sending'"
};

int
outbox_recover(struct db *db, int64_t due, int64_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &recover);

	db_bind_int(stmt, 1, due);
	if (db_run(stmt, why) < 0)
		return -1;
	*count = db_changes(db);
	return 0;
}

static const struct sql next_due = {
	"SELECT min(due_at) FROM " WAITING
};

int
outbox_next_due(struct db *db, int64_t *at, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &next_due);
	bool found;

	if (db_step(stmt, why) < 0)
		return -1;
	found = !db_is_null(stmt, 0);
	*at = db_int(stmt, 0);
	db_done(stmt);
	return found;
}

/*
 * How attempts end.  Only a letter that is being sent has an attempt; that it
 * is no more shows that two senders are at work.
 */
static const struct sql end = {
	"UPDATE letter SET state = ?2, reply = ?3,"
	"  due_at = coalesce(?4, due_at),"
	"  unknowns = unknowns + (?2 = 'unknown')"
	" WHERE id = ?1 AND state = 'sending'"
};

/* due 0: stays as it was. */
static int
end_attempt(struct db *db, int64_t id, enum letter_state state, int64_t due,
    struct slice reply, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &end);

	db_bind_int(stmt, 1, id);
	db_bind_word(stmt, 2, letter_state_name(state));
	db_bind_text(stmt, 3, reply);
	db_bind_id(stmt, 4, due);
	if (db_run(stmt, why) < 0)
		return -1;
	if (db_changes(db) == 0)
		return fail_set(why, FAIL_REFUSE,
		    "letter %lld is not being sent", (long long)id);
	return 0;
}

int
outbox_sent(struct db *db, int64_t id, struct slice reply, struct fail *why)
{
	return end_attempt(db, id, LETTER_STATE_SENT, 0, reply, why);
}

int
outbox_deferred(struct db *db, int64_t id, int64_t due, struct slice reply,
    struct fail *why)
{
	return end_attempt(db, id, LETTER_STATE_QUEUED, due, reply, why);
}

int
outbox_unknown(struct db *db, int64_t id, int64_t due, struct slice reply,
    struct fail *why)
{
	return end_attempt(db, id, LETTER_STATE_UNKNOWN, due, reply, why);
}

int
outbox_failed(struct db *db, int64_t id, struct slice reply, struct fail *why)
{
	return end_attempt(db, id, LETTER_STATE_FAILED, 0, reply, why);
}

int
outbox_cancelled(struct db *db, int64_t id, struct slice reply,
    struct fail *why)
{
	return end_attempt(db, id, LETTER_STATE_CANCELLED, 0, reply, why);
}

/* Whether it had been queued or unknown is told by its unknown attempts. */
static const struct sql put_back = {
	"UPDATE letter SET attempts = attempts - 1,"
	"  due_at = coalesce(?2, due_at),"
	"  state = CASE WHEN unknowns > 0 THEN 'unknown' ELSE 'queued' END"
	" WHERE id = ?1 AND state = 'sending'"
};

int
outbox_postpone(struct db *db, int64_t id, int64_t due, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &put_back);

	db_bind_int(stmt, 1, id);
	db_bind_id(stmt, 2, due);
	if (db_run(stmt, why) < 0)
		return -1;
	if (db_changes(db) == 0)
		return fail_set(why, FAIL_REFUSE,
		    "letter %lld is not being sent", (long long)id);
	return 0;
}

int
outbox_put_back(struct db *db, int64_t id, struct fail *why)
{
	return outbox_postpone(db, id, 0, why);
}
