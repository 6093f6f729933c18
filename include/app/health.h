/*
 * How a door that fetches mail is doing (an account read by IMAP, a Maildir that
 * is watched): a small file in state.dir that its role writes and `maildesk
 * status` reads.
 */
#ifndef APP_HEALTH_H
#define APP_HEALTH_H

#include <stdbool.h>

#include "base/arena.h"
#include "mail/envelope.h"
#include "port/conf.h"

struct health {
	int64_t success_at; /* of the last look that went well; 0: never */
	int64_t failing_since; /* 0: it is not */
	struct slice why;   /* the last failure */
};

/* Where these files of a door are; the role makes it.  In the arena. */
const char *health_folder(const struct conf *conf, enum door door,
    struct arena *arena);

/* 1; 0: nothing is known of the one of this name; -1. */
int health_load(const struct conf *conf, enum door door, const char *name,
    struct arena *arena, struct health *out, struct fail *why);
int health_save(const struct conf *conf, enum door door, const char *name,
    const struct health *health, struct fail *why);

/* No success for longer than so many minutes, where every look may wait. */
bool health_is_alarming(const struct health *health, int64_t alarm_minutes,
    int64_t poll_seconds, int64_t now);

#endif
