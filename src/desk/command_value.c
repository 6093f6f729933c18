/* What may stand behind a command's word, by the kind of its argument. */
#include "command_value.h"

#include <assert.h>

#include "base/text.h"
#include "desk/label.h"
#include "desk/tag.h"
#include "desk/ticket.h"
#include "desk/when.h"

/* A value on its way: as written, and with what does not matter folded away. */
struct value {
	struct slice written, folded;
	struct arena *arena;
	struct slice *out;
};

struct slice
command_cut_stop(struct slice value)
{
	while (value.len > 0 && memchr(".,;!", value.data[value.len - 1], 4))
		value.len--;
	return value;
}

static bool
read_nothing(const struct value *value)
{
	return command_cut_stop(value->folded).len == 0;
}

static bool
read_message(const struct value *value)
{
	*value->out = value->written;
	return true;
}

static bool
read_text(const struct value *value)
{
	*value->out = value->written;
	return value->written.len > 0;
}

/* A name that is looked up later. */
static bool
read_name(const struct value *value)
{
	*value->out = value->folded;
	return value->folded.len > 0;
}

/* A status by its name, or as the aliases of #status call it. */
static bool
read_status(const struct value *value)
{
	struct slice word = command_cut_stop(value->folded);
	const struct verb *verb;
	enum ticket_status status;
	const char *brought;

	/* Spam is said by a word of its own, not by the way. */
	if (ticket_status_parse(word, &status)) {
		if (status == TICKET_SPAM)
			return false;
		*value->out = slice_of(ticket_status_name(status));
		return true;
	}
	verb = verb_find(word, &brought);
	if (verb == NULL || verb->id != VERB_STATUS || brought == NULL)
		return false;
	*value->out = slice_of(brought);
	return true;
}

static bool
read_priority(const struct value *value)
{
	enum ticket_priority priority;

	if (!ticket_priority_parse(command_cut_stop(value->folded), &priority))
		return false;
	*value->out = slice_of(ticket_priority_name(priority));
	return true;
}

static bool
read_agent(const struct value *value)
{
	struct slice word = value->folded;

	if (slice_eq_nocase(word, SLICE("me")))
		word = SLICE("me");
	else if (slice_eq_nocase(word, SLICE("none")))
		word = SLICE("none");
	*value->out = word;
	return word.len > 0;
}

static bool
read_follower(const struct value *value)
{
	if (read_agent(value))
		return true;
	*value->out = SLICE("me");
	return true;
}

static bool
read_labels(const struct value *value)
{
	return labels_fold(command_cut_stop(value->folded), value->arena,
	    value->out);
}

static bool
read_when(const struct value *value)
{
	*value->out = command_cut_stop(value->folded);
	return value->out->len > 0;
}

static bool
read_minutes(const struct value *value)
{
	struct slice remark;
	int64_t minutes;

	*value->out = value->written;
	return minutes_parse(value->folded, &minutes, &remark);
}

static bool
read_money(const struct value *value)
{
	struct slice remark;
	int64_t cents;

	*value->out = value->written;
	return cents_parse(value->folded, &cents, &remark);
}

/* "#123", "123" or "[#123]". */
static bool
read_ticket(const struct value *value)
{
	struct slice word = command_cut_stop(value->folded);
	int64_t number;

	if (slice_starts(word, SLICE("[")) && slice_ends(word, SLICE("]")))
		word = slice_make(word.data + 1, word.len - 2);
	if (slice_starts(word, SLICE("#")))
		word = slice_from(word, 1);
	*value->out = word;
	return slice_number(word, INT64_MAX, &number);
}

static bool
read_entry(const struct value *value)
{
	int64_t number;

	*value->out = command_cut_stop(value->folded);
	return value->out->len == 0 ||
	    slice_number(*value->out, INT64_MAX, &number);
}

static bool
read_switch(const struct value *value)
{
	struct slice word = command_cut_stop(value->folded);
	bool on = slice_eq_nocase(word, SLICE("on"));

	*value->out = on ? SLICE("on") : SLICE("off");
	return on || slice_eq_nocase(word, SLICE("off"));
}

static bool
read_query(const struct value *value)
{
	*value->out = value->folded;
	return true;
}

/* "12, #13 and 14" is "12,13,14". */
static bool
read_tickets(const struct value *value)
{
	struct text text = TEXT_IN(value->arena);
	struct slice rest = command_cut_stop(value->folded), word;
	int64_t number;

	for (size_t i = 0; i < rest.len; i++)
		text_add_char(&text, rest.data[i] == ',' ? ' ' : rest.data[i]);
	rest = text_slice(&text);
	text = TEXT_IN(value->arena);
	while (slice_cut(&rest, ' ', &word)) {
		if (slice_starts(word, SLICE("#")))
			word = slice_from(word, 1);
		if (word.len == 0 || slice_eq_nocase(word, SLICE("and")))
			continue;
		if (!slice_number(word, INT64_MAX, &number))
			return false;
		if (text.len > 0)
			text_add_char(&text, ',');
		text_add(&text, word);
	}
	*value->out = text_slice(&text);
	return value->out->len > 0;
}

static bool (*const readers[])(const struct value *value) = {
	[ARGUMENT_NONE] = read_nothing,
	[ARGUMENT_MESSAGE] = read_message,
	[ARGUMENT_STATUS] = read_status,
	[ARGUMENT_PRIORITY] = read_priority,
	[ARGUMENT_AGENT] = read_agent,
	[ARGUMENT_DEPARTMENT] = read_name,
	[ARGUMENT_TEXT] = read_text,
	[ARGUMENT_LABELS] = read_labels,
	[ARGUMENT_FOLLOWER] = read_follower,
	[ARGUMENT_PEOPLE] = read_name,
	[ARGUMENT_ADDRESS] = read_name,
	[ARGUMENT_WHEN] = read_when,
	[ARGUMENT_MINUTES] = read_minutes,
	[ARGUMENT_MONEY] = read_money,
	[ARGUMENT_TICKET] = read_ticket,
	[ARGUMENT_ENTRY] = read_entry,
	[ARGUMENT_PAST] = read_nothing,
	[ARGUMENT_QUERY] = read_query,
	[ARGUMENT_TICKETS] = read_tickets,
	[ARGUMENT_TEAM] = read_name,
	[ARGUMENT_FIELD] = read_text,
	[ARGUMENT_MACRO] = read_name,
	[ARGUMENT_ORGANIZATION] = read_name,
	[ARGUMENT_GROUP] = read_name,
	[ARGUMENT_SWITCH] = read_switch,
	[ARGUMENT_BAN] = read_query,
};
static_assert(ARRAY_LEN(readers) == ARGUMENT_COUNT,
    "every kind of argument has its reader");

bool
command_set_value(struct command *command, struct slice value,
    struct arena *arena)
{
	const struct value read = { value, tag_fold_value(value, arena), arena,
		&command->value };

	return readers[command->verb->argument](&read);
}
