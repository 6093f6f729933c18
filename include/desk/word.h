/* Words of a closed set: one search for all tables of names. */
#ifndef DESK_WORD_H
#define DESK_WORD_H

#include <stdbool.h>

#include "base/slice.h"

/* The place of a word among `count` names, case-blind; false: not there. */
bool word_find(const char *const *names, size_t count, struct slice word,
    size_t *at);

#endif
