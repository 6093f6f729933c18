/* The files that come with a mail. */
#include "mail/body.h"

#include "base/ascii.h"
#include "base/text.h"
#include "mail/body_role.h"
#include "mail/charset.h"
#include "mail/enclosed.h"
#include "mail/file_name.h"
#include "mail/tnef.h"
#include "mail/transfer.h"
#include "mail/uu.h"
#include "mail/words.h"

#define TYPE_MAX 100 /* octets; a longer one says nothing */

/* The Content-IDs that the HTML shows. */
struct shown {
	struct slice	*ids;
	size_t		 count;
	size_t		 max;
	size_t		 html_left;	/* octets that may still be searched */
};

static bool
ends_url(char c)
{
	return !ascii_is_graph(c) || c == '"' || c == '\'' || c == '>' ||
	    c == '<' || c == ')';
}

/* A cid: URL's id: URLs write some characters as %40. */
static struct slice
unescape(struct slice url, struct arena *arena)
{
	struct text	to = TEXT_IN(arena);
	int		high, low;

	for (size_t i = 0; i < url.len; i++) {
		high = low = -1;
		if (url.data[i] == '%' && i + 2 < url.len) {
			high = ascii_hex(url.data[i + 1]);
			low = ascii_hex(url.data[i + 2]);
		}
		if (high < 0 || low < 0) {
			text_add_char(&to, url.data[i]);
			continue;
		}
		text_add_char(&to, (char)(high << 4 | low));
		i += 2;
	}
	return text_slice(&to);
}

static void
find_ids(struct shown *shown, struct slice html, struct arena *arena)
{
	size_t	end;

	while (shown->count < shown->max) {
		html = slice_from(html,
		    slice_search_nocase(html, SLICE("cid:")));
		if (html.len == 0)
			return;
		html = slice_from(html, SLICE("cid:").len);
		for (end = 0; end < html.len && !ends_url(html.data[end]); )
			end++;
		if (end > 0)
			shown->ids[shown->count++] = unescape(
			    slice_head(html, end), arena);
		html = slice_from(html, end);
	}
}

static void
find_shown(struct shown *shown, const struct mime *mime, size_t max,
    struct arena *arena)
{
	limit_bits	ignored = 0;

	for (size_t i = 0; i < mime->count && shown->html_left > 0; i++) {
		struct slice	html;

		if (body_role(mime, &mime->parts[i], arena) != BODY_HTML)
			continue;
		if (shown->ids == NULL)
			shown->ids = arena_array(arena, max,
			    sizeof(*shown->ids));
		shown->max = max;
		html = body_characters(&mime->parts[i], shown->html_left, 0,
		    arena, &ignored);
		shown->html_left -= html.len < shown->html_left ? html.len :
		    shown->html_left;
		find_ids(shown, html, arena);
	}
}

static bool
is_shown(const struct shown *shown, struct slice id)
{
	for (size_t i = 0; i < shown->count; i++)
		if (slice_eq(shown->ids[i], id))
			return true;
	return false;
}

/* What listing takes. */
struct lister {
	const struct mime	*mime;
	const struct mail_limits *limits;
	struct arena		*arena;
	struct attachments	*out;
	size_t			 size;	/* of out->items */
	struct shown		 shown;
	bool			 searched;	/* for what is shown */
	limit_bits		*limited;
};

/* An enclosed mail is called by its subject. */
static struct slice
enclosed_name(const struct lister *l, const struct mime_part *part)
{
	struct headers	headers;

	if (!enclosed_headers(l->mime, part, l->limits, l->arena, &headers))
		return SLICE_EMPTY;
	return file_name_of_title(words_decode(headers_value(&headers,
	    SLICE("Subject"), l->arena), enclosed_charset(l->mime, part),
	    l->arena), "eml", l->arena);
}

static struct slice
file_name(const struct lister *l, const struct mime_part *part)
{
	struct slice	name = params_find(&part->disposition,
	    SLICE("filename"));

	if (name.len == 0)
		name = params_find(&part->type, SLICE("name"));
	name = file_name_clean(name, l->arena);
	if (name.len == 0)
		name = enclosed_name(l, part);
	if (name.len == 0 && body_is_tnef(part))
		name = SLICE("winmail.dat");
	if (name.len == 0)
		name = arena_format(l->arena, "attachment-%.*s.%s",
		    SLICE_ARG(part->number),
		    file_name_ending(part->type.word));
	return name;
}

/* One more on the list; NULL when there are enough. */
static struct attachment *
add(struct lister *l)
{
	struct attachments	*out = l->out;
	struct attachment	*file;

	if (out->count >= l->limits->max[LIMIT_ATTACHMENTS]) {
		*l->limited |= LIMIT_BIT(LIMIT_ATTACHMENTS);
		return NULL;
	}
	if (out->count == l->size) {
		out->items = arena_grow(l->arena, out->items,
		    l->size * sizeof(*file),
		    (l->size * 2 + 4) * sizeof(*file));
		l->size = l->size * 2 + 4;
	}
	file = &out->items[out->count++];
	*file = (struct attachment){ .encoding = ENCODING_IDENTITY };
	return file;
}

