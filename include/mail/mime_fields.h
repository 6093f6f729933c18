/* What a part says about itself: its Content-* fields. */
#ifndef MAIL_MIME_FIELDS_H
#define MAIL_MIME_FIELDS_H

#include "mail/mime.h"

/*
 * Fills type, disposition and encoding from the part's headers.  A type that is
 * missing is text/plain, or message/rfc822 inside a multipart/digest; an
 * unreadable one is text/plain.
 */
void mime_fields_read(struct mime_part *part, bool in_digest,
    const struct mail_limits *limits, struct arena *arena,
    limit_bits *limited);

/* True when the part's type says that a message is inside. */
bool mime_fields_is_message(const struct mime_part *part);

#endif
