/* HTML without what a parser of HTML could be kept busy with. */
#include "mail/html_strain.h"

#include "base/ascii.h"

/*
 * Attributes are parted by blanks and have a '=' each, mostly.  100,000 on one
 * tag cost libxml2 ten seconds, 500 on each of 1,000 tags less than one.
 */
#define TAG_PARTS_MAX 500

void
html_strain_init(struct html_strain *strain, struct slice html,
    const struct mail_limits *limits, limit_bits *limited)
{
	*strain = (struct html_strain){
		.rest = html,
		.tag_max = limits->max[LIMIT_HTML_TAG],
		.limited = limited,
	};
}

static void
skip(struct html_strain *strain, size_t len)
{
	strain->rest = slice_from(strain->rest, len);
}

/*
 * The length of the tag at the front up to its '>', or 0 when no '>' follows.
 * What was found is kept for the next tag, or "<a<a<a" would be searched to its
 * end for each '<'.
 */
static size_t
tag_len(struct html_strain *strain)
{
	size_t	at;

	if (!strain->close_known || strain->close > strain->rest.len) {
		at = slice_index(strain->rest, '>');
		strain->close = strain->rest.len - at;
		strain->close_known = true;
	}
	if (strain->close == 0)
		return 0;
	return strain->rest.len - strain->close + 1;
}

static bool
is_tag(struct slice s)
{
	return s.len > 1 && (ascii_is_alpha(s.data[1]) || s.data[1] == '/' ||
	    s.data[1] == '!' || s.data[1] == '?');
}

static bool
has_too_many_parts(struct slice tag)
{
	size_t	parts = 0;

	for (size_t i = 0; i < tag.len; i++)
		parts += ascii_is_space(tag.data[i]) || tag.data[i] == '=';
	return parts > TAG_PARTS_MAX;
}

/* Passes over a comment; one that does not end loses only its begin. */
static void
skip_comment(struct html_strain *strain)
{
	struct slice	text = slice_from(strain->rest, 2);
	size_t		end = text.len;

	if (!strain->no_comment_end)
		end = slice_search(text, SLICE("-->"));
	strain->no_comment_end = end == text.len;
	skip(strain, strain->no_comment_end ? 4 : 2 + end + 3);
}

/* The '<' at the front: false when it and what it begins are passed over. */
static bool
take_angle(struct html_strain *strain, struct slice *piece)
{
	size_t	len;

	if (slice_starts(strain->rest, SLICE("<!--"))) {
		skip_comment(strain);
		return false;
	}
	len = is_tag(strain->rest) ? tag_len(strain) : 0;
	if (len == 0) {
		skip(strain, 1);
		*piece = SLICE("&lt;");
		return true;
	}
	*piece = slice_head(strain->rest, len);
	skip(strain, len);
	if (piece->data[1] == '!' || piece->data[1] == '?')
		return false;
	if (len > strain->tag_max || has_too_many_parts(*piece)) {
		*strain->limited |= LIMIT_BIT(LIMIT_HTML_TAG);
		return false;
	}
	return true;
}

bool
html_strain_next(struct html_strain *strain, struct slice *piece)
{
	size_t	len;

	while (strain->rest.len > 0) {
		len = slice_index(strain->rest, '<');
		if (len > 0) {
			*piece = slice_head(strain->rest, len);
			skip(strain, len);
			return true;
		}
		if (take_angle(strain, piece))
			return true;
	}
	return false;
}
