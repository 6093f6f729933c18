/* Transfer encodings, read as mailers read them and written as RFC 2045 says. */
#ifndef MAIL_TRANSFER_H
#define MAIL_TRANSFER_H

#include "base/text.h"
#include "mail/mime.h"

/*
 * Decodes a body as mailers do.  Base64: stray characters are passed over,
 * padding may be missing or stand between runs; lines behind it that are no
 * base64 (a list's footer) end it.  Quoted-printable: "=" before
 * non-hexadecimals stays, and so do blanks before a line end, which sloppy
 * writers of format=flowed mean.  Uuencode: from "begin", which may be missing,
 * to "end".  ENCODING_IDENTITY returns `body` itself; the rest is in the arena.
 */
struct slice transfer_decode(enum mime_encoding encoding, struct slice body,
    struct arena *arena);

/*
 * Quoted-printable of text: LF or CRLF become CRLF, lines of at most 76
 * octets; blanks before a line end, "From " and a lone dot are encoded.
 */
void transfer_quote(struct text *to, struct slice body);

#endif
