/* The attributes of a TNEF stream: its message, and its files. */
#include "mail/tnef.h"

#include "mail/charset.h"
#include "mail/html.h"
#include "mail/rtf.h"
#include "mail/tnef_mapi.h"

#define SIGNATURE "\x78\x9f\x3e\x22"
#define STREAM_HEAD 6	 /* the signature and a key */
#define ATTRIBUTE_HEAD 9 /* level, id, type, length */
#define CHECKSUM 2

/* Before an object's bytes, the id of its interface. */
#define OBJECT_HEAD 16

/* Messages in messages in the message. */
#define ENCLOSED_MOST 3

enum attribute {
	ATTRIBUTE_BODY = 0x800c,
	ATTRIBUTE_DATA = 0x800f,
	ATTRIBUTE_TITLE = 0x8010,
	ATTRIBUTE_RENDERING = 0x9002,
	ATTRIBUTE_PROPERTIES = 0x9003,
	ATTRIBUTE_FILE_PROPERTIES = 0x9005,
	ATTRIBUTE_CODE_PAGE = 0x9007,
};

/* The attributes of a file, the first of each kind. */
struct parcel {
	bool any;
	struct slice title, data, properties;
};

struct reader {
	const struct mail_limits *limits;
	struct arena *arena;
	struct tnef *out;
	limit_bits *limited;
	size_t size;		/* of out->files */
	unsigned depth;		/* of enclosed messages */
	struct slice code_page; /* a label, of texts that are not Unicode */
};

static uint32_t
number_at(struct slice s, size_t at, size_t octets)
{
	uint32_t number = 0;

	for (size_t i = 0; i < octets && at + i < s.len; i++)
		number |= (uint32_t)(unsigned char)s.data[at + i] << (8 * i);
	return number;
}

bool
tnef_is(struct slice bytes)
{
	return slice_starts(bytes, SLICE(SIGNATURE));
}

static uint32_t
checksum(struct slice value)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < value.len; i++)
		sum += (unsigned char)value.data[i];
	return sum & 0xffff;
}

/* The next attribute; false at the end, or where the stream is cut off. */
static bool
next_attribute(struct slice *rest, unsigned *id, struct slice *value,
    bool *whole)
{
	uint32_t length;

	if (rest->len < ATTRIBUTE_HEAD) {
		*whole &= rest->len == 0;
		return false;
	}
	*id = number_at(*rest, 1, 2);
	length = number_at(*rest, 5, 4);
	if (length > rest->len - ATTRIBUTE_HEAD) {
		*whole = false;
		return false;
	}
	*value = slice_head(slice_from(*rest, ATTRIBUTE_HEAD), length);
	*rest = slice_from(*rest, ATTRIBUTE_HEAD + (size_t)length);
	if (rest->len < CHECKSUM || checksum(*value) != number_at(*rest, 0, 2))
		*whole = false;
	*rest = slice_from(*rest, CHECKSUM);
	return true;
}

static struct slice
code_page_label(uint32_t number, struct arena *arena)
{
	return number == 0 ? SLICE_EMPTY :
	    arena_format(arena, "cp%u", (unsigned)number);
}

/* A text of at most one line, as UTF-8. */
static struct slice
value_text(const struct reader *r, const struct mapi_value *value)
{
	return value->utf8 ? value->bytes :
	    charset_to_utf8(r->code_page, value->bytes, r->arena);
}

/* True when one more file may be listed. */
static bool
has_room(struct reader *r)
{
	if (r->out->count < r->limits->max[LIMIT_ATTACHMENTS])
		return true;
	*r->limited |= LIMIT_BIT(LIMIT_ATTACHMENTS);
	r->out->whole = false;
	return false;
}

static struct tnef_file *
add_file(struct reader *r)
{
	struct tnef *out = r->out;
	struct tnef_file *file;

	if (out->count == r->size) {
		size_t size = r->size * 2 + 4;

		out->files = arena_grow(r->arena, out->files,
		    r->size * sizeof(*file), size * sizeof(*file));
		r->size = size;
	}
	file = &out->files[out->count++];
	*file = (struct tnef_file){ .hidden = false };
	return file;
}

static void read_stream(struct reader *r, struct slice bytes,
    struct tnef_body *body);

/* A message in the message: its text is a file, and so are its files. */
static void
add_enclosed(struct reader *r, struct slice title, struct slice stream)
{
	struct tnef_file *file = add_file(r);
	struct tnef_body body = { .plain = SLICE_EMPTY };
	size_t at = r->out->count - 1;
	struct slice text, code_page = r->code_page;
	bool from_html;

	if (title.len == 0)
		title = SLICE("message");
	file->name = arena_format(r->arena, "%.*s.txt", SLICE_ARG(title));
	file->type = SLICE("text/plain");
	r->depth++;
	read_stream(r, stream, &body);
	r->depth--;
	r->code_page = code_page;
	text = tnef_text(&body, r->limits, r->arena, &from_html, r->limited);
	/* The files may have moved meanwhile. */
	r->out->files[at].bytes = text;
}

