/* text/plain as one reads it: line ends, format=flowed, stray controls. */
#include "mail/plain.h"

#include "base/ascii.h"

/* Adds the clean runs of a line. */
static void
add_clean(struct text *to, struct slice line)
{
	size_t	end;

	while (line.len > 0) {
		for (end = 0; end < line.len && (line.data[end] == '\t' ||
		    !ascii_is_control(line.data[end])); )
			end++;
		text_add(to, slice_head(line, end));
		line = slice_from(line, end + 1);
	}
}

/* The paragraph that flowed lines are joined to. */
struct flow {
	bool	open;	/* the last line ended softly */
	size_t	depth;	/* its quotes */
};

/*
 * RFC 3676: quote signs, one stuffed blank, text; a blank at the end lets the
 * line flow on into the next of the same depth.  The line before a signature
 * has such a blank and does not flow.
 */
static void
add_flowed(struct text *to, struct slice line, bool delsp, struct flow *flow)
{
	size_t	depth = 0;
	bool	soft;

	while (depth < line.len && line.data[depth] == '>')
		depth++;
	line = slice_from(line, depth);
	if (slice_starts(line, SLICE(" ")))
		line = slice_from(line, 1);
	soft = slice_ends(line, SLICE(" ")) && !slice_eq(line, SLICE("-- "));
	if (flow->open && (depth != flow->depth ||
	    slice_eq(line, SLICE("-- ")))) {
		text_add_char(to, '\n');
		flow->open = false;
	}
	if (!flow->open && depth > 0) {
		for (size_t i = 0; i < depth; i++)
			text_add_char(to, '>');
		text_add_char(to, ' ');
	}
	if (soft && delsp)
		line.len--;
	add_clean(to, line);
	if (!soft)
		text_add_char(to, '\n');
	flow->open = soft;
	flow->depth = depth;
}

bool
plain_add(struct text *to, struct slice utf8, enum plain_format format,
    size_t max)
{
	struct flow	flow = { false, 0 };
	struct slice	line, all;

	while (to->len <= max && slice_line(&utf8, &line)) {
		/* More than the room that is left need not be looked at. */
		line = slice_head(line, max + 1);
		if (format != PLAIN_FIXED) {
			add_flowed(to, line, format == PLAIN_FLOWED_DELSP,
			    &flow);
			continue;
		}
		add_clean(to, line);
		text_add_char(to, '\n');
	}
	if (flow.open)
		text_add_char(to, '\n');
	if (to->len <= max)
		return true;
	all = slice_head(text_slice(to), max);
	to->len = slice_utf8_run(all);
	return false;
}
