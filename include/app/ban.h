/* Whom a ban may keep out: not the desk itself. */
#ifndef APP_BAN_H
#define APP_BAN_H

#include "app/desk.h"

/* Folded as senders are: "@Example.COM." and "@example.com" are one; false:
   it is neither an address nor a domain behind "@". */
bool ban_pattern(struct slice word, struct arena *arena, struct slice *out);
bool ban_is_domain(struct slice pattern);

/*
 * 1: it may be banned; 0: *problem, in the arena, says which address of a
 * department or an agent it would keep out; -1.
 */
int ban_check(struct desk *desk, struct slice pattern, struct arena *arena,
    const char **problem, struct fail *why);

#endif
