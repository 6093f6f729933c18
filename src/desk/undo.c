/* How each field that agents change is set back. */
#include "desk/undo.h"

#include "base/clock.h"
#include "changes.h"

/* One change on its way back. */
struct back {
	const struct facts *facts;
	const struct past_change *past;
	struct arena *arena;
	struct changes *out;
};

/* "2026-12-01T09:00:00Z", as the log keeps a time; 0: none. */
static int64_t
time_parse(struct slice text)
{
	static const struct { size_t at, len; } places[] = {
		{ 0, 4 }, { 5, 2 }, { 8, 2 }, { 11, 2 }, { 14, 2 }, { 17, 2 },
	};
	int64_t values[ARRAY_LEN(places)];

	if (text.len < 20)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (!slice_number(slice_make(text.data + places[i].at,
			places[i].len), 9999, &values[i]))
			return 0;
	if (values[1] < 1 || values[1] > 12)
		return 0;
	return clock_civil(values[0], (int)values[1], (int)values[2],
	    (int)values[3], (int)values[4], (int)values[5]);
}

static void
back_status(struct back *back)
{
	enum ticket_status status;

	if (ticket_status_parse(back->past->old, &status))
		changes_set_status(back->out, back->arena, status);
}

static void
back_assignee(struct back *back)
{
	changes_set_assignee(back->out, back->arena, &back->past->person);
}

static void
back_priority(struct back *back)
{
	enum ticket_priority priority;

	if (ticket_priority_parse(back->past->old, &priority))
		changes_set_priority(back->out, back->arena, priority);
}

static void
back_department(struct back *back)
{
	changes_set_department(back->out, back->arena,
	    &back->past->department);
}

static void
back_subject(struct back *back)
{
	changes_set_subject(back->out, back->arena, back->past->old);
}

static void
back_due(struct back *back)
{
	changes_set_due(back->out, back->arena,
	    time_parse(back->past->old));
}

/* The status that came with it is a change of its own. */
static void
back_snooze(struct back *back)
{
	changes_set_snooze(back->out, back->arena,
	    time_parse(back->past->old));
}

static void
back_notifyat(struct back *back)
{
	changes_set_notifyat(back->out, back->arena, &back->past->address);
}

static void
back_requester(struct back *back)
{
	changes_set_requester(back->facts, back->out, back->arena,
	    &back->past->person);
}

static void
back_team(struct back *back)
{
	changes_set_team(back->out, back->arena, &back->past->team);
}

static const struct row {
	const char *field;
	enum undo_names names;
	void (*set)(struct back *back); /* NULL: never */
	const char *refusal;
} rows[] = {
	{ "status", NAMES_NOTHING, back_status, NULL },
	{ "assignee", NAMES_PERSON, back_assignee, NULL },
	{ "priority", NAMES_NOTHING, back_priority, NULL },
	{ "department", NAMES_DEPARTMENT, back_department, NULL },
	{ "team", NAMES_TEAM, back_team, NULL },
	{ "subject", NAMES_NOTHING, back_subject, NULL },
	{ "due", NAMES_NOTHING, back_due, NULL },
	{ "snooze", NAMES_NOTHING, back_snooze, NULL },
	{ "notifyat", NAMES_ADDRESS, back_notifyat, NULL },
	{ "requester", NAMES_PERSON, back_requester, NULL },
	{ "merged", NAMES_NOTHING, NULL,
	    "tickets that were merged cannot be taken apart" },
	{ "organization", NAMES_NOTHING, NULL,
	    "where somebody belongs is not the ticket's: say #org again" },
	{ "merged-user", NAMES_NOTHING, NULL,
	    "users are taken apart by `maildesk user unmerge`" },
	{ "address", NAMES_NOTHING, NULL,
	    "an address is taken away by `maildesk user address`" },
	{ "usernote", NAMES_NOTHING, NULL,
	    "a note is taken away by `maildesk user note --remove`" },
	{ "usergroup", NAMES_NOTHING, NULL,
	    "a place in a group is taken back by #ungroup" },
	{ "autoresponder", NAMES_NOTHING, NULL,
	    "what a user is, is not the ticket's: say #autoresponder again" },
	{ "ban", NAMES_NOTHING, NULL, "a ban is taken back by #unban" },
	{ "split", NAMES_NOTHING, NULL,
	    "what was split off has a number of its own now: #merge it" },
};

