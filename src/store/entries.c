/* Entries of tickets. */
#include "store/entries.h"

#include "rows.h"
#include "store/search.h"

/* As read_entry reads them. */
#define ENTRY_COLUMNS \
	"id, ticket_id, kind, is_private, person_id, at, door, archive_id," \
	" message_id, identity, class, flags, attachments, new_text, text"

static void
read_entry(struct db_stmt *stmt, struct arena *arena, struct entry *out)
{
	*out = (struct entry){ 0 };
	out->id = db_int(stmt, 0);
	out->ticket_id = db_int(stmt, 1);
	entry_kind_parse(db_text(stmt, 2, arena), &out->kind);
	out->is_private = db_bool(stmt, 3);
	out->person_id = db_int(stmt, 4);
	out->at = db_int(stmt, 5);
	door_parse(db_text(stmt, 6, arena), &out->door);
	out->archive_id = db_int(stmt, 7);
	out->message_id = db_text(stmt, 8, arena);
	out->identity = db_blob(stmt, 9, arena);
	out->class = db_text(stmt, 10, arena);
	out->flags = db_text(stmt, 11, arena);
	out->attachments = db_text(stmt, 12, arena);
	out->new_text = db_text(stmt, 13, arena);
	out->text = db_text(stmt, 14, arena);
}

static const struct sql add = {
	"INSERT INTO entry (ticket_id, kind, is_private, person_id, at, door,"
	" archive_id, message_id, identity, class, flags, attachments,"
	" new_text, text)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
};

static int
add_row(struct db *db, const struct entry *entry, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add);

	db_bind_int(stmt, 1, entry->ticket_id);
	db_bind_word(stmt, 2, entry_kind_name(entry->kind));
	db_bind_int(stmt, 3, entry->is_private);
	db_bind_id(stmt, 4, entry->person_id);
	db_bind_int(stmt, 5, entry->at);
	db_bind_word(stmt, 6, door_name(entry->door));
	db_bind_id(stmt, 7, entry->archive_id);
	db_bind_text_or_null(stmt, 8, entry->message_id);
	if (entry->identity.len > 0)
		db_bind_blob(stmt, 9, entry->identity);
	else
		db_bind_null(stmt, 9);
	db_bind_text_or_null(stmt, 10, entry->class);
	db_bind_text(stmt, 11, entry->flags);
	db_bind_text(stmt, 12, entry->attachments);
	db_bind_text(stmt, 13, entry->new_text);
	db_bind_text(stmt, 14, entry->text);
	return db_run(stmt, why);
}

int
entries_add(struct db *db, struct entry *entry, struct fail *why)
{
	if (add_row(db, entry, why) < 0)
		return -1;
	entry->id = db_last_id(db);
	if (entry->kind != ENTRY_EVENT)
		db_before_commit(db, search_add_entries, entry->id);
	return 0;
}

static const struct sql by_id = {
	"SELECT " ENTRY_COLUMNS " FROM entry WHERE id = ?1"
};

int
entries_get(struct db *db, int64_t id, struct arena *arena, struct entry *out,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_id);
	int got;

	db_bind_int(stmt, 1, id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	read_entry(stmt, arena, out);
	db_done(stmt);
	return 1;
}

static const struct sql of_ticket = {
	"SELECT " ENTRY_COLUMNS " FROM entry WHERE ticket_id = ?1 ORDER BY id"
};

int
entries_list(struct db *db, int64_t ticket_id, struct arena *arena,
    struct entry **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &of_ticket);
	struct entry *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, ticket_id);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		read_entry(stmt, arena, &items[n++]);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static const struct sql how_many = {
	"SELECT count(*) FROM entry WHERE ticket_id = ?1 AND kind <> 'event'"
};

int
entries_count(struct db *db, int64_t ticket_id, int64_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &how_many);

	db_bind_int(stmt, 1, ticket_id);
	return rows_number(stmt, count, why);
}

static const struct sql how_many_in_all = {
	"SELECT count(*) FROM entry"
};

int
entries_total(struct db *db, int64_t *count, struct fail *why)
{
	return rows_number(db_use(db, &how_many_in_all), count, why);
}

/* The two numbers that the statement, with its parameters bound, finds. */
static int
get_pair(struct db_stmt *stmt, int64_t *first, int64_t *second,
    struct fail *why)
{
	int got;

	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*first = db_int(stmt, 0);
	*second = db_int(stmt, 1);
	db_done(stmt);
	return 1;
}

static const struct sql next_archived = {
	"SELECT id, archive_id FROM entry"
	" WHERE id > ?1 AND archive_id IS NOT NULL ORDER BY id LIMIT 1"
};

