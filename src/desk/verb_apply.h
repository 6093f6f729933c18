/* What the verbs do. */
#ifndef DESK_VERB_APPLY_H
#define DESK_VERB_APPLY_H

#include "desk/action.h"

struct step {
	const struct facts *facts;
	const struct action *action;
	struct arena *arena;
	const struct command *command;
	const struct target *target;
	struct changes *out;
	bool said_status; /* a command decided the status */
};

/* Adds to step->out what step->command wants; it was found to be good. */
void verb_apply(struct step *step);

#endif
