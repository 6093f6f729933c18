/* Who else a mail went to: suggestions, and who need not be told of it. */
#ifndef APP_SUGGEST_H
#define APP_SUGGEST_H

#include "app/desk.h"
#include "desk/action.h"

/*
 * Keeps those in To and Cc of a user's mail whom the desk does not know of
 * this ticket: no address of our own, with or without a token, no agent, nobody
 * who is on the ticket or banned.  Where the department wants none, nobody.
 */
int suggest(struct desk *desk, const struct facts *facts,
    const struct action *action, const struct changes *changes,
    struct arena *arena, struct text *record, struct fail *why);

/* 1: the person had the action's mail itself at one of their addresses; 0; -1. */
int suggest_had_it(struct desk *desk, const struct action *action,
    int64_t person_id, struct arena *arena, struct fail *why);

/* "Carl <carl@x>, dora@y": the ticket's suggestions for an agent to read. */
int suggest_text(struct desk *desk, int64_t ticket_id, struct arena *arena,
    struct slice *out, struct fail *why);

#endif
