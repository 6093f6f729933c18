/* Text laid out in lines, as the reader of HTML wants it written. */
#include "mail/html_page.h"

#include <stdio.h>

#include "base/ascii.h"

/* More than one empty line says nothing, but in verbatim text. */
#define BREAKS_MOST 2
#define BREAKS_VERBATIM 50

/* Deeper quotes and lists are written as if they were this deep. */
#define PREFIX_MOST 20

void
html_page_init(struct html_page *page, size_t max, struct arena *arena)
{
	*page = (struct html_page){ .out = TEXT_IN(arena), .max = max };
}

static void
put(struct html_page *page, struct slice s)
{
	if (page->full)
		return;
	if (s.len > page->max - page->out.len) {
		s = slice_head(s, page->max - page->out.len);
		s = slice_head(s, slice_utf8_run(s));
		page->full = true;
	}
	text_add(&page->out, s);
}

static void
put_times(struct html_page *page, struct slice s, unsigned times)
{
	for (unsigned i = 0; i < times && i < PREFIX_MOST; i++)
		put(page, s);
}

/* An empty line between lines of different depth belongs to the outer one. */
static void
start_line(struct html_page *page)
{
	unsigned	between = page->quote < page->line_quote ?
	    page->quote : page->line_quote;

	for (; page->out.len > 0 && page->breaks > 0; page->breaks--) {
		put(page, SLICE("\n"));
		if (page->breaks > 1)
			put_times(page, SLICE(">"), between);
	}
	put_times(page, SLICE("> "), page->quote);
	if (page->marker[0] == '\0') {
		put_times(page, SLICE("  "), page->indent);
	} else {
		if (page->indent > 0)
			put_times(page, SLICE("  "), page->indent - 1);
		put(page, slice_of(page->marker));
		page->marker[0] = '\0';
	}
	page->line_quote = page->quote;
	page->breaks = 0;
	page->space = page->tab = page->blank = false;
}

static bool
line_is_empty(const struct html_page *page)
{
	return page->out.len == 0 || page->breaks > 0;
}

static void
start_word(struct html_page *page)
{
	if (line_is_empty(page) || page->marker[0] != '\0')
		start_line(page);
	else if (page->tab)
		put(page, SLICE("\t"));
	else if (page->space)
		put(page, SLICE(" "));
	page->space = page->tab = false;
}

/*
 * How long the blank at the front of s is; 0 when there is none.  Characters
 * without width, with which senders pad previews and hide words, are blanks
 * that leave nothing: *leaves is false.
 */
static size_t
blank_len(struct slice s, bool *leaves, bool *hard)
{
	static const struct slice	invisible[] = {
		SLICE_INIT("\xe2\x80\x8b"),	/* U+200B zero width space */
		SLICE_INIT("\xef\xbb\xbf"),	/* U+FEFF byte order mark */
		SLICE_INIT("\xc2\xad"),		/* U+00AD soft hyphen */
		SLICE_INIT("\xcd\x8f"),		/* U+034F grapheme joiner */
	};

	*leaves = true;
	*hard = false;
	if (ascii_is_space(s.data[0]))
		return 1;
	if ((unsigned char)s.data[0] < 0x80)
		return 0;
	if (slice_starts(s, SLICE("\xc2\xa0"))) {
		*hard = true;
		return 2;
	}
	for (size_t i = 0; i < ARRAY_LEN(invisible); i++) {
		if (slice_starts(s, invisible[i])) {
			*leaves = false;
			return invisible[i].len;
		}
	}
	return 0;
}

void
html_page_text(struct html_page *page, struct slice text)
{
	size_t	len, blank = 0;
	bool	leaves, hard;

	while (text.len > 0 && !page->full) {
		for (len = 0; len < text.len; len++)
			if ((blank = blank_len(slice_from(text, len), &leaves,
			    &hard)) > 0)
				break;
		if (len > 0) {
			start_word(page);
			put(page, slice_head(text, len));
		}
		if (len < text.len) {
			page->space |= leaves;
			page->blank |= hard && line_is_empty(page);
			len += blank;
		}
		text = slice_from(text, len);
	}
}

void
html_page_verbatim(struct html_page *page, struct slice text)
{
	struct slice	line;
	bool		first = true;

	while (slice_cut(&text, '\n', &line)) {
		if (!first && page->breaks < BREAKS_VERBATIM)
			page->breaks++;
		first = false;
		line = slice_head(line, slice_index(line, '\r'));
		if (line.len == 0)
			continue;
		start_word(page);
		put(page, line);
	}
}

void
html_page_word(struct html_page *page, struct slice word)
{
	start_word(page);
	put(page, word);
}

/* A line that held nothing but no-break spaces was meant to be empty. */
static void
end_blank_line(struct html_page *page)
{
	if (page->blank && page->breaks > 0 && page->breaks < BREAKS_MOST)
		page->breaks++;
	page->blank = false;
}

void
html_page_block(struct html_page *page, unsigned lines)
{
	end_blank_line(page);
	if (page->breaks < lines)
		page->breaks = lines;
	page->space = page->tab = false;
}

void
html_page_break(struct html_page *page)
{
	page->blank = false;
	if (page->breaks < BREAKS_MOST)
		page->breaks++;
	page->space = page->tab = false;
}

void
html_page_cell(struct html_page *page)
{
	if (!line_is_empty(page))
		page->tab = true;
}

void
html_page_item(struct html_page *page, unsigned number)
{
	html_page_block(page, 1);
	if (number > 0)
		snprintf(page->marker, sizeof(page->marker), "%u. ", number);
	else
		snprintf(page->marker, sizeof(page->marker), "- ");
}

struct slice
html_page_finish(struct html_page *page)
{
	return slice_trim_end(text_slice(&page->out));
}
