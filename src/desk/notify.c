/* Who hears of what: one table of occasions and roles. */
#include "desk/notify.h"

#include <assert.h>
#include <string.h>

enum occasion {
	WHEN_OPENED,
	WHEN_ACKNOWLEDGED, /* opened, and the user may hear so */
	WHEN_ADDED,	   /* a message on a ticket that was there */
	WHEN_HELD,
	WHEN_ON_BEHALF,
	WHEN_REPLIED,
	WHEN_NOTED,
	WHEN_ASSIGNED,
	WHEN_TEAMED,
	WHEN_MOVED,
	WHEN_ANSWERED,	   /* who acts asked for something by mail */
	WHEN_TOLD,	   /* who acts wants it known */
	WHEN_ASKED,	   /* a rule names who shall know of it */
	ALWAYS,
};

enum audience {
	TO_ACTOR,
	TO_USER,	 /* and the participants */
	TO_MANAGERS,	 /* of the department; of all, when none was chosen */
	TO_ASSIGNEE,	 /* else the members */
	TO_ASSIGNEE_ONLY,
	TO_FOLLOWERS,
	TO_MENTIONED,	 /* whom the text names */
	TO_TEAM,	 /* to which it was given */
	TO_ASKED,	 /* whom a rule names */
	TO_MOVED,	 /* the new department's managers, else members */
};

/* Of several rows for one person the first counts. */
static const struct row {
	enum action_kind kind;
	enum occasion occasion;
	enum letter_event event;
	enum audience audience;
} rows[] = {
	{ ACTION_MESSAGE, WHEN_ACKNOWLEDGED, LETTER_ACKNOWLEDGE, TO_USER },
	{ ACTION_MESSAGE, WHEN_OPENED, LETTER_NEW_TICKET, TO_MANAGERS },
	{ ACTION_MESSAGE, WHEN_ADDED, LETTER_USER_REPLY, TO_ASSIGNEE },
	{ ACTION_MESSAGE, WHEN_ADDED, LETTER_USER_REPLY, TO_FOLLOWERS },
	{ ACTION_AGENT, WHEN_HELD, LETTER_HELD, TO_ACTOR },
	{ ACTION_AGENT, WHEN_ANSWERED, LETTER_ANSWER, TO_ACTOR },
	{ ACTION_AGENT, WHEN_ON_BEHALF, LETTER_BEHALF, TO_ACTOR },
	{ ACTION_AGENT, WHEN_REPLIED, LETTER_AGENT_REPLY, TO_USER },
	{ ACTION_AGENT, WHEN_ASSIGNED, LETTER_ASSIGNED, TO_ASSIGNEE_ONLY },
	{ ACTION_AGENT, WHEN_MOVED, LETTER_MOVED, TO_MOVED },
	{ ACTION_AGENT, WHEN_NOTED, LETTER_NOTE, TO_ASSIGNEE_ONLY },
	{ ACTION_AGENT, WHEN_NOTED, LETTER_NOTE, TO_FOLLOWERS },
	{ ACTION_AGENT, WHEN_NOTED, LETTER_NOTE, TO_MENTIONED },
	{ ACTION_AGENT, WHEN_TEAMED, LETTER_ASSIGNED, TO_TEAM },
	{ ACTION_AGENT, WHEN_REPLIED, LETTER_COLLEAGUE_REPLIED,
	    TO_ASSIGNEE_ONLY },
	{ ACTION_AGENT, WHEN_REPLIED, LETTER_COLLEAGUE_REPLIED, TO_FOLLOWERS },
	{ ACTION_AGENT, WHEN_MOVED, LETTER_MOVED, TO_FOLLOWERS },
	{ ACTION_UNPROVEN, ALWAYS, LETTER_CONFIRM, TO_ACTOR },
	{ ACTION_REFUSED, ALWAYS, LETTER_REFUSED, TO_ACTOR },
	{ ACTION_THIRD_PARTY, ALWAYS, LETTER_THIRD_PARTY, TO_ASSIGNEE },
	{ ACTION_THIRD_PARTY, ALWAYS, LETTER_THIRD_PARTY, TO_FOLLOWERS },
	{ ACTION_BOUNCED, ALWAYS, LETTER_BOUNCED, TO_ASSIGNEE },
	{ ACTION_BOUNCED, ALWAYS, LETTER_BOUNCED, TO_FOLLOWERS },
	{ ACTION_DESK, WHEN_TOLD, LETTER_REMINDER, TO_ASSIGNEE },
	{ ACTION_DESK, WHEN_TOLD, LETTER_REMINDER, TO_FOLLOWERS },
	{ ACTION_DESK, WHEN_ASKED, LETTER_REMINDER, TO_ASKED },
	{ ACTION_DESK, WHEN_ASSIGNED, LETTER_ASSIGNED, TO_ASSIGNEE_ONLY },
	{ ACTION_DESK, WHEN_TEAMED, LETTER_ASSIGNED, TO_TEAM },
	{ ACTION_DESK, WHEN_MOVED, LETTER_MOVED, TO_MOVED },
	{ ACTION_DESK, WHEN_MOVED, LETTER_MOVED, TO_FOLLOWERS },
};

