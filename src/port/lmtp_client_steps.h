/* A message to the intake step by step, so that several can go side by side. */
#ifndef PORT_LMTP_CLIENT_STEPS_H
#define PORT_LMTP_CLIENT_STEPS_H

#include "port/lmtp_client.h"

/*
 * In this order; each returns 0, or -1 as lmtp_client_send does, and then the
 * dialogue may stand anywhere: to hang up is cheaper than to find out where.
 * The time of a message begins with the first step.
 */
int lmtp_client_begin(struct lmtp_client *client,
    const struct envelope *envelope, struct fail *why); /* says who and whom */
int lmtp_client_give(struct lmtp_client *client, struct slice raw,
    struct fail *why); /* hears that it may, and says all but the end */
int lmtp_client_finish(struct lmtp_client *client, struct fail *why);
int lmtp_client_hear(struct lmtp_client *client, struct fail *why);

void lmtp_client_hang_up(struct lmtp_client *client);

#endif
