/*
 * Names as they are compared.  The tables are short on purpose: they cover the
 * letters that European names are written with, and Vietnamese; a letter that
 * is not in them is compared as it is.
 */
#include "store/fold.h"

#include "base/ascii.h"
#include "base/text.h"

/* What Latin letters are without their marks; '.' is not for this table. */
static const struct {
	uint32_t first;
	struct slice plain;
} latin[] = {
	{ 0x00c0, SLICE_INIT(
	    "aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y"
	    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkklllllll"
	    "lllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs") },
	{ 0x01a0, SLICE_INIT(
	    "oo.............uu............................"
	    "aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa...."
	    "aaaaeeeeiiiioooorrrruuuusstt") },
	{ 0x1e00, SLICE_INIT(
	    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
	    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
	    "wwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
	    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......") },
};

/* Letters that are written as others, in a way no row of letters can say. */
static const struct {
	uint32_t from;
	const char *to;
} spelled[] = {
	{ 0x00c6, "ae" }, { 0x00e6, "ae" }, { 0x00de, "th" }, { 0x00fe, "th" },
	{ 0x00df, "ss" }, { 0x1e9e, "ss" }, { 0x0132, "ij" }, { 0x0133, "ij" },
	{ 0x0152, "oe" }, { 0x0153, "oe" },
};

/* Runs of letters, each of which becomes the one `by` places further on. */
static const struct {
	uint32_t first, last;
	int32_t by;
} moved[] = {
	/* Greek letters with an accent, then the capitals, then final sigma. */
	{ 0x0386, 0x0386, 0x03b1 - 0x0386 },
	{ 0x0388, 0x0388, 0x03b5 - 0x0388 },
	{ 0x0389, 0x0389, 0x03b7 - 0x0389 },
	{ 0x038a, 0x038a, 0x03b9 - 0x038a },
	{ 0x038c, 0x038c, 0x03bf - 0x038c },
	{ 0x038e, 0x038e, 0x03c5 - 0x038e },
	{ 0x038f, 0x038f, 0x03c9 - 0x038f },
	{ 0x0390, 0x0390, 0x03b9 - 0x0390 },
	{ 0x0391, 0x03a9, 32 },
	{ 0x03ac, 0x03ac, 0x03b1 - 0x03ac },
	{ 0x03ad, 0x03ad, 0x03b5 - 0x03ad },
	{ 0x03ae, 0x03ae, 0x03b7 - 0x03ae },
	{ 0x03af, 0x03af, 0x03b9 - 0x03af },
	{ 0x03b0, 0x03b0, 0x03c5 - 0x03b0 },
	{ 0x03ca, 0x03ca, 0x03b9 - 0x03ca },
	{ 0x03cb, 0x03cb, 0x03c5 - 0x03cb },
	{ 0x03cc, 0x03cc, 0x03bf - 0x03cc },
	{ 0x03cd, 0x03cd, 0x03c5 - 0x03cd },
	{ 0x03ce, 0x03ce, 0x03c9 - 0x03ce },
	{ 0x03c2, 0x03c2, 1 },
	/* Cyrillic; both forms of io are written without the dots. */
	{ 0x0401, 0x0401, 0x0435 - 0x0401 },
	{ 0x0451, 0x0451, 0x0435 - 0x0451 },
	{ 0x0400, 0x040f, 80 }, { 0x0410, 0x042f, 32 },
	/* Armenian, and Latin as Japanese keyboards write it. */
	{ 0x0531, 0x0556, 48 },
	{ 0xff21, 0xff3a, 'a' - 0xff21 }, { 0xff41, 0xff5a, 'a' - 0xff41 },
};

static bool
is_mark(uint32_t c)
{
	return c >= 0x0300 && c <= 0x036f;
}

/* The ASCII letter, blank, dash or quote that stands for c; 0: none does. */
static char
plain_for(uint32_t c)
{
	if (c < 0x80)
		return ascii_is_space((char)c) ? ' ' : ascii_lower((char)c);
	if (c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
	    c == 0x3000)
		return ' ';
	if (c >= 0x2010 && c <= 0x2015)
		return '-';
	if ((c >= 0x2018 && c <= 0x201b) || c == 0x02bc)
		return '\'';
	if (c >= 0x201c && c <= 0x201f)
		return '"';
	for (size_t i = 0; i < ARRAY_LEN(latin); i++)
		if (c >= latin[i].first &&
		    c - latin[i].first < latin[i].plain.len)
			c = (unsigned char)
			    latin[i].plain.data[c - latin[i].first];
	return c < 0x80 && c != '.' ? (char)c : '\0';
}

static void
add_folded(struct text *to, uint32_t c)
{
	char plain = plain_for(c);

	if (plain == ' ' && (to->len == 0 || to->data[to->len - 1] == ' '))
		return;
	if (plain != '\0') {
		text_add_char(to, plain);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(spelled); i++)
		if (spelled[i].from == c) {
			text_add_string(to, spelled[i].to);
			return;
		}
	for (size_t i = 0; i < ARRAY_LEN(moved); i++)
		if (c >= moved[i].first && c <= moved[i].last) {
			c = (uint32_t)((int32_t)c + moved[i].by);
			break;
		}
	text_add_code_point(to, c);
}

struct slice
fold_name(struct slice name, struct arena *arena)
{
	struct text to = TEXT_IN(arena);
	uint32_t c;
	size_t len;

	while ((len = slice_code_point(name, &c)) > 0) {
		if (!is_mark(c))
			add_folded(&to, c);
		name = slice_from(name, len);
	}
	return slice_trim_end(text_slice(&to));
}
