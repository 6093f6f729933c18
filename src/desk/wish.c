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
wish_parse(struct slice value, struct wish *out)
{
	struct slice word;
	size_t at;

	out->scope = SCOPE_USUAL;
	out->digest = false;
	while (slice_cut(&value, ',', &word)) {
		word = slice_trim(word);
		if (slice_eq_nocase(word, SLICE("digest")))
			out->digest = true;
		else if (word_find(names, ARRAY_LEN(names), word, &at))
			out->scope = (enum wish_scope)at;
		else
			return false;
	}
	return true;
}

struct slice
wish_text(const struct wish *wish, struct arena *arena)
{
	return arena_format(arena, "%s%s", wish_scope_name(wish->scope),
	    wish->digest ? ",digest" : "");
}

bool
wish_covers(enum letter_event event)
{
	return letter_event_row(event)->choosable;
}

static const struct wish *
find(const struct wishes *wishes, int64_t person_id, enum letter_event event)
{
	for (size_t i = 0; i < wishes->count; i++)
		if (wishes->items[i].person_id == person_id &&
		    wishes->items[i].event == event)
			return &wishes->items[i];
	return NULL;
}

enum wish_scope
wishes_find(const struct wishes *wishes, int64_t person_id,
    enum letter_event event)
{
	const struct wish *wish = find(wishes, person_id, event);

	return wish == NULL ? SCOPE_USUAL : wish->scope;
}

bool
wishes_digest(const struct wishes *wishes, int64_t person_id,
    enum letter_event event)
{
	const struct wish *wish = find(wishes, person_id, event);

	return wish != NULL && wish->digest;
}
