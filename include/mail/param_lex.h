/* The pieces of a parameter field, before RFC 2231 joins them. */
#ifndef MAIL_PARAM_LEX_H
#define MAIL_PARAM_LEX_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "mail/limits.h"

#define PARAM_NO_SECTION (-1)

struct param_piece {
	struct slice name;  /* lower case, stars gone */
	struct slice value; /* quotes and their backslashes gone, not decoded */
	int section;	    /* of "name*1"; PARAM_NO_SECTION */
	bool extended;	    /* "name*": percent-encoded */
};

struct param_lex {
	struct slice rest; /* not read yet */
	const struct mail_limits *limits;
	struct arena *arena;
	limit_bits limited;
	bool no_comments; /* one did not end */
};

/*
 * What stands before the first ';' (or before a parameter that follows without
 * one), lower case, without blanks, quotes and comments.  Empty, and nothing
 * read, when the field begins with a parameter.
 */
struct slice param_lex_word(struct param_lex *lex);

/* The next piece; false when there are no more. */
bool param_lex_next(struct param_lex *lex, struct param_piece *out);

#endif
