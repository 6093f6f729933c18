/* Files that old programs write into the text. */
#include "mail/uu.h"

#include "base/text.h"

#define BEGIN "begin "

/* Octets of a line's text for this many of the file. */
#define CHARACTERS(octets) (((octets) + 2) / 3 * 4)

/* "begin 644 name", or a mode of four digits. */
static bool
is_begin(struct slice line, struct slice *name)
{
	size_t digits = 0;

	if (!slice_starts(line, SLICE(BEGIN)))
		return false;
	line = slice_from(line, SLICE(BEGIN).len);
	while (digits < line.len && line.data[digits] >= '0' &&
	    line.data[digits] <= '7')
		digits++;
	if (digits < 3 || digits > 4 || digits == line.len ||
	    line.data[digits] != ' ')
		return false;
	*name = slice_trim(slice_from(line, digits));
	return name->len > 0;
}

/*
 * A line of the file: its first character says how many octets there are.
 * Blanks, which are zeros, may be lost at its end, and some programs add a
 * checksum there.
 */
static bool
is_octets(struct slice line)
{
	size_t octets;

	line = slice_trim_end(line);
	if (line.len == 0 || line.data[0] < 0x20 || line.data[0] > 0x60)
		return false;
	for (size_t i = 1; i < line.len; i++)
		if (line.data[i] < 0x20 || line.data[i] > 0x60)
			return false;
	octets = (size_t)(line.data[0] - 0x20) & 63;
	return line.len <= CHARACTERS(octets) + 2 &&
	    (octets == 0 || line.len > 1);
}

/*
 * Where the file ends that begins with the line in front; 0 when it is none.
 */
static size_t
file_len(struct slice text)
{
	struct slice rest = text, line;
	bool any = false;

	slice_line(&rest, &line);
	while (slice_line(&rest, &line)) {
		if (slice_eq(slice_trim_end(line), SLICE("end")))
			return any ? text.len - rest.len : 0;
		if (is_octets(line))
			any = true;
		else if (slice_trim_end(line).len > 0)
			return 0;
	}
	return any ? text.len : 0;
}

bool
uu_next(struct slice *rest, struct slice *name, struct slice *block)
{
	while (rest->len > 0) {
		struct slice here = *rest, line;
		size_t len;

		slice_line(rest, &line);
		if (!is_begin(line, name) || (len = file_len(here)) == 0)
			continue;
		*block = slice_head(here, len);
		*rest = slice_from(here, len);
		return true;
	}
	return false;
}

struct slice
uu_strip(struct slice text, struct arena *arena)
{
	struct text to = TEXT_IN(arena);
	struct slice rest = text, from = text, name, block;

	if (!slice_has(text, SLICE(BEGIN)))
		return text;
	while (uu_next(&rest, &name, &block)) {
		text_add(&to, slice_head(from,
		    (size_t)(block.data - from.data)));
		from = rest;
	}
	text_add(&to, from);
	if (slice_trim(text_slice(&to)).len == 0)
		return text;
	return to.len == text.len ? text : text_slice(&to);
}
