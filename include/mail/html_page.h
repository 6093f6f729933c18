/* Text laid out in lines, as the reader of HTML wants it written. */
#ifndef MAIL_HTML_PAGE_H
#define MAIL_HTML_PAGE_H

#include <stdbool.h>

#include "base/text.h"

#define HTML_MARKER_SIZE 16

struct html_page {
	struct text out;
	size_t max;	     /* octets; over them the page is full */
	bool full;
	unsigned quote;	     /* "> " before each line */
	unsigned indent;     /* lists around */
	unsigned line_quote; /* of the line that was written last */
	unsigned breaks;     /* line ends to write before the next word */
	bool blank;	     /* nothing but no-break spaces on this line */
	bool space, tab;     /* to write before the next word on this line */
	char marker[HTML_MARKER_SIZE]; /* of the list item, not written yet */
};

void html_page_init(struct html_page *page, size_t max, struct arena *arena);

/* Text in which blanks are one and line ends are blanks. */
void html_page_text(struct html_page *page, struct slice text);
/* Text whose blanks and line ends stay. */
void html_page_verbatim(struct html_page *page, struct slice text);
/* A word of our own; no blank is wanted before it. */
void html_page_word(struct html_page *page, struct slice word);

/* A block begins or ends; lines 2 asks for an empty line between. */
void html_page_block(struct html_page *page, unsigned lines);
void html_page_break(struct html_page *page);
/* The next cell of a table's row. */
void html_page_cell(struct html_page *page);
/* A list item begins; number 0 is a bullet. */
void html_page_item(struct html_page *page, unsigned number);

struct slice html_page_finish(struct html_page *page);

#endif
