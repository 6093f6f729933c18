/* The lines `if` and `do` of a file of rules. */
#include <assert.h>

#include "base/ascii.h"
#include "mail/classify.h"
#include "rule_reader.h"

#define SHOWN_MAX 60

/* The next value, in quotes or up to a comma; false at the end. */
static bool
next_value(struct slice *rest, struct slice *out)
{
	struct slice s = slice_trim(*rest);
	size_t end;

	if (s.len > 0 && s.data[0] == '"') {
		s = slice_from(s, 1);
		end = slice_index(s, '"');
		if (end == s.len)
			return false;
		*out = slice_head(s, end);
		s = slice_trim(slice_from(s, end + 1));
		if (s.len > 0 && s.data[0] != ',')
			return false;
		end = 0;
	} else {
		end = slice_index(s, ',');
		*out = slice_trim(slice_head(s, end));
	}
	/* A comma has something behind it. */
	*rest = slice_trim(slice_from(s, end + 1));
	return out->len > 0 && (end >= s.len || rest->len > 0);
}

static int
read_values(struct rule_reader *reader, struct slice rest,
    struct rule_condition *out, struct fail *why)
{
	struct slice value;

	while (rest.len > 0) {
		if (!next_value(&rest, &value))
			return rule_refuse(reader, why, "write values with"
			    " commas between, in quotes what has a comma");
		if (out->value_count == RULE_VALUES_MAX)
			return rule_refuse(reader, why, "more than %d values",
			    RULE_VALUES_MAX);
		out->values = arena_grow(reader->arena, out->values,
		    out->value_count * sizeof(value),
		    (out->value_count + 1) * sizeof(value));
		out->values[out->value_count++] = value;
	}
	return 0;
}

/* Whether it is one of "open|closed". */
static bool
is_among(const char *words, struct slice value)
{
	struct slice rest = slice_of(words), word;

	while (slice_cut(&rest, '|', &word))
		if (slice_eq_nocase(word, value))
			return true;
	return false;
}

static bool
is_class(struct slice value)
{
	for (int i = 0; i < MAIL_CLASS_COUNT; i++)
		if (slice_eq_nocase(value,
			slice_of(mail_class_name((enum mail_class)i))))
			return true;
	return false;
}

/* What can be known of a value without a desk. */
static bool
is_good(enum rule_test test, struct slice value)
{
	enum ticket_status status;

	switch (test) {
	case RULE_IF_BY:
	case RULE_IF_PRIORITY:
	case RULE_IF_HOURS:
	case RULE_IF_TARGET:
		return is_among(rule_test_word(test)->usage, value);
	case RULE_IF_STATUS:
		return ticket_status_parse(value, &status);
	case RULE_IF_CLASS:
		return is_class(value);
	case RULE_IF_SENDER:
		return slice_index(value, '@') < value.len ||
		    slice_index(value, '*') < value.len;
	case RULE_IF_DEPARTMENT:
	case RULE_IF_SUBJECT:
	case RULE_IF_BODY:
	case RULE_IF_HEADER:
	case RULE_IF_LANGUAGE:
	case RULE_IF_FLAG:
	case RULE_IF_LABEL:
	case RULE_IF_ASSIGNEE:
	case RULE_IF_ORGANIZATION:
	case RULE_IF_ROLE:
	case RULE_IF_USERGROUP:
	case RULE_TEST_COUNT:
		break;
	}
	return true;
}

/* What a mail alone can tell: a target has none. */
static bool
is_of_mail(enum rule_test test)
{
	switch (test) {
	case RULE_IF_BY:
	case RULE_IF_BODY:
	case RULE_IF_HEADER:
	case RULE_IF_CLASS:
	case RULE_IF_LANGUAGE:
	case RULE_IF_FLAG:
	case RULE_IF_HOURS:
	case RULE_IF_TARGET:
		return true;
	case RULE_IF_SENDER:
	case RULE_IF_DEPARTMENT:
	case RULE_IF_SUBJECT:
	case RULE_IF_LABEL:
	case RULE_IF_PRIORITY:
	case RULE_IF_STATUS:
	case RULE_IF_ASSIGNEE:
	case RULE_IF_ORGANIZATION:
	case RULE_IF_ROLE:
	case RULE_IF_USERGROUP:
	case RULE_TEST_COUNT:
		break;
	}
	return false;
}

static struct slice
test_names(struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (int i = 0; i < RULE_TEST_COUNT; i++)
		text_add_format(&text, "%s%s", i > 0 ? ", " : "",
		    rule_test_word((enum rule_test)i)->name);
	return text_slice(&text);
}

static int
read_condition(struct rule_reader *reader, struct slice rest,
    struct rule_condition *out, struct fail *why)
{
	const struct rule_word *known;
	struct slice word = rule_next_word(&rest);

	if (slice_eq_nocase(word, SLICE("not"))) {
		out->negated = true;
		word = rule_next_word(&rest);
	}
	if (!rule_test_parse(word, &out->test))
		return rule_refuse(reader, why, "there is no condition"
		    " \"%.*s\"; write one of %.*s", SLICE_ARG(slice_head(word,
		    SHOWN_MAX)), SLICE_ARG(test_names(reader->arena)));
	known = rule_test_word(out->test);
	if (reader->target != NULL && is_of_mail(out->test))
		return rule_refuse(reader, why, "a target knows the ticket"
		    " alone, not \"%s\"", known->name);
	if (out->test == RULE_IF_HEADER)
		out->header = rule_next_word(&rest);
	if (read_values(reader, rest, out, why) < 0)
		return -1;
	if (out->test == RULE_IF_HEADER ? out->header.len == 0
					: out->value_count == 0)
		return rule_refuse(reader, why, "write if %s %s", known->name,
		    known->usage);
	for (size_t i = 0; i < out->value_count; i++)
		if (!is_good(out->test, out->values[i]))
			return rule_refuse(reader, why, "\"%.*s\" is no such"
			    " value; write if %s %s", SLICE_ARG(slice_head(
			    out->values[i], SHOWN_MAX)), known->name,
			    known->usage);
	return 0;
}

