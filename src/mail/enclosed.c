/* A mail inside a mail: forwarded, returned, collected. */
#include "mail/enclosed.h"

#include "mail/mime_fields.h"
#include "mail/transfer.h"

/* So much of an encoded mail is decoded for its header. */
#define HEAD_MOST 16384

/* The message inside, which was opened: the next part. */
static const struct mime_part *
opened(const struct mime *mime, const struct mime_part *part)
{
	const struct mime_part	*inner = part + 1;

	return part->message && inner < mime->parts + mime->count ? inner :
	    NULL;
}

bool
enclosed_headers(const struct mime *mime, const struct mime_part *part,
    const struct mail_limits *limits, struct arena *arena, struct headers *out)
{
	const struct mime_part	*inner = opened(mime, part);
	limit_bits		 ignored = 0;
	struct slice		 head;

	if (inner != NULL) {
		*out = inner->headers;
		return true;
	}
	if (!mime_fields_is_message(part))
		return false;
	head = transfer_decode(part->encoding, slice_head(part->body,
	    HEAD_MOST), arena);
	headers_parse(&head, limits, arena, out, &ignored);
	return true;
}

struct slice
enclosed_charset(const struct mime *mime, const struct mime_part *part)
{
	const struct mime_part	*inner = opened(mime, part);

	return inner == NULL ? SLICE_EMPTY :
	    params_find(&inner->type, SLICE("charset"));
}

bool
enclosed_is_within(const struct mime *mime, const struct mime_part *part)
{
	while (part->parent != MIME_NO_PARENT) {
		part = &mime->parts[part->parent];
		if (part->message)
			return true;
	}
	return false;
}
