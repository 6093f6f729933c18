/* The words of attributions, in the languages of mail programs. */
#ifndef MAIL_ATTRIBUTION_WORDS_H
#define MAIL_ATTRIBUTION_WORDS_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * Is there a verb like "wrote" in s, whose ASCII letters are small?  *at_end:
 * one stands at its end, but for endings as in "napisał(a)", "napisao/la".
 */
bool attribution_has_verb(struct slice s, bool *at_end);
/* Where the last one begins, and its length; s.len without any. */
size_t attribution_find_verb(struct slice s, size_t *len);
bool attribution_starts_with_verb(struct slice s);

/* Does s begin with what stands before dates: "on ", "am ", "le "? */
bool attribution_has_intro(struct slice s);

#endif
