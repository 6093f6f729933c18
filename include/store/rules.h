/* What rules have done, and what the clock has to look at for them. */
#ifndef STORE_RULES_H
#define STORE_RULES_H

#include "desk/promise.h"
#include "store/db.h"

struct rule_firing {
	struct slice rule;
	int64_t ticket_id;
	struct slice occasion; /* words: "created status" */
	int64_t at;
	int64_t archive_id; /* 0: no mail */
	struct slice trouble; /* why nothing was done; empty: it was */
};
int rule_firings_add(struct db *db, const struct rule_firing *firing,
    struct fail *why);
/* How often rules fired on the ticket from `since` on; rule empty: any. */
int rule_firings_since(struct db *db, int64_t ticket_id, struct slice rule,
    int64_t since, int64_t *count, struct fail *why);
/* The newest one of a rule, and how many there are: 1, 0, -1. */
int rule_firings_last(struct db *db, struct slice rule, struct arena *arena,
    struct rule_firing *out, int64_t *count, struct fail *why);

enum rule_timer_kind { TIMER_IDLE, TIMER_HOUR, TIMER_WARN, TIMER_MISS, TIMER_KIND_COUNT };
const char *rule_timer_name(enum rule_timer_kind kind); /* "idle", ... */

struct rule_timer {
	int64_t ticket_id;
	enum rule_timer_kind kind;
	struct slice detail; /* seconds; which promise; may be empty */
	int64_t at;
};
/* One of this ticket, kind and detail there is once. */
int rule_timers_set(struct db *db, const struct rule_timer *timer,
    struct fail *why);
/* All of a ticket's of this kind. */
int rule_timers_drop(struct db *db, int64_t ticket_id,
    enum rule_timer_kind kind, struct fail *why);
int rule_timers_drop_one(struct db *db, const struct rule_timer *timer,
    struct fail *why);
int rule_timers_drop_all(struct db *db, struct fail *why);
/* The first that is due at `now`: 1, 0, -1. */
int rule_timers_next(struct db *db, int64_t now, struct arena *arena,
    struct rule_timer *out, struct fail *why);

int promises_get(struct db *db, int64_t ticket_id, enum promise_kind kind,
    struct promise *out, struct fail *why); /* 1, 0, -1 */
int promises_save(struct db *db, int64_t ticket_id,
    const struct promise *promise, struct fail *why);

struct happening {
	int64_t id, ticket_id;
	struct slice occasion; /* words, as of a firing */
	const char *by;	       /* "user", "agent", "desk" */
	bool acted;	       /* a person did it: the ticket is not idle */
	int64_t entry_id;      /* 0: none */
};
int happenings_add(struct db *db, const struct happening *happening,
    struct fail *why);
/* The oldest: 1, 0, -1. */
int happenings_next(struct db *db, struct arena *arena, struct happening *out,
    struct fail *why);
int happenings_drop(struct db *db, int64_t id, struct fail *why);

#endif
