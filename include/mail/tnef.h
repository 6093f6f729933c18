/* winmail.dat: what Outlook packs its mails into (MS-OXTNEF). */
#ifndef MAIL_TNEF_H
#define MAIL_TNEF_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "mail/limits.h"

/* The text of its message, in up to three forms. */
struct tnef_body {
	struct slice plain;
	struct slice plain_charset; /* a label */
	struct slice html;
	struct slice html_charset;
	struct slice rtf;	    /* compressed */
};

struct tnef_file {
	struct slice name;	 /* UTF-8, as foreign as it came; may be empty */
	struct slice type;	 /* "image/png"; may be empty */
	struct slice content_id; /* without <>; may be empty */
	struct slice bytes;
	bool hidden;		 /* belongs to the text, as a picture does */
};

struct tnef {
	struct tnef_body body;
	struct tnef_file *files;
	size_t count;
	bool whole; /* nothing is broken, nothing was left out */
};

/* True when the bytes begin as such a stream does. */
bool tnef_is(struct slice bytes);

/*
 * Reads it, as far as it can be read.  A message that is enclosed gives its
 * text as a file "TITLE.txt" and its files behind it.  The number of files is
 * LIMIT_ATTACHMENTS at most.  Large values point into `bytes`, the others are
 * in the arena.
 */
void tnef_read(struct slice bytes, const struct mail_limits *limits,
    struct arena *arena, struct tnef *out, limit_bits *limited);

/*
 * The body as UTF-8 text with LF line ends: the plain one, else the HTML, else
 * the RTF, which are *from_html.  May be empty.
 */
struct slice tnef_text(const struct tnef_body *body,
    const struct mail_limits *limits, struct arena *arena, bool *from_html,
    limit_bits *limited);

#endif
