/* text/plain as one reads it: line ends, format=flowed, stray controls. */
#ifndef MAIL_PLAIN_H
#define MAIL_PLAIN_H

#include <stdbool.h>

#include "base/text.h"

enum plain_format {
	PLAIN_FIXED,
	PLAIN_FLOWED,	    /* RFC 3676 */
	PLAIN_FLOWED_DELSP, /* and blanks before soft line ends are no text */
};

/*
 * Adds `utf8` with LF line ends and without controls (but tabs); flowed lines
 * are joined.  Nothing is added behind `max` octets of *to, cut between
 * characters: false when something was left out.
 */
bool plain_add(struct text *to, struct slice utf8, enum plain_format format,
    size_t max);

#endif
