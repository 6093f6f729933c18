/* Commands: from an agent's lines to verbs with values, or to problems. */
#include "desk/command.h"

#include <assert.h>
#include <string.h>

#include "base/ascii.h"
#include "base/text.h"
#include "command_value.h"
#include "desk/answer.h"
#include "desk/tag.h"
#include "desk/ticket.h"

#define STRING(number) STRING_OF(number)
#define STRING_OF(number) #number

static const char unknown[] = "there is no such command";
static const char only_answers[] =
    "this word answers a letter that asks for it, and does nothing here";
static const char near_private[] =
    "this may be meant as #note; a line before it, #end, makes it text";
static const char too_many[] =
    "more than " STRING(COMMANDS_MAX) " commands in one mail";
static const char contradicts[] = "this contradicts an earlier line";
static const char nothing_behind[] = "nothing can stand behind this word";
static const char answer_behind[] =
    "the answer stands on the lines below, not behind this word";
static const char in_text[] =
    "commands stand at the top, without blank lines between them;"
    " #end above the text makes this text";

/* The usage says what is right, so the sentence is made of it. */
static const char *
usage_problem(const struct verb *verb, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	text_add_format(&text, "write %s", verb->usage);
	return text_string(&text);
}

static void
set_command(struct command *command, struct slice word, struct slice value,
    struct arena *arena)
{
	const char *own;

	command->verb = verb_find(word, &own);
	if (command->verb != NULL && command->verb->id == VERB_FIELD)
		command->name = slice_has(word, SLICE("."))
		    ? arena_copy(arena, slice_from(word,
			slice_index(word, '.') + 1))
		    : SLICE_EMPTY;
	if (command->verb == NULL) {
		command->value = value;
		command->problem = answer_is_word(word) ? only_answers
							: unknown;
		command->is_near_private = verb_is_near_private(word);
	} else if (own != NULL) {
		command->value = slice_of(own);
		if (command_cut_stop(value).len > 0)
			command->problem = nothing_behind;
	} else if ((command->verb->id == VERB_FIELD &&
			command->name.len == 0) ||
	    !command_set_value(command, value, arena)) {
		command->problem = command->verb->argument == ARGUMENT_NONE ||
		    command->verb->argument == ARGUMENT_PAST
		    ? nothing_behind : usage_problem(command->verb, arena);
	}
}

void
command_make(struct slice word, struct slice value, struct arena *arena,
    struct command *out)
{
	struct text line = TEXT_IN(arena);

	value = slice_trim(value);
	text_add(&line, word);
	if (value.len > 0)
		text_add_char(&line, ' ');
	text_add(&line, value);
	*out = (struct command){ .line = text_slice(&line) };
	set_command(out, tag_fold_word(word, arena), value, arena);
}

/* Whether the verb does something that #undo would take back again. */
static bool
changes_ticket(const struct verb *verb)
{
	return !verb_is_about_text(verb) && verb->id != VERB_PREVIEW &&
	    verb->id != VERB_ON && verb->argument != ARGUMENT_QUERY;
}

/* Whose is what, by the same mail: who it is must be clear before. */
static bool
meet(const struct command *a, const struct command *b)
{
	bool is_record = a->verb->id == VERB_MERGEUSER ||
	    a->verb->id == VERB_ADDADDRESS;

	return is_record && a->verb->id != b->verb->id &&
	    b->verb->argument == ARGUMENT_PEOPLE;
}

static bool
contradict(const struct command *a, const struct command *b)
{
	const struct verb *verb = a->verb;

	if (a->problem != NULL)
		return false;
	if (verb->id == VERB_FIELD && b->verb->id == VERB_FIELD)
		return slice_eq_nocase(a->name, b->name) &&
		    !slice_eq(a->value, b->value);
	if (verb->id == b->verb->id)
		return !verb_is_repeatable(verb) &&
		    !slice_eq_nocase(a->value, b->value);
	/* What is taken back is not done anew in the same breath. */
	if (verb->id == VERB_UNDO)
		return changes_ticket(b->verb);
	if (b->verb->id == VERB_UNDO)
		return changes_ticket(verb);
	if (meet(a, b) || meet(b, a))
		return true;
	/* Text is private, or it is not, or there shall be none. */
	return verb_is_about_text(verb) && verb_is_about_text(b->verb);
}

const char *
command_contradiction(const struct command *items, size_t count,
    const struct command *command)
{
	for (size_t i = 0; i < count; i++)
		if (contradict(&items[i], command))
			return contradicts;
	return NULL;
}

static void
add_command(struct command_block *block, const struct command *command,
    struct arena *arena)
{
	if (block->count > COMMANDS_MAX)
		return;
	if (block->items == NULL)
		block->items = arena_array(arena, COMMANDS_MAX + 1,
		    sizeof(*block->items));
	block->items[block->count] = *command;
	if (block->count == COMMANDS_MAX)
		block->items[block->count].problem = too_many;
	block->held = block->held || block->items[block->count].problem != NULL;
	block->count++;
}