static bool
shows(struct lister *l, struct slice id)
{
	if (id.len > 0 && !l->searched) {
		find_shown(&l->shown, l->mime,
		    l->limits->max[LIMIT_ATTACHMENTS], l->arena);
		l->searched = true;
	}
	return is_shown(&l->shown, id);
}

static void
add_part(struct lister *l, const struct mime_part *part)
{
	struct attachment	*file = add(l);

	if (file == NULL)
		return;
	file->part = part->number;
	file->name = file_name(l, part);
	file->type = part->type.word;
	file->content_id = body_content_id(part, l->arena);
	file->encoded_size = part->body.len;
	file->is_inline = shows(l, file->content_id);
	file->body = part->body;
	file->encoding = part->encoding;
}

/* A file inside a part: its number, and its name made safe. */
static struct attachment *
add_inside(struct lister *l, const struct mime_part *part, size_t number,
    struct slice name)
{
	struct attachment	*file = add(l);

	if (file == NULL)
		return NULL;
	file->part = arena_format(l->arena, "%.*s/%zu",
	    SLICE_ARG(part->number), number);
	file->name = file_name_clean(name, l->arena);
	file->type = file_name_type(file->name);
	return file;
}

/* A type that is one: two words of plain characters. */
static bool
is_type(struct slice type)
{
	size_t	slash = slice_index(type, '/');

	if (slash == 0 || slash + 1 >= type.len || type.len > TYPE_MAX)
		return false;
	for (size_t i = 0; i < type.len; i++)
		if (i != slash && !ascii_is_alnum(type.data[i]) &&
		    memchr("!#$&-^_.+", type.data[i], 9) == NULL)
			return false;
	return true;
}

/* False when it has to be listed itself, for not all of it could be read. */
static bool
add_tnef(struct lister *l, const struct mime_part *part)
{
	struct slice	bytes = body_decode(part, l->arena);
	struct tnef	tnef;

	tnef_read(bytes, l->limits, l->arena, &tnef, l->limited);
	for (size_t i = 0; i < tnef.count; i++) {
		const struct tnef_file	*from = &tnef.files[i];
		struct attachment	*file = add_inside(l, part, i + 1,
		    from->name);

		if (file == NULL)
			break;
		if (is_type(from->type))
			file->type = arena_lower(l->arena, from->type);
		if (file->name.len == 0)
			file->name = arena_format(l->arena,
			    "attachment-%.*s-%zu.%s", SLICE_ARG(part->number),
			    i + 1, file_name_ending(file->type));
		file->content_id = words_line(from->content_id, l->arena);
		file->encoded_size = from->bytes.len;
		file->is_inline = shows(l, file->content_id) ||
		    (from->hidden && file->content_id.len > 0);
		file->body = from->bytes;
	}
	return tnef.whole;
}

/* The files that a text part has between its lines. */
static void
add_uuencoded(struct lister *l, const struct mime_part *part)
{
	struct slice		 rest = part->body, name, block;
	struct attachment	*file;

	/* Base64 may hide anything; the other encodings leave such a line. */
	if (part->encoding != ENCODING_BASE64 &&
	    !slice_has(rest, SLICE("begin ")))
		return;
	rest = body_decode(part, l->arena);
	for (size_t i = 1; uu_next(&rest, &name, &block); i++) {
		name = charset_to_utf8(params_find(&part->type,
		    SLICE("charset")), name, l->arena);
		if ((file = add_inside(l, part, i, name)) == NULL)
			return;
		if (file->name.len == 0)
			file->name = arena_format(l->arena,
			    "attachment-%.*s-%zu.bin",
			    SLICE_ARG(part->number), i);
		file->encoded_size = block.len;
		file->body = block;
		file->encoding = ENCODING_UUENCODE;
	}
}

void
body_attachments(const struct mime *mime, const struct mail_limits *limits,
    struct arena *arena, struct attachments *out, limit_bits *limited)
{
	struct lister	l = {
		.mime = mime, .limits = limits, .arena = arena, .out = out,
		.shown = { .html_left = limits->max[LIMIT_HTML_BYTES] },
		.limited = limited,
	};

	*out = (struct attachments){ NULL, 0 };
	for (size_t i = 0; i < mime->count; i++) {
		const struct mime_part	*part = &mime->parts[i];
		enum body_role		 role = body_role(mime, part, arena);

		if (role == BODY_PLAIN)
			add_uuencoded(&l, part);
		else if (role == BODY_FILE &&
		    !(body_is_tnef(part) && add_tnef(&l, part)))
			add_part(&l, part);
	}
}

const struct attachment *
body_attachment(const struct attachments *list, struct slice number)
{
	for (size_t i = 0; i < list->count; i++)
		if (slice_eq(list->items[i].part, number))
			return &list->items[i];
	return NULL;
}

struct slice
attachment_bytes(const struct attachment *file, struct arena *arena)
{
	return transfer_decode(file->encoding, file->body, arena);
}

const struct mime_part *
body_part(const struct mime *mime, struct slice number)
{
	for (size_t i = 0; i < mime->count; i++)
		if (slice_eq(mime->parts[i].number, number))
			return &mime->parts[i];
	return NULL;
}

struct slice
body_decode(const struct mime_part *part, struct arena *arena)
{
	return transfer_decode(part->encoding, part->body, arena);
}
