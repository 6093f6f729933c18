/*
 * How an account that is read by IMAP is doing: a small file in state.dir that
 * its role writes and `maildesk status` reads.
 */
#ifndef APP_IMAP_HEALTH_H
#define APP_IMAP_HEALTH_H

#include <stdbool.h>

#include "base/arena.h"
#include "port/conf.h"

struct imap_health {
	int64_t success_at; /* of the last look that went well; 0: never */
	int64_t failing_since; /* 0: it is not */
	struct slice why;   /* the last failure */
};

/* Where these files are; the role makes it.  In the arena. */
const char *imap_health_folder(const struct conf *conf, struct arena *arena);

/* 1; 0: nothing is known of the account; -1. */
int imap_health_load(const struct conf *conf, const char *account,
    struct arena *arena, struct imap_health *out, struct fail *why);
int imap_health_save(const struct conf *conf, const char *account,
    const struct imap_health *health, struct fail *why);

/* No success for longer than the account's alarm_minutes. */
bool imap_health_is_alarming(const struct conf_imap *account,
    const struct imap_health *health, int64_t now);

#endif
