/* What the verbs do, one function each. */
#include "verb_apply.h"

#include <assert.h>

#include "changes.h"
#include "desk/label.h"
#include "desk/undo.h"
#include "desk/when.h"

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
	changes_set_assignee(step->out, step->arena, &step->target->person);
}

static void
apply_priority(struct step *step)
{
	enum ticket_priority priority;

	if (ticket_priority_parse(step->command->value, &priority))
		changes_set_priority(step->out, step->arena, priority);
}

static void
apply_department(struct step *step)
{
	changes_set_department(step->out, step->arena,
	    &step->target->department);
}

static void
apply_subject(struct step *step)
{
	changes_set_subject(step->out, step->arena, step->command->value);
}

/* The change that this command makes, to be filled. */
static struct item_change *
add_item(struct step *step, enum ticket_item item, bool removes)
{
	struct changes *out = step->out;

	changes_add_item(out, step->arena, &(struct item_change){
		.item = item, .removes = removes });
	return &out->items[out->item_count - 1];
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

static void
apply_requester(struct step *step)
{
	changes_set_requester(step->facts, step->out, step->arena,
	    &step->target->person);
}

static void
apply_notifyat(struct step *step)
{
	changes_set_notifyat(step->out, step->arena, &step->target->address);
}

static void
apply_due(struct step *step)
{
	changes_set_due(step->out, step->arena, step->target->when);
}

/* Asleep is on hold; the clock, or an answer, opens it again. */
static void
apply_snooze(struct step *step)
{
	changes_set_snooze(step->out, step->arena, step->target->when);
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
	add_item(step, ITEM_LINK, false)->id = step->target->ticket.id;
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

/* The newest first: of two changes of a field the older one counts. */
static void
apply_undo(struct step *step)
{
	const struct undo *undo = &step->target->undo;

	for (size_t i = undo->past_count; i > 0; i--)
		undo_change(step->facts, &undo->past[i - 1], step->arena,
		    step->out);
	step->out->undo = *undo;
	step->said_status = true;
}

/* Whose ticket it is, and who sees to it. */
static void
apply_for(struct step *step)
{
	struct changes *out = step->out;

	apply_requester(step);
	if (out->ticket.assignee_id == 0)
		changes_set_assignee(out, step->arena, &step->action->actor);
}

static void
apply_team(struct step *step)
{
	changes_set_team(step->out, step->arena, &step->target->team);
}

static void
apply_field(struct step *step)
{
	const struct target *target = step->target;

	changes_add_item(step->out, step->arena, &(struct item_change){
		.item = ITEM_FIELD, .removes = target->value.len == 0,
		.id = target->field.id, .name = target->field.name,
		.value = target->value, .old = target->old_value });
}

/* Its files go with the text. */
static void
apply_nomessage(struct step *step)
{
	struct entry *entry = &step->out->entry;

	entry->kind = ENTRY_EVENT;
	entry->is_private = true;
	entry->text = entry->new_text = entry->attachments = SLICE_EMPTY;
}

static void
apply_query(struct step *step)
{
	changes_add_answer(step->out, step->arena, step->command->line,
	    step->target->answer);
}

/* It is the user's, but the ticket tells of it. */
static void
add_about_user(struct step *step, struct user_change change)
{
	struct changes *out = step->out;

	out->about_user = arena_grow(step->arena, out->about_user,
	    out->about_user_count * sizeof(*out->about_user),
	    (out->about_user_count + 1) * sizeof(*out->about_user));
	out->about_user[out->about_user_count++] = change;
}

static void
apply_org(struct step *step)
{
	const struct belonging *before = &step->target->belonging;
	const struct organization *place = &step->target->organization;

	if (before->organization_id == place->id)
		return;
	changes_add_field(step->out, step->arena, (struct field_change){
		.field = "organization", .old = before->organization,
		.new = place->name, .old_id = before->organization_id,
		.new_id = place->id });
	add_about_user(step, (struct user_change){ .kind = USER_PLACE,
		.id = place->id, .value = place->name });
}

static void
apply_mergeuser(struct step *step)
{
	const struct person *person = &step->target->person;

	changes_add_field(step->out, step->arena, (struct field_change){
		.field = "merged-user", .new = arena_format(step->arena,
		    "%.*s (%lld)", SLICE_ARG(person->name),
		    (long long)person->id), .new_id = person->id });
	add_about_user(step, (struct user_change){ .kind = USER_MERGED,
		.id = person->id });
}

static void
apply_addaddress(struct step *step)
{
	const struct address *address = &step->target->address;

	changes_add_field(step->out, step->arena, (struct field_change){
		.field = "address", .new = address->address });
	add_about_user(step, (struct user_change){ .kind = USER_ADDRESS,
		.value = address->address, .identity = address->identity });
}

static void
apply_usernote(struct step *step)
{
	struct slice text = step->command->value;

	changes_add_field(step->out, step->arena, (struct field_change){
		.field = "usernote", .new = text });
	add_about_user(step, (struct user_change){ .kind = USER_NOTED,
		.value = text });
}

static void
apply_usergroup(struct step *step)
{
	const struct usergroup *group = &step->target->group;
	bool takes = step->command->verb->id == VERB_UNGROUP;
	struct field_change field = { .field = "usergroup" };

	*(takes ? &field.old : &field.new) = group->name;
	changes_add_field(step->out, step->arena, field);
	add_about_user(step, (struct user_change){ .kind = USER_GROUP,
		.takes = takes, .id = group->id, .value = group->name });
}

static void
apply_autoresponder(struct step *step)
{
	bool on = slice_eq(step->command->value, SLICE("on"));

	if (step->facts->user.auto_responder == on)
		return;
	changes_add_field(step->out, step->arena, (struct field_change){
		.field = "autoresponder",
		.old = on ? SLICE("off") : SLICE("on"),
		.new = on ? SLICE("on") : SLICE("off") });
	add_about_user(step, (struct user_change){ .kind = USER_RESPONDER,
		.takes = !on });
}

static void
apply_ban(struct step *step)
{
	bool takes = step->command->verb->id == VERB_UNBAN;
	struct slice pattern = step->target->value;
	struct field_change field = { .field = "ban" };

	*(takes ? &field.old : &field.new) = pattern;
	changes_add_field(step->out, step->arena, field);
	add_about_user(step, (struct user_change){ .kind = USER_BAN,
		.takes = takes, .value = pattern });
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
	[VERB_ORG] = apply_org,
	[VERB_DUE] = apply_due,
	[VERB_SNOOZE] = apply_snooze,
	[VERB_TIME] = apply_time,
	[VERB_CHARGE] = apply_charge,
	[VERB_LINK] = apply_link,
	[VERB_MERGE] = apply_merge,
	[VERB_SPLIT] = apply_split,
	[VERB_TEAM] = apply_team,
	[VERB_FIELD] = apply_field,
	[VERB_NOMESSAGE] = apply_nomessage,
	[VERB_MACRO] = NULL, /* its commands stand in its place */
	[VERB_SHOW] = apply_query,
	[VERB_HISTORY] = apply_query,
	[VERB_LIST] = apply_query,
	[VERB_SEARCH] = apply_query,
	[VERB_WHOIS] = apply_query,
	[VERB_HELP] = apply_query,
	[VERB_UNDO] = apply_undo,
	[VERB_FOR] = apply_for,
	[VERB_ON] = NULL, /* is done before; each ticket has its own action */
	[VERB_MERGEUSER] = apply_mergeuser,
	[VERB_ADDADDRESS] = apply_addaddress,
	[VERB_USERNOTE] = apply_usernote,
	[VERB_USERGROUP] = apply_usergroup,
	[VERB_UNGROUP] = apply_usergroup,
	[VERB_AUTORESPONDER] = apply_autoresponder,
	[VERB_BAN] = apply_ban,
	[VERB_UNBAN] = apply_ban,
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