static bool
field_changed(const struct changes *changes, const char *field)
{
	for (size_t i = 0; i < changes->field_count; i++)
		if (strcmp(changes->fields[i].field, field) == 0)
			return true;
	return false;
}

static bool
said(const struct changes *changes, enum entry_kind kind)
{
	return !changes->held && changes->has_entry &&
	    changes->entry.kind == kind;
}

static bool
occasion_holds(enum occasion occasion, const struct action *action,
    const struct changes *changes)
{
	switch (occasion) {
	case WHEN_OPENED:
		return changes->opened && action->tells;
	case WHEN_ACKNOWLEDGED:
		return changes->opened && action->acknowledge;
	case WHEN_ADDED:
		return !changes->opened && action->tells;
	case WHEN_HELD:
		return changes->held;
	case WHEN_ON_BEHALF:
		return action->on_behalf && !changes->held;
	case WHEN_REPLIED:
		return said(changes, ENTRY_REPLY);
	case WHEN_NOTED:
		return said(changes, ENTRY_NOTE);
	case WHEN_ASSIGNED:
		return field_changed(changes, "assignee");
	case WHEN_TEAMED:
		return field_changed(changes, "team");
	case WHEN_MOVED:
		return field_changed(changes, "department");
	case WHEN_ANSWERED:
		return changes->answer.len > 0 && action->door != DOOR_CLI;
	case WHEN_TOLD:
		return action->tells;
	case WHEN_ASKED:
		return action->asked_count > 0;
	case ALWAYS:
		return true;
	}
	return false;
}

struct plan {
	const struct facts *facts;
	const struct changes *changes;
	struct arena *arena;
	int64_t actor_id;
	struct notices *out;
	bool if_allowed; /* of whoever is told now */
	int64_t at;
};

static bool
is_theirs(const struct plan *plan, int64_t person_id)
{
	if (plan->changes->assignee.id == person_id)
		return true;
	for (size_t i = 0; i < plan->facts->follower_count; i++)
		if (plan->facts->followers[i].id == person_id)
			return true;
	return false;
}

static bool
wants(const struct plan *plan, enum letter_event event, int64_t person_id)
{
	if (!wish_covers(event))
		return true;
	switch (wishes_find(&plan->facts->wishes, person_id, event)) {
	case SCOPE_MINE:
		return is_theirs(plan, person_id);
	case SCOPE_NONE:
		return false;
	case SCOPE_USUAL:
	case SCOPE_ALL:
	case SCOPE_DEPARTMENT:
	case WISH_SCOPE_COUNT:
		break;
	}
	return true;
}

static void
add_notice(struct plan *plan, enum letter_event event, int64_t person_id,
    bool if_allowed)
{
	struct notices *out = plan->out;

	for (size_t i = 0; i < out->count; i++)
		if (out->items[i].person_id == person_id)
			return;
	out->items = arena_grow(plan->arena, out->items,
	    out->count * sizeof(*out->items),
	    (out->count + 1) * sizeof(*out->items));
	out->items[out->count++] = (struct notice){ event, person_id,
		if_allowed };
}

