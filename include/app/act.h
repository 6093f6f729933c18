/*
 * The one way to change a ticket: load -> action_apply -> save -> notify_plan
 * -> letters in the outbox, inside the caller's transaction.
 */
#ifndef APP_ACT_H
#define APP_ACT_H

#include "app/desk.h"
#include "desk/action.h"

/* Whose record is made when the actor is not known yet. */
struct newcomer {
	struct slice name, address, identity;
};

struct outcome {
	int64_t ticket_id;
	int64_t entry_id;  /* 0: nothing was said */
	bool opened;
	bool held;	   /* nothing was applied, see receipt */
	struct slice receipt;
	struct slice answer; /* what was asked, or taken back; may be empty */
	size_t letters;	   /* put into the outbox */
};

/*
 * action->commands' names are looked up here.  newcomer may be NULL when
 * action->actor.id is known.  FAIL_REFUSE: no such ticket or department (the
 * action's fault, nothing is written that the caller cannot roll back).
 */
int act(struct desk *desk, struct action *action,
    const struct newcomer *newcomer, struct arena *arena, struct text *record,
    struct outcome *out, struct fail *why);

/*
 * What it would come to, without doing it: fills out->held and out->receipt.
 * As with act, the names in action->commands are looked up.
 */
int act_check(struct desk *desk, struct action *action, struct arena *arena,
    struct outcome *out, struct fail *why);

#endif
