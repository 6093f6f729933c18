/* Whose address a mail system writes into its prose. */
#ifndef MAIL_BOUNCE_ADDRESS_H
#define MAIL_BOUNCE_ADDRESS_H

#include "base/slice.h"

/*
 * The failed address in the text (UTF-8, LF) that follows a mail system's
 * sentence; empty when there is none.  Points into text.
 */
struct slice bounce_address(struct slice text);

/*
 * The same where no sentence tells: the address of a line that has a reply
 * code of SMTP too, or of the line before one; else one that has a line for
 * itself; else whom the mail that is returned in the text was to.
 */
struct slice bounce_address_guess(struct slice text);

/* Where the returned mail begins in the text; text.len when it is not there. */
size_t bounce_returned(struct slice text);

#endif
