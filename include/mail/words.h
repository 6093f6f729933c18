/* RFC 2047 encoded words, in both directions. */
#ifndef MAIL_WORDS_H
#define MAIL_WORDS_H

#include "base/text.h"

/*
 * Decodes an unfolded header value to UTF-8: adjacent words are joined (their
 * bytes too, when the charset is the same), RFC 2231 language tags cut, broken
 * words kept as they stand.  Raw bytes outside words: UTF-8 when valid, else
 * `charset` (the body's; may be empty), else detected.  Controls (also decoded
 * ones: CR, LF, NUL) become blanks as in words_line; so the result is one line.
 * Returns `value` itself when there is nothing to do.
 */
struct slice words_decode(struct slice value, struct slice charset,
    struct arena *arena);

/*
 * UTF-8 as one line for people: controls, those of U+0080-U+009F too, which
 * terminals obey, and line separators become blanks.  Returns `utf8` itself
 * when there are none.
 */
struct slice words_line(struct slice utf8, struct arena *arena);

/*
 * Writes UTF-8 text for an unstructured field: as it is when it is printable
 * ASCII that no reader would take for a word, else in encoded words of at most
 * 75 octets that never part a character.  Folds so that no line passes 76
 * octets; `column` is how far the line is already.  CR, LF, NUL become blanks.
 */
void words_encode(struct text *to, struct slice utf8, size_t column);
/* The same for a display name (phrase): quoted when it needs quotes. */
void words_encode_phrase(struct text *to, struct slice utf8, size_t column);

#endif
