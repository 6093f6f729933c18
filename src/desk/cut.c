/* Writing without blanks between words, in pairs of letters. */
#include "desk/cut.h"

/* Runs of letters of such writing, by code point. */
static const struct {
	uint32_t first, last;
} ranges[] = {
	{ 0x0e01, 0x0eff },   /* Thai, Lao */
	{ 0x1000, 0x109f },   /* Burmese */
	{ 0x1100, 0x11ff },   /* Korean, by letters */
	{ 0x1780, 0x17ff },   /* Khmer */
	{ 0x3005, 0x3007 },
	{ 0x3041, 0x3096 },   /* Japanese */
	{ 0x309d, 0x309f }, { 0x30a1, 0x30fa }, { 0x30fc, 0x30ff },
	{ 0x3105, 0x312f },
	{ 0x31f0, 0x31ff },
	{ 0x3400, 0x4dbf }, { 0x4e00, 0x9fff }, /* Chinese */
	{ 0xac00, 0xd7af },   /* Korean */
	{ 0xf900, 0xfaff },
	{ 0xff66, 0xff9f },   /* narrow Japanese */
	{ 0x20000, 0x3ffff },
};

/* Of three bytes or more; what is below has blanks between words. */
#define FIRST_BYTE 0xe0

static bool
is_of_it(uint32_t c)
{
	if (c < ranges[0].first)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

bool
cut_is_needed(struct slice s)
{
	uint32_t c;

	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.data[i] < FIRST_BYTE)
			continue;
		if (slice_code_point(slice_from(s, i), &c) > 0 && is_of_it(c))
			return true;
	}
	return false;
}

/* How many bytes at the front are of such writing, or are not. */
static size_t
run(struct slice s, bool of_it)
{
	size_t at = 0, len;
	uint32_t c;

	while ((len = slice_code_point(slice_from(s, at), &c)) > 0 &&
	    is_of_it(c) == of_it)
		at += len;
	return at;
}

/* "AB BC", and " C" when the last letter shall stand alone, too. */
static void
add_pairs(struct text *to, struct slice s, bool last)
{
	struct slice rest = s, second;
	uint32_t c;
	size_t len;

	while ((len = slice_code_point(rest, &c)) > 0) {
		second = slice_from(rest, len);
		if (second.len == 0 && !last && rest.len < s.len)
			return;
		text_add_string(to, to->len > 0 ? " " : "");
		text_add(to, slice_head(rest, len +
		    slice_code_point(second, &c)));
		rest = second;
	}
}

/* Returns whether it ends in a letter that stands alone. */
static bool
cut(struct text *to, struct slice s, bool keep)
{
	struct slice piece;
	bool last = false;
	size_t len;
	uint32_t c;

	while (s.len > 0) {
		len = run(s, false);
		if (len > 0)
			text_add_string(to, to->len > 0 ? " " : "");
		text_add(to, slice_head(s, len));
		s = slice_from(s, len);
		len = run(s, true);
		piece = slice_head(s, len);
		s = slice_from(s, len);
		last = s.len == 0 && len > 0 &&
		    slice_code_point(piece, &c) == len;
		add_pairs(to, piece, keep || s.len > 0);
	}
	return last;
}

void
cut_to_keep(struct text *to, struct slice s)
{
	cut(to, s, true);
}

bool
cut_to_find(struct text *to, struct slice s)
{
	return cut(to, s, false);
}
