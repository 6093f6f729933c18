/* Taking back what an agent did last on a ticket. */
#ifndef APP_UNDO_H
#define APP_UNDO_H

#include "lookup.h"

/*
 * Fills lookup->target->undo; whatever stands against it becomes the command's
 * problem, with who has changed what since.
 */
int undo_find(struct lookup *lookup, struct fail *why);

/*
 * The rest of what changes->undo is: letters that wait are cancelled, an answer
 * that nobody got is a note, the deed stands no more.  Fills changes->answer.
 */
int undo_settle(struct desk *desk, const struct action *action,
    struct changes *changes, struct arena *arena, struct fail *why);

/*
 * Notes down what an agent did, so that it can be taken back; first_letter is
 * what the first letter it wrote was to have as its number.
 */
int undo_record(struct desk *desk, const struct action *action,
    const struct changes *changes, int64_t first_letter, struct fail *why);

#endif
