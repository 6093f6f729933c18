/* A letter's HTML part, from the same pieces as its text. */
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
};

/*
 * A whole document: no script, no style sheet, nothing loaded from anywhere.
 * Web addresses are links everywhere, mail addresses in prose only.
 */
struct slice template_html(const char *language, struct slice subject,
    const struct piece *pieces, size_t count, struct arena *arena);

#endif
