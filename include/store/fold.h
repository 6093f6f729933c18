/* Names as they are compared: without case, marks and odd blanks. */
#ifndef STORE_FOLD_H
#define STORE_FOLD_H

#include "base/arena.h"

/*
 * "  José  MÜLLER" -> "jose muller": lower case, marks off (Latin, Greek,
 * Cyrillic), every kind of blank, dash and quote as the ASCII one, runs of
 * blanks as one, none at the ends.  Other scripts stay as they are.
 */
struct slice fold_name(struct slice name, struct arena *arena);

#endif
