/* Agents' daily letters: what happened, instead of a letter for each thing. */
#ifndef APP_DIGEST_H
#define APP_DIGEST_H

#include "app/compose.h"

/* Preferences: the hour of the day, and whose hours they are. */
#define DIGEST_HOUR "digest"
#define DIGEST_TIMEZONE "timezone"
#define DIGEST_HOUR_USUAL 8

/*
 * 1: the person wants this event in the daily letter, and it waits there now;
 * 0: a letter must be written.  What is urgent does not wait.
 */
int digest_keep(struct desk *desk, const struct telling *telling,
    const struct addressee *to, struct arena *arena, struct fail *why);

/*
 * Puts the person's daily letter into the outbox, without what they may not
 * read any more; nothing of it waits then.  *letters: 1, or 0 where there was
 * nothing to tell or nobody to tell it to.
 */
int digest_send(struct desk *desk, int64_t person_id, int64_t now,
    size_t *letters, struct fail *why);

#endif
