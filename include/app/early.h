/* Replies that arrive before the mail they answer. */
#ifndef APP_EARLY_H
#define APP_EARLY_H

#include "app/act.h"
#include "app/pipeline.h"

/*
 * After a mail was filed: when it refers to mails nobody has brought yet, they
 * are awaited; when it is itself awaited by an early reply, the two tickets are
 * joined (the early number answers for the other from now on), or only linked
 * where that is not safe.
 */
int early_settle(struct desk *desk, struct work *work,
    const struct action *action, const struct outcome *outcome,
    struct fail *why);

#endif
