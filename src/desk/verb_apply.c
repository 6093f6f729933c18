/* What the verbs do, one function each. */
#include "verb_apply.h"

#include <assert.h>

#include "base/clock.h"
#include "desk/label.h"
#include "desk/when.h"

void
changes_set_status(struct changes *out, struct arena *arena,
    enum ticket_status status)
{
	struct field_change change = { .field = "status",
		.old = slice_of(ticket_status_name(out->ticket.status)),
		.new = slice_of(ticket_status_name(status)) };

	changes_add_field(out, arena, change);
	out->ticket.status = status;
}

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
	changes_set_status(step->out, step->arena, status);
	step->said_status = true;
}

static void
apply_assign(struct step *step)
{
	struct changes *out = step->out;

	changes_add_field(out, step->arena, (struct field_change){
		"assignee", out->assignee.name, step->target->person.name,
		out->assignee.id, step->target->person.id });
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

static void
change_participant(struct step *step, bool removes)
{
	const struct target *target = step->target;
	struct item_change *change = add_item(step, ITEM_PARTICIPANT, removes);

	change->id = target->person.id;
	change->name = target->person.name.len > 0 ? target->person.name
						   : target->address.address;
}

static void
apply_cc(struct step *step)
{
	change_participant(step, false);
}

static void
apply_uncc(struct step *step)
{
	change_participant(step, true);
}

/* The address chosen for the old user is no address of the new one. */
static void
apply_requester(struct step *step)
{
	const struct person *user = &step->target->person;
	struct ticket *ticket = &step->out->ticket;

	changes_add_field(step->out, step->arena, (struct field_change){
		"requester", step->facts->user.name, user->name,
		ticket->user_id, user->id });
	if (ticket->user_id != user->id)
		ticket->notify_address_id = 0;
	ticket->user_id = user->id;
}

static void
apply_notifyat(struct step *step)
{
	struct ticket *ticket = &step->out->ticket;

	changes_add_field(step->out, step->arena, (struct field_change){
		.field = "notifyat", .new = step->target->address.address,
		.old_id = ticket->notify_address_id,
		.new_id = step->target->address.id });
	ticket->notify_address_id = step->target->address.id;
}

/* As the log keeps a time: UTC, like its own. */
static struct slice
time_text(struct step *step, int64_t at)
{
	char text[CLOCK_TEXT_SIZE];

	return at == 0 ? SLICE_EMPTY
		       : arena_copy(step->arena, slice_of(clock_rfc3339(at, text)));
}

static void
apply_due(struct step *step)
{
	struct ticket *ticket = &step->out->ticket;

	changes_add_field(step->out, step->arena, (struct field_change){
		.field = "due", .old = time_text(step, ticket->due_at),
		.new = time_text(step, step->target->when) });
	ticket->due_at = step->target->when;
}

/* Asleep is on hold; the clock, or an answer, opens it again. */
static void
apply_snooze(struct step *step)
{
	struct ticket *ticket = &step->out->ticket;

	changes_add_field(step->out, step->arena, (struct field_change){
		.field = "snooze", .old = time_text(step, ticket->snoozed_until),
		.new = time_text(step, step->target->when) });
	ticket->snoozed_until = step->target->when;
	changes_set_status(step->out, step->arena, step->target->when != 0
	    ? TICKET_HOLD : TICKET_OPEN);
	step->said_status = true;
}

/* command_parse lets no amount through that cannot be read. */
static void
apply_time(struct step *step)
{
	struct item_change *change = add_item(step, ITEM_TIME, false);

	minutes_parse(step->command->value, &change->amount, &change->value);
}

static void
apply_charge(struct step *step)
{
	struct item_change *change = add_item(step, ITEM_CHARGE, false);

	cents_parse(step->command->value, &change->amount, &change->value);
}

static void
apply_link(struct step *step)
{
	struct item_change *change = add_item(step, ITEM_LINK, false);

	change->id = step->target->ticket.id;
	change->name = step->target->ticket.subject;
}

static void
apply_merge(struct step *step)
{
	const struct ticket *into = &step->target->ticket;

	changes_add_field(step->out, step->arena, (struct field_change){
		.field = "merged", .new = arena_format(step->arena, "#%lld",
		    (long long)into->id), .new_id = into->id });
	step->out->merge_into = into->id;
}

static void
apply_split(struct step *step)
{
	step->out->split = step->target->entry;
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
	[VERB_CC] = apply_cc,
	[VERB_UNCC] = apply_uncc,
	[VERB_REQUESTER] = apply_requester,
	[VERB_NOTIFYAT] = apply_notifyat,
	[VERB_DUE] = apply_due,
	[VERB_SNOOZE] = apply_snooze,
	[VERB_TIME] = apply_time,
	[VERB_CHARGE] = apply_charge,
	[VERB_LINK] = apply_link,
	[VERB_MERGE] = apply_merge,
	[VERB_SPLIT] = apply_split,
	[VERB_PREVIEW] = NULL, /* holds all; see action_apply */
	[VERB_END] = NULL, /* only ends the block */
};
static_assert(ARRAY_LEN(appliers) == VERB_COUNT, "every verb has its function");

void
verb_apply(struct step *step)
{
	if (appliers[step->command->verb->id] != NULL)
		appliers[step->command->verb->id](step);
}
