/* The gateway: reads the archive in order and files it in groups. */
#include "app/gateway.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "app/confine.h"
#include "app/due.h"
#include "app/erase.h"
#include "app/mark.h"
#include "app/pipeline.h"
#include "app/record.h"
#include "app/rules.h"
#include "base/clock.h"
#include "base/crash.h"
#include "base/log.h"
#include "store/counters.h"
#include "store/entries.h"
#include "store/search.h"

#define LIMIT_EVERY 1000 /* milliseconds between two settings of the limit */
#define IDLE_WAIT 1000 /* milliseconds between looks when nobody wakes us */
#define IDLE_EVERY 60000 /* between two cleanings up */
#define FIRST_WAIT 250 /* after trouble; doubles up to */
#define LAST_WAIT 30000
#define DUE_EVERY 1000 /* milliseconds between looks for what is due */
#define COUNTED_KEPT (2 * 86400) /* the longest window is a day */
#define AWAITED_KEPT (2 * 86400) /* a late parent joins within a day */

struct item {
	struct work work;
	struct filed filed;
	bool unreadable; /* the pure stages were never run: struck out */
};

struct gateway {
	const struct conf *conf;
	struct desk desk;
	struct mark mark;
	int64_t limited_at; /* when the CPU's limit was set */
	int64_t due_at;	    /* when was looked for what is due */
	struct item items[GATEWAY_GROUP_MESSAGES];
	size_t count;
};

int
gateway_open(struct gateway **out, const struct conf *conf, struct fail *why)
{
	struct gateway *gateway = calloc(1, sizeof(*gateway));

	if (gateway == NULL)
		log_die("out of memory");
	gateway->conf = conf;
	gateway->mark.fd = -1;
	if (desk_open(&gateway->desk, conf, DB_WRITE, true, why) < 0 ||
	    rules_open(&gateway->desk, why) < 0 ||
	    mark_open(&gateway->mark, conf->mark_path, why) < 0 ||
	    mark_begin(&gateway->mark, why) < 0) {
		gateway_close(gateway);
		return -1;
	}
	*out = gateway;
	return 0;
}

void
gateway_close(struct gateway *gateway)
{
	if (gateway == NULL)
		return;
	mark_close(&gateway->mark);
	desk_close(&gateway->desk);
	free(gateway);
}

/*
 * A message may use this much; more ends the process (SIGXCPU), which counts
 * as a strike against the message that is marked.  Nobody uses more than a
 * second of CPU in a second: until one has passed, the limit is far enough
 * away.
 */
static void
limit_cpu(struct gateway *gateway)
{
	struct rusage used;
	struct rlimit limit;
	int64_t now = clock_mono();

	if (gateway->limited_at != 0 &&
	    now - gateway->limited_at < LIMIT_EVERY)
		return;
	gateway->limited_at = now;
	if (getrusage(RUSAGE_SELF, &used) < 0 ||
	    getrlimit(RLIMIT_CPU, &limit) < 0)
		return;
	/*
	 * Whole seconds: those that have begun, of either kind, do not count,
	 * nor does the one until the limit is set anew.
	 */
	limit.rlim_cur = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
	    GATEWAY_CPU_SECONDS + 3;
	setrlimit(RLIMIT_CPU, &limit);
}

/* The message that is worked on from here. */
static int
take_up(struct gateway *gateway, int64_t archive_id, struct fail *why)
{
	int rc;

	limit_cpu(gateway);
	crash_point("gateway.before-mark");
	rc = mark_set(&gateway->mark, archive_id, why);
	crash_point("gateway.after-mark");
	return rc;
}

/* The pure stages of the next message; 1, 0 (none waits), -1. */
static int
read_next(struct gateway *gateway, int64_t *after, int64_t *bytes,
    struct fail *why)
{
	struct item *item = &gateway->items[gateway->count];
	int64_t id, size;
	int got;

	got = archive_next(gateway->desk.archive, *after, &id, &size, why);
	if (got <= 0)
		return got;
	*item = (struct item){ .unreadable = false };
	if (take_up(gateway, id, why) < 0)
		return -1;
	if (gateway->mark.archive_id == id &&
	    gateway->mark.strikes >= GATEWAY_STRIKES) {
		/* It killed us three times: it is not looked at again. */
		item->work = (struct work){ .archive_id = id };
		item->work.record = TEXT_IN(&item->work.arena);
		item->work.envelope.at = clock_now();
		item->unreadable = true;
	} else if (pipeline_read(&gateway->desk, id, &item->work, why) < 0) {
		work_free(&item->work);
		return -1;
	}
	crash_point("gateway.after-read");
	gateway->count++;
	*after = id;
	*bytes += size;
	return 1;
}

