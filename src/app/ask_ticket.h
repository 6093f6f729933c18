/* One ticket for who asks by mail. */
#ifndef APP_ASK_TICKET_H
#define APP_ASK_TICKET_H

#include "ask_talk.h"

/* Its facts, and what was said last; or, with `history`, who changed what. */
int ask_ticket(struct lookup *lookup, bool history, struct text *text,
    struct fail *why);

#endif
