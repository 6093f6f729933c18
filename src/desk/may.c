/* May this person do that, and why. */
#include "desk/may.h"

#include <assert.h>

#include "desk/word.h"

static const char *const names[] = {
	[MAY_DO_LIST] = "list",
	[MAY_DO_READ] = "read",
	[MAY_DO_NOTE] = "note",
	[MAY_DO_REPLY] = "reply",
	[MAY_DO_CHANGE] = "change",
	[MAY_DO_MOVE] = "move",
	[MAY_DO_DELETE] = "delete",
	[MAY_WRITE] = "write",
	[MAY_SEE] = "see",
	[MAY_ANSWER] = "answer",
	[MAY_REOPEN] = "reopen",
	[MAY_PRIORITY] = "priority",
};
static_assert(ARRAY_LEN(names) == MAY_DEED_COUNT, "every deed has a name");
static_assert((int)MAY_DO_DELETE == (int)MAY_DELETE,
    "agents' deeds are numbered as their permissions");

const char *
may_deed_name(enum may_deed deed)
{
	assert(deed < MAY_DEED_COUNT);
	return names[deed];
}

bool
may_deed_parse(struct slice word, enum may_deed *out)
{
	size_t at;

	if (!word_find(names, ARRAY_LEN(names), word, &at))
		return false;
	*out = (enum may_deed)at;
	return true;
}

static bool
say(struct text *chain, bool answer, const char *line)
{
	text_add_format(chain, "%s\n", line);
	return answer;
}

/* What a user's deed is when an agent does it. */
static enum permission
permission_for(enum may_deed deed)
{
	switch (deed) {
	case MAY_SEE:
		return MAY_READ;
	case MAY_ANSWER:
		return MAY_REPLY;
	case MAY_REOPEN:
	case MAY_PRIORITY:
		return MAY_CHANGE;
	case MAY_DO_LIST:
	case MAY_DO_READ:
	case MAY_DO_NOTE:
	case MAY_DO_REPLY:
	case MAY_DO_CHANGE:
	case MAY_DO_MOVE:
	case MAY_DO_DELETE:
	case MAY_WRITE:
	case MAY_DEED_COUNT:
		break;
	}
	return (enum permission)deed;
}

/* Of an agent, by what permission_of counts. */
static bool
may_agent(const struct may_facts *facts, enum may_deed deed,
    struct text *chain)
{
	const struct ticket in_department = {
		.department_id = facts->department->id };
	const struct ticket *ticket = facts->ticket != NULL ? facts->ticket
							    : &in_department;
	enum permission permission = permission_for(deed);
	unsigned rights = permission_of(facts->access, ticket, facts->person);
	const char *refusal;

	text_add_string(chain, "is an agent\n");
	if (facts->person->is_admin)
		text_add_string(chain, "is an admin, who may everything\n");
	else if (facts->person->id == ticket->assignee_id)
		text_add_string(chain, "has the ticket, and may everything with"
		    " it\n");
	if (facts->person->id == ticket->user_id)
		text_add_string(chain, "is the ticket's user\n");
	text_add_format(chain, "may, in %.*s: %.*s\n",
	    SLICE_ARG(facts->department->name),
	    SLICE_ARG(permission_rights(rights, chain->arena)));
	refusal = permission_on(facts->access, ticket, facts->person,
	    permission);
	if (refusal != NULL)
		text_add_format(chain, "%s\n", refusal);
	return refusal == NULL;
}

static bool
by_grant(const struct may_facts *facts, enum group_right right,
    struct text *chain)
{
	const struct grant_of_group *grant = grants_find(facts->grants, right,
	    facts->department->id);
	const char *name = group_right_name(right);
	const char *to = right == GROUP_WRITE ? " to " : "";
	struct slice where = right != GROUP_WRITE ? SLICE_EMPTY
	    : grant != NULL && grant->department_id == 0
	    ? SLICE("every department") : facts->department->name;

	if (grant == NULL)
		text_add_format(chain, "is in no group that may %s%s%.*s\n",
		    name, to, SLICE_ARG(where));
	else
		text_add_format(chain, "is in the group %.*s, which may"
		    " %s%s%.*s\n", SLICE_ARG(grant->group), name, to,
		    SLICE_ARG(where));
	return grant != NULL;
}

static bool
is_colleague(const struct may_facts *facts)
{
	return facts->belonging->organization_id != 0 &&
	    facts->belonging->organization_id ==
		facts->owner->organization_id;
}

/* Whether it is their ticket; or one that they read along with. */
static bool
is_on(const struct may_facts *facts, struct text *chain)
{
	if (facts->person->id != 0 &&
	    facts->person->id == facts->ticket->user_id)
		return say(chain, true, "is the ticket's user");
	if (facts->participates)
		return say(chain, true, "is a participant of the ticket");
	return say(chain, false, "is neither its user nor a participant");
}

static bool
may_see(const struct may_facts *facts, struct text *chain)
{
	if (is_on(facts, chain))
		return true;
	if (!is_colleague(facts))
		return say(chain, false,
		    "does not belong to its user's organization");
	text_add_format(chain, "belongs to %.*s as its user does, as %.*s\n",
	    SLICE_ARG(facts->belonging->organization),
	    SLICE_ARG(facts->belonging->role));
	if (facts->belonging->manages)
		return say(chain, true, "manages it, and sees its tickets");
	return by_grant(facts, GROUP_SEE, chain);
}

static bool
may_answer(const struct may_facts *facts, struct text *chain)
{
	if (is_on(facts, chain))
		return true;
	if (!is_colleague(facts) || !facts->belonging->manages)
		return say(chain, false,
		    "does not manage its user's organization");
	text_add_format(chain, "manages %.*s, where managers %s\n",
	    SLICE_ARG(facts->belonging->organization),
	    manager_part_name(facts->belonging->managers));
	return facts->belonging->managers != MANAGERS_SEE;
}

static bool
may_user(const struct may_facts *facts, enum may_deed deed,
    struct text *chain)
{
	text_add_format(chain, "%s\n", facts->person->id == 0
	    ? "is nobody the desk has a record of" : "is a user");
	switch (deed) {
	case MAY_WRITE:
		return by_grant(facts, GROUP_WRITE, chain);
	case MAY_SEE:
		return may_see(facts, chain);
	case MAY_ANSWER:
		return may_answer(facts, chain);
	case MAY_REOPEN:
		return may_answer(facts, chain) &&
		    by_grant(facts, GROUP_REOPEN, chain);
	case MAY_PRIORITY:
		return say(chain, false, "no user says how urgent it is");
	case MAY_DO_LIST:
	case MAY_DO_READ:
	case MAY_DO_NOTE:
	case MAY_DO_REPLY:
	case MAY_DO_CHANGE:
	case MAY_DO_MOVE:
	case MAY_DO_DELETE:
	case MAY_DEED_COUNT:
		break;
	}
	return say(chain, false, "only agents may that");
}

bool
may(const struct may_facts *facts, enum may_deed deed, struct text *chain)
{
	if (facts->person->disabled)
		return say(chain, false, "is disabled");
	if (!facts->person->is_agent)
		return may_user(facts, deed, chain);
	if (deed == MAY_WRITE)
		return say(chain, true, "is an agent, who may write anywhere");
	return may_agent(facts, deed, chain);
}
