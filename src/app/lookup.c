/* What the values of commands mean, one function per kind of argument. */
#include "lookup.h"

#include <assert.h>

#include "app/ours.h"
#include "ask.h"
#include "base/text.h"
#include "desk/when.h"
#include "lookup_user.h"
#include "mail/address.h"
#include "store/departments.h"
#include "store/entries.h"
#include "store/fields.h"
#include "store/people.h"
#include "store/teams.h"
#include "store/tickets.h"
#include "undo.h"

#define CANDIDATES_MAX 5

static const char *
candidates(const struct person *people, int count, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	text_add_string(&text, "this may be");
	for (int i = 0; i < count && i < CANDIDATES_MAX; i++) {
		text_add_string(&text, i == 0 ? " " : ", ");
		text_add_line(&text, people[i].name);
		text_add_string(&text, " (");
		text_add_line(&text, people[i].handle);
		text_add_char(&text, ')');
	}
	return text_string(&text);
}


static int
find_agent(struct lookup *lookup, struct fail *why)
{
	struct command *command = lookup->command;
	struct person *out = &lookup->target->person;
	struct person found[CANDIDATES_MAX];
	int count;

	if (slice_eq_nocase(command->value, SLICE("none")))
		return 0;
	if (slice_eq_nocase(command->value, SLICE("me"))) {
		*out = lookup->action->actor;
		command->target = out->id;
		return 0;
	}
	count = people_find_agents(lookup->desk->db, command->value,
	    lookup->arena, found, CANDIDATES_MAX, why);
	if (count < 0)
		return -1;
	if (count == 0)
		command->problem = "there is no such agent";
	else if (count > 1)
		command->problem = candidates(found, count, lookup->arena);
	else
		*out = found[0];
	command->target = out->id;
	return 0;
}

static int
find_follower(struct lookup *lookup, struct fail *why)
{
	if (slice_eq_nocase(lookup->command->value, SLICE("none"))) {
		lookup->command->problem = "name an agent, or nobody for"
		    " yourself";
		return 0;
	}
	return find_agent(lookup, why);
}

static int
find_department(struct lookup *lookup, struct fail *why)
{
	struct department *out = &lookup->target->department;
	int got;

	got = departments_by_name(lookup->desk->db, lookup->command->value,
	    lookup->arena, out, why);
	if (got < 0)
		return -1;
	if (got == 0) {
		lookup->command->problem = "there is no such department";
		return 0;
	}
	lookup->command->target = out->id;
	return departments_members(lookup->desk->db, out->id, lookup->arena,
	    &lookup->facts->moved_to, why);
}

/* An address that nobody has yet is fine where somebody is added. */
static int
find_by_address(struct lookup *lookup, struct fail *why)
{
	struct command *command = lookup->command;
	struct target *target = lookup->target;
	struct department ours;
	struct slice identity;
	int got;

	if (!address_identity(command->value, lookup->arena, &identity) ||
	    !address_is_sendable(command->value)) {
		command->problem = "this is no address that can be written to";
		return 0;
	}
	got = ours_department(lookup->desk, identity, lookup->arena, &ours, why);
	if (got == 1)
		command->problem = "this is an address of the desk itself";
	if (got != 0)
		return got < 0 ? -1 : 0;
	got = people_by_identity(lookup->desk->db, identity, lookup->arena,
	    &target->person, &target->address, why);
	if (got != 0)
		return got < 0 ? -1 : 0;
	if (command->verb->id == VERB_UNCC)
		command->problem = "nobody has this address";
	target->address = (struct address){ .address = command->value,
		.identity = identity };
	return 0;
}

