/* How fast letters may go: in all, to one address, to one domain. */
#ifndef APP_SENDER_RATE_H
#define APP_SENDER_RATE_H

#include "sender_settle.h"

/* What went out in this second. */
struct rate {
	int64_t second, used;
};

/* What an earlier sender has sent in this second counts. */
int rate_open(struct rate *rate, struct desk *desk, int64_t now,
    struct fail *why);
/* How many letters may be claimed now, at most `max`. */
size_t rate_room(struct rate *rate, const struct conf *conf, int64_t now,
    size_t max);
/* A letter goes out. */
void rate_take(struct rate *rate);

/*
 * 1: the last of these deliveries may go now; 0: not before *due; -1.  Those
 * before it are not counted in the database yet.
 */
int rate_check(struct desk *desk, const struct delivery *deliveries,
    size_t count, int64_t now, int64_t *due, struct fail *why);
/* It was tried; inside the transaction of its result. */
int rate_count(struct desk *desk, const struct delivery *delivery,
    int64_t now, struct fail *why);

#endif
