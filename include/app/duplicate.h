/* Filed once: what has the identity of an entry that is there. */
#ifndef APP_DUPLICATE_H
#define APP_DUPLICATE_H

#include "app/pipeline.h"
#include "desk/origin.h"
#include "desk/ticket.h"

/*
 * 1: it is a duplicate and *out says of what (its envelope counts with the
 * entry's from now on; a token in it that the first copy lacked may move the
 * entry, with an event); 0: it is not; -1.
 */
int duplicate_file(struct desk *desk, struct work *work,
    const struct origin *origin, struct filed *out, struct fail *why);

/*
 * The same Message-ID with other words: another entry, which is flagged so in
 * entry->flags.
 */
int duplicate_flag(struct desk *desk, struct work *work, struct entry *entry,
    struct fail *why);

#endif
