/* What waits for an agent's daily letter. */
#include "store/digests.h"

#include "rows.h"

static const struct sql add = {
	"INSERT INTO digest_item (person_id, ticket_id, event, author, words,"
	" at, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
};

int
digests_add(struct db *db, struct digest_item *item, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add);

	db_bind_int(stmt, 1, item->person_id);
	db_bind_int(stmt, 2, item->ticket_id);
	db_bind_word(stmt, 3, letter_event_row(item->event)->name);
	db_bind_text(stmt, 4, item->author);
	db_bind_text(stmt, 5, item->words);
	db_bind_int(stmt, 6, item->at);
	db_bind_int(stmt, 7, item->due_at);
	if (db_run(stmt, why) < 0)
		return -1;
	item->id = db_last_id(db);
	return 0;
}

static const struct sql next = {
	"SELECT person_id FROM digest_item WHERE due_at <= ?1"
	" ORDER BY due_at, person_id LIMIT 1"
};

int
digests_next(struct db *db, int64_t now, int64_t *person_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &next);
	int got;

	db_bind_int(stmt, 1, now);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*person_id = db_int(stmt, 0);
	db_done(stmt);
	return 1;
}

static const struct sql list = {
	"SELECT id, ticket_id, event, author, words, at, due_at"
	" FROM digest_item WHERE person_id = ?1 ORDER BY id LIMIT ?2"
};

int
digests_list(struct db *db, int64_t person_id, size_t max,
    struct arena *arena, struct digest_item **out, size_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &list);
	struct digest_item *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, person_id);
	db_bind_int(stmt, 2, (int64_t)max);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n] = (struct digest_item){ .id = db_int(stmt, 0),
			.person_id = person_id, .ticket_id = db_int(stmt, 1),
			.author = db_text(stmt, 3, arena),
			.words = db_text(stmt, 4, arena),
			.at = db_int(stmt, 5), .due_at = db_int(stmt, 6) };
		letter_event_parse(db_text(stmt, 2, arena), &items[n++].event);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static const struct sql drop = {
	"DELETE FROM digest_item WHERE person_id = ?1 AND id <= ?2"
};

int
digests_drop(struct db *db, int64_t person_id, int64_t up_to,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &drop);

	db_bind_int(stmt, 1, person_id);
	db_bind_int(stmt, 2, up_to);
	return db_run(stmt, why);
}
