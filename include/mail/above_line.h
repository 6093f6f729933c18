/* The line of our letters above which answers are written. */
#ifndef MAIL_ABOVE_LINE_H
#define MAIL_ABOVE_LINE_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * In a language, "de" or "de-AT"; the English one where we have none.  It is
 * short enough for no mail program to break it, and kept as it is for ever:
 * answers to old letters are cut by it too.
 */
struct slice above_line(struct slice language);
/* Whether a line is one of them. */
bool above_line_is(struct slice line);
/* Where in a line one of them begins; line.len: nowhere. */
size_t above_line_search(struct slice line);

#endif
