/* What agents ask by mail: tickets, histories, lists, people, help. */
#ifndef APP_ASK_H
#define APP_ASK_H

#include "lookup.h"

/* All of one answer; what is beyond it is left out, and it says so. */
#define ASK_MAX (256 << 10)
#define ASK_ENTRIES_MAX 20     /* the newest of a ticket */
#define ASK_ENTRY_TEXT_MAX 2000 /* octets of one of them, but of
				   that which the answered letter tells of */
#define ASK_CHANGES_MAX 100
#define ASK_TICKETS_MAX 50
#define ASK_PEOPLE_MAX 10

/*
 * Fills lookup->target->answer with readable text, as much of the desk as the
 * actor may see; what cannot be answered becomes the command's problem.
 */
int ask(struct lookup *lookup, struct fail *why);

#endif
