/* From facts and an action to changes: what the verbs do, one function each. */
#include "desk/action.h"

#include <assert.h>

#include "base/text.h"
#include "desk/label.h"
#include "desk/permission.h"

static const char *const kind_names[] = {
	[ACTION_MESSAGE] = "message",
	[ACTION_AGENT] = "agent",
	[ACTION_UNPROVEN] = "unproven",
	[ACTION_THIRD_PARTY] = "third-party",
	[ACTION_SILENT] = "silent",
	[ACTION_BOUNCED] = "bounced",
};
static_assert(ARRAY_LEN(kind_names) == ACTION_KIND_COUNT,
    "every kind of action has a name");

const char *
action_kind_name(enum action_kind kind)
{
	return kind_names[kind];
}

void
changes_add_field(struct changes *changes, struct arena *arena,
    struct field_change change)
{
	if (slice_eq(change.old, change.new) && change.old_id == change.new_id)
		return;
	changes->fields = arena_grow(arena, changes->fields,
	    changes->field_count * sizeof(*changes->fields),
	    (changes->field_count + 1) * sizeof(*changes->fields));
	changes->fields[changes->field_count++] = change;
}

static void
status_set(struct changes *out, struct arena *arena, enum ticket_status status)
{
	struct field_change change = { .field = "status",
		.old = slice_of(ticket_status_name(out->ticket.status)),
		.new = slice_of(ticket_status_name(status)) };

	changes_add_field(out, arena, change);
	out->ticket.status = status;
}

struct step {
	const struct facts *facts;
	struct arena *arena;
	const struct command *command;
	const struct target *target;
	struct changes *out;
	bool said_status; /* a command decided the status */
};

static void
apply_note(struct step *step)
{
	step->out->entry.kind = ENTRY_NOTE;
	step->out->entry.is_private = true;
}

static void
apply_reply(struct step *step)
{
	step->out->entry.kind = ENTRY_REPLY;
	step->out->entry.is_private = false;
}

static void
apply_status(struct step *step)
{
	enum ticket_status status;

	if (!ticket_status_parse(step->command->value, &status))
		return; /* command_parse lets no other word through */
	status_set(step->out, step->arena, status);
	step->said_status = true;
}

static void
apply_assign(struct step *step)
{
	struct changes *out = step->out;

	changes_add_field(out, step->arena, (struct field_change){ "assignee", out->assignee.name,
		step->target->person.name, out->assignee.id,
		step->target->person.id });
	out->assignee = step->target->person;
	out->ticket.assignee_id = step->target->person.id;
}

static void
apply_priority(struct step *step)
{
	struct changes *out = step->out;
	enum ticket_priority priority;

	if (!ticket_priority_parse(step->command->value, &priority))
		return;
	changes_add_field(out, step->arena, (struct field_change){ .field = "priority",
		.old = slice_of(ticket_priority_name(out->ticket.priority)),
		.new = slice_of(ticket_priority_name(priority)) });
	out->ticket.priority = priority;
}

static void
apply_department(struct step *step)
{
	struct changes *out = step->out;

	changes_add_field(out, step->arena, (struct field_change){ "department",
		out->department.name, step->target->department.name,
		out->department.id, step->target->department.id });
	out->department = step->target->department;
	out->ticket.department_id = step->target->department.id;
	out->ticket.department_chosen = true;
}

static void
apply_subject(struct step *step)
{
	changes_add_field(step->out, step->arena, (struct field_change){ .field = "subject",
		.old = step->out->ticket.subject, .new = step->command->value });
	step->out->ticket.subject = step->command->value;
}

/* The change that this command makes, to be filled. */
static struct item_change *
add_item(struct step *step, enum ticket_item item, bool removes)
{
	struct changes *out = step->out;
	struct item_change *change;

	out->items = arena_grow(step->arena, out->items,
	    out->item_count * sizeof(*out->items),
	    (out->item_count + 1) * sizeof(*out->items));
	change = &out->items[out->item_count++];
	*change = (struct item_change){ .item = item, .removes = removes };
	return change;
}

/* "#label vip, printer" is two of them. */
static void
change_labels(struct step *step, bool removes)
{
	struct slice rest = step->command->value, label;

	while (label_next(&rest, &label))
		add_item(step, ITEM_LABEL, removes)->name = label;
}

static void
apply_label(struct step *step)
{
	change_labels(step, false);
}

static void
apply_unlabel(struct step *step)
{
	change_labels(step, true);
}

/* Nobody named: who says it. */
static void
change_follower(struct step *step, bool removes)
{
	struct item_change *change = add_item(step, ITEM_FOLLOWER, removes);

	change->id = step->target->person.id;
	change->name = step->target->person.name;
}

static void
apply_follow(struct step *step)
{
	change_follower(step, false);
}

