/* HTML as readable text (libxml2's SAX push parser; no tree is built). */
#include "mail/html.h"

#include <string.h>

#include <libxml/HTMLparser.h>

#include "base/ascii.h"
#include "base/log.h"
#include "mail/html_element.h"
#include "mail/html_page.h"
#include "mail/html_strain.h"

/* What is handed to the parser at once. */
#define CHUNK 16384

/*
 * How many times the depth limit libxml2 may go down.  It looks through all
 * open elements for each end tag that closes none: <h1></h2> and so on for
 * 2 MiB took it a minute.
 */
#define DEPTH_TIMES 3

/* A longer address is a tracker's or a picture; nobody reads it. */
#define URL_MAX 2000

/* An element that is open. */
struct open {
	enum html_element	element;
	unsigned	lines;	/* of a block's margins */
	unsigned	item;	/* of a numbered list: the last one's number */
};

struct reader {
	struct html_page	 page;
	struct open		*open;	/* a stack */
	size_t			 depth;	/* of elements, may be over depth_max */
	size_t			 depth_max;
	size_t			 hidden; /* depth of the hidden element, or 0 */
	size_t			 verbatim; /* how many of those are open */
	struct slice		 link;	/* where the open link leads */
	size_t			 link_start; /* its text in page.out */
	struct arena		*arena;
	limit_bits		*limited;
};

static struct slice
attribute(const xmlChar **attributes, const char *name)
{
	if (attributes == NULL)
		return SLICE_EMPTY;
	for (size_t i = 0; attributes[i] != NULL; i += 2)
		if (strcmp((const char *)attributes[i], name) == 0)
			return slice_of((const char *)attributes[i + 1]);
	return SLICE_EMPTY;
}

static bool
has_attribute(const xmlChar **attributes, const char *name)
{
	if (attributes == NULL)
		return false;
	for (size_t i = 0; attributes[i] != NULL; i += 2)
		if (strcmp((const char *)attributes[i], name) == 0)
			return true;
	return false;
}

/* Does the style say "property: value", blanks and case aside? */
static bool
style_says(struct slice style, struct slice property, struct slice value)
{
	size_t	at;

	while ((at = slice_search_nocase(style, property)) < style.len) {
		style = slice_trim(slice_from(style, at + property.len));
		if (!slice_starts(style, SLICE(":")))
			continue;
		if (slice_starts_nocase(slice_trim(slice_from(style, 1)),
		    value))
			return true;
	}
	return false;
}

static bool
is_hidden(enum html_element element, const xmlChar **attributes)
{
	struct slice	style = attribute(attributes, "style");

	return element == HTML_HIDDEN ||
	    has_attribute(attributes, "hidden") ||
	    style_says(style, SLICE("display"), SLICE("none")) ||
	    style_says(style, SLICE("visibility"), SLICE("hidden"));
}

/* Outlook's paragraphs are its lines; it makes empty ones for empty lines. */
static unsigned
margin(enum html_element element, const xmlChar **attributes)
{
	if (element != HTML_PARAGRAPH)
		return 1;
	return slice_starts_nocase(attribute(attributes, "class"),
	    SLICE("Mso")) ? 1 : 2;
}

/* The innermost list that is open; NULL when none is. */
static struct open *
innermost_list(struct reader *r, size_t depth)
{
	for (size_t i = depth; i > 0; i--)
		if (r->open[i - 1].element == HTML_LIST ||
		    r->open[i - 1].element == HTML_NUMBERED)
			return &r->open[i - 1];
	return NULL;
}

static void
start_item(struct reader *r)
{
	struct open	*list = innermost_list(r, r->depth < r->depth_max ?
	    r->depth : r->depth_max);

	html_page_item(&r->page, list != NULL &&
	    list->element == HTML_NUMBERED ? ++list->item : 0);
}

static void
start_link(struct reader *r, const xmlChar **attributes)
{
	struct slice	href = slice_trim(attribute(attributes, "href"));

	r->link = SLICE_EMPTY;
	if (href.len > URL_MAX)
		return;
	if (slice_starts_nocase(href, SLICE("http://")) ||
	    slice_starts_nocase(href, SLICE("https://")) ||
	    slice_starts_nocase(href, SLICE("mailto:"))) {
		r->link = arena_copy(r->arena, href);
		r->link_start = r->page.out.len;
	}
}

