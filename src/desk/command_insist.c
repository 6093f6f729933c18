/* What is left of a block that was held, when its author insists. */
#include "base/text.h"
#include "desk/command.h"

static bool
is_problem(const struct command_block *block, struct slice line)
{
	for (size_t i = 0; i < block->count; i++)
		if (block->items[i].problem != NULL &&
		    slice_eq(block->items[i].line, line))
			return true;
	return false;
}

/* Whoever held the mail for a line of it did not mean it to be read. */
static struct slice
cut_problems(const struct command_block *block, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	struct slice rest = block->text, line;

	while (slice_line(&rest, &line)) {
		if (is_problem(block, slice_trim(line)))
			continue;
		text_add(&text, line);
		text_add_char(&text, '\n');
	}
	return slice_trim(text_slice(&text));
}

bool
command_insist(struct command_block *block, bool commands,
    struct arena *arena)
{
	bool public = true;
	size_t kept = 0;

	block->text = cut_problems(block, arena);
	for (size_t i = 0; i < block->count; i++) {
		const struct command *command = &block->items[i];

		if (command->is_near_private || (command->verb != NULL &&
			command->verb->id == VERB_NOTE))
			public = false;
		if (commands && command->problem == NULL &&
		    command->verb->id != VERB_PREVIEW)
			block->items[kept++] = *command;
	}
	block->count = kept;
	block->held = false;
	return public;
}
