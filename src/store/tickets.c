/* Tickets, their participants, and tickets that were merged into others. */
#include "store/tickets.h"

#include "rows.h"
#include "ticket_row.h"

static const struct sql by_id = {
	"SELECT " TICKET_COLUMNS " FROM ticket WHERE id = ?1"
};

int
tickets_get(struct db *db, int64_t id, struct arena *arena, struct ticket *out,
    struct fail *why)
{
	struct db_stmt *stmt;
	int64_t next = id;
	int got;

	for (int i = 0; i < ROWS_MERGES_MAX; i++) {
		stmt = db_use(db, &by_id);
		db_bind_int(stmt, 1, next);
		if ((got = db_step(stmt, why)) <= 0)
			return got;
		ticket_row_read(stmt, arena, out);
		db_done(stmt);
		if (out->merged_into == 0)
			return 1;
		next = out->merged_into;
	}
	return fail_set(why, FAIL_REFUSE,
	    "ticket %lld was merged too often to be followed", (long long)id);
}

/* ?1 to ?17 of both statements that write a ticket. */
static void
bind_ticket(struct db_stmt *stmt, const struct ticket *ticket)
{
	db_bind_id(stmt, 1, ticket->id);
	db_bind_text(stmt, 2, ticket->subject);
	db_bind_word(stmt, 3, ticket_status_name(ticket->status));
	db_bind_word(stmt, 4, ticket_priority_name(ticket->priority));
	db_bind_int(stmt, 5, ticket->department_id);
	db_bind_int(stmt, 6, ticket->department_chosen);
	db_bind_int(stmt, 7, ticket->user_id);
	db_bind_id(stmt, 8, ticket->notify_address_id);
	db_bind_id(stmt, 9, ticket->assignee_id);
	db_bind_int(stmt, 10, ticket->changed_at);
	db_bind_id(stmt, 11, ticket->hint_ticket_id);
	db_bind_id(stmt, 12, ticket->merged_into);
	db_bind_id(stmt, 13, ticket->team_id);
	db_bind_id(stmt, 14, ticket->due_at);
	db_bind_id(stmt, 15, ticket->snoozed_until);
	db_bind_id(stmt, 16, ticket->ended_at);
	db_bind_int(stmt, 17, ticket->due_told);
}

static const struct sql add = {
	"INSERT INTO ticket (id, subject, status, priority, department_id,"
	" department_chosen, user_id, notify_address_id, assignee_id,"
	" changed_at, hint_ticket_id, merged_into, team_id, due_at,"
	" snoozed_until, ended_at, due_told, created_at)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
	" ?15, ?16, ?17, ?18)"
};

int
tickets_add(struct db *db, struct ticket *ticket, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add);

	ticket->id = 0;
	bind_ticket(stmt, ticket);
	db_bind_int(stmt, 18, ticket->created_at);
	if (db_run(stmt, why) < 0)
		return -1;
	ticket->id = db_last_id(db);
	return 0;
}

static const struct sql save = {
	"UPDATE ticket SET subject = ?2, status = ?3, priority = ?4,"
	" department_id = ?5, department_chosen = ?6, user_id = ?7,"
	" notify_address_id = ?8, assignee_id = ?9, changed_at = ?10,"
	" hint_ticket_id = ?11, merged_into = ?12, team_id = ?13,"
	" due_at = ?14, snoozed_until = ?15, ended_at = ?16,"
	" due_told = ?17 WHERE id = ?1"
};

int
tickets_save(struct db *db, const struct ticket *ticket, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &save);

	bind_ticket(stmt, ticket);
	if (db_run(stmt, why) < 0)
		return -1;
	if (db_changes(db) == 0)
		return fail_set(why, FAIL_REFUSE, "there is no ticket %lld",
		    (long long)ticket->id);
	return 0;
}

/*
 * The words of the status are those of the index that answers this.  A merged
 * ticket is closed.
 */
static const struct sql newest_open = {
	"SELECT id FROM ticket"
	" WHERE user_id = ?1 AND status IN ('open', 'pending', 'hold')"
	" ORDER BY id DESC LIMIT 1"
};

int
tickets_newest_open(struct db *db, int64_t user_id, int64_t *id,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &newest_open);
	int got;

	db_bind_int(stmt, 1, user_id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*id = db_int(stmt, 0);
	db_done(stmt);
	return 1;
}

static int
find_next(struct db *db, const struct sql *sql, int64_t now, int64_t *id,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, sql);
	int got;

	db_bind_int(stmt, 1, now);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*id = db_int(stmt, 0);
	db_done(stmt);
	return 1;
}

static const struct sql next_snoozed = {
	"SELECT id FROM ticket WHERE snoozed_until <= ?1"
	" ORDER BY snoozed_until LIMIT 1"
};

int
tickets_next_snoozed(struct db *db, int64_t now, int64_t *id, struct fail *why)
{
	return find_next(db, &next_snoozed, now, id, why);
}

static const struct sql next_due = {
	"SELECT id FROM ticket WHERE due_at <= ?1 AND due_told = 0"
	" ORDER BY due_at LIMIT 1"
};

int
tickets_next_due(struct db *db, int64_t now, int64_t *id, struct fail *why)
{
	return find_next(db, &next_due, now, id, why);
}

static const struct sql after = {
	"SELECT id FROM ticket WHERE status = ?1 AND id > ?2"
	" AND merged_into IS NULL ORDER BY id LIMIT ?3"
};

int
tickets_after(struct db *db, enum ticket_status status, int64_t id,
    size_t max, struct arena *arena, int64_t **out, size_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &after);

	db_bind_word(stmt, 1, ticket_status_name(status));
	db_bind_int(stmt, 2, id);
	db_bind_int(stmt, 3, (int64_t)max);
	return rows_ids(stmt, arena, out, count, why);
}

/* The ticket that answers for number ?1. */
#define LIVING_TICKET \
	"coalesce((SELECT merged_into FROM ticket WHERE id = ?1), ?1)"

static const struct sql has_participant = {
	"SELECT 1 FROM participant"
	" WHERE ticket_id = " LIVING_TICKET " AND person_id = ?2"
};

int
tickets_has_participant(struct db *db, int64_t ticket_id, int64_t person_id,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &has_participant);

	db_bind_int(stmt, 1, ticket_id);
	db_bind_int(stmt, 2, person_id);
	return rows_found(stmt, why);
}

static const struct sql participants = {
	"SELECT person_id FROM participant WHERE ticket_id = " LIVING_TICKET
	" ORDER BY person_id"
};

int
tickets_participants(struct db *db, int64_t ticket_id, struct arena *arena,
    int64_t **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &participants);

	db_bind_int(stmt, 1, ticket_id);
	return rows_ids(stmt, arena, out, count, why);
}
