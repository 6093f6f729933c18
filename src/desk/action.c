/* From facts and an action to changes: who may do what, and all or nothing. */
#include "desk/action.h"

#include <assert.h>

#include "base/text.h"
#include "changes.h"
#include "desk/permission.h"
#include "desk/story.h"
#include "verb_apply.h"

static const char *const kind_names[] = {
	[ACTION_MESSAGE] = "message",
	[ACTION_AGENT] = "agent",
	[ACTION_UNPROVEN] = "unproven",
	[ACTION_REFUSED] = "refused",
	[ACTION_THIRD_PARTY] = "third-party",
	[ACTION_SILENT] = "silent",
	[ACTION_BOUNCED] = "bounced",
	[ACTION_DESK] = "desk",
};
static_assert(ARRAY_LEN(kind_names) == ACTION_KIND_COUNT,
    "every kind of action has a name");

const char *
action_kind_name(enum action_kind kind)
{
	return kind_names[kind];
}

/* What is wrong with a command for this actor here; NULL: nothing. */
static const char *
command_problem(const struct facts *facts, const struct action *action,
    size_t at)
{
	const struct command *command = &action->commands[at];
	const struct target *target = &facts->targets[at];
	const char *refusal;
	enum proof proof;

	if (command->problem != NULL || action->kind == ACTION_DESK)
		return command->problem;
	proof = target->undo.needs_confirmation ? PROOF_T3
						: command->verb->proof;
	if (proof > action->proof)
		return "this needs a stronger proof of who you are: answer"
		    " #apply to this letter";
	refusal = permission_refusal(facts, &action->actor,
	    command->verb->permission);
	if (refusal == NULL && target->ticket.id != 0 &&
	    permission_elsewhere(facts, &target->ticket, &action->actor,
		command->verb->permission) != NULL)
		refusal = "you may not change that other ticket";
	return refusal;
}

/* Whether the words themselves may go where they want; NULL: they may. */
static const char *
entry_problem(const struct facts *facts, const struct action *action)
{
	bool is_note = action->entry.kind == ENTRY_NOTE;

	if (!action->has_entry || action->kind == ACTION_DESK)
		return NULL;
	for (size_t i = 0; i < action->command_count; i++) {
		const struct verb *verb = action->commands[i].verb;

		if (verb == NULL)
			continue;
		/* A mail to the note address stays a note: whoever wants both
		   is asked again rather than believed. */
		if (is_note && verb->id == VERB_REPLY &&
		    action->door != DOOR_CLI && !action->is_control)
			return "#reply in a mail to the note address";
		if (action->entry.kind == ENTRY_EVENT &&
		    verb->argument == ARGUMENT_MESSAGE)
			return "there is no text";
		is_note = is_note || verb->id == VERB_NOTE ||
		    verb->id == VERB_NOMESSAGE;
	}
	return permission_refusal(facts, &action->actor,
	    is_note ? MAY_NOTE : MAY_REPLY);
}

/*
 * Writes the receipt; true when everything may be applied.  Who insists has read
 * one already: then it is enough that there is anything to do.
 */
static bool
commands_are_good(const struct facts *facts, const struct action *action,
    struct arena *arena, struct slice *receipt)
{
	struct text text = TEXT_IN(arena);
	const char *problem = entry_problem(facts, action);
	bool good = !action->held && problem == NULL;
	bool any = action->has_entry && action->entry.kind != ENTRY_EVENT;

	if (problem != NULL)
		text_add_format(&text, "%s\n", problem);
	for (size_t i = 0; i < action->command_count; i++) {
		const struct command *command = &action->commands[i];

		problem = command_problem(facts, action, i);
		text_add_line(&text, command->line);
		text_add_format(&text, ": %s\n",
		    problem != NULL ? problem : "understood");
		good = good && (problem == NULL || action->insists);
		any = any || problem == NULL;
	}
	*receipt = text_slice(&text);
	return good && (any || !action->insists);
}

