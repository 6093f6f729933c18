/* Mails that are forwarded as attachments. */
#ifndef MAIL_FORWARD_ATTACHED_H
#define MAIL_FORWARD_ATTACHED_H

#include "mail/forward.h"

/*
 * The first mail that is attached to this one; false without any that says who
 * wrote it.  What reports return and digests collect is not attached.
 */
bool forward_attached(const struct mime *mime,
    const struct mail_limits *limits, struct arena *arena,
    struct forward *out);

#endif
