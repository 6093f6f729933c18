/*
 * MAPI properties through libytnef.  The library gets one block at a time, as
 * a stream of a single attribute: given whole streams it walks all attachments
 * for each attribute (100,000 of them, 1 MB, took it 12 s), forgets to free
 * what is repeated, and gives up at the first flaw.
 */
#include "mail/tnef_mapi.h"

#include <stdio.h>
#include <string.h>

#include <ytnef.h>

#include "base/log.h"
#include "base/text.h"

/* Signature, key; level, type, length of the attribute; its checksum. */
#define STREAM_HEAD 6
#define ATTRIBUTE_HEAD 9
#define CHECKSUM 2

/* The library takes no longer attribute. */
#define BLOCK_MAX ((size_t)50 << 20)

static const struct {
	unsigned id;
	enum mapi_property property;
} wanted[] = {
	{ 0x1000, MAPI_BODY },
	{ 0x1009, MAPI_RTF },
	{ 0x1013, MAPI_HTML },
	{ 0x3001, MAPI_TITLE },
	{ 0x3701, MAPI_DATA },
	{ 0x3704, MAPI_SHORT_NAME },
	{ 0x3707, MAPI_LONG_NAME },
	{ 0x370e, MAPI_TYPE },
	{ 0x3712, MAPI_CONTENT_ID },
	{ 0x3fde, MAPI_HTML_CHARSET },
	{ 0x7ffe, MAPI_HIDDEN },
};

/* What the library reads: pieces, one behind the other. */
struct feed {
	struct slice pieces[3];
	size_t at;
};

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
	while (want > 0 && feed->at < ARRAY_LEN(feed->pieces)) {
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

static bool
parse(struct slice block, TNEFStruct *tnef)
{
	char head[STREAM_HEAD + ATTRIBUTE_HEAD] = { 0x78, '\x9f', 0x3e, 0x22,
		1, 0, LVL_MESSAGE };
	char checksum[CHECKSUM];
	struct feed feed = { { slice_make(head, sizeof(head)), block,
		slice_make(checksum, sizeof(checksum)) }, 0 };
	FILE *out = stdout;
	size_t sum = 0;
	int rc;

	for (size_t i = 0; i < block.len; i++)
		sum += (unsigned char)block.data[i];
	put_number(head + STREAM_HEAD + 1, attMAPIProps, 4);
	put_number(head + STREAM_HEAD + 5, block.len, 4);
	put_number(checksum, sum, CHECKSUM);
	tnef->IO = (TNEFIOStruct){ .InitProc = feed_begin,
		.ReadProc = feed_read, .CloseProc = feed_begin, .data = &feed };
	stdout = nowhere();
	rc = TNEFParse(tnef);
	stdout = out;
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
	bool seen[MAPI_PROPERTY_COUNT] = { false };
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
	whole = parse(block, &tnef);
	properties = tnef.MapiProperties.properties;
	for (DWORD i = 0; properties != NULL &&
	    i < tnef.MapiProperties.count; i++) {
		int as = wanted_as(&properties[i]);

		if (as < 0 || seen[as])
			continue;
		seen[as] = true;
		whole &= take_value(&properties[i], as == MAPI_DATA ?
		    block : SLICE_EMPTY, max, arena, &out[as]);
	}
	TNEFFree(&tnef);
	return whole;
}
