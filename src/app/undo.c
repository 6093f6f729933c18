/* Taking back what an agent did last on a ticket. */
#include "undo.h"

#include "base/text.h"
#include "desk/letter_event.h"
#include "desk/story.h"
#include "desk/undo.h"
#include "store/changes.h"
#include "store/deeds.h"
#include "store/departments.h"
#include "store/entries.h"
#include "store/fields.h"
#include "store/people.h"
#include "store/teams.h"

static void
read_change(const struct change *change, struct past_change *out)
{
	*out = (struct past_change){ .field = change->field,
		.old = change->old, .new = change->new,
		.old_id = change->old_id, .new_id = change->new_id };
}

/* Whom or what the number behind the old value means. */
static int
load_names(struct lookup *lookup, struct past_change *past, struct fail *why)
{
	struct db *db = lookup->desk->db;
	struct field field;
	int got = 1;

	if (past->old_id == 0)
		return 0;
	switch (undo_names(past->field)) {
	case NAMES_PERSON:
		got = people_get(db, past->old_id, lookup->arena,
		    &past->person, why);
		break;
	case NAMES_DEPARTMENT:
		got = departments_get(db, past->old_id, lookup->arena,
		    &past->department, why);
		if (got == 1)
			got = departments_members(db, past->old_id,
			    lookup->arena, &lookup->facts->moved_to, why) < 0
			    ? -1 : 1;
		break;
	case NAMES_ADDRESS:
		got = people_address_get(db, past->old_id, lookup->arena,
		    &past->address, why);
		break;
	case NAMES_TEAM:
		got = teams_get(db, past->old_id, lookup->arena, &past->team,
		    why);
		break;
	case NAMES_FIELD:
		got = fields_get(db, past->old_id, lookup->arena, &field, why);
		break;
	case NAMES_NOTHING:
		break;
	}
	if (got == 0)
		lookup->command->problem = "what it was before is not there any"
		    " more";
	return got < 0 ? -1 : 0;
}

/* "status was changed since, by Ben: pending -> open" */
static int
tell_disturbance(struct lookup *lookup, const struct change *change,
    struct fail *why)
{
	struct text text = TEXT_IN(lookup->arena);
	struct person who = { .name = SLICE("the desk") };

	if (change->person_id != 0 && people_get(lookup->desk->db,
		change->person_id, lookup->arena, &who, why) < 0)
		return -1;
	text_add_line(&text, change->field);
	text_add_string(&text, " was changed since, by ");
	text_add_line(&text, who.name);
	text_add_string(&text, ": ");
	text_add_line(&text, change->old.len > 0 ? change->old
						 : SLICE("none"));
	text_add_string(&text, " -> ");
	text_add_line(&text, change->new.len > 0 ? change->new
						 : SLICE("none"));
	lookup->command->problem = text_string(&text);
	return 0;
}

