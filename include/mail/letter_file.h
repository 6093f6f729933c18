/* A file of a letter as a MIME part. */
#ifndef MAIL_LETTER_FILE_H
#define MAIL_LETTER_FILE_H

#include "mail/letter.h"

/*
 * Writes its header fields, the empty line and the bytes in base64.  A name
 * that is not plain ASCII, or long, is written as RFC 2231 says, in pieces
 * that never part a character; controls in it become blanks.
 */
void letter_file_write(const struct letter_file *file, struct text *to);

#endif
