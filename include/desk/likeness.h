/* Two records that may be one person: what speaks for it, and how much. */
#ifndef DESK_LIKENESS_H
#define DESK_LIKENESS_H

#include <stdbool.h>

#include "base/slice.h"

enum likeness {
	LIKE_TOKEN, /* one answered a letter that only the other had */
	LIKE_PHONE, /* one telephone number */
	LIKE_LOCAL, /* one local part at sister domains */
	LIKE_NAME,  /* one name */
	LIKENESS_COUNT
};

/* "the same telephone number" */
const char *likeness_words(enum likeness likeness);
/* How much all of them, bits by 1 << LIKE_*, speak for it. */
int likeness_weight(unsigned reasons);

/*
 * Whether two folded domains seem to be of one owner: one is below the other, or
 * they are called the same under another ending ("example.com", "example.co.uk").
 */
bool likeness_sisters(struct slice one, struct slice other);
/* Not what every domain has: "info", "support". */
bool likeness_local_tells(struct slice local);

#endif
