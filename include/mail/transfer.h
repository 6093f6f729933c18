/* Transfer encodings, read as mailers read them and written as RFC 2045 says. */
#ifndef MAIL_TRANSFER_H
#define MAIL_TRANSFER_H

#include "base/text.h"
#include "mail/mime.h"

/*
 * Decodes a body.  Dirty base64 (stray characters, missing padding, text after
 * the padding, several padded runs) and quoted-printable ("=" before
 * non-hexadecimals stays) are taken as mailers do.  ENCODING_IDENTITY returns
 * `body` itself; the rest is in the arena.
 */
struct slice transfer_decode(enum mime_encoding encoding, struct slice body,
    struct arena *arena);

/* Quoted-printable of text: LF or CRLF become CRLF, lines of at most 76. */
void transfer_quote(struct text *to, struct slice body);

#endif