/*
 * Who is away hears of it all the same, later perhaps; who stands in for them
 * hears now, if they may read it.
 */
static void
tell_deputy(struct plan *plan, enum letter_event event, int64_t person_id)
{
	const struct wishes *wishes = &plan->facts->wishes;
	int64_t deputy = absences_deputy(&wishes->absences, person_id,
	    plan->at);

	if (deputy != 0 && deputy != plan->actor_id && wish_covers(event) &&
	    wishes_find(wishes, deputy, event) != SCOPE_NONE)
		add_notice(plan, event, deputy, true);
}

static void
tell(struct plan *plan, enum letter_event event, int64_t person_id,
    bool actor_too)
{
	if (person_id == 0 || (person_id == plan->actor_id && !actor_too) ||
	    !wants(plan, event, person_id))
		return;
	add_notice(plan, event, person_id, plan->if_allowed);
	if (plan->facts->wishes.absences.count > 0)
		tell_deputy(plan, event, person_id);
}

/* Tells those in this role; true when anybody but the actor wants it. */
static bool
tell_members(struct plan *plan, enum letter_event event,
    const struct members *members, bool managers_only)
{
	bool any = false;

	for (size_t i = 0; i < members->count; i++) {
		const struct member *member = &members->items[i];

		if (managers_only && member->role != ROLE_MANAGER)
			continue;
		any = any || (member->person_id != plan->actor_id &&
		    wants(plan, event, member->person_id));
		tell(plan, event, member->person_id, false);
	}
	return any;
}

/* `first` are whose managers hear; then those who may read it at all. */
static void
tell_managers(struct plan *plan, enum letter_event event,
    const struct members *first, const struct members *own,
    const struct members *everybody)
{
	if (!tell_members(plan, event, first, true) &&
	    !tell_members(plan, event, own, false) &&
	    !tell_members(plan, event, everybody, true))
		tell_members(plan, event, everybody, false);
}

static void
tell_assignee(struct plan *plan, enum letter_event event,
    const struct facts *facts, const struct changes *changes)
{
	const struct person *assignee = &changes->assignee;

	if (assignee->id != 0 && !assignee->disabled)
		tell(plan, event, assignee->id, false);
	else if (!tell_members(plan, event, &facts->members, false))
		tell_managers(plan, event, &facts->everybody, &facts->members,
		    &facts->everybody);
}

/* Taken off the ticket by the same mail, they hear no more. */
static bool
is_removed(const struct changes *changes, int64_t person_id)
{
	for (size_t i = 0; i < changes->item_count; i++)
		if (changes->items[i].item == ITEM_PARTICIPANT &&
		    changes->items[i].removes &&
		    changes->items[i].id == person_id)
			return true;
	return false;
}

/* Whose ticket it is from now on, and who reads along from now on. */
static void
tell_user(struct plan *plan, enum letter_event event,
    const struct facts *facts, const struct changes *changes)
{
	/* Who wrote the mail may get its acknowledgement. */
	tell(plan, event, changes->ticket.user_id,
	    event == LETTER_ACKNOWLEDGE);
	if (event == LETTER_ACKNOWLEDGE)
		return;
	for (size_t i = 0; i < facts->participant_count; i++)
		if (!is_removed(changes, facts->participants[i]))
			tell(plan, event, facts->participants[i], false);
	for (size_t i = 0; i < changes->item_count; i++)
		if (changes->items[i].item == ITEM_PARTICIPANT &&
		    !is_removed(changes, changes->items[i].id))
			tell(plan, event, changes->items[i].id, false);
}

/* Those of them who may read the ticket. */
static void
tell_allowed(struct plan *plan, enum letter_event event, const int64_t *ids,
    size_t count)
{
	plan->if_allowed = true;
	for (size_t i = 0; i < count; i++)
		tell(plan, event, ids[i], false);
	plan->if_allowed = false;
}

