/*
 * MAPI properties through libytnef.  The library gets one block at a time, as
 * a stream of a single attribute: given whole streams it walks all attachments
 * for each attribute (100,000 of them, 1 MB, took it 12 s), forgets to free
 * what is repeated, and gives up at the first flaw.  It refuses values over
 * 512 KiB, and Unicode ones over 100,000 octets: long values are cut out
 * before, and never copied.
 */
#include "mail/tnef_mapi.h"

#include <stdio.h>
#include <string.h>

#include <ytnef.h>

#include "base/log.h"
#include "base/text.h"
#include "mail/charset.h"

/* Signature, key; level, type, length of the attribute; its checksum. */
#define STREAM_HEAD 6
#define ATTRIBUTE_HEAD 9
#define CHECKSUM 2

/* The library takes no longer attribute. */
#define BLOCK_MAX ((size_t)50 << 20)

/* Longer values are cut out. */
#define LONG_VALUE 4096
#define VALUE_HEAD 12 /* type, id, how many values, length */

static const struct {
	unsigned id;
	enum mapi_property property;
	bool may_be_long;
} wanted[] = {
	{ 0x1000, MAPI_BODY, true },
	{ 0x1009, MAPI_RTF, true },
	{ 0x1013, MAPI_HTML, true },
	{ 0x3001, MAPI_TITLE, false },
	{ 0x3701, MAPI_DATA, true },
	{ 0x3704, MAPI_SHORT_NAME, false },
	{ 0x3707, MAPI_LONG_NAME, false },
	{ 0x370e, MAPI_TYPE, false },
	{ 0x3712, MAPI_CONTENT_ID, false },
	{ 0x3fde, MAPI_HTML_CHARSET, false },
	{ 0x7ffe, MAPI_HIDDEN, false },
};

/*
 * What the library reads: pieces, one behind the other.  The two heads; before
 * each long value one and a length of nothing; the rest; the checksum.
 */
#define PIECES_MOST (1 + 2 * MAPI_PROPERTY_COUNT + 1 + 1)

struct feed {
	struct slice pieces[PIECES_MOST];
	size_t count;
	size_t at;
};

static void
feed_add(struct feed *feed, struct slice piece)
{
	feed->pieces[feed->count++] = piece;
}

static int
feed_begin(TNEFIOStruct *io)
{
	(void)io;
	return 0;
}

static int
feed_read(TNEFIOStruct *io, int size, int count, void *to)
{
	struct feed *feed = io->data;
	size_t want = (size_t)size * (size_t)count;
	char *at = to;

	if (size < 0 || count < 0)
		return -1;
	while (want > 0 && feed->at < feed->count) {
		struct slice *piece = &feed->pieces[feed->at];
		struct slice part = slice_head(*piece, want);

		if (part.len == 0) {
			feed->at++;
			continue;
		}
		memcpy(at, part.data, part.len);
		*piece = slice_from(*piece, part.len);
		at += part.len;
		want -= part.len;
	}
	return want > 0 ? -1 : count;
}

/* The library tells its troubles to stdout, which is not its to write to. */
static ssize_t
swallow(void *cookie, const char *text, size_t len)
{
	(void)cookie;
	(void)text;
	return (ssize_t)len;
}

static FILE *
nowhere(void)
{
	static FILE *file;

	if (file == NULL)
		file = fopencookie(NULL, "w",
		    (cookie_io_functions_t){ .write = swallow });
	if (file == NULL)
		log_die("out of memory: no place for a library's remarks");
	return file;
}

static void
put_number(char *to, size_t number, size_t octets)
{
	for (size_t i = 0; i < octets; i++)
		to[i] = (char)(number >> (8 * i));
}

static uint32_t
number_at(struct slice s, size_t at, size_t octets)
{
	uint32_t number = 0;

	for (size_t i = 0; i < octets; i++)
		number |= (uint32_t)(unsigned char)s.data[at + i] << (8 * i);
	return number;
}

