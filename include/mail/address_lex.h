/* The lexical pieces of address fields, tolerant and in linear time. */
#ifndef MAIL_ADDRESS_LEX_H
#define MAIL_ADDRESS_LEX_H

#include <stdbool.h>

#include "base/slice.h"

enum address_token {
	ADDRESS_END,
	ADDRESS_BLANK,	 /* a run of them */
	ADDRESS_QUOTED,	 /* "...", quotes and all */
	ADDRESS_COMMENT, /* (...), parentheses and all */
	ADDRESS_WORD,	 /* an encoded word, =?...?= */
	ADDRESS_ATOM,	 /* a run of anything else, '@' and '.' too */
	ADDRESS_SPECIAL, /* one of < > , ; : */
};

struct address_lex {
	struct slice value;
	size_t at;
	size_t comment_max; /* depth above which `deep` is set */
	bool deep;
	/*
	 * Set once something that begins here was found not to end: what
	 * follows cannot end it either and is not searched again.
	 */
	bool no_quoted, no_comment, no_word;
};

/*
 * The next piece, in *token.  Quotes, comments and words that do not end are
 * read as if they did not begin.
 */
enum address_token address_lex_next(struct address_lex *lex,
    struct slice *token);

#endif