static void
hold(const struct action *action, struct changes *out)
{
	out->held = action->kind == ACTION_AGENT ||
	    action->kind == ACTION_DESK;
	out->entry.kind = ENTRY_NOTE;
	out->entry.is_private = true;
}

static bool
is_preview(const struct action *action)
{
	for (size_t i = 0; i < action->command_count; i++)
		if (action->commands[i].verb != NULL &&
		    action->commands[i].verb->id == VERB_PREVIEW)
			return true;
	return false;
}

static void
apply_good(const struct facts *facts, const struct action *action,
    struct arena *arena, struct changes *out)
{
	struct step step = { .facts = facts, .action = action,
		.arena = arena, .out = out };

	for (size_t i = 0; i < action->command_count; i++) {
		if (command_problem(facts, action, i) != NULL)
			continue;
		step.command = &action->commands[i];
		step.target = &facts->targets[i];
		verb_apply(&step);
	}
	/* Answered: now the user must act, unless the agent says otherwise. */
	if (out->has_entry && out->entry.kind == ENTRY_REPLY &&
	    !step.said_status && out->ticket.status == TICKET_OPEN)
		changes_set_status(out, arena, TICKET_PENDING);
}

/* What it would do, behind the lines of the receipt. */
static void
preview(const struct facts *facts, const struct action *action,
    struct arena *arena, struct changes *out)
{
	struct changes dry = *out;
	struct text text = TEXT_IN(arena);

	apply_good(facts, action, arena, &dry);
	text_add(&text, out->receipt);
	text_add_string(&text, "\n");
	text_add(&text, story_of_preview(facts, &dry, arena));
	out->receipt = text_slice(&text);
}

static void
apply_commands(const struct facts *facts, const struct action *action,
    struct arena *arena, struct changes *out)
{
	bool good = commands_are_good(facts, action, arena, &out->receipt);
	bool shows = good && is_preview(action);

	if (shows)
		preview(facts, action, arena, out);
	if (good && !shows)
		apply_good(facts, action, arena, out);
	else
		hold(action, out);
}

static void
apply_message(const struct action *action, struct arena *arena,
    struct changes *out)
{
	enum ticket_status status = out->ticket.status;

	if (action->reopens && status != TICKET_OPEN && status != TICKET_SPAM)
		changes_set_status(out, arena, TICKET_OPEN);
}

static void
date_ticket(const struct ticket *before, const struct action *action,
    struct changes *out)
{
	struct ticket *ticket = &out->ticket;

	if (ticket->due_at != before->due_at)
		ticket->due_told = false;
	else if (ticket->due_at != 0 && ticket->due_at <= action->at)
		ticket->due_told = true;
	if (ticket->status != TICKET_HOLD)
		ticket->snoozed_until = 0;
	/* Old mail may come in any order. */
	if ((out->field_count > 0 || out->item_count > 0 || out->has_entry) &&
	    (!action->is_history || action->at > ticket->changed_at))
		ticket->changed_at = action->at;
	if (!ticket_status_is_end(ticket->status))
		ticket->ended_at = 0;
	else if (!ticket_status_is_end(before->status) || out->opened)
		ticket->ended_at = action->at;
}

void
action_apply(const struct facts *facts, const struct action *action,
    struct arena *arena, struct changes *out)
{
	*out = (struct changes){
		.ticket = facts->ticket,
		.assignee = facts->assignee,
		.department = facts->department,
		.team = facts->team,
		.opened = action->ticket_id == 0,
		.has_entry = action->has_entry,
		.entry = action->entry,
	};

	switch (action->kind) {
	case ACTION_MESSAGE:
		apply_message(action, arena, out);
		break;
	case ACTION_AGENT:
	case ACTION_DESK:
		apply_commands(facts, action, arena, out);
		break;
	case ACTION_UNPROVEN:
	case ACTION_REFUSED:
		hold(action, out);
		break;
	case ACTION_THIRD_PARTY:
	case ACTION_SILENT:
	case ACTION_BOUNCED:
		break;
	case ACTION_KIND_COUNT:
		assert(false);
	}
	date_ticket(&facts->ticket, action, out);
}
