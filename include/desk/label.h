/* Labels: words on a ticket by which it is found. */
#ifndef DESK_LABEL_H
#define DESK_LABEL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

#define LABEL_MAX 64 /* octets of one */
#define LABELS_MAX 10 /* in one line */

/*
 * "VIP, Printer  problem" -> "vip,printer problem" in the arena: lower-case
 * letters of ASCII, single blanks.  False when there is none, or one is too long
 * or has a control character in it.
 */
bool labels_fold(struct slice labels, struct arena *arena, struct slice *out);
/* The next of what labels_fold made; *rest is what follows it. */
bool label_next(struct slice *rest, struct slice *out);

#endif
