/* Merging: one ticket becomes a redirect to another. */
#include "ticket_row.h"
#include "store/tickets.h"

/*
 * The steps in order.  ?1 is the ticket that goes, ?2 the one that stays.
 *
 * Filings are found by their entries, so before these move; one without an
 * entry keeps its number, which answers for the ticket that stays.  Letters
 * keep bound_ticket_id: their tokens are signed with it.
 */
static const struct sql move_filings = {
	"UPDATE filing SET ticket_id = ?2"
	" WHERE entry_id IN (SELECT id FROM entry WHERE ticket_id = ?1)"
};
static const struct sql move_entries = {
	"UPDATE entry SET ticket_id = ?2 WHERE ticket_id = ?1"
};
static const struct sql move_letters = {
	"UPDATE letter SET ticket_id = ?2 WHERE ticket_id = ?1"
};
/* The user of the ticket that goes follows the other from now on. */
static const struct sql add_participants = {
	"INSERT INTO participant (ticket_id, person_id)"
	" SELECT ?2, person_id FROM"
	"  (SELECT person_id FROM participant WHERE ticket_id = ?1"
	"   UNION SELECT user_id FROM ticket WHERE id = ?1)"
	" WHERE person_id <> (SELECT user_id FROM ticket WHERE id = ?2)"
	" ON CONFLICT DO NOTHING"
};
static const struct sql drop_participants = {
	"DELETE FROM participant WHERE ticket_id = ?1 AND ticket_id <> ?2"
};
/*
 * What both have is kept once: what cannot move is what is there already, and
 * goes.
 */
static const struct sql move_labels = {
	"UPDATE OR IGNORE label SET ticket_id = ?2 WHERE ticket_id = ?1"
};
static const struct sql drop_labels = {
	"DELETE FROM label WHERE ticket_id = ?1 AND ticket_id <> ?2"
};
static const struct sql move_followers = {
	"UPDATE OR IGNORE follower SET ticket_id = ?2 WHERE ticket_id = ?1"
};
static const struct sql drop_followers = {
	"DELETE FROM follower WHERE ticket_id = ?1 AND ticket_id <> ?2"
};
static const struct sql move_suggestions = {
	"UPDATE OR IGNORE suggestion SET ticket_id = ?2 WHERE ticket_id = ?1"
};
static const struct sql drop_suggestions = {
	"DELETE FROM suggestion WHERE ticket_id = ?1 AND ticket_id <> ?2"
};
/* Links to here first: they are found by those from here. */
static const struct sql move_links_here = {
	"UPDATE OR IGNORE ticket_link SET other_id = ?2 WHERE other_id = ?1"
	" AND ticket_id IN (SELECT other_id FROM ticket_link"
	"  WHERE ticket_id = ?1)"
};
static const struct sql drop_links_here = {
	"DELETE FROM ticket_link WHERE other_id = ?1 AND other_id <> ?2"
	" AND ticket_id IN (SELECT other_id FROM ticket_link"
	"  WHERE ticket_id = ?1)"
};
static const struct sql move_links = {
	"UPDATE OR IGNORE ticket_link SET ticket_id = ?2 WHERE ticket_id = ?1"
};
static const struct sql drop_links = {
	"DELETE FROM ticket_link WHERE ticket_id = ?1 AND ticket_id <> ?2"
};
static const struct sql move_fields = {
	"UPDATE OR IGNORE field_value SET object_id = ?2 WHERE object_id = ?1"
	" AND field_id IN (SELECT id FROM field WHERE object = 'ticket')"
};
static const struct sql drop_fields = {
	"DELETE FROM field_value WHERE object_id = ?1 AND object_id <> ?2"
	" AND field_id IN (SELECT id FROM field WHERE object = 'ticket')"
};
static const struct sql move_time = {
	"UPDATE time_spent SET ticket_id = ?2 WHERE ticket_id = ?1"
};
static const struct sql move_charges = {
	"UPDATE charge SET ticket_id = ?2 WHERE ticket_id = ?1"
};
/* Flat: every number leads to the living ticket in one hop. */
static const struct sql move_redirects = {
	"UPDATE ticket SET merged_into = ?2 WHERE merged_into = ?1"
};

static const struct sql *const steps[] = {
	&move_filings, &move_entries, &move_letters, &add_participants,
	&drop_participants, &move_labels, &drop_labels, &move_followers,
	&drop_followers, &move_suggestions, &drop_suggestions,
	&move_links_here, &drop_links_here, &move_links, &drop_links,
	&move_fields, &drop_fields, &move_time, &move_charges,
	&move_redirects,
};

static int
run_step(struct db *db, const struct sql *step, int64_t from, int64_t into,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, step);

	db_bind_int(stmt, 1, from);
	db_bind_int(stmt, 2, into);
	return db_run(stmt, why);
}

static int
find(struct db *db, int64_t id, struct arena *arena, struct ticket *out,
    struct fail *why)
{
	int got = tickets_get(db, id, arena, out, why);

	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no ticket %lld",
		    (long long)id);
	return got < 0 ? -1 : 0;
}

static int
merge(struct db *db, struct ticket *from, struct ticket *into, int64_t now,
    struct fail *why)
{
	if (from->id == into->id)
		return fail_set(why, FAIL_REFUSE,
		    "a ticket cannot be merged into itself");
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (run_step(db, steps[i], from->id, into->id, why) < 0)
			return -1;
	from->status = TICKET_CLOSED;
	from->merged_into = into->id;
	from->changed_at = now;
	into->changed_at = now;
	if (tickets_save(db, from, why) < 0)
		return -1;
	return tickets_save(db, into, why);
}

int
tickets_merge(struct db *db, int64_t from, int64_t into, int64_t now,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct ticket goes, stays;
	int rc = -1;

	if (find(db, from, &arena, &goes, why) == 0 &&
	    find(db, into, &arena, &stays, why) == 0)
		rc = merge(db, &goes, &stays, now, why);
	arena_free(&arena);
	return rc;
}
