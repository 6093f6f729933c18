/* Setting a ticket's fields, each with what the log shall say of it. */
#include "changes.h"

#include "base/clock.h"
#include "base/text.h"

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

void
changes_add_item(struct changes *changes, struct arena *arena,
    const struct item_change *change)
{
	changes->items = arena_grow(arena, changes->items,
	    changes->item_count * sizeof(*changes->items),
	    (changes->item_count + 1) * sizeof(*changes->items));
	changes->items[changes->item_count++] = *change;
}

void
changes_add_answer(struct changes *changes, struct arena *arena,
    struct slice line, struct slice answer)
{
	struct text text = TEXT_IN(arena);

	text_add(&text, changes->answer);
	if (text.len > 0)
		text_add_char(&text, '\n');
	text_add_line(&text, line);
	text_add_string(&text, "\n\n");
	text_add(&text, answer);
	changes->answer = text_slice(&text);
}

void
changes_set_status(struct changes *changes, struct arena *arena,
    enum ticket_status status)
{
	changes_add_field(changes, arena, (struct field_change){
		.field = "status",
		.old = slice_of(ticket_status_name(changes->ticket.status)),
		.new = slice_of(ticket_status_name(status)) });
	changes->ticket.status = status;
}

void
changes_set_assignee(struct changes *changes, struct arena *arena,
    const struct person *person)
{
	changes_add_field(changes, arena, (struct field_change){
		"assignee", changes->assignee.name, person->name,
		changes->assignee.id, person->id });
	changes->assignee = *person;
	changes->ticket.assignee_id = person->id;
}

void
changes_set_priority(struct changes *changes, struct arena *arena,
    enum ticket_priority priority)
{
	changes_add_field(changes, arena, (struct field_change){
		.field = "priority",
		.old = slice_of(ticket_priority_name(changes->ticket.priority)),
		.new = slice_of(ticket_priority_name(priority)) });
	changes->ticket.priority = priority;
}

void
changes_set_department(struct changes *changes, struct arena *arena,
    const struct department *department)
{
	changes_add_field(changes, arena, (struct field_change){
		"department", changes->department.name, department->name,
		changes->department.id, department->id });
	changes->department = *department;
	changes->ticket.department_id = department->id;
	changes->ticket.department_chosen = true;
}

void
changes_set_team(struct changes *changes, struct arena *arena,
    const struct team *team)
{
	changes_add_field(changes, arena, (struct field_change){
		"team", changes->team.name, team->name, changes->team.id,
		team->id });
	changes->team = *team;
	changes->ticket.team_id = team->id;
}

void
changes_set_subject(struct changes *changes, struct arena *arena,
    struct slice subject)
{
	changes_add_field(changes, arena, (struct field_change){
		.field = "subject", .old = changes->ticket.subject,
		.new = subject });
	changes->ticket.subject = subject;
}

/* As the log keeps a time: UTC, like its own. */
static struct slice
time_text(struct arena *arena, int64_t at)
{
	char text[CLOCK_TEXT_SIZE];

	return at == 0 ? SLICE_EMPTY
		       : arena_copy(arena, slice_of(clock_rfc3339(at, text)));
}

void
changes_set_due(struct changes *changes, struct arena *arena, int64_t at)
{
	changes_add_field(changes, arena, (struct field_change){
		.field = "due", .old = time_text(arena, changes->ticket.due_at),
		.new = time_text(arena, at) });
	changes->ticket.due_at = at;
}

void
changes_set_snooze(struct changes *changes, struct arena *arena, int64_t at)
{
	changes_add_field(changes, arena, (struct field_change){
		.field = "snooze",
		.old = time_text(arena, changes->ticket.snoozed_until),
		.new = time_text(arena, at) });
	changes->ticket.snoozed_until = at;
}

void
changes_set_notifyat(struct changes *changes, struct arena *arena,
    const struct address *address)
{
	changes_add_field(changes, arena, (struct field_change){
		.field = "notifyat", .new = address->address,
		.old_id = changes->ticket.notify_address_id,
		.new_id = address->id });
	changes->ticket.notify_address_id = address->id;
}

/* The address chosen for the old user is no address of the new one. */
void
changes_set_requester(const struct facts *facts, struct changes *changes,
    struct arena *arena, const struct person *user)
{
	struct ticket *ticket = &changes->ticket;

	changes_add_field(changes, arena, (struct field_change){
		"requester", facts->user.name, user->name, ticket->user_id,
		user->id });
	if (ticket->user_id != user->id)
		ticket->notify_address_id = 0;
	ticket->user_id = user->id;
}
