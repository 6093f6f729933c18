/* Finds what route() needs to know of the desk, and asks it. */
#ifndef APP_ROUTING_H
#define APP_ROUTING_H

#include "app/pipeline.h"
#include "desk/action.h"
#include "desk/origin.h"

/*
 * *reason is the word of a quarantine, or NULL and *out is the action.  Counts
 * the arrival (see brake); marks the address that a report says is bad.
 */
int routing(struct desk *desk, struct work *work, const struct origin *origin,
    bool released, struct action *out, const char **reason, struct fail *why);

#endif
