/*
 * Commands in an agent's mail: the first contiguous block of #lines of the
 * agent's own new text.
 */
#ifndef DESK_COMMAND_H
#define DESK_COMMAND_H

#include "base/arena.h"
#include "desk/verb.h"

struct command {
	const struct verb *verb; /* NULL: not understood, see problem */
	struct slice line;	 /* as written, for the receipt */
	struct slice value;	 /* trimmed; of an alias its own */
	const char *problem;	 /* NULL, or a sentence for the receipt */
	/* Filled when names are looked up: the person or department meant. */
	int64_t target;		 /* 0: none ("assign none") */
};

#define COMMANDS_MAX 20 /* per mail */

struct command_block {
	struct command *items;
	size_t count;
	struct slice text; /* what stands behind the block, trimmed */
	/* Some line was not understood, or is a near miss of a privacy word:
	   nothing is applied, nothing goes to the user. */
	bool held;
};

/*
 * Reads the block off the front of `new_text`.  A word that is no verb is held,
 * never text; "#123", "##x" and "# x" are text and end the block ("# note" and
 * other near misses of a privacy word are held).  Case, NBSP, smart quotes do
 * not matter.  Values are checked here when their set is closed (status,
 * priority); conflicts (two different statuses, #note with #reply) are a
 * problem of the later line.
 */
void command_parse(struct slice new_text, struct arena *arena,
    struct command_block *out);

/* One command from separate words (the command line): "status", "solved". */
void command_make(struct slice word, struct slice value, struct arena *arena,
    struct command *out);

#endif
