/* A file of rules, line by line. */
#include "desk/rule.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/ascii.h"
#include "rule_reader.h"

#define SHOWN_MAX 60 /* of what somebody wrote, in a sentence */
#define SPAN_MAX (INT64_C(86400) * 366)
#define IDLE_LEAST 60

int
rule_refuse(const struct rule_reader *reader, struct fail *why,
    const char *format, ...)
{
	char text[400];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return fail_set(why, FAIL_SETUP, "%s:%u: %s", reader->path,
	    reader->number, text);
}

struct slice
rule_next_word(struct slice *rest)
{
	struct slice word;
	size_t len = 0;

	*rest = slice_trim(*rest);
	while (len < rest->len && !ascii_is_blank(rest->data[len]))
		len++;
	word = slice_head(*rest, len);
	*rest = slice_trim(slice_from(*rest, len));
	return word;
}

bool
rule_span(struct slice word, int64_t *seconds)
{
	static const struct {
		char letter;
		int64_t seconds;
	} units[] = { { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 },
		{ 'w', 7 * 86400 } };

	if (word.len < 2)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (ascii_lower(word.data[word.len - 1]) == units[i].letter) {
			if (!slice_number(slice_head(word, word.len - 1),
				SPAN_MAX / units[i].seconds, seconds))
				return false;
			*seconds *= units[i].seconds;
			return *seconds > 0;
		}
	return false;
}

static bool
is_name(struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_is_alnum(name.data[i]) && name.data[i] != '-' &&
		    name.data[i] != '_')
			return false;
	return name.len > 0 && name.len <= RULE_NAME_MAX;
}

/* A rule that can never fire, or does nothing, is a mistake. */
static int
end_block(struct rule_reader *reader, struct fail *why)
{
	const struct rule *rule = reader->rule;

	reader->rule = NULL;
	reader->target = NULL;
	if (rule == NULL)
		return 0;
	reader->number = rule->number;
	if (rule->triggers == 0)
		return rule_refuse(reader, why, "the rule %s has no line `on`:"
		    " when shall it be looked at?", rule->name);
	if (rule->deed_count == 0)
		return rule_refuse(reader, why, "the rule %s has no line `do`",
		    rule->name);
	return 0;
}

static int
read_rule(struct rule_reader *reader, struct slice rest, struct fail *why)
{
	struct rules *rules = reader->rules;
	struct rule *rule;

	if (!is_name(rest))
		return rule_refuse(reader, why, "a rule's name is one word of"
		    " letters, digits, - and _, of at most %d",
		    RULE_NAME_MAX);
	for (size_t i = 0; i < rules->count; i++)
		if (slice_eq_nocase(slice_of(rules->items[i].name), rest))
			return rule_refuse(reader, why, "there is a rule %s"
			    " already, in line %u", rules->items[i].name,
			    rules->items[i].number);
	if (rules->count == RULES_MAX)
		return rule_refuse(reader, why, "there are more than %d rules",
		    RULES_MAX);
	rules->items = arena_grow(reader->arena, rules->items,
	    rules->count * sizeof(*rule), (rules->count + 1) * sizeof(*rule));
	rule = &rules->items[rules->count++];
	rule->name = arena_string(reader->arena, rest);
	rule->number = reader->number;
	reader->rule = rule;
	return 0;
}

/* "4h warn 30m always" behind the kind. */
static int
read_promise(struct rule_reader *reader, struct slice rest,
    struct promise_target *out, struct fail *why)
{
	struct slice word = rule_next_word(&rest), last = word;
	bool in_days = slice_ends_nocase(word, SLICE("d")) ||
	    slice_ends_nocase(word, SLICE("w"));

	if (!rule_span(word, &out->seconds))
		return rule_refuse(reader, why, "write how long: 30m, 4h");
	while ((word = rule_next_word(&rest)).len > 0) {
		last = word;
		if (slice_eq_nocase(word, SLICE("always")))
			out->is_always = true;
		else if (!slice_eq_nocase(word, SLICE("warn")) ||
		    !rule_span(rule_next_word(&rest), &out->warn))
			return rule_refuse(reader, why, "behind the time may"
			    " stand `warn 30m` and `always`, not \"%.*s\"",
			    SLICE_ARG(slice_head(last, SHOWN_MAX)));
	}
	if (in_days && !out->is_always)
		return rule_refuse(reader, why, "how many business hours is a"
		    " day? Write hours, or `always` behind it");
	if (out->warn >= out->seconds)
		return rule_refuse(reader, why, "the warning would come before"
		    " the time begins");
	return 0;
}

