/* Mail of years: who wrote it to whom, and what is left out of it. */
#include "app/history.h"

#include "app/evidence.h"
#include "app/identify.h"
#include "app/ours.h"
#include "app/record.h"
#include "store/people.h"

#define PREFIX "history:"

bool
history_is_one(const struct envelope *envelope, enum ticket_status *status)
{
	struct slice rest = envelope->door_ref, word;

	if (envelope->door != DOOR_IMPORT ||
	    !slice_starts(rest, SLICE(PREFIX)))
		return false;
	rest = slice_from(rest, SLICE(PREFIX).len);
	return slice_cut(&rest, ':', &word) &&
	    ticket_status_parse(word, status);
}

struct slice
history_door_ref(enum ticket_status status, struct arena *arena)
{
	return arena_format(arena, PREFIX "%s:", ticket_status_name(status));
}

/* 1: somebody who is not the desk's, and not who wrote; 0; -1. */
static int
is_other(struct desk *desk, const struct mailbox *mailbox,
    const struct origin *writer, struct arena *arena, struct origin *out,
    struct fail *why)
{
	struct department department;
	struct address address;
	struct slice identity;
	int got;

	if (!address_is_sendable(mailbox->address) ||
	    !address_identity(mailbox->address, arena, &identity) ||
	    slice_eq(identity, writer->identity))
		return 0;
	got = ours_department(desk, mailbox->address, arena, &department, why);
	if (got != 0)
		return got < 0 ? -1 : 0;
	out->has_sender = true;
	out->name = mailbox->name;
	out->address = mailbox->address;
	out->identity = identity;
	got = people_by_identity(desk->db, identity, arena, &out->person,
	    &address, why);
	if (got == 0)
		out->person = (struct person){ .name = mailbox->name };
	return got < 0 ? -1 : 1;
}

/* The first in To and Cc whom the desk wrote to. */
static int
find_counterpart(struct desk *desk, const struct mail *mail,
    const struct origin *writer, struct arena *arena, struct origin *out,
    struct fail *why)
{
	const struct mailboxes *lists[] = { &mail->to, &mail->cc };
	int got = 0;

	for (size_t l = 0; l < ARRAY_LEN(lists); l++)
		for (size_t i = 0; i < lists[l]->count && got == 0; i++)
			got = is_other(desk, &lists[l]->items[i], writer,
			    arena, out, why);
	return got;
}

/* Whoever wrote it: is it the desk's own side? */
static int
turn_round(struct desk *desk, const struct mail *mail, struct arena *arena,
    struct text *record, struct origin *out, struct history_author *author,
    struct fail *why)
{
	struct origin other = { .evidence = EVIDENCE_NONE };
	struct department department;
	int got;

	if (!out->has_sender)
		return 0;
	got = ours_department(desk, out->identity, arena, &department, why);
	if (got < 0 || (got == 0 && !out->person.is_agent))
		return got;
	got = find_counterpart(desk, mail, out, arena, &other, why);
	if (got <= 0)
		return got;
	*author = (struct history_author){ true, out->person.id };
	*out = other;
	record_add(record, "identify", "written-to", out->identity);
	return 0;
}

int
history_identify(struct desk *desk, const struct mail *mail,
    const struct envelope *envelope, struct arena *arena, struct text *record,
    struct origin *out, struct history_author *author, struct fail *why)
{
	struct evidence_search search = {
		.desk = desk, .mail = mail, .envelope = envelope,
		.arena = arena, .record = record, .origin = out,
		.is_history = true,
	};

	*author = (struct history_author){ false, 0 };
	*out = (struct origin){ .evidence = EVIDENCE_NONE };
	if (identify_sender(desk, mail, arena, record, out, why) < 0 ||
	    turn_round(desk, mail, arena, record, out, author, why) < 0 ||
	    evidence_references(&search, why) < 0)
		return -1;
	out->proof = PROOF_T0;
	record_add_format(record, "identify", "history", "%s ticket=%lld",
	    evidence_name(out->evidence), (long long)out->ticket_id);
	return 0;
}

/* Dates lie, or are not there; none is later than the import. */
static int64_t
time_of(const struct mail *mail, int64_t now)
{
	return mail->has_date && mail->date > 0 && mail->date < now
	    ? mail->date : now;
}

void
history_shape(const struct history_author *author, const struct mail *mail,
    enum ticket_status status, struct action *action)
{
	action->is_history = true;
	action->status = status;
	action->at = action->entry.at = time_of(mail, action->at);
	action->reopens = action->acknowledge = action->tells = false;
	action->commands = NULL;
	action->command_count = 0;
	action->held = false;
	/* An agent's mail is words, whatever it would be today. */
	if (action->kind != ACTION_AGENT && action->kind != ACTION_UNPROVEN &&
	    !author->is_ours)
		return;
	action->kind = ACTION_MESSAGE;
	action->entry.kind = author->is_ours ? ENTRY_REPLY : ENTRY_MESSAGE;
	action->entry.is_private = false;
	action->entry.new_text = mail->new_text;
	if (author->is_ours) {
		action->entry.person_id = author->person_id;
		action->is_by_desk = true;
	}
}
