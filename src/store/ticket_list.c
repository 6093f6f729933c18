/* Tickets as lists and numbers for people. */
#include "rows.h"
#include "store/tickets.h"
#include "ticket_row.h"

#define LINES \
	"SELECT " TICKET_COLUMNS "," \
	" department.name, user.name, main.address, assignee.name," \
	" (SELECT count(*) FROM entry WHERE entry.ticket_id = ticket.id" \
	"   AND entry.kind <> 'event')" \
	"  FROM ticket" \
	"  JOIN department ON department.id = ticket.department_id" \
	"  JOIN person AS user ON user.id = ticket.user_id" \
	"  LEFT JOIN address AS main" \
	"    ON main.person_id = ticket.user_id AND main.is_primary = 1" \
	"  LEFT JOIN person AS assignee ON assignee.id = ticket.assignee_id"

/*
 * One statement for each index that can lead to the tickets asked for; what
 * else the filter wants is asked of the rows on the way.  The newest come
 * first from the index itself, so that a short list is a short walk.
 */
#define LIST_LINES \
	LINES \
	" WHERE ticket.merged_into IS NULL AND ticket.id < ?1" \
	"   AND (?3 IS NULL OR ticket.department_id = ?3)"
#define NEWEST_FIRST " ORDER BY ticket.id DESC LIMIT ?2"

static const struct sql list_by_user = {
	LIST_LINES " AND ticket.user_id = ?4"
	" AND (?5 IS NULL OR ticket.assignee_id = ?5)"
	" AND (?6 IS NULL OR ticket.status = ?6)" NEWEST_FIRST
};
static const struct sql list_by_assignee = {
	LIST_LINES " AND (?4 IS NULL OR ticket.user_id = ?4)"
	" AND ticket.assignee_id = ?5"
	" AND (?6 IS NULL OR ticket.status = ?6)" NEWEST_FIRST
};
static const struct sql list_by_assignee_and_status = {
	LIST_LINES " AND (?4 IS NULL OR ticket.user_id = ?4)"
	" AND ticket.assignee_id = ?5 AND ticket.status = ?6" NEWEST_FIRST
};
static const struct sql list_by_status = {
	LIST_LINES " AND (?4 IS NULL OR ticket.user_id = ?4)"
	" AND (?5 IS NULL OR ticket.assignee_id = ?5)"
	" AND ticket.status = ?6" NEWEST_FIRST
};
static const struct sql list_all = {
	LIST_LINES " AND (?4 IS NULL OR ticket.user_id = ?4)"
	" AND (?5 IS NULL OR ticket.assignee_id = ?5)"
	" AND (?6 IS NULL OR ticket.status = ?6)" NEWEST_FIRST
};

/*
 * From the few members to each one's tickets; the sign keeps the engine from
 * walking all tickets in their order instead.
 */
#define MEMBERS \
	"(SELECT person_id FROM organization_member WHERE organization_id IN" \
	" (WITH RECURSIVE tree (id) AS (SELECT ?7 UNION" \
	"   SELECT organization.id FROM tree CROSS JOIN organization" \
	"    ON organization.parent_id = tree.id WHERE ?8)" \
	"  SELECT id FROM tree))"
static const struct sql list_by_organization = {
	LIST_LINES " AND ticket.user_id IN " MEMBERS
	" AND (?4 IS NULL OR ticket.user_id = ?4)"
	" AND (?5 IS NULL OR ticket.assignee_id = ?5)"
	" AND (?6 IS NULL OR ticket.status = ?6)"
	" ORDER BY +ticket.id DESC LIMIT ?2"
};

static const struct sql *
choose_list(const struct ticket_filter *filter)
{
	if (filter->organization_id != 0)
		return &list_by_organization;
	if (filter->user_id != 0)
		return &list_by_user;
	if (filter->assignee_id != 0 && filter->by_status)
		return &list_by_assignee_and_status;
	if (filter->assignee_id != 0)
		return &list_by_assignee;
	return filter->by_status ? &list_by_status : &list_all;
}

static void
read_line(struct db_stmt *stmt, struct arena *arena, struct ticket_line *out)
{
	ticket_row_read(stmt, arena, &out->ticket);
	out->department = db_text(stmt, TICKET_COLUMN_COUNT, arena);
	out->user = db_text(stmt, TICKET_COLUMN_COUNT + 1, arena);
	out->user_address = db_text(stmt, TICKET_COLUMN_COUNT + 2, arena);
	out->assignee = db_text(stmt, TICKET_COLUMN_COUNT + 3, arena);
	out->entries = db_int(stmt, TICKET_COLUMN_COUNT + 4);
}

int
tickets_list(struct db *db, const struct ticket_filter *filter,
    struct arena *arena, struct ticket_line **out, size_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, choose_list(filter));
	struct ticket_line *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, filter->before > 0 ? filter->before : INT64_MAX);
	db_bind_int(stmt, 2, filter->max > 0 ? filter->max : INT64_MAX);
	db_bind_id(stmt, 3, filter->department_id);
	db_bind_id(stmt, 4, filter->user_id);
	db_bind_id(stmt, 5, filter->assignee_id);
	if (filter->by_status)
		db_bind_word(stmt, 6, ticket_status_name(filter->status));
	if (filter->organization_id != 0) {
		db_bind_int(stmt, 7, filter->organization_id);
		db_bind_int(stmt, 8, filter->organization_tree);
	}
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		read_line(stmt, arena, &items[n++]);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static const struct sql one_line = { LINES " WHERE ticket.id = ?1" };

int
tickets_line(struct db *db, int64_t id, struct arena *arena,
    struct ticket_line *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &one_line);
	int got;

	db_bind_int(stmt, 1, id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	read_line(stmt, arena, out);
	db_done(stmt);
	return 1;
}

static const struct sql count_each = {
	"SELECT status, count(*) FROM ticket WHERE merged_into IS NULL"
	" GROUP BY status"
};

int
tickets_count(struct db *db, int64_t counts[TICKET_STATUS_COUNT],
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &count_each);
	struct arena arena = ARENA_INIT;
	enum ticket_status status;
	int got;

	for (size_t i = 0; i < TICKET_STATUS_COUNT; i++)
		counts[i] = 0;
	while ((got = db_step(stmt, why)) > 0)
		if (ticket_status_parse(db_text(stmt, 0, &arena), &status))
			counts[status] = db_int(stmt, 1);
	arena_free(&arena);
	return got;
}
