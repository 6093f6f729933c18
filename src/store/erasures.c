/* How far erasing somebody has come. */
#include "store/erasures.h"

#include <assert.h>

#include "rows.h"

static const char *const step_names[] = {
	[ERASURE_ARCHIVE] = "archive",
	[ERASURE_DESK] = "desk",
	[ERASURE_TIDY] = "tidy",
	[ERASURE_DONE] = "done",
};
static_assert(ARRAY_LEN(step_names) == ERASURE_STEP_COUNT, "each has a name");

static const char *const kind_names[] = {
	[ERASURE_OWN] = "own",
	[ERASURE_HEADER] = "header",
	[ERASURE_BODY] = "body",
};
static_assert(ARRAY_LEN(kind_names) == ERASURE_KIND_COUNT, "each has a name");

static const struct sql begin = {
	"INSERT INTO erasure (person_id, step, upto, begun_at)"
	" VALUES (?1, 'archive',"
	"  (SELECT coalesce(max(archive_id), 0) FROM filing), ?2)"
};
static const struct sql note_folded = {
	"INSERT INTO erasure_address (person_id, address)"
	" SELECT person_id, identity FROM address WHERE person_id = ?1"
	" ON CONFLICT DO NOTHING"
};
static const struct sql note_given = {
	"INSERT INTO erasure_address (person_id, address)"
	" SELECT person_id, address FROM address WHERE person_id = ?1"
	" ON CONFLICT DO NOTHING"
};
/* What they wrote, anywhere, and the same again from other doors. */
static const struct sql note_written = {
	"INSERT INTO erasure_mail (person_id, kind, archive_id)"
	" SELECT ?1, 'own', archive_id FROM entry"
	"  WHERE person_id = ?1 AND archive_id IS NOT NULL"
	" UNION SELECT ?1, 'own', filing.archive_id FROM entry"
	"  JOIN filing ON filing.entry_id = entry.id"
	"  WHERE entry.person_id = ?1"
	" UNION SELECT ?1, 'own', created_archive FROM person"
	"  WHERE id = ?1 AND created_archive IS NOT NULL"
	" ON CONFLICT DO NOTHING"
};
/* And all mails on their tickets, whoever wrote them. */
static const struct sql note_on_tickets = {
	"INSERT INTO erasure_mail (person_id, kind, archive_id)"
	" SELECT ?1, 'own', filing.archive_id FROM ticket"
	"  JOIN filing ON filing.ticket_id = ticket.id"
	"  WHERE ticket.user_id = ?1"
	" ON CONFLICT DO NOTHING"
};

static int
run_for(struct db *db, const struct sql *sql, int64_t person_id,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, sql);

	db_bind_int(stmt, 1, person_id);
	return db_run(stmt, why);
}

int
erasures_begin(struct db *db, int64_t person_id, int64_t now,
    struct fail *why)
{
	static const struct sql *const steps[] = {
		&note_folded, &note_given, &note_written, &note_on_tickets,
	};
	struct erasure known;
	struct db_stmt *stmt;
	int got = erasures_get(db, person_id, &known, why);

	if (got != 0)
		return got < 0 ? -1 : 0;
	stmt = db_use(db, &begin);
	db_bind_int(stmt, 1, person_id);
	db_bind_int(stmt, 2, now);
	if (db_run(stmt, why) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (run_for(db, steps[i], person_id, why) < 0)
			return -1;
	return 0;
}

/* The row of a statement that names a person, a step and the last message. */
static int
read_erasure(struct db_stmt *stmt, struct erasure *out, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct slice step;
	int got = db_step(stmt, why);

	if (got <= 0)
		return got;
	step = db_text(stmt, 1, &arena);
	*out = (struct erasure){ .person_id = db_int(stmt, 0),
		.upto = db_int(stmt, 2) };
	for (size_t i = 0; i < ARRAY_LEN(step_names); i++)
		if (slice_eq(step, slice_of(step_names[i])))
			out->step = (enum erasure_step)i;
	db_done(stmt);
	arena_free(&arena);
	return 1;
}

static const struct sql by_person = {
	"SELECT person_id, step, upto FROM erasure WHERE person_id = ?1"
};

int
erasures_get(struct db *db, int64_t person_id, struct erasure *out,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_person);

