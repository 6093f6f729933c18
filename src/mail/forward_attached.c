/* Mails that are forwarded as attachments. */
#include "mail/forward_attached.h"

#include "mail/enclosed.h"
#include "mail/words.h"

/* Is the part in a multipart whose enclosed mails nobody attached? */
static bool
is_machines(const struct mime *mime, const struct mime_part *part)
{
	while (part->parent != MIME_NO_PARENT) {
		part = &mime->parts[part->parent];
		if (mime_is(part, "multipart", "report") ||
		    mime_is(part, "multipart", "digest"))
			return true;
	}
	return false;
}

static bool
read_part(const struct mime *mime, const struct mime_part *part,
    const struct mail_limits *limits, struct arena *arena, struct forward *out)
{
	struct slice		charset = enclosed_charset(mime, part);
	struct headers		headers;
	struct mailboxes	from;
	limit_bits		ignored = 0;

	if (!enclosed_headers(mime, part, limits, arena, &headers))
		return false;
	mailboxes_parse(headers_value(&headers, SLICE("From"), arena), charset,
	    limits, arena, &from, &ignored);
	if (from.count == 0)
		return false;
	out->from = from.items[0];
	out->subject = words_decode(headers_value(&headers, SLICE("Subject"),
	    arena), charset, arena);
	return true;
}

bool
forward_attached(const struct mime *mime, const struct mail_limits *limits,
    struct arena *arena, struct forward *out)
{
	for (size_t i = 0; i < mime->count; i++) {
		const struct mime_part	*part = &mime->parts[i];

		if (!enclosed_is_within(mime, part) &&
		    !is_machines(mime, part) &&
		    read_part(mime, part, limits, arena, out))
			return true;
	}
	return false;
}
