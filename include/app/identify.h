/*
 * Who a mail is from and which ticket it belongs to (DESIGN 7).  From grants
 * nothing: what proves a person is a token that the desk gave to that person,
 * or the login of who handed the mail over.
 */
#ifndef APP_IDENTIFY_H
#define APP_IDENTIFY_H

#include "app/desk.h"
#include "desk/origin.h"

/*
 * Reads the desk only.  Everything in the arena; what was found is added to
 * the record.
 */
int identify(struct desk *desk, const struct mail *mail,
    const struct envelope *envelope, struct arena *arena, struct text *record,
    struct origin *out, struct fail *why);

/* The first part of it: who it is from, as far as From says. */
int identify_sender(struct desk *desk, const struct mail *mail,
    struct arena *arena, struct text *record, struct origin *out,
    struct fail *why);

#endif
