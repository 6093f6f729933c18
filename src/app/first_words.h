/* The beginning of what somebody said, on one line. */
#ifndef APP_FIRST_WORDS_H
#define APP_FIRST_WORDS_H

#include "base/arena.h"
#include "base/slice.h"

/* At most `max` octets, whole characters, "..." where there is more. */
struct slice first_words(struct slice text, size_t max, struct arena *arena);

#endif
