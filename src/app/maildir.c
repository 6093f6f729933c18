/* The maildir role: look, wait for news, look again. */
#include "app/maildir.h"

#include <inttypes.h>
#include <poll.h>
#include <string.h>

#include "app/confine.h"
#include "app/pulse.h"
#include "base/clock.h"
#include "base/log.h"
#include "maildir_folder.h"

/* Milliseconds between two looks, however much comes. */
#define LEAST_WAIT INT64_C(200)

struct watcher {
	const struct conf *conf;
	const struct conf_maildir *folder;
	const struct role *role;
	struct maildir_folder look;
	struct pulse pulse;
	bool is_broken; /* the archive's disk failed: the role must end */
};

static void
note_success(struct watcher *watcher)
{
	if (pulse_good(&watcher->pulse))
		log_info("maildir-works", "folder=%s", watcher->folder->name);
}

static void
note_failure(struct watcher *watcher, const struct fail *why)
{
	const char *name = watcher->folder->name;
	bool is_alarm = pulse_bad(&watcher->pulse, why);
	char quoted[LOG_QUOTE_SIZE];

	log_quote(slice_of(why->text), quoted);
	if (why->kind == FAIL_SETUP)
		log_error("maildir-waits", "folder=%s kind=setup why=%s ms=%"
		    PRId64, name, quoted, watcher->pulse.wait);
	else
		log_warn("maildir-waits", "folder=%s kind=%s why=%s ms=%"
		    PRId64, name, fail_kind_name(why->kind), quoted,
		    watcher->pulse.wait);
	if (is_alarm)
		log_error("maildir-alarm", "folder=%s minutes=%" PRId64, name,
		    watcher->folder->alarm_minutes);
}

/* Until something came in, or so many milliseconds. */
static void
wait_for_news(const struct watcher *watcher, int64_t milliseconds)
{
	struct pollfd fds[2] = {
		{ .fd = watcher->role->stop_fd, .events = POLLIN },
		{ .fd = maildir_door_watch_fd(watcher->look.courier.door),
			.events = POLLIN },
	};

	/* poll passes over negative descriptors; EINTR is a short wait. */
	if (poll(fds, 2, (int)milliseconds) < 0)
		return;
}

static void
look(struct watcher *watcher)
{
	struct fail why = FAIL_INIT;
	int64_t began = clock_mono(), pause;
	int rc = maildir_folder_look(&watcher->look, watcher->role, &why);

	if (role_stopping(watcher->role))
		return;
	if (rc == 0) {
		note_success(watcher);
		wait_for_news(watcher, watcher->folder->poll_seconds * 1000);
	} else {
		note_failure(watcher, &why);
		watcher->is_broken = why.kind == FAIL_SYNC;
		if (watcher->is_broken)
			return;
		role_wait(watcher->role, watcher->pulse.wait);
	}
	pause = began + LEAST_WAIT - clock_mono();
	if (pause > 0)
		role_wait(watcher->role, pause);
}

static const struct conf_maildir *
find_folder(const struct conf *conf, const char *name)
{
	for (size_t i = 0; name != NULL && i < conf->maildir_count; i++)
		if (strcmp(conf->maildir[i].name, name) == 0)
			return &conf->maildir[i];
	return NULL;
}

static int
open_watcher(struct watcher *watcher, struct fail *why)
{
	const struct conf *conf = watcher->conf;
	struct maildir_courier *courier = &watcher->look.courier;

	courier->conf = conf;
	courier->folder = watcher->folder;
	if (archive_open(&courier->archive, conf->archive_path, DB_READ,
		why) < 0)
		return -1;
	courier->client = lmtp_client_new(conf->socket_path,
	    conf->transaction_timeout * 1000);
	courier->door = maildir_door_new(watcher->folder->path);
	pulse_open(&watcher->pulse, conf, DOOR_MAILDIR, watcher->folder->name);
	watcher->pulse.alarm_minutes = watcher->folder->alarm_minutes;
	watcher->pulse.poll_seconds = watcher->folder->poll_seconds;
	return 0;
}

static void
close_watcher(struct watcher *watcher)
{
	struct maildir_courier *courier = &watcher->look.courier;

	maildir_door_free(courier->door);
	lmtp_client_free(courier->client);
	archive_close(courier->archive);
	arena_free(&courier->arena);
	arena_free(&watcher->look.arenas[0]);
	arena_free(&watcher->look.arenas[1]);
}

enum role_exit
maildir_run(const struct conf *conf, const struct role *role)
{
	struct watcher watcher = { .conf = conf, .role = role,
		.folder = find_folder(conf, role->account) };
	struct fail why = FAIL_INIT;

	if (watcher.folder == NULL) {
		log_error("maildir-cannot-start", "why=\"there is no such"
		    " Maildir\"");
		return ROLE_SETUP;
	}
	if (open_watcher(&watcher, &why) < 0) {
		log_error("maildir-cannot-start", "why=\"%s\"", why.text);
		close_watcher(&watcher);
		return role_exit_of(&why);
	}
	log_info("maildir-started", "folder=%s", watcher.folder->name);
	confine("maildir", role->account, conf);
	role_ready(role);
	while (!role_stopping(role) && !watcher.is_broken &&
	    !confine_is_stale())
		look(&watcher);
	close_watcher(&watcher);
	return watcher.is_broken ? ROLE_SYNC : ROLE_STOPPED;
}
