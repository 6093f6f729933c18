/* An answer to a letter that asks, in the history of a ticket. */
#ifndef APP_ANSWERED_H
#define APP_ANSWERED_H

#include "app/pipeline.h"
#include "desk/origin.h"

/*
 * An event for colleagues that tells what came of it.  It bears the mail's
 * digest, so that the mail counts once.  1, *out filled; -1.
 */
int answered_add(struct desk *desk, struct work *work,
    const struct origin *origin, int64_t ticket_id, const char *said,
    struct filed *out, struct fail *why);

#endif
