/* What the elements of HTML do to the text in them. */
#include "mail/html_element.h"

#include <stdlib.h>
#include <string.h>

#include "base/slice.h"

/* Sorted by name. */
static const struct row {
	const char	*name;
	enum html_element	 element;
} rows[] = {
	{ "a", HTML_LINK },
	{ "address", HTML_BLOCK },
	{ "article", HTML_BLOCK },
	{ "aside", HTML_BLOCK },
	{ "audio", HTML_HIDDEN },
	{ "blockquote", HTML_QUOTE },
	{ "br", HTML_BREAK },
	{ "canvas", HTML_HIDDEN },
	{ "caption", HTML_BLOCK },
	{ "center", HTML_BLOCK },
	{ "dd", HTML_BLOCK },
	{ "details", HTML_BLOCK },
	{ "dir", HTML_LIST },
	{ "div", HTML_BLOCK },
	{ "dl", HTML_PARAGRAPH },
	{ "dt", HTML_BLOCK },
	{ "fieldset", HTML_BLOCK },
	{ "figcaption", HTML_BLOCK },
	{ "figure", HTML_BLOCK },
	{ "footer", HTML_BLOCK },
	{ "form", HTML_BLOCK },
	{ "h1", HTML_PARAGRAPH },
	{ "h2", HTML_PARAGRAPH },
	{ "h3", HTML_PARAGRAPH },
	{ "h4", HTML_PARAGRAPH },
	{ "h5", HTML_PARAGRAPH },
	{ "h6", HTML_PARAGRAPH },
	{ "header", HTML_BLOCK },
	{ "hr", HTML_PARAGRAPH },
	{ "iframe", HTML_HIDDEN },
	{ "img", HTML_IMAGE },
	{ "legend", HTML_BLOCK },
	{ "li", HTML_ITEM },
	{ "listing", HTML_VERBATIM },
	{ "main", HTML_BLOCK },
	{ "menu", HTML_LIST },
	{ "nav", HTML_BLOCK },
	{ "object", HTML_HIDDEN },
	{ "ol", HTML_NUMBERED },
	{ "option", HTML_HIDDEN },
	{ "p", HTML_PARAGRAPH },
	{ "pre", HTML_VERBATIM },
	{ "script", HTML_HIDDEN },
	{ "section", HTML_BLOCK },
	{ "select", HTML_HIDDEN },
	{ "style", HTML_HIDDEN },
	{ "summary", HTML_BLOCK },
	{ "svg", HTML_HIDDEN },
	{ "table", HTML_BLOCK },
	{ "td", HTML_CELL },
	{ "template", HTML_HIDDEN },
	{ "textarea", HTML_VERBATIM },
	{ "th", HTML_CELL },
	{ "title", HTML_HIDDEN },
	{ "tr", HTML_BLOCK },
	{ "ul", HTML_LIST },
	{ "video", HTML_HIDDEN },
	{ "xml", HTML_HIDDEN },
	{ "xmp", HTML_VERBATIM },
};

static int
compare_name(const void *name, const void *row)
{
	return strcmp(name, ((const struct row *)row)->name);
}

enum html_element
html_element_of(const char *name)
{
	const struct row	*row;

	row = bsearch(name, rows, ARRAY_LEN(rows), sizeof(rows[0]),
	    compare_name);
	return row == NULL ? HTML_INLINE : row->element;
}
