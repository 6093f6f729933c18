/* What the values of those commands mean that are about the ticket's user. */
#include "lookup_user.h"

#include "app/ban.h"
#include "app/belonging.h"
#include "store/bans.h"
#include "store/organizations.h"
#include "store/people.h"
#include "store/usergroups.h"

/* What a record is that shall become part of the ticket's user. */
static const char *
merge_problem(const struct lookup *lookup)
{
	const struct person *person = &lookup->target->person;

	if (person->id == 0)
		return "nobody has this address: #addaddress gives it to the"
		    " ticket's user";
	if (person->id == lookup->facts->ticket.user_id)
		return "this is the ticket's user already";
	return person->is_agent ? "this is an agent, whose record must stay"
	    : NULL;
}

static const char *
address_problem(const struct lookup *lookup)
{
	const struct target *target = lookup->target;

	if (target->person.id == lookup->facts->ticket.user_id)
		return "this is an address of the ticket's user already";
	if (target->person.id != 0)
		return arena_format(lookup->arena, "it is that of somebody:"
		    " #mergeuser %lld makes one of two",
		    (long long)target->person.id).data;
	return target->address.identity.len == 0 ? "write an address" : NULL;
}

/* Rights hang on an agent's record; and of who was deleted none is left. */
int
lookup_user_change(struct lookup *lookup, struct fail *why)
{
	struct command *command = lookup->command;
	enum verb_id id = command->verb->id;
	struct address unused;
	int got = 1;

	if (command->problem != NULL ||
	    (id != VERB_MERGEUSER && id != VERB_ADDADDRESS))
		return 0;
	command->problem = id == VERB_MERGEUSER ? merge_problem(lookup)
						: address_problem(lookup);
	if (command->problem == NULL && lookup->facts->user.is_agent &&
	    !lookup->action->actor.is_admin)
		command->problem = "the ticket's user is an agent: that is for"
		    " admins";
	if (command->problem == NULL && id == VERB_MERGEUSER)
		got = people_primary_address(lookup->desk->db,
		    lookup->target->person.id, lookup->arena, &unused, why);
	if (got == 0)
		command->problem = "there is no such user any more";
	return got < 0 ? -1 : 0;
}

/* Who manages one is moved by an admin: see `maildesk organization join`. */
int
lookup_organization(struct lookup *lookup, struct fail *why)
{
	struct command *command = lookup->command;
	struct target *target = lookup->target;
	int got = 1;

	if (!slice_eq_nocase(command->value, SLICE("none")))
		got = belonging_find(lookup->desk->db, command->value,
		    lookup->arena, &target->organization, why);
	if (got == 0)
		command->problem = "there is no such organization";
	if (got <= 0)
		return got;
	if (belongings_get(lookup->desk->db, lookup->facts->user.id,
		lookup->arena, &target->belonging, why) < 0)
		return -1;
	command->target = target->organization.id;
	if (target->belonging.manages)
		command->problem = "they manage their organization: an admin"
		    " moves them";
	return 0;
}

/* Groups carry rights, and bans keep mail out: these are an admin's. */
static bool
expect_admin(struct lookup *lookup)
{
	if (!lookup->action->actor.is_admin)
		lookup->command->problem = "that is for admins";
	return lookup->action->actor.is_admin;
}

/* Those that everybody is in have no members of their own. */
int
lookup_group(struct lookup *lookup, struct fail *why)
{
	struct command *command = lookup->command;
	struct usergroup *group = &lookup->target->group;
	int got;

	if (!expect_admin(lookup))
		return 0;
	got = usergroups_find(lookup->desk->db, command->value, lookup->arena,
	    group, why);
	if (got == 0)
		command->problem = "there is no such group";
	else if (got == 1 && group->id <= USERGROUP_REGISTERED)
		command->problem = "nobody is put into this group: whoever"
		    " writes is in it";
	command->target = group->id;
	return got < 0 ? -1 : 0;
}

/* What is banned: the value, or where the user's letters go. 1, 0, -1. */
static int
find_pattern(struct lookup *lookup, struct slice *out, struct fail *why)
{
	struct slice word = lookup->command->value;
	struct address address;
	int got = 1;

	if (word.len == 0) {
		got = people_primary_address(lookup->desk->db,
		    lookup->facts->ticket.user_id, lookup->arena, &address,
		    why);
		word = got == 1 ? address.address : SLICE_EMPTY;
	}
	if (got < 0)
		return -1;
	return ban_pattern(word, lookup->arena, out);
}

int
lookup_ban(struct lookup *lookup, struct fail *why)
{
	struct command *command = lookup->command;
	struct slice *pattern = &lookup->target->value;
	struct ban ban;
	int got;

	if (!expect_admin(lookup))
		return 0;
	got = find_pattern(lookup, pattern, why);
	if (got == 0)
		command->problem = "write an address, or a domain like"
		    " @example.com";
	if (got <= 0)
		return got;
	if (command->verb->id == VERB_BAN)
		return ban_check(lookup->desk, *pattern, lookup->arena,
		    &command->problem, why) < 0 ? -1 : 0;
	got = bans_get(lookup->desk->db, *pattern, lookup->arena, &ban, why);
	if (got == 0)
		command->problem = "this is not banned";
	return got < 0 ? -1 : 0;
}
