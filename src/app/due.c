/* What is due though no mail came: a table of occasions. */
#include "app/due.h"

#include "app/act.h"
#include "app/digest.h"
#include "app/held_back.h"
#include "app/rules.h"
#include "base/log.h"
#include "store/digests.h"
#include "store/tickets.h"

static const struct occasion {
	const char *name;
	/* The next ticket, or person: 1, 0, -1.  What is done with it takes it out. */
	int (*next)(struct db *db, int64_t now, int64_t *id, struct fail *why);
	const char *verb, *value; /* NULL: nothing changes */
	/* NULL: it is an action on the ticket. */
	int (*run)(struct desk *desk, int64_t id, int64_t now,
	    size_t *letters, struct fail *why);
} occasions[] = {
	{ "woken", tickets_next_snoozed, "snooze", "none", NULL },
	{ "due", tickets_next_due, NULL, NULL, NULL },
	{ "digest", digests_next, NULL, NULL, digest_send },
};

static int
run_one(struct desk *desk, const struct occasion *occasion, int64_t ticket_id,
    int64_t now, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct text record = TEXT_IN(&arena);
	struct command command;
	struct outcome outcome;
	struct action action = {
		.kind = ACTION_DESK, .door = DOOR_CLOCK, .at = now,
		.ticket_id = ticket_id, .occasion = occasion->name,
		.tells = true,
	};
	int rc;

	if (occasion->verb != NULL) {
		command_make(slice_of(occasion->verb),
		    slice_of(occasion->value), &arena, &command);
		action.commands = &command;
		action.command_count = 1;
	}
	rc = act(desk, &action, NULL, &arena, &record, &outcome, why);
	if (rc == 0)
		log_info("due", "ticket=%lld what=%s letters=%zu",
		    (long long)ticket_id, occasion->name, outcome.letters);
	arena_free(&arena);
	return rc;
}

static int
run_any(struct desk *desk, const struct occasion *occasion, int64_t id,
    int64_t now, struct fail *why)
{
	size_t letters;

	if (occasion->run == NULL)
		return run_one(desk, occasion, id, now, why);
	if (occasion->run(desk, id, now, &letters, why) < 0)
		return -1;
	log_info("due", "person=%lld what=%s letters=%zu", (long long)id,
	    occasion->name, letters);
	return 0;
}

int
due_waits(struct desk *desk, int64_t now, struct fail *why)
{
	int64_t id;
	int got = 0;

	for (size_t i = 0; i < ARRAY_LEN(occasions) && got == 0; i++)
		got = occasions[i].next(desk->db, now, &id, why);
	if (got == 0)
		got = held_back_waits(desk, now, why);
	return got != 0 ? got : rules_wait(desk, now, why);
}

int
due_run(struct desk *desk, int64_t now, struct fail *why)
{
	int count = held_back_tell(desk, now, why), ruled;

	if (count < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(occasions); i++) {
		int64_t id;
		int got = 1;

		while (count < DUE_BATCH &&
		    (got = occasions[i].next(desk->db, now, &id, why)) == 1) {
			if (run_any(desk, &occasions[i], id, now, why) < 0)
				return -1;
			count++;
		}
		if (got < 0)
			return -1;
	}
	ruled = rules_tick(desk, now, DUE_BATCH - count, why);
	return ruled < 0 ? -1 : count + ruled;
}
