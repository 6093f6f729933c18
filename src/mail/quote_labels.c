/* The labels of quoted headers: found at the front of a line, or within one. */
#include "mail/quote_labels.h"

#include "base/ascii.h"

#define LABEL_MAX 48 /* octets; the longest, emphasis and all, is not longer */

/* Marks of emphasis, table bars, blanks and directions round a label. */
static const struct slice marks[] = {
	SLICE_INIT("*"), SLICE_INIT("_"), SLICE_INIT("|"),
	SLICE_INIT(" "), SLICE_INIT("\t"), SLICE_INIT("\xc2\xa0"),
	SLICE_INIT("\xe2\x80\xaf"), SLICE_INIT("\xe2\x80\x8e"),
	SLICE_INIT("\xe2\x80\x8f"), SLICE_INIT("\xe2\x80\xaa"),
	SLICE_INIT("\xe2\x80\xab"), SLICE_INIT("\xe2\x80\xac"),
	SLICE_INIT("\xef\xbb\xbf"),
};

/* What ends a label; the second is U+FF1A. */
static const struct slice colons[] = {
	SLICE_INIT(":"), SLICE_INIT("\xef\xbc\x9a"),
};

static const struct quote_label_rows *const tables[] = {
	&quote_labels_latin, &quote_labels_other,
};

static bool
may_be_mark(char c)
{
	return !ascii_is_alnum(c);
}

static struct slice
skip_marks(struct slice s)
{
	size_t	i;

	while (s.len > 0 && may_be_mark(s.data[0])) {
		for (i = 0; i < ARRAY_LEN(marks); i++)
			if (slice_starts(s, marks[i]))
				break;
		if (i == ARRAY_LEN(marks))
			break;
		s = slice_from(s, marks[i].len);
	}
	return s;
}

static struct slice
trim_marks(struct slice s)
{
	size_t	i;

	s = skip_marks(s);
	while (s.len > 0 && may_be_mark(s.data[s.len - 1])) {
		for (i = 0; i < ARRAY_LEN(marks); i++)
			if (slice_ends(s, marks[i]))
				break;
		if (i == ARRAY_LEN(marks))
			break;
		s.len -= marks[i].len;
	}
	return s;
}

static const struct quote_label_row *
find_row(struct slice text)
{
	const struct quote_label_row	*row;

	for (size_t t = 0; t < ARRAY_LEN(tables); t++) {
		for (size_t i = 0; i < tables[t]->count; i++) {
			row = &tables[t]->items[i];
			if (row->text.len == text.len &&
			    slice_eq_nocase(row->text, text))
				return row;
		}
	}
	return NULL;
}

/* The first colon of either width; s.len when there is none. */
static size_t
find_colon(struct slice s, size_t *len)
{
	size_t	narrow = slice_index(s, ':');
	size_t	wide = slice_search(slice_head(s, narrow), colons[1]);

	*len = wide < narrow ? colons[1].len : colons[0].len;
	return wide < narrow ? wide : narrow;
}

/*
 * Where the label ends in the front of a line, and the length of what ends it.
 * "| From | Kim <kim@example.test> |" and "From<tab>Kim" are rows of tables.
 */
static size_t
find_end(struct slice front, bool bars, size_t *len)
{
	struct slice	head = slice_head(front, LABEL_MAX);
	size_t		end = find_colon(head, len);
	size_t		bar = slice_index(head, bars ? '|' : '\t');

	if (bar < end) {
		*len = 1;
		/* "From:<tab>Kim" has both; "From<tab>: Kim" may. */
		if (end < head.len && skip_marks(slice_from(front, bar)).data ==
		    front.data + end)
			*len = end + 1 - bar;
		return bar;
	}
	return end < head.len ? end : front.len;
}

enum quote_label
quote_label(struct slice line, struct slice *value)
{
	const struct quote_label_row	*row;
	struct slice			 front = skip_marks(line);
	bool				 bars = slice_starts(line, SLICE("|"));
	size_t				 end, len;

	*value = SLICE_EMPTY;
	end = find_end(front, bars, &len);
	if (end == front.len)
		return LABEL_NONE;
	row = find_row(trim_marks(slice_head(front, end)));
	if (row == NULL)
		return LABEL_NONE;
	*value = skip_marks(slice_from(front, end + len));
	*value = bars ? trim_marks(*value) : slice_trim(*value);
	return row->label;
}

/*
 * Does a label end at the front of s?  One program forgets the colon; then the
 * label is glued to the time zone before it.
 */
static bool
ends_label(struct slice s, char before, struct slice *value)
{
	struct slice	rest = skip_marks(s);

	for (size_t i = 0; i < ARRAY_LEN(colons); i++) {
		if (!slice_starts(rest, colons[i]))
			continue;
		*value = slice_trim(slice_from(rest, colons[i].len));
		return true;
	}
	*value = slice_trim(s);
	return slice_starts(s, SLICE(" ")) &&
	    ((before >= 'A' && before <= 'Z') || ascii_is_digit(before));
}

/* The first place before `most` where the label stands, or `most`. */
static size_t
find_label(struct slice s, struct slice text, size_t most,
    struct slice *value)
{
	size_t	at = 1;

	for (; at < most; at += text.len) {
		at += slice_search(slice_head(slice_from(s, at), most - at),
		    text);
		if (at < most && ends_label(slice_from(s, at + text.len),
		    s.data[at - 1], value))
			return at;
	}
	return most;
}

size_t
quote_label_within(struct slice s, enum quote_label label, struct slice *value)
{
	const struct quote_label_row	*row;
	struct slice			 rest = SLICE_EMPTY;
	size_t				 first = s.len, at;

	for (size_t t = 0; t < ARRAY_LEN(tables); t++) {
		for (size_t i = 0; i < tables[t]->count; i++) {
			row = &tables[t]->items[i];
			if (row->label != label)
				continue;
			at = find_label(s, row->text, first, &rest);
			if (at == first)
				continue;
			first = at;
			*value = rest;
		}
	}
	return first;
}
