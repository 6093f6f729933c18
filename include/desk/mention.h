/* "@kim" in a note: whom its author wants to read it. */
#ifndef DESK_MENTION_H
#define DESK_MENTION_H

#include <stdbool.h>

#include "base/slice.h"

#define MENTIONS_MAX 10 /* looked up in one note */

/*
 * The next word behind an "@" that begins a word; an address has none.  *rest
 * is what follows it; false at the end.
 */
bool mention_next(struct slice *rest, struct slice *handle);

#endif
