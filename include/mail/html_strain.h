/* HTML without what a parser of HTML could be kept busy with. */
#ifndef MAIL_HTML_STRAIN_H
#define MAIL_HTML_STRAIN_H

#include <stdbool.h>

#include "base/slice.h"
#include "mail/limits.h"

/*
 * Takes out comments (conditional ones too), declarations, tags over
 * LIMIT_HTML_TAG and tags with so many blanks that their attributes, which
 * libxml2 compares each with each, would cost quadratic time; writes a '<' that
 * begins no tag as "&lt;".  One pass.
 */
struct html_strain {
	struct slice rest;
	size_t tag_max;
	size_t close; /* length of rest from the next '>' on, or 0: none */
	bool close_known;
	bool no_comment_end;
	limit_bits *limited;
};

void html_strain_init(struct html_strain *strain, struct slice html,
    const struct mail_limits *limits, limit_bits *limited);

/* The next piece to be read; false at the end. */
bool html_strain_next(struct html_strain *strain, struct slice *piece);

#endif
