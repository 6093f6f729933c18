/* The supervisor's loop. */
#include "app/daemon.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/alarm.h"
#include "app/mark.h"
#include "app/wake.h"
#include "base/clock.h"
#include "base/crash.h"
#include "base/log.h"
#include "daemon_open.h"
#include "port/service.h"

/* Milliseconds between looks whether an alarm was cleared. */
#define ALARM_LOOK INT64_C(2000)
/* Milliseconds between two reminders of it. */
#define ALARM_SAY INT64_C(600000)

/* "intake up, gateway up, sender waits to start again" */
static void
say_status(struct daemon *daemon)
{
	char text[sizeof(daemon->said)] = "";
	size_t len = 0;

	for (size_t i = 0; i < daemon->ward_count && len < sizeof(text); i++)
		if (!daemon->wards[i].is_unwanted)
			len += (size_t)snprintf(text + len, sizeof(text) - len,
			    "%s%s %s", i > 0 ? ", " : "",
			    daemon->wards[i].name,
			    ward_word(&daemon->wards[i]));
	if (strcmp(text, daemon->said) == 0)
		return;
	memcpy(daemon->said, text, sizeof(text));
	service_status(daemon->said);
}

/* The message that the gateway was reading gets a strike. */
static void
add_strike(const struct daemon *daemon)
{
	struct fail why = FAIL_INIT;
	struct mark mark;

	crash_point("daemon.before-strike");
	if (mark_open(&mark, daemon->conf.mark_path, &why) < 0 ||
	    mark_strike(&mark, &why) < 0)
		log_error("cannot-strike", "why=\"%s\"", why.text);
	else if (mark.now != 0)
		log_warn("strike", "msg=%" PRId64 " strikes=%" PRId64,
		    mark.archive_id, mark.strikes);
	mark_close(&mark);
	crash_point("daemon.after-strike");
}

static void
halt(struct daemon *daemon, struct ward *ward)
{
	struct fail why = FAIL_INIT;

	ward->state = WARD_HALTED;
	daemon->alarm_said = 0;
	if (alarm_raise(&daemon->conf, ward->name, &why) < 0)
		log_error("cannot-raise-alarm", "why=\"%s\"", why.text);
}

static void
stop_all(struct daemon *daemon, int64_t now)
{
	daemon->is_stopping = true;
	service_stopping();
	for (size_t i = 0; i < daemon->ward_count; i++) {
		ward_ask(&daemon->wards[i], now);
		if (daemon->wards[i].state != WARD_ENDS)
			daemon->wards[i].state = WARD_STOPPED;
	}
}

/* A role has ended that should not have, or not so. */
static void
mind(struct daemon *daemon, struct ward *ward, int status, int64_t now)
{
	struct restart_verdict verdict = restart_decide(&ward->restart, status,
	    now - ward->started, now);

	ward->due = now + verdict.pause;
	log_warn("role-ended", "role=%s how=\"%s\" ms=%" PRId64,
	    ward->name, restart_how(status), verdict.pause);
	if (verdict.halts)
		halt(daemon, ward);
	/* A desk that cannot be started is told so at once. */
	if (!daemon->was_ready && ward == &daemon->wards[0] &&
	    verdict.is_setup) {
		daemon->status = ROLE_SETUP;
		stop_all(daemon, now);
	}
}

static void
reap(struct daemon *daemon, int64_t now)
{
	int status;

	for (size_t i = 0; i < daemon->ward_count; i++) {
		struct ward *ward = &daemon->wards[i];
		bool asked = ward->state == WARD_ENDS;

		if (ward_reap(ward, &status) == 0)
			continue;
		ward->due = now;
		if (ward->kind->reads_mail && restart_is_own_death(status))
			add_strike(daemon);
		if (asked)
			log_info("role-stopped", "role=%s how=\"%s\"",
			    ward->name, restart_how(status));
		if (daemon->is_stopping || ward->is_unwanted)
			ward->state = WARD_STOPPED;
		else if (!asked || status != 0)
			mind(daemon, ward, status, now);
	}
}

/* Roles take the new configuration by starting again. */
static void
read_again(struct daemon *daemon, int64_t now)
{
	struct fail why = FAIL_INIT;

	if (daemon_read_conf(daemon, daemon->setting.conf_path, &why) < 0) {
		log_error("configuration-refused", "why=\"%s\" kept=old",
		    why.text);
		return;
	}
	log_info("configuration-read", "path=%s", daemon->setting.conf_path);
	if (daemon_settle_accounts(daemon, now, &why) < 0)
		log_error("cannot-start-role", "role=imap-or-maildir"
		    " why=\"%s\"", why.text);
	for (size_t i = 0; i < daemon->ward_count; i++) {
		struct ward *ward = &daemon->wards[i];

		ward_ask(ward, now);
		/* It may be the cure of what kept it down. */
		if (ward->state == WARD_WAITS)
			ward->due = now;
	}
}

static void
reload(struct daemon *daemon, int64_t now)
{
	if (daemon->is_stopping)
		return;
	service_reloading();
	read_again(daemon, now);
	/* Before the first one it would be a lie. */
	if (daemon->was_ready)
		service_ready();
}

static void
hear_signals(struct daemon *daemon, int64_t now)
{
	struct signalfd_siginfo info;

	while (read(daemon->signal_fd, &info, sizeof(info)) ==
	    (ssize_t)sizeof(info)) {
		switch (info.ssi_signo) {
		case SIGHUP:
			reload(daemon, now);
			break;
		case SIGTERM:
		case SIGINT:
			log_info("stops", "signal=%s",
			    sigabbrev_np((int)info.ssi_signo));
			stop_all(daemon, now);
			break;
		}
	}
	reap(daemon, now);
}

