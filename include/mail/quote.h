/* Only what the author newly wrote. */
#ifndef MAIL_QUOTE_H
#define MAIL_QUOTE_H

#include "base/arena.h"
#include "base/slice.h"

/*
 * The line that our letters carry above what they quote, in English (see
 * mail/above_line.h); mail programs quote it along.  Where it stands, everything
 * from the attribution before it on is quote.
 */
#define QUOTE_ABOVE_LINE "## Please write your answer above this line ##"

/*
 * `text` (UTF-8, LF) without quotes of earlier mail, their attribution lines,
 * the signature and mobile footers; trimmed.  Text between quotes is new text.
 * When in doubt it keeps.  Linear in the size of the text.
 */
struct slice quote_new_text(struct slice text, struct arena *arena);

#endif