/* The property that the tag at `at` begins, and its long value; or -1. */
static int
long_value_at(struct slice block, size_t at, struct slice *value)
{
	uint32_t type = number_at(block, at, 2);
	uint32_t length = number_at(block, at + 8, 4);

	if (length <= LONG_VALUE || length > block.len - at - VALUE_HEAD ||
	    number_at(block, at + 4, 4) != 1 || (type != PT_BINARY &&
	    type != PT_OBJECT && type != PT_STRING8 && type != PT_UNICODE))
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
		if (!wanted[i].may_be_long ||
		    wanted[i].id != number_at(block, at + 2, 2))
			continue;
		*value = slice_head(slice_from(block, at + VALUE_HEAD),
		    length);
		return (int)wanted[i].property;
	}
	return -1;
}

static void
keep_long(struct slice bytes, uint32_t type, size_t max, struct arena *arena,
    struct mapi_value *out)
{
	out->utf8 = type == PT_UNICODE;
	out->object = type == PT_OBJECT;
	if (out->utf8)
		bytes = charset_to_utf8(SLICE("utf-16le"),
		    slice_head(bytes, max), arena);
	if (out->utf8 || type == PT_STRING8)
		bytes = slice_head(bytes, slice_index(bytes, '\0'));
	out->bytes = bytes;
}

/*
 * Feeds the block, each long value replaced by nothing and kept.  Properties
 * begin at every fourth octet; nothing that is looked for stands in a long
 * value, and what looks alike in a short one is not as long.
 */
static void
feed_block(struct feed *feed, struct slice block, size_t max,
    struct arena *arena, struct mapi_value *out)
{
	struct slice value;
	size_t from = 0;

	for (size_t at = 4; at + VALUE_HEAD <= block.len; at += 4) {
		int as = long_value_at(block, at, &value);

		if (as < 0 || out[as].bytes.len > 0)
			continue;
		keep_long(value, number_at(block, at, 2), max, arena,
		    &out[as]);
		feed_add(feed, slice_head(slice_from(block, from),
		    at + VALUE_HEAD - 4 - from));
		feed_add(feed, SLICE("\0\0\0\0"));
		from = at + VALUE_HEAD + (value.len + 3) / 4 * 4;
		at = from - 4;
	}
	feed_add(feed, slice_from(block, from));
}

static bool
parse(struct slice block, size_t max, struct arena *arena,
    struct mapi_value *out, TNEFStruct *tnef)
{
	char head[STREAM_HEAD + ATTRIBUTE_HEAD] = { 0x78, '\x9f', 0x3e, 0x22,
		1, 0, LVL_MESSAGE };
	char checksum[CHECKSUM];
	struct feed feed = { .count = 0 };
	FILE *standard = stdout;
	size_t sum = 0, len = 0;
	int rc;

	feed_add(&feed, slice_make(head, sizeof(head)));
	feed_block(&feed, block, max, arena, out);
	for (size_t i = 1; i < feed.count; i++) {
		struct slice piece = feed.pieces[i];

		len += piece.len;
		for (size_t j = 0; j < piece.len; j++)
			sum += (unsigned char)piece.data[j];
	}
	feed_add(&feed, slice_make(checksum, sizeof(checksum)));
	put_number(head + STREAM_HEAD + 1, attMAPIProps, 4);
	put_number(head + STREAM_HEAD + 5, len, 4);
	put_number(checksum, sum, CHECKSUM);
	tnef->IO = (TNEFIOStruct){ .InitProc = feed_begin,
		.ReadProc = feed_read, .CloseProc = feed_begin, .data = &feed };
	stdout = nowhere();
	rc = TNEFParse(tnef);
	stdout = standard;
	return rc == 0;
}

/*
 * The library writes characters beyond U+FFFF as the two surrogates that
 * UTF-16 has for them, three octets each.
 */
