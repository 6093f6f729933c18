/*
 * Somebody used a token of a user's from an address that is not the user's: the
 * same person perhaps.  From proves nothing, so both sides are asked, and say
 * yes by a token that only their mailbox has: first the token's owner, at the
 * primary address; then whoever has the other address, who is told nothing of
 * the owner.  Nothing happens on silence.
 */
#ifndef APP_CLAIM_H
#define APP_CLAIM_H

#include "app/pipeline.h"
#include "desk/action.h"
#include "desk/origin.h"

/*
 * Asks the owner when the mail that was filed as `action` is such a one, by a
 * person who is no agent, and no counter is against it.  1: asked; 0; -1.
 */
int claim_ask(struct desk *desk, struct work *work,
    const struct origin *origin, const struct action *action,
    const struct filed *filed, struct fail *why);

/* Whether a verify token's action is such a question. */
bool claim_is_question(struct slice action);

/*
 * 1: the mail answered the question, and *out says what came of it; 0: it says
 * something else: then origin is that of an ordinary mail; -1.
 */
int claim_answer(struct desk *desk, struct work *work, struct origin *origin,
    struct filed *out, struct fail *why);
/*
 * The same of one that had been answered before (origin->asked_again): 1, *out
 * says so and nothing is done; 0; -1.
 */
int claim_answer_again(struct desk *desk, struct work *work,
    const struct origin *origin, struct filed *out, struct fail *why);

#endif
