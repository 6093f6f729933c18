/* Header fields: read from the raw bytes, found by name, unfolded. */
#include "mail/header.h"

#include <string.h>

#include "base/ascii.h"
#include "base/text.h"
#include "mail/header_scan.h"
#include "mail/lines.h"

void
headers_parse(struct slice *rest, const struct mail_limits *limits,
    struct arena *arena, struct headers *out, limit_bits *limited)
{
	struct header_scan scan;
	struct lines lines;
	struct slice line;
	const char *body;

	lines_init(&lines, *rest);
	header_scan_init(&scan, limits, arena);
	header_scan_begin(&scan, HEADER_OF_MESSAGE, lines.at);
	for (;;) {
		if (!lines_next(&lines, &line)) {
			body = header_scan_finish(&scan, lines.end);
			break;
		}
		if (!lines.cr && header_hides_fields(line))
			lines_use_cr(&lines, line.data);
		else if (header_scan_line(&scan, line, lines_rest(&lines),
		    &body))
			break;
	}
	header_scan_take(&scan, out);
	*limited |= scan.limited;
	*rest = slice_make(body, (size_t)(lines.end - body));
}

static const struct header *
find_from(const struct headers *headers, size_t from, struct slice name)
{
	for (size_t i = from; i < headers->count; i++)
		if (slice_eq_nocase(headers->items[i].name, name))
			return &headers->items[i];
	return NULL;
}

const struct header *
headers_find(const struct headers *headers, struct slice name)
{
	return find_from(headers, 0, name);
}

const struct header *
headers_next(const struct headers *headers, const struct header *after)
{
	return find_from(headers, (size_t)(after - headers->items) + 1,
	    after->name);
}

struct slice
headers_value(const struct headers *headers, struct slice name,
    struct arena *arena)
{
	const struct header *header = headers_find(headers, name);

	if (header == NULL)
		return SLICE_EMPTY;
	return header_unfold(header->value, arena);
}

static bool
is_changed(char c)
{
	return ascii_is_control(c) && c != '\x1b' && c != '\x0e' &&
	    c != '\x0f';
}

static size_t
plain_run(struct slice s)
{
	size_t i = 0;

	while (i < s.len && !is_changed(s.data[i]))
		i++;
	return i;
}

/*
 * The controls and blanks at the front of s.  *fold: there is a line end among
 * them, which may be a CR alone with a blank behind.
 */
static size_t
gap_len(struct slice s, bool *fold)
{
	size_t i;

	*fold = false;
	for (i = 0; i < s.len; i++) {
		if (s.data[i] == '\n' || (s.data[i] == '\r' &&
		    i + 1 < s.len && ascii_is_blank(s.data[i + 1])))
			*fold = true;
		if (!is_changed(s.data[i]) && s.data[i] != ' ')
			break;
	}
	return i;
}

static void
add_gap(struct text *to, size_t len, bool fold)
{
	if (!fold) {
		for (size_t i = 0; i < len; i++)
			text_add_char(to, ' ');
		return;
	}
	while (to->len > 0 && to->data[to->len - 1] == ' ')
		to->len--;
	text_add_char(to, ' ');
}

struct slice
header_unfold(struct slice value, struct arena *arena)
{
	struct slice rest = slice_trim(value);
	struct text to = TEXT_IN(arena);
	size_t run = plain_run(rest);
	bool fold;

	if (run == rest.len)
		return rest;
	text_reserve(&to, rest.len);
	while (rest.len > 0) {
		run = plain_run(rest);
		text_add(&to, slice_head(rest, run));
		rest = slice_from(rest, run);
		run = gap_len(rest, &fold);
		add_gap(&to, run, fold);
		rest = slice_from(rest, run);
		/* Some program writes the tab of its folds as two letters. */
		if (fold && slice_starts(rest, SLICE("\\t")) &&
		    !ascii_is_blank(rest.data[-1]))
			rest = slice_from(rest, 2);
	}
	return slice_trim(text_slice(&to));
}

/* What stands behind the comments and blanks at the front of s. */
static struct slice
skip_comments(struct slice s)
{
	size_t depth = 0;
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (s.data[i] == '(')
			depth++;
		else if (s.data[i] == ')' && depth > 0)
			depth--;
		else if (s.data[i] == '\\' && depth > 0)
			i++;
		else if (depth == 0 && !ascii_is_space(s.data[i]))
			break;
	}
	return slice_from(s, i);
}

struct slice
header_word(struct slice value)
{
	struct slice s = skip_comments(value);
	size_t i = 0;

	if (s.len > 0 && s.data[0] == '"') {
		s = slice_from(s, 1);
		return slice_trim(slice_head(s, slice_index(s, '"')));
	}
	while (i < s.len && !ascii_is_space(s.data[i]) &&
	    !ascii_is_control(s.data[i]) && s.data[i] != ';' &&
	    s.data[i] != ',' && s.data[i] != '(')
		i++;
	return slice_head(s, i);
}
