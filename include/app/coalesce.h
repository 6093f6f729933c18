/*
 * Several events on a ticket within sending.coalesce seconds are told in one
 * letter: the one that waits is taken back, and its words go along with the next.
 */
#ifndef APP_COALESCE_H
#define APP_COALESCE_H

#include "app/compose.h"

/*
 * Whether such a letter waits: 1, *out is it and it is cancelled; 0; -1.  Only
 * one whose answer would be the same counts, so that notes and what users see
 * never share a letter.
 */
int coalesce_take(struct desk *desk, const struct telling *telling,
    const struct addressee *to, struct arena *arena, struct outbox_row *out,
    struct fail *why);
/* Adds it to the letter that tells all; that one goes when it would have. */
void coalesce_join(struct outbox_row *row, const struct outbox_row *earlier,
    struct arena *arena);

#endif
