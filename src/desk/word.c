/* Words of a closed set: one search for all tables of names. */
#include "desk/word.h"

bool
word_find(const char *const *names, size_t count, struct slice word, size_t *at)
{
	for (size_t i = 0; i < count; i++)
		if (slice_eq_nocase(word, slice_of(names[i]))) {
			*at = i;
			return true;
		}
	return false;
}
