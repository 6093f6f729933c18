/* Replies that arrive before the mail they answer. */
#include "app/early.h"

#include "app/history.h"
#include "app/record.h"
#include "store/entries.h"
#include "store/tickets.h"

#define DAY 86400
#define AWAITED_MAX 5 /* of one mail */

static int
add_event(struct desk *desk, const struct work *work, int64_t ticket_id,
    struct slice story, struct fail *why)
{
	struct entry event = {
		.kind = ENTRY_EVENT, .is_private = true,
		.ticket_id = ticket_id, .at = work->envelope.at,
		.door = work->envelope.door, .text = story, .new_text = story,
	};

	return entries_add(desk->db, &event, why);
}

/* Remembers which mails this one answers that nobody has brought yet. */
static int
await_parents(struct desk *desk, struct work *work,
    const struct outcome *outcome, struct fail *why)
{
	const struct msgids *parents = &work->mail.in_reply_to;
	int64_t entry_id, ticket_id;
	int got;

	if (parents->count == 0)
		parents = &work->mail.references;
	for (size_t i = 0; i < parents->count && i < AWAITED_MAX; i++) {
		got = entries_by_message_id(desk->db, parents->items[i],
		    &entry_id, &ticket_id, why);
		if (got == 0 && entries_await(desk->db, outcome->entry_id,
				    parents->items[i], work->envelope.at, why) < 0)
			return -1;
		if (got < 0)
			return -1;
	}
	return 0;
}

/*
 * Only the same person's early reply joins, and only before an agent acted on
 * it: From alone must not draw somebody else's ticket into one's own.
 */
static int
may_join(struct desk *desk, const struct ticket *early,
    const struct ticket *parent, struct fail *why)
{
	int got;

	if (early->user_id != parent->user_id || early->id == parent->id)
		return 0;
	got = entries_agent_acted(desk->db, early->id, why);
	return got < 0 ? -1 : got == 0;
}

/* Old mail joins old mail, whoever wrote it: see app/history.h. */
static int
are_both_history(struct desk *desk, struct work *work, int64_t entry_id,
    struct fail *why)
{
	enum ticket_status status;
	struct entry entry;
	int got;

	if (!history_is_one(&work->envelope, &status))
		return 0;
	got = entries_get(desk->db, entry_id, &work->arena, &entry, why);
	return got < 0 ? -1 : got == 1 && entry.door == DOOR_IMPORT;
}

static int
join_or_link(struct desk *desk, struct work *work, int64_t entry_id,
    int64_t early_id, int64_t parent_id, struct fail *why)
{
	struct ticket early, parent;
	int64_t at = work->envelope.at;
	int got;

	got = tickets_get(desk->db, early_id, &work->arena, &early, why);
	if (got == 1)
		got = tickets_get(desk->db, parent_id, &work->arena, &parent,
		    why);
	if (got <= 0 || early.id == parent.id)
		return got < 0 ? -1 : 0;
	got = are_both_history(desk, work, entry_id, why);
	if (got == 1)
		at = early.changed_at > parent.changed_at ? early.changed_at
							  : parent.changed_at;
	else if (got == 0)
		got = may_join(desk, &early, &parent, why);
	if (got < 0)
		return -1;
	record_add_format(&work->record, "early",
	    got == 1 ? "joined" : "linked", "%lld", (long long)early.id);
	if (got == 1) {
		if (tickets_merge(desk->db, early.id, parent.id, at,
			why) < 0)
			return -1;
		return add_event(desk, work, parent.id,
		    arena_format(&work->arena, "joined: #%lld, an answer that"
			" came before this mail", (long long)early.id), why);
	}
	if (add_event(desk, work, early.id,
		arena_format(&work->arena, "linked: #%lld has the mail that"
		    " this one answers", (long long)parent.id), why) < 0)
		return -1;
	return add_event(desk, work, parent.id,
	    arena_format(&work->arena, "linked: #%lld answers this mail",
		(long long)early.id), why);
}

int
early_settle(struct desk *desk, struct work *work,
    const struct action *action, const struct outcome *outcome,
    struct fail *why)
{
	int64_t entry_id, ticket_id;
	int got;

	if (action->kind != ACTION_MESSAGE || outcome->entry_id == 0)
		return 0;
	if (outcome->opened && await_parents(desk, work, outcome, why) < 0)
		return -1;
	if (work->mail.message_id.len == 0)
		return 0;
	got = entries_awaiting(desk->db, work->mail.message_id,
	    work->envelope.at - DAY, &entry_id, &ticket_id, why);
	if (got <= 0)
		return got;
	if (join_or_link(desk, work, entry_id, ticket_id, outcome->ticket_id,
		why) < 0)
		return -1;
	return entries_arrived(desk->db, work->mail.message_id, why);
}
