/* Macros: commands and text that agents use again and again. */
#ifndef DESK_MACRO_H
#define DESK_MACRO_H

#include "base/slice.h"

struct macro {
	int64_t id;
	struct slice name;
	struct slice commands; /* one a line, as in a mail */
	struct slice text;
};

#endif