	db_bind_int(stmt, 1, person_id);
	return read_erasure(stmt, out, why);
}

static const struct sql first_open = {
	"SELECT person_id, step, upto FROM erasure WHERE step <> 'done'"
	" ORDER BY person_id LIMIT 1"
};

int
erasures_next(struct db *db, struct erasure *out, struct fail *why)
{
	return read_erasure(db_use(db, &first_open), out, why);
}

static const struct sql addresses = {
	"SELECT address FROM erasure_address WHERE person_id = ?1"
	" ORDER BY address"
};

int
erasures_addresses(struct db *db, int64_t person_id, struct arena *arena,
    struct slice **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &addresses);

	db_bind_int(stmt, 1, person_id);
	return rows_texts(stmt, arena, out, count, why);
}

static const struct sql note = {
	"INSERT INTO erasure_mail (person_id, kind, archive_id)"
	" VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
};
static const struct sql has = {
	"SELECT 1 FROM erasure_mail"
	" WHERE person_id = ?1 AND kind = ?2 AND archive_id = ?3"
};
static const struct sql next_mail = {
	"SELECT archive_id FROM erasure_mail"
	" WHERE person_id = ?1 AND kind = ?2 AND archive_id > ?3"
	" ORDER BY archive_id LIMIT 1"
};

static struct db_stmt *
use_kind(struct db *db, const struct sql *sql, int64_t person_id,
    enum erasure_kind kind)
{
	struct db_stmt *stmt = db_use(db, sql);

	db_bind_int(stmt, 1, person_id);
	db_bind_word(stmt, 2, kind_names[kind]);
	return stmt;
}

int
erasures_note(struct db *db, int64_t person_id, enum erasure_kind kind,
    int64_t archive_id, struct fail *why)
{
	struct db_stmt *stmt = use_kind(db, &note, person_id, kind);

	db_bind_int(stmt, 3, archive_id);
	return db_run(stmt, why);
}

int
erasures_has(struct db *db, int64_t person_id, enum erasure_kind kind,
    int64_t archive_id, struct fail *why)
{
	struct db_stmt *stmt = use_kind(db, &has, person_id, kind);

	db_bind_int(stmt, 3, archive_id);
	return rows_found(stmt, why);
}

int
erasures_next_mail(struct db *db, int64_t person_id,
    enum erasure_kind kind, int64_t after, int64_t *archive_id,
    struct fail *why)
{
	struct db_stmt *stmt = use_kind(db, &next_mail, person_id, kind);
	int got;

	db_bind_int(stmt, 3, after);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*archive_id = db_int(stmt, 0);
	db_done(stmt);
	return 1;
}

static const struct sql next_changed = {
	"SELECT min(archive_id) FROM erasure_mail"
	" WHERE kind IN ('own', 'header') AND archive_id > ?1"
};

int
erasures_next_changed(struct db *db, int64_t after, int64_t *archive_id,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &next_changed);
	int got;

	db_bind_int(stmt, 1, after);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*archive_id = db_int(stmt, 0);
	db_done(stmt);
	return *archive_id > 0;
}

static const struct sql set_step = {
	"UPDATE erasure SET step = ?2,"
	" done_at = CASE ?2 WHEN 'done' THEN ?3 END WHERE person_id = ?1"
};

int
erasures_set_step(struct db *db, int64_t person_id,
    enum erasure_step step, int64_t now, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &set_step);

	db_bind_int(stmt, 1, person_id);
	db_bind_word(stmt, 2, step_names[step]);
	db_bind_int(stmt, 3, now);
	return db_run(stmt, why);
}
