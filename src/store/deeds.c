/* What agents did, each time in one go. */
#include "store/deeds.h"

#include "rows.h"

static const struct sql add = {
	"INSERT INTO deed (ticket_id, person_id, at, event_id, entry_id,"
	" first_letter, last_letter, undoes)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
};

int
deeds_add(struct db *db, const struct deed *deed, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add);

	db_bind_int(stmt, 1, deed->ticket_id);
	db_bind_int(stmt, 2, deed->person_id);
	db_bind_int(stmt, 3, deed->at);
	db_bind_id(stmt, 4, deed->event_id);
	db_bind_id(stmt, 5, deed->entry_id);
	db_bind_int(stmt, 6, deed->first_letter);
	db_bind_int(stmt, 7, deed->last_letter);
	db_bind_id(stmt, 8, deed->undoes);
	return db_run(stmt, why);
}

static const struct sql last = {
	"SELECT id, ticket_id, person_id, at, event_id, entry_id, first_letter,"
	" last_letter FROM deed"
	" WHERE ticket_id = ?1 AND person_id = ?2 AND undone_at IS NULL"
	"  AND undoes IS NULL ORDER BY id DESC LIMIT 1"
};

int
deeds_last(struct db *db, int64_t ticket_id, int64_t person_id,
    struct deed *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &last);
	int got;

	db_bind_int(stmt, 1, ticket_id);
	db_bind_int(stmt, 2, person_id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*out = (struct deed){
		.id = db_int(stmt, 0),
		.ticket_id = db_int(stmt, 1),
		.person_id = db_int(stmt, 2),
		.at = db_int(stmt, 3),
		.event_id = db_int(stmt, 4),
		.entry_id = db_int(stmt, 5),
		.first_letter = db_int(stmt, 6),
		.last_letter = db_int(stmt, 7),
	};
	db_done(stmt);
	return 1;
}

static const struct sql undo = {
	"UPDATE deed SET undone_at = ?2 WHERE id = ?1 AND undone_at IS NULL"
};

int
deeds_undo(struct db *db, int64_t id, int64_t now, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &undo);

	db_bind_int(stmt, 1, id);
	db_bind_int(stmt, 2, now);
	return db_run(stmt, why);
}

static const struct sql letters = {
	"SELECT id, event, state FROM letter WHERE id BETWEEN ?1 AND ?2"
	" ORDER BY id"
};

int
deeds_letters(struct db *db, const struct deed *deed, struct arena *arena,
    struct outbox_row **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &letters);
	struct outbox_row *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, deed->first_letter);
	db_bind_int(stmt, 2, deed->last_letter);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n].id = db_int(stmt, 0);
		items[n].event = db_text(stmt, 1, arena);
		letter_state_parse(db_text(stmt, 2, arena), &items[n].state);
		n++;
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}
