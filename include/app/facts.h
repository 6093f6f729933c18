/* What an action needs to know of the desk, loaded in one place. */
#ifndef APP_FACTS_H
#define APP_FACTS_H

#include "app/desk.h"
#include "desk/action.h"

/*
 * Loads the ticket (or the new one as it would start), its people and its
 * department, and looks up the names in action->commands: what is unknown or
 * ambiguous becomes that command's problem, with the candidates.
 */
int facts_load(struct desk *desk, struct action *action, struct arena *arena,
    struct facts *out, struct fail *why);

#endif
