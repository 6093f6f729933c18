/*
 * Only what the author newly wrote.  Each line is marked as text or as quote;
 * what announces a quote (an attribution, a header, a separator) goes with it,
 * and from some announcements on everything is quote.
 */
#include "mail/quote.h"

#include "base/ascii.h"
#include "base/text.h"
#include "mail/above_line.h"
#include "mail/quote_attribution.h"
#include "mail/quote_footer.h"
#include "mail/quote_header.h"

/* Programs break lines about here, quote signs or not. */
#define WRAP_COLUMN 72

/* Octets of quote signs before a line, nested ones, too. */
#define SIGNS_MAX 16

/* A line that was broken off another is not longer. */
#define WRAPPED_MAX 60

struct page {
	struct arena	*arena;
	struct slice	*raw;	/* lines as they are */
	struct slice	*text;	/* trimmed; empty where it is not text */
	bool		*quoted; /* or gone for another reason */
	size_t		 count;
	bool		 certain; /* something said that a quote is here */
};

static bool
is_blank(const struct page *page, size_t i)
{
	return !page->quoted[i] && page->text[i].len == 0;
}

static bool
is_text(const struct page *page, size_t i)
{
	return !page->quoted[i] && page->text[i].len > 0;
}

static void
take_out(struct page *page, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		page->quoted[i] = true;
		page->text[i] = SLICE_EMPTY;
	}
}

/* The next line that is not blank, or page->count. */
static size_t
next_filled(const struct page *page, size_t i)
{
	while (i < page->count && is_blank(page, i))
		i++;
	return i;
}

static bool
has_text_before(const struct page *page, size_t end)
{
	for (size_t i = 0; i < end; i++)
		if (is_text(page, i))
			return true;
	return false;
}

/* ">", "> >"; but not ">>> https://x.test <<<", which points at something. */
static bool
is_quoted(struct slice text)
{
	return slice_starts(text, SLICE(">")) &&
	    !(slice_starts(text, SLICE(">>")) &&
	    slice_ends(text, SLICE("<<")));
}

/* "KL> ": the initials that old programs quote with. */
static bool
is_initialed(struct slice text)
{
	size_t	at = slice_index(text, '>');

	if (at == 0 || at > 3 || at == text.len ||
	    (at + 1 < text.len && text.data[at + 1] != ' '))
		return false;
	for (size_t i = 0; i < at; i++)
		if (text.data[i] < 'A' || text.data[i] > 'Z')
			return false;
	return true;
}

static struct slice
trim(struct slice line)
{
	/* The blank makes it RFC 3676's signature. */
	if (slice_eq(line, SLICE("-- ")))
		return line;
	for (;;) {
		line = slice_trim(line);
		if (slice_starts(line, SLICE("\xc2\xa0")))
			line = slice_from(line, 2);
		else if (slice_ends(line, SLICE("\xc2\xa0")))
			line.len -= 2;
		else
			return line;
	}
}

static void
page_read(struct page *page, struct slice text, struct arena *arena)
{
	struct slice	rest = text, line;
	size_t		lines = 1;

	for (size_t i = 0; i < text.len; i++)
		lines += text.data[i] == '\n';
	page->arena = arena;
	page->raw = arena_array(arena, lines, sizeof(*page->raw));
	page->text = arena_array(arena, lines, sizeof(*page->text));
	page->quoted = arena_array(arena, lines, sizeof(*page->quoted));
	for (; slice_cut(&rest, '\n', &line); page->count++) {
		page->raw[page->count] = line;
		page->text[page->count] = trim(line);
		if (is_quoted(page->text[page->count]))
			page->quoted[page->count] = true;
	}
}

/*
 * Whatever a program quotes with stands before it: "> ", "| ", "KL> ", "*".  A
 * sentence that speaks of the line has more words.
 */
static bool
is_above_line(struct slice line)
{
	size_t at = above_line_search(line);

	return at < line.len && at <= SIGNS_MAX;
}

