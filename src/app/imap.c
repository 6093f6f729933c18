/* The imap role: connect, look into each folder, wait for news, look again. */
#include "app/imap.h"

#include <inttypes.h>
#include <string.h>

#include "app/confine.h"
#include "app/grant.h"
#include "app/pulse.h"
#include "base/clock.h"
#include "base/log.h"
#include "imap_folder.h"

/* Servers end an IDLE of half an hour (RFC 2177); tests build with less. */
#ifndef IMAP_IDLE_MAX
#define IMAP_IDLE_MAX (INT64_C(25) * 60 * 1000)
#endif
/* Milliseconds between two looks, whatever the server says in between. */
#define LEAST_WAIT INT64_C(500)
#define IDLE_LEAST INT64_C(30000)
/* Without IDLE a connection that is silent for longer is not worth keeping. */
#define KEEP_MAX (INT64_C(5) * 60 * 1000)

struct reader {
	const struct conf *conf;
	const struct conf_imap *account;
	const struct role *role;
	struct grant *grant; /* NULL: the account's token is in its file */
	struct courier courier;
	struct imap_folder folders[CONF_FOLDERS_MAX];
	struct pulse pulse;
	bool is_broken; /* the archive's disk failed: the role must end */
};

static void
note_success(struct reader *reader)
{
	if (pulse_good(&reader->pulse))
		log_info("imap-works", "account=%s", reader->account->name);
}

static void
note_failure(struct reader *reader, const struct fail *why)
{
	bool is_alarm = pulse_bad(&reader->pulse, why);

	if (why->kind == FAIL_SETUP)
		log_error("imap-waits", "account=%s kind=setup why=\"%s\""
		    " ms=%" PRId64, reader->account->name, why->text,
		    reader->pulse.wait);
	else
		log_warn("imap-waits", "account=%s kind=%s why=\"%s\""
		    " ms=%" PRId64, reader->account->name,
		    fail_kind_name(why->kind), why->text, reader->pulse.wait);
	if (is_alarm)
		log_error("imap-alarm", "account=%s minutes=%" PRId64,
		    reader->account->name, reader->account->alarm_minutes);
}

static void
hang_up(struct reader *reader)
{
	imap_close(reader->courier.imap);
	reader->courier.imap = NULL;
}

static int
connect_account(struct reader *reader, struct fail *why)
{
	struct imap_token token = { 0 };
	int rc;

	if (reader->grant == NULL)
		return imap_open(&reader->courier.imap, reader->account, NULL,
		    reader->role->stop_fd, why);
	if (grant_token(reader->grant, &token.value, why) < 0)
		return -1;
	rc = imap_open(&reader->courier.imap, reader->account, &token,
	    reader->role->stop_fd, why);
	if (token.is_refused)
		grant_doubt(reader->grant);
	return rc;
}

/*
 * All folders, the first one last: IDLE tells of that one.  A folder that is
 * missing does not keep the others from being read.
 */
static int
look(struct reader *reader, struct fail *why)
{
	struct fail trouble;
	int rc = 0;

	if (reader->courier.imap == NULL && connect_account(reader, why) < 0)
		return -1;
	for (size_t i = reader->account->folder_count; i-- > 0;) {
		if (role_stopping(reader->role))
			return 0;
		trouble = (struct fail)FAIL_INIT;
		if (imap_folder_look(&reader->folders[i], &reader->courier,
			reader->role, &trouble) == 0)
			continue;
		*why = trouble;
		rc = -1;
		if (trouble.kind != FAIL_SETUP)
			break;
	}
	return rc;
}

/* For role_wait a time below 0 would be for ever. */
static void
rest_until(struct reader *reader, int64_t end)
{
	int64_t left = end - clock_mono();

	if (left > 0)
		role_wait(reader->role, left);
}

/*
 * Until news, or until the next look is due.  A server whose IDLE ends at once
 * is looked at as often as one that has none.
 */