static struct slice
without(struct slice s, struct slice prefix)
{
	return slice_starts_nocase(s, prefix) ? slice_from(s, prefix.len) : s;
}

/* An address without what people leave out when they write one. */
static struct slice
bare_address(struct slice s)
{
	s = without(without(without(slice_trim(s), SLICE("mailto:")),
	    SLICE("https://")), SLICE("http://"));
	s = without(s, SLICE("www."));
	if (slice_ends(s, SLICE("/")))
		s.len--;
	return s;
}

/* " <where it leads>", unless the link's text says so or there is none. */
static void
end_link(struct reader *r)
{
	struct slice	text, target = r->link;
	struct text	word = TEXT_IN(r->arena);

	r->link = SLICE_EMPTY;
	text = slice_trim(slice_from(text_slice(&r->page.out), r->link_start));
	if (target.len == 0 || text.len == 0)
		return;
	if (slice_starts_nocase(target, SLICE("mailto:"))) {
		target = slice_from(target, SLICE("mailto:").len);
		target = slice_head(target, slice_index(target, '?'));
	}
	if (slice_eq_nocase(bare_address(text), bare_address(target)))
		return;
	text_add_char(&word, '<');
	for (size_t i = 0; i < target.len; i++)
		if (!ascii_is_control(target.data[i]) &&
		    memchr(" <>", target.data[i], 3) == NULL)
			text_add_char(&word, target.data[i]);
	text_add_char(&word, '>');
	r->page.space = true;
	html_page_word(&r->page, text_slice(&word));
}

static void
start_shown(struct reader *r, enum html_element element, unsigned lines,
    const xmlChar **attributes)
{
	switch (element) {
	case HTML_INLINE:
	case HTML_HIDDEN:
		break;
	case HTML_BLOCK:
	case HTML_PARAGRAPH:
		html_page_block(&r->page, lines);
		break;
	case HTML_BREAK:
		html_page_break(&r->page);
		break;
	case HTML_QUOTE:
		html_page_block(&r->page, 2);
		r->page.quote++;
		break;
	case HTML_VERBATIM:
		html_page_block(&r->page, 2);
		r->verbatim++;
		break;
	case HTML_LIST:
	case HTML_NUMBERED:
		html_page_block(&r->page, r->page.indent == 0 ? 2 : 1);
		r->page.indent++;
		break;
	case HTML_ITEM:
		start_item(r);
		break;
	case HTML_CELL:
		html_page_cell(&r->page);
		break;
	case HTML_LINK:
		start_link(r, attributes);
		break;
	case HTML_IMAGE:
		html_page_text(&r->page, attribute(attributes, "alt"));
		break;
	}
}

static void
end_shown(struct reader *r, const struct open *open)
{
	switch (open->element) {
	case HTML_INLINE:
	case HTML_HIDDEN:
	case HTML_BREAK:
	case HTML_IMAGE:
		break;
	case HTML_BLOCK:
	case HTML_PARAGRAPH:
		html_page_block(&r->page, open->lines);
		break;
	case HTML_QUOTE:
		r->page.quote--;
		html_page_block(&r->page, 2);
		break;
	case HTML_VERBATIM:
		r->verbatim--;
		html_page_block(&r->page, 2);
		break;
	case HTML_LIST:
	case HTML_NUMBERED:
		r->page.indent--;
		html_page_block(&r->page, r->page.indent == 0 ? 2 : 1);
		break;
	case HTML_ITEM:
		html_page_block(&r->page, 1);
		break;
	case HTML_CELL:
		html_page_cell(&r->page);
		break;
	case HTML_LINK:
		end_link(r);
		break;
	}
}

/*
 * Elements deeper than the limit are not taken apart, but their text is read
 * and what they hide stays hidden.
 */
static void
on_start(void *data, const xmlChar *name, const xmlChar **attributes)
{
	struct reader	*r = data;
	enum html_element	 element = html_element_of((const char *)name);
	unsigned	 lines = margin(element, attributes);

	r->depth++;
	if (r->hidden == 0 && is_hidden(element, attributes))
		r->hidden = r->depth;
	if (r->depth > r->depth_max) {
		*r->limited |= LIMIT_BIT(LIMIT_HTML_DEPTH);
		return;
	}
	if (r->hidden > 0)
		element = HTML_INLINE;
	start_shown(r, element, lines, attributes);
	r->open[r->depth - 1] = (struct open){ element, lines, 0 };
}

