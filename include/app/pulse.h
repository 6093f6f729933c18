/*
 * How a door that fetches mail is doing: how long to wait after a failure, when
 * to sound the alarm, and the small file that tells `maildesk status` of it.
 */
#ifndef APP_PULSE_H
#define APP_PULSE_H

#include "app/health.h"

struct pulse {
	const struct conf *conf;
	enum door door;
	const char *name; /* of the account or the like */
	int64_t alarm_minutes, poll_seconds;
	int64_t wait;	  /* milliseconds, after the last failure; 0: none */
	struct health health;
	char failure[sizeof(((struct fail *)NULL)->text)];
	int64_t saved_at; /* the health; clock_mono's */
	bool was_good;	  /* as it was saved */
	int64_t alarm_said;
};

/* Reads how it did before; alarm_minutes and poll_seconds are the caller's. */
void pulse_open(struct pulse *pulse, const struct conf *conf, enum door door,
    const char *name);
/* A look went well; true: the one before it had not. */
bool pulse_good(struct pulse *pulse);
/* A look failed; `wait` is what to wait.  True: it is time for the alarm. */
bool pulse_bad(struct pulse *pulse, const struct fail *why);

#endif