static void
wait_for_news(struct reader *reader)
{
	struct imap *imap = reader->courier.imap;
	struct fail why = FAIL_INIT;
	int64_t begun = clock_mono();
	int64_t end = clock_mono() + reader->account->poll_seconds * 1000;
	int64_t left;
	int got = 0;

	if (!imap_has_idle(imap)) {
		if (reader->account->poll_seconds * 1000 > KEEP_MAX)
			hang_up(reader);
		rest_until(reader, end);
		return;
	}
	while (got == 0 && !role_stopping(reader->role) &&
	    (left = end - clock_mono()) > 0)
		got = imap_idle(imap, left < IMAP_IDLE_MAX ? left
		    : IMAP_IDLE_MAX, &why);
	if (got >= 0 || role_stopping(reader->role))
		return;
	hang_up(reader);
	if (clock_mono() - begun < IDLE_LEAST)
		rest_until(reader, end);
}

static void
read_on(struct reader *reader)
{
	struct fail why = FAIL_INIT;
	int64_t began = clock_mono();
	int rc = look(reader, &why);

	if (role_stopping(reader->role))
		return;
	if (rc == 0) {
		note_success(reader);
		wait_for_news(reader);
	} else {
		hang_up(reader);
		note_failure(reader, &why);
		reader->is_broken = why.kind == FAIL_SYNC;
		if (reader->is_broken)
			return;
		role_wait(reader->role, reader->pulse.wait);
	}
	rest_until(reader, began + LEAST_WAIT);
}

static const struct conf_imap *
find_account(const struct conf *conf, const char *name)
{
	for (size_t i = 0; name != NULL && i < conf->imap_count; i++)
		if (strcmp(conf->imap[i].name, name) == 0)
			return &conf->imap[i];
	return NULL;
}

static int
open_reader(struct reader *reader, struct fail *why)
{
	const struct conf *conf = reader->conf;

	reader->courier = (struct courier){ .conf = conf,
		.account = reader->account };
	reader->courier.pool = (struct lmtp_spill_pool){
		.dir = conf->spill_dir, .each_max = LMTP_SPILL_EACH,
		.all_max = LMTP_SPILL_ALL };
	for (size_t i = 0; i < reader->account->folder_count; i++)
		reader->folders[i] = (struct imap_folder){
			.conf = &reader->account->folders[i],
			.is_owed = true };
	if (archive_open(&reader->courier.archive, conf->archive_path,
		DB_READ, why) < 0)
		return -1;
	if (*reader->account->oauth != '\0' && grant_open(&reader->grant,
		conf, reader->account->oauth, reader->role, why) < 0)
		return -1;
	reader->courier.client = lmtp_client_new(conf->socket_path,
	    conf->transaction_timeout * 1000);
	pulse_open(&reader->pulse, conf, DOOR_IMAP, reader->account->name);
	reader->pulse.alarm_minutes = reader->account->alarm_minutes;
	reader->pulse.poll_seconds = reader->account->poll_seconds;
	return 0;
}

static void
close_reader(struct reader *reader)
{
	hang_up(reader);
	grant_close(reader->grant);
	lmtp_client_free(reader->courier.client);
	archive_close(reader->courier.archive);
	arena_free(&reader->courier.arena);
}

enum role_exit
imap_run(const struct conf *conf, const struct role *role)
{
	struct reader reader = { .conf = conf, .role = role,
		.account = find_account(conf, role->account) };
	struct fail why = FAIL_INIT;

	if (reader.account == NULL) {
		log_error("imap-cannot-start", "why=\"there is no such"
		    " account\"");
		return ROLE_SETUP;
	}
	if (open_reader(&reader, &why) < 0) {
		log_error("imap-cannot-start", "why=\"%s\"", why.text);
		close_reader(&reader);
		return role_exit_of(&why);
	}
	log_info("imap-started", "account=%s folders=%zu",
	    reader.account->name, reader.account->folder_count);
	confine("imap", role->account, conf);
	role_ready(role);
	/* Nothing is read anew while a connection is good. */
	while (!role_stopping(role) && !reader.is_broken &&
	    (reader.courier.imap != NULL || !confine_is_stale()))
		read_on(&reader);
	close_reader(&reader);
	return reader.is_broken ? ROLE_SYNC : ROLE_STOPPED;
}
