/* What a person did: entries by them or by who was merged into them. */
#include "store/activity.h"

#include "rows.h"

/* Each record's entries come from its index; a handful of them is sorted. */
static const struct sql latest = {
	"SELECT id, ticket_id, at, kind, substr(new_text, 1, 200) FROM entry"
	" WHERE person_id IN " ROWS_SAME_PERSON("?1") " AND id < ?2"
	" ORDER BY id DESC LIMIT ?3"
};

int
activity_list(struct db *db, int64_t person_id, int64_t before, size_t max,
    struct arena *arena, struct activity **out, size_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &latest);
	struct activity *items = NULL, *item;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, person_id);
	db_bind_int(stmt, 2, before > 0 ? before : INT64_MAX);
	db_bind_int(stmt, 3, (int64_t)max);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		item = &items[n++];
		item->entry_id = db_int(stmt, 0);
		item->ticket_id = db_int(stmt, 1);
		item->at = db_int(stmt, 2);
		entry_kind_parse(db_text(stmt, 3, arena), &item->kind);
		item->text = db_text(stmt, 4, arena);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static const struct sql last_mail = {
	"SELECT archive_id, at FROM entry"
	" WHERE person_id IN " ROWS_SAME_PERSON("?1")
	" AND archive_id IS NOT NULL ORDER BY id DESC LIMIT 1"
};

int
activity_last_mail(struct db *db, int64_t person_id, int64_t *archive_id,
    int64_t *at, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &last_mail);
	int got;

	*archive_id = *at = 0;
	db_bind_int(stmt, 1, person_id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*archive_id = db_int(stmt, 0);
	*at = db_int(stmt, 1);
	db_done(stmt);
	return 1;
}

static const struct sql minutes_spent = {
	"SELECT coalesce(sum(time_spent.minutes), 0) FROM ticket"
	"  JOIN time_spent ON time_spent.ticket_id = ticket.id"
	" WHERE ticket.user_id = ?1"
};

int
activity_minutes(struct db *db, int64_t person_id, int64_t *minutes,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &minutes_spent);

	db_bind_int(stmt, 1, person_id);
	return rows_number(stmt, minutes, why);
}