int
entries_next_archived(struct db *db, int64_t after, int64_t *id,
    int64_t *archive_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &next_archived);

	db_bind_int(stmt, 1, after);
	return get_pair(stmt, id, archive_id, why);
}

static const struct sql by_identity = {
	"SELECT id, ticket_id FROM entry WHERE identity = ?1"
};

int
entries_by_identity(struct db *db, struct slice identity, int64_t *entry_id,
    int64_t *ticket_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_identity);

	db_bind_blob(stmt, 1, identity);
	return get_pair(stmt, entry_id, ticket_id, why);
}

static const struct sql by_message_id = {
	"SELECT id, ticket_id FROM entry WHERE message_id = ?1"
	" ORDER BY id DESC LIMIT 1"
};

int
entries_by_message_id(struct db *db, struct slice message_id,
    int64_t *entry_id, int64_t *ticket_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_message_id);

	db_bind_text(stmt, 1, message_id);
	return get_pair(stmt, entry_id, ticket_id, why);
}

static const struct sql message_ids = {
	"SELECT message_id FROM entry"
	" WHERE ticket_id = ?1 AND person_id = ?2 AND message_id IS NOT NULL"
	" ORDER BY id DESC LIMIT ?3"
};

int
entries_message_ids(struct db *db, int64_t ticket_id, int64_t person_id,
    size_t max, struct arena *arena, struct slice **out, size_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &message_ids);

	db_bind_int(stmt, 1, ticket_id);
	db_bind_int(stmt, 2, person_id);
	db_bind_int(stmt, 3, (int64_t)max);
	return rows_backwards(stmt, arena, out, count, why);
}

static const struct sql last_at = {
	"SELECT at FROM entry"
	" WHERE ticket_id = ?1 AND person_id = ?2 AND message_id IS NOT NULL"
	" ORDER BY id DESC LIMIT 1"
};

int
entries_last_at(struct db *db, int64_t ticket_id, int64_t person_id,
    int64_t *at, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &last_at);
	int got;

	*at = 0;
	db_bind_int(stmt, 1, ticket_id);
	db_bind_int(stmt, 2, person_id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*at = db_int(stmt, 0);
	db_done(stmt);
	return 1;
}

/* The words of the kind are those of the index that answers this. */
static const struct sql agent_acted = {
	"SELECT 1 FROM entry WHERE ticket_id = ?1 AND kind IN ('reply', 'note')"
	" LIMIT 1"
};

int
entries_agent_acted(struct db *db, int64_t ticket_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &agent_acted);

	db_bind_int(stmt, 1, ticket_id);
	return rows_found(stmt, why);
}

/* One of those that the same index has. */
static const struct sql answered = {
	"SELECT 1 FROM entry WHERE ticket_id = ?1 AND kind IN ('reply', 'note')"
	" AND kind = 'reply' LIMIT 1"
};

int
entries_answered(struct db *db, int64_t ticket_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &answered);

	db_bind_int(stmt, 1, ticket_id);
	return rows_found(stmt, why);
}

static const struct sql move_entry = {
	"UPDATE entry SET ticket_id = ?2 WHERE id = ?1"
};
static const struct sql move_filings = {
	"UPDATE filing SET ticket_id = ?2 WHERE entry_id = ?1"
};

int
entries_move(struct db *db, int64_t id, int64_t ticket_id, struct fail *why)
{
	static const struct sql *const steps[] = { &move_entry, &move_filings };
	struct db_stmt *stmt;

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		stmt = db_use(db, steps[i]);
		db_bind_int(stmt, 1, id);
		db_bind_int(stmt, 2, ticket_id);
		if (db_run(stmt, why) < 0)
			return -1;
	}
	return 0;
}

static const struct sql set_kind = {
	"UPDATE entry SET kind = ?2, is_private = ?3 WHERE id = ?1"
};

int
entries_set_kind(struct db *db, int64_t id, enum entry_kind kind,
    bool is_private, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &set_kind);

	db_bind_int(stmt, 1, id);
	db_bind_word(stmt, 2, entry_kind_name(kind));
	db_bind_int(stmt, 3, is_private);
	return db_run(stmt, why);
}

static const struct sql settle = {
	"UPDATE entry SET kind = ?2, is_private = ?3, new_text = ?4,"
	" text = ?5, attachments = ?6 WHERE id = ?1"
};

int
entries_settle(struct db *db, const struct entry *entry, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &settle);

	db_bind_int(stmt, 1, entry->id);
	db_bind_word(stmt, 2, entry_kind_name(entry->kind));
	db_bind_int(stmt, 3, entry->is_private);
	db_bind_text(stmt, 4, entry->new_text);
	db_bind_text(stmt, 5, entry->text);
	db_bind_text(stmt, 6, entry->attachments);
	return db_run(stmt, why);
}
