/* Merging two people's records: what the one that stays will be. */
#include "desk/person_merge.h"

#include "base/text.h"

static bool
is_address(struct slice name)
{
	return slice_index(name, '@') < name.len &&
	    slice_index(name, ' ') == name.len;
}

void
merge_takes(const struct slice goes[PROFILE_KEY_COUNT],
    const struct slice stays[PROFILE_KEY_COUNT],
    bool takes[PROFILE_KEY_COUNT])
{
	for (int i = 0; i < PROFILE_KEY_COUNT; i++) {
		takes[i] = profile_key((enum profile_id)i)->place !=
		    PROFILE_CONTACT && stays[i].len == 0 && goes[i].len > 0;
	}
	if (is_address(stays[PROFILE_NAME]) && goes[PROFILE_NAME].len > 0 &&
	    !is_address(goes[PROFILE_NAME]))
		takes[PROFILE_NAME] = true;
}

static bool
has(const struct slice *items, size_t count, struct slice item)
{
	for (size_t i = 0; i < count; i++)
		if (slice_eq_nocase(items[i], item))
			return true;
	return false;
}

struct slice
merge_unite(const struct slice *stays, size_t stay_count,
    const struct slice *goes, size_t go_count, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < stay_count + go_count; i++) {
		struct slice item = i < stay_count ? stays[i]
						   : goes[i - stay_count];

		if (i >= stay_count && has(stays, stay_count, item))
			continue;
		text_add_string(&text, text.len > 0 ? ", " : "");
		text_add(&text, item);
	}
	return text_slice(&text);
}
