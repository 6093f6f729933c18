/* The text that a person reads in a mail. */
#include "mail/body.h"

#include "base/text.h"
#include "mail/body_role.h"
#include "mail/html.h"
#include "mail/plain.h"
#include "mail/tnef.h"
#include "mail/uu.h"

/* So much of a part tells whether it holds any text. */
#define GLANCE 512

/* The text so far, and how much more may be read for it. */
struct joined {
	const struct mime	*mime;
	const struct mail_limits *limits;
	struct arena		*arena;
	limit_bits		*limited;
	struct text		 text;
	size_t			 plain_left, html_left;
	bool			*has_plain;	/* the multipart/alternative */
	bool			 plain_before;
	bool			 from_html;
};

/* Nothing but blanks, no-break ones too: what programs write as no text. */
static bool
is_blank(struct slice text)
{
	while (text.len > 0) {
		text = slice_trim(text);
		if (slice_starts(text, SLICE("\xc2\xa0")))
			text = slice_from(text, 2);
		else if (text.len > 0)
			return false;
	}
	return true;
}

/* Notes for each alternative whether it has plain text that says something. */
static void
find_plain(struct joined *joined)
{
	const struct mime	*mime = joined->mime;
	limit_bits		 ignored = 0;

	for (size_t i = 0; i < mime->count; i++) {
		const struct mime_part	*part = &mime->parts[i];
		const struct mime_part	*around = body_alternative(mime, part);

		if (around == NULL || joined->has_plain[around - mime->parts] ||
		    body_role(mime, part, joined->arena) != BODY_PLAIN)
			continue;
		if (!is_blank(body_characters(part, GLANCE, 0, joined->arena,
		    &ignored)))
			joined->has_plain[around - mime->parts] = true;
	}
}

/* An empty line between two parts. */
static void
part_from_last(struct text *text)
{
	if (text->len == 0)
		return;
	text->len = slice_trim_end(text_slice(text)).len;
	text_add_string(text, "\n\n");
}

static void
add_text(struct joined *joined, struct slice utf8, enum plain_format format)
{
	if (is_blank(utf8))
		return;
	part_from_last(&joined->text);
	if (!plain_add(&joined->text, utf8, format,
	    joined->limits->max[LIMIT_TEXT]))
		*joined->limited |= LIMIT_BIT(LIMIT_TEXT);
}

static size_t
less(size_t left, size_t used)
{
	return used < left ? left - used : 0;
}

static enum plain_format
plain_format(const struct mime_part *part)
{
	if (!slice_eq_nocase(params_find(&part->type, SLICE("format")),
	    SLICE("flowed")))
		return PLAIN_FIXED;
	return slice_eq_nocase(params_find(&part->type, SLICE("delsp")),
	    SLICE("yes")) ? PLAIN_FLOWED_DELSP : PLAIN_FLOWED;
}

static void
add_plain(struct joined *joined, const struct mime_part *part)
{
	struct slice	utf8 = body_characters(part, joined->plain_left,
	    LIMIT_BIT(LIMIT_TEXT), joined->arena, joined->limited);

	joined->plain_left = less(joined->plain_left, utf8.len);
	joined->plain_before |= !is_blank(utf8);
	add_text(joined, uu_strip(utf8, joined->arena), plain_format(part));
}

/*
 * HTML is read when it has no twin: in a multipart/alternative when that has
 * no plain text, elsewhere when no plain text came before it.  (Behind it there
 * may be some: lists add their footer as plain text.)
 */
static void
add_html(struct joined *joined, const struct mime_part *part)
{
	const struct mime_part	*around = body_alternative(joined->mime, part);
	struct slice		 utf8;

	if (around != NULL ? joined->has_plain[around - joined->mime->parts] :
	    joined->plain_before)
		return;
	utf8 = body_characters(part, joined->html_left,
	    LIMIT_BIT(LIMIT_HTML_BYTES), joined->arena, joined->limited);
	joined->html_left = less(joined->html_left, utf8.len);
	add_text(joined, html_to_text(utf8, joined->limits, joined->arena,
	    joined->limited), PLAIN_FIXED);
	joined->from_html = true;
}

/* What Outlook wrote into a winmail.dat: the same text, if there is another. */
static void
add_tnef(struct joined *joined, const struct mime_part *part)
{
	struct arena	arena = ARENA_INIT;
	struct tnef	tnef;
	struct slice	text;
	bool		from_html;

	tnef_read(body_decode(part, &arena), joined->limits, &arena, &tnef,
	    joined->limited);
	text = tnef_text(&tnef.body, joined->limits, &arena, &from_html,
	    joined->limited);
	if (!is_blank(text)) {
		add_text(joined, text, PLAIN_FIXED);
		joined->from_html |= from_html;
	}
	arena_free(&arena);
}

struct slice
body_text(const struct mime *mime, const struct mail_limits *limits,
    struct arena *arena, bool *from_html, limit_bits *limited)
{
	struct joined	joined = {
		.mime = mime, .limits = limits, .arena = arena,
		.limited = limited, .text = TEXT_IN(arena),
		.plain_left = limits->max[LIMIT_TEXT],
		.html_left = limits->max[LIMIT_HTML_BYTES],
		.has_plain = arena_array(arena, mime->count, sizeof(bool)),
	};

	find_plain(&joined);
	for (size_t i = 0; i < mime->count; i++) {
		enum body_role	role = body_role(mime, &mime->parts[i], arena);

		if (role == BODY_PLAIN)
			add_plain(&joined, &mime->parts[i]);
		else if (role == BODY_HTML)
			add_html(&joined, &mime->parts[i]);
	}
	for (size_t i = 0; i < mime->count && joined.text.len == 0; i++)
		if (body_is_tnef(&mime->parts[i]) &&
		    body_role(mime, &mime->parts[i], arena) == BODY_FILE)
			add_tnef(&joined, &mime->parts[i]);
	*from_html = joined.from_html;
	return slice_trim_end(text_slice(&joined.text));
}
