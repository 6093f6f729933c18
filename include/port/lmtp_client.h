/*
 * An LMTP client of the intake, for what brings mail in from elsewhere: the
 * imap roles, imports, watched folders.  One connection carries many messages.
 */
#ifndef PORT_LMTP_CLIENT_H
#define PORT_LMTP_CLIENT_H

#include "base/fail.h"
#include "mail/envelope.h"

struct lmtp_client;

/*
 * path is kept.  Nothing is connected before the first message, nor again
 * before the next one when the intake has closed.  timeout: milliseconds that
 * one message may take.
 */
struct lmtp_client *lmtp_client_new(const char *path, int64_t timeout);
/* Says goodbye, does not wait for the answer. NULL is fine. */
void lmtp_client_free(struct lmtp_client *client);

/*
 * Hands one message over: LF and CRLF both end its lines.  0 when it was
 * accepted, which is durable, for at least one recipient; the others, if any,
 * were refused for good.  -1, with the intake's sentence:
 *   FAIL_RETRY   later, for whatever reason: let the envelope have a door_ref,
 *		  as an answer may have been lost on its way;
 *   FAIL_REFUSE  the message, or every recipient, was refused for good;
 *   FAIL_SETUP   the intake does not take our word for door and door_ref (it
 *		  runs as another user), or an address cannot be said.
 */
int lmtp_client_send(struct lmtp_client *client,
    const struct envelope *envelope, struct slice raw, struct fail *why);
/* Whether what was refused last was so for want of such a recipient. */
bool lmtp_client_knows_no_recipient(const struct lmtp_client *client);
/*
 * Has a message written down that was refused for good: its envelope, with its
 * door_ref, and no body.  So its door need not offer it again.
 */
int lmtp_client_send_refused(struct lmtp_client *client,
    const struct envelope *envelope, struct fail *why);

#endif
