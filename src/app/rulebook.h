/* What the parts of app/rules have in common. */
#ifndef APP_RULEBOOK_H
#define APP_RULEBOOK_H

#include "app/rules.h"

/* What happened, for rules to look at. */
struct rule_event {
	int64_t ticket_id, entry_id, archive_id;
	unsigned triggers;
	int64_t idle;	    /* of RULE_IDLE */
	const char *target; /* of RULE_WARNED, RULE_MISSED */
	const char *by;
	const struct mail *mail; /* NULL: none */
	struct slice body, class, flags;
};

struct rulebook {
	struct arena arena;
	struct rules rules;
	bool *fired; /* since the outermost event, beside rules.items */
	int depth;
	struct rule_event cause; /* that one */
	bool is_walking; /* not all tickets have had their timers set */
};

/* Everything that conditions ask; ticket, people and labels beside it. */
struct rule_scene {
	struct ticket ticket;
	struct department department;
	struct person assignee, user;
	struct address user_address;
	struct belonging belonging;
	struct rule_facts facts;
};
int rule_scene_load(struct desk *desk, const struct rule_event *event,
    struct arena *arena, struct rule_scene *out, struct fail *why);

/*
 * Where a person belongs and what groups they are in, into scene->belonging and
 * the facts: only when some rule asks for it.  Of nobody (id 0) with an address:
 * as they would be once the desk knew them.
 */
int rule_scene_place(struct desk *desk, const struct rules *rules,
    int64_t person_id, struct slice identity, struct arena *arena,
    struct belonging *place, struct rule_facts *facts, struct fail *why);

/* "created status". */
struct slice rule_triggers_text(unsigned triggers, struct arena *arena);
unsigned rule_triggers_parse(struct slice text);

/* Lets the rules look at it. */
int rules_run(struct desk *desk, const struct rule_event *event,
    struct arena *arena, struct text *record, size_t *letters,
    struct fail *why);

/* Does what a rule says: 1 done; 0 not, and *trouble says why; -1. */
int rule_fire(struct desk *desk, const struct rule *rule,
    const struct rule_event *event, struct arena *arena, struct text *record,
    size_t *letters, struct slice *trouble, struct fail *why);

/* A row of the outbox that the sender posts. */
int rule_hook_put(struct desk *desk, const struct rule *rule,
    struct slice url, const struct rule_event *event, struct arena *arena,
    struct fail *why);

enum rule_pace {
	PACE_OPENED, /* promises begin */
	PACE_ACTED,  /* a person did something: it is not idle */
	PACE_SAME,   /* the desk did */
	PACE_ANEW,   /* the rules are others */
};
/* Promises and timers of a ticket, as rules and ticket are now. */
int rule_clock_settle(struct desk *desk, const struct rule_event *event,
    enum rule_pace pace, int64_t now, struct arena *arena, struct fail *why);
/* 1: went a step; 0: all tickets have been seen; -1. */
int rule_clock_walk(struct desk *desk, int64_t now, struct fail *why);

#endif