static struct slice
parcel_name(const struct reader *r, const struct parcel *parcel,
    const struct mapi_value *values)
{
	static const enum mapi_property names[] = {
		MAPI_LONG_NAME, MAPI_SHORT_NAME, MAPI_TITLE,
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (values[names[i]].bytes.len > 0)
			return value_text(r, &values[names[i]]);
	return charset_to_utf8(r->code_page, slice_head(parcel->title,
	    slice_index(parcel->title, '\0')), r->arena);
}

static struct slice
bare_id(struct slice id)
{
	id = slice_trim(id);
	if (slice_starts(id, SLICE("<")))
		id = slice_from(id, 1);
	return slice_head(id, slice_index(id, '>'));
}

static void
close_parcel(struct reader *r, struct parcel *parcel)
{
	struct mapi_value values[MAPI_PROPERTY_COUNT] = { { .number = 0 } };
	size_t longest = r->limits->max[LIMIT_HEADER_FIELD];
	struct tnef_file *file;
	struct slice bytes, name;

	if (!parcel->any || !has_room(r))
		return;
	if (parcel->properties.len > 0 && !mapi_read(parcel->properties,
	    longest, r->arena, values))
		r->out->whole = false;
	name = parcel_name(r, parcel, values);
	bytes = values[MAPI_DATA].bytes;
	if (values[MAPI_DATA].object)
		bytes = slice_from(bytes, OBJECT_HEAD);
	if (bytes.len == 0)
		bytes = parcel->data;
	if (name.len == 0 && bytes.len == 0)
		return;
	if (values[MAPI_DATA].object && tnef_is(bytes) &&
	    r->depth < ENCLOSED_MOST) {
		add_enclosed(r, name, bytes);
		return;
	}
	file = add_file(r);
	file->name = name;
	file->bytes = bytes;
	file->type = value_text(r, &values[MAPI_TYPE]);
	file->content_id = bare_id(value_text(r, &values[MAPI_CONTENT_ID]));
	file->hidden = values[MAPI_HIDDEN].number != 0;
}

static void
read_properties(struct reader *r, struct slice block, struct tnef_body *body)
{
	struct mapi_value values[MAPI_PROPERTY_COUNT];

	if (block.len == 0)
		return;
	if (!mapi_read(block, r->limits->max[LIMIT_HTML_BYTES], r->arena,
	    values))
		r->out->whole = false;
	body->html = values[MAPI_HTML].bytes;
	body->html_charset = values[MAPI_HTML].utf8 ? SLICE("utf-8") :
	    code_page_label(values[MAPI_HTML_CHARSET].number, r->arena);
	body->rtf = values[MAPI_RTF].bytes;
	if (values[MAPI_BODY].bytes.len == 0)
		return;
	body->plain = values[MAPI_BODY].bytes;
	body->plain_charset = values[MAPI_BODY].utf8 ? SLICE("utf-8") :
	    r->code_page;
}

static void
keep_first(struct slice *to, struct slice value)
{
	if (to->len == 0)
		*to = value;
}

/* Of the file that is open, and opens one. */
static void
take_file_attribute(unsigned id, struct slice value, struct parcel *parcel)
{
	struct slice *to = id == ATTRIBUTE_TITLE ? &parcel->title :
	    id == ATTRIBUTE_DATA ? &parcel->data : &parcel->properties;

	parcel->any = true;
	keep_first(to, value);
}

static void
read_stream(struct reader *r, struct slice bytes, struct tnef_body *body)
{
	struct slice rest = slice_from(bytes, STREAM_HEAD);
	struct slice value, properties = SLICE_EMPTY;
	struct parcel parcel = { .any = false };
	unsigned id;

	while (next_attribute(&rest, &id, &value, &r->out->whole)) {
		switch ((enum attribute)id) {
		case ATTRIBUTE_CODE_PAGE:
			r->code_page = code_page_label(number_at(value, 0, 4),
			    r->arena);
			break;
		case ATTRIBUTE_BODY:
			keep_first(&body->plain, slice_head(value,
			    slice_index(value, '\0')));
			body->plain_charset = r->code_page;
			break;
		case ATTRIBUTE_PROPERTIES:
			keep_first(&properties, value);
			break;
		case ATTRIBUTE_RENDERING:
			close_parcel(r, &parcel);
			parcel = (struct parcel){ .any = true };
			break;
		case ATTRIBUTE_TITLE:
		case ATTRIBUTE_DATA:
		case ATTRIBUTE_FILE_PROPERTIES:
			take_file_attribute(id, value, &parcel);
			break;
		}
	}
	close_parcel(r, &parcel);
	read_properties(r, properties, body);
}

void
tnef_read(struct slice bytes, const struct mail_limits *limits,
    struct arena *arena, struct tnef *out, limit_bits *limited)
{
	struct reader r = {
		.limits = limits, .arena = arena, .out = out,
		.limited = limited,
	};

	*out = (struct tnef){ .whole = tnef_is(bytes) &&
		bytes.len >= STREAM_HEAD };
	if (out->whole)
		read_stream(&r, bytes, &out->body);
}

/* So much of a text as may be read. */
static struct slice
head(struct slice text, const struct mail_limits *limits,
    enum mail_limit limit, limit_bits *limited)
{
	if (text.len > limits->max[limit])
		*limited |= LIMIT_BIT(limit);
	return slice_head(text, limits->max[limit]);
}

struct slice
tnef_text(const struct tnef_body *body, const struct mail_limits *limits,
    struct arena *arena, bool *from_html, limit_bits *limited)
{
	struct slice text;

	*from_html = body->plain.len == 0;
	if (body->plain.len > 0)
		return charset_to_utf8(body->plain_charset, head(body->plain,
		    limits, LIMIT_TEXT, limited), arena);
	if (body->html.len > 0)
		return html_to_text(charset_to_utf8(body->html_charset,
		    head(body->html, limits, LIMIT_HTML_BYTES, limited),
		    arena), limits, arena, limited);
	text = rtf_decompress(body->rtf, limits->max[LIMIT_HTML_BYTES], arena);
	return rtf_to_text(text, limits->max[LIMIT_TEXT], arena);
}
