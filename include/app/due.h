/* What is due though no mail came: tickets that wake up, dates that pass. */
#ifndef APP_DUE_H
#define APP_DUE_H

#include "app/desk.h"

/* So many at a time, so that mail does not wait for them. */
#define DUE_BATCH 32

/* Whether anything is due, without a transaction: 1, 0, -1. */
int due_waits(struct desk *desk, int64_t now, struct fail *why);
/*
 * Does what is due at `now` through the same act() as everybody, inside the
 * caller's transaction.  Returns how many tickets it changed and letters it
 * wrote about all of them, or -1; DUE_BATCH
 * means that there may be more.
 */
int due_run(struct desk *desk, int64_t now, struct fail *why);

#endif