static size_t
find_above_line(const struct page *page)
{
	size_t	i = 0;

	while (i < page->count && !is_above_line(page->text[i]))
		i++;
	return i;
}

/*
 * Whatever stands before our own line and looks at all like an attribution is
 * one, in whatever language.
 */
static void
take_above_line(struct page *page, size_t i)
{
	size_t	before, start;

	page->quoted[i] = true;
	page->certain = true;
	for (before = i; before > 0 && !is_text(page, before - 1); before--)
		continue;
	if (before > 0 && slice_ends(page->text[before - 1], SLICE(":")) &&
	    quote_attribution(page->text, 0, before - 1, &start) ==
	    ATTRIBUTION_NONE)
		take_out(page, before - 1, before);
}

/*
 * One program breaks its attributions like this; they are put together again:
 *	On Thu, 24 Nov 2026 at 11:16 Kim
 *
 *	<
 *	mailto:Kim <kim@example.test>
 *	> wrote:
 */
static void
mend_attribution(struct page *page, size_t i)
{
	struct slice	address = page->text[i + 1];
	size_t		before = i;

	if (!slice_eq(page->text[i], SLICE("<")) ||
	    !slice_starts(address, SLICE("mailto:")) ||
	    !slice_starts(page->text[i + 2], SLICE("> ")))
		return;
	while (before > 0 && is_blank(page, before - 1))
		before--;
	if (before == 0 || page->quoted[before - 1])
		return;
	page->text[before - 1] = arena_format(page->arena, "%.*s <%.*s%.*s",
	    SLICE_ARG(page->text[before - 1]), SLICE_ARG(address),
	    SLICE_ARG(page->text[i + 2]));
	take_out(page, before, i + 3);
	for (size_t blank = before; blank < i + 3; blank++)
		page->quoted[blank] = false;
}

/* "Kim <kim@example.test\n> wrote:" is broken where '>' quotes nothing. */
static void
mend_bracket(struct page *page, size_t i)
{
	struct slice	before = page->text[i - 1];
	struct slice	angle = slice_from(before, slice_rindex(before, '<'));

	if (page->quoted[i] && !page->quoted[i - 1] &&
	    slice_index(angle, '@') < angle.len &&
	    slice_index(angle, '>') == angle.len &&
	    slice_ends(page->text[i], SLICE(":")))
		page->quoted[i] = false;
}

/*
 * Was the line broken off the quoted one before it, by a program that did not
 * give it a quote sign?  Then the two together are too long for a line, and no
 * sentence ends between.
 */
static bool
is_broken_off(struct slice quoted, struct slice line)
{
	size_t	word = slice_index(line, ' ');
	char	first = line.data[0];
	char	last = quoted.data[quoted.len - 1];

	if (slice_ends(line, SLICE(" >")))
		return true;
	return line.len <= WRAPPED_MAX && quoted.len + word >= WRAP_COLUMN &&
	    !(first >= 'A' && first <= 'Z') && first != '-' && first != '*' &&
	    last != '.' && last != '?' && last != '!' && last != ':';
}

static void
mend_lines(struct page *page)
{
	for (size_t i = 0; i + 2 < page->count; i++)
		mend_attribution(page, i);
	for (size_t i = 1; i < page->count; i++)
		mend_bracket(page, i);
	for (size_t i = 1; i + 1 < page->count; i++) {
		if (is_text(page, i) && page->quoted[i - 1] &&
		    page->quoted[i + 1] && page->text[i - 1].len > 0 &&
		    is_broken_off(page->text[i - 1], page->text[i]))
			page->quoted[i] = true;
		if (is_initialed(page->text[i]) &&
		    is_initialed(page->text[i - 1]))
			page->quoted[i] = page->quoted[i - 1] = true;
	}
	/* From here on a quote is no text to any question. */
	for (size_t i = 0; i < page->count; i++)
		if (page->quoted[i])
			page->text[i] = SLICE_EMPTY;
}

/*
 * An attribution that ends with line i.  Before a quote it goes with it; one
 * that leaves no doubt makes all behind it quote.  False: the page ended.
 */
