/* How near two words are to each other: for slips of the finger. */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include "base/slice.h"

/* Longer words are NEAR_FAR from every other. */
#define NEAR_WORD_MAX ((size_t)32)
#define NEAR_FAR SIZE_MAX

/*
 * How many letters must be added, dropped, changed or swapped with their
 * neighbour to make one word of the other; case-blind for ASCII.
 */
size_t near_distance(struct slice a, struct slice b);

#endif