/* The door is open for the first time. */
static void
tell_ready(struct daemon *daemon)
{
	const struct ward *intake = &daemon->wards[0];

	/* With an alarm it may be long: who waits for us shall not. */
	if (daemon->was_ready ||
	    (!intake->is_ready && intake->state != WARD_HALTED))
		return;
	daemon->was_ready = true;
	service_ready();
	log_info("ready", "socket=%s", daemon->conf.socket_path);
	if (daemon->ready_fd >= 0) {
		if (write(daemon->ready_fd, "", 1) < 0)
			log_debug("nobody-waits", "errno=%d", errno);
		close(daemon->ready_fd);
		daemon->ready_fd = -1;
	}
}

static void
start_due(struct daemon *daemon, int64_t now)
{
	struct fail why = FAIL_INIT;

	for (size_t i = 0; i < daemon->ward_count; i++) {
		struct ward *ward = &daemon->wards[i];
		const struct ward *next = i + 1 < ROLE_COUNT ? ward + 1 : NULL;

		if (ward->state == WARD_ENDS && now >= ward->due) {
			log_warn("role-killed", "role=%s", ward->name);
			ward_kill(ward);
			ward->due = now + WARD_GRACE;
		}
		if (ward->state != WARD_WAITS || now < ward->due)
			continue;
		if (ward_start(ward, next, &daemon->setting, now, &why) < 0) {
			log_error("cannot-start-role", "role=%s why=\"%s\"",
			    ward->name, why.text);
			ward->due = now + RESTART_FIRST;
		}
	}
}

/* Whether somebody has looked at the databases. */
static void
look_at_alarm(struct daemon *daemon, int64_t now)
{
	for (size_t i = 0; i < daemon->ward_count; i++) {
		struct ward *ward = &daemon->wards[i];

		if (ward->state != WARD_HALTED)
			continue;
		if (!alarm_is_raised(&daemon->conf, ward->name)) {
			log_info("alarm-over", "role=%s", ward->name);
			ward->restart = (struct restart){ 0 };
			ward->state = WARD_WAITS;
			ward->due = now;
		} else if (daemon->alarm_said == 0 ||
		    now - daemon->alarm_said >= ALARM_SAY) {
			log_error("alarm", "role=%s why=\"the disk failed"
			    " twice; it stays down until maildesk check"
			    " passes\"", ward->name);
			daemon->alarm_said = now;
		}
	}
}

/* Milliseconds until something is due; -1: only events. */
static int
until_due(const struct daemon *daemon, int64_t now)
{
	int64_t wait = daemon->watchdog > 0 ? daemon->watchdog / 2 : -1, left;

	for (size_t i = 0; i < daemon->ward_count; i++) {
		const struct ward *ward = &daemon->wards[i];

		if (ward->state == WARD_WAITS || ward->state == WARD_ENDS)
			left = ward->due > now ? ward->due - now : 0;
		else if (ward->state == WARD_HALTED)
			left = ALARM_LOOK;
		else
			continue;
		if (wait < 0 || left < wait)
			wait = left;
	}
	return (int)wait;
}

static bool
is_over(const struct daemon *daemon)
{
	for (size_t i = 0; i < daemon->ward_count; i++)
		if (daemon->wards[i].state != WARD_STOPPED)
			return false;
	return true;
}

/* A command has changed the desk. */
static void
wake_all(const struct daemon *daemon)
{
	wake_drain(daemon->wake_fd);
	for (size_t i = 0; i < ROLE_COUNT; i++)
		if (daemon->wards[i].kind->opens_desk)
			ward_wake(&daemon->wards[i]);
}

static void
wait_for_events(struct daemon *daemon)
{
	struct pollfd fds[2 + WARDS_MAX] = {
		{ .fd = daemon->signal_fd, .events = POLLIN },
		{ .fd = daemon->wake_fd, .events = POLLIN },
	};

	for (size_t i = 0; i < daemon->ward_count; i++) {
		fds[2 + i].fd = daemon->wards[i].ready_fd;
		fds[2 + i].events = POLLIN;
	}
	if (poll(fds, 2 + daemon->ward_count,
		until_due(daemon, clock_mono())) <= 0)
		return;
	for (size_t i = 0; i < daemon->ward_count; i++)
		if (fds[2 + i].revents != 0)
			ward_hear(&daemon->wards[i]);
	if (fds[1].revents != 0)
		wake_all(daemon);
	if (fds[0].revents != 0)
		hear_signals(daemon, clock_mono());
}

int
daemon_run(const struct daemon_options *options)
{
	struct daemon daemon;
	struct fail why = FAIL_INIT;
	int status;

	log_open("maildeskd", LOG_LEVEL_INFO, STDERR_FILENO);
	umask(ROLE_UMASK);
	if (daemon_open(&daemon, options, &why) < 0) {
		fprintf(stderr, "maildeskd: %s\n", why.text);
		daemon_close(&daemon);
		return why.kind == FAIL_SETUP ? ROLE_SETUP : ROLE_FAILED;
	}
	log_info("starts", "version=%s state=%s", VERSION,
	    daemon.conf.state_dir);
	while (!is_over(&daemon)) {
		if (!daemon.is_stopping)
			look_at_alarm(&daemon, clock_mono());
		start_due(&daemon, clock_mono());
		say_status(&daemon);
		wait_for_events(&daemon);
		if (daemon.watchdog > 0)
			service_alive();
		tell_ready(&daemon);
	}
	status = daemon.status;
	log_info("stopped", "status=%d", status);
	daemon_close(&daemon);
	return status;
}
