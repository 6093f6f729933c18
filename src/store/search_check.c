/* Whether an entry fits what is wanted, and may be read. */
#include "search_wanted.h"

#include "store/fold.h"

#define LOOKED_AT \
	"SELECT entry.id, entry.ticket_id, entry.kind, entry.is_private," \
	" entry.person_id, entry.at, entry.attachments <> ''," \
	" ticket.department_id, ticket.user_id, ticket.assignee_id," \
	" ticket.status, ticket.priority" \
	" FROM entry JOIN ticket ON ticket.id = entry.ticket_id"

static void
read_row(struct db_stmt *stmt, struct arena *arena, struct looked_at *out)
{
	*out = (struct looked_at){ .entry_id = db_int(stmt, 0) };
	out->ticket_id = out->ticket.id = db_int(stmt, 1);
	entry_kind_parse(db_text(stmt, 2, arena), &out->kind);
	out->is_private = db_bool(stmt, 3);
	out->person_id = db_int(stmt, 4);
	out->at = db_int(stmt, 5);
	out->has_file = db_bool(stmt, 6);
	out->ticket.department_id = db_int(stmt, 7);
	out->ticket.user_id = db_int(stmt, 8);
	out->ticket.assignee_id = db_int(stmt, 9);
	ticket_status_parse(db_text(stmt, 10, arena), &out->ticket.status);
	ticket_priority_parse(db_text(stmt, 11, arena),
	    &out->ticket.priority);
}

/* Who is a ticket's user sees it as a user does: without the notes. */
static bool
may_read(const struct searcher *who, const struct looked_at *row)
{
	struct ticket others = row->ticket;
	unsigned read = PERMISSION_BIT(MAY_READ);

	others.user_id = 0;
	if (who->owner ||
	    (permission_of(&who->access, &others, &who->person) & read) != 0)
		return true;
	return !row->is_private &&
	    (permission_of(&who->access, &row->ticket, &who->person) &
		read) != 0;
}

static bool
has_id(const struct wanted *wanted, int64_t id)
{
	size_t from = 0, to = wanted->id_count, middle;

	while (from < to) {
		middle = from + (to - from) / 2;
		if (wanted->ids[middle] == id)
			return true;
		if (wanted->ids[middle] < id)
			from = middle + 1;
		else
			to = middle;
	}
	return false;
}

static const struct sql place = {
	"SELECT organization_id, role_id FROM organization_member"
	" WHERE person_id = ?1"
};

/* In the organization, or with the role. */
static int
has_place(struct search *search, const struct wanted *wanted, int64_t user_id,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(search->db, &place);
	int got;

	db_bind_int(stmt, 1, user_id);
	got = db_step(stmt, why);
	if (got >= 0)
		got = has_id(wanted, got == 0 ? 0
		    : db_int(stmt, wanted->field == QUERY_ROLE));
	db_done(stmt);
	return got;
}

static const struct sql told = {
	"SELECT person_id FROM letter WHERE ticket_id = ?1"
	" AND person_id IS NOT NULL"
};

static int
was_told(struct search *search, const struct wanted *wanted,
    int64_t ticket_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(search->db, &told);
	int got;

	db_bind_int(stmt, 1, ticket_id);
	while ((got = db_step(stmt, why)) > 0)
		if (has_id(wanted, db_int(stmt, 0)))
			break;
	db_done(stmt);
	return got;
}

static const struct sql has_label = {
	"SELECT 1 FROM label WHERE ticket_id = ?1 AND label = ?2"
};

static int
is_labelled(struct search *search, const struct wanted *wanted,
    int64_t ticket_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(search->db, &has_label);
	int got;

	db_bind_int(stmt, 1, ticket_id);
	db_bind_text(stmt, 2, wanted->value);
	got = db_step(stmt, why);
	db_done(stmt);
	return got;
}

static const struct sql own_field = {
	"SELECT value FROM field_value WHERE field_id = ?1 AND object_id = ?2"
};

static int
has_value(struct search *search, const struct wanted *wanted,
    const struct ticket *ticket, struct fail *why)
{
	struct db_stmt *stmt = db_use(search->db, &own_field);
	struct arena arena = ARENA_INIT;
	int got;

	db_bind_int(stmt, 1, wanted->ids[0]);
	db_bind_int(stmt, 2, wanted->of_person ? ticket->user_id : ticket->id);
	got = db_step(stmt, why);
	if (got == 1)
		got = slice_has(fold_name(db_text(stmt, 0, &arena), &arena),
		    wanted->value);
	db_done(stmt);
	arena_free(&arena);
	return got;
}

