/* What each part of a mail is to its reader: text, a file, or nothing. */
#include "mail/body_role.h"

#include "base/ascii.h"
#include "mail/charset.h"
#include "mail/enclosed.h"
#include "mail/transfer.h"

/*
 * How many octets of a mail may hold one octet of text: quoted-printable takes
 * three and its line ends.  What is behind need not be decoded.
 */
#define ENCODED_TIMES 4

/* How far into HTML its charset may stand. */
#define META_MAX 2048

static const struct mime_part *
parent_of(const struct mime *mime, const struct mime_part *part)
{
	return part->parent == MIME_NO_PARENT ? NULL :
	    &mime->parts[part->parent];
}

const struct mime_part *
body_alternative(const struct mime *mime, const struct mime_part *part)
{
	do
		part = parent_of(mime, part);
	while (part != NULL && !mime_is(part, "multipart", "alternative"));
	return part;
}

bool
body_is_tnef(const struct mime_part *part)
{
	struct slice name = params_find(&part->disposition,
	    SLICE("filename"));

	if (name.len == 0)
		name = params_find(&part->type, SLICE("name"));
	return mime_is(part, "application", "ms-tnef") ||
	    mime_is(part, "application", "vnd.ms-tnef") ||
	    slice_eq_nocase(name, SLICE("winmail.dat"));
}

struct slice
body_content_id(const struct mime_part *part, struct arena *arena)
{
	struct slice	id = headers_value(&part->headers, SLICE("Content-ID"),
	    arena);

	if (slice_starts(id, SLICE("<")))
		id = slice_from(id, 1);
	return slice_trim(slice_head(id, slice_index(id, '>')));
}

/* Is it what a reader sees first: the first part, of the first part, ...? */
static bool
is_first(const struct mime *mime, const struct mime_part *part)
{
	const struct mime_part	*parent;

	for (; (parent = parent_of(mime, part)) != NULL; part = parent)
		if (part != parent + 1)
			return false;
	return true;
}

/*
 * Was it sent as a file?  A name alone says so, but for what is seen first and
 * for the alternatives of the text, which some programs name.
 */
static bool
is_file(const struct mime *mime, const struct mime_part *part,
    const struct mime_part *parent)
{
	if (slice_eq(part->disposition.word, SLICE("attachment")))
		return true;
	if (is_first(mime, part) && mime_is(part, "text", NULL))
		return false;
	if (params_find(&part->disposition, SLICE("filename")).len > 0)
		return true;
	return params_find(&part->type, SLICE("name")).len > 0 &&
	    parent != NULL && !mime_is(parent, "multipart", "alternative");
}

/* In multipart/related all parts but the first are what that one shows. */
static bool
is_resource(const struct mime_part *part, const struct mime_part *parent,
    struct arena *arena)
{
	return parent != NULL && mime_is(parent, "multipart", "related") &&
	    part != parent + 1 && body_content_id(part, arena).len > 0;
}

/*
 * The text once more for certain readers (AMP, watches, old Eudora), and the
 * parts of reports that programs read.  An invitation is a file even there.
 */
static bool
is_for_machines(const struct mime_part *part, const struct mime_part *parent)
{
	if (parent == NULL)
		return false;
	if (mime_is(parent, "multipart", "alternative"))
		return mime_is(part, "text", NULL) &&
		    !mime_is(part, "text", "calendar");
	return mime_is(parent, "multipart", "report") &&
	    (mime_is(part, "message", "delivery-status") ||
	    mime_is(part, "message", "global-delivery-status") ||
	    mime_is(part, "message", "disposition-notification") ||
	    mime_is(part, "message", "feedback-report") ||
	    mime_is(part, "text", "rfc822-headers"));
}

enum body_role
body_role(const struct mime *mime, const struct mime_part *part,
    struct arena *arena)
{
	const struct mime_part	*parent = parent_of(mime, part);

	if (part->multipart || enclosed_is_within(mime, part))
		return BODY_NOTHING;
	if (part->message || is_file(mime, part, parent))
		return BODY_FILE;
	if (mime_is(part, "text", "plain"))
		return is_resource(part, parent, arena) ? BODY_FILE :
		    BODY_PLAIN;
	if (mime_is(part, "text", "html"))
		return is_resource(part, parent, arena) ? BODY_FILE :
		    BODY_HTML;
	return is_for_machines(part, parent) ? BODY_NOTHING : BODY_FILE;
}

/* What an HTML document says of its own charset; empty when nothing. */
static struct slice
meta_charset(struct slice html)
{
	struct slice	head = slice_head(html, META_MAX);
	size_t		end;

	head = slice_from(head, slice_search_nocase(head, SLICE("charset=")));
	head = slice_from(head, SLICE("charset=").len);
	if (head.len > 0 && (head.data[0] == '"' || head.data[0] == '\''))
		head = slice_from(head, 1);
	for (end = 0; end < head.len && ascii_is_graph(head.data[end]) &&
	    head.data[end] != '"' && head.data[end] != '\'' &&
	    head.data[end] != '>' && head.data[end] != ';'; )
		end++;
	return slice_head(head, end);
}

struct slice
body_characters(const struct mime_part *part, size_t max, limit_bits over,
    struct arena *arena, limit_bits *limited)
{
	struct slice	label = params_find(&part->type, SLICE("charset"));
	struct slice	bytes = part->body;

	if (bytes.len > ENCODED_TIMES * max) {
		bytes = slice_head(bytes, ENCODED_TIMES * max);
		*limited |= over;
	}
	bytes = transfer_decode(part->encoding, bytes, arena);
	if (label.len == 0 && mime_is(part, "text", "html"))
		label = meta_charset(bytes);
	return charset_to_utf8(label, bytes, arena);
}
