/* The files that come with a mail. */
#include "mail/body.h"

#include "base/ascii.h"
#include "base/text.h"
#include "mail/body_role.h"
#include "mail/file_name.h"
#include "mail/transfer.h"
#include "mail/words.h"

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

/* An enclosed mail is called by its subject. */
static struct slice
enclosed_name(const struct mime *mime, const struct mime_part *part,
    struct arena *arena)
{
	const struct mime_part	*inner = part + 1;
	struct slice		 charset;

	if (!part->message || inner == mime->parts + mime->count)
		return SLICE_EMPTY;
	charset = params_find(&inner->type, SLICE("charset"));
	return file_name_of_title(words_decode(headers_value(&inner->headers,
	    SLICE("Subject"), arena), charset, arena), "eml", arena);
}

static struct slice
file_name(const struct mime *mime, const struct mime_part *part,
    struct arena *arena)
{
	struct slice	name = params_find(&part->disposition,
	    SLICE("filename"));

	if (name.len == 0)
		name = params_find(&part->type, SLICE("name"));
	name = file_name_clean(name, arena);
	if (name.len == 0)
		name = enclosed_name(mime, part, arena);
	if (name.len == 0)
		name = arena_format(arena, "attachment-%.*s.%s",
		    SLICE_ARG(part->number),
		    file_name_ending(part->type.word));
	return name;
}

void
body_attachments(const struct mime *mime, const struct mail_limits *limits,
    struct arena *arena, struct attachments *out, limit_bits *limited)
{
	size_t		max = limits->max[LIMIT_ATTACHMENTS], size = 0;
	struct shown	shown = { .html_left = limits->max[LIMIT_HTML_BYTES] };
	bool		searched = false;

	*out = (struct attachments){ NULL, 0 };
	for (size_t i = 0; i < mime->count; i++) {
		const struct mime_part	*part = &mime->parts[i];
		struct attachment	*file;

		if (body_role(mime, part, arena) != BODY_FILE)
			continue;
		if (out->count == max) {
			*limited |= LIMIT_BIT(LIMIT_ATTACHMENTS);
			return;
		}
		if (out->count == size) {
			out->items = arena_grow(arena, out->items,
			    size * sizeof(*file),
			    (size * 2 + 4) * sizeof(*file));
			size = size * 2 + 4;
		}
		file = &out->items[out->count++];
		file->part = part->number;
		file->name = file_name(mime, part, arena);
		file->type = part->type.word;
		file->content_id = body_content_id(part, arena);
		file->encoded_size = part->body.len;
		if (file->content_id.len > 0 && !searched) {
			find_shown(&shown, mime, max, arena);
			searched = true;
		}
		file->is_inline = is_shown(&shown, file->content_id);
	}
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
