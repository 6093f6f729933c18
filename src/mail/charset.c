/* Any bytes as UTF-8: what the label says, what the bytes say, and iconv. */
#include "mail/charset.h"

#include <errno.h>
#include <iconv.h>

#include "base/ascii.h"
#include "base/text.h"
#include "mail/charset_escape.h"
#include "mail/charset_guess.h"
#include "mail/charset_list.h"

#define BOM_UTF8 SLICE("\xef\xbb\xbf")
#define BOM_LITTLE SLICE("\xff\xfe")
#define BOM_BIG SLICE("\xfe\xff")
/* How much of a text is looked at for its byte order. */
#define ORDER_BYTES 1024

#define REPLACEMENT 0xfffd

/* The characters over 0x7f of a text that is said to be UTF-8. */
struct tally {
	size_t good;
	size_t wide; /* of them, with three bytes or more */
	size_t bad;
};

static void
take_tally(struct slice bytes, struct tally *out)
{
	uint32_t code_point;
	size_t len;

	*out = (struct tally){ 0, 0, 0 };
	for (; bytes.len > 0; bytes = slice_from(bytes, len)) {
		len = slice_code_point(bytes, &code_point);
		if (code_point == SLICE_BROKEN) {
			out->bad++;
		} else if (code_point > 0x7f) {
			out->good++;
			out->wide += len > 2;
		}
	}
}

/*
 * iconv's descriptors, opened when first asked for and kept: opening one costs
 * more than converting a small mail.
 */
static iconv_t
converter(size_t index)
{
	static iconv_t opened[CHARSET_LIST_MAX];

	if (opened[index] == NULL)
		opened[index] = iconv_open("UTF-8",
		    charset_list_at(index)->iconv);
	return opened[index];
}

/* iconv stopped at the front of *in. */
static void
pass_over(const struct charset *charset, struct text *to, struct slice *in)
{
	/* UTF-7's writers leave more as it stands than its readers expect. */
	if (charset->kind == CHARSET_STATE && ascii_is_graph(in->data[0]))
		text_add_char(to, in->data[0]);
	else
		text_add_code_point(to, REPLACEMENT);
	*in = slice_from(*in, charset->unit);
}

/* Converts until iconv stops, and deals with what stopped it. */
static void
convert_run(iconv_t cd, const struct charset *charset, struct text *to,
    struct slice *in)
{
	char *from = (char *)(uintptr_t)in->data;
	size_t left = in->len;
	char *out;
	size_t room;
	int error = 0;

	text_reserve(to, in->len + in->len / 2 + 16);
	out = to->data + to->len;
	room = to->size - to->len;
	if (iconv(cd, &from, &left, &out, &room) == (size_t)-1)
		error = errno;
	to->len = (size_t)(out - to->data);
	*in = slice_from(*in, in->len - left);
	if (error == EINVAL) {
		/* Half a character, at the end. */
		text_add_code_point(to, REPLACEMENT);
		*in = SLICE_EMPTY;
	} else if (error == EILSEQ) {
		pass_over(charset, to, in);
	}
}

static struct slice
convert(size_t index, struct slice in, struct arena *arena)
{
	iconv_t cd = converter(index);
	struct text to = TEXT_IN(arena);
	char *out;
	size_t room;

	if (cd == (iconv_t)-1) {
		/* A libc without this module: keep what can be kept. */
		text_add_utf8(&to, in);
		return text_slice(&to);
	}
	iconv(cd, NULL, NULL, NULL, NULL);
	while (in.len > 0)
		convert_run(cd, charset_list_at(index), &to, &in);
	/* Some hold a character back, for one that combines with it. */
	text_reserve(&to, 16);
	out = to.data + to.len;
	room = to.size - to.len;
	iconv(cd, NULL, NULL, &out, &room);
	to.len = (size_t)(out - to.data);
	return text_slice(&to);
}

static struct slice
replace_bad(struct slice bytes, struct arena *arena)
{
	struct text to = TEXT_IN(arena);

	text_reserve(&to, bytes.len);
	text_add_utf8(&to, bytes);
	return text_slice(&to);
}

static struct slice
from_guess(struct slice bytes, struct arena *arena)
{
	size_t index = charset_list_find(charset_guess(bytes));

	if (index == charset_list_count() ||
	    charset_list_at(index)->iconv == NULL ||
	    charset_list_at(index)->kind == CHARSET_WIDE)
		index = charset_list_find(SLICE("windows-1252"));
	return convert(index, bytes, arena);
}

static struct slice
from_jis(size_t index, struct slice bytes, struct arena *arena)
{
	return convert(index, charset_jis_as_euc(bytes, arena), arena);
}

