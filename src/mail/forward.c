/*
 * Whom a forwarded mail came from first.  Forwarding and replying look alike:
 * both put an earlier mail below, with its header.  What tells them apart is
 * what is said first: "Forwarded message" always, a header or an attribution
 * only below a subject that says so, or that no reply would have.
 */
#include "mail/forward.h"

#include "base/text.h"
#include "mail/forward_attached.h"
#include "mail/forward_page.h"
#include "mail/forward_sender.h"
#include "mail/quote_attribution.h"
#include "mail/quote_header.h"

/* An announcement within a quote stands in its first lines, or is quoted. */
#define QUOTE_TOP 3

/* What the search has come to. */
enum step {
	STEP_ON,
	STEP_FORWARD,
	STEP_REPLY,	/* or nothing that could be told from one */
};

static struct slice
trim_unseen(struct slice line)
{
	static const struct slice	unseen[] = {
		SLICE_INIT("\xc2\xa0"), SLICE_INIT("\xef\xbb\xbf"),
		SLICE_INIT("\xe2\x80\x8b"), SLICE_INIT("\xe2\x80\x8e"),
		SLICE_INIT("\xe2\x80\x8f"),
	};
	size_t				i = 0;

	while (i < ARRAY_LEN(unseen)) {
		line = slice_trim(line);
		for (i = 0; i < ARRAY_LEN(unseen); i++) {
			if (slice_starts(line, unseen[i]))
				line = slice_from(line, unseen[i].len);
			else if (slice_ends(line, unseen[i]))
				line.len -= unseen[i].len;
			else
				continue;
			break;
		}
	}
	return line;
}

static struct slice
trim(struct slice line)
{
	line = slice_trim(line);
	if (line.len > 0 && ((unsigned char)line.data[0] >= 0x80 ||
	    (unsigned char)line.data[line.len - 1] >= 0x80))
		return trim_unseen(line);
	return line;
}

static void
page_read(struct forward_page *page, struct slice text)
{
	struct slice	rest = text, line;
	size_t		lines = 1;

	for (size_t i = 0; i < text.len; i++)
		lines += text.data[i] == '\n';
	page->lines = arena_array(page->arena, lines, sizeof(*page->lines));
	page->quoted = arena_array(page->arena, lines, sizeof(*page->quoted));
	for (; slice_cut(&rest, '\n', &line); page->count++) {
		line = trim(line);
		while (slice_starts(line, SLICE(">"))) {
			page->quoted[page->count] = true;
			line = trim(slice_from(line, 1));
		}
		page->lines[page->count] = line;
	}
}

static size_t
next_filled(const struct forward_page *page, size_t i)
{
	while (i < page->count && page->lines[i].len == 0)
		i++;
	return i;
}

/* Lines from..last as one. */
static struct slice
join(const struct forward_page *page, size_t from, size_t last)
{
	struct text	to = TEXT_IN(page->arena);

	for (size_t i = from; i <= last; i++) {
		if (i > from)
			text_add_char(&to, ' ');
		text_add(&to, page->lines[i]);
	}
	return text_slice(&to);
}

/* "27.10.2026, 09:31, Kim <kim@example.test>:" under an announcement. */
static bool
take_attribution(const struct forward_page *page, size_t i)
{
	size_t	start;

	for (size_t last = i; last < page->count && last < i + 2; last++) {
		if (quote_attribution(page->lines, i, last, &start) ==
		    ATTRIBUTION_NONE)
			continue;
		page->out->from = forward_author(join(page, i, last),
		    page->arena);
		forward_take_subject(page, page->subject);
		return true;
	}
	return false;
}

/*
 * "Forwarded message", in line i: what follows says whose it was, or the line
 * itself ("----- Forwarded message from Kim <kim@example.test> -----").
 */
static bool
take_announced(const struct forward_page *page, size_t i, struct slice flat)
{
	size_t	next = next_filled(page, i + 1);

	if (flat.len > 0) {
		forward_take_flat(page, flat);
		return true;
	}
	if (next < page->count && (forward_take_header(page, next, true) ||
	    forward_take_unknown(page, next, true) ||
	    take_attribution(page, next)))
		return true;
	page->out->from = forward_sender(page->lines[i], page->arena);
	page->out->from.name = SLICE_EMPTY;
	forward_take_subject(page, page->subject);
	return page->out->from.address.len > 0;
}

/* May the mail forward another without saying so in its text? */
static bool
may_forward(const struct forward_page *page)
{
	switch (page->prefix) {
	case SUBJECT_FORWARD:
	case SUBJECT_EITHER:
		return true;
	case SUBJECT_REPLY:
		return false;
	case SUBJECT_PLAIN:
		return !page->answers;
	}
	return false;
}

/* The Finnish reply has the Danish forward's prefix, but not its labels. */
static bool
is_finnish_reply(const struct forward_page *page, struct slice from_line)
{
	return page->prefix == SUBJECT_EITHER &&
	    slice_has(from_line, SLICE("Lähettäjä"));
}

