/* The lines that say who wrote what is quoted below them. */
#ifndef MAIL_QUOTE_ATTRIBUTION_H
#define MAIL_QUOTE_ATTRIBUTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum attribution {
	ATTRIBUTION_NONE,
	ATTRIBUTION_WEAK,   /* "Kim wrote:": one when a quote follows */
	ATTRIBUTION_STRONG, /* also says when, or from which address: one
			       whatever follows */
};

/*
 * Does an attribution end with lines[last]?  It may have begun up to three
 * lines before, not before lines[first] nor across an empty line; *start is
 * where.  Lines are trimmed.
 */
enum attribution quote_attribution(const struct slice *lines, size_t first,
    size_t last, size_t *start);

/*
 * Where in the line an attribution begins behind the answer itself
 * ("Fine.--- On Wed, 4 Apr 2012, Kim wrote:"); 0 when none does.
 */
size_t quote_attribution_within(struct slice line);

#endif