static struct slice
join_surrogates(struct slice s, struct arena *arena)
{
	struct text to = TEXT_IN(arena);
	const unsigned char *c;

	text_reserve(&to, s.len);
	while (s.len > 0) {
		size_t len = slice_index(s, '\xed');

		text_add(&to, slice_head(s, len));
		s = slice_from(s, len);
		c = (const unsigned char *)s.data;
		if (s.len >= 6 && (c[1] & 0xf0) == 0xa0 && c[3] == 0xed &&
		    (c[4] & 0xf0) == 0xb0) {
			text_add_code_point(&to, 0x10000u +
			    ((uint32_t)(c[1] & 0x0f) << 16 |
			    (uint32_t)(c[2] & 0x3f) << 10 |
			    (uint32_t)(c[4] & 0x0f) << 6 | (c[5] & 0x3f)));
			s = slice_from(s, 6);
		} else if (s.len > 0) {
			text_add_char(&to, '\xed');
			s = slice_from(s, 1);
		}
	}
	return text_slice(&to);
}

/* The octets of a value: the library's, which go with it. */
static struct slice
value_bytes(const MAPIProperty *property)
{
	const variableLength *value = property->data;
	struct slice bytes = slice_make(value->data, (size_t)value->size);

	/* Of a UNICODE value the size is that of its UTF-16. */
	if (PROP_TYPE(property->id) == PT_UNICODE)
		return slice_of((const char *)value->data);
	if (PROP_TYPE(property->id) == PT_STRING8)
		return slice_head(bytes, slice_index(bytes, '\0'));
	return bytes;
}

/* False when the value is too long to be kept. */
static bool
take_value(const MAPIProperty *property, struct slice block, size_t max,
    struct arena *arena, struct mapi_value *out)
{
	unsigned type = PROP_TYPE(property->id);
	struct slice bytes = value_bytes(property);

	out->utf8 = type == PT_UNICODE;
	out->object = type == PT_OBJECT;
	if (type == PT_LONG || type == PT_BOOLEAN)
		memcpy(&out->number, bytes.data, sizeof(out->number));
	else if (block.data != NULL)
		/* As these octets stand there, they can be kept there. */
		out->bytes = slice_head(slice_from(block,
		    slice_search(block, bytes)), bytes.len);
	else if (bytes.len > max)
		return false;
	else if (out->utf8)
		out->bytes = join_surrogates(bytes, arena);
	else
		out->bytes = arena_copy(arena, bytes);
	return true;
}

/* The property as it is wanted, or -1. */
static int
wanted_as(const MAPIProperty *property)
{
	if (property->custom != 0 || property->count == 0 ||
	    property->data == NULL || property->data->data == NULL ||
	    property->data->size <= 0)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
		if (wanted[i].id == PROP_ID(property->id))
			return (int)wanted[i].property;
	return -1;
}

bool
mapi_read(struct slice block, size_t max, struct arena *arena,
    struct mapi_value *out)
{
	TNEFStruct tnef = { .Debug = 0 };
	const MAPIProperty *properties;
	bool whole;

	memset(out, 0, MAPI_PROPERTY_COUNT * sizeof(*out));
	if (block.len == 0 || block.len > BLOCK_MAX)
		return false;
	TNEFInitialize(&tnef);
	/* Else it takes the subject from each property that may be one, and
	   when they are empty forgets what it allocated for them. */
	tnef.subject.data = malloc(1);
	tnef.subject.size = 1;
	whole = parse(block, max, arena, out, &tnef);
	properties = tnef.MapiProperties.properties;
	for (DWORD i = 0; properties != NULL &&
	    i < tnef.MapiProperties.count; i++) {
		int as = wanted_as(&properties[i]);

		if (as < 0 || out[as].bytes.len > 0)
			continue;
		whole &= take_value(&properties[i], as == MAPI_DATA ?
		    block : SLICE_EMPTY, max, arena, &out[as]);
	}
	TNEFFree(&tnef);
	return whole;
}
