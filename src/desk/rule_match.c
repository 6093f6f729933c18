/* Whether a rule fires, by facts alone; and why not. */
#include "desk/rule.h"

#include "base/ascii.h"
#include "base/text.h"
#include "desk/label.h"

#define SHOWN_MAX 80

/* Case-blind; "*" stands for any letters. */
static bool
is_like(struct slice pattern, struct slice s)
{
	size_t star = SIZE_MAX, back = 0, p = 0, i = 0;

	while (i < s.len) {
		if (p < pattern.len && pattern.data[p] == '*') {
			star = p++;
			back = i;
		} else if (p < pattern.len && ascii_lower(pattern.data[p]) ==
		    ascii_lower(s.data[i])) {
			p++;
			i++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			i = ++back;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.data[p] == '*')
		p++;
	return p == pattern.len;
}

static bool
is_sender(struct slice pattern, struct slice sender)
{
	if (slice_starts(pattern, SLICE("@")))
		sender = slice_from(sender, slice_rindex(sender, '@'));
	return is_like(pattern, sender);
}

static bool
has_label(const struct rule_facts *facts, struct slice label)
{
	for (size_t i = 0; i < facts->label_count; i++)
		if (slice_eq_nocase(facts->labels[i].name, label))
			return true;
	return false;
}

static bool
is_assignee(const struct rule_facts *facts, struct slice value)
{
	const struct person *assignee = facts->assignee;

	if (slice_eq_nocase(value, SLICE("none")))
		return assignee->id == 0;
	if (slice_eq_nocase(value, SLICE("any")))
		return assignee->id != 0;
	return assignee->id != 0 && (slice_eq_nocase(assignee->handle, value) ||
	    slice_eq_nocase(assignee->name, value));
}

static bool
is_place(const struct rule_facts *facts, struct slice value)
{
	const struct belonging *place = facts->belonging;
	bool belongs = place != NULL && place->organization_id != 0;

	if (slice_eq_nocase(value, SLICE("none")))
		return !belongs;
	return belongs && (slice_eq_nocase(value, SLICE("any")) ||
	    slice_eq_nocase(value, place->organization));
}

static bool
is_role(const struct rule_facts *facts, struct slice value)
{
	const struct belonging *place = facts->belonging;

	return place != NULL && place->organization_id != 0 &&
	    slice_eq_nocase(value, place->role);
}

static bool
is_in_group(const struct rule_facts *facts, struct slice value)
{
	for (size_t i = 0; i < facts->group_count; i++)
		if (slice_eq_nocase(facts->groups[i].name, value))
			return true;
	return false;
}

static bool
has_flag(struct slice flags, struct slice flag)
{
	struct slice word;

	while (slice_cut(&flags, ' ', &word))
		if (slice_eq_nocase(word, flag))
			return true;
	return false;
}

/* "de" is also "de-AT". */
static bool
is_language(struct slice language, struct slice value)
{
	struct slice item;

	while (slice_cut(&language, ',', &item)) {
		item = slice_trim(item);
		if (slice_starts_nocase(item, value) && (item.len == value.len ||
		    item.data[value.len] == '-'))
			return true;
	}
	return false;
}

/* Of several fields of a name one is enough. */
static bool
has_header(const struct rule_facts *facts, struct slice name,
    struct slice text, struct arena *arena)
{
	const struct header *header;

	if (facts->mail == NULL)
		return false;
	header = headers_find(facts->mail->headers, name);
	for (; header != NULL;
	    header = headers_next(facts->mail->headers, header))
		if (slice_has_nocase(header_unfold(header->value, arena), text))
			return true;
	return false;
}

static struct slice
subject_of(const struct rule_facts *facts)
{
	return facts->mail != NULL ? facts->mail->subject
				   : facts->ticket->subject;
}

static struct slice
language_of(const struct rule_facts *facts, struct arena *arena)
{
	return facts->mail == NULL ? SLICE_EMPTY
	    : headers_value(facts->mail->headers, SLICE("Content-Language"),
		arena);
}

static bool
value_holds(const struct rule_condition *condition, struct slice value,
    const struct rule_facts *facts, struct arena *arena)
{
	switch (condition->test) {
	case RULE_IF_SENDER:
		return is_sender(value, facts->sender);
	case RULE_IF_BY:
		return slice_eq_nocase(value, slice_of(facts->by));
	case RULE_IF_DEPARTMENT:
		return slice_eq_nocase(value, facts->department->name) ||
		    slice_eq_nocase(value, facts->department->address);
	case RULE_IF_SUBJECT:
		return slice_has_nocase(subject_of(facts), value);
	case RULE_IF_BODY:
		return slice_has_nocase(facts->body, value);
	case RULE_IF_HEADER:
		return has_header(facts, condition->header, value, arena);
	case RULE_IF_CLASS:
		return slice_eq_nocase(facts->class, value);
	case RULE_IF_LANGUAGE:
		return is_language(language_of(facts, arena), value);
	case RULE_IF_FLAG:
		return has_flag(facts->flags, value);
	case RULE_IF_LABEL:
		return has_label(facts, value);
	case RULE_IF_PRIORITY:
		return slice_eq_nocase(value, slice_of(ticket_priority_name(
		    facts->ticket->priority)));
	case RULE_IF_STATUS:
		return slice_eq_nocase(value, slice_of(ticket_status_name(
		    facts->ticket->status)));
	case RULE_IF_ASSIGNEE:
		return is_assignee(facts, value);
	case RULE_IF_HOURS:
		return slice_eq_nocase(value, facts->are_hours ? SLICE("open")
							       : SLICE("closed"));
	case RULE_IF_TARGET:
		return facts->target != NULL &&
		    slice_eq_nocase(value, slice_of(facts->target));
	case RULE_IF_ORGANIZATION:
		return is_place(facts, value);
	case RULE_IF_ROLE:
		return is_role(facts, value);
	case RULE_IF_USERGROUP:
		return is_in_group(facts, value);
	case RULE_TEST_COUNT:
		break;
	}
	return false;
}

static bool
condition_holds(const struct rule_condition *condition,
    const struct rule_facts *facts, struct arena *arena)
{
	bool holds = condition->value_count == 0 &&
	    has_header(facts, condition->header, SLICE_EMPTY, arena);

	for (size_t i = 0; i < condition->value_count && !holds; i++)
		holds = value_holds(condition, condition->values[i], facts,
		    arena);
	return holds != condition->negated;
}

/* The first that does not hold, or NULL. */
static const struct rule_condition *
first_unmet(const struct rule_conditions *conditions,
    const struct rule_facts *facts, struct arena *arena)
{
	for (size_t i = 0; i < conditions->count; i++)
		if (!condition_holds(&conditions->items[i], facts, arena))
			return &conditions->items[i];
	return NULL;
}

/* What a rule leaves alone that does not ask for it; NULL: nothing. */
static const char *
left_alone(const struct rule *rule, const struct rule_facts *facts)
{
	const unsigned timely = RULE_BIT(RULE_IDLE) | RULE_BIT(RULE_HOUR) |
	    RULE_BIT(RULE_DUE);
	enum ticket_status status = facts->ticket->status;

	for (size_t i = 0; i < rule->conditions.count; i++)
		if (rule->conditions.items[i].test == RULE_IF_STATUS &&
		    !rule->conditions.items[i].negated)
			return NULL;
	if (status == TICKET_SPAM)
		return "the ticket is spam, and no line `if status` asks for"
		    " it";
	if ((facts->triggers & timely) != 0 && ticket_status_is_end(status))
		return "the ticket is at its end, and no line `if status` asks"
		    " for that";
	return NULL;
}

static bool
is_triggered(const struct rule *rule, const struct rule_facts *facts)
{
	unsigned common = rule->triggers & facts->triggers;

	if ((common & RULE_BIT(RULE_IDLE)) != 0 && rule->idle != facts->idle)
		common &= ~RULE_BIT(RULE_IDLE);
	return common != 0;
}

struct slice
rule_objection(const struct rule *rule, const struct rule_facts *facts,
    struct arena *arena)
{
	const struct rule_condition *unmet;
	const char *alone;

	if (!is_triggered(rule, facts))
		return SLICE("it is for other occasions");
	if ((alone = left_alone(rule, facts)) != NULL)
		return slice_of(alone);
	unmet = first_unmet(&rule->conditions, facts, arena);
	if (unmet == NULL)
		return SLICE_EMPTY;
	return arena_format(arena, "line %u does not hold: if %.*s",
	    unmet->number, SLICE_ARG(slice_head(unmet->line, SHOWN_MAX)));
}

const struct rule_target *
rules_target(const struct rules *rules, enum promise_kind kind,
    const struct rule_facts *facts, struct arena *arena)
{
	for (size_t i = 0; i < rules->target_count; i++)
		if (rules->targets[i].kind == kind &&
		    first_unmet(&rules->targets[i].conditions, facts,
			arena) == NULL)
			return &rules->targets[i];
	return NULL;
}

static void
pretend_labels(struct slice labels, bool removes, struct rule_facts *facts,
    struct arena *arena)
{
	struct item_change *now = arena_array(arena,
	    facts->label_count + LABELS_MAX, sizeof(*now));
	size_t count = 0;
	struct slice rest = labels, label;

	for (size_t i = 0; i < facts->label_count; i++) {
		bool named = false;

		rest = labels;
		while (label_next(&rest, &label))
			named = named || slice_eq(label, facts->labels[i].name);
		if (!named)
			now[count++] = facts->labels[i];
	}
	rest = labels;
	while (!removes && label_next(&rest, &label))
		now[count++].name = label;
	facts->labels = now;
	facts->label_count = count;
}

void
rule_pretend(const struct command *command, struct ticket *ticket,
    struct rule_facts *facts, struct arena *arena)
{
	enum verb_id id = command->verb->id;
	struct department *department;
	struct person *assignee;

	if (id == VERB_STATUS) {
		ticket_status_parse(command->value, &ticket->status);
	} else if (id == VERB_PRIORITY) {
		ticket_priority_parse(command->value, &ticket->priority);
	} else if (id == VERB_LABEL || id == VERB_UNLABEL) {
		pretend_labels(command->value, id == VERB_UNLABEL, facts,
		    arena);
	} else if (id == VERB_DEPARTMENT) {
		department = arena_alloc(arena, sizeof(*department));
		department->name = department->address = command->value;
		facts->department = department;
	} else if (id == VERB_ASSIGN) {
		assignee = arena_alloc(arena, sizeof(*assignee));
		assignee->id = !slice_eq(command->value, SLICE("none"));
		assignee->handle = assignee->name = command->value;
		facts->assignee = assignee;
	}
}
