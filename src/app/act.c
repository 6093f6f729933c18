/* The one way to change a ticket. */
#include "app/act.h"

#include <string.h>

#include "app/belonging.h"
#include "app/brake.h"
#include "app/facts.h"
#include "app/record.h"
#include "app/rules.h"
#include "app/suggest.h"
#include "app/tell.h"
#include "base/crash.h"
#include "base/text.h"
#include "desk/story.h"
#include "store/changes.h"
#include "store/entries.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/suggestions.h"
#include "store/ticket_items.h"
#include "store/tickets.h"
#include "undo.h"
#include "user_change.h"

/* Whoever writes to us for the first time becomes a user. */
static int
welcome(struct desk *desk, struct action *action,
    const struct newcomer *newcomer, struct fail *why)
{
	struct person *actor = &action->actor;

	if (actor->id != 0 || action->by_desk || newcomer == NULL)
		return 0;
	actor->name = newcomer->name.len > 0 ? newcomer->name
					     : newcomer->address;
	actor->created_at = action->at;
	actor->created_door = action->door;
	if (people_add(desk->db, actor, newcomer->address, newcomer->identity,
		action->entry.archive_id, why) < 0)
		return -1;
	if (!action->is_by_desk)
		action->entry.person_id = actor->id;
	return belonging_link(desk, action, actor->id, newcomer->identity, why);
}

/* Two commands may name the same newcomer. */
static bool
is_named_before(const struct facts *facts, size_t i)
{
	const struct address *address = &facts->targets[i].address;

	for (size_t j = 0; j < i; j++)
		if (facts->targets[j].address.id == 0 &&
		    slice_eq(facts->targets[j].address.identity,
			address->identity)) {
			facts->targets[i].person = facts->targets[j].person;
			return true;
		}
	return false;
}

/*
 * Whom commands name by an address that nobody had: 1 when somebody was added,
 * so that what the action does must be asked again; 0; -1.
 */
static int
welcome_named(struct desk *desk, const struct action *action,
    struct facts *facts, struct fail *why)
{
	int any = 0;

	for (size_t i = 0; i < action->command_count; i++) {
		struct target *target = &facts->targets[i];
		struct person *person = &target->person;

		/* That address becomes somebody's who is there. */
		if (action->commands[i].verb->id == VERB_ADDADDRESS)
			continue;
		if (person->id != 0 || target->address.id != 0 ||
		    target->address.identity.len == 0 ||
		    is_named_before(facts, i))
			continue;
		*person = (struct person){ .name = target->address.address,
			.created_at = action->at, .created_door = action->door };
		if (action->commands[i].verb->id == VERB_FOR &&
		    action->behalf_name.len > 0)
			person->name = action->behalf_name;
		if (people_add(desk->db, person, target->address.address,
			target->address.identity, action->entry.archive_id,
			why) < 0 ||
		    belonging_link(desk, action, person->id,
			target->address.identity, why) < 0)
			return -1;
		any = 1;
	}
	return any;
}

/* From here on letters speak of whose ticket it has become. */
static void
settle_user(const struct action *action, struct facts *facts)
{
	for (size_t i = 0; i < action->command_count; i++)
		if (action->commands[i].verb->id == VERB_FOR)
			facts->user = facts->targets[i].person;
}

static int
save_entry(struct desk *desk, struct changes *changes, struct fail *why)
{
	struct entry *entry = &changes->entry;

	entry->ticket_id = changes->ticket.id;
	if (entry->id != 0)
		return entries_settle(desk->db, entry, why);
	return entries_add(desk->db, entry, why);
}

/*
 * Changes the ticket's items; what was so already is no change.  The rest joins
 * the changed fields, so that log, story and record say it all.
 */
static int
save_items(struct desk *desk, const struct action *action,
    struct changes *changes, struct arena *arena, struct fail *why)
{
	const struct item_change *item;
	int got;

