/* What an action needs to know of the desk, loaded in one place. */
#include "app/facts.h"

#include "desk/mention.h"
#include "lookup.h"
#include "macro.h"
#include "store/departments.h"
#include "store/fold.h"
#include "store/organizations.h"
#include "store/people.h"
#include "store/teams.h"
#include "store/ticket_items.h"
#include "store/tickets.h"
#include "store/wishes.h"

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
			.status = action->is_history ? action->status
						     : TICKET_OPEN,
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

/* Looks up the names that commands use; what is unknown is their problem. */
static int
load_targets(struct desk *desk, struct action *action, struct arena *arena,
    struct facts *out, struct fail *why)
{
	struct target *targets = arena_array(arena, action->command_count,
	    sizeof(*targets));
	struct lookup lookup = { .desk = desk, .action = action,
		.facts = out, .arena = arena };

	out->targets = targets;
	for (size_t i = 0; i < action->command_count; i++) {
		struct command *command = &action->commands[i];

		if (command->problem != NULL)
			continue;
		lookup.command = command;
		lookup.target = &targets[i];
		if (lookup_value(&lookup, why) < 0)
			return -1;
	}
	return 0;
}

/* "@kim": only a handle names somebody here, and only one who may read it. */
static int
load_mentioned(struct desk *desk, const struct action *action,
    struct arena *arena, struct facts *out, struct fail *why)
{
	struct slice rest = action->entry.new_text, word;
	struct person found;
	int got;

	if (!action->has_entry || action->kind != ACTION_AGENT)
		return 0;
	out->mentioned = arena_array(arena, MENTIONS_MAX,
	    sizeof(*out->mentioned));
	for (size_t i = 0; i < MENTIONS_MAX && mention_next(&rest, &word);
	     i++) {
		got = people_find_agents(desk->db, word, arena, &found, 1, why);
		if (got < 0)
			return -1;
		if (got == 1 && slice_eq(found.handle, fold_name(word, arena)))
			out->mentioned[out->mentioned_count++] = found.id;
	}
	return 0;
}

/*
 * Managers who follow their people's tickets read along as participants do,
 * without being written down as such: one look-up by the user's number.
 */
static int
load_managers(struct desk *desk, struct arena *arena, struct facts *out,
    struct fail *why)
{
	size_t count, own = out->participant_count;
	int64_t *managers, *all;

	if (belongings_followers(desk->db, out->ticket.user_id, arena,
		&managers, &count, why) < 0)
		return -1;
	if (count == 0)
		return 0;
	all = arena_array(arena, own + count, sizeof(*all));
	for (size_t i = 0; i < own; i++)
		all[i] = out->participants[i];
	out->participants = all;
	for (size_t i = 0; i < count; i++) {
		bool known = false;

		for (size_t j = 0; j < own; j++)
			known = known || all[j] == managers[i];
		if (!known)
			all[out->participant_count++] = managers[i];
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
	    wishes_load(desk->db, arena, &out->wishes, why) < 0 ||
	    departments_list(desk->db, arena, &out->departments,
		&out->department_count, why) < 0 ||
	    tickets_participants(desk->db, out->ticket.id, arena,
		&out->participants, &out->participant_count, why) < 0 ||
	    load_managers(desk, arena, out, why) < 0 ||
	    ticket_items_list(desk->db, out->ticket.id, ITEM_FOLLOWER, arena,
		&out->followers, &out->follower_count, why) < 0)
		return -1;
	if (out->ticket.team_id != 0 && teams_get(desk->db,
		out->ticket.team_id, arena, &out->team, why) < 0)
		return -1;
	if (macro_expand(desk, action, arena, why) < 0 ||
	    load_mentioned(desk, action, arena, out, why) < 0)
		return -1;
	return load_targets(desk, action, arena, out, why);
}
