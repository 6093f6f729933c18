/* What the desk does about a letter that will not arrive. */
#include "sender_failure.h"

#include "app/act.h"
#include "base/text.h"
#include "desk/letter_event.h"
#include "mail/address.h"
#include "store/changes.h"
#include "store/people.h"

/* The address as what it has shown itself to be; ADDRESS_OK: nothing is shown. */
static enum address_state
shown_state(const struct delivery *delivery, struct arena *arena)
{
	if (smtp_reply_is_bad_address(arena_string(arena, delivery->reply)))
		return ADDRESS_HARD;
	return delivery->blame == SMTP_BLAME_ADDRESS ? ADDRESS_SOFT
						     : ADDRESS_OK;
}

static int
mark_address(struct db *db, const struct delivery *delivery, int64_t now,
    struct arena *arena, struct fail *why)
{
	enum address_state state = shown_state(delivery, arena);
	struct person person;
	struct address address;
	struct slice identity;
	struct change change = { .at = now, .door = DOOR_CLOCK,
		.object = "address", .field = SLICE("state"),
		.new = slice_of(address_state_name(state)) };
	int got;

	if (state == ADDRESS_OK ||
	    !address_identity(delivery->row.address, arena, &identity))
		return 0;
	got = people_by_identity(db, identity, arena, &person, &address, why);
	if (got <= 0 || address.state >= state)
		return got < 0 ? -1 : 0;
	change.object_id = address.id;
	change.old = slice_of(address_state_name(address.state));
	if (people_address_state(db, identity, state, now, why) < 0)
		return -1;
	return changes_add(db, &change, why);
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
		.door = DOOR_CLOCK, .at = now, .ticket_id = row->ticket_id,
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
