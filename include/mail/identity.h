/* What makes two messages the same one, whatever their way changed. */
#ifndef MAIL_IDENTITY_H
#define MAIL_IDENTITY_H

#include "base/secret.h"
#include "mail/header.h"

/*
 * The identity digest: of the fields From, To, Cc, Subject, Date and
 * Message-ID as they stand in the mail, unfolded (a fold and the blanks round
 * it are one blank, the ends trimmed; a field that is there twice counts
 * twice), and of the body with LF line ends, without blanks at the ends of
 * lines and without empty lines at its end.  Nothing is decoded.  Linear;
 * takes no memory that grows with the body.
 */
void identity_digest(const struct headers *headers, struct slice body,
    unsigned char to[SECRET_DIGEST_SIZE]);

#endif
