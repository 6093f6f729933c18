/* Who wrote an earlier mail, as the text of a later one says it. */
#ifndef MAIL_FORWARD_SENDER_H
#define MAIL_FORWARD_SENDER_H

#include "mail/address.h"

/*
 * The value of "From:" above forwarded text, as mail programs show it: "Kim
 * Lee <kim@example.test>", "Lee, Kim", "Kim [mailto:kim@example.test]", "Kim
 * Lee<mailto:kim@...> <kim@...> on behalf of ...".  Name or address may be
 * empty.  UTF-8, one line; in the arena or in value.
 */
struct mailbox forward_sender(struct slice value, struct arena *arena);

/*
 * The same of an attribution, its lines joined: "On 28/10/2021, 12:46, "Kim
 * Lee" <kim@example.test> wrote:".
 */
struct mailbox forward_author(struct slice attribution, struct arena *arena);

#endif
