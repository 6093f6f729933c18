/* A block of MAPI properties inside a TNEF stream (libytnef). */
#ifndef MAIL_TNEF_MAPI_H
#define MAIL_TNEF_MAPI_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

/* The properties that are looked at. */
enum mapi_property {
	MAPI_BODY,
	MAPI_RTF,	 /* compressed */
	MAPI_HTML,
	MAPI_HTML_CHARSET, /* a code page's number */
	MAPI_LONG_NAME,
	MAPI_SHORT_NAME,
	MAPI_TITLE,
	MAPI_TYPE,
	MAPI_CONTENT_ID,
	MAPI_HIDDEN,
	MAPI_DATA,
	MAPI_PROPERTY_COUNT
};

struct mapi_value {
	struct slice bytes; /* empty: there is none */
	bool utf8;	    /* else, if it is text, in the stream's code page */
	bool object;	    /* an interface's id of 16 octets, then its bytes */
	uint32_t number;
};

/*
 * Fills `out`, MAPI_PROPERTY_COUNT long.  False when the block is broken; what
 * stands before the break counts.  MAPI_DATA and whatever is long points into
 * `block`.  The others are copied: one over `max` is left out, and the answer
 * is false; of a long Unicode text the beginning is taken.
 */
bool mapi_read(struct slice block, size_t max, struct arena *arena,
    struct mapi_value *out);

#endif
