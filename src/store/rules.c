/* Firings of rules, and what happened that no rule has looked at. */
#include "store/rules.h"

#include "rows.h"

static const struct sql add = {
	"INSERT INTO rule_firing (rule, ticket_id, occasion, at, archive_id,"
	" trouble) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
};

int
rule_firings_add(struct db *db, const struct rule_firing *firing,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add);

	db_bind_text(stmt, 1, firing->rule);
	db_bind_int(stmt, 2, firing->ticket_id);
	db_bind_text(stmt, 3, firing->occasion);
	db_bind_int(stmt, 4, firing->at);
	db_bind_id(stmt, 5, firing->archive_id);
	db_bind_text(stmt, 6, firing->trouble);
	return db_run(stmt, why);
}

static const struct sql since_then = {
	"SELECT count(*) FROM rule_firing WHERE ticket_id = ?1 AND at >= ?3"
	" AND (?2 = '' OR rule = ?2)"
};

int
rule_firings_since(struct db *db, int64_t ticket_id, struct slice rule,
    int64_t since, int64_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &since_then);

	db_bind_int(stmt, 1, ticket_id);
	db_bind_text(stmt, 2, rule);
	db_bind_int(stmt, 3, since);
	return rows_number(stmt, count, why);
}

static const struct sql last = {
	"SELECT ticket_id, occasion, at, archive_id, trouble,"
	" (SELECT count(*) FROM rule_firing WHERE rule = ?1)"
	" FROM rule_firing WHERE rule = ?1 ORDER BY id DESC LIMIT 1"
};

int
rule_firings_last(struct db *db, struct slice rule, struct arena *arena,
    struct rule_firing *out, int64_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &last);
	int got;

	*count = 0;
	db_bind_text(stmt, 1, rule);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	out->rule = rule;
	out->ticket_id = db_int(stmt, 0);
	out->occasion = db_text(stmt, 1, arena);
	out->at = db_int(stmt, 2);
	out->archive_id = db_int(stmt, 3);
	out->trouble = db_text(stmt, 4, arena);
	*count = db_int(stmt, 5);
	db_done(stmt);
	return 1;
}

static const struct sql happened = {
	"INSERT INTO happening (ticket_id, occasion, by, acted, entry_id)"
	" VALUES (?1, ?2, ?3, ?4, ?5)"
};

int
happenings_add(struct db *db, const struct happening *happening,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &happened);

	db_bind_int(stmt, 1, happening->ticket_id);
	db_bind_text(stmt, 2, happening->occasion);
	db_bind_word(stmt, 3, happening->by);
	db_bind_int(stmt, 4, happening->acted);
	db_bind_id(stmt, 5, happening->entry_id);
	return db_run(stmt, why);
}

static const struct sql oldest = {
	"SELECT id, ticket_id, occasion, by, acted, entry_id FROM happening"
	" ORDER BY id LIMIT 1"
};

int
happenings_next(struct db *db, struct arena *arena, struct happening *out,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &oldest);
	int got;

	if ((got = db_step(stmt, why)) <= 0)
		return got;
	out->id = db_int(stmt, 0);
	out->ticket_id = db_int(stmt, 1);
	out->occasion = db_text(stmt, 2, arena);
	out->by = arena_string(arena, db_text(stmt, 3, arena));
	out->acted = db_bool(stmt, 4);
	out->entry_id = db_int(stmt, 5);
	db_done(stmt);
	return 1;
}

static const struct sql drop = {
	"DELETE FROM happening WHERE id = ?1"
};

int
happenings_drop(struct db *db, int64_t id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &drop);

	db_bind_int(stmt, 1, id);
	return db_run(stmt, why);
}
