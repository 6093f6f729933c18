/*
 * What the counters hold back is not lost: it stands on its ticket, in the
 * record and in `maildesk status`; and once an hour one letter says how much it
 * was, to the admins, else to the managers.
 */
#ifndef APP_HELD_BACK_H
#define APP_HELD_BACK_H

#include "app/desk.h"

/* Whether an hour has ended in which letters were held back: 1, 0, -1. */
int held_back_waits(struct desk *desk, int64_t now, struct fail *why);
/*
 * Writes the letter about the hours that have ended and were not told of yet,
 * inside the caller's transaction.  Returns how many were written, or -1.
 */
int held_back_tell(struct desk *desk, int64_t now, struct fail *why);

#endif
