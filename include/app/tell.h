/* From notices to letters in the outbox: words, tokens, threads, counters. */
#ifndef APP_TELL_H
#define APP_TELL_H

#include "app/desk.h"
#include "desk/notify.h"

struct telling {
	const struct facts *facts;
	const struct action *action;
	const struct changes *changes; /* ticket.id and entry.id are filled */
};

/*
 * One letter per notice at the person's primary address, or the one chosen for
 * the ticket.  A notice that a counter, a hard address or a disabled person
 * stops is left out, silently but for the record.  *letters is how many were
 * written.
 */
int tell(struct desk *desk, const struct telling *telling,
    const struct notices *notices, struct arena *arena, struct text *record,
    size_t *letters, struct fail *why);

#endif
