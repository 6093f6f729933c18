/* Tickets that an agent opens for somebody else. */
#include "desk/behalf.h"

#include "base/text.h"

static const char no_author[] = "the mail that is forwarded here does not show"
    " its author's address; send it again with #for ADDRESS as first line";

/* It is about tickets that are there, whatever stands below. */
static bool
is_about_others(const struct command_block *block)
{
	for (size_t i = 0; i < block->count; i++)
		if (block->items[i].verb != NULL &&
		    (block->items[i].verb->id == VERB_ON ||
			block->items[i].verb->argument == ARGUMENT_QUERY))
			return true;
	return false;
}

/* The command of the block with this verb; NULL: none has it. */
static const struct command *
find_verb(const struct command_block *block, enum verb_id id)
{
	for (size_t i = 0; i < block->count; i++)
		if (block->items[i].verb != NULL &&
		    block->items[i].verb->id == id)
			return &block->items[i];
	return NULL;
}

void
behalf_find(const struct mail *mail, bool forwards, struct arena *arena,
    struct behalf *out)
{
	struct command_block block;
	const struct command *command;

	*out = (struct behalf){ .wanted = false };
	command_parse(mail->new_text, arena, &block);
	if (is_about_others(&block))
		return;
	out->forwards = forwards && mail->is_forward;
	if (out->forwards)
		out->subject = mail_base_subject(mail->forward.subject);
	command = find_verb(&block, VERB_FOR);
	out->wanted = command != NULL || out->forwards;
	if (command != NULL)
		out->address = command->value;
	if (command != NULL || !out->forwards)
		return;
	out->name = mail->forward.from.name;
	if (address_is_sendable(mail->forward.from.address))
		out->address = mail->forward.from.address;
}

/*
 * Folded: an address that only looks like another's shows its A-labels.  What
 * is no address is a name or a number.
 */
struct slice
behalf_text(const struct behalf *behalf, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	struct slice identity;

	if (!address_identity(behalf->address, arena, &identity))
		identity = behalf->address;
	if (behalf->name.len > 0) {
		text_add_line(&text, behalf->name);
		text_add_string(&text, " <");
	}
	text_add_line(&text, identity);
	if (behalf->name.len > 0)
		text_add_char(&text, '>');
	return text_slice(&text);
}

void
behalf_add_command(const struct behalf *behalf, struct arena *arena,
    struct command_block *block)
{
	struct command *items = arena_array(arena, block->count + 1,
	    sizeof(*items));
	struct text line = TEXT_IN(arena);

	text_add_string(&line, "#for ");
	text_add(&line, behalf_text(behalf, arena));
	text_add_string(&line, " (who wrote the forwarded mail)");
	items[0] = (struct command){ .verb = verb_get(VERB_FOR),
		.line = text_slice(&line), .value = behalf->address };
	if (behalf->address.len == 0) {
		items[0].problem = no_author;
		block->held = true;
	}
	for (size_t i = 0; i < block->count; i++)
		items[i + 1] = block->items[i];
	block->items = items;
	block->count++;
}
