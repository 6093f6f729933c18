/* Bounces as mail systems tell them to people: prose instead of fields. */
#ifndef MAIL_BOUNCE_TEXT_H
#define MAIL_BOUNCE_TEXT_H

#include <stdbool.h>

#include "base/slice.h"

struct bounce_text {
	struct slice recipient;	 /* the address that failed; may be empty */
	struct slice status;	 /* "5.1.1"; may be empty */
	struct slice diagnostic; /* may be several lines; may be empty */
	struct slice message_id; /* of the returned mail; may be empty */
	bool delayed;		 /* not given up yet */
};

/*
 * Finds the sentence of a mail system near the beginning of the text (UTF-8,
 * LF) and what stands behind it.  False when there is no such sentence.  All
 * slices point into text.
 */
bool bounce_text_parse(struct slice text, struct bounce_text *out);

/* The first enhanced status code (RFC 3463) of a text; empty if none. */
struct slice bounce_status(struct slice text);
/* '2', '4' or '5' of the first SMTP reply code ("550 "); 0 if none. */
char bounce_reply_class(struct slice text);

#endif
