/* Saving what becomes of a ticket's user. */
#ifndef APP_USER_CHANGE_H
#define APP_USER_CHANGE_H

#include "app/desk.h"
#include "desk/action.h"

/* All of changes->about_user, in the log of people, groups or bans, too. */
int user_changes_save(struct desk *desk, const struct action *action,
    const struct changes *changes, struct arena *arena, struct fail *why);

#endif
