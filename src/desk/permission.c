/* May this person do that on this ticket; and if not, why. */
#include "desk/permission.h"

#include <assert.h>

#include "base/text.h"
#include "desk/word.h"

/* The user of a ticket needs no place in its department to see it. */
#define USER_RIGHTS (PERMISSION_BIT(MAY_LIST) | PERMISSION_BIT(MAY_READ))

static const char *const names[] = {
	[MAY_LIST] = "list",
	[MAY_READ] = "read",
	[MAY_NOTE] = "note",
	[MAY_REPLY] = "reply",
	[MAY_CHANGE] = "change",
	[MAY_MOVE] = "move",
	[MAY_DELETE] = "delete",
};
static_assert(ARRAY_LEN(names) == PERMISSION_COUNT,
    "every permission has a name");

static const char *const refusals[] = {
	[MAY_LIST] = "you may not see tickets of this department",
	[MAY_READ] = "you may not read tickets of this department",
	[MAY_NOTE] = "you may not leave notes on tickets of this department",
	[MAY_REPLY] = "you may not answer tickets of this department",
	[MAY_CHANGE] = "you may not change tickets of this department",
	[MAY_MOVE] = "you may not move tickets of this department",
	[MAY_DELETE] = "you may not merge tickets of this department",
};
static_assert(ARRAY_LEN(refusals) == PERMISSION_COUNT,
    "every permission has a refusal");

/* Who may change what cannot be read would read it by changing it. */
static unsigned
complete(unsigned rights)
{
	if (rights & ~PERMISSION_BIT(MAY_LIST))
		rights |= PERMISSION_BIT(MAY_READ);
	return rights != 0 ? rights | PERMISSION_BIT(MAY_LIST) : 0;
}

bool
permission_parse_rights(struct slice words, unsigned *out)
{
	struct slice item, word;
	unsigned rights = 0;
	size_t at;

	while (slice_cut(&words, ',', &item))
		while (slice_cut(&item, ' ', &word)) {
			if (slice_eq_nocase(word, SLICE("all")))
				rights |= PERMISSION_ALL;
			else if (word_find(names, ARRAY_LEN(names), word, &at))
				rights |= PERMISSION_BIT(at);
			else if (word.len > 0 &&
			    !slice_eq_nocase(word, SLICE("none")))
				return false;
		}
	*out = complete(rights);
	return true;
}

struct slice
permission_rights(unsigned rights, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	if ((rights & PERMISSION_ALL) == PERMISSION_ALL)
		return SLICE("all");
	for (unsigned i = 0; i < PERMISSION_COUNT; i++)
		if (rights & PERMISSION_BIT(i))
			text_add_format(&text, "%s%s", text.len > 0 ? "," : "",
			    names[i]);
	return text.len > 0 ? text_slice(&text) : SLICE("none");
}

static const struct department *
find(const struct access *access, int64_t id)
{
	for (size_t i = 0; i < access->department_count; i++)
		if (access->departments[i].id == id)
			return &access->departments[i];
	return NULL;
}

/* 1: the person has a place in this department, *role; 0. */
static bool
has_place(const struct access *access, int64_t department_id,
    int64_t person_id, enum member_role *role)
{
	for (size_t i = 0; i < access->members->count; i++) {
		const struct member *member = &access->members->items[i];

		if (member->department_id != department_id ||
		    member->person_id != person_id)
			continue;
		*role = member->role;
		return true;
	}
	return false;
}

/* By one's own place, or as the manager of a department above. */
static unsigned
department_rights(const struct access *access,
    const struct department *department, int64_t person_id)
{
	const struct department *above = department;
	enum member_role role;
	unsigned rights = 0;

	if (has_place(access, department->id, person_id, &role))
		rights = role == ROLE_MANAGER ? department->manager_rights
					      : department->member_rights;
	/* Should the departments form a circle, it ends. */
	for (size_t i = 0; i < access->department_count; i++) {
		above = find(access, above->parent_id);
		if (above == NULL)
			break;
		if (has_place(access, above->id, person_id, &role) &&
		    role == ROLE_MANAGER)
			rights |= department->manager_rights;
	}
	return rights;
}

unsigned
permission_of(const struct access *access, const struct ticket *ticket,
    const struct person *person)
{
	const struct department *department =
	    find(access, ticket->department_id);
	unsigned rights = 0;

	if (!person->is_agent || person->disabled || person->id == 0)
		return 0;
	if (person->is_admin || person->id == ticket->assignee_id)
		return PERMISSION_ALL;
	if (person->id == ticket->user_id)
		rights |= USER_RIGHTS;
	if (department != NULL)
		rights |= department_rights(access, department, person->id);
	return rights;
}

const char *
permission_on(const struct access *access, const struct ticket *ticket,
    const struct person *person, enum permission permission)
{
	if (person->disabled)
		return "your account is disabled";
	if (!person->is_agent)
		return "only agents may do this";
	if (permission_of(access, ticket, person) & PERMISSION_BIT(permission))
		return NULL;
	return refusals[permission];
}

const char *
permission_elsewhere(const struct facts *facts, const struct ticket *ticket,
    const struct person *actor, enum permission permission)
{
	const struct access access = { facts->departments,
		facts->department_count, &facts->everybody };

	return permission_on(&access, ticket, actor, permission);
}

const char *
permission_refusal(const struct facts *facts, const struct person *actor,
    enum permission permission)
{
	return permission_elsewhere(facts, &facts->ticket, actor, permission);
}
