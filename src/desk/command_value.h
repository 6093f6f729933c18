/* What may stand behind a command's word. */
#ifndef DESK_COMMAND_VALUE_H
#define DESK_COMMAND_VALUE_H

#include "desk/command.h"

/*
 * Sets command->value from what is written behind command->verb; false when
 * the verb cannot take it.
 */
bool command_set_value(struct command *command, struct slice value,
    struct arena *arena);

/* Without the punctuation that ends a sentence. */
struct slice command_cut_stop(struct slice value);

#endif
