/*
 * What users may expect: an answer, and an end, within so many hours.  A
 * promise runs while agents must act, rests while the user must, and is kept or
 * missed once.
 */
#ifndef DESK_PROMISE_H
#define DESK_PROMISE_H

#include "desk/hours.h"
#include "desk/ticket.h"

enum promise_kind { PROMISE_RESPONSE, PROMISE_RESOLUTION, PROMISE_KIND_COUNT };
const char *promise_kind_name(enum promise_kind kind); /* "response", ... */
bool promise_kind_parse(struct slice word, enum promise_kind *out);

struct promise_target {
	int64_t seconds;
	int64_t warn;	/* so long before its end; 0: no warning */
	bool is_always; /* around the clock, not in business hours */
};

struct promise {
	enum promise_kind kind;
	int64_t used;	   /* seconds that have counted */
	int64_t since;	   /* it runs since then; 0: it rests */
	int64_t due_at;	   /* 0: it rests, or is over */
	int64_t warn_at;   /* 0: no warning to come */
	int64_t kept_at, missed_at, warned_at; /* 0: not */
};

/* What a promise has to know of its ticket. */
struct promise_state {
	enum ticket_status status;
	bool is_kept; /* answered; at its end */
	int64_t now;
};

/*
 * A new one starts with `since` the second that the ticket was opened at, all
 * else 0.  target NULL: nothing is promised (any more).  What has counted stays
 * counted when the target changes; one that was kept or missed stays so, but
 * for an end that is taken back.
 */
void promise_settle(struct promise *promise,
    const struct promise_target *target, const struct hours *hours,
    const struct promise_state *state);

#endif
