/* Letters as rows: put, read, listed, held and let go. */
#include "store/outbox.h"

#include <assert.h>

#include "desk/word.h"
#include "outbox_row.h"
#include "rows.h"

static const char *const state_names[] = {
	[LETTER_STATE_QUEUED] = "queued",
	[LETTER_STATE_HELD] = "held",
	[LETTER_STATE_SENDING] = "sending",
	[LETTER_STATE_UNKNOWN] = "unknown",
	[LETTER_STATE_SENT] = "sent",
	[LETTER_STATE_FAILED] = "failed",
	[LETTER_STATE_CANCELLED] = "cancelled",
};
static_assert(ARRAY_LEN(state_names) == LETTER_STATE_COUNT,
    "every state of a letter has a name");

const char *
letter_state_name(enum letter_state state)
{
	return state_names[state];
}

bool
letter_state_parse(struct slice word, enum letter_state *out)
{
	size_t at;

	if (!word_find(state_names, ARRAY_LEN(state_names), word, &at))
		return false;
	*out = (enum letter_state)at;
	return true;
}

/* Where AUTOINCREMENT keeps the largest number it has ever given. */
static const struct sql last_id = {
	"SELECT seq FROM sqlite_sequence WHERE name = 'letter'"
};

int
outbox_next_id(struct db *db, int64_t *id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &last_id);
	int got;

	*id = 1;
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*id = db_int(stmt, 0) + 1;
	db_done(stmt);
	return 0;
}

static const struct sql put = {
	"INSERT INTO letter (id, event, ticket_id, bound_ticket_id, entry_id,"
	" person_id, action, state, created_at, due_at, expires_at, address,"
	" from_name, from_address, reply_to, return_path, submitted,"
	" message_id, in_reply_to, subject, attachments, refs, shape, text)"
	" VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
	" ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)"
};

int
outbox_put(struct db *db, const struct outbox_row *row, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &put);

	db_bind_int(stmt, 1, row->id);
	db_bind_text(stmt, 2, row->event);
	db_bind_id(stmt, 3, row->ticket_id);
	db_bind_id(stmt, 4, row->entry_id);
	db_bind_id(stmt, 5, row->person_id);
	db_bind_text(stmt, 6, row->action);
	db_bind_word(stmt, 7, letter_state_name(row->state));
	db_bind_int(stmt, 8, row->created_at);
	db_bind_int(stmt, 9, row->due_at);
	db_bind_int(stmt, 10, row->expires_at);
	db_bind_text(stmt, 11, row->address);
	db_bind_text(stmt, 12, row->from_name);
	db_bind_text(stmt, 13, row->from_address);
	db_bind_text(stmt, 14, row->reply_to);
	db_bind_text(stmt, 15, row->return_path);
	db_bind_text(stmt, 16, row->submitted);
	db_bind_text(stmt, 17, row->message_id);
	db_bind_text(stmt, 18, row->in_reply_to);
	db_bind_text(stmt, 19, row->subject);
	db_bind_text(stmt, 20, row->attachments);
	db_bind_text(stmt, 21, row->refs);
	db_bind_text(stmt, 22, row->shape);
	db_bind_text(stmt, 23, row->text);
	return db_run(stmt, why);
}

static const struct sql by_id = {
	"SELECT " LETTER_COLUMNS ", " LETTER_BODIES " FROM letter WHERE id = ?1"
};

int
outbox_get(struct db *db, int64_t id, struct arena *arena,
    struct outbox_row *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_id);
	int got;

	db_bind_int(stmt, 1, id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	outbox_row_read(stmt, arena, out);
	outbox_row_read_bodies(stmt, arena, out);
	db_done(stmt);
	return 1;
}

/* What a person may do to a letter. Nobody touches one that is on its way. */
static const struct move {
	enum letter_state from, to;
} moves[] = {
	{ LETTER_STATE_QUEUED, LETTER_STATE_HELD },
	{ LETTER_STATE_QUEUED, LETTER_STATE_CANCELLED },
	{ LETTER_STATE_HELD, LETTER_STATE_QUEUED },
	{ LETTER_STATE_HELD, LETTER_STATE_CANCELLED },
	{ LETTER_STATE_FAILED, LETTER_STATE_QUEUED },
};

static bool
may_move(enum letter_state from, enum letter_state to)
{
	for (size_t i = 0; i < ARRAY_LEN(moves); i++)
		if (moves[i].from == from && moves[i].to == to)
			return true;
	return false;
}

/* Queued again is queued anew: the pauses between attempts are short again. */
static const struct sql move = {
	"UPDATE letter SET state = ?3,"
	"  due_at = CASE WHEN ?3 = 'queued' THEN ?4 ELSE due_at END,"
	"  attempts = CASE WHEN ?3 = 'queued' THEN 0 ELSE attempts END,"
	"  unknowns = CASE WHEN ?3 = 'queued' THEN 0 ELSE unknowns END"
	" WHERE id = ?1 AND state = ?2"
};