/* Reads a group; after a strike, groups of one until past the mark. */
static int
read_group(struct gateway *gateway, int64_t cursor, struct fail *why)
{
	size_t max = gateway->mark.strikes > 0 ? 1 : GATEWAY_GROUP_MESSAGES;
	int64_t bytes = 0;
	int got = 1;

	while (got == 1 && gateway->count < max && bytes < GATEWAY_GROUP_BYTES)
		got = read_next(gateway, &cursor, &bytes, why);
	/* What was read before the trouble is filed all the same. */
	return gateway->count > 0 ? 1 : got;
}

/*
 * One message, one unit of work.  An error that is the message's rolls back to
 * its savepoint and quarantines it; any other drops the whole group.
 */
static int
file_item(struct gateway *gateway, struct item *item, struct fail *why)
{
	struct desk *desk = &gateway->desk;
	const char *reason = item->unreadable ? "poison" : NULL;
	struct fail told = FAIL_INIT;

	if (take_up(gateway, item->work.archive_id, why) < 0 ||
	    db_savepoint(desk->db, why) < 0)
		return -1;
	if (reason == NULL) {
		if (pipeline_file(desk, &item->work, &item->filed, &told) == 0)
			return db_release(desk->db, why);
		/* Savepoints do not survive FULL, IOERR or NOMEM. */
		if (!db_in_transaction(desk->db) ||
		    (told.kind != FAIL_REFUSE &&
			db_trouble(desk->db) != DB_MESSAGE)) {
			*why = told;
			return -1;
		}
		if (db_rollback_to(desk->db, why) < 0 ||
		    db_savepoint(desk->db, why) < 0)
			return -1;
		log_error("message-failed", "msg=%" PRId64 " why=\"%s\"",
		    item->work.archive_id, told.text);
		record_add(&item->work.record, "file", "error",
		    slice_of(told.text));
		reason = "error";
	}
	if (pipeline_quarantine(desk, &item->work, reason, &item->filed,
		why) < 0)
		return -1;
	return db_release(desk->db, why);
}

static int
file_group(struct gateway *gateway, struct fail *why)
{
	struct db *db = gateway->desk.db;
	int rc;

	crash_point("gateway.before-begin");
	if (db_begin(db, why) < 0)
		return -1;
	crash_point("gateway.after-begin");
	for (size_t i = 0; i < gateway->count; i++) {
		if (file_item(gateway, &gateway->items[i], why) < 0)
			goto undo;
		crash_point("gateway.after-item");
	}
	crash_point("gateway.before-commit");
	rc = db_commit(db, why);
	crash_point("gateway.after-commit");
	return rc;
undo:
	db_rollback(db);
	return -1;
}

/* Logs come after the commit: what is said in the log is so. */
static void
log_group(const struct gateway *gateway)
{
	for (size_t i = 0; i < gateway->count; i++) {
		const struct item *item = &gateway->items[i];
		const struct filed *filed = &item->filed;

		log_info(filing_state_name(filed->state),
		    "msg=%" PRId64 " ticket=%" PRId64 " entry=%" PRId64
		    " class=%s letters=%zu%s%s", item->work.archive_id,
		    filed->ticket_id, filed->entry_id,
		    mail_class_name(item->work.kind.class), filed->letters,
		    filed->reason != NULL ? " reason=" : "",
		    filed->reason != NULL ? filed->reason : "");
	}
}

static void
drop_group(struct gateway *gateway)
{
	for (size_t i = 0; i < gateway->count; i++)
		work_free(&gateway->items[i].work);
	gateway->count = 0;
}

int
gateway_step(struct gateway *gateway, struct fail *why)
{
	int64_t cursor, last;
	int got;

	if (filings_cursor(gateway->desk.db, &cursor, why) < 0)
		return -1;
	got = read_group(gateway, cursor, why);
	if (got == 1) {
		last = gateway->items[gateway->count - 1].work.archive_id;
		got = file_group(gateway, why);
		if (got == 0) {
			log_group(gateway);
			got = mark_passed(&gateway->mark, last, why) < 0
			    ? -1 : (int)gateway->count;
		}
	}
	drop_group(gateway);
	return got;
}

/* What is due though no mail came. */
static int
idle(struct gateway *gateway, struct fail *why)
{
	struct db *db = gateway->desk.db;
	int64_t now = clock_now();

	if (db_begin(db, why) < 0)
		return -1;
	crash_point("gateway.idle-begun");
	if (counters_prune(db, now - COUNTED_KEPT, why) < 0 ||
	    counters_settle(db, now, why) < 0 ||
	    entries_prune_awaited(db, now - AWAITED_KEPT, why) < 0 ||
	    search_tidy(db, why) < 0 ||
	    db_commit(db, why) < 0) {
		db_rollback(db);
		return -1;
	}
	crash_point("gateway.idle-ended");
	return 0;
}

/*
 * What searches miss, as after an upgrade: a piece at a time, for mail goes
 * first.  1: there may be more.
 */
