/* What a user's groups let them do by mail, found before route() is asked. */
#ifndef APP_USER_RIGHTS_H
#define APP_USER_RIGHTS_H

#include "app/pipeline.h"
#include "desk/route.h"

/*
 * Whether the sender may open a ticket in facts' department or, with a ticket
 * that is at its end, reopen it.  Agents, imports and what was released are not
 * asked about.  Who it is is taken from From, as a ban is: a group keeps mail
 * out, it opens nothing.
 */
int user_rights_judge(struct desk *desk, struct work *work,
    const struct ticket *ticket, struct route_facts *facts, struct fail *why);

#endif
