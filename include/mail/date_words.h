/* The words that stand in dates: months in many languages, time zones. */
#ifndef MAIL_DATE_WORDS_H
#define MAIL_DATE_WORDS_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * The month (1-12) that a word means, short or long, in the languages in which
 * mail programs write dates; 0 when it is none.  `word` is UTF-8, lower case,
 * without a dot behind.
 */
int date_month(struct slice word);

/*
 * Minutes east of Greenwich of a zone's name ("est", "cest", "msk", "z"); false
 * when it is none.  `word` is lower case.
 */
bool date_zone(struct slice word, int *minutes);

#endif
