/* Whether a letter may still go to its recipient. */
#ifndef APP_SENDER_RECIPIENT_H
#define APP_SENDER_RECIPIENT_H

#include "store/outbox.h"

/*
 * Asked when the letter is claimed: what was planned may be hours old.  1 and
 * the person's name in the arena; 0 and *reason, a sentence; -1.
 */
int sender_recipient(struct db *db, const struct outbox_row *row,
    struct arena *arena, struct slice *name, const char **reason,
    struct fail *why);

#endif
