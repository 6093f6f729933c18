/* The supervisor's state, and how it comes about. */
#ifndef APP_DAEMON_OPEN_H
#define APP_DAEMON_OPEN_H

#include "app/daemon.h"
#include "app/ward.h"
#include "port/conf_aside.h"

/* After a change of accounts, old ones may still be ending. */
#define WARDS_MAX (ROLE_COUNT + 2 * (CONF_IMAP_MAX + CONF_MAILDIR_MAX))

struct daemon {
	struct conf_aside *aside; /* where the configuration lives */
	struct conf conf;
	struct ward_setting setting;
	int lock, signal_fd, ready_fd, wake_fd;
	int64_t watchdog; /* milliseconds between signs of life; 0: none */
	struct ward wards[WARDS_MAX]; /* those of role_kinds first */
	size_t ward_count;
	bool is_stopping, was_ready;
	int status; /* to exit with */
	int64_t alarm_said;
	char said[4096]; /* the last status: who listens may be slow */
};

/* -1: what was opened is the caller's to close. */
int daemon_open(struct daemon *daemon, const struct daemon_options *options,
    struct fail *why);
void daemon_close(struct daemon *daemon);
/* What was read before stays when the new one is bad. */
int daemon_read_conf(struct daemon *daemon, const char *path,
    struct fail *why);
/*
 * A ward for each account of the configuration that is read by IMAP, and for
 * each Maildir that is watched, and none for others.  -1: some have none.
 */
int daemon_settle_accounts(struct daemon *daemon, int64_t now,
    struct fail *why);

#endif
