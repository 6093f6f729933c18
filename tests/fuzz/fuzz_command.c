/* Commands in a text. */
#include "fuzz.h"

#include "desk/answer.h"
#include "desk/command.h"
#include "desk/mention.h"

static void
check_one(struct slice in, struct arena *arena)
{
	struct slice word = SLICE_EMPTY;
	struct command command;

	slice_cut(&in, ' ', &word);
	command_make(word, in, arena, &command);
	FUZZ_CHECK(command.verb != NULL || command.problem != NULL);
}

/* What a held block becomes, and what else is read of a text. */
static void
check_rest(struct command_block *block, struct slice in, struct arena *arena)
{
	size_t before = block->text.len;
	struct slice handle;
	bool alone;

	command_insist(block, true, arena);
	FUZZ_CHECK(!block->held && block->text.len <= before);
	for (size_t i = 0; i < block->count; i++)
		FUZZ_CHECK(block->items[i].problem == NULL);
	FUZZ_CHECK(answer_parse(in, true, arena, &alone) < ANSWER_COUNT);
	while (mention_next(&in, &handle))
		FUZZ_CHECK(handle.len > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct slice in = fuzz_utf8(slice_make(data, size), &arena);
	struct command_block block;
	bool problem = false;

	command_parse(in, &arena, &block);
	FUZZ_CHECK(block.count <= COMMANDS_MAX + 1);
	for (size_t i = 0; i < block.count; i++) {
		const struct command *item = &block.items[i];

		FUZZ_CHECK(item->verb != NULL || item->problem != NULL);
		fuzz_touch(item->line);
		fuzz_touch(item->value);
		fuzz_touch(item->name);
		problem |= item->problem != NULL;
	}
	FUZZ_CHECK(!problem || block.held);
	fuzz_touch(block.text);
	check_one(in, &arena);
	check_rest(&block, in, &arena);
	arena_free(&arena);
	return 0;
}
