/* What an action needs to know of the desk, loaded in one place. */
#include "app/facts.h"

#include "base/text.h"
#include "store/departments.h"
#include "store/people.h"
#include "store/tickets.h"

#define CANDIDATES_MAX 5

/* The ticket as it is; of a new one, as it would start. */
static int
load_ticket(struct desk *desk, const struct action *action,
    struct arena *arena, struct ticket *out, struct fail *why)
{
	int got;

	if (action->ticket_id == 0) {
		*out = (struct ticket){
			.subject = action->subject.len > 0 ? action->subject
							   : SLICE("(no subject)"),
			.status = TICKET_OPEN,
			.priority = PRIORITY_NORMAL,
			.department_id = action->department_id,
			.department_chosen = action->department_chosen,
			.user_id = action->actor.id,
			.created_at = action->at,
			.changed_at = action->at,
			.hint_ticket_id = action->hint_ticket_id,
		};
		return 0;
	}
	got = tickets_get(desk->db, action->ticket_id, arena, out, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no ticket %lld",
		    (long long)action->ticket_id);
	return got < 0 ? -1 : 0;
}

static int
load_person(struct desk *desk, int64_t id, struct arena *arena,
    struct person *out, struct fail *why)
{
	*out = (struct person){ 0 };
	return id == 0 ? 0 : people_get(desk->db, id, arena, out, why);
}

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
find_agent(struct desk *desk, const struct action *action,
    struct command *command, struct arena *arena, struct person *out,
    struct fail *why)
{
	struct person found[CANDIDATES_MAX];
	int count;

	if (slice_eq_nocase(command->value, SLICE("none")))
		return 0;
	if (slice_eq_nocase(command->value, SLICE("me"))) {
		*out = action->actor;
		return 0;
	}
	count = people_find_agents(desk->db, command->value, arena, found,
	    CANDIDATES_MAX, why);
	if (count < 0)
		return -1;
	if (count == 0)
		command->problem = "there is no such agent";
	else if (count > 1)
		command->problem = candidates(found, count, arena);
	else
		*out = found[0];
	return 0;
}

static int
find_department(struct desk *desk, struct command *command,
    struct arena *arena, struct department *out, struct fail *why)
{
	int got = departments_by_name(desk->db, command->value, arena, out, why);

	if (got == 0)
		command->problem = "there is no such department";
	return got < 0 ? -1 : 0;
}

/* Looks up the names that commands use; what is unknown is their problem. */
static int
load_targets(struct desk *desk, struct action *action, struct arena *arena,
    struct facts *out, struct fail *why)
{
	struct target *targets = arena_array(arena, action->command_count,
	    sizeof(*targets));

	out->targets = targets;
	for (size_t i = 0; i < action->command_count; i++) {
		struct command *command = &action->commands[i];

		if (command->problem != NULL)
			continue;
		switch (command->verb->argument) {
		case ARGUMENT_AGENT:
			if (find_agent(desk, action, command, arena,
				&targets[i].person, why) < 0)
				return -1;
			command->target = targets[i].person.id;
			break;
		case ARGUMENT_DEPARTMENT:
			if (find_department(desk, command, arena,
				&targets[i].department, why) < 0)
				return -1;
			command->target = targets[i].department.id;
			if (command->target != 0 &&
			    departments_members(desk->db, command->target,
				arena, &out->moved_to, why) < 0)
				return -1;
			break;
		case ARGUMENT_NONE:
		case ARGUMENT_STATUS:
		case ARGUMENT_PRIORITY:
		case ARGUMENT_TEXT:
		case ARGUMENT_MESSAGE:
			break;
		}
	}
	return 0;
}

int
facts_load(struct desk *desk, struct action *action, struct arena *arena,
    struct facts *out, struct fail *why)
{
	int got;

	*out = (struct facts){ .ticket = { 0 } };
	if (load_ticket(desk, action, arena, &out->ticket, why) < 0 ||
	    load_person(desk, out->ticket.user_id, arena, &out->user, why) < 0 ||
	    load_person(desk, out->ticket.assignee_id, arena, &out->assignee,
		why) < 0)
		return -1;
	got = departments_get(desk->db, out->ticket.department_id, arena,
	    &out->department, why);
	if (got == 0)
		return fail_set(why, FAIL_SETUP, "there is no department: make"
		    " one with `maildesk department add NAME ADDRESS`");
	if (got < 0 ||
	    departments_members(desk->db, out->department.id, arena,
		&out->members, why) < 0 ||
	    departments_members(desk->db, 0, arena, &out->everybody, why) < 0 ||
	    tickets_participants(desk->db, out->ticket.id, arena,
		&out->participants, &out->participant_count, why) < 0)
		return -1;
	return load_targets(desk, action, arena, out, why);
}
