/* One mail's commands on several tickets, all or none. */
#include "app/several.h"

#include "base/text.h"
#include "store/tickets.h"

/* The action on one of the tickets, without #on. */
static void
single_out(const struct action *action, const struct command *on,
    int64_t ticket_id, struct arena *arena, struct action *out)
{
	*out = *action;
	out->ticket_id = ticket_id;
	out->about_entry_id = 0;
	out->entry.ticket_id = ticket_id;
	out->entry.id = 0;
	out->commands = arena_array(arena, action->command_count,
	    sizeof(*out->commands));
	out->command_count = 0;
	for (size_t i = 0; i < action->command_count; i++)
		if (&action->commands[i] != on)
			out->commands[out->command_count++] =
			    action->commands[i];
}

/* 1: it would be done, *id is the living one; 0: *receipt says why not; -1. */
static int
check_one(struct desk *desk, const struct action *action,
    const struct command *on, int64_t *id, struct arena *arena,
    struct slice *receipt, struct fail *why)
{
	struct ticket ticket;
	struct action single;
	struct outcome outcome;
	int got;

	got = tickets_get(desk->db, *id, arena, &ticket, why);
	if (got == 0)
		*receipt = SLICE("there is no such ticket\n");
	if (got <= 0)
		return got;
	*id = ticket.id;
	single_out(action, on, ticket.id, arena, &single);
	if (act_check(desk, &single, arena, &outcome, why) < 0)
		return -1;
	*receipt = outcome.receipt;
	return !outcome.held;
}

/* What stands against it on any of them is the problem of #on. */
static int
check_all(struct desk *desk, struct action *action, struct command *on,
    int64_t *ids, size_t count, struct arena *arena, struct fail *why)
{
	struct text text = TEXT_IN(arena);
	struct slice receipt;
	bool good = true;
	int got;

	for (size_t i = 0; i < count; i++) {
		got = check_one(desk, action, on, &ids[i], arena, &receipt,
		    why);
		if (got < 0)
			return -1;
		good = good && got == 1;
		if (got == 1)
			continue;
		text_add_format(&text, "\n[#%lld]\n", (long long)ids[i]);
		text_add(&text, slice_trim_end(receipt));
	}
	if (!good)
		on->problem = text_string(&text);
	return 0;
}

/* Numbers of tickets that were merged may be the same one. */
static bool
is_done(const int64_t *ids, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (ids[i] == ids[at])
			return true;
	return false;
}

static int
do_all(struct desk *desk, const struct action *action,
    const struct command *on, const int64_t *ids, size_t count,
    struct arena *arena, struct text *record, struct outcome *out,
    struct fail *why)
{
	struct outcome outcome;
	struct action single;
	size_t letters = 0;

	for (size_t i = 0; i < count; i++) {
		if (is_done(ids, i))
			continue;
		single_out(action, on, ids[i], arena, &single);
		/* One of them bears the mail's digest, so that it counts once;
		   of a held mail the one that was held does. */
		if (i > 0 || action->entry.id != 0) {
			single.entry.identity = SLICE_EMPTY;
			single.entry.message_id = SLICE_EMPTY;
		}
		if (act(desk, &single, NULL, arena, record, &outcome, why) < 0)
			return -1;
		if (i == 0)
			*out = outcome;
		letters += outcome.letters;
	}
	out->letters = letters;
	return 0;
}

static size_t
read_ids(struct slice list, int64_t ids[SEVERAL_MAX])
{
	struct slice word;
	size_t count = 0;
	bool known;

	while (count < SEVERAL_MAX && slice_cut(&list, ',', &word)) {
		known = !slice_number(word, INT64_MAX, &ids[count]);
		for (size_t i = 0; i < count; i++)
			known = known || ids[i] == ids[count];
		count += !known;
	}
	return count;
}

/* NULL when the mail is about one ticket, or may not be about more. */
static struct command *
find_on(const struct action *action)
{
	for (size_t i = 0; action->is_control && i < action->command_count; i++)
		if (action->commands[i].verb != NULL &&
		    action->commands[i].verb->id == VERB_ON &&
		    action->commands[i].problem == NULL)
			return &action->commands[i];
	return NULL;
}

int
several_act(struct desk *desk, struct action *action,
    const struct newcomer *newcomer, struct arena *arena, struct text *record,
    struct outcome *out, struct fail *why)
{
	struct command *on = find_on(action);
	int64_t ids[SEVERAL_MAX];
	size_t count;

	if (on == NULL || action->held || on->verb->proof > action->proof)
		return act(desk, action, newcomer, arena, record, out, why);
	count = read_ids(on->value, ids);
	if (check_all(desk, action, on, ids, count, arena, why) < 0)
		return -1;
	if (on->problem != NULL) {
		/* Its own ticket was not meant, whoever insists. */
		action->held = true;
		action->insists = false;
		return act(desk, action, newcomer, arena, record, out, why);
	}
	return do_all(desk, action, on, ids, count, arena, record, out, why);
}