static int
find_people(struct lookup *lookup, struct fail *why)
{
	struct command *command = lookup->command;
	struct slice number = command->value;
	int64_t id;
	int got;

	if (command->verb->id == VERB_FOR && !lookup->action->on_behalf)
		command->problem = "this begins a new mail; #requester says"
		    " whose a ticket is that is there";
	else if (slice_eq_nocase(number, SLICE("none")))
		command->problem = arena_format(lookup->arena, "write %s",
		    command->verb->usage).data;
	if (command->problem != NULL)
		return 0;
	if (slice_index(number, '@') < number.len)
		got = find_by_address(lookup, why);
	else if (slice_number(slice_from(number,
		slice_starts(number, SLICE("#")) ? 1 : 0), INT64_MAX, &id)) {
		got = people_get(lookup->desk->db, id, lookup->arena,
		    &lookup->target->person, why);
		if (got == 0)
			command->problem = "there is no person of this number";
	} else {
		got = find_agent(lookup, why);
	}
	command->target = lookup->target->person.id;
	return got < 0 ? -1 : lookup_user_change(lookup, why);
}

/* One of those that the ticket's user has. */
static int
find_address(struct lookup *lookup, struct fail *why)
{
	struct command *command = lookup->command;
	struct address *items;
	struct slice identity;
	size_t count;

	if (slice_eq_nocase(command->value, SLICE("none")))
		return 0;
	if (!address_identity(command->value, lookup->arena, &identity))
		identity = SLICE_EMPTY;
	if (people_addresses(lookup->desk->db, lookup->facts->ticket.user_id,
		lookup->arena, &items, &count, why) < 0)
		return -1;
	command->problem = "this is no address of the ticket's user";
	for (size_t i = 0; i < count; i++)
		if (slice_eq(items[i].identity, identity)) {
			lookup->target->address = items[i];
			command->target = items[i].id;
			command->problem = NULL;
		}
	return 0;
}

static int
find_time(struct lookup *lookup, struct fail *why)
{
	(void)why;
	if (slice_eq_nocase(lookup->command->value, SLICE("none")))
		return 0;
	if (!when_parse(lookup->command->value, lookup->action->at,
		lookup->desk->conf->timezone, &lookup->target->when))
		lookup->command->problem = "this is no time to come: write 3d,"
		    " friday 14:00, 2026-12-01 or none";
	return 0;
}

static int
find_ticket(struct lookup *lookup, struct fail *why)
{
	struct command *command = lookup->command;
	int64_t id = 0;
	int got;

	slice_number(command->value, INT64_MAX, &id);
	got = tickets_get(lookup->desk->db, id, lookup->arena,
	    &lookup->target->ticket, why);
	if (got == 0)
		command->problem = "there is no such ticket";
	else if (got == 1 && lookup->target->ticket.id ==
	    lookup->facts->ticket.id)
		command->problem = "this is the ticket itself";
	command->target = lookup->target->ticket.id;
	return got < 0 ? -1 : 0;
}

/* A message of this ticket that is not its only one. */
static int
find_entry(struct lookup *lookup, struct fail *why)
{
	struct command *command = lookup->command;
	const struct ticket *ticket = &lookup->facts->ticket;
	struct entry *entry = &lookup->target->entry;
	int64_t id = lookup->action->about_entry_id, count = 0;
	int got;

	if (command->value.len > 0)
		slice_number(command->value, INT64_MAX, &id);
	got = entries_get(lookup->desk->db, id, lookup->arena, entry, why);
	if (got == 1)
		got = entries_count(lookup->desk->db, ticket->id, &count, why);
	if (got < 0)
		return -1;
	if (entry->id == 0)
		command->problem = "say which entry: there is no such one";
	else if (entry->ticket_id != ticket->id ||
	    entry->kind != ENTRY_MESSAGE || entry->person_id == 0)
		command->problem = "only a mail that came to this ticket can be"
		    " split off";
	else if (count < 2)
		command->problem = "there is nothing else in this ticket";
	command->target = entry->id;
	return 0;
}

static int
find_team(struct lookup *lookup, struct fail *why)
{
	struct command *command = lookup->command;
	struct facts *facts = lookup->facts;
	int got;

	if (slice_eq_nocase(command->value, SLICE("none")))
		return 0;
	got = teams_find(lookup->desk->db, command->value, lookup->arena,
	    &lookup->target->team, why);
	if (got == 0)
		command->problem = "there is no such team";
	command->target = lookup->target->team.id;
	if (got <= 0)
		return got;
	return teams_members(lookup->desk->db, command->target, lookup->arena,
	    &facts->team_members, &facts->team_member_count, why);
}

