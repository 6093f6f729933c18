/* New people and the organizations whose domains their addresses have. */
#ifndef APP_BELONGING_H
#define APP_BELONGING_H

#include "app/desk.h"
#include "desk/action.h"
#include "desk/organization.h"

/*
 * Somebody who became a user by this action is a member from the first, when
 * their address is at an organization's domain.  Logged as the desk's doing.
 */
int belonging_link(struct desk *desk, const struct action *action,
    int64_t person_id, struct slice identity, struct fail *why);

/*
 * Puts a person into an organization, or (id 0) out of theirs, and logs it as
 * the actor's doing: 1, 0 (it was so already), -1.
 */
int belonging_change(struct desk *desk, const struct action *action,
    int64_t person_id, const struct organization *organization,
    const struct organization_role *role, struct fail *why);

/* The organization of this name, number or domain: 1, 0, -1. */
int belonging_find(struct db *db, struct slice word, struct arena *arena,
    struct organization *out, struct fail *why);

#endif
