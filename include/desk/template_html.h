/* A letter's HTML part, made from its text and the text's shape. */
#ifndef DESK_TEMPLATE_HTML_H
#define DESK_TEMPLATE_HTML_H

#include "base/arena.h"
#include "base/slice.h"

enum piece_kind {
	PIECE_PROSE, /* the template's own words, with values in them */
	PIECE_BLOCK, /* foreign text */
	PIECE_QUOTE, /* foreign text, shown as a quote */
};

struct piece {
	enum piece_kind kind;
	struct slice text; /* UTF-8, LF */
	size_t len;	   /* in the letter's text, where a quote has its marks */
};

/* What is kept of a text: its language and pieces, "en p100 q2000 p50". */
struct slice template_shape(struct slice language, const struct piece *pieces,
    size_t count, struct arena *arena);

/*
 * A whole document: no script, no style sheet, nothing loaded from anywhere.
 * Web addresses are links everywhere, mail addresses in prose only.  Empty when
 * the shape is.
 */
struct slice template_html(struct slice subject, struct slice text,
    struct slice shape, struct arena *arena);

#endif
