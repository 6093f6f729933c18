/* The sender: told = sent. */
#include "app/sender.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/confine.h"
#include "app/sender_letter.h"
#include "base/clock.h"
#include "base/crash.h"
#include "base/file.h"
#include "base/log.h"
#include "sender_hook.h"
#include "sender_post.h"
#include "sender_rate.h"
#include "sender_recipient.h"
#include "sender_settle.h"

#define LOCK_NAME "sender.lock"

/* Seconds that a mail server which is away is given; doubles. */
#define FIRST_PAUSE 15
#define LAST_PAUSE 60
/* Milliseconds between looks when nobody wakes us. */
#define IDLE_WAIT 5000
/* Milliseconds after which an idle connection is closed. */
#define REST_AFTER 30000
/*
 * Milliseconds for which results may wait for others to be written down with
 * them: what was sent within them is sent again when we die.
 */
#define SETTLE_AFTER 20
/* Milliseconds after the desk's trouble; doubles. */
#define FIRST_WAIT 250
#define LAST_WAIT 30000

struct sender {
	const struct conf *conf;
	const struct role *role;
	int lock;
	struct desk desk;
	struct post *post;

	struct hooks hooks;
	struct rate rate;

	/* What was claimed and is not settled yet. */
	struct delivery deliveries[SENDER_BATCH];
	size_t first, count; /* the first `first` are settled */
	struct arena arena;

	/* The mail server is away. */
	int64_t pause; /* seconds; 0: it is not */
	int64_t paused_until;
};

static int
take_lock(struct sender *sender, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	const char *path = arena_format(&arena, "%s/" LOCK_NAME,
	    sender->conf->state_dir).data;

	sender->lock = file_lock(path, false, why);
	arena_free(&arena);
	return sender->lock < 0 ? -1 : 0;
}

/* What the sender before us was sending when it died. */
static int
recover(struct sender *sender, struct fail *why)
{
	struct db *db = sender->desk.db;
	int64_t count;

	if (db_begin(db, why) < 0)
		return -1;
	if (outbox_recover(db, clock_now() + sender->conf->unknown_wait,
		&count, why) < 0) {
		db_rollback(db);
		return -1;
	}
	crash_point("sender.before-recovery");
	if (db_commit(db, why) < 0)
		return -1;
	crash_point("sender.after-recovery");
	if (count > 0)
		log_warn("letters-unknown", "count=%" PRId64 " seconds=%" PRId64,
		    count, sender->conf->unknown_wait);
	return 0;
}

int
sender_open(struct sender **out, const struct conf *conf,
    const struct role *role, struct fail *why)
{
	struct sender *sender = calloc(1, sizeof(*sender));

	*out = NULL;
	if (sender == NULL)
		log_die("out of memory: the sender");
	sender->conf = conf;
	sender->role = role;
	sender->lock = -1;
	if (take_lock(sender, why) < 0 ||
	    desk_open(&sender->desk, conf, DB_WRITE, true, why) < 0 ||
	    post_open(&sender->post, conf, role, why) < 0 ||
	    hooks_open(&sender->hooks, conf, role, why) < 0 ||
	    rate_open(&sender->rate, &sender->desk, clock_now(), why) < 0 ||
	    recover(sender, why) < 0) {
		sender_close(sender);
		return -1;
	}
	*out = sender;
	return 0;
}

void
sender_close(struct sender *sender)
{
	if (sender == NULL)
		return;
	post_close(sender->post);
	hooks_close(&sender->hooks);
	desk_close(&sender->desk);
	arena_free(&sender->arena);
	if (sender->lock >= 0)
		close(sender->lock);
	free(sender);
}

static void
end(struct sender *sender, struct delivery *delivery, enum delivery_end how,
    const char *reply)
{
	delivery->end = how;
	delivery->reply = arena_copy(&sender->arena, slice_of(reply));
}

/* The server, or the way to it, is in trouble: it is given time. */
static void
pause_for(struct sender *sender, const struct smtp_answer *answer, int64_t now)
{
	char quoted[LOG_QUOTE_SIZE];

	if (!answer->is_away) {
		sender->pause = 0;
		return;
	}
	sender->pause = sender->pause == 0 ? FIRST_PAUSE : sender->pause * 2;
	if (sender->pause > LAST_PAUSE)
		sender->pause = LAST_PAUSE;
	sender->paused_until = now + sender->pause;
	log_warn("cannot-send", "seconds=%" PRId64 " why=%s", sender->pause,
	    log_quote(slice_of(answer->reply), quoted));
}

