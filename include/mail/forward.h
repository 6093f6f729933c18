/* Whom a forwarded mail came from first. */
#ifndef MAIL_FORWARD_H
#define MAIL_FORWARD_H

#include <stdbool.h>

#include "mail/address.h"
#include "mail/mime.h"

struct forward {
	struct mailbox from;  /* who wrote what was forwarded: name or address
				 may be empty, or both */
	struct slice subject; /* of it; UTF-8, one line */
};

/* What tells whether a mail forwards another. */
struct forward_signs {
	const struct mime *mime;
	struct slice subject; /* of the mail itself, decoded */
	struct slice text;    /* see body_text */
	bool answers;	      /* it bears In-Reply-To or References */
};

/*
 * True when the mail forwards another one, attached (that counts first) or in
 * its text; *out is the outermost, in the arena or in signs.  A reply is none,
 * whatever it quotes.  Neither are reports, which return mail.  Linear in the
 * size of the text.
 */
bool forward_find(const struct forward_signs *signs,
    const struct mail_limits *limits, struct arena *arena,
    struct forward *out);

#endif
