/* Rules and promises by the clock. */
#include "app/act.h"
#include "base/log.h"
#include "rulebook.h"
#include "store/entries.h"
#include "store/filings.h"
#include "store/rules.h"
#include "store/tickets.h"

#define META_WALK "rules-walk"
#define WALK_BATCH 100
#define HOUR 3600

static bool
is_over(const struct ticket *ticket)
{
	return ticket->status == TICKET_CLOSED ||
	    ticket->status == TICKET_SPAM || ticket->merged_into != 0;
}

static int
set_timer(struct desk *desk, int64_t ticket_id, enum rule_timer_kind kind,
    struct slice detail, int64_t at, struct fail *why)
{
	const struct rule_timer timer = { ticket_id, kind, detail, at };

	return at == 0 ? 0 : rule_timers_set(desk->db, &timer, why);
}

/* What it is promised now, from what it was before. */
static int
settle_promise(struct desk *desk, enum promise_kind kind,
    const struct rule_scene *scene, enum rule_pace pace, int64_t now,
    struct arena *arena, struct fail *why)
{
	const struct rules *rules = &desk->rules->rules;
	const struct ticket *ticket = &scene->ticket;
	const struct rule_target *target;
	const char *name = promise_kind_name(kind);
	struct promise_state state = { .status = ticket->status, .now = now,
		.is_kept = ticket_status_is_end(ticket->status) };
	struct promise promise;
	int got = promises_get(desk->db, ticket->id, kind, &promise, why);

	if (got < 0 || (got == 0 && pace != PACE_OPENED))
		return got;
	if (got == 0)
		promise.since = ticket->created_at;
	target = rules_target(rules, kind, &scene->facts, arena);
	if (got == 0 && target == NULL)
		return 0;
	if (kind == PROMISE_RESPONSE && !state.is_kept) {
		got = entries_answered(desk->db, ticket->id, why);
		if (got < 0)
			return -1;
		state.is_kept = got == 1;
	}
	promise_settle(&promise, target != NULL ? &target->promise : NULL,
	    &rules->hours, &state);
	if (promises_save(desk->db, ticket->id, &promise, why) < 0)
		return -1;
	return set_timer(desk, ticket->id, TIMER_WARN, slice_of(name),
	    promise.warn_at, why) < 0 ? -1 : set_timer(desk, ticket->id,
	    TIMER_MISS, slice_of(name), promise.due_at, why);
}

static int
settle_promises(struct desk *desk, const struct rule_scene *scene,
    enum rule_pace pace, int64_t now, struct arena *arena, struct fail *why)
{
	if (rule_timers_drop(desk->db, scene->ticket.id, TIMER_WARN, why) < 0 ||
	    rule_timers_drop(desk->db, scene->ticket.id, TIMER_MISS, why) < 0)
		return -1;
	for (int i = 0; i < PROMISE_KIND_COUNT; i++)
		if (settle_promise(desk, (enum promise_kind)i, scene, pace, now,
			arena, why) < 0)
			return -1;
	return 0;
}

/* One timer for each span of idleness that some rule names. */
static int
settle_idle(struct desk *desk, const struct ticket *ticket,
    enum rule_pace pace, int64_t now, struct arena *arena, struct fail *why)
{
	const struct rules *rules = &desk->rules->rules;
	int64_t since = pace == PACE_ANEW ? ticket->changed_at : now;

	if (pace == PACE_SAME && !is_over(ticket))
		return 0;
	if (rule_timers_drop(desk->db, ticket->id, TIMER_IDLE, why) < 0)
		return -1;
	for (size_t i = 0; i < rules->count && !is_over(ticket); i++) {
		int64_t idle = rules->items[i].idle;

		if (idle != 0 && set_timer(desk, ticket->id, TIMER_IDLE,
		    arena_format(arena, "%lld", (long long)idle),
		    since + idle, why) < 0)
			return -1;
	}
	return 0;
}

static int
settle_hour(struct desk *desk, const struct ticket *ticket, int64_t now,
    struct fail *why)
{
	if (is_over(ticket))
		return rule_timers_drop(desk->db, ticket->id, TIMER_HOUR, why);
	return set_timer(desk, ticket->id, TIMER_HOUR, SLICE(""),
	    now - now % HOUR + HOUR, why);
}

int
rule_clock_settle(struct desk *desk, const struct rule_event *event,
    enum rule_pace pace, int64_t now, struct arena *arena, struct fail *why)
{
	const struct rules *rules = &desk->rules->rules;
	bool has_hour = rules_want(rules, RULE_BIT(RULE_HOUR));
	bool has_idle = rules_want(rules, RULE_BIT(RULE_IDLE));
	struct rule_scene scene;

	if (!has_hour && !has_idle && rules->target_count == 0)
		return 0;
	if (rule_scene_load(desk, event, arena, &scene, why) < 0)
		return -1;
	if (rules->target_count > 0 &&
	    settle_promises(desk, &scene, pace, now, arena, why) < 0)
		return -1;
	if (has_idle && settle_idle(desk, &scene.ticket, pace, now, arena,
	    why) < 0)
		return -1;
	return has_hour ? settle_hour(desk, &scene.ticket, now, why) : 0;
}

/* --- the rules are others ----------------------------------------------------- */

static int
save_walk(struct desk *desk, struct slice walk, struct fail *why)
{
	desk->rules->is_walking = walk.len > 0;
	return meta_set(desk->db, META_WALK, walk, why);
}

/* "open 17": those of a status behind this number are still to be seen. */
static int
walk_on(struct desk *desk, enum ticket_status status, int64_t id, int64_t now,
    struct arena *arena, struct fail *why)
{
	int64_t *ids;
	size_t count;

	if (tickets_after(desk->db, status, id, WALK_BATCH, arena, &ids,
		&count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct rule_event event = { .ticket_id = ids[i],
			.by = "desk" };

		if (rule_clock_settle(desk, &event, PACE_ANEW, now, arena,
			why) < 0)
			return -1;
	}
	id = count > 0 ? ids[count - 1] : 0;
	if (count < WALK_BATCH && status == TICKET_SOLVED)
		return save_walk(desk, SLICE(""), why);
	if (count < WALK_BATCH) {
		status++;
		id = 0;
	}
	return save_walk(desk, arena_format(arena, "%s %lld",
	    ticket_status_name(status), (long long)id), why);
}

int
rule_clock_walk(struct desk *desk, int64_t now, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	enum ticket_status status = TICKET_OPEN;
	struct slice walk = SLICE_EMPTY, word;
	int64_t id = 0;
	int rc = meta_get(desk->db, META_WALK, &arena, &walk, why);

	if (rc == 1 && walk.len > 0) {
		slice_cut(&walk, ' ', &word);
		ticket_status_parse(word, &status);
		slice_number(walk, INT64_MAX, &id);
		rc = walk_on(desk, status, id, now, &arena, why) < 0 ? -1 : 1;
	} else if (rc >= 0) {
		desk->rules->is_walking = false;
		rc = 0;
	}
	arena_free(&arena);
	return rc;
}
