/*
 * The header that mail programs put above the whole of an earlier mail, and
 * the lines that announce it.
 */
#ifndef MAIL_QUOTE_HEADER_H
#define MAIL_QUOTE_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "mail/quote_labels.h"

/*
 * How many of the trimmed lines, empty ones among them, are a header that
 * begins with the first; 0 when none does.  Somebody's travel plan ("From:
 * Berlin / To: Paris / Date: Friday") is none.
 */
size_t quote_header(const struct slice *lines, size_t count);

/* What such a header says. */
struct quote_field {
	bool found;
	size_t line;	    /* which of the lines it is */
	size_t folds;	    /* how many lines below belong to it, for certain:
			       another field follows them */
	struct slice value; /* in its line */
};

struct quote_fields {
	struct quote_field items[LABEL_OTHER + 1]; /* by enum quote_label */
	bool address;				   /* From has one */
};

/*
 * The fields at the front of the lines, whether or not they suffice for a
 * header: how many lines they take.
 */
size_t quote_fields(const struct slice *lines, size_t count,
    struct quote_fields *fields);
bool quote_fields_suffice(const struct quote_fields *fields);

enum quote_separator {
	SEPARATOR_NONE,
	SEPARATOR_LINE,	     /* "__________": means something above a header */
	SEPARATOR_MAYBE_FORWARDED, /* so does "--- Forwarded in vain ---" */
	SEPARATOR_ORIGINAL,  /* "-----Original Message-----" */
	SEPARATOR_FORWARDED, /* "---------- Forwarded message ---------" */
};

/*
 * What the trimmed line is.  *rest is the header when it stands in the same
 * line, else empty.
 */
enum quote_separator quote_separator(struct slice line, struct slice *rest);

#endif