/* "there is no such field, only colour, size" */
static int
refuse_field(struct lookup *lookup, struct fail *why)
{
	struct text text = TEXT_IN(lookup->arena);
	struct field *items;
	size_t count, found = 0;

	if (fields_list(lookup->desk->db, lookup->arena, &items, &count,
		why) < 0)
		return -1;
	text_add_string(&text, "there is no such field");
	for (size_t i = 0; i < count; i++) {
		if (items[i].object != FIELD_OF_TICKET)
			continue;
		text_add_string(&text, found++ == 0 ? ", only " : ", ");
		text_add_line(&text, items[i].name);
	}
	lookup->command->problem = text_string(&text);
	return 0;
}

static int
find_field(struct lookup *lookup, struct fail *why)
{
	struct command *command = lookup->command;
	struct target *target = lookup->target;
	int got;

	got = fields_find(lookup->desk->db, FIELD_OF_TICKET, command->name,
	    lookup->arena, &target->field, why);
	if (got == 0)
		return refuse_field(lookup, why);
	if (got < 0 || fields_value(lookup->desk->db, target->field.id,
		lookup->facts->ticket.id, lookup->arena, &target->old_value,
		why) < 0)
		return -1;
	command->target = target->field.id;
	if (!slice_eq_nocase(command->value, SLICE("none")))
		command->problem = field_value(&target->field, command->value,
		    lookup->arena, &target->value);
	return 0;
}

/* Who has several tickets in mind says so to the control address alone. */
static int
refuse_several(struct lookup *lookup, struct fail *why)
{
	(void)why;
	if (!lookup->action->is_control)
		lookup->command->problem = "several tickets at once are for a"
		    " mail to the address that #help tells";
	return 0;
}

/* NULL: the value says all by itself. */
static int (*const finders[])(struct lookup *lookup, struct fail *why) = {
	[ARGUMENT_NONE] = NULL,
	[ARGUMENT_MESSAGE] = NULL,
	[ARGUMENT_STATUS] = NULL,
	[ARGUMENT_PRIORITY] = NULL,
	[ARGUMENT_AGENT] = find_agent,
	[ARGUMENT_DEPARTMENT] = find_department,
	[ARGUMENT_TEXT] = NULL,
	[ARGUMENT_LABELS] = NULL,
	[ARGUMENT_FOLLOWER] = find_follower,
	[ARGUMENT_PEOPLE] = find_people,
	[ARGUMENT_ADDRESS] = find_address,
	[ARGUMENT_WHEN] = find_time,
	[ARGUMENT_MINUTES] = NULL,
	[ARGUMENT_MONEY] = NULL,
	[ARGUMENT_TICKET] = find_ticket,
	[ARGUMENT_ENTRY] = find_entry,
	[ARGUMENT_PAST] = undo_find,
	[ARGUMENT_QUERY] = ask,
	[ARGUMENT_TICKETS] = refuse_several,
	[ARGUMENT_TEAM] = find_team,
	[ARGUMENT_FIELD] = find_field,
	[ARGUMENT_MACRO] = NULL,
	[ARGUMENT_ORGANIZATION] = lookup_organization,
	[ARGUMENT_GROUP] = lookup_group,
	[ARGUMENT_SWITCH] = NULL,
	[ARGUMENT_BAN] = lookup_ban,
};
static_assert(ARRAY_LEN(finders) == ARGUMENT_COUNT,
    "every kind of argument is looked up or needs none");

int
lookup_value(struct lookup *lookup, struct fail *why)
{
	int (*find)(struct lookup *lookup, struct fail *why) =
	    finders[lookup->command->verb->argument];

	return find == NULL ? 0 : find(lookup, why);
}
