/* What an admin may set of a department: the words of its closed sets. */
#include "desk/department.h"

#include <assert.h>

#include "desk/word.h"

static const char *const ccs[] = {
	[CC_SUGGEST] = "suggest",
	[CC_NEVER] = "never",
};
static_assert(ARRAY_LEN(ccs) == DEPARTMENT_CC_COUNT,
    "every rule for Cc has a name");

static const char *const choices[] = {
	[CHOICE_ADDRESS] = "address",
	[CHOICE_EXTENSION] = "extension",
	[CHOICE_TAG] = "tag",
	[CHOICE_ANY] = "any",
};
static_assert(ARRAY_LEN(choices) == DEPARTMENT_CHOICE_COUNT,
    "every way to choose has a name");

const char *
department_cc_name(enum department_cc cc)
{
	assert(cc < DEPARTMENT_CC_COUNT);
	return ccs[cc];
}

bool
department_cc_parse(struct slice word, enum department_cc *out)
{
	size_t at;

	if (!word_find(ccs, ARRAY_LEN(ccs), word, &at))
		return false;
	*out = (enum department_cc)at;
	return true;
}

const char *
department_choice_name(enum department_choice choice)
{
	assert(choice < DEPARTMENT_CHOICE_COUNT);
	return choices[choice];
}

bool
department_choice_parse(struct slice word, enum department_choice *out)
{
	size_t at;

	if (!word_find(choices, ARRAY_LEN(choices), word, &at))
		return false;
	*out = (enum department_choice)at;
	return true;
}
