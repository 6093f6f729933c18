/* What programs and habits put below a text: signatures, mobile footers. */
#ifndef MAIL_QUOTE_FOOTER_H
#define MAIL_QUOTE_FOOTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* "Sent from my iPhone", "Get Outlook for iOS <...>", in many languages. */
bool quote_is_mobile_footer(struct slice line);

/*
 * How many of the lines, which are trimmed (but "-- "), are left when the
 * signature, mobile footers and the footer of a mailing list at their end are
 * taken off.  `last` is true when nothing follows them but what is quoted.
 */
size_t quote_without_footer(const struct slice *lines, size_t count,
    bool last);

#endif
