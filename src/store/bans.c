/* Bans: addresses and domains from which nothing is taken. */
#include "store/bans.h"

#include "rows.h"

static const struct sql cover = {
	"SELECT 1 FROM ban WHERE pattern IN (?1, ?2)"
};

int
bans_cover(struct db *db, struct slice identity, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &cover);

	db_bind_text(stmt, 1, identity);
	db_bind_text(stmt, 2, slice_from(identity,
	    slice_rindex(identity, '@')));
	return rows_found(stmt, why);
}

#define BAN_COLUMNS "id, pattern, reason, at"

static void
read_ban(struct db_stmt *stmt, struct arena *arena, struct ban *out)
{
	out->id = db_int(stmt, 0);
	out->pattern = db_text(stmt, 1, arena);
	out->reason = db_text(stmt, 2, arena);
	out->at = db_int(stmt, 3);
}

static const struct sql by_pattern = {
	"SELECT " BAN_COLUMNS " FROM ban WHERE pattern = ?1"
};

int
bans_get(struct db *db, struct slice pattern, struct arena *arena,
    struct ban *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_pattern);
	int got;

	db_bind_text(stmt, 1, pattern);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	read_ban(stmt, arena, out);
	db_done(stmt);
	return 1;
}

static const struct sql add = {
	"INSERT INTO ban (pattern, reason, at) VALUES (?1, ?2, ?3)"
	" ON CONFLICT (pattern) DO UPDATE SET reason = ?2, at = ?3"
};

int
bans_add(struct db *db, struct slice pattern, struct slice reason,
    int64_t now, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add);

	db_bind_text(stmt, 1, pattern);
	db_bind_text(stmt, 2, reason);
	db_bind_int(stmt, 3, now);
	return db_run(stmt, why);
}

static const struct sql take_away = {
	"DELETE FROM ban WHERE pattern = ?1"
};

int
bans_remove(struct db *db, struct slice pattern, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &take_away);

	db_bind_text(stmt, 1, pattern);
	if (db_run(stmt, why) < 0)
		return -1;
	return db_changes(db) > 0;
}

static const struct sql list = {
	"SELECT " BAN_COLUMNS " FROM ban ORDER BY id DESC"
};

int
bans_list(struct db *db, struct arena *arena, struct ban **out, size_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &list);
	struct ban *items = NULL;
	size_t n = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		read_ban(stmt, arena, &items[n++]);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}
