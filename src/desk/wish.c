/* What an agent wants to hear of. */
#include "desk/wish.h"

#include <assert.h>

#include "desk/word.h"

static const char *const names[] = {
	[SCOPE_USUAL] = "usual",
	[SCOPE_ALL] = "all",
	[SCOPE_DEPARTMENT] = "department",
	[SCOPE_MINE] = "mine",
	[SCOPE_NONE] = "none",
};
static_assert(ARRAY_LEN(names) == WISH_SCOPE_COUNT, "every scope has a name");

const char *
wish_scope_name(enum wish_scope scope)
{
	assert(scope < WISH_SCOPE_COUNT);
	return names[scope];
}

bool
wish_scope_parse(struct slice word, enum wish_scope *out)
{
	size_t at;

	if (!word_find(names, ARRAY_LEN(names), word, &at))
		return false;
	*out = (enum wish_scope)at;
	return true;
}

bool
wish_covers(enum letter_event event)
{
	return letter_event_row(event)->choosable;
}

enum wish_scope
wishes_find(const struct wishes *wishes, int64_t person_id,
    enum letter_event event)
{
	for (size_t i = 0; i < wishes->count; i++)
		if (wishes->items[i].person_id == person_id &&
		    wishes->items[i].event == event)
			return wishes->items[i].scope;
	return SCOPE_USUAL;
}