/* A clock that was set back does not make it endless. */
static bool
is_paused(const struct sender *sender, int64_t now)
{
	return sender->pause > 0 && now < sender->paused_until &&
	    now >= sender->paused_until - LAST_PAUSE;
}

static void
take_answer(struct sender *sender, struct delivery *delivery,
    const struct smtp_answer *answer, int64_t now)
{
	static const enum delivery_end ends[] = {
		[SMTP_SENT] = DELIVERY_SENT,
		[SMTP_DEFERRED] = DELIVERY_DEFERRED,
		[SMTP_FAILED] = DELIVERY_FAILED,
		[SMTP_UNKNOWN] = DELIVERY_UNKNOWN,
	};
	char quoted[LOG_QUOTE_SIZE];

	if (answer->is_stopped)
		return;
	pause_for(sender, answer, now);
	end(sender, delivery, ends[answer->result], answer->reply);
	delivery->blame = answer->blame;
	/* Its letters wait, and only an administrator can mend it. */
	if (answer->blame == SMTP_BLAME_DESK)
		log_error("server-refuses-us", "letter=%" PRId64 " reply=%s",
		    delivery->row.id, log_quote(slice_of(answer->reply),
			quoted));
}

/* True: go on with the next one. */
static bool
send_written(struct sender *sender, struct delivery *delivery,
    struct slice letter, int64_t now)
{
	struct smtp_answer answer;

	crash_point("sender.before-send");
	rate_take(&sender->rate);
	post_send(sender->post, &delivery->row, letter, &answer);
	crash_point("sender.after-send");
	take_answer(sender, delivery, &answer, now);
	return !answer.is_away && !answer.is_stopped;
}

/* 1: it may go, to somebody of this name; 0: it has ended so far; -1. */
static int
may_go(struct sender *sender, struct delivery *delivery, int64_t now,
    struct arena *arena, struct slice *name, struct fail *why)
{
	const struct outbox_row *row = &delivery->row;
	const char *reason;
	int got = sender_recipient(sender->desk.db, row, arena, name, &reason,
	    why);

	if (got < 0)
		return -1;
	if (got == 0) {
		end(sender, delivery, DELIVERY_CANCELLED, reason);
		return 0;
	}
	/* Two attempts ended unseen, the last with the sender itself. */
	if (row->unknowns > 1) {
		end(sender, delivery, DELIVERY_UNKNOWN, "the sender died");
		return 0;
	}
	got = rate_check(&sender->desk, sender->deliveries,
	    (size_t)(delivery - sender->deliveries) + 1, now, &delivery->due,
	    why);
	if (got == 0)
		delivery->end = DELIVERY_POSTPONED;
	return got;
}

/*
 * One letter: may it go, its bytes, on the way.  1: go on; 0: the others have
 * to wait; -1: the desk's trouble.
 */
static int
send_one(struct sender *sender, struct delivery *delivery, int64_t now,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct text letter = TEXT_IN(&arena);
	struct slice name;
	size_t missing;
	int got = may_go(sender, delivery, now, &arena, &name, why);

	if (got <= 0) {
		got = got < 0 ? -1 : 1;
		goto done;
	}
	if (hooks_is_one(&delivery->row)) {
		hooks_post(&sender->hooks, delivery, now, &sender->arena);
		goto done;
	}
	got = sender_letter(&sender->desk, &delivery->row, name, &arena,
	    &letter, &missing, why);
	if (got < 0)
		goto done;
	if (missing > 0)
		log_warn("files-missing", "letter=%" PRId64 " files=%zu",
		    delivery->row.id, missing);
	got = send_written(sender, delivery, text_slice(&letter), now);
done:
	arena_free(&arena);
	return got;
}

