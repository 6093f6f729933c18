/* What the desk does about a letter that will not arrive. */
#include "sender_failure.h"

#include "app/act.h"
#include "app/address_mark.h"
#include "base/text.h"
#include "desk/letter_event.h"
#include "desk/reach.h"
#include "mail/address.h"

/* "5.1.1" of "550 5.1.1 no such user"; empty when it is another class's. */
static struct slice
status_of(struct slice reply)
{
	struct slice rest = slice_from(reply, 4), status;

	if (rest.len == 0 || rest.data[0] != reply.data[0] ||
	    !slice_cut(&rest, ' ', &status))
		return SLICE_EMPTY;
	return status;
}

static int
mark_address(struct db *db, const struct delivery *delivery, int64_t now,
    struct arena *arena, struct fail *why)
{
	const struct change by = { .at = now, .door = DOOR_CLOCK };
	enum address_state state, was;
	struct slice identity;

	if (delivery->blame != SMTP_BLAME_ADDRESS ||
	    !address_identity(delivery->row.address, arena, &identity))
		return 0;
	state = reach_of_status(status_of(delivery->reply));
	return address_worsen(db, identity, state, &by, &was, why) < 0 ? -1
								       : 0;
}

static bool
is_reply(const struct outbox_row *row)
{
	return slice_eq(row->event,
	    slice_of(letter_event_row(LETTER_AGENT_REPLY)->name));
}

/* So that the agents see it where they look; of a reply they hear besides. */
static int
tell_agents(struct desk *desk, const struct delivery *delivery, int64_t now,
    struct arena *arena, struct fail *why)
{
	const struct outbox_row *row = &delivery->row;
	struct text text = TEXT_IN(arena), record = TEXT_IN(arena);
	struct outcome outcome;
	struct action action = {
		.kind = is_reply(row) ? ACTION_BOUNCED : ACTION_SILENT,
		.by_desk = true, .door = DOOR_CLOCK, .at = now,
		.ticket_id = row->ticket_id,
		.has_entry = true,
		.entry = { .kind = ENTRY_EVENT, .is_private = true,
		    .at = now, .door = DOOR_CLOCK },
		.reason = delivery->reply, .recipient = row->address,
	};

	if (row->ticket_id == 0)
		return 0;
	text_add_string(&text, "letter to ");
	text_add_line(&text, row->address);
	text_add_string(&text, " could not be delivered: ");
	text_add_line(&text, delivery->reply);
	action.entry.text = action.entry.new_text = text_slice(&text);
	return act(desk, &action, NULL, arena, &record, &outcome, why);
}

int
sender_failure(struct desk *desk, const struct delivery *delivery, int64_t now,
    struct arena *arena, struct fail *why)
{
	if (tell_agents(desk, delivery, now, arena, why) < 0)
		return -1;
	return mark_address(desk->db, delivery, now, arena, why);
}

int
sender_cancellation(struct desk *desk, const struct delivery *delivery,
    int64_t now, struct arena *arena, struct fail *why)
{
	return is_reply(&delivery->row)
	    ? tell_agents(desk, delivery, now, arena, why) : 0;
}