	for (size_t i = 0; i < changes->item_count; i++) {
		item = &changes->items[i];
		got = ticket_items_change(desk->db, changes->ticket.id,
		    action->actor.id, action->at, item, why);
		if (got == 1 && item->item == ITEM_PARTICIPANT &&
		    suggestions_drop(desk->db, changes->ticket.id, item->id,
			why) < 0)
			return -1;
		if (got < 0)
			return -1;
		if (got == 1)
			changes_add_field(changes, arena,
			    story_of_item(item, arena));
	}
	return 0;
}

static int
log_fields(struct desk *desk, const struct action *action,
    const struct changes *changes, int64_t entry_id, struct fail *why)
{
	for (size_t i = 0; i < changes->field_count; i++) {
		const struct field_change *field = &changes->fields[i];
		struct change change = {
			.at = action->at, .person_id = action->actor.id,
			.door = action->door, .object = "ticket",
			.object_id = changes->ticket.id,
			.field = slice_of(field->field),
			.old = field->old, .new = field->new,
			.archive_id = action->entry.archive_id,
			.old_id = field->old_id, .new_id = field->new_id,
			.entry_id = entry_id,
		};

		if (changes_add(desk->db, &change, why) < 0)
			return -1;
	}
	return 0;
}

/* A rule that only told somebody is no event for the history. */
static bool
is_event(const struct changes *changes)
{
	return changes->field_count > 1 || (changes->field_count == 1 &&
	    strcmp(changes->fields[0].field, "rule") != 0);
}

/*
 * The entry that was said, one event entry that tells people what changed, and
 * the change log.  A mail of commands alone is its own event: it bears the
 * digest.
 */
static int
save_story(struct desk *desk, const struct action *action,
    struct changes *changes, struct arena *arena, struct fail *why)
{
	struct slice story = story_of_fields(changes, arena);
	struct entry event = {
		.kind = ENTRY_EVENT, .is_private = true,
		.ticket_id = changes->ticket.id, .person_id = action->actor.id,
		.at = action->at, .door = action->door,
		.text = story, .new_text = story,
	};
	bool own_event = changes->has_entry &&
	    changes->entry.kind == ENTRY_EVENT && changes->field_count > 0;

	if (own_event)
		changes->entry.text = changes->entry.new_text = story;
	if (is_event(changes) && !own_event &&
	    entries_add(desk->db, &event, why) < 0)
		return -1;
	if (changes->has_entry && save_entry(desk, changes, why) < 0)
		return -1;
	changes->event_id = own_event ? changes->entry.id : event.id;
	return log_fields(desk, action, changes, changes->event_id, why);
}

/*
 * The mail becomes the first entry of a ticket of its own, which its author
 * hears of when somebody answers.
 */
static int
save_split(struct desk *desk, const struct action *action,
    struct changes *changes, struct arena *arena, struct fail *why)
{
	struct ticket own = {
		.subject = changes->ticket.subject,
		.status = TICKET_OPEN,
		.priority = PRIORITY_NORMAL,
		.department_id = changes->ticket.department_id,
		.department_chosen = changes->ticket.department_chosen,
		.user_id = changes->split.person_id,
		.created_at = changes->split.at,
		.changed_at = action->at,
	};
	struct item_change link = { .item = ITEM_LINK };

	if (changes->split.id == 0)
		return 0;
	if (tickets_add(desk->db, &own, why) < 0 ||
	    entries_move(desk->db, changes->split.id, own.id, why) < 0)
		return -1;
	link.id = own.id;
	if (ticket_items_change(desk->db, changes->ticket.id,
		action->actor.id, action->at, &link, why) < 0)
		return -1;
	changes_add_field(changes, arena, (struct field_change){
		.field = "split", .new = arena_format(arena, "#%lld",
		    (long long)own.id), .new_id = own.id });
	return 0;
}

static int
save(struct desk *desk, const struct action *action, struct changes *changes,
    struct arena *arena, struct fail *why)
{
	int rc = changes->opened
	    ? tickets_add(desk->db, &changes->ticket, why)
	    : tickets_save(desk->db, &changes->ticket, why);

