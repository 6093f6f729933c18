/* What mail systems write above and in their bounces: tables of words. */
#ifndef MAIL_BOUNCE_WORDS_H
#define MAIL_BOUNCE_WORDS_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * True when the subject begins as mail systems begin theirs, in one of many
 * languages ("Undelivered Mail Returned to Sender", "Unzustellbar:").
 */
bool bounce_subject(struct slice subject);

/*
 * Finds the sentence that tells of a failed address near the beginning of the
 * text; *behind is the offset behind it, *delayed says that the mail system
 * has not given up.  False when there is none.
 */
bool bounce_sentence(struct slice text, size_t *behind, bool *delayed);

#endif