static int
fill_in(struct gateway *gateway, struct fail *why)
{
	struct db *db = gateway->desk.db;
	int got = search_is_due(db, why);

	if (got <= 0)
		return got;
	if (db_begin(db, why) < 0)
		return -1;
	got = search_fill(db, why);
	if (got < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, why) < 0 ? -1 : got;
}

/* What is due at this moment; *more when there may be more of it. */
static int
do_due(struct gateway *gateway, bool *more, struct fail *why)
{
	struct db *db = gateway->desk.db;
	int64_t now = clock_now();
	int got = due_waits(&gateway->desk, now, why);

	*more = false;
	if (got <= 0)
		return got;
	if (db_begin(db, why) < 0)
		return -1;
	got = due_run(&gateway->desk, now, why);
	if (got < 0) {
		db_rollback(db);
		return -1;
	}
	*more = got == DUE_BATCH;
	return db_commit(db, why) < 0 ? -1 : 1;
}

/* Trouble is told and tried again the next second: it must not stop the mail. */
static bool
run_due(struct gateway *gateway, const struct role *role)
{
	struct fail why = FAIL_INIT;
	bool more;
	int got;

	if (clock_mono() - gateway->due_at < DUE_EVERY)
		return true;
	gateway->due_at = clock_mono();
	got = do_due(gateway, &more, &why);
	if (got > 0)
		role_wake_next(role);
	if (more)
		gateway->due_at = 0;
	if (got < 0)
		log_error("due-waits", "kind=%s why=\"%s\"",
		    fail_kind_name(why.kind), why.text);
	return got >= 0 || why.kind != FAIL_SYNC;
}

static enum role_exit
gateway_loop(struct gateway *gateway, const struct role *role)
{
	struct fail why = FAIL_INIT;
	int64_t wait = FIRST_WAIT, pruned = 0;
	int got;

	while (!role_stopping(role)) {
		if (!run_due(gateway, role))
			return ROLE_SYNC;
		if (desk_keys_are_stale(&gateway->desk)) {
			log_info("file-replaced", "path=%s; starts anew to"
			    " read it", gateway->conf->key_path);
			return ROLE_STOPPED;
		}
		got = gateway_step(gateway, &why);
		if (got > 0) {
			wait = FIRST_WAIT;
			role_wake_next(role);
			continue;
		}
		if (got == 0 && clock_mono() - pruned > IDLE_EVERY) {
			got = idle(gateway, &why);
			pruned = clock_mono();
		}
		if (got == 0)
			got = fill_in(gateway, &why);
		if (got >= 0) {
			if (got == 0)
				role_wait(role, IDLE_WAIT);
			continue;
		}
		log_error("gateway-waits", "kind=%s why=\"%s\" ms=%" PRId64,
		    fail_kind_name(why.kind), why.text, wait);
		if (why.kind == FAIL_SYNC)
			return ROLE_SYNC;
		role_wait(role, wait);
		wait = wait * 2 > LAST_WAIT ? LAST_WAIT : wait * 2;
	}
	return ROLE_STOPPED;
}

/* One role does it; the others wait for the schema that they expect. */
static int
upgrade(const struct conf *conf, struct fail *why)
{
	int got = desk_upgrade(conf, why);

	if (got > 0)
		log_info("desk-upgraded", "desk=%s", conf->desk_path);
	return got;
}

/*
 * Somebody began to erase a person; no archive is written in the sandbox.  Mail
 * is filed though that fails, as for want of space: but for a failed sync.
 */
static int
erase_rest(const struct conf *conf, struct fail *why)
{
	int64_t person_id = 0;
	int got = erase_resume(conf, clock_now(), &person_id, why);

	if (got > 0)
		log_info("erased", "person=%" PRId64, person_id);
	if (got >= 0 || why->kind == FAIL_SYNC)
		return got < 0 ? -1 : 0;
	/* What keeps the desk from being opened is told by who opens it next. */
	if (person_id != 0)
		log_error("cannot-erase", "person=%" PRId64 " why=\"%s\""
		    " then=\"maildesk user erase %" PRId64 " --yes\"",
		    person_id, why->text, person_id);
	*why = (struct fail)FAIL_INIT;
	return 0;
}

enum role_exit
gateway_run(const struct conf *conf, const struct role *role)
{
	struct gateway *gateway;
	struct fail why = FAIL_INIT;
	enum role_exit rc;

	if (upgrade(conf, &why) < 0 || erase_rest(conf, &why) < 0 ||
	    gateway_open(&gateway, conf, &why) < 0) {
		log_error("gateway-cannot-start", "why=\"%s\"", why.text);
		return role_exit_of(&why);
	}
	confine("gateway", NULL, conf);
	log_info("gateway-started", "desk=%s", conf->desk_path);
	role_ready(role);
	rc = gateway_loop(gateway, role);
	gateway_close(gateway);
	return rc;
}