	crash_point("act.after-ticket");
	if (rc < 0 || save_items(desk, action, changes, arena, why) < 0 ||
	    save_split(desk, action, changes, arena, why) < 0 ||
	    user_changes_save(desk, action, changes, arena, why) < 0 ||
	    save_story(desk, action, changes, arena, why) < 0)
		return -1;
	if (changes->merge_into == 0)
		return 0;
	return tickets_merge(desk->db, changes->ticket.id, changes->merge_into,
	    action->at, why);
}

static void
record_outcome(struct text *record, const struct action *action,
    const struct changes *changes)
{
	record_add_format(record, "act", action_kind_name(action->kind),
	    "ticket=%lld%s%s", (long long)changes->ticket.id,
	    changes->opened ? " opened" : "", changes->held ? " held" : "");
	for (size_t i = 0; i < changes->field_count; i++)
		record_add(record, "act", changes->fields[i].field,
		    changes->fields[i].new);
}

/* History and log say whose doing it was. */
static void
name_rule(const struct action *action, struct changes *changes,
    struct arena *arena)
{
	if (action->rule != NULL && !changes->held)
		changes_add_field(changes, arena, (struct field_change){
			.field = "rule", .new = slice_of(action->rule) });
}

int
act_check(struct desk *desk, struct action *action, struct arena *arena,
    struct outcome *out, struct fail *why)
{
	struct facts facts;
	struct changes changes;

	*out = (struct outcome){ .ticket_id = action->ticket_id };
	if (facts_load(desk, action, arena, &facts, why) < 0)
		return -1;
	action_apply(&facts, action, arena, &changes);
	out->held = changes.held;
	out->receipt = changes.receipt;
	return 0;
}

/* From what is known to what shall change; whom it names becomes known. */
static int
decide(struct desk *desk, struct action *action,
    const struct newcomer *newcomer, struct arena *arena, struct facts *facts,
    struct changes *changes, struct fail *why)
{
	int got;

	if (welcome(desk, action, newcomer, why) < 0 ||
	    facts_load(desk, action, arena, facts, why) < 0)
		return -1;
	crash_point("act.after-person");
	action_apply(facts, action, arena, changes);
	if (changes->held)
		return 0;
	if ((got = welcome_named(desk, action, facts, why)) < 0)
		return -1;
	if (got == 1)
		action_apply(facts, action, arena, changes);
	if (action->on_behalf)
		settle_user(action, facts);
	return 0;
}

int
act(struct desk *desk, struct action *action, const struct newcomer *newcomer,
    struct arena *arena, struct text *record, struct outcome *out,
    struct fail *why)
{
	struct facts facts;
	struct changes changes;
	struct notices notices;
	struct telling telling = { &facts, action, &changes };
	int64_t first_letter;

	*out = (struct outcome){ 0 };
	if (decide(desk, action, newcomer, arena, &facts, &changes, why) < 0)
		return -1;
	name_rule(action, &changes, arena);
	if (save(desk, action, &changes, arena, why) < 0 ||
	    suggest(desk, &facts, action, &changes, arena, record, why) < 0 ||
	    undo_settle(desk, action, &changes, arena, why) < 0 ||
	    outbox_next_id(desk->db, &first_letter, why) < 0)
		return -1;
	crash_point("act.after-entry");
	record_outcome(record, action, &changes);
	/* What is old is no news. */
	if (!action->is_history) {
		notify_plan(&facts, action, &changes, arena, &notices);
		if (tell(desk, &telling, &notices, arena, record,
			&out->letters, why) < 0)
			return -1;
	}
	if (undo_record(desk, action, &changes, first_letter, why) < 0 ||
	    rules_follow(desk, action, &changes, arena, record, &out->letters,
		why) < 0)
		return -1;
	crash_point("act.after-letters");

	out->ticket_id = changes.ticket.id;
	out->entry_id = changes.has_entry ? changes.entry.id : 0;
	out->opened = changes.opened;
	out->held = changes.held;
	out->receipt = changes.receipt;
	out->answer = changes.answer;
	return 0;
}