static void
on_end(void *data, const xmlChar *name)
{
	struct reader	*r = data;

	(void)name;
	if (r->depth == 0)
		return;
	if (r->depth <= r->depth_max)
		end_shown(r, &r->open[r->depth - 1]);
	if (r->hidden == r->depth)
		r->hidden = 0;
	r->depth--;
}

static void
on_text(void *data, const xmlChar *text, int len)
{
	struct reader	*r = data;
	struct slice	 s = slice_make(text, (size_t)len);

	if (r->hidden > 0)
		return;
	if (r->verbatim > 0)
		html_page_verbatim(&r->page, s);
	else
		html_page_text(&r->page, s);
}

/* Scripts and styles; without this they would come as text. */
static void
on_cdata(void *data, const xmlChar *text, int len)
{
	(void)data;
	(void)text;
	(void)len;
}

/*
 * Gathers the pieces into chunks.  NULs, which end the world for libxml2, are
 * left out.
 */
struct feed {
	htmlParserCtxtPtr	parser;
	char			buf[CHUNK];
	size_t			len;
};

static void
feed_add(struct feed *feed, struct slice piece)
{
	for (size_t i = 0; i < piece.len; i++) {
		if (piece.data[i] == '\0')
			continue;
		feed->buf[feed->len++] = piece.data[i];
		if (feed->len == sizeof(feed->buf)) {
			htmlParseChunk(feed->parser, feed->buf, CHUNK, 0);
			feed->len = 0;
		}
	}
}

static void
parse(struct reader *r, struct html_strain *strain)
{
	htmlSAXHandler	handler = {
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_cdata,
	};
	struct feed	feed = { .len = 0 };
	struct slice	piece;

	feed.parser = htmlCreatePushParserCtxt(&handler, r, NULL, 0, NULL,
	    XML_CHAR_ENCODING_UTF8);
	if (feed.parser == NULL)
		log_die("out of memory: no parser of HTML");
	/* The text is UTF-8 by now, whatever its <meta> says. */
	htmlCtxtUseOptions(feed.parser, HTML_PARSE_RECOVER |
	    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
	    HTML_PARSE_IGNORE_ENC);
	/* Else libxml2 makes a paragraph of text that stands before any. */
	feed_add(&feed, SLICE("<body>"));
	while (!r->page.full && r->depth < DEPTH_TIMES * r->depth_max &&
	    html_strain_next(strain, &piece))
		feed_add(&feed, piece);
	htmlParseChunk(feed.parser, feed.buf, (int)feed.len, 1);
	htmlFreeParserCtxt(feed.parser);
}

/* Cut to `max` octets; a tag that the cut goes through is left out. */
static struct slice
cut(struct slice html, size_t max)
{
	size_t	at;

	html = slice_head(html, max);
	html = slice_head(html, slice_utf8_run(html));
	at = slice_rindex(html, '<');
	if (at + 1 < html.len && (ascii_is_alpha(html.data[at + 1]) ||
	    html.data[at + 1] == '/') &&
	    slice_index(slice_from(html, at), '>') == html.len - at)
		html = slice_head(html, at);
	return html;
}

struct slice
html_to_text(struct slice html, const struct mail_limits *limits,
    struct arena *arena, limit_bits *limited)
{
	struct reader		r = {
		.depth_max = limits->max[LIMIT_HTML_DEPTH],
		.arena = arena, .limited = limited,
	};
	struct html_strain	strain;

	if (html.len > limits->max[LIMIT_HTML_BYTES]) {
		html = cut(html, limits->max[LIMIT_HTML_BYTES]);
		*limited |= LIMIT_BIT(LIMIT_HTML_BYTES);
	}
	r.open = arena_array(arena, r.depth_max, sizeof(*r.open));
	html_page_init(&r.page, limits->max[LIMIT_TEXT], arena);
	html_strain_init(&strain, html, limits, limited);
	parse(&r, &strain);
	if (r.page.full)
		*limited |= LIMIT_BIT(LIMIT_TEXT);
	return html_page_finish(&r.page);
}
