/* What the clock, or who had no rules at hand, has for rules. */
#include "app/act.h"
#include "base/log.h"
#include "mail/mail.h"
#include "rulebook.h"
#include "store/archive.h"
#include "store/entries.h"
#include "store/rules.h"
#include "store/tickets.h"

/* One of them while it is done. */
struct tick {
	struct desk *desk;
	int64_t now;
	struct arena arena;
	struct text record;
	size_t letters;
	bool is_timer;
	struct rule_timer timer;
	struct happening happening;
	struct mail mail;
};

/* The mail that the entry was made from, if it is still there. */
static int
load_entry(struct tick *tick, struct rule_event *event, struct fail *why)
{
	struct desk *desk = tick->desk;
	struct envelope envelope;
	struct entry entry;
	struct slice raw;
	int got = entries_get(desk->db, event->entry_id, &tick->arena, &entry,
	    why);

	if (got <= 0)
		return got;
	event->archive_id = entry.archive_id;
	event->body = entry.new_text;
	event->class = entry.class;
	event->flags = entry.flags;
	if (entry.archive_id == 0 || desk->archive == NULL)
		return 0;
	got = archive_read(desk->archive, entry.archive_id, &tick->arena,
	    &envelope, &raw, why);
	if (got == 1) {
		mail_parse(raw, &desk->limits, &tick->arena, &tick->mail);
		event->mail = &tick->mail;
	}
	return got < 0 ? -1 : 0;
}

static int
do_happening(struct tick *tick, struct fail *why)
{
	struct happening *happening = &tick->happening;
	struct rule_event event = { .ticket_id = happening->ticket_id,
		.entry_id = happening->entry_id, .by = happening->by,
		.triggers = rule_triggers_parse(happening->occasion) };
	enum rule_pace pace = (event.triggers & RULE_BIT(RULE_CREATED)) != 0
	    ? PACE_OPENED : happening->acted ? PACE_ACTED : PACE_SAME;

	if (event.entry_id != 0 && load_entry(tick, &event, why) < 0)
		return -1;
	if (rule_clock_settle(tick->desk, &event, pace, tick->now,
		&tick->arena, why) < 0)
		return -1;
	return rules_run(tick->desk, &event, &tick->arena, &tick->record,
	    &tick->letters, why);
}

/* The agents are told, and then the rules. */
static int
do_promise(struct tick *tick, struct fail *why)
{
	bool warns = tick->timer.kind == TIMER_WARN;
	struct action action = { .kind = ACTION_DESK, .door = DOOR_CLOCK,
		.at = tick->now, .by_desk = true, .tells = true,
		.ticket_id = tick->timer.ticket_id,
		.occasion = warns ? "warned" : "missed" };
	struct outcome outcome;
	struct promise promise;
	enum promise_kind kind;
	int got;

	if (!promise_kind_parse(tick->timer.detail, &kind))
		return 0;
	got = promises_get(tick->desk->db, action.ticket_id, kind, &promise,
	    why);
	if (got <= 0 || promise.due_at == 0)
		return got < 0 ? -1 : 0;
	action.promise = promise_kind_name(kind);
	action.promised_at = promise.due_at;
	*(warns ? &promise.warned_at : &promise.missed_at) = tick->now;
	if (promises_save(tick->desk->db, action.ticket_id, &promise,
		why) < 0 ||
	    act(tick->desk, &action, NULL, &tick->arena, &tick->record,
		&outcome, why) < 0)
		return -1;
	tick->letters += outcome.letters;
	return 0;
}

static int
do_timer(struct tick *tick, struct fail *why)
{
	struct rule_event event = { .ticket_id = tick->timer.ticket_id,
		.by = "desk" };
	struct ticket ticket;
	int got = tickets_get(tick->desk->db, event.ticket_id, &tick->arena,
	    &ticket, why);

	if (got <= 0)
		return got;
	/* The one that it went into has its own. */
	if (ticket.id != event.ticket_id)
		return 0;
	switch (tick->timer.kind) {
	case TIMER_WARN:
	case TIMER_MISS:
		return do_promise(tick, why);
	case TIMER_IDLE:
		event.triggers = RULE_BIT(RULE_IDLE);
		slice_number(tick->timer.detail, INT64_MAX, &event.idle);
		break;
	case TIMER_HOUR:
		event.triggers = RULE_BIT(RULE_HOUR);
		if (rule_clock_settle(tick->desk, &event, PACE_SAME, tick->now,
			&tick->arena, why) < 0)
			return -1;
		break;
	case TIMER_KIND_COUNT:
		break;
	}
	return rules_run(tick->desk, &event, &tick->arena, &tick->record,
	    &tick->letters, why);
}

/* It is taken away first, and stays so whatever comes of it. */
static int
take(struct tick *tick, struct fail *why)
{
	return tick->is_timer
	    ? rule_timers_drop_one(tick->desk->db, &tick->timer, why)
	    : happenings_drop(tick->desk->db, tick->happening.id, why);
}

/* One that always fails must not stand in the way of the others. */
static int
do_one(struct tick *tick, struct fail *why)
{
	struct db *db = tick->desk->db;
	struct fail told = FAIL_INIT;

	if (take(tick, why) < 0 || db_savepoint(db, why) < 0)
		return -1;
	if ((tick->is_timer ? do_timer(tick, &told)
		: do_happening(tick, &told)) == 0)
		return db_release(db, why);
	tick->desk->rules->depth = 0;
	if (!db_in_transaction(db) || (told.kind != FAIL_REFUSE &&
	    db_trouble(db) != DB_MESSAGE)) {
		*why = told;
		return -1;
	}
	log_error("rules-failed", "ticket=%lld why=\"%s\"",
	    (long long)(tick->is_timer ? tick->timer.ticket_id
		: tick->happening.ticket_id), told.text);
	return db_rollback_to(db, why);
}

/* 1: there is one, in tick; 0; -1. */
static int
find_next(struct tick *tick, struct fail *why)
{
	int got = happenings_next(tick->desk->db, &tick->arena,
	    &tick->happening, why);

	tick->is_timer = got == 0;
	return got != 0 ? got : rule_timers_next(tick->desk->db, tick->now,
	    &tick->arena, &tick->timer, why);
}

int
rules_wait(struct desk *desk, int64_t now, struct fail *why)
{
	struct tick tick = { .desk = desk, .now = now };
	int got;

	if (desk->rules == NULL)
		return 0;
	if (desk->rules->is_walking)
		return 1;
	got = find_next(&tick, why);
	arena_free(&tick.arena);
	return got;
}

int
rules_tick(struct desk *desk, int64_t now, int max, struct fail *why)
{
	int count = 0, got = 1;

	if (desk->rules == NULL)
		return 0;
	if (desk->rules->is_walking && count < max) {
		if ((got = rule_clock_walk(desk, now, why)) < 0)
			return -1;
		count += got;
		got = 1;
	}
	while (count < max && got == 1) {
		struct tick tick = { .desk = desk, .now = now };

		tick.record = TEXT_IN(&tick.arena);
		if ((got = find_next(&tick, why)) == 1) {
			got = do_one(&tick, why) < 0 ? -1 : 1;
			count++;
		}
		if (got == 1 && tick.letters > 0)
			log_info("due", "ticket=%lld what=rules letters=%zu",
			    (long long)(tick.is_timer ? tick.timer.ticket_id
				: tick.happening.ticket_id), tick.letters);
		arena_free(&tick.arena);
	}
	return got < 0 ? -1 : count;
}
