/*
 * Cuts what is written without blanks between words (Chinese, Japanese, Korean,
 * Thai and their like) into pairs of letters, so that an index of words finds
 * any piece of it: three letters ABC become "AB BC C".
 */
#ifndef DESK_CUT_H
#define DESK_CUT_H

#include <stdbool.h>

#include "base/text.h"

/* Whether there is any of it in there; quick where there is not. */
bool cut_is_needed(struct slice s);
/*
 * Appends s as it is kept.  As it is looked for it has no single letter at its
 * end, unless that is all there is: it may go on in what is found.  True when it
 * ends in one, so that what is found may begin with it.
 */
void cut_to_keep(struct text *to, struct slice s);
bool cut_to_find(struct text *to, struct slice s);

#endif
