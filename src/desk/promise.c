/* Promises: when they end, counted in open hours. */
#include "desk/promise.h"

#include <assert.h>

#include "desk/word.h"

static const char *const kind_names[] = {
	[PROMISE_RESPONSE] = "response",
	[PROMISE_RESOLUTION] = "resolution",
};
static_assert(ARRAY_LEN(kind_names) == PROMISE_KIND_COUNT,
    "every kind of promise has a name");

const char *
promise_kind_name(enum promise_kind kind)
{
	return kind_names[kind];
}

bool
promise_kind_parse(struct slice word, enum promise_kind *out)
{
	size_t at;

	if (!word_find(kind_names, ARRAY_LEN(kind_names), word, &at))
		return false;
	*out = (enum promise_kind)at;
	return true;
}

/* The end, and the warning before it, from what is left at `now`. */
static void
run(struct promise *promise, const struct promise_target *target,
    const struct hours *hours, int64_t now)
{
	int64_t left = target->seconds - promise->used;

	promise->since = now;
	promise->warn_at = 0;
	if (promise->missed_at != 0)
		return;
	promise->due_at = hours_after(hours, now, left);
	if (target->warn > 0 && promise->warned_at == 0)
		promise->warn_at = hours_after(hours, now, left - target->warn);
}

void
promise_settle(struct promise *promise, const struct promise_target *target,
    const struct hours *hours, const struct promise_state *state)
{
	static const struct hours always = { .zone = "" };
	const struct hours *counted = target != NULL && target->is_always
	    ? &always : hours;
	bool was_running = promise->since != 0;

	if (was_running)
		promise->used += hours_between(counted, promise->since,
		    state->now);
	promise->since = promise->due_at = promise->warn_at = 0;
	if (state->is_kept) {
		if (promise->kept_at == 0)
			promise->kept_at = state->now;
		return;
	}
	/* An answer stays given; an end may be taken back. */
	if (promise->kind == PROMISE_RESPONSE && promise->kept_at != 0)
		return;
	promise->kept_at = 0;
	if (target != NULL && state->status == TICKET_OPEN)
		run(promise, target, counted, state->now);
}