static void
apply_unfollow(struct step *step)
{
	change_follower(step, true);
}

static void (*const appliers[])(struct step *) = {
	[VERB_NOTE] = apply_note,
	[VERB_REPLY] = apply_reply,
	[VERB_STATUS] = apply_status,
	[VERB_ASSIGN] = apply_assign,
	[VERB_PRIORITY] = apply_priority,
	[VERB_DEPARTMENT] = apply_department,
	[VERB_SUBJECT] = apply_subject,
	[VERB_LABEL] = apply_label,
	[VERB_UNLABEL] = apply_unlabel,
	[VERB_FOLLOW] = apply_follow,
	[VERB_UNFOLLOW] = apply_unfollow,
	[VERB_END] = NULL, /* only ends the block */
};
static_assert(ARRAY_LEN(appliers) == VERB_COUNT, "every verb has its function");

/* What is wrong with a command for this actor here; NULL: nothing. */
static const char *
command_problem(const struct facts *facts, const struct action *action,
    const struct command *command)
{
	if (command->problem != NULL)
		return command->problem;
	if (command->verb->proof > action->proof)
		return "this needs a stronger proof of who you are";
	return permission_refusal(facts, &action->actor,
	    command->verb->permission);
}

/* Whether the words themselves may go where they want; NULL: they may. */
static const char *
entry_problem(const struct facts *facts, const struct action *action)
{
	bool is_note = action->entry.kind == ENTRY_NOTE;

	if (!action->has_entry)
		return NULL;
	for (size_t i = 0; i < action->command_count; i++) {
		const struct verb *verb = action->commands[i].verb;

		if (verb == NULL)
			continue;
		/* A mail to the note address stays a note: whoever wants both
		   is asked again rather than believed. */
		if (is_note && verb->id == VERB_REPLY && action->door != DOOR_CLI)
			return "#reply in a mail to the note address";
		if (action->entry.kind == ENTRY_EVENT &&
		    verb->argument == ARGUMENT_MESSAGE)
			return "there is no text";
		is_note = is_note || verb->id == VERB_NOTE;
	}
	return permission_refusal(facts, &action->actor,
	    is_note ? MAY_NOTE : MAY_REPLY);
}

/* Writes the receipt; true when everything may be applied. */
static bool
commands_are_good(const struct facts *facts, const struct action *action,
    struct arena *arena, struct slice *receipt)
{
	struct text text = TEXT_IN(arena);
	const char *problem = entry_problem(facts, action);
	bool good = !action->held && problem == NULL;

	if (problem != NULL)
		text_add_format(&text, "%s\n", problem);
	for (size_t i = 0; i < action->command_count; i++) {
		const struct command *command = &action->commands[i];

		problem = command_problem(facts, action, command);
		text_add_line(&text, command->line);
		text_add_format(&text, ": %s\n",
		    problem != NULL ? problem : "understood");
		good = good && problem == NULL;
	}
	*receipt = text_slice(&text);
	return good;
}

static void
hold(const struct action *action, struct changes *out)
{
	out->held = action->kind == ACTION_AGENT;
	out->entry.kind = ENTRY_NOTE;
	out->entry.is_private = true;
}

static void
apply_agent(const struct facts *facts, const struct action *action,
    struct arena *arena, struct changes *out)
{
	struct step step = { .facts = facts, .arena = arena, .out = out };

	if (!commands_are_good(facts, action, arena, &out->receipt)) {
		hold(action, out);
		return;
	}
	for (size_t i = 0; i < action->command_count; i++) {
		step.command = &action->commands[i];
		step.target = &facts->targets[i];
		if (appliers[step.command->verb->id] != NULL)
			appliers[step.command->verb->id](&step);
	}
	/* Answered: now the user must act, unless the agent says otherwise. */
	if (out->has_entry && out->entry.kind == ENTRY_REPLY &&
	    !step.said_status && out->ticket.status == TICKET_OPEN)
		status_set(out, arena, TICKET_PENDING);
}

static void
apply_message(const struct action *action, struct arena *arena,
    struct changes *out)
{
	enum ticket_status status = out->ticket.status;

	if (action->reopens && status != TICKET_OPEN && status != TICKET_SPAM)
		status_set(out, arena, TICKET_OPEN);
}

static void
date_ticket(const struct ticket *before, const struct action *action,
    struct changes *out)
{
	struct ticket *ticket = &out->ticket;

	if (out->field_count > 0 || out->item_count > 0 || out->has_entry)
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
		.opened = action->ticket_id == 0,
		.has_entry = action->has_entry,
		.entry = action->entry,
	};

	switch (action->kind) {
	case ACTION_MESSAGE:
		apply_message(action, arena, out);
		break;
	case ACTION_AGENT:
		apply_agent(facts, action, arena, out);
		break;
	case ACTION_UNPROVEN:
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
