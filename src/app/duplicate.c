/* Filed once: what has the identity of an entry that is there. */
#include "app/duplicate.h"

#include "app/record.h"
#include "store/entries.h"
#include "store/tickets.h"

/*
 * A later copy may bring a token that the first lacked (a blind copy to the
 * ticket's address).  A ticket that holds nothing but this mail then joins the
 * one that the token names.
 */
static int
move_by_token(struct desk *desk, struct work *work,
    const struct origin *origin, struct filed *out, struct fail *why)
{
	struct slice story = SLICE("joined: a second copy of the mail came"
	    " with a token of this ticket");
	struct entry event = {
		.kind = ENTRY_EVENT, .is_private = true,
		.ticket_id = origin->ticket_id, .at = work->envelope.at,
		.door = work->envelope.door, .text = story, .new_text = story,
	};
	struct ticket ticket;
	int64_t count;
	int got;

	if (origin->evidence > EVIDENCE_MESSAGE_TOKEN ||
	    origin->ticket_id == 0 || origin->ticket_id == out->ticket_id)
		return 0;
	got = tickets_get(desk->db, out->ticket_id, &work->arena, &ticket, why);
	if (got <= 0)
		return got;
	if (ticket.user_id != origin->person.id ||
	    ticket.id == origin->ticket_id)
		return 0;
	if (entries_count(desk->db, ticket.id, &count, why) < 0)
		return -1;
	if (count != 1)
		return 0;
	record_add_format(&work->record, "duplicate", "moved", "%lld to %lld",
	    (long long)ticket.id, (long long)origin->ticket_id);
	out->ticket_id = origin->ticket_id;
	if (tickets_merge(desk->db, ticket.id, origin->ticket_id,
		work->envelope.at, why) < 0)
		return -1;
	return entries_add(desk->db, &event, why);
}

int
duplicate_file(struct desk *desk, struct work *work,
    const struct origin *origin, struct filed *out, struct fail *why)
{
	struct slice identity = slice_make(work->mail.identity,
	    sizeof(work->mail.identity));
	int got;

	got = entries_by_identity(desk->db, identity, &out->entry_id,
	    &out->ticket_id, why);
	if (got <= 0)
		return got;
	out->state = FILING_DUPLICATE;
	record_add_format(&work->record, "duplicate", "entry", "%lld",
	    (long long)out->entry_id);
	return move_by_token(desk, work, origin, out, why) < 0 ? -1 : 1;
}

int
duplicate_flag(struct desk *desk, struct work *work, struct entry *entry,
    struct fail *why)
{
	int64_t entry_id, ticket_id;
	int got = 0;

	if (entry->message_id.len > 0)
		got = entries_by_message_id(desk->db, entry->message_id,
		    &entry_id, &ticket_id, why);
	if (got <= 0)
		return got;
	record_add_format(&work->record, "duplicate", "reused-message-id",
	    "%lld", (long long)entry_id);
	entry->flags = arena_format(&work->arena, "%.*s%sreused-message-id",
	    SLICE_ARG(entry->flags), entry->flags.len > 0 ? " " : "");
	return 0;
}