static const struct row *
find(struct slice field)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (slice_eq(field, slice_of(rows[i].field)))
			return &rows[i];
	return NULL;
}

enum undo_names
undo_names(struct slice field)
{
	const struct row *row = find(field);

	if (row == NULL)
		return slice_eq(field, slice_of(ticket_item_name(ITEM_FIELD)))
		    ? NAMES_FIELD : NAMES_NOTHING;
	return row->names;
}

const char *
undo_refusal(struct slice field)
{
	const struct row *row = find(field);
	enum ticket_item item;

	if (row != NULL)
		return row->refusal;
	return ticket_item_parse(field, &item) ? NULL
	    : "a field that is not known any more cannot be set back";
}

bool
undo_needs_confirmation(struct slice field)
{
	const struct row *row = find(field);

	return row != NULL && row->set == back_requester;
}

/* Of an item only one side is there. */
static struct slice
either(const struct past_change *change)
{
	return change->old.len > 0 ? change->old : change->new;
}

static int64_t
either_id(const struct past_change *change)
{
	return change->old_id != 0 ? change->old_id : change->new_id;
}

bool
undo_disturbs(const struct past_change *past, const struct past_change *later)
{
	enum ticket_item item;

	if (!slice_eq(past->field, later->field))
		return false;
	if (find(past->field) != NULL || !ticket_item_parse(past->field, &item))
		return true;
	switch (item) {
	case ITEM_TIME:
	case ITEM_CHARGE:
		return false;
	case ITEM_LABEL:
		return slice_eq(either(past), either(later));
	case ITEM_PARTICIPANT:
	case ITEM_FOLLOWER:
	case ITEM_LINK:
	case ITEM_FIELD:
	case TICKET_ITEM_COUNT:
		break;
	}
	return either_id(past) == either_id(later);
}

/* " 90: by phone" */
static void
read_amount(struct slice story, struct item_change *out)
{
	struct slice amount;
	bool negative;

	slice_cut(&story, ':', &amount);
	amount = slice_trim(amount);
	negative = slice_starts(amount, SLICE("-"));
	slice_number(slice_from(amount, negative ? 1 : 0), INT64_MAX,
	    &out->amount);
	if (negative)
		out->amount = -out->amount;
	out->value = slice_trim(story);
}

/* "Colour: red"; the name of a field has no colon. */
static struct slice
past_value(struct slice story)
{
	struct slice name;

	return slice_cut(&story, ':', &name) ? slice_trim(story) : SLICE_EMPTY;
}

static void
back_item(struct back *back, enum ticket_item item)
{
	const struct past_change *past = back->past;
	struct slice story = either(past), rest = story;
	struct item_change change = { .item = item, .id = either_id(past),
		.removes = past->new.len > 0 };

	switch (item) {
	case ITEM_LABEL:
	case ITEM_PARTICIPANT:
	case ITEM_FOLLOWER:
		change.name = story;
		break;
	case ITEM_LINK:
		break;
	case ITEM_TIME:
	case ITEM_CHARGE:
		read_amount(story, &change);
		break;
	case ITEM_FIELD:
		slice_cut(&rest, ':', &change.name);
		change.removes = past->old.len == 0;
		change.value = past_value(past->old);
		change.old = past_value(past->new);
		break;
	case TICKET_ITEM_COUNT:
		return;
	}
	changes_add_item(back->out, back->arena, &change);
}

void
undo_change(const struct facts *facts, const struct past_change *past,
    struct arena *arena, struct changes *out)
{
	struct back back = { facts, past, arena, out };
	const struct row *row = find(past->field);
	enum ticket_item item;

	if (row != NULL && row->set != NULL)
		row->set(&back);
	else if (row == NULL && ticket_item_parse(past->field, &item))
		back_item(&back, item);
}