static bool
take_attribution(struct page *page, size_t i)
{
	size_t			start, next = next_filled(page, i + 1);
	bool			before_quote = next < page->count &&
	    page->quoted[next];
	enum attribution	kind;

	start = quote_attribution_within(page->text[i]);
	if (start > 0) {
		page->raw[i] = page->text[i] =
		    slice_head(page->text[i], start);
		page->certain = true;
		if (!before_quote)
			take_out(page, i + 1, page->count);
		return before_quote;
	}
	kind = quote_attribution(page->text, 0, i, &start);
	if (kind == ATTRIBUTION_NONE ||
	    (kind == ATTRIBUTION_WEAK && !before_quote))
		return true;
	if (!before_quote && !has_text_before(page, start))
		return false;
	page->certain = true;
	take_out(page, start, before_quote ? i + 1 : page->count);
	return before_quote;
}

/* Does line i begin what makes everything behind it quote? */
static bool
begins_quote(const struct page *page, size_t i)
{
	struct slice		rest;
	enum quote_separator	kind = quote_separator(page->text[i], &rest);
	size_t			next;

	if (kind == SEPARATOR_ORIGINAL || kind == SEPARATOR_FORWARDED)
		return true;
	next = kind != SEPARATOR_NONE ? next_filled(page, i + 1) : i;
	return quote_header(page->text + next, page->count - next) > 0;
}

/*
 * Takes out quotes with what announces them.  When an earlier mail is announced
 * and nothing stands above, what is below may be all there is: it stays.
 */
static void
take_quotes(struct page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		if (!is_text(page, i))
			continue;
		if (begins_quote(page, i)) {
			if (has_text_before(page, i) || page->certain) {
				page->certain = true;
				take_out(page, i, page->count);
			}
			return;
		}
		if (!take_attribution(page, i))
			return;
	}
}

/* Takes signatures and footers off the ends of what is left between quotes. */
static void
take_footers(struct page *page)
{
	size_t	start, end = page->count, kept;
	bool	last = true;

	while (end > 0) {
		if (page->quoted[end - 1]) {
			end--;
			continue;
		}
		for (start = end; start > 0 && !page->quoted[start - 1]; )
			start--;
		kept = quote_without_footer(page->text + start, end - start,
		    last);
		/* A text that begins like a signature is none. */
		if (kept > 0 || start > 0 || page->certain)
			take_out(page, start + kept, end);
		for (size_t i = start; i < end; i++)
			last = last && !is_text(page, i);
		end = start;
	}
}

/* The lines that are left; an empty one for each quote between them. */
static struct slice
page_text(const struct page *page)
{
	struct text	to = TEXT_IN(page->arena);
	size_t		empty = 0;
	bool		gap = false;

	for (size_t i = 0; i < page->count; i++) {
		if (page->quoted[i]) {
			gap = true;
			continue;
		}
		if (page->text[i].len == 0) {
			empty++;
			continue;
		}
		if (gap)
			empty = 1;
		for (; to.len > 0 && empty > 0; empty--)
			text_add_char(&to, '\n');
		text_add(&to, slice_trim_end(page->raw[i]));
		text_add_char(&to, '\n');
		empty = 0;
		gap = false;
	}
	return slice_trim(text_slice(&to));
}

struct slice
quote_new_text(struct slice text, struct arena *arena)
{
	struct page	page = { .count = 0 };
	size_t		above;
	bool		has_line, has_signs;

	page_read(&page, text, arena);
	above = find_above_line(&page);
	has_line = above < page.count;
	has_signs = has_line && page.quoted[above];
	if (has_line)
		take_above_line(&page, above);
	if (has_line && !has_signs)
		page.count = above + 1;
	mend_lines(&page);
	take_quotes(&page);
	/* Who has written nothing above the quote has written below it. */
	if (has_signs && has_text_before(&page, above))
		page.count = above + 1;
	take_footers(&page);
	if (!page.certain && !has_text_before(&page, page.count))
		return slice_trim(text);
	return page_text(&page);
}