static void
add_problem(struct command_block *block, struct slice line,
    const char *problem, bool is_near_private, struct arena *arena)
{
	struct command command = { .line = line, .problem = problem,
		.is_near_private = is_near_private };

	add_command(block, &command, arena);
}

struct reader {
	struct arena *arena;
	struct arena scratch; /* for one line at a time */
	struct command_block *block;
	struct slice rest; /* not read yet */
	struct text said;  /* behind "#note" */
	bool ended;	   /* by #end: what follows is text for certain */
};

static void
read_command(struct reader *reader, struct slice line, const struct tag *tag)
{
	struct command command = { .line = slice_trim(line) };

	if (reader->block->count > COMMANDS_MAX)
		return;
	set_command(&command, tag->word, tag->value, reader->arena);
	/* People begin their note where the word is; a mail to a user that
	   begins so is rather a mistake. */
	if (command.verb != NULL && command.verb->id == VERB_NOTE &&
	    command.value.len > 0) {
		text_add(&reader->said, command.value);
		text_add_char(&reader->said, '\n');
		command.value = SLICE_EMPTY;
	}
	if (command.verb != NULL && command.verb->id == VERB_REPLY &&
	    command.value.len > 0)
		command.problem = answer_behind;
	if (command.problem == NULL)
		command.problem = command_contradiction(reader->block->items,
		    reader->block->count, &command);
	reader->ended = command.verb != NULL && command.verb->id == VERB_END;
	if (!reader->ended || command.problem != NULL)
		add_command(reader->block, &command, reader->arena);
}

static void
read_block(struct reader *reader)
{
	struct slice	next = reader->rest;
	struct slice	line;
	struct tag	tag;

	while (!reader->ended && slice_line(&next, &line)) {
		arena_reset(&reader->scratch);
		tag_parse(line, &reader->scratch, &tag);
		if (tag.kind == TAG_NEAR)
			add_problem(reader->block, slice_trim(line),
			    near_private, true, reader->arena);
		if (tag.kind == TAG_TEXT || tag.kind == TAG_NEAR)
			return;
		if (tag.kind == TAG_BLANK && reader->block->count > 0)
			return;
		if (tag.kind == TAG_WORD)
			read_command(reader, line, &tag);
		reader->rest = next;
	}
}

/* Also lines of blanks that slice_trim does not know. */
static struct slice
skip_blank_lines(struct reader *reader)
{
	struct slice	text = reader->rest;
	struct slice	next = text;
	struct slice	line;
	struct tag	tag;

	while (slice_line(&next, &line)) {
		tag_parse(line, &reader->scratch, &tag);
		if (tag.kind != TAG_BLANK)
			break;
		text = next;
	}
	return text;
}

static bool
is_note(const struct command_block *block)
{
	for (size_t i = 0; i < block->count; i++)
		if (block->items[i].verb != NULL &&
		    block->items[i].verb->id == VERB_NOTE)
			return true;
	return false;
}

/* It has ended the block already. */
static bool
is_last(const struct command_block *block, struct slice line)
{
	return block->count > 0 &&
	    block->items[block->count - 1].line.data == line.data;
}

/* Somebody may have meant #note; a blank line before it changes nothing. */
static bool
is_near_miss(const struct tag *tag, const struct verb *verb)
{
	return tag->kind == TAG_NEAR || (tag->kind == TAG_WORD &&
	    verb == NULL && verb_is_near_private(tag->word));
}

/*
 * A command below the text would be read by the user instead of obeyed, and a
 * note with it.  Blank lines do not make text of commands: HTML has one behind
 * each paragraph.
 */
static void
check_text(struct reader *reader)
{
	struct slice		 rest = reader->rest;
	struct slice		 line;
	struct tag		 tag;
	const struct verb	*verb;
	const char		*value;
	bool			 first = true;

	while (slice_line(&rest, &line)) {
		arena_reset(&reader->scratch);
		tag_parse(line, &reader->scratch, &tag);
		verb = NULL;
		if (tag.kind == TAG_WORD)
			verb = verb_find(tag.word, &value);
		if (first && is_near_miss(&tag, verb)) {
			if (!is_last(reader->block, slice_trim(line)))
				add_problem(reader->block, slice_trim(line),
				    near_private, true, reader->arena);
		} else if (verb != NULL && (first || verb->id == VERB_NOTE)) {
			add_problem(reader->block, slice_trim(line), in_text,
			    verb->id == VERB_NOTE, reader->arena);
		} else {
			first = first && tag.kind == TAG_BLANK;
		}
	}
}

void
command_parse(struct slice new_text, struct arena *arena,
    struct command_block *out)
{
	struct reader reader = {
		.arena = arena,
		.scratch = ARENA_INIT,
		.block = out,
		.rest = new_text,
		.said = TEXT_IN(arena),
	};

	*out = (struct command_block){ .items = NULL };
	read_block(&reader);
	if (!reader.ended && !is_note(out))
		check_text(&reader);

	if (reader.said.len > 0) {
		text_add(&reader.said, reader.rest);
		out->text = slice_trim(text_slice(&reader.said));
	} else {
		out->text = slice_trim(skip_blank_lines(&reader));
	}
	arena_free(&reader.scratch);
}
