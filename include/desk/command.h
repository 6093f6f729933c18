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
	struct slice name;	 /* of "#field.NAME": NAME; else empty */
	/* Folded and trimmed; of an alias its own; of a closed set its word as
	   the tables have it. */
	struct slice value;
	const char *problem;	 /* NULL, or a sentence for the receipt */
	/* Of a problem: the line may have been meant to keep the text among
	   colleagues. */
	bool is_near_private;
	/* Filled when names are looked up: the person or department meant. */
	int64_t target;		 /* 0: none ("assign none") */
};

#define COMMANDS_MAX 20 /* per mail */

struct command_block {
	struct command *items;
	size_t count; /* one more than COMMANDS_MAX when there are too many */
	/* What stands behind the block, trimmed; before it what stands behind
	   "#note" on its own line. */
	struct slice text;
	/* Some item has a problem: nothing is applied, nothing goes to the
	   user. */
	bool held;
};

/*
 * Reads the block off the front of `new_text`: lines "#name value" or "#name:
 * value" up to the first blank or other line, or "#end".  What desk/tag.h folds
 * away does not matter.
 *
 * A word that is no verb is held, never text; "#123", "##x" and "# x" are text
 * and end the block.  A near miss of a privacy word ("# note") ends it too, and
 * is held; so is a command that stands in the text where it would be sent to
 * the user: any line "#note" (#private, #internal), and a known command as
 * first line behind the blank one.  "#end" before the text lets both through.
 *
 * Values are checked here when their set is closed (status, priority); a line
 * that contradicts an earlier one (two statuses, #note with #reply) is a
 * problem.  Slices point into `new_text` or the arena.
 */
void command_parse(struct slice new_text, struct arena *arena,
    struct command_block *out);

/* Why a command cannot stand with those before it; NULL: it can. */
const char *command_contradiction(const struct command *items, size_t count,
    const struct command *command);

/*
 * What is left of a held block when its author insists: with `commands` those
 * without a problem, else none.  Lines of the text that are problems are cut
 * out of it.  False when the text may have been meant for colleagues only.
 */
bool command_insist(struct command_block *block, bool commands,
    struct arena *arena);

/*
 * One command from separate words, without mail ("status", "solved").  The
 * value of note and reply is what is said.
 */
void command_make(struct slice word, struct slice value, struct arena *arena,
    struct command *out);

#endif
