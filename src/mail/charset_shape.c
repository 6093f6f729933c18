/* The shapes of Cyrillic, Japanese, Chinese and Korean words in a few bytes. */
#include "mail/charset_shape.h"

#include "base/ascii.h"

/* A subject's worth. */
#define SHAPE_BYTES 1024

/* How often a letter stands among 1,000 of Russian text, from the code 0xc0. */
static const unsigned char koi8_lower[32] = {
	6, 80, 16, 5, 30, 84, 3, 17, 10, 74, 12, 35, 44, 32, 67, 110,
	28, 20, 47, 55, 63, 26, 9, 45, 17, 19, 16, 7, 3, 4, 14, 1,
};
static const unsigned char cp1251_upper[32] = {
	80, 16, 45, 17, 30, 84, 9, 16, 74, 12, 35, 44, 32, 67, 110, 28,
	47, 55, 63, 26, 3, 10, 5, 14, 7, 4, 1, 19, 17, 3, 6, 20,
};

static unsigned char
byte_at(struct slice s, size_t i)
{
	return i < s.len ? (unsigned char)s.data[i] : 0;
}

static bool
within(unsigned char c, unsigned char first, unsigned char last)
{
	return c >= first && c <= last;
}

static void
count(struct slice bytes, struct charset_shape *out)
{
	bool before = false;

	for (size_t i = 0; i < bytes.len; i++) {
		bool now = byte_at(bytes, i) >= 0x80;

		out->high += now;
		out->runs += now && !before;
		out->low += ascii_is_alnum(bytes.data[i]);
		before = now;
	}
}

/*
 * KOI8-R has its small letters at 0xc0-0xdf and its capitals above, so that
 * behind the first letter of a word hardly any byte is above.  A word of
 * windows-1251 looks so only in capitals, which the letters' frequency tells.
 */
static struct slice
cyrillic(struct slice bytes, const struct charset_shape *shape)
{
	size_t inner = 0, lower = 0, letters = 0;
	unsigned long koi8 = 0, cp1251 = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = byte_at(bytes, i);

		letters += c >= 0xc0 || c == 0xa3 || c == 0xb3;
		if (within(c, 0xc0, 0xdf)) {
			koi8 += koi8_lower[c - 0xc0];
			cp1251 += cp1251_upper[c - 0xc0];
		}
		if (i == 0 || c < 0x80 || byte_at(bytes, i - 1) < 0x80)
			continue;
		inner++;
		lower += within(c, 0xc0, 0xdf);
	}
	if (shape->high < 4 || inner < 2 || letters < shape->high ||
	    lower * 10 < inner * 9)
		return SLICE_EMPTY;
	return koi8 >= cp1251 ? SLICE("koi8-r") : SLICE("windows-1251");
}

/* EUC-JP, EUC-KR, GB 2312: the high bytes go in pairs of 0xa1-0xfe. */
static struct slice
euc(struct slice bytes, const struct charset_shape *shape)
{
	size_t pairs = 0, kana = 0, hangul = 0, hanzi = 0, signs = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = byte_at(bytes, i);

		if (c < 0x80)
			continue;
		if (!within(c, 0xa1, 0xfe) ||
		    !within(byte_at(bytes, i + 1), 0xa1, 0xfe))
			return SLICE_EMPTY;
		i++;
		pairs++;
		kana += c == 0xa4 || c == 0xa5;
		signs += within(c, 0xa1, 0xa3);
		hangul += within(c, 0xb0, 0xc8);
		hanzi += within(c, 0xb0, 0xd7);
	}
	/* A lone pair may be two letters of Latin-1. */
	if (pairs == 0 || (pairs == 1 && shape->low > 0))
		return SLICE_EMPTY;
	if (kana * 4 >= pairs)
		return SLICE("euc-jp");
	if (hangul >= 4 && hangul + signs == pairs)
		return SLICE("euc-kr");
	return hanzi * 2 >= pairs ? SLICE("gb18030") : SLICE_EMPTY;
}

static struct slice
shift_jis(struct slice bytes)
{
	size_t pairs = 0, kana = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = byte_at(bytes, i);
		unsigned char next = byte_at(bytes, i + 1);

		if (c < 0x80 || within(c, 0xa1, 0xdf))
			continue;
		if (!(within(c, 0x81, 0x9f) || within(c, 0xe0, 0xfc)) ||
		    !(within(next, 0x40, 0x7e) || within(next, 0x80, 0xfc)))
			return SLICE_EMPTY;
		i++;
		pairs++;
		kana += c == 0x82 || c == 0x83;
	}
	return pairs >= 2 && kana * 3 >= pairs ? SLICE("shift_jis") :
	    SLICE_EMPTY;
}

static struct slice
big5(struct slice bytes, const struct charset_shape *shape)
{
	size_t pairs = 0, common = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = byte_at(bytes, i);
		unsigned char next = byte_at(bytes, i + 1);

		if (c < 0x80)
			continue;
		if (!within(c, 0xa1, 0xf9) || !(within(next, 0x40, 0x7e) ||
		    within(next, 0xa1, 0xfe)))
			return SLICE_EMPTY;
		i++;
		pairs++;
		common += within(c, 0xa1, 0xc6);
	}
	/* In Latin words, too, letters follow high bytes, but more of them. */
	return pairs >= 3 && common * 2 >= pairs && shape->low < shape->high ?
	    SLICE("big5") : SLICE_EMPTY;
}

void
charset_shape(struct slice bytes, struct charset_shape *out)
{
	struct slice label;

	*out = (struct charset_shape){ .high = 0 };
	bytes = slice_head(bytes, SHAPE_BYTES);
	count(bytes, out);
	label = cyrillic(bytes, out);
	if (label.len == 0)
		label = euc(bytes, out);
	if (label.len == 0)
		label = shift_jis(bytes);
	if (label.len == 0)
		label = big5(bytes, out);
	out->label = label;
}

bool
charset_shape_is_latin(const struct charset_shape *shape)
{
	return shape->high * 2 <= shape->runs * 3 && shape->low >= shape->high;
}
