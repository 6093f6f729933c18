/* Webhooks: posted by the sender, and tried again like letters. */
#include "sender_hook.h"

#include <stdio.h>
#include <string.h>

#define SILENCE 60 /* seconds */

static bool
is_stopping(void *data)
{
	return role_stopping(data);
}

int
hooks_open(struct hooks *hooks, const struct conf *conf,
    const struct role *role, struct fail *why)
{
	*hooks = (struct hooks){ .webhook = NULL };
	if (webhook_open(&hooks->webhook, conf, why) < 0)
		return -1;
	if (role != NULL) {
		hooks->role = *role;
		webhook_on_stop(hooks->webhook, is_stopping, &hooks->role);
	}
	return 0;
}

void
hooks_close(struct hooks *hooks)
{
	webhook_close(hooks->webhook);
	hooks->webhook = NULL;
}

bool
hooks_is_one(const struct outbox_row *row)
{
	return slice_eq(row->event, SLICE("webhook"));
}

void
hooks_post(struct hooks *hooks, struct delivery *delivery, int64_t now,
    struct arena *arena)
{
	static const enum delivery_end ends[] = {
		[WEBHOOK_TAKEN] = DELIVERY_SENT,
		[WEBHOOK_LATER] = DELIVERY_DEFERRED,
		[WEBHOOK_REFUSED] = DELIVERY_FAILED,
	};
	const struct outbox_row *row = &delivery->row;
	const char *url = arena_string(arena, row->address);
	struct webhook_answer answer;

	if (now < hooks->silent_until && strcmp(url, hooks->silent) == 0) {
		delivery->end = DELIVERY_POSTPONED;
		delivery->due = hooks->silent_until;
		return;
	}
	webhook_post(hooks->webhook, url, arena_string(arena, row->message_id),
	    row->text, &answer);
	if (answer.is_stopped)
		return;
	if (answer.is_silent && strlen(url) < sizeof(hooks->silent)) {
		snprintf(hooks->silent, sizeof(hooks->silent), "%s", url);
		hooks->silent_until = now + SILENCE;
	}
	delivery->end = ends[answer.result];
	delivery->reply = arena_copy(arena, slice_of(answer.reply));
}
