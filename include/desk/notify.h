/* Who hears of what: one table of occasions and roles. */
#ifndef DESK_NOTIFY_H
#define DESK_NOTIFY_H

#include "desk/action.h"
#include "desk/letter_event.h"

struct notice {
	enum letter_event event;
	int64_t person_id;
	bool if_allowed; /* only who may read the ticket, as it is now */
};

struct notices {
	struct notice *items;
	size_t count;
};

/*
 * One notice per person at most (the first of the table's order), never to the
 * actor but for receipts.  Nobody is left out silently: where a role is empty
 * the next one of the table stands in (assignee, members, managers, agents).
 * Who wants an event otherwise (desk/wish) is not in the role, or hears of it
 * besides.
 */
void notify_plan(const struct facts *facts, const struct action *action,
    const struct changes *changes, struct arena *arena, struct notices *out);

#endif
