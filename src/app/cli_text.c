/* Foreign text on a terminal: harmless, measured, cut. */
#include "app/cli_text.h"

struct range {
	uint32_t first, last;
};

/* Marks that change where the characters around them are shown. */
static const struct range turning[] = {
	{ 0x061c, 0x061c }, { 0x200e, 0x200f }, { 0x202a, 0x202e },
	{ 0x2066, 0x2069 }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb },
};

/* Characters that stand on the one before: the usual scripts' marks. */
static const struct range narrow[] = {
	{ 0x0300, 0x036f }, { 0x0483, 0x0489 }, { 0x0591, 0x05bd },
	{ 0x05bf, 0x05c7 }, { 0x0610, 0x061a }, { 0x064b, 0x065f },
	{ 0x0670, 0x0670 }, { 0x06d6, 0x06dc }, { 0x06df, 0x06e4 },
	{ 0x0900, 0x0902 }, { 0x093c, 0x093c }, { 0x0941, 0x0948 },
	{ 0x094d, 0x094d }, { 0x0e31, 0x0e31 }, { 0x0e34, 0x0e3a },
	{ 0x0e47, 0x0e4e }, { 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff },
	{ 0x200b, 0x200f }, { 0x20d0, 0x20ff }, { 0x302a, 0x302d },
	{ 0x3099, 0x309a }, { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f },
	{ 0xe0000, 0xe0fff },
};

/* UAX #11: East Asian Wide and Fullwidth, and pictures. */
static const struct range wide[] = {
	{ 0x1100, 0x115f }, { 0x231a, 0x231b }, { 0x23e9, 0x23ec },
	{ 0x2614, 0x2615 }, { 0x2648, 0x2653 }, { 0x26a1, 0x26a1 },
	{ 0x26bd, 0x26be }, { 0x26d4, 0x26d4 }, { 0x2705, 0x2705 },
	{ 0x270a, 0x270b }, { 0x2728, 0x2728 }, { 0x274c, 0x274c },
	{ 0x2753, 0x2755 }, { 0x2757, 0x2757 }, { 0x2b50, 0x2b50 },
	{ 0x2e80, 0x303e }, { 0x3041, 0x33ff }, { 0x3400, 0x4dbf },
	{ 0x4e00, 0xa4cf }, { 0xa960, 0xa97f }, { 0xac00, 0xd7a3 },
	{ 0xf900, 0xfaff }, { 0xfe30, 0xfe6f }, { 0xff00, 0xff60 },
	{ 0xffe0, 0xffe6 }, { 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6ff },
	{ 0x1f7e0, 0x1f7eb }, { 0x1f900, 0x1faff }, { 0x20000, 0x3fffd },
};

static bool
is_among(uint32_t c, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count && ranges[i].first <= c; i++)
		if (c <= ranges[i].last)
			return true;
	return false;
}

static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 ||
	    c == 0x2029;
}

static bool
is_harmless(uint32_t c)
{
	if (c < 0x7f)
		return c >= 0x20;
	return c != SLICE_BROKEN && !is_control(c) &&
	    !is_among(c, turning, ARRAY_LEN(turning));
}

static bool
is_harmless_line(struct slice s)
{
	uint32_t c;

	while (s.len > 0) {
		s = slice_from(s, slice_code_point(s, &c));
		if (!is_harmless(c))
			return false;
	}
	return true;
}

static void
add_harmless(struct text *to, struct slice s, bool lines)
{
	uint32_t c;

	text_reserve(to, s.len);
	while (s.len > 0) {
		s = slice_from(s, slice_code_point(s, &c));
		if (lines && c == '\r' && s.len > 0 && s.data[0] == '\n')
			continue;
		if (lines && (c == '\n' || c == '\t'))
			text_add_char(to, (char)c);
		else if (is_control(c))
			text_add_char(to, ' ');
		/* SLICE_BROKEN comes out as U+FFFD. */
		else if (!is_among(c, turning, ARRAY_LEN(turning)))
			text_add_code_point(to, c);
	}
}

struct slice
cli_line(struct slice s, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	if (is_harmless_line(s))
		return s;
	add_harmless(&text, s, false);
	return text_slice(&text);
}

struct slice
cli_block(struct slice s, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	add_harmless(&text, s, true);
	return text_slice(&text);
}

static size_t
width_of(uint32_t c)
{
	if (c < 0x300)
		return 1;
	if (is_among(c, narrow, ARRAY_LEN(narrow)))
		return 0;
	return is_among(c, wide, ARRAY_LEN(wide)) ? 2 : 1;
}

/* How many bytes at the front take at most `width` columns. */
static size_t
run_of(struct slice line, size_t width, size_t *used)
{
	struct slice rest = line;
	uint32_t c;
	size_t len;

	*used = 0;
	while (rest.len > 0) {
		len = slice_code_point(rest, &c);
		if (width_of(c) > width - *used)
			break;
		*used += width_of(c);
		rest = slice_from(rest, len);
	}
	return line.len - rest.len;
}

size_t
cli_width(struct slice line)
{
	size_t used;

	run_of(line, SIZE_MAX, &used);
	return used;
}

struct slice
cli_fit(struct slice line, size_t width, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	size_t used, len = run_of(line, width, &used);

	if (len == line.len || width == 0)
		return slice_head(line, len);
	len = run_of(line, width - 1, &used);
	text_add(&text, slice_trim_end(slice_head(line, len)));
	text_add_code_point(&text, 0x2026);
	return text_slice(&text);
}