int
outbox_move(struct db *db, int64_t id, enum letter_state from,
    enum letter_state to, int64_t due, struct fail *why)
{
	struct db_stmt *stmt;

	if (!may_move(from, to))
		return fail_set(why, FAIL_REFUSE,
		    "a letter that is %s cannot become %s",
		    letter_state_name(from), letter_state_name(to));
	stmt = db_use(db, &move);
	db_bind_int(stmt, 1, id);
	db_bind_word(stmt, 2, letter_state_name(from));
	db_bind_word(stmt, 3, letter_state_name(to));
	db_bind_int(stmt, 4, due);
	if (db_run(stmt, why) < 0)
		return -1;
	return db_changes(db) > 0;
}

static const struct sql hurry = {
	"UPDATE letter SET due_at = min(due_at, ?2)"
	" WHERE id = ?1 AND state = 'queued'"
};

int
outbox_hurry(struct db *db, int64_t id, int64_t now, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &hurry);

	db_bind_int(stmt, 1, id);
	db_bind_int(stmt, 2, now);
	if (db_run(stmt, why) < 0)
		return -1;
	return db_changes(db) > 0;
}

/* One statement for each index that can lead to the letters asked for. */
static const struct sql list_of_ticket = {
	"SELECT " LETTER_COLUMNS " FROM letter"
	" WHERE ticket_id = ?2 AND (?1 IS NULL OR state = ?1)"
	" ORDER BY id DESC LIMIT ?3"
};
static const struct sql list_of_state = {
	"SELECT " LETTER_COLUMNS " FROM letter"
	" WHERE state = ?1 AND ?2 IS NULL ORDER BY id DESC LIMIT ?3"
};
static const struct sql list_all = {
	"SELECT " LETTER_COLUMNS " FROM letter"
	" WHERE ?1 IS NULL AND ?2 IS NULL ORDER BY id DESC LIMIT ?3"
};

static const struct sql *
choose_list(enum letter_state state, int64_t ticket_id)
{
	if (ticket_id != 0)
		return &list_of_ticket;
	return state != LETTER_STATE_COUNT ? &list_of_state : &list_all;
}

static int
read_list(struct db_stmt *stmt, enum letter_state state, int64_t ticket_id,
    size_t max, struct arena *arena, struct outbox_row **out, size_t *count,
    struct fail *why)
{
	struct outbox_row *items = NULL;
	size_t n = 0;
	int got;

	if (state != LETTER_STATE_COUNT)
		db_bind_word(stmt, 1, letter_state_name(state));
	db_bind_id(stmt, 2, ticket_id);
	db_bind_int(stmt, 3, (int64_t)max);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		outbox_row_read(stmt, arena, &items[n++]);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

int
outbox_list(struct db *db, enum letter_state state, int64_t ticket_id,
    size_t max, struct arena *arena, struct outbox_row **out, size_t *count,
    struct fail *why)
{
	return read_list(db_use(db, choose_list(state, ticket_id)), state,
	    ticket_id, max, arena, out, count, why);
}

static const struct sql search = {
	"SELECT " LETTER_COLUMNS " FROM letter"
	" WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR ticket_id = ?2)"
	"  AND instr(lower(address), lower(?4)) > 0"
	" ORDER BY id DESC LIMIT ?3"
};

int
outbox_search(struct db *db, struct slice piece, enum letter_state state,
    int64_t ticket_id, size_t max, struct arena *arena,
    struct outbox_row **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &search);

	db_bind_text(stmt, 4, piece);
	return read_list(stmt, state, ticket_id, max, arena, out, count, why);
}

static const struct sql count_each = {
	"SELECT state, count(*) FROM letter GROUP BY state"
};

int
outbox_count(struct db *db, int64_t counts[LETTER_STATE_COUNT],
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &count_each);
	struct arena arena = ARENA_INIT;
	enum letter_state state;
	int got;

	for (size_t i = 0; i < LETTER_STATE_COUNT; i++)
		counts[i] = 0;
	while ((got = db_step(stmt, why)) > 0)
		if (letter_state_parse(db_text(stmt, 0, &arena), &state))
			counts[state] = db_int(stmt, 1);
	arena_free(&arena);
	return got;
}

static const struct sql times = {
	"SELECT created_at FROM letter ORDER BY id DESC"
};

int
outbox_since(struct db *db, int64_t at, int64_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &times);
	int got;

	*count = 0;
	while ((got = db_step(stmt, why)) > 0 && db_int(stmt, 0) >= at)
		++*count;
	if (got > 0)
		db_done(stmt);
	return got < 0 ? -1 : 0;
}
