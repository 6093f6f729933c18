/* The words for what a ticket has any number of. */
#include "desk/ticket_item.h"

#include <assert.h>

#include "desk/word.h"

static const char *const names[] = {
	[ITEM_LABEL] = "label",
	[ITEM_PARTICIPANT] = "participant",
	[ITEM_FOLLOWER] = "follower",
	[ITEM_LINK] = "link",
	[ITEM_FIELD] = "field",
	[ITEM_TIME] = "time",
	[ITEM_CHARGE] = "charge",
};
static_assert(ARRAY_LEN(names) == TICKET_ITEM_COUNT, "every item has a name");

const char *
ticket_item_name(enum ticket_item item)
{
	assert(item < TICKET_ITEM_COUNT);
	return names[item];
}

bool
ticket_item_parse(struct slice word, enum ticket_item *out)
{
	size_t at;

	if (!word_find(names, ARRAY_LEN(names), word, &at))
		return false;
	*out = (enum ticket_item)at;
	return true;
}
