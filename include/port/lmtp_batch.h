/*
 * Many messages to the intake at once, each over a connection of its own, so
 * that one commit makes them all durable: LMTP has no way to say a second body
 * before the first one was answered.
 */
#ifndef PORT_LMTP_BATCH_H
#define PORT_LMTP_BATCH_H

#include "base/fail.h"
#include "mail/envelope.h"

#define LMTP_BATCH_MAX 32

struct lmtp_batch;

/* As lmtp_client_new. */
struct lmtp_batch *lmtp_batch_new(const char *path, int64_t timeout);
void lmtp_batch_free(struct lmtp_batch *batch); /* NULL is fine */

/* One message; the last two are its result, as lmtp_client_send has it. */
struct lmtp_errand {
	struct envelope envelope;
	struct slice raw;
	int rc;
	struct fail why;
};

/*
 * Hands over at most LMTP_BATCH_MAX messages.  Each must have a door_ref: what
 * was not answered is said a second time where that may help.
 */
void lmtp_batch_send(struct lmtp_batch *batch, struct lmtp_errand *errands,
    size_t count);

#endif