static void
tell_asked(struct plan *plan, enum letter_event event,
    const struct facts *facts, const struct action *action,
    const struct changes *changes)
{
	for (size_t i = 0; i < action->asked_count; i++) {
		switch (action->asked[i].role) {
		case ASKED_ASSIGNEE:
			tell_assignee(plan, event, facts, changes);
			break;
		case ASKED_MEMBERS:
			tell_members(plan, event, &facts->members, false);
			break;
		case ASKED_MANAGERS:
			tell_managers(plan, event, &facts->members,
			    &facts->members, &facts->everybody);
			break;
		case ASKED_FOLLOWERS:
			plan->if_allowed = true;
			for (size_t j = 0; j < facts->follower_count; j++)
				tell(plan, event, facts->followers[j].id,
				    false);
			break;
		case ASKED_AGENT:
			plan->if_allowed = true;
			tell(plan, event, action->asked[i].person_id, false);
			break;
		}
		plan->if_allowed = false;
	}
}

static void
tell_audience(struct plan *plan, const struct row *row,
    const struct facts *facts, const struct action *action,
    const struct changes *changes)
{
	switch (row->audience) {
	case TO_ACTOR:
		tell(plan, row->event, plan->actor_id, true);
		break;
	case TO_USER:
		tell_user(plan, row->event, facts, changes);
		break;
	case TO_MANAGERS:
		tell_managers(plan, row->event,
		    changes->ticket.department_chosen ? &facts->members
						      : &facts->everybody,
		    &facts->members, &facts->everybody);
		break;
	case TO_ASSIGNEE:
		tell_assignee(plan, row->event, facts, changes);
		break;
	case TO_ASSIGNEE_ONLY:
		tell(plan, row->event, changes->assignee.id, false);
		break;
	case TO_MENTIONED:
		tell_allowed(plan, row->event, facts->mentioned,
		    facts->mentioned_count);
		break;
	case TO_TEAM:
		tell_allowed(plan, row->event, facts->team_members,
		    facts->team_member_count);
		break;
	case TO_FOLLOWERS:
		/* Who follows may have lost sight of it by a move. */
		plan->if_allowed = true;
		for (size_t i = 0; i < facts->follower_count; i++)
			tell(plan, row->event, facts->followers[i].id, false);
		plan->if_allowed = false;
		break;
	case TO_ASKED:
		tell_asked(plan, row->event, facts, action, changes);
		break;
	case TO_MOVED:
		tell_managers(plan, row->event, &facts->moved_to,
		    &facts->moved_to, &facts->everybody);
		break;
	}
}

/* Those who want to hear of more than concerns them. */
static void
tell_curious(struct plan *plan, enum letter_event event)
{
	const struct wishes *wishes = &plan->facts->wishes;
	const struct members *all = &plan->facts->everybody;

	plan->if_allowed = true;
	for (size_t i = 0; i < wishes->count; i++) {
		const struct wish *wish = &wishes->items[i];

		if (wish->event != event)
			continue;
		if (wish->scope == SCOPE_ALL)
			tell(plan, event, wish->person_id, false);
		for (size_t m = 0; m < all->count &&
		    wish->scope == SCOPE_DEPARTMENT; m++)
			if (all->items[m].person_id == wish->person_id &&
			    all->items[m].department_id ==
			    plan->changes->ticket.department_id)
				tell(plan, event, wish->person_id, false);
	}
	plan->if_allowed = false;
}

void
notify_plan(const struct facts *facts, const struct action *action,
    const struct changes *changes, struct arena *arena, struct notices *out)
{
	struct plan plan = { facts, changes, arena, action->actor.id, out,
		false, action->at };

	*out = (struct notices){ NULL, 0 };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].kind == action->kind &&
		    occasion_holds(rows[i].occasion, action, changes))
			tell_audience(&plan, &rows[i], facts, action,
			    changes);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].kind == action->kind &&
		    wish_covers(rows[i].event) &&
		    occasion_holds(rows[i].occasion, action, changes))
			tell_curious(&plan, rows[i].event);
}