static int
claim(struct sender *sender, int64_t now, struct fail *why)
{
	size_t room = rate_room(&sender->rate, sender->conf, now,
	    SENDER_BATCH);
	struct outbox_row *rows;
	size_t count;

	if (room == 0)
		return 0;
	arena_reset(&sender->arena);
	crash_point("sender.before-claim");
	if (outbox_claim(sender->desk.db, now, room, &sender->arena, &rows,
		&count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		sender->deliveries[i] = (struct delivery){ .row = rows[i],
			.end = DELIVERY_UNTRIED };
	if (count > 0)
		crash_point("sender.after-claim");
	sender->first = 0;
	sender->count = count;
	return 0;
}

/* Writes down the results of those before `end`. */
static int
settle_before(struct sender *sender, size_t end, int64_t now, struct fail *why)
{
	if (sender->first < end &&
	    deliveries_settle(&sender->desk,
		&sender->deliveries[sender->first], end - sender->first, now,
		&sender->arena, why) < 0)
		return -1;
	sender->first = end;
	return 0;
}

/* What comes behind a letter that stops the batch stays untried. */
static int
send_all(struct sender *sender, int64_t now, struct fail *why)
{
	int64_t begun = clock_mono();
	int got = 1;

	for (size_t i = 0; i < sender->count && got == 1; i++) {
		if (role_stopping(sender->role))
			return 0;
		got = send_one(sender, &sender->deliveries[i], now, why);
		if (got != 1 || clock_mono() - begun < SETTLE_AFTER)
			continue;
		if (settle_before(sender, i + 1, now, why) < 0)
			return -1;
		begun = clock_mono();
	}
	return got < 0 ? -1 : 0;
}

int
sender_step(struct sender *sender, int64_t now, struct fail *why)
{
	struct fail trouble = FAIL_INIT;
	size_t count;
	int rc = 0;

	if (sender->count == 0) {
		if (is_paused(sender, now))
			return 0;
		if (claim(sender, now, why) < 0)
			return -1;
		rc = send_all(sender, now, &trouble);
	}
	count = sender->count;
	/* Until they are written down, results are kept. */
	if (settle_before(sender, count, now, why) < 0)
		return -1;
	sender->count = 0;
	if (rc < 0)
		*why = trouble;
	return rc < 0 ? -1 : (int)count;
}

/* Milliseconds until there may be something to do. */
static int64_t
until_due(struct sender *sender, int64_t now)
{
	struct fail why = FAIL_INIT;
	int64_t due;

	if (outbox_next_due(sender->desk.db, &due, &why) != 1)
		return IDLE_WAIT;
	if (is_paused(sender, now) && due < sender->paused_until)
		due = sender->paused_until;
	if (due <= now)
		return FIRST_WAIT;
	return due - now < IDLE_WAIT / 1000 ? (due - now) * 1000 : IDLE_WAIT;
}

/* Whether the role can go on after trouble; ROLE_STOPPED: it can. */
static enum role_exit
verdict(const struct sender *sender)
{
	enum db_trouble desk = db_trouble(sender->desk.db);
	enum db_trouble archive =
	    db_trouble(archive_db(sender->desk.archive));

	if (desk == DB_CORRUPT || archive == DB_CORRUPT)
		return ROLE_SETUP;
	if (desk == DB_SYNC || archive == DB_SYNC)
		return ROLE_SYNC;
	return ROLE_STOPPED;
}

static enum role_exit
sender_loop(struct sender *sender)
{
	struct fail why = FAIL_INIT;
	int64_t wait = FIRST_WAIT, active = clock_mono();
	int got;

	while (!role_stopping(sender->role)) {
		got = sender_step(sender, clock_now(), &why);
		if (got > 0)
			active = clock_mono();
		if (got >= 0) {
			wait = FIRST_WAIT;
			if (clock_mono() - active >= REST_AFTER)
				post_rest(sender->post);
			if (got > 0)
				continue;
			if (confine_is_stale())
				return ROLE_STOPPED;
			role_wait(sender->role,
			    until_due(sender, clock_now()));
			continue;
		}
		log_error("sender-waits", "kind=%s why=\"%s\" ms=%" PRId64,
		    fail_kind_name(why.kind), why.text, wait);
		if (verdict(sender) != ROLE_STOPPED)
			return verdict(sender);
		role_wait(sender->role, wait);
		wait = wait * 2 > LAST_WAIT ? LAST_WAIT : wait * 2;
	}
	return ROLE_STOPPED;
}

enum role_exit
sender_run(const struct conf *conf, const struct role *role)
{
	struct sender *sender;
	struct fail why = FAIL_INIT;
	enum role_exit rc;

	if (sender_open(&sender, conf, role, &why) < 0) {
		log_error("sender-cannot-start", "why=\"%s\"", why.text);
		return role_exit_of(&why);
	}
	confine("sender", NULL, conf);
	log_info("sender-started", "transport=%s",
	    conf->transport == TRANSPORT_SMTP ? "smtp" : "maildir");
	role_ready(role);
	rc = sender_loop(sender);
	sender_close(sender);
	return rc;
}
