/* What the values of commands mean: people, departments, tickets, times. */
#ifndef APP_LOOKUP_H
#define APP_LOOKUP_H

#include "app/desk.h"
#include "desk/action.h"

/* One command whose value names something, and where what it means goes. */
struct lookup {
	struct desk *desk;
	const struct action *action;
	struct command *command;
	struct target *target;
	struct facts *facts;
	struct arena *arena;
};

/*
 * Fills lookup->target and lookup->command->target.  A name that is unknown or
 * ambiguous becomes the command's problem, with the candidates.
 */
int lookup_value(struct lookup *lookup, struct fail *why);

#endif
