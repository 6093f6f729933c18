/* How answers are worded: times, names, tickets as lines. */
#ifndef APP_ASK_TALK_H
#define APP_ASK_TALK_H

#include "ask.h"
#include "base/text.h"
#include "store/tickets.h"

/* "2026-11-24 22:21", where the desk is. */
void ask_add_time(struct text *text, const struct lookup *lookup, int64_t at);
/* A person's name; of nobody "the desk". */
int ask_add_person(struct text *text, const struct lookup *lookup, int64_t id,
    struct fail *why);
/* "Alice Example <alice@example.test>" */
int ask_add_person_and_address(struct text *text, const struct lookup *lookup,
    int64_t id, struct fail *why);
/* "[#12] open, high, Support, Anna Agent: Printer on fire" */
void ask_add_ticket(struct text *text, const struct ticket_line *line);
/* Foreign text, every line behind two blanks; at most so many octets. */
void ask_add_block(struct text *text, struct slice block, size_t max);

/* Whether the actor may read the ticket as an agent does. */
bool ask_sees(const struct lookup *lookup, const struct ticket *ticket);

#endif