/* 1, 0, -1; without regard to "without". */
static int
holds(struct search *search, const struct wanted *wanted,
    const struct looked_at *row, struct fail *why)
{
	const struct ticket *ticket = &row->ticket;

	switch (wanted->field) {
	case QUERY_NOTE:
		return row->kind == ENTRY_NOTE;
	case QUERY_FROM:
		return has_id(wanted, row->person_id);
	case QUERY_TO:
		return was_told(search, wanted, row->ticket_id, why);
	case QUERY_USER:
		return has_id(wanted, ticket->user_id);
	case QUERY_ORG:
	case QUERY_ROLE:
		return has_place(search, wanted, ticket->user_id, why);
	case QUERY_DEPARTMENT:
		return has_id(wanted, ticket->department_id);
	case QUERY_STATUS:
		return (wanted->words & (1u << ticket->status)) != 0;
	case QUERY_PRIORITY:
		return (wanted->words & (1u << ticket->priority)) != 0;
	case QUERY_ASSIGNEE:
		return has_id(wanted, ticket->assignee_id);
	case QUERY_LABEL:
		return is_labelled(search, wanted, row->ticket_id, why);
	case QUERY_BEFORE:
		return row->at < wanted->at;
	case QUERY_AFTER:
		return row->at >= wanted->at;
	case QUERY_HAS:
		return row->has_file;
	case QUERY_OWN_FIELD:
		return has_value(search, wanted, ticket, why);
	case QUERY_TEXT:
	case QUERY_SUBJECT:
	case QUERY_FILE:
	case QUERY_FIELD_COUNT:
		break;
	}
	return 1;
}

static const struct sql has_words = {
	"SELECT 1 FROM entry_words WHERE entry_words MATCH ?1 AND rowid = ?2"
};

static int
matches(struct search *search, int64_t entry_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(search->db, &has_words);
	int got;

	db_bind_text(stmt, 1, search->match);
	db_bind_int(stmt, 2, entry_id);
	got = db_step(stmt, why);
	db_done(stmt);
	return got;
}

static int
fits(struct search *search, const struct looked_at *row, struct fail *why)
{
	int got;

	/* What somebody did is nothing that they wrote. */
	if (row->kind == ENTRY_EVENT || !may_read(search->who, row))
		return 0;
	for (size_t i = 0; i < search->count; i++) {
		got = holds(search, &search->items[i], row, why);
		if (got < 0)
			return -1;
		if ((got == 1) == search->items[i].without)
			return 0;
	}
	return search->match_each ? matches(search, row->entry_id, why) : 1;
}

static const struct sql by_entry = { LOOKED_AT " WHERE entry.id = ?1" };

int
search_check_entry(struct search *search, int64_t entry_id,
    struct looked_at *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(search->db, &by_entry);
	struct arena arena = ARENA_INIT;
	int got;

	db_bind_int(stmt, 1, entry_id);
	got = db_step(stmt, why);
	if (got == 1)
		read_row(stmt, &arena, out);
	db_done(stmt);
	arena_free(&arena);
	/* What was deleted is not there any more. */
	return got == 1 ? fits(search, out, why) : got;
}

static const struct sql by_ticket = {
	LOOKED_AT " WHERE entry.ticket_id = ?1 AND entry.kind <> 'event'"
	" ORDER BY entry.id DESC"
};

int
search_check_ticket(struct search *search, int64_t ticket_id,
    struct looked_at *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(search->db, &by_ticket);
	struct arena arena = ARENA_INIT;
	int got, fit = 0;

	db_bind_int(stmt, 1, ticket_id);
	while (fit == 0 && (got = db_step(stmt, why)) != 0) {
		fit = -1;
		if (got < 0)
			break;
		read_row(stmt, &arena, out);
		fit = fits(search, out, why);
		/* What only the ticket is asked its next entry answers alike. */
		if (fit == 0 && !search->asks_entries && !out->is_private)
			break;
		arena_reset(&arena);
	}
	db_done(stmt);
	arena_free(&arena);
	return fit;
}