static int
look_since(struct lookup *lookup, const struct deed *deed,
    const struct past_change *past, struct fail *why)
{
	struct change *since;
	struct past_change later;
	size_t count;

	if (changes_since(lookup->desk->db, deed->ticket_id, past->field,
		deed->event_id, lookup->arena, &since, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		read_change(&since[i], &later);
		if (undo_disturbs(past, &later))
			return tell_disturbance(lookup, &since[i], why);
	}
	return 0;
}

static int
load_past(struct lookup *lookup, const struct deed *deed, struct fail *why)
{
	struct undo *undo = &lookup->target->undo;
	struct command *command = lookup->command;
	struct change *changes;

	if (deed->event_id == 0)
		return 0;
	if (changes_of_entry(lookup->desk->db, deed->event_id, lookup->arena,
		&changes, &undo->past_count, why) < 0)
		return -1;
	undo->past = arena_array(lookup->arena, undo->past_count,
	    sizeof(*undo->past));
	for (size_t i = 0; i < undo->past_count; i++) {
		struct past_change *past = &undo->past[i];

		read_change(&changes[i], past);
		command->problem = undo_refusal(past->field);
		if (command->problem != NULL)
			return 0;
		undo->needs_confirmation = undo->needs_confirmation ||
		    undo_needs_confirmation(past->field);
		if (load_names(lookup, past, why) < 0 ||
		    look_since(lookup, deed, past, why) < 0)
			return -1;
		if (command->problem != NULL)
			return 0;
	}
	return 0;
}

static bool
is_reply(const struct outbox_row *letter)
{
	return slice_eq(letter->event,
	    slice_of(letter_event_row(LETTER_AGENT_REPLY)->name));
}

/* Nobody has begun to send it; an admin may have stopped it. */
static bool
is_waiting(const struct outbox_row *letter)
{
	return letter->state == LETTER_STATE_QUEUED ||
	    letter->state == LETTER_STATE_HELD;
}

/* It was sent, or perhaps it was. */
static bool
is_gone(const struct outbox_row *letter)
{
	return letter->state == LETTER_STATE_SENT ||
	    letter->state == LETTER_STATE_SENDING ||
	    letter->state == LETTER_STATE_UNKNOWN;
}

/* A letter to an agent may tell of more, which nobody has taken back. */
static bool
is_its_own(const struct desk *desk, const struct outbox_row *letter)
{
	return desk->conf->coalesce == 0 || is_reply(letter);
}

static int
load_letters(struct lookup *lookup, const struct deed *deed, struct fail *why)
{
	struct undo *undo = &lookup->target->undo;
	struct outbox_row *letters;
	size_t count;

	if (deeds_letters(lookup->desk->db, deed, lookup->arena, &letters,
		&count, why) < 0)
		return -1;
	undo->letters = arena_array(lookup->arena, count,
	    sizeof(*undo->letters));
	for (size_t i = 0; i < count; i++) {
		if (is_waiting(&letters[i]) &&
		    is_its_own(lookup->desk, &letters[i]))
			undo->letters[undo->letter_count++] = letters[i].id;
		else if (is_reply(&letters[i]) && is_gone(&letters[i]))
			undo->gone++;
	}
	return 0;
}

int
undo_find(struct lookup *lookup, struct fail *why)
{
	struct command *command = lookup->command;
	struct undo *undo = &lookup->target->undo;
	struct deed deed;
	int got;

	got = deeds_last(lookup->desk->db, lookup->facts->ticket.id,
	    lookup->action->actor.id, &deed, why);
	if (got == 0)
		command->problem = "you did nothing here that could be taken"
		    " back";
	if (got <= 0)
		return got;
	if (load_past(lookup, &deed, why) < 0)
		return -1;
	if (command->problem != NULL)
		return 0;
	if (load_letters(lookup, &deed, why) < 0)
		return -1;
	if (undo->past_count == 0 && undo->letter_count == 0)
		command->problem = undo->gone > 0
		    ? "the answer was sent already, and cannot be taken back"
		    : "a note cannot be taken back";
	undo->entry_id = deed.entry_id;
	undo->deed_id = deed.id;
	return 0;
}

static int
cancel_letter(struct desk *desk, const struct action *action, int64_t id,
    enum letter_state from, struct fail *why)
{
	const struct change change = {
		.at = action->at, .person_id = action->actor.id,
		.door = action->door, .object = "letter", .object_id = id,
		.field = SLICE("state"),
		.old = slice_of(letter_state_name(from)),
		.new = slice_of(letter_state_name(LETTER_STATE_CANCELLED)),
		.archive_id = action->entry.archive_id,
	};
	int got = outbox_move(desk->db, id, from, LETTER_STATE_CANCELLED, 0,
	    why);

	if (got == 1 && changes_add(desk->db, &change, why) < 0)
		return -1;
	return got;
}

static int
cancel_letters(struct desk *desk, const struct action *action,
    const struct undo *undo, struct fail *why)
{
	int got;

	for (size_t i = 0; i < undo->letter_count; i++) {
		got = cancel_letter(desk, action, undo->letters[i],
		    LETTER_STATE_QUEUED, why);
		if (got == 0)
			got = cancel_letter(desk, action, undo->letters[i],
			    LETTER_STATE_HELD, why);
		if (got < 0)
			return -1;
	}
	return 0;
}

/* An answer of which no letter went out was only ever read by colleagues. */
static int
keep_as_note(struct desk *desk, const struct undo *undo, struct arena *arena,
    struct fail *why)
{
	struct entry entry;
	int got;

	if (undo->entry_id == 0 || undo->gone > 0)
		return 0;
	got = entries_get(desk->db, undo->entry_id, arena, &entry, why);
	if (got <= 0 || entry.kind != ENTRY_REPLY)
		return got < 0 ? -1 : 0;
	return entries_set_kind(desk->db, entry.id, ENTRY_NOTE, true, why);
}

static struct slice
tell_undone(const struct changes *changes, struct arena *arena)
{
	const struct undo *undo = &changes->undo;
	struct text text = TEXT_IN(arena);
	struct slice fields = story_of_fields(changes, arena);

	text_add_string(&text, "What you did last was taken back.\n");
	text_add(&text, fields);
	if (fields.len > 0)
		text_add_char(&text, '\n');
	if (undo->letter_count > 0)
		text_add_format(&text, "letters that were not sent yet, and"
		    " will not be: %zu\n", undo->letter_count);
	if (undo->gone > 0)
		text_add_format(&text, "letters to users that were sent"
		    " already, and cannot be taken back: %zu\n", undo->gone);
	return text_slice(&text);
}

int
undo_settle(struct desk *desk, const struct action *action,
    struct changes *changes, struct arena *arena, struct fail *why)
{
	const struct undo *undo = &changes->undo;
	struct text text = TEXT_IN(arena);

	if (undo->deed_id == 0)
		return 0;
	if (cancel_letters(desk, action, undo, why) < 0 ||
	    keep_as_note(desk, undo, arena, why) < 0 ||
	    deeds_undo(desk->db, undo->deed_id, action->at, why) < 0)
		return -1;
	text_add(&text, tell_undone(changes, arena));
	if (changes->answer.len > 0)
		text_add_char(&text, '\n');
	text_add(&text, changes->answer);
	changes->answer = text_slice(&text);
	return 0;
}

int
undo_record(struct desk *desk, const struct action *action,
    const struct changes *changes, int64_t first_letter, struct fail *why)
{
	struct deed deed = {
		.ticket_id = changes->ticket.id,
		.person_id = action->actor.id, .at = action->at,
		.event_id = changes->event_id,
		.first_letter = first_letter,
		.undoes = changes->undo.deed_id,
	};

	if (action->kind != ACTION_AGENT || action->is_history ||
	    changes->held || action->actor.id == 0)
		return 0;
	if (changes->has_entry && changes->entry.kind != ENTRY_EVENT)
		deed.entry_id = changes->entry.id;
	if (deed.event_id == 0 && deed.entry_id == 0)
		return 0;
	if (outbox_next_id(desk->db, &deed.last_letter, why) < 0)
		return -1;
	deed.last_letter--;
	return deeds_add(desk->db, &deed, why);
}
