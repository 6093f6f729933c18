/* The occasions on which the desk writes, one row each. */
#include "desk/letter_event.h"

#include <assert.h>

/*
 * A null return path for what answers a mail by itself and what reports a
 * failure: when such a letter comes back, nobody shall hear of it again.
 * An answer to a letter about something private stays private.
 */
static const struct letter_event_row rows[] = {
	[LETTER_ACKNOWLEDGE] = {
		.name = "acknowledge", .submitted = AUTO_REPLIED,
		.null_return_path = true, .counted = true,
		.answer = TOKEN_REPLY,
	},
	[LETTER_NEW_TICKET] = {
		.name = "new-ticket", .submitted = AUTO_GENERATED,
		.to_agents = true, .counted = true, .coalesces = true,
		.choosable = true,
		.answer = TOKEN_REPLY,
	},
	[LETTER_USER_REPLY] = {
		.name = "user-reply", .submitted = AUTO_GENERATED,
		.to_agents = true, .counted = true, .coalesces = true,
		.repeats = true,
		.choosable = true,
		.answer = TOKEN_REPLY,
	},
	[LETTER_AGENT_REPLY] = {
		.name = "agent-reply", .submitted = SUBMITTED_BY_PERSON,
		.repeats = true,
		.answer = TOKEN_REPLY,
	},
	[LETTER_ASSIGNED] = {
		.name = "assigned", .submitted = AUTO_GENERATED,
		.to_agents = true, .counted = true, .coalesces = true,
		.choosable = true,
		.answer = TOKEN_REPLY,
	},
	[LETTER_NOTE] = {
		.name = "note", .submitted = AUTO_GENERATED,
		.to_agents = true, .counted = true, .coalesces = true,
		.repeats = true,
		.choosable = true,
		.answer = TOKEN_NOTE,
	},
	[LETTER_MOVED] = {
		.name = "moved", .submitted = AUTO_GENERATED,
		.to_agents = true, .counted = true, .coalesces = true,
		.choosable = true,
		.answer = TOKEN_REPLY,
	},
	[LETTER_THIRD_PARTY] = {
		.name = "third-party", .submitted = AUTO_GENERATED,
		.to_agents = true, .counted = true, .coalesces = true,
		.choosable = true,
		.answer = TOKEN_NOTE,
	},
	[LETTER_BOUNCED] = {
		.name = "bounced", .submitted = AUTO_GENERATED,
		.null_return_path = true, .to_agents = true, .counted = true,
		.choosable = true,
		.answer = TOKEN_NOTE,
	},
	[LETTER_HELD] = {
		.name = "held", .submitted = AUTO_GENERATED,
		.null_return_path = true, .to_agents = true, .counted = true,
		.answer = TOKEN_VERIFY,
	},
	[LETTER_CONFIRM] = {
		.name = "confirm", .submitted = AUTO_GENERATED,
		.null_return_path = true, .to_agents = true, .counted = true,
		.answer = TOKEN_VERIFY,
	},
	[LETTER_REMINDER] = {
		.name = "reminder", .submitted = AUTO_GENERATED,
		.to_agents = true, .counted = true,
		.choosable = true,
		.answer = TOKEN_NOTE,
	},
	[LETTER_ANSWER] = {
		.name = "answer", .submitted = AUTO_GENERATED,
		.null_return_path = true, .to_agents = true, .counted = true,
		.answer = TOKEN_NOTE,
	},
	[LETTER_BEHALF] = {
		.name = "behalf", .submitted = AUTO_GENERATED,
		.null_return_path = true, .to_agents = true, .counted = true,
		.answer = TOKEN_REPLY,
	},
	[LETTER_COLLEAGUE_REPLIED] = {
		.name = "colleague-replied", .submitted = AUTO_GENERATED,
		.to_agents = true, .counted = true, .coalesces = true,
		.repeats = true,
		.choosable = true,
		.answer = TOKEN_NOTE,
	},
	[LETTER_REFUSED] = {
		.name = "refused", .submitted = AUTO_GENERATED,
		.null_return_path = true, .counted = true,
		.answer = TOKEN_REPLY,
	},
	[LETTER_DIGEST] = {
		.name = "digest", .submitted = AUTO_GENERATED,
		.to_agents = true, .counted = true, .alone = true,
		.answer = TOKEN_CONTROL,
	},
	[LETTER_HELD_BACK] = {
		.name = "held-back", .submitted = AUTO_GENERATED,
		.null_return_path = true, .counted = true, .alone = true,
		.answer = TOKEN_REPLY,
	},
	[LETTER_CLAIM] = {
		.name = "claim", .submitted = AUTO_GENERATED,
		.null_return_path = true, .counted = true, .alone = true,
		.answer = TOKEN_VERIFY,
	},
	[LETTER_CLAIMED] = {
		.name = "claimed", .submitted = AUTO_GENERATED,
		.null_return_path = true, .counted = true, .alone = true,
		.answer = TOKEN_VERIFY,
	},
	[LETTER_PASSWORD] = {
		.name = "password", .submitted = AUTO_GENERATED,
		.null_return_path = true, .counted = true, .alone = true,
		.answer = TOKEN_REPLY,
	},
};
static_assert(ARRAY_LEN(rows) == LETTER_EVENT_COUNT,
    "every letter event has its row");

const struct letter_event_row *
letter_event_row(enum letter_event event)
{
	assert(event < LETTER_EVENT_COUNT);
	return &rows[event];
}

bool
letter_event_parse(struct slice word, enum letter_event *out)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (slice_eq_nocase(word, slice_of(rows[i].name))) {
			*out = (enum letter_event)i;
			return true;
		}
	return false;
}
