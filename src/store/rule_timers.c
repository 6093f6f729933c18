/* When the clock looks at a ticket; and what was promised for it. */
#include <assert.h>

#include "desk/word.h"
#include "store/rules.h"

static const char *const kind_names[] = {
	[TIMER_IDLE] = "idle",
	[TIMER_HOUR] = "hour",
	[TIMER_WARN] = "warn",
	[TIMER_MISS] = "miss",
};
static_assert(ARRAY_LEN(kind_names) == TIMER_KIND_COUNT,
    "every kind of timer has a name");

const char *
rule_timer_name(enum rule_timer_kind kind)
{
	return kind_names[kind];
}

static const struct sql set = {
	"INSERT INTO rule_timer (ticket_id, kind, detail, at)"
	" VALUES (?1, ?2, ?3, ?4)"
	" ON CONFLICT (ticket_id, kind, detail) DO UPDATE SET at = ?4"
};

int
rule_timers_set(struct db *db, const struct rule_timer *timer,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &set);

	db_bind_int(stmt, 1, timer->ticket_id);
	db_bind_word(stmt, 2, rule_timer_name(timer->kind));
	db_bind_text(stmt, 3, timer->detail);
	db_bind_int(stmt, 4, timer->at);
	return db_run(stmt, why);
}

static const struct sql drop_kind = {
	"DELETE FROM rule_timer WHERE ticket_id = ?1 AND kind = ?2"
};

int
rule_timers_drop(struct db *db, int64_t ticket_id, enum rule_timer_kind kind,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &drop_kind);

	db_bind_int(stmt, 1, ticket_id);
	db_bind_word(stmt, 2, rule_timer_name(kind));
	return db_run(stmt, why);
}

static const struct sql drop_one = {
	"DELETE FROM rule_timer"
	" WHERE ticket_id = ?1 AND kind = ?2 AND detail = ?3"
};

int
rule_timers_drop_one(struct db *db, const struct rule_timer *timer,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &drop_one);

	db_bind_int(stmt, 1, timer->ticket_id);
	db_bind_word(stmt, 2, rule_timer_name(timer->kind));
	db_bind_text(stmt, 3, timer->detail);
	return db_run(stmt, why);
}

static const struct sql drop_all = {
	"DELETE FROM rule_timer"
};

int
rule_timers_drop_all(struct db *db, struct fail *why)
{
	return db_run(db_use(db, &drop_all), why);
}

static const struct sql next = {
	"SELECT ticket_id, kind, detail, at FROM rule_timer WHERE at <= ?1"
	" ORDER BY at LIMIT 1"
};

int
rule_timers_next(struct db *db, int64_t now, struct arena *arena,
    struct rule_timer *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &next);
	size_t kind = 0;
	int got;

	db_bind_int(stmt, 1, now);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	out->ticket_id = db_int(stmt, 0);
	word_find(kind_names, ARRAY_LEN(kind_names), db_text(stmt, 1, arena),
	    &kind);
	out->kind = (enum rule_timer_kind)kind;
	out->detail = db_text(stmt, 2, arena);
	out->at = db_int(stmt, 3);
	db_done(stmt);
	return 1;
}

static const struct sql get_promise = {
	"SELECT used, since, due_at, warn_at, kept_at, missed_at, warned_at"
	" FROM promise WHERE ticket_id = ?1 AND kind = ?2"
};

int
promises_get(struct db *db, int64_t ticket_id, enum promise_kind kind,
    struct promise *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &get_promise);
	int got;

	*out = (struct promise){ .kind = kind };
	db_bind_int(stmt, 1, ticket_id);
	db_bind_word(stmt, 2, promise_kind_name(kind));
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	out->used = db_int(stmt, 0);
	out->since = db_int(stmt, 1);
	out->due_at = db_int(stmt, 2);
	out->warn_at = db_int(stmt, 3);
	out->kept_at = db_int(stmt, 4);
	out->missed_at = db_int(stmt, 5);
	out->warned_at = db_int(stmt, 6);
	db_done(stmt);
	return 1;
}

static const struct sql save_promise = {
	"INSERT INTO promise (ticket_id, kind, used, since, due_at, warn_at,"
	" kept_at, missed_at, warned_at)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
	" ON CONFLICT (ticket_id, kind) DO UPDATE SET used = ?3, since = ?4,"
	" due_at = ?5, warn_at = ?6, kept_at = ?7, missed_at = ?8,"
	" warned_at = ?9"
};

int
promises_save(struct db *db, int64_t ticket_id, const struct promise *promise,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &save_promise);

	db_bind_int(stmt, 1, ticket_id);
	db_bind_word(stmt, 2, promise_kind_name(promise->kind));
	db_bind_int(stmt, 3, promise->used);
	db_bind_id(stmt, 4, promise->since);
	db_bind_id(stmt, 5, promise->due_at);
	db_bind_id(stmt, 6, promise->warn_at);
	db_bind_id(stmt, 7, promise->kept_at);
	db_bind_id(stmt, 8, promise->missed_at);
	db_bind_id(stmt, 9, promise->warned_at);
	return db_run(stmt, why);
}
