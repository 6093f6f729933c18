/* #on 12,13: one mail's commands on several tickets, all or none. */
#ifndef APP_SEVERAL_H
#define APP_SEVERAL_H

#include "app/act.h"

#define SEVERAL_MAX 20 /* tickets */

/*
 * As act().  With #on in a mail to the control address the rest of the action is
 * done to each of those tickets once it is known to be good on all of them; else
 * it is held on its own ticket, with a receipt that tells of each.
 */
int several_act(struct desk *desk, struct action *action,
    const struct newcomer *newcomer, struct arena *arena, struct text *record,
    struct outcome *out, struct fail *why);

#endif
