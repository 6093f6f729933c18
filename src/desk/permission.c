/* May this person do that on this ticket; and if not, why. */
#include "desk/permission.h"

#include <assert.h>

static const char *const refusals[] = {
	[MAY_NOTE] = "you may not leave notes on tickets of this department",
	[MAY_REPLY] = "you may not answer tickets of this department",
	[MAY_CHANGE] = "you may not change tickets of this department",
	[MAY_MOVE] = "you may not move tickets of this department",
};
static_assert(ARRAY_LEN(refusals) == PERMISSION_COUNT,
    "every permission has a refusal");

bool
permission_elsewhere(const struct ticket *ticket,
    const struct members *members, const struct person *actor)
{
	return actor->is_admin || actor->id == ticket->assignee_id ||
	    members_have(members, actor->id);
}

const char *
permission_refusal(const struct facts *facts, const struct person *actor,
    enum permission permission)
{
	if (actor->disabled)
		return "your account is disabled";
	if (!actor->is_agent)
		return "only agents may do this";
	if (permission_elsewhere(&facts->ticket, &facts->members, actor))
		return NULL;
	return refusals[permission];
}
