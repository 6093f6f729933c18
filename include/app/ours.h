/* Which addresses are the desk's own, and who reads a mail that is not. */
#ifndef APP_OURS_H
#define APP_OURS_H

#include "app/desk.h"
#include "desk/person.h"
#include "mail/mail.h"

/*
 * The department of an address of ours, whatever extension or token it bears:
 * 1, 0 (not ours), -1.
 */
int ours_department(struct desk *desk, struct slice address,
    struct arena *arena, struct department *out, struct fail *why);

/*
 * 1: To or Cc names somebody who is neither a department nor an agent, so what
 * stands in the mail's headers has left the desk; 0: nobody; -1.
 */
int ours_went_outside(struct desk *desk, const struct mail *mail,
    struct arena *arena, struct fail *why);

#endif
