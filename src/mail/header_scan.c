/* Which lines are fields, which go on with the one before, which are junk. */
#include "mail/header_scan.h"

#include <string.h>

#include "base/ascii.h"

#define FIRST_SIZE 32

void
header_scan_init(struct header_scan *scan, const struct mail_limits *limits,
    struct arena *arena)
{
	memset(scan, 0, sizeof(*scan));
	scan->limits = limits;
	scan->arena = arena;
}

void
header_scan_begin(struct header_scan *scan, enum header_place place,
    const char *at)
{
	scan->place = place;
	scan->count = 0;
	scan->seen = 0;
	scan->bytes = 0;
	scan->open = false;
	scan->start = at;
	scan->tail = NULL;
	scan->blank_end = at;
}

/* The length of the name when s begins like a field, else 0. */
static size_t
field_name(struct slice s)
{
	size_t name = 0;
	size_t at;

	while (name < s.len && s.data[name] != ':' &&
	    ascii_is_graph(s.data[name]))
		name++;
	at = name;
	while (at < s.len && ascii_is_blank(s.data[at]))
		at++;
	return at < s.len && s.data[at] == ':' ? name : 0;
}

bool
header_starts_field(struct slice s)
{
	return field_name(s) > 0;
}

bool
header_hides_fields(struct slice line)
{
	struct slice rest = line;
	size_t at;

	while (rest.len > 0 && (at = slice_index(rest, '\r')) < rest.len) {
		rest = slice_from(rest, at + 1);
		if (header_starts_field(rest))
			return true;
	}
	return false;
}

static bool
is_mbox_line(struct slice line)
{
	return slice_starts(line, SLICE("From ")) ||
	    slice_starts(line, SLICE(">From "));
}

static bool
is_blank(struct slice line)
{
	for (size_t i = 0; i < line.len; i++)
		if (!ascii_is_space(line.data[i]))
			return false;
	return true;
}

/* Octets that the newest field may have in all. */
static size_t
field_room(const struct header_scan *scan, limit_bits *which)
{
	size_t field = scan->limits->max[LIMIT_HEADER_FIELD];
	size_t all = scan->limits->max[LIMIT_HEADER_BYTES];
	size_t left = all > scan->bytes ? all - scan->bytes : 0;

	*which = LIMIT_BIT(left < field ? LIMIT_HEADER_BYTES :
	    LIMIT_HEADER_FIELD);
	return left < field ? left : field;
}

/* Lets the newest field reach to `end`, or as far as the limits let it. */
static void
field_extend(struct header_scan *scan, const char *end)
{
	struct header *field = &scan->items[scan->count - 1];
	size_t want = (size_t)(end - field->name.data);
	limit_bits which;
	size_t room = field_room(scan, &which);

	if (want > room) {
		scan->limited |= which;
		scan->open = false;
		end = field->name.data + room;
	}
	if (end > field->value.data)
		field->value.len = (size_t)(end - field->value.data);
}

static void
field_begin(struct header_scan *scan, struct slice line, size_t name)
{
	const struct header *last;
	struct header *field;
	size_t colon = slice_index(line, ':');
	limit_bits which;

	scan->seen++;
	scan->tail = NULL;
	scan->open = false;
	if (scan->count >= scan->limits->max[LIMIT_HEADER_COUNT]) {
		scan->limited |= LIMIT_BIT(LIMIT_HEADER_COUNT);
		return;
	}
	if (scan->count > 0) {
		last = &scan->items[scan->count - 1];
		scan->bytes += (size_t)(last->value.data + last->value.len -
		    last->name.data);
	}
	if (field_room(scan, &which) <= colon) {
		scan->limited |= which;
		/* Nothing more fits, and nothing is counted twice. */
		scan->bytes = scan->limits->max[LIMIT_HEADER_BYTES];
		return;
	}
	if (scan->count == scan->size) {
		size_t size = scan->size > 0 ? scan->size * 2 : FIRST_SIZE;

		scan->items = arena_grow(scan->arena, scan->items,
		    scan->size * sizeof(*scan->items),
		    size * sizeof(*scan->items));
		scan->size = size;
	}
	field = &scan->items[scan->count++];
	field->name = slice_head(line, name);
	field->value = slice_make(line.data + colon + 1, 0);
	scan->open = true;
	field_extend(scan, line.data + line.len);
}

/*
 * Broken writers fold without the blank: the line belongs to the field before
 * when that one is visibly unfinished, or when an encoded word goes on.
 */
static bool
goes_on(const struct header_scan *scan, struct slice line)
{
	struct slice value;
	char last;

	if (slice_starts(line, SLICE("\\t")))
		return true;
	if (is_mbox_line(line))
		return false;
	value = slice_trim_end(scan->items[scan->count - 1].value);
	last = value.len > 0 ? value.data[value.len - 1] : '\0';
	return last == ';' || last == ',' ||
	    (slice_starts(line, SLICE("=?")) && slice_ends(value, SLICE("?=")));
}

static bool
end_at(const char *where, const char **body)
{
	*body = where;
	return true;
}

/*
 * An empty line before any field.  In front of a message's header it is passed
 * over when a field follows the blank lines; else there is no header.
 */
static bool
end_before_fields(struct header_scan *scan, struct slice rest,
    const char **body)
{
	size_t at = 0;
	struct slice next;

	if (scan->place == HEADER_OF_PART)
		return end_at(rest.data, body);
	if (rest.data < scan->blank_end)
		return false;
	while (at < rest.len && ascii_is_space(rest.data[at]))
		at++;
	next = slice_from(rest, at);
	if (header_starts_field(next) || is_mbox_line(next)) {
		/* One look for the whole run of blank lines. */
		scan->blank_end = next.data;
		return false;
	}
	return end_at(scan->tail != NULL ? scan->start : rest.data, body);
}

static bool
take_junk(struct header_scan *scan, struct slice line, const char **body)
{
	if (scan->place == HEADER_OF_PART)
		return end_at(line.data, body);
	if (scan->tail == NULL)
		scan->tail = line.data;
	scan->open = false;
	return false;
}

bool
header_scan_line(struct header_scan *scan, struct slice line,
    struct slice rest, const char **body)
{
	size_t name;

	if (scan->seen == 0 && slice_starts(line, SLICE("\xef\xbb\xbf")))
		line = slice_from(line, 3);
	if (scan->seen == 0 && is_blank(line))
		return end_before_fields(scan, rest, body);
	if (line.len == 0)
		return end_at(rest.data, body);

	if (ascii_is_blank(line.data[0])) {
		if (scan->seen == 0)
			return take_junk(scan, line, body);
		if (scan->open)
			field_extend(scan, line.data + line.len);
		return false;
	}
	if ((name = field_name(line)) > 0) {
		field_begin(scan, line, name);
		return false;
	}
	if (scan->open && goes_on(scan, line)) {
		field_extend(scan, line.data + line.len);
		return false;
	}
	return take_junk(scan, line, body);
}

const char *
header_scan_finish(struct header_scan *scan, const char *end)
{
	if (scan->seen == 0)
		return scan->start;
	return scan->tail != NULL ? scan->tail : end;
}

void
header_scan_take(const struct header_scan *scan, struct headers *out)
{
	out->count = scan->count;
	out->items = arena_array(scan->arena, scan->count,
	    sizeof(*out->items));
	if (scan->count > 0)
		memcpy(out->items, scan->items,
		    scan->count * sizeof(*out->items));
}