static int
read_target(struct rule_reader *reader, struct slice rest, struct fail *why)
{
	struct rules *rules = reader->rules;
	struct rule_target target = { .number = reader->number };

	if (!promise_kind_parse(rule_next_word(&rest), &target.kind))
		return rule_refuse(reader, why, "write target response TIME or"
		    " target resolution TIME");
	if (read_promise(reader, rest, &target.promise, why) < 0)
		return -1;
	if (rules->target_count == RULES_MAX)
		return rule_refuse(reader, why, "there are more than %d"
		    " targets", RULES_MAX);
	rules->targets = arena_grow(reader->arena, rules->targets,
	    rules->target_count * sizeof(target),
	    (rules->target_count + 1) * sizeof(target));
	reader->target = &rules->targets[rules->target_count++];
	*reader->target = target;
	return 0;
}

static struct slice
trigger_names(struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (int i = 0; i < RULE_TRIGGER_COUNT; i++)
		text_add_format(&text, "%s%s", i > 0 ? ", " : "",
		    rule_trigger_word((enum rule_trigger)i)->name);
	return text_slice(&text);
}

static int
read_trigger(struct rule_reader *reader, struct slice piece, struct fail *why)
{
	struct rule *rule = reader->rule;
	struct slice rest = piece, word = rule_next_word(&rest);
	enum rule_trigger trigger;

	if (!rule_trigger_parse(word, &trigger))
		return rule_refuse(reader, why, "there is no trigger \"%.*s\";"
		    " write one of %.*s", SLICE_ARG(slice_head(word,
		    SHOWN_MAX)), SLICE_ARG(trigger_names(reader->arena)));
	if (trigger == RULE_IDLE && (rule->idle != 0 ||
	    !rule_span(rest, &rule->idle) || rule->idle < IDLE_LEAST))
		return rule_refuse(reader, why, "write idle with one time"
		    " behind it: idle 4h");
	if (trigger != RULE_IDLE && rest.len > 0)
		return rule_refuse(reader, why, "nothing can stand behind"
		    " \"%s\"; between triggers stand commas",
		    rule_trigger_word(trigger)->name);
	rule->triggers |= RULE_BIT(trigger);
	return 0;
}

static int
read_on(struct rule_reader *reader, struct slice rest, struct fail *why)
{
	struct slice piece;

	if (reader->rule == NULL)
		return rule_refuse(reader, why, "`on` belongs to a rule; write"
		    " rule NAME above it");
	if (rest.len == 0)
		return read_trigger(reader, rest, why);
	while (slice_cut(&rest, ',', &piece))
		if (read_trigger(reader, piece, why) < 0)
			return -1;
	return 0;
}

static const struct keyword {
	const char *name;
	bool ends_block;
	int (*read)(struct rule_reader *reader, struct slice rest,
	    struct fail *why);
} keywords[] = {
	{ "zone", true, rule_read_zone },
	{ "hours", true, rule_read_hours },
	{ "holiday", true, rule_read_holiday },
	{ "target", true, read_target },
	{ "rule", true, read_rule },
	{ "on", false, read_on },
	{ "if", false, rule_read_if },
	{ "do", false, rule_read_do },
};

static int
read_line(struct rule_reader *reader, struct slice line, struct fail *why)
{
	struct slice rest = slice_trim(line), word;
	const struct keyword *keyword = NULL;
	unsigned number = reader->number;

	if (!slice_is_utf8(rest))
		return rule_refuse(reader, why, "this is not UTF-8");
	/* Behind a word, # begins a command. */
	if (rest.len == 0 || rest.data[0] == '#')
		return 0;
	for (size_t i = 0; i < rest.len; i++)
		if (ascii_is_control(rest.data[i]) && rest.data[i] != '\t')
			return rule_refuse(reader, why, "there is a control"
			    " character in this line");
	word = rule_next_word(&rest);
	for (size_t i = 0; i < ARRAY_LEN(keywords); i++)
		if (slice_eq_nocase(word, slice_of(keywords[i].name)))
			keyword = &keywords[i];
	if (keyword == NULL)
		return rule_refuse(reader, why, "no line begins with \"%.*s\";"
		    " write rule, on, if, do, target, hours, holiday, zone or a"
		    " # before a remark", SLICE_ARG(slice_head(word,
		    SHOWN_MAX)));
	if (keyword->ends_block && end_block(reader, why) < 0)
		return -1;
	reader->number = number;
	return keyword->read(reader, rest, why);
}

int
rules_parse(const char *path, struct slice text, const char *zone,
    struct arena *arena, struct rules *out, struct fail *why)
{
	struct rule_reader reader = { .path = path, .arena = arena,
		.rules = out };
	struct slice line;

	*out = (struct rules){ .hours = { .zone = zone } };
	if (slice_starts(text, SLICE("\xef\xbb\xbf")))
		text = slice_from(text, 3);
	while (slice_line(&text, &line)) {
		reader.number++;
		if (read_line(&reader, line, why) < 0)
			return -1;
	}
	return end_block(&reader, why);
}