int
rule_read_if(struct rule_reader *reader, struct slice rest, struct fail *why)
{
	struct rule_conditions *conditions = reader->rule != NULL
	    ? &reader->rule->conditions : reader->target != NULL
	    ? &reader->target->conditions : NULL;
	struct rule_condition condition = { .line = rest,
		.number = reader->number };

	if (conditions == NULL)
		return rule_refuse(reader, why, "`if` belongs to a rule or a"
		    " target; write rule NAME above it");
	if (conditions->count == RULE_LINES_MAX)
		return rule_refuse(reader, why, "more than %d lines `if`",
		    RULE_LINES_MAX);
	if (read_condition(reader, rest, &condition, why) < 0)
		return -1;
	conditions->items = arena_grow(reader->arena, conditions->items,
	    conditions->count * sizeof(condition),
	    (conditions->count + 1) * sizeof(condition));
	conditions->items[conditions->count++] = condition;
	reader->rules->tests |= RULE_BIT(condition.test);
	return 0;
}

/* What a rule may do; all else is a person's. */
static const enum verb_id allowed[] = {
	VERB_NOTE, VERB_STATUS, VERB_ASSIGN, VERB_PRIORITY, VERB_DEPARTMENT,
	VERB_SUBJECT, VERB_LABEL, VERB_UNLABEL, VERB_FOLLOW, VERB_UNFOLLOW,
	VERB_CC, VERB_UNCC, VERB_DUE, VERB_SNOOZE, VERB_LINK,
};

static bool
is_allowed(enum verb_id id)
{
	for (size_t i = 0; i < ARRAY_LEN(allowed); i++)
		if (allowed[i] == id)
			return true;
	return false;
}

/* NULL: a rule may. */
static const char *
verb_fault(const struct command *command)
{
	const struct verb *verb = command->verb;

	if (verb->id == VERB_REPLY)
		return "no rule writes to users";
	if (!is_allowed(verb->id))
		return "this is a person's to do";
	if (verb->id == VERB_NOTE && command->value.len == 0)
		return "write what the note says";
	if ((verb->argument == ARGUMENT_AGENT ||
	    verb->argument == ARGUMENT_FOLLOWER) &&
	    slice_eq(command->value, SLICE("me")))
		return "a rule is nobody: name an agent";
	return NULL;
}

static int
read_command(struct rule_reader *reader, struct slice word, struct slice rest,
    struct rule_deed *out, struct fail *why)
{
	const char *fault;

	if (slice_starts(word, SLICE("#")))
		word = slice_from(word, 1);
	command_make(word, rest, reader->arena, &out->command);
	fault = out->command.problem;
	if (fault == NULL)
		fault = verb_fault(&out->command);
	if (fault == NULL)
		return 0;
	return rule_refuse(reader, why, "do %.*s: %s",
	    SLICE_ARG(slice_head(out->line, SHOWN_MAX)), fault);
}

/* What it says goes in clear to this machine alone. */
static bool
is_url(struct slice url)
{
	static const struct slice here[] = { SLICE_INIT("http://localhost"),
		SLICE_INIT("http://127.0.0.1"), SLICE_INIT("http://[::1]") };

	for (size_t i = 0; i < url.len; i++)
		if (!ascii_is_graph(url.data[i]))
			return false;
	if (slice_starts_nocase(url, SLICE("https://")))
		return url.len > 8 && url.data[8] != '/';
	for (size_t i = 0; i < ARRAY_LEN(here); i++)
		if (slice_starts_nocase(url, here[i]) && (url.len ==
		    here[i].len || memchr(":/", url.data[here[i].len], 2)))
			return true;
	return false;
}

static int
read_deed(struct rule_reader *reader, struct slice rest,
    struct rule_deed *out, struct fail *why)
{
	struct slice word = rule_next_word(&rest);

	out->value = rest;
	if (slice_eq_nocase(word, SLICE("notify"))) {
		out->kind = RULE_NOTIFY;
		if (rest.len == 0)
			return rule_refuse(reader, why, "write whom: notify"
			    " managers, notify NAME");
		return 0;
	}
	if (!slice_eq_nocase(word, SLICE("webhook")))
		return read_command(reader, word, rest, out, why);
	out->kind = RULE_WEBHOOK;
	if (!is_url(rest))
		return rule_refuse(reader, why, "write webhook"
		    " https://HOST/PATH; http:// is for this machine alone");
	return 0;
}

int
rule_read_do(struct rule_reader *reader, struct slice rest, struct fail *why)
{
	struct rule *rule = reader->rule;
	struct rule_deed deed = { .line = rest, .number = reader->number };

	if (rule == NULL)
		return rule_refuse(reader, why, "`do` belongs to a rule; write"
		    " rule NAME above it");
	if (rule->deed_count == COMMANDS_MAX)
		return rule_refuse(reader, why, "more than %d lines `do`",
		    COMMANDS_MAX);
	if (read_deed(reader, rest, &deed, why) < 0)
		return -1;
	rule->deeds = arena_grow(reader->arena, rule->deeds,
	    rule->deed_count * sizeof(deed),
	    (rule->deed_count + 1) * sizeof(deed));
	rule->deeds[rule->deed_count++] = deed;
	return 0;
}
