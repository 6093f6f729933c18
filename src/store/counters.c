/* Things counted in windows of time. */
#include "store/counters.h"

#include "rows.h"

static const struct sql add = {
	"INSERT INTO counted (kind, key, at, lasting) VALUES (?1, ?2, ?3, ?4)"
	" ON CONFLICT (key, kind, at) DO UPDATE SET times = times + 1"
};

static int
add_one(struct db *db, const char *kind, struct slice key, int64_t now,
    bool lasting, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add);

	db_bind_word(stmt, 1, kind);
	db_bind_text(stmt, 2, key);
	db_bind_int(stmt, 3, now);
	db_bind_int(stmt, 4, lasting);
	return db_run(stmt, why);
}

int
counters_add(struct db *db, const char *kind, struct slice key, int64_t now,
    struct fail *why)
{
	return add_one(db, kind, key, now, false, why);
}

int
counters_add_lasting(struct db *db, const char *kind, struct slice key,
    int64_t now, struct fail *why)
{
	return add_one(db, kind, key, now, true, why);
}

/*
 * What lies in the future counts as now, so as inside every window.  The limit
 * keeps a flood from making each of its messages dearer than the last.
 */
static const struct sql since_time = {
	"SELECT min(coalesce(sum(times), 0), ?4) FROM (SELECT times FROM counted"
	"  WHERE kind = ?1 AND key = ?2 AND at >= ?3 LIMIT ?4)"
};

int
counters_since(struct db *db, const char *kind, struct slice key,
    int64_t since, int64_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &since_time);

	db_bind_word(stmt, 1, kind);
	db_bind_text(stmt, 2, key);
	db_bind_int(stmt, 3, since);
	db_bind_int(stmt, 4, COUNTERS_MOST);
	return rows_number(stmt, count, why);
}

static const struct sql clear = {
	"DELETE FROM counted WHERE kind = ?1 AND key = ?2"
};

int
counters_clear(struct db *db, const char *kind, struct slice key,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &clear);

	db_bind_word(stmt, 1, kind);
	db_bind_text(stmt, 2, key);
	return db_run(stmt, why);
}

static const struct sql prune = {
	"DELETE FROM counted WHERE (key, kind, at) IN"
	"  (SELECT key, kind, at FROM counted WHERE lasting = 0 AND at < ?1"
	"    ORDER BY at, key, kind LIMIT 500)"
};

int
counters_prune(struct db *db, int64_t before, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &prune);

	db_bind_int(stmt, 1, before);
	return db_run(stmt, why);
}

/* What a wrong clock has counted counts as now; then it can go. */
static const struct sql settle = {
	"INSERT INTO counted (key, kind, at, lasting, times)"
	" SELECT key, kind, ?1, lasting, times FROM counted"
	"  WHERE lasting = 0 AND at > ?1 + ?2 ORDER BY at, key, kind LIMIT 500"
	" ON CONFLICT (key, kind, at)"
	"  DO UPDATE SET times = times + excluded.times"
};
static const struct sql drop_settled = {
	"DELETE FROM counted WHERE (key, kind, at) IN"
	"  (SELECT key, kind, at FROM counted WHERE lasting = 0"
	"    AND at > ?1 + ?2 ORDER BY at, key, kind LIMIT 500)"
};

int
counters_settle(struct db *db, int64_t now, struct fail *why)
{
	static const struct sql *const both[] = { &settle, &drop_settled };

	/* Else it would fill its windows for years. */
	for (size_t i = 0; i < ARRAY_LEN(both); i++) {
		struct db_stmt *stmt = db_use(db, both[i]);

		db_bind_int(stmt, 1, now);
		db_bind_int(stmt, 2, ROWS_CLOCK_SLACK);
		if (db_run(stmt, why) < 0)
			return -1;
	}
	return 0;
}
