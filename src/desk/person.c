/* People and departments: the words of their closed sets. */
#include "desk/person.h"

#include <assert.h>

#include "desk/word.h"

static const char *const address_states[] = {
	[ADDRESS_OK] = "ok",
	[ADDRESS_SOFT] = "soft",
	[ADDRESS_HARD] = "hard",
};
static_assert(ARRAY_LEN(address_states) == ADDRESS_STATE_COUNT,
    "every state of an address has a name");

static const char *const roles[] = {
	[ROLE_MEMBER] = "member",
	[ROLE_MANAGER] = "manager",
};
static_assert(ARRAY_LEN(roles) == MEMBER_ROLE_COUNT,
    "every role of a member has a name");

const char *
address_state_name(enum address_state state)
{
	assert(state < ADDRESS_STATE_COUNT);
	return address_states[state];
}

bool
address_state_parse(struct slice word, enum address_state *out)
{
	size_t at;

	if (!word_find(address_states, ARRAY_LEN(address_states), word, &at))
		return false;
	*out = (enum address_state)at;
	return true;
}

const char *
member_role_name(enum member_role role)
{
	assert(role < MEMBER_ROLE_COUNT);
	return roles[role];
}

bool
member_role_parse(struct slice word, enum member_role *out)
{
	size_t at;

	if (!word_find(roles, ARRAY_LEN(roles), word, &at))
		return false;
	*out = (enum member_role)at;
	return true;
}

bool
members_have(const struct members *members, int64_t person_id)
{
	for (size_t i = 0; i < members->count; i++)
		if (members->items[i].person_id == person_id)
			return true;
	return false;
}
