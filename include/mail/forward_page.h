/* The text in which a forwarded mail is sought. */
#ifndef MAIL_FORWARD_PAGE_H
#define MAIL_FORWARD_PAGE_H

#include "mail/forward.h"
#include "mail/subject.h"

struct forward_page {
	struct arena *arena;
	struct slice *lines;  /* trimmed, without quote signs */
	bool *quoted;	      /* whether they had any */
	size_t count;
	enum subject_prefix prefix;
	struct slice subject; /* of the mail, without the prefix */
	bool answers;	      /* see struct forward_signs */
	struct forward *out;  /* what is found goes there */
};

/*
 * What the header that begins with line i says; false when none does.  An
 * announced one, below "Forwarded message", need only say who wrote.
 */
bool forward_take_header(const struct forward_page *page, size_t i,
    bool announced);

/*
 * The same in a language that no table has: some labelled lines, one with an
 * address, and one, unless it is announced, with the subject of the mail
 * itself.
 */
bool forward_take_unknown(const struct forward_page *page, size_t i,
    bool announced);

/* A header that lost its line ends; it begins with a label for From. */
void forward_take_flat(const struct forward_page *page, struct slice header);

void forward_take_subject(const struct forward_page *page,
    struct slice subject);

#endif
