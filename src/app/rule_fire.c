/* What a rule does, by the same act() as everybody. */
#include "app/act.h"
#include "base/clock.h"
#include "rulebook.h"
#include "store/people.h"

static const struct {
	const char *name;
	enum asked_role role;
} roles[] = {
	{ "assignee", ASKED_ASSIGNEE }, { "members", ASKED_MEMBERS },
	{ "managers", ASKED_MANAGERS }, { "followers", ASKED_FOLLOWERS },
};

/* What is being put together of a rule's lines. */
struct doing {
	struct desk *desk;
	const struct rule *rule;
	struct arena *arena;
	struct action action;
	struct slice trouble; /* empty: nothing stands in the way */
};

static int
add_asked(struct doing *doing, struct slice who, struct fail *why)
{
	struct asked *asked =
	    &doing->action.asked[doing->action.asked_count];
	struct person found[2];
	int count;

	for (size_t i = 0; i < ARRAY_LEN(roles); i++)
		if (slice_eq_nocase(who, slice_of(roles[i].name))) {
			asked->role = roles[i].role;
			doing->action.asked_count++;
			return 0;
		}
	count = people_find_agents(doing->desk->db, who, doing->arena, found,
	    ARRAY_LEN(found), why);
	if (count < 0)
		return -1;
	if (count != 1) {
		doing->trouble = arena_format(doing->arena, "not done: notify"
		    " %.*s: %s", SLICE_ARG(who), count == 0
		    ? "there is no such agent" : "this may be several agents");
		return 0;
	}
	asked->role = ASKED_AGENT;
	asked->person_id = found[0].id;
	doing->action.asked_count++;
	return 0;
}

/* A note stands in the history; it is the text of the act. */
static void
add_note(struct doing *doing, struct slice text)
{
	struct entry *entry = &doing->action.entry;
	struct text all = TEXT_IN(doing->arena);

	text_add(&all, entry->text);
	if (all.len > 0)
		text_add_char(&all, '\n');
	text_add(&all, text);
	doing->action.has_entry = true;
	*entry = (struct entry){ .kind = ENTRY_NOTE, .is_private = true,
		.at = doing->action.at, .door = DOOR_RULE };
	entry->text = entry->new_text = text_slice(&all);
}

static int
gather(struct doing *doing, struct fail *why)
{
	const struct rule *rule = doing->rule;
	struct action *action = &doing->action;

	action->commands = arena_array(doing->arena, rule->deed_count,
	    sizeof(*action->commands));
	action->asked = arena_array(doing->arena, rule->deed_count,
	    sizeof(*action->asked));
	for (size_t i = 0; i < rule->deed_count; i++) {
		const struct rule_deed *deed = &rule->deeds[i];

		switch (deed->kind) {
		case RULE_COMMAND:
			/* Names are looked up anew each time. */
			action->commands[action->command_count++] =
			    deed->command;
			if (deed->command.verb->id == VERB_NOTE)
				add_note(doing, deed->command.value);
			break;
		case RULE_NOTIFY:
			if (add_asked(doing, deed->value, why) < 0)
				return -1;
			break;
		case RULE_WEBHOOK:
			break;
		}
	}
	return 0;
}

static int
put_hooks(struct doing *doing, const struct rule_event *event,
    struct fail *why)
{
	for (size_t i = 0; i < doing->rule->deed_count; i++)
		if (doing->rule->deeds[i].kind == RULE_WEBHOOK &&
		    rule_hook_put(doing->desk, doing->rule,
			doing->rule->deeds[i].value, event, doing->arena,
			why) < 0)
			return -1;
	return 0;
}

int
rule_fire(struct desk *desk, const struct rule *rule,
    const struct rule_event *event, struct arena *arena, struct text *record,
    size_t *letters, struct slice *trouble, struct fail *why)
{
	struct doing doing = { .desk = desk, .rule = rule, .arena = arena,
		.action = { .kind = ACTION_DESK, .door = DOOR_RULE,
		    .at = clock_now(), .by_desk = true,
		    .ticket_id = event->ticket_id, .rule = rule->name,
		    .mail = event->mail } };
	struct outcome outcome;

	doing.trouble = SLICE("");
	if (gather(&doing, why) < 0)
		return -1;
	if (doing.trouble.len > 0) {
		*trouble = doing.trouble;
		return 0;
	}
	if (act(desk, &doing.action, NULL, arena, record, &outcome, why) < 0)
		return -1;
	*letters += outcome.letters;
	if (outcome.held) {
		*trouble = arena_format(arena, "not done: %.*s",
		    SLICE_ARG(slice_trim(outcome.receipt)));
		return 0;
	}
	return put_hooks(&doing, event, why) < 0 ? -1 : 1;
}