static enum step
look_at_header(const struct forward_page *page, size_t i)
{
	struct quote_fields	fields;
	size_t			from;

	(void)quote_fields(page->lines + i, page->count - i, &fields);
	if (!quote_fields_suffice(&fields))
		return STEP_ON;
	from = i + fields.items[LABEL_FROM].line;
	return may_forward(page) &&
	    !is_finnish_reply(page, page->lines[from]) &&
	    forward_take_header(page, i, false) ? STEP_FORWARD : STEP_REPLY;
}

/* Announcements and headers that begin with line i. */
static enum step
look_below(const struct forward_page *page, size_t i)
{
	struct slice		flat;
	enum quote_separator	kind;
	size_t			next = i;
	enum step		step;

	kind = quote_separator(page->lines[i], &flat);
	switch (kind) {
	case SEPARATOR_FORWARDED:
	case SEPARATOR_MAYBE_FORWARDED:
		if (page->quoted[i] && page->prefix == SUBJECT_REPLY)
			return STEP_REPLY;
		if (take_announced(page, i, flat))
			return STEP_FORWARD;
		if (kind == SEPARATOR_MAYBE_FORWARDED)
			return STEP_ON;
		return page->prefix == SUBJECT_FORWARD ? STEP_FORWARD :
		    STEP_REPLY;
	case SEPARATOR_ORIGINAL:
	case SEPARATOR_LINE:
		next = next_filled(page, i + 1);
		break;
	case SEPARATOR_NONE:
		break;
	}
	if (next == page->count)
		return STEP_ON;
	step = look_at_header(page, next);
	if (step != STEP_ON)
		return step;
	if (page->prefix == SUBJECT_FORWARD)
		return forward_take_unknown(page, next, false) ? STEP_FORWARD :
		    STEP_ON;
	return kind == SEPARATOR_ORIGINAL ? STEP_REPLY : STEP_ON;
}

/* An attribution that ends with line i, and begins with `first` or later. */
static bool
is_attribution(const struct forward_page *page, size_t first, size_t i,
    size_t *start)
{
	size_t			next = next_filled(page, i + 1);
	enum attribution	kind;

	if (page->quoted[i] || page->lines[i].len == 0)
		return false;
	*start = i;
	if (quote_attribution_within(page->lines[i]) > 0)
		return true;
	kind = quote_attribution(page->lines, first, i, start);
	return kind == ATTRIBUTION_STRONG || (kind == ATTRIBUTION_WEAK &&
	    next < page->count && page->quoted[next]);
}

/* The first line above `end` that an attribution ends with; else end. */
static size_t
find_attribution(const struct forward_page *page, size_t end, size_t *start)
{
	size_t	fresh = 0; /* behind the last quoted line */

	for (size_t i = 0; i < end; i++) {
		if (page->quoted[i])
			fresh = i + 1;
		if (is_attribution(page, fresh, i, start))
			return i;
	}
	return end;
}

/* Where something says what it is; page->count when nothing does. */
static size_t
find_announcement(const struct forward_page *page, enum step *step)
{
	size_t	top = 0; /* quoted lines so far */

	*step = STEP_ON;
	for (size_t i = 0; i < page->count; i++) {
		if (page->lines[i].len == 0 ||
		    (page->quoted[i] && ++top > QUOTE_TOP))
			continue;
		*step = look_below(page, i);
		if (*step != STEP_ON)
			return i;
	}
	return page->count;
}

/*
 * What says it first counts.  Attributions are dear to find, and below most
 * subjects they only tell that what follows is quoted: they are sought last.
 */
static bool
find_in_text(const struct forward_page *page)
{
	enum step	step;
	size_t		announced = find_announcement(page, &step), start;
	size_t		last;

	if (step != STEP_FORWARD && page->prefix != SUBJECT_FORWARD)
		return false;
	last = find_attribution(page, announced, &start);
	if (last == announced)
		return step == STEP_FORWARD;
	if (page->prefix != SUBJECT_FORWARD)
		return false;
	page->out->from = forward_author(join(page, start, last),
	    page->arena);
	forward_take_subject(page, page->subject);
	return page->out->from.name.len + page->out->from.address.len > 0;
}

bool
forward_find(const struct forward_signs *signs,
    const struct mail_limits *limits, struct arena *arena,
    struct forward *out)
{
	struct forward_page	page = {
		.arena = arena, .answers = signs->answers, .out = out,
	};

	*out = (struct forward){ .subject = SLICE_EMPTY };
	page.prefix = mail_subject_prefix(signs->subject, &page.subject);
	if (may_forward(&page) &&
	    forward_attached(signs->mime, limits, arena, out))
		return true;
	page_read(&page, signs->text);
	if (find_in_text(&page))
		return true;
	*out = (struct forward){ .subject = SLICE_EMPTY };
	return false;
}
