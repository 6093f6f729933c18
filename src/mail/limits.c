/* The names of the limits, for the decision record. */
#include "mail/limits.h"

#include <assert.h>

#include "base/slice.h"

static const char *const names[] = {
	[LIMIT_PARSED_BYTES] = "parsed-bytes",
	[LIMIT_HEADER_FIELD] = "header-field",
	[LIMIT_HEADER_BYTES] = "header-bytes",
	[LIMIT_HEADER_COUNT] = "header-count",
	[LIMIT_DEPTH] = "depth",
	[LIMIT_PARTS] = "parts",
	[LIMIT_PARAMETERS] = "parameters",
	[LIMIT_ADDRESSES] = "addresses",
	[LIMIT_COMMENT_DEPTH] = "comment-depth",
	[LIMIT_REFERENCES] = "references",
	[LIMIT_BOUNDARY] = "boundary",
	[LIMIT_TEXT] = "text",
	[LIMIT_HTML_BYTES] = "html-bytes",
	[LIMIT_HTML_TAG] = "html-tag",
	[LIMIT_HTML_DEPTH] = "html-depth",
	[LIMIT_ATTACHMENTS] = "attachments",
};

static_assert(ARRAY_LEN(names) == LIMIT_COUNT, "every limit has a name");

const char *
mail_limit_name(enum mail_limit limit)
{
	assert(limit < LIMIT_COUNT);
	return names[limit];
}
