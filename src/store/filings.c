/* What became of each archived message. */
#include "store/filings.h"

#include <assert.h>

#include "desk/word.h"
#include "rows.h"

static const char *const state_names[] = {
	[FILING_FILED] = "filed",
	[FILING_DUPLICATE] = "duplicate",
	[FILING_QUARANTINED] = "quarantined",
};
static_assert(ARRAY_LEN(state_names) == FILING_STATE_COUNT,
    "every state of a filing has a name");

const char *
filing_state_name(enum filing_state state)
{
	return state_names[state];
}

bool
filing_state_parse(struct slice word, enum filing_state *out)
{
	size_t at;

	if (!word_find(state_names, ARRAY_LEN(state_names), word, &at))
		return false;
	*out = (enum filing_state)at;
	return true;
}

static const struct sql cursor = {
	"SELECT max(archive_id) FROM filing"
};

int
filings_cursor(struct db *db, int64_t *archive_id, struct fail *why)
{
	return rows_number(db_use(db, &cursor), archive_id, why);
}

static const struct sql put = {
	"INSERT INTO filing (archive_id, state, reason, entry_id, ticket_id,"
	" class, at, digest, record)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
	" ON CONFLICT (archive_id) DO UPDATE SET state = ?2, reason = ?3,"
	"  entry_id = ?4, ticket_id = ?5, class = ?6, at = ?7, digest = ?8,"
	"  record = ?9 WHERE filing.state = 'quarantined'"
};

int
filings_put(struct db *db, const struct filing *filing, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &put);

	db_bind_int(stmt, 1, filing->archive_id);
	db_bind_word(stmt, 2, filing_state_name(filing->state));
	db_bind_text(stmt, 3, filing->reason);
	db_bind_id(stmt, 4, filing->entry_id);
	db_bind_id(stmt, 5, filing->ticket_id);
	db_bind_text(stmt, 6, filing->class);
	db_bind_int(stmt, 7, filing->at);
	if (filing->digest.len > 0)
		db_bind_blob(stmt, 8, filing->digest);
	else
		db_bind_null(stmt, 8);
	db_bind_text(stmt, 9, filing->record);
	if (db_run(stmt, why) < 0)
		return -1;
	if (db_changes(db) == 0)
		return fail_set(why, FAIL_REFUSE,
		    "message %lld is filed already",
		    (long long)filing->archive_id);
	return 0;
}

/* As read_filing reads them; the record, the longest, only where asked for. */
#define FILING_COLUMNS \
	"archive_id, state, reason, entry_id, ticket_id, class, at, digest"
#define FILING_COLUMN_COUNT 8

static void
read_filing(struct db_stmt *stmt, struct arena *arena, struct filing *out)
{
	*out = (struct filing){ 0 };
	out->archive_id = db_int(stmt, 0);
	filing_state_parse(db_text(stmt, 1, arena), &out->state);
	out->reason = db_text(stmt, 2, arena);
	out->entry_id = db_int(stmt, 3);
	out->ticket_id = db_int(stmt, 4);
	out->class = db_text(stmt, 5, arena);
	out->at = db_int(stmt, 6);
	out->digest = db_blob(stmt, 7, arena);
}

static const struct sql by_archive_id = {
	"SELECT " FILING_COLUMNS ", record FROM filing WHERE archive_id = ?1"
};

int
filings_get(struct db *db, int64_t archive_id, struct arena *arena,
    struct filing *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_archive_id);
	int got;

	db_bind_int(stmt, 1, archive_id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	read_filing(stmt, arena, out);
	out->record = db_text(stmt, FILING_COLUMN_COUNT, arena);
	db_done(stmt);
	return 1;
}

static const struct sql next = {
	"SELECT " FILING_COLUMNS " FROM filing WHERE archive_id > ?1"
	" ORDER BY archive_id LIMIT 1"
};

int
filings_next(struct db *db, int64_t after, struct arena *arena,
    struct filing *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &next);
	int got;

	db_bind_int(stmt, 1, after);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	read_filing(stmt, arena, out);
	db_done(stmt);
	return 1;
}

static const struct sql quarantined = {
	"SELECT " FILING_COLUMNS " FROM filing WHERE state = 'quarantined'"
	" ORDER BY archive_id DESC LIMIT ?1"
};

int
filings_quarantined(struct db *db, size_t max, struct arena *arena,
    struct filing **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &quarantined);
	struct filing *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, (int64_t)max);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		read_filing(stmt, arena, &items[n++]);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static const struct sql count_each = {
	"SELECT state, count(*) FROM filing GROUP BY state"
};

int
filings_count(struct db *db, int64_t counts[FILING_STATE_COUNT],
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &count_each);
	struct arena arena = ARENA_INIT;
	enum filing_state state;
	int got;

	for (size_t i = 0; i < FILING_STATE_COUNT; i++)
		counts[i] = 0;
	while ((got = db_step(stmt, why)) > 0)
		if (filing_state_parse(db_text(stmt, 0, &arena), &state))
			counts[state] = db_int(stmt, 1);
	arena_free(&arena);
	return got;
}

static const struct sql by_digest = {
	"SELECT archive_id FROM filing"
	" WHERE digest = ?1 AND (state <> 'filed' OR entry_id IS NULL)"
	" ORDER BY archive_id DESC LIMIT 1"
};

int
filings_by_digest(struct db *db, struct slice digest, int64_t *archive_id,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_digest);
	int got;

	db_bind_blob(stmt, 1, digest);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*archive_id = db_int(stmt, 0);
	db_done(stmt);
	return 1;
}
