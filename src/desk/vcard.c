/* Where one card ends and the next begins. */
#include "desk/vcard.h"

/*
 * The next line of which the end is there; with `last` the rest is one, too.
 * *start is where it begins.
 */
static bool
whole_line(struct slice *rest, bool last, struct slice *line,
    struct slice *start)
{
	size_t end = slice_index(*rest, '\n');

	*start = *rest;
	if (rest->len == 0 || (end == rest->len && !last))
		return false;
	*line = slice_head(*rest, end);
	*rest = slice_from(*rest, end + 1);
	return true;
}

/* A blank before it makes it a part of the line above. */
static bool
is(struct slice line, struct slice word)
{
	if (slice_starts(line, SLICE("\xef\xbb\xbf")))
		line = slice_from(line, 3);
	return slice_eq_nocase(slice_trim_end(line), word);
}

/* In 2.1 another's whole card may be a value. */
static bool
holds_card(struct slice line)
{
	line = slice_trim_end(line);
	return slice_starts_nocase(line, SLICE("AGENT")) &&
	    slice_ends(line, SLICE(":"));
}

/* From `from` up to where `to` begins. */
static struct slice
between(struct slice from, struct slice to)
{
	return slice_head(from, from.len - to.len);
}

enum vcard_cut
vcard_cut(struct slice *rest, bool last, struct slice *card)
{
	struct slice scan = *rest, begin = SLICE_EMPTY, line, start;
	bool inside = false;
	int depth = 0;

	while (whole_line(&scan, last, &line, &start)) {
		if (depth > 0 && is(line, SLICE("END:VCARD")) &&
		    --depth == 0) {
			*card = between(begin, scan);
			*rest = scan;
			return VCARD_CUT_CARD;
		}
		if (is(line, SLICE("BEGIN:VCARD"))) {
			if (depth > 0 && !inside) {
				*card = between(begin, start);
				*rest = start;
				return VCARD_CUT_BROKEN;
			}
			begin = depth++ == 0 ? start : begin;
		}
		inside = depth > 0 && holds_card(line);
	}
	if (depth == 0) {
		*rest = scan;
		return VCARD_CUT_NONE;
	}
	*card = begin;
	*rest = last ? SLICE_EMPTY : begin;
	return last ? VCARD_CUT_BROKEN : VCARD_CUT_MORE;
}
