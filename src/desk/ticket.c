/* Tickets and entries: the words of their closed sets, numbers in subjects. */
#include "desk/ticket.h"

#include <assert.h>

#include "base/ascii.h"
#include "desk/word.h"

static const char *const status_names[] = {
	[TICKET_OPEN] = "open",
	[TICKET_PENDING] = "pending",
	[TICKET_HOLD] = "hold",
	[TICKET_SOLVED] = "solved",
	[TICKET_CLOSED] = "closed",
	[TICKET_SPAM] = "spam",
};
static_assert(ARRAY_LEN(status_names) == TICKET_STATUS_COUNT,
    "every status has a name");

static const char *const priority_names[] = {
	[PRIORITY_LOW] = "low",
	[PRIORITY_NORMAL] = "normal",
	[PRIORITY_HIGH] = "high",
	[PRIORITY_URGENT] = "urgent",
};
static_assert(ARRAY_LEN(priority_names) == TICKET_PRIORITY_COUNT,
    "every priority has a name");

static const char *const kind_names[] = {
	[ENTRY_MESSAGE] = "message",
	[ENTRY_REPLY] = "reply",
	[ENTRY_NOTE] = "note",
	[ENTRY_EVENT] = "event",
};
static_assert(ARRAY_LEN(kind_names) == ENTRY_KIND_COUNT,
    "every kind of entry has a name");

const char *
ticket_status_name(enum ticket_status status)
{
	assert(status < TICKET_STATUS_COUNT);
	return status_names[status];
}

bool
ticket_status_parse(struct slice word, enum ticket_status *out)
{
	size_t at;

	if (!word_find(status_names, ARRAY_LEN(status_names), word, &at))
		return false;
	*out = (enum ticket_status)at;
	return true;
}

bool
ticket_status_is_end(enum ticket_status status)
{
	return status == TICKET_SOLVED || status == TICKET_CLOSED;
}

const char *
ticket_priority_name(enum ticket_priority priority)
{
	assert(priority < TICKET_PRIORITY_COUNT);
	return priority_names[priority];
}

bool
ticket_priority_parse(struct slice word, enum ticket_priority *out)
{
	size_t at;

	if (!word_find(priority_names, ARRAY_LEN(priority_names), word, &at))
		return false;
	*out = (enum ticket_priority)at;
	return true;
}

const char *
entry_kind_name(enum entry_kind kind)
{
	assert(kind < ENTRY_KIND_COUNT);
	return kind_names[kind];
}

bool
entry_kind_parse(struct slice word, enum entry_kind *out)
{
	size_t at;

	if (!word_find(kind_names, ARRAY_LEN(kind_names), word, &at))
		return false;
	*out = (enum entry_kind)at;
	return true;
}

/* The number in "[#123]" at the front of s; 0 when that is not what stands. */
static int64_t
tag_number(struct slice s)
{
	struct slice	digits = slice_from(s, 2);
	int64_t		number;
	size_t		len = 0;

	while (len < digits.len && ascii_is_digit(digits.data[len]))
		len++;
	if (len == digits.len || digits.data[len] != ']')
		return 0;
	if (!slice_number(slice_head(digits, len), INT64_MAX, &number))
		return 0;
	return number;
}

int64_t
ticket_subject_number(struct slice subject)
{
	static const struct slice	opening = SLICE_INIT("[#");
	size_t				at;
	int64_t				number;

	while ((at = slice_search(subject, opening)) < subject.len) {
		subject = slice_from(subject, at);
		number = tag_number(subject);
		if (number != 0)
			return number;
		subject = slice_from(subject, opening.len);
	}
	return 0;
}
