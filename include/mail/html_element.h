/* What the elements of HTML do to the text in them. */
#ifndef MAIL_HTML_ELEMENT_H
#define MAIL_HTML_ELEMENT_H

enum html_element {
	HTML_INLINE,		/* and whatever is unknown */
	HTML_BLOCK,
	HTML_PARAGRAPH,		/* a block with an empty line around */
	HTML_BREAK,
	HTML_QUOTE,
	HTML_VERBATIM,
	HTML_LIST,
	HTML_NUMBERED,
	HTML_ITEM,
	HTML_CELL,
	HTML_LINK,
	HTML_IMAGE,
	HTML_HIDDEN,
};

/* By its name in lower case, as parsers of HTML give it. */
enum html_element html_element_of(const char *name);

#endif