/* The byte order of 16-bit text, by its mark, else by where the NULs are. */
static size_t
wide_order(size_t index, struct slice *bytes)
{
	size_t even = 0, odd = 0;
	bool little;

	if (charset_list_at(index)->unit != 2)
		return index;
	if (slice_starts(*bytes, BOM_LITTLE) || slice_starts(*bytes, BOM_BIG)) {
		little = slice_starts(*bytes, BOM_LITTLE);
		*bytes = slice_from(*bytes, 2);
		return charset_list_find(little ? SLICE("utf-16le") :
		    SLICE("utf-16be"));
	}
	for (size_t i = 0; i + 1 < bytes->len && i < ORDER_BYTES; i += 2) {
		even += bytes->data[i] == '\0';
		odd += bytes->data[i + 1] == '\0';
	}
	if (even == odd)
		return index;
	return charset_list_find(odd > even ? SLICE("utf-16le") :
	    SLICE("utf-16be"));
}

/* No label, or one that says nothing. */
static struct slice
from_unlabelled(struct slice bytes, struct arena *arena)
{
	struct tally tally;
	size_t index;

	if (charset_has_jis(bytes) && slice_is_ascii(bytes))
		return from_jis(charset_list_find(SLICE("iso-2022-jp")), bytes,
		    arena);
	if (slice_is_utf8(bytes))
		return bytes;
	if (slice_starts(bytes, BOM_LITTLE) || slice_starts(bytes, BOM_BIG)) {
		index = wide_order(charset_list_find(SLICE("utf-16")), &bytes);
		return convert(index, bytes, arena);
	}
	take_tally(bytes, &tally);
	if (tally.good > 2 * tally.bad)
		return replace_bad(bytes, arena);
	return from_guess(bytes, arena);
}

/* ISO-2022-JP without two-byte characters: ASCII, kana alone, or a lie. */
static struct slice
from_unshifted_jis(size_t index, struct slice bytes, struct arena *arena)
{
	if (!slice_is_ascii(bytes))
		return from_unlabelled(bytes, arena);
	if (!slice_has(bytes, SLICE("\x1b")) &&
	    !slice_has(bytes, SLICE("\x0e")))
		return bytes;
	return from_jis(index, bytes, arena);
}

static struct slice
from_utf8(struct slice bytes, struct arena *arena)
{
	struct tally tally;

	if (slice_is_utf8(bytes))
		return bytes;
	take_tally(bytes, &tally);
	if (tally.good >= tally.bad)
		return replace_bad(bytes, arena);
	return from_unlabelled(bytes, arena);
}

/* 16-bit labels stand over plain text, too. */
static struct slice
from_wide(size_t index, struct slice bytes, struct arena *arena)
{
	if (slice_index(bytes, '\0') == bytes.len && slice_is_utf8(bytes))
		return bytes;
	index = wide_order(index, &bytes);
	return convert(index, bytes, arena);
}

/*
 * Valid UTF-8 under another label is a wrong label.  Some pairs of a two-byte
 * charset are by chance valid too, but not several triples.
 */
static bool
is_mislabelled(enum charset_kind kind, struct slice bytes)
{
	struct tally tally;

	if (!slice_is_utf8(bytes))
		return false;
	if (kind == CHARSET_SINGLE)
		return true;
	take_tally(bytes, &tally);
	return tally.wide > 1;
}

struct slice
charset_to_utf8(struct slice label, struct slice bytes, struct arena *arena)
{
	size_t index = charset_list_find(label);
	enum charset_kind kind = CHARSET_ASCII;

	/* The mark of UTF-8 is no text, and no other text begins with it. */
	if (slice_starts(bytes, BOM_UTF8)) {
		bytes = slice_from(bytes, 3);
		kind = CHARSET_UTF8;
	} else if (index < charset_list_count()) {
		kind = charset_list_at(index)->kind;
	}
	switch (kind) {
	case CHARSET_UTF8:
		return from_utf8(bytes, arena);
	case CHARSET_ASCII:
		return from_unlabelled(bytes, arena);
	case CHARSET_SINGLE:
	case CHARSET_MULTI:
		if (slice_is_ascii(bytes) || is_mislabelled(kind, bytes))
			return bytes;
		return convert(index, bytes, arena);
	case CHARSET_STATE:
		return slice_is_ascii(bytes) ? convert(index, bytes, arena) :
		    from_unlabelled(bytes, arena);
	case CHARSET_JIS:
		if (!charset_has_jis(bytes))
			return from_unshifted_jis(index, bytes, arena);
		return from_jis(index, bytes, arena);
	case CHARSET_HZ:
		return convert(index, charset_hz_as_gb(bytes, arena), arena);
	case CHARSET_WIDE:
		return from_wide(index, bytes, arena);
	}
	return bytes;
}

bool
charset_is_known(struct slice label)
{
	return charset_list_find(label) < charset_list_count();
}
