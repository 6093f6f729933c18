/* What reports of delivery, and mail that arrives, say of an address. */
#ifndef APP_BOUNCE_H
#define APP_BOUNCE_H

#include "app/pipeline.h"
#include "desk/action.h"
#include "desk/origin.h"
#include "desk/route.h"

/*
 * A bounce with the token of a letter, about the one whom that letter was to,
 * marks the address; any other changes nothing.  Fills what route() asks of it.
 * Of several reports about one letter the first counts.
 */
int bounce_look(struct desk *desk, struct work *work,
    struct route_facts *facts, struct fail *why);

/*
 * Somebody writes from an address to which mail did not get through: it does
 * again.  But this very mail gets no acknowledgement: anybody could write it.
 */
int bounce_recover(struct desk *desk, struct work *work,
    const struct origin *origin, struct action *action, struct fail *why);

#endif
