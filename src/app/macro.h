/* #macro NAME: the commands and the text that stand for it. */
#ifndef APP_MACRO_H
#define APP_MACRO_H

#include "app/desk.h"
#include "desk/action.h"

/*
 * Puts a macro's commands in the place of each #macro, and its text below what
 * the agent wrote.  A macro that is not there, or whose commands contradict the
 * others, is a problem of its line.
 */
int macro_expand(struct desk *desk, struct action *action,
    struct arena *arena, struct fail *why);

#endif
