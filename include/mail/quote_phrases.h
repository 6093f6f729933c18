/* What announces the whole of an earlier mail, in the languages of programs. */
#ifndef MAIL_QUOTE_PHRASES_H
#define MAIL_QUOTE_PHRASES_H

#include <stdbool.h>

#include "mail/quote_header.h"

/* What the words say that stood between dashes or before a colon. */
enum quote_separator quote_phrase(struct slice text);

/* Is the word for "forwarded" in them, in some language? */
bool quote_says_forwarded(struct slice text);

#endif
