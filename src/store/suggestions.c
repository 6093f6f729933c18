/* Whom users put into Cc. */
#include "store/suggestions.h"

#include "rows.h"

static const struct sql add = {
	"INSERT INTO suggestion (ticket_id, identity, address, name, at)"
	" SELECT ?1, ?2, ?3, ?4, ?5"
	"  WHERE (SELECT count(*) FROM suggestion WHERE ticket_id = ?1) < ?6"
	" ON CONFLICT DO NOTHING"
};

int
suggestions_add(struct db *db, int64_t ticket_id,
    const struct suggestion *suggestion, int64_t now, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add);

	db_bind_int(stmt, 1, ticket_id);
	db_bind_text(stmt, 2, suggestion->identity);
	db_bind_text(stmt, 3, suggestion->address);
	db_bind_text(stmt, 4, suggestion->name);
	db_bind_int(stmt, 5, now);
	db_bind_int(stmt, 6, SUGGESTIONS_MAX);
	if (db_run(stmt, why) < 0)
		return -1;
	return db_changes(db) > 0;
}

static const struct sql list = {
	"SELECT identity, address, name FROM suggestion WHERE ticket_id = ?1"
	" ORDER BY identity"
};

int
suggestions_list(struct db *db, int64_t ticket_id, struct arena *arena,
    struct suggestion **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &list);
	struct suggestion *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, ticket_id);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n].identity = db_text(stmt, 0, arena);
		items[n].address = db_text(stmt, 1, arena);
		items[n++].name = db_text(stmt, 2, arena);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static const struct sql drop = {
	"DELETE FROM suggestion WHERE ticket_id = ?1 AND identity IN"
	" (SELECT identity FROM address WHERE person_id = ?2)"
};

int
suggestions_drop(struct db *db, int64_t ticket_id, int64_t person_id,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &drop);

	db_bind_int(stmt, 1, ticket_id);
	db_bind_int(stmt, 2, person_id);
	return db_run(stmt, why);
}
