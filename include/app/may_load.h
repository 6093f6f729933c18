/* What may() needs to know of a person and a ticket or department. */
#ifndef APP_MAY_LOAD_H
#define APP_MAY_LOAD_H

#include "app/desk.h"
#include "desk/may.h"

struct may_scene {
	struct belonging belonging, owner;
	struct grants grants;
	struct may_facts facts; /* access is the caller's to fill, for agents */
};

/*
 * `ticket` may be NULL; all that is passed is kept.  Without a ticket it is one
 * statement.
 */
int may_load(struct desk *desk, const struct person *person,
    const struct ticket *ticket, const struct department *department,
    struct arena *arena, struct may_scene *out, struct fail *why);

#endif
