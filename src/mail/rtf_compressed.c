/* Compressed rich text: LZFu (MS-OXRTFCP). */
#include "mail/rtf.h"

#include "base/text.h"

#define HEAD 16
#define WINDOW 4096
#define COMPRESSED 0x75465a4c	/* "LZFu" */
#define PLAIN 0x414c454d	/* "MELA" */

/* What the window holds before the first octet. */
static const char dictionary[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman "
    "\\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New "
    "RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

struct window {
	char octets[WINDOW];
	size_t at; /* where the next octet goes */
};

static uint32_t
number_at(struct slice s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.data + at;

	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

static void
put(struct window *window, struct text *to, char c)
{
	window->octets[window->at] = c;
	window->at = (window->at + 1) % WINDOW;
	text_add_char(to, c);
}

/*
 * A repetition: twelve bits of where, four of how long.  False at the one that
 * ends the text.
 */
static bool
repeat(struct window *window, struct text *to, struct slice two)
{
	unsigned bits = (unsigned)(unsigned char)two.data[0] << 8 |
	    (unsigned char)two.data[1];
	size_t from = bits >> 4;

	if (from == window->at)
		return false;
	for (unsigned i = 0; i < (bits & 15) + 2; i++)
		put(window, to, window->octets[(from + i) % WINDOW]);
	return true;
}

static void
expand(struct slice in, size_t max, struct text *to)
{
	struct window window = { .at = sizeof(dictionary) - 1 };
	unsigned flags = 0, left = 0;

	memcpy(window.octets, dictionary, sizeof(dictionary) - 1);
	while (in.len > 0 && to->len < max) {
		if (left == 0) {
			flags = (unsigned char)in.data[0];
			left = 8;
			in = slice_from(in, 1);
			continue;
		}
		if ((flags & 1) == 0) {
			put(&window, to, in.data[0]);
			in = slice_from(in, 1);
		} else {
			if (in.len < 2 || !repeat(&window, to, in))
				return;
			in = slice_from(in, 2);
		}
		flags >>= 1;
		left--;
	}
}

struct slice
rtf_decompress(struct slice value, size_t max, struct arena *arena)
{
	struct text to = TEXT_IN(arena);
	size_t size;

	if (value.len < HEAD)
		return SLICE_EMPTY;
	size = number_at(value, 4);
	if (size < max)
		max = size;
	if (number_at(value, 8) == PLAIN)
		return slice_head(slice_from(value, HEAD), max);
	if (number_at(value, 8) == COMPRESSED)
		expand(slice_from(value, HEAD), max, &to);
	return slice_head(text_slice(&to), max);
}
