/* libuchardet's belief, and when to believe it. */
#include "mail/charset_guess.h"

#include <uchardet/uchardet.h>

#include "base/log.h"
#include "mail/charset_shape.h"

/* More does not change its mind, but costs time. */
#define GUESS_BYTES ((size_t)64 << 10)
/* With fewer high bytes than this its answers are no better than dice. */
#define GUESS_HIGH 20
#define SHAPE_HIGH 48

/* Its names for Latin alphabets; the others are for other scripts. */
static const struct {
	struct slice name;
	bool believed; /* met in mail; the rest it only ever mistakes */
} latin[] = {
	{ SLICE_INIT("ISO-8859-1"), true },
	{ SLICE_INIT("ISO-8859-2"), true },
	{ SLICE_INIT("ISO-8859-3"), false },
	{ SLICE_INIT("ISO-8859-4"), false },
	{ SLICE_INIT("ISO-8859-9"), true },
	{ SLICE_INIT("ISO-8859-10"), false },
	{ SLICE_INIT("ISO-8859-13"), false },
	{ SLICE_INIT("ISO-8859-14"), false },
	{ SLICE_INIT("ISO-8859-15"), true },
	{ SLICE_INIT("ISO-8859-16"), false },
	{ SLICE_INIT("WINDOWS-1250"), true },
	{ SLICE_INIT("windows-1252"), true },
	{ SLICE_INIT("WINDOWS-1254"), true },
	{ SLICE_INIT("WINDOWS-1257"), true },
	{ SLICE_INIT("WINDOWS-1258"), false },
	{ SLICE_INIT("MAC-CENTRALEUROPE"), false },
	{ SLICE_INIT("IBM852"), false },
	{ SLICE_INIT("VISCII"), false },
	{ SLICE_INIT("ASCII"), false },
};

/* What it calls them lives as long as the detector, so there is one. */
static struct slice
ask(struct slice bytes)
{
	static uchardet_t detector;

	if (detector == NULL && (detector = uchardet_new()) == NULL)
		log_die("out of memory: charset detector");
	uchardet_reset(detector);
	bytes = slice_head(bytes, GUESS_BYTES);
	if (uchardet_handle_data(detector, bytes.data, bytes.len) != 0)
		return SLICE_EMPTY;
	uchardet_data_end(detector);
	return slice_of(uchardet_get_charset(detector));
}

static bool
is_latin(struct slice name, bool *believed)
{
	for (size_t i = 0; i < ARRAY_LEN(latin); i++) {
		if (slice_eq_nocase(name, latin[i].name)) {
			*believed = latin[i].believed;
			return true;
		}
	}
	return false;
}

/* How many bytes of s are among `which`. */
static size_t
count_of(struct slice s, struct slice which)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += slice_index(which, s.data[i]) < which.len;
	return count;
}

/* Text of a Latin alphabet. */
static struct slice
guess_latin(struct slice bytes, size_t high)
{
	struct slice name = SLICE("windows-1252");
	bool believed = false;

	bytes = slice_head(bytes, GUESS_BYTES);
	/* Letters of windows-1250 that are nothing in windows-1252. */
	if (count_of(bytes, SLICE("\x8d\x8f\x9d")) > 0)
		return SLICE("windows-1250");
	if (high >= GUESS_HIGH)
		name = ask(bytes);
	if (!is_latin(name, &believed) || !believed)
		return SLICE("windows-1252");
	/* It takes Latin-2 for windows-1250, which has more letters: some of
	   them hardly any text can do without. */
	if (slice_eq_nocase(name, SLICE("WINDOWS-1250")) &&
	    count_of(bytes, SLICE("\x8a\x8c\x8e\x9a\x9c\x9e\x9f")) == 0)
		return SLICE("iso-8859-2");
	return name;
}

struct slice
charset_guess(struct slice bytes)
{
	struct charset_shape shape;
	struct slice name;
	bool believed = false;

	charset_shape(bytes, &shape);
	if (charset_shape_is_latin(&shape))
		return guess_latin(bytes, shape.high);
	if (shape.high <= SHAPE_HIGH && shape.label.len > 0)
		return shape.label;
	name = ask(bytes);
	if (name.len > 0 && !is_latin(name, &believed))
		return name;
	return shape.label.len > 0 ? shape.label : SLICE("windows-1252");
}
