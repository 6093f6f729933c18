/*
 * The header that mail programs put above the whole of an earlier mail, and
 * the lines that announce it.
 */
#ifndef MAIL_QUOTE_HEADER_H
#define MAIL_QUOTE_HEADER_H

#include <stddef.h>

#include "base/slice.h"

/*
 * How many of the trimmed lines, empty ones among them, are a header that
 * begins with the first; 0 when none does.  Somebody's travel plan ("From:
 * Berlin / To: Paris / Date: Friday") is none.
 */
size_t quote_header(const struct slice *lines, size_t count);

enum quote_separator {
	SEPARATOR_NONE,
	SEPARATOR_LINE,	     /* "__________": means something above a header */
	SEPARATOR_ORIGINAL,  /* "-----Original Message-----" */
	SEPARATOR_FORWARDED, /* "---------- Forwarded message ---------" */
};

/* What the trimmed line is. */
enum quote_separator quote_separator(struct slice line);

#endif
