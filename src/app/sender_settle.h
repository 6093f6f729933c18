/* How an attempt at a letter ended, and what the desk remembers of it. */
#ifndef APP_SENDER_SETTLE_H
#define APP_SENDER_SETTLE_H

#include "app/desk.h"
#include "port/smtp.h"
#include "store/outbox.h"

enum delivery_end {
	DELIVERY_UNTRIED, /* goes back as it was */
	DELIVERY_POSTPONED, /* the same, but not before `due` */
	DELIVERY_SENT,
	DELIVERY_DEFERRED,
	DELIVERY_UNKNOWN,
	DELIVERY_FAILED,
	DELIVERY_CANCELLED,
	DELIVERY_END_COUNT
};

struct delivery {
	struct outbox_row row;
	enum delivery_end end;
	struct slice reply; /* what the server said, or why not */
	enum smtp_blame blame;
	int64_t due;	 /* of one that is postponed */
	bool is_settled;
};

/*
 * Writes them all down in one commit, then logs each.  A deferral too many, and
 * a second end that nobody saw, are failures: end and reply say so then.  What
 * a failure leaves behind: see sender_failure.h.  -1: nothing is written; call
 * again.
 */
int deliveries_settle(struct desk *desk, struct delivery *deliveries, size_t count,
    int64_t now, struct arena *arena, struct fail *why);

#endif
