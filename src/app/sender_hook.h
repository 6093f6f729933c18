/* Rows of the outbox that are posted instead of mailed. */
#ifndef APP_SENDER_HOOK_H
#define APP_SENDER_HOOK_H

#include "app/role.h"
#include "port/webhook.h"
#include "sender_settle.h"

struct hooks {
	struct role role;
	struct webhook *webhook;
	/* Who did not answer is left alone for a while: letters wait for us. */
	char silent[256];
	int64_t silent_until;
};

/* Before the process is confined. FAIL_SETUP: see webhook_open. */
int hooks_open(struct hooks *hooks, const struct conf *conf,
    const struct role *role, struct fail *why);
void hooks_close(struct hooks *hooks);

bool hooks_is_one(const struct outbox_row *row);
/* Fills end and reply; an attempt that was stopped stays untried. */
void hooks_post(struct hooks *hooks, struct delivery *delivery, int64_t now,
    struct arena *arena);

#endif
