/* A second, short letter about an urgent ticket: to a phone, by its gateway. */
#ifndef APP_URGENT_H
#define APP_URGENT_H

#include "app/compose.h"

/* The preference that holds the gateway's address. */
#define URGENT_ADDRESS "urgent"

/*
 * What was just written to an agent goes to their gateway as well, if they have
 * one and the ticket is urgent: number, subject and the first words.  1: it
 * goes; 0: there is none, or a counter stops it; -1.
 */
int urgent_tell(struct desk *desk, const struct telling *telling,
    const struct addressee *to, struct arena *arena, struct text *record,
    struct fail *why);

#endif
