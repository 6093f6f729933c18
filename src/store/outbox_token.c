/* Letters as what tokens name, and as what a person has read of a ticket. */
#include "rows.h"
#include "store/outbox.h"

static const struct sql token = {
	"SELECT letter.id, letter.bound_ticket_id, letter.entry_id,"
	" letter.person_id, letter.event, letter.action, letter.expires_at,"
	" letter.revoked_at, letter.used_at, letter.address,"
	" coalesce(person.merged_into, letter.person_id)"
	"  FROM letter LEFT JOIN person ON person.id = letter.person_id"
	" WHERE letter.id = ?1"
};

int
outbox_token(struct db *db, int64_t letter, struct arena *arena,
    struct outbox_token *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &token);
	int got;

	db_bind_int(stmt, 1, letter);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	out->letter = db_int(stmt, 0);
	out->ticket_id = db_int(stmt, 1);
	out->entry_id = db_int(stmt, 2);
	out->person_id = db_int(stmt, 3);
	out->event = db_text(stmt, 4, arena);
	out->action = db_text(stmt, 5, arena);
	out->expires_at = db_int(stmt, 6);
	out->revoked_at = db_int(stmt, 7);
	out->used_at = db_int(stmt, 8);
	out->address = db_text(stmt, 9, arena);
	out->owner_id = db_int(stmt, 10);
	db_done(stmt);
	return 1;
}

static const struct sql token_use = {
	"UPDATE letter SET used_at = ?2 WHERE id = ?1 AND used_at IS NULL"
};

int
outbox_token_use(struct db *db, int64_t letter, int64_t now, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &token_use);

	db_bind_int(stmt, 1, letter);
	db_bind_int(stmt, 2, now);
	if (db_run(stmt, why) < 0)
		return -1;
	return db_changes(db) > 0;
}

static const struct sql revoke = {
	"UPDATE letter SET revoked_at = ?3"
	" WHERE ticket_id = ?1 AND person_id IN " ROWS_SAME_PERSON("?2")
	" AND revoked_at IS NULL"
};

int
outbox_revoke(struct db *db, int64_t ticket_id, int64_t person_id, int64_t now,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &revoke);

	db_bind_int(stmt, 1, ticket_id);
	db_bind_int(stmt, 2, person_id);
	db_bind_int(stmt, 3, now);
	return db_run(stmt, why);
}

static const struct sql revoke_all = {
	"UPDATE letter SET revoked_at = ?3"
	" WHERE person_id IN " ROWS_SAME_PERSON("?2")
	" AND revoked_at IS NULL AND expires_at > ?3"
};
static const struct sql revoke_of_ticket = {
	"UPDATE letter SET revoked_at = ?3"
	" WHERE ticket_id = ?1"
	" AND (?2 IS NULL OR person_id IN " ROWS_SAME_PERSON("?2") ")"
	" AND revoked_at IS NULL AND expires_at > ?3"
};

int
outbox_revoke_all(struct db *db, int64_t ticket_id, int64_t person_id,
    int64_t now, int64_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, ticket_id == 0 ? &revoke_all
							 : &revoke_of_ticket);

	db_bind_int(stmt, 1, ticket_id);
	db_bind_id(stmt, 2, person_id);
	db_bind_int(stmt, 3, now);
	if (db_run(stmt, why) < 0)
		return -1;
	*count = db_changes(db);
	return 0;
}

/* "md.r2k-a<mac>.<unique>@domain": the key's id stands before the MAC. */
static const struct sql signed_by = {
	"SELECT COUNT(*) FROM letter WHERE revoked_at IS NULL"
	" AND expires_at > ?1"
	" AND substr(message_id, instr(message_id, '-') + 1, 1) = ?2"
};

int
outbox_signed_by(struct db *db, char key, int64_t now, int64_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &signed_by);
	int got;

	db_bind_int(stmt, 1, now);
	db_bind_text(stmt, 2, slice_make(&key, 1));
	if ((got = db_step(stmt, why)) < 0)
		return -1;
	*count = got == 1 ? db_int(stmt, 0) : 0;
	if (got == 1)
		db_done(stmt);
	return 0;
}

static const struct sql message_ids = {
	"SELECT message_id FROM letter"
	" WHERE ticket_id = ?1 AND +person_id IN " ROWS_SAME_PERSON("?2")
	" AND state <> 'cancelled'"
	" ORDER BY id DESC LIMIT ?3"
};

int
outbox_message_ids(struct db *db, int64_t ticket_id, int64_t person_id,
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
	"SELECT created_at FROM letter"
	" WHERE person_id = ?2 AND ticket_id = ?1 AND state <> 'cancelled'"
	" ORDER BY id DESC LIMIT 1"
};

int
outbox_last_at(struct db *db, int64_t ticket_id, int64_t person_id,
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
