/* #macro NAME: the commands and the text that stand for it. */
#include "macro.h"

#include "base/text.h"
#include "store/macros.h"

struct expansion {
	struct action *action;
	struct arena *arena;
	struct command *items;
	size_t count, room;
};

static void
add(struct expansion *to, const struct command *command)
{
	if (to->count == to->room) {
		to->room = to->room * 2 + COMMANDS_MAX;
		to->items = arena_grow(to->arena, to->items,
		    to->count * sizeof(*to->items),
		    to->room * sizeof(*to->items));
	}
	to->items[to->count] = *command;
	if (command->problem == NULL)
		to->items[to->count].problem = command_contradiction(to->items,
		    to->count, command);
	to->action->held = to->action->held ||
	    to->items[to->count].problem != NULL;
	to->count++;
}

/* Behind what the agent wrote; what was no text becomes what was meant. */
static void
add_text(struct expansion *to, struct slice text)
{
	struct entry *entry = &to->action->entry;
	struct text both = TEXT_IN(to->arena);

	text = slice_trim(text);
	if (text.len == 0)
		return;
	if (!to->action->has_entry || entry->kind == ENTRY_EVENT) {
		if (!to->action->has_entry)
			*entry = (struct entry){
				.person_id = to->action->actor.id,
				.at = to->action->at,
				.door = to->action->door };
		to->action->has_entry = true;
		entry->kind = to->action->answers ? ENTRY_REPLY : ENTRY_NOTE;
		entry->is_private = !to->action->answers;
		entry->new_text = SLICE_EMPTY;
	}
	text_add(&both, slice_trim_end(entry->new_text));
	text_add_string(&both, both.len > 0 ? "\n\n" : "");
	text_add(&both, text);
	entry->new_text = text_slice(&both);
	if (entry->text.len == 0)
		entry->text = entry->new_text;
}

static int
expand(struct desk *desk, struct expansion *to, const struct command *command,
    struct fail *why)
{
	struct command said = *command;
	struct command_block block;
	struct macro macro;
	int got;

	got = macros_find(desk->db, command->value, to->arena, &macro, why);
	if (got == 0) {
		said.problem = "there is no such macro";
		add(to, &said);
	}
	if (got <= 0)
		return got;
	command_parse(macro.commands, to->arena, &block);
	for (size_t i = 0; i < block.count; i++) {
		block.items[i].line = arena_format(to->arena, "%.*s: %.*s",
		    SLICE_ARG(command->line), SLICE_ARG(block.items[i].line));
		add(to, &block.items[i]);
	}
	add_text(to, macro.text);
	return 0;
}

int
macro_expand(struct desk *desk, struct action *action, struct arena *arena,
    struct fail *why)
{
	struct expansion to = { .action = action, .arena = arena };
	bool any = false;

	for (size_t i = 0; i < action->command_count; i++)
		any = any || (action->commands[i].problem == NULL &&
		    action->commands[i].verb->id == VERB_MACRO);
	/* What is held is done by nobody yet. */
	if (!any || action->held)
		return 0;
	for (size_t i = 0; i < action->command_count; i++) {
		const struct command *command = &action->commands[i];

		if (command->problem != NULL ||
		    command->verb->id != VERB_MACRO)
			add(&to, command);
		else if (expand(desk, &to, command, why) < 0)
			return -1;
	}
	action->commands = to.items;
	action->command_count = to.count;
	return 0;
}
