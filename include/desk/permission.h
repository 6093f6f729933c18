/* May this person do that on this ticket; and if not, why. */
#ifndef DESK_PERMISSION_H
#define DESK_PERMISSION_H

#include "desk/action.h"

/* NULL: yes; else a sentence for the person. */
const char *permission_refusal(const struct facts *facts,
    const struct person *actor, enum permission permission);

/* Whether the actor may act on another ticket than the facts', too. */
bool permission_elsewhere(const struct ticket *ticket,
    const struct members *members, const struct person *actor);

#endif
