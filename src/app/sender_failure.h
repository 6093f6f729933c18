/* What the desk does about a letter that will not arrive. */
#ifndef APP_SENDER_FAILURE_H
#define APP_SENDER_FAILURE_H

#include "sender_settle.h"

/*
 * An entry on the letter's ticket, and the address marked by whom the reply
 * blames.  Of an agent's reply an agent is told, as of one that comes back
 * later.  Inside the caller's transaction.
 */
int sender_failure(struct desk *desk, const struct delivery *delivery,
    int64_t now, struct arena *arena, struct fail *why);
/* A letter that does not go out, which its writer would count on. */
int sender_cancellation(struct desk *desk, const struct delivery *delivery,
    int64_t now, struct arena *arena, struct fail *why);

#endif
