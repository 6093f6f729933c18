/* Groups of users, and what they may. */
#include "desk/usergroup.h"

#include <assert.h>

#include "desk/word.h"

static const char *const names[] = {
	[GROUP_WRITE] = "write",
	[GROUP_REOPEN] = "reopen",
	[GROUP_SEE] = "see",
};
static_assert(ARRAY_LEN(names) == GROUP_RIGHT_COUNT,
    "every right has a name");

const char *
group_right_name(enum group_right right)
{
	assert(right < GROUP_RIGHT_COUNT);
	return names[right];
}

bool
group_right_parse(struct slice word, enum group_right *out)
{
	size_t at;

	if (!word_find(names, ARRAY_LEN(names), word, &at))
		return false;
	*out = (enum group_right)at;
	return true;
}

const struct grant_of_group *
grants_find(const struct grants *grants, enum group_right right,
    int64_t department_id)
{
	for (size_t i = 0; i < grants->count; i++) {
		const struct grant_of_group *grant = &grants->items[i];

		if (grant->right == right && (grant->department_id == 0 ||
			grant->department_id == department_id))
			return grant;
	}
	return NULL;
}
