/* Who else a mail went to: suggestions, and who need not be told of it. */
#include "app/suggest.h"

#include "app/ours.h"
#include "app/record.h"
#include "base/text.h"
#include "store/bans.h"
#include "store/people.h"
#include "store/suggestions.h"

/* A mail to more people is no conversation: the first ones are looked at. */
#define LOOKED_AT_MAX 50

static bool
is_on_ticket(const struct facts *facts, const struct changes *changes,
    int64_t person_id)
{
	if (person_id == changes->ticket.user_id)
		return true;
	for (size_t i = 0; i < facts->participant_count; i++)
		if (facts->participants[i] == person_id)
			return true;
	return false;
}

/* 1: somebody whom an agent may want to add; 0; -1. */
static int
is_new(struct desk *desk, const struct facts *facts,
    const struct changes *changes, const struct mailbox *mailbox,
    struct slice identity, struct arena *arena, struct fail *why)
{
	struct department ours;
	struct person person;
	struct address address;
	int got = ours_department(desk, mailbox->address, arena, &ours, why);

	if (got == 0)
		got = bans_cover(desk->db, identity, why);
	if (got != 0)
		return got < 0 ? -1 : 0;
	got = people_by_identity(desk->db, identity, arena, &person, &address,
	    why);
	if (got <= 0)
		return got < 0 ? -1 : 1;
	return !person.is_agent && !person.disabled &&
	    !is_on_ticket(facts, changes, person.id);
}

static int
suggest_one(struct desk *desk, const struct facts *facts,
    const struct action *action, const struct changes *changes,
    const struct mailbox *mailbox, struct arena *arena, struct text *record,
    struct fail *why)
{
	struct suggestion suggestion = { .address = mailbox->address,
		.name = mailbox->name };
	int got;

	if (!address_is_sendable(mailbox->address) ||
	    !address_identity(mailbox->address, arena, &suggestion.identity))
		return 0;
	got = is_new(desk, facts, changes, mailbox, suggestion.identity, arena,
	    why);
	if (got == 1)
		got = suggestions_add(desk->db, changes->ticket.id, &suggestion,
		    action->at, why);
	if (got == 1)
		record_add(record, "act", "suggested", suggestion.identity);
	return got < 0 ? -1 : 0;
}

int
suggest(struct desk *desk, const struct facts *facts,
    const struct action *action, const struct changes *changes,
    struct arena *arena, struct text *record, struct fail *why)
{
	const struct mailboxes *lists[] = { &action->to, &action->cc };
	size_t looked_at = 0;

	if (action->kind != ACTION_MESSAGE || !action->suggests ||
	    action->is_history || changes->department.cc == CC_NEVER)
		return 0;
	for (size_t l = 0; l < ARRAY_LEN(lists); l++)
		for (size_t i = 0; i < lists[l]->count &&
		    looked_at < LOOKED_AT_MAX; i++, looked_at++)
			if (suggest_one(desk, facts, action, changes,
				&lists[l]->items[i], arena, record, why) < 0)
				return -1;
	return 0;
}

static bool
has_address(const struct mailboxes *list, const struct address *addresses,
    size_t count, struct arena *arena)
{
	struct slice identity;

	for (size_t i = 0; i < list->count && i < LOOKED_AT_MAX; i++) {
		if (!address_identity(list->items[i].address, arena, &identity))
			continue;
		for (size_t n = 0; n < count; n++)
			if (slice_eq(addresses[n].identity, identity))
				return true;
	}
	return false;
}

int
suggest_had_it(struct desk *desk, const struct action *action,
    int64_t person_id, struct arena *arena, struct fail *why)
{
	struct address *addresses;
	size_t count;

	if (!action->reached || action->to.count + action->cc.count == 0)
		return 0;
	if (people_addresses(desk->db, person_id, arena, &addresses, &count,
		why) < 0)
		return -1;
	return has_address(&action->to, addresses, count, arena) ||
	    has_address(&action->cc, addresses, count, arena);
}

int
suggest_text(struct desk *desk, int64_t ticket_id, struct arena *arena,
    struct slice *out, struct fail *why)
{
	struct suggestion *items;
	struct text text = TEXT_IN(arena);
	size_t count;

	if (suggestions_list(desk->db, ticket_id, arena, &items, &count,
		why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		text_add_string(&text, i > 0 ? ", " : "");
		text_add_line(&text, items[i].name);
		text_add_string(&text, items[i].name.len > 0 ? " <" : "");
		text_add_line(&text, items[i].address);
		text_add_string(&text, items[i].name.len > 0 ? ">" : "");
	}
	*out = text_slice(&text);
	return 0;
}
