/* The words of the rules' language. */
#include "desk/rule.h"

#include <assert.h>

static const struct rule_word triggers[] = {
	[RULE_CREATED] = { "created", "", "A mail opened a ticket." },
	[RULE_REPLIED] = { "replied", "", "The user, a participant or an agent"
	    " wrote on a ticket that was there; `by` tells who." },
	[RULE_STATUS] = { "status", "", "The status has changed." },
	[RULE_ASSIGNED] = { "assigned", "", "The ticket was given to another"
	    " agent, or to nobody." },
	[RULE_IDLE] = { "idle", "TIME", "So long nobody wrote and nobody"
	    " changed anything; what rules change does not count." },
	[RULE_DUE] = { "due", "", "The date that an agent set has passed." },
	[RULE_FLAGGED] = { "flagged", "", "A mail was filed with a flag:"
	    " `limited`, `reused-message-id` and so on." },
	[RULE_HOUR] = { "hour", "", "A full hour, once for each ticket." },
	[RULE_WARNED] = { "warned", "", "A target is near." },
	[RULE_MISSED] = { "missed", "", "A target was missed." },
};
static_assert(ARRAY_LEN(triggers) == RULE_TRIGGER_COUNT,
    "every trigger has its word");

static const struct rule_word tests[] = {
	[RULE_IF_SENDER] = { "sender", "ADDRESS", "Who wrote the mail, else"
	    " whose ticket it is; `@acme.example` is everybody there, `*`"
	    " stands for any letters." },
	[RULE_IF_BY] = { "by", "user|agent|desk", "Who did it.  A rule, or the"
	    " clock, is the desk." },
	[RULE_IF_DEPARTMENT] = { "department", "NAME", "The ticket's, by its"
	    " name or its address." },
	[RULE_IF_SUBJECT] = { "subject", "TEXT", "Stands in the subject." },
	[RULE_IF_BODY] = { "body", "TEXT", "Stands in what was newly written:"
	    " nothing that it quotes." },
	[RULE_IF_HEADER] = { "header", "NAME [TEXT]", "A field of the mail has"
	    " it; without text: is there." },
	[RULE_IF_CLASS] = { "class", "CLASS", "What kind of mail it is:"
	    " `human`, `list`, `auto-generated`." },
	[RULE_IF_LANGUAGE] = { "language", "CODE", "Of the mail, where it says"
	    " so in its field Content-Language: `de`." },
	[RULE_IF_FLAG] = { "flag", "WORD", "With which the mail was filed." },
	[RULE_IF_LABEL] = { "label", "LABEL", "The ticket has it." },
	[RULE_IF_PRIORITY] = { "priority", "low|normal|high|urgent",
	    "The ticket's." },
	[RULE_IF_STATUS] = { "status", "STATUS", "The ticket's.  Without this"
	    " line a rule leaves spam alone, and when nothing but time went by"
	    " also what is solved or closed." },
	[RULE_IF_ASSIGNEE] = { "assignee", "NAME|none|any", "Who has the"
	    " ticket, by handle or name." },
	[RULE_IF_HOURS] = { "hours", "open|closed", "Whether it is within the"
	    " business hours now." },
	[RULE_IF_ORGANIZATION] = { "organization", "NAME|none|any", "Where who"
	    " wrote the mail belongs; without one, or when an agent did,"
	    " where the ticket's user belongs." },
	[RULE_IF_ROLE] = { "role", "ROLE", "What they are there: `member`,"
	    " `manager`, or a role of the desk's own." },
	[RULE_IF_USERGROUP] = { "usergroup", "NAME", "They are in this group,"
	    " or their organization is." },
	[RULE_IF_TARGET] = { "target", "response|resolution", "Which target is"
	    " near or was missed." },
};
static_assert(ARRAY_LEN(tests) == RULE_TEST_COUNT,
    "every condition has its word");

static const struct rule_word deeds[] = {
	{ "notify", "assignee|members|managers|followers|NAME", "Writes to"
	    " these agents.  No rule writes to users." },
	{ "webhook", "URL", "Posts what happened there, as JSON.  In clear to"
	    " this machine only." },
};

static const struct rule_word lines[] = {
	{ "zone", "NAME", "The time zone of the hours and holidays that follow;"
	    " else that of the desk." },
	{ "hours", "DAYS FROM-TO", "Business hours: `mon-fri 9:00-17:30`,"
	    " `sat 10-13`.  May stand several times; without any the desk is"
	    " always open." },
	{ "holiday", "DATE", "A day without business hours: `2027-03-26`, or"
	    " `12-25` in every year." },
	{ "target", "response|resolution TIME [warn TIME] [always]",
	    "Promises an answer, or an end, within so many business hours, or"
	    " with `always` around the clock.  Lines with `if` may follow.  The"
	    " first target counts whose conditions hold.  So long before its end"
	    " the agents get a letter, and another one when it is missed." },
	{ "rule", "NAME", "Begins a rule: the lines that follow are its own." },
	{ "on", "TRIGGER", "When it is looked at; several, with commas"
	    " between." },
	{ "if", "[not] CONDITION", "What must hold: all of the lines.  Behind a"
	    " word several values may stand, with commas between: one of them"
	    " is enough." },
	{ "do", "COMMAND", "What is done then, in the order of the lines: as an"
	    " agent would write it in a mail, with or without the #." },
};

const struct rule_word *
rule_trigger_word(enum rule_trigger trigger)
{
	return &triggers[trigger];
}

const struct rule_word *
rule_test_word(enum rule_test test)
{
	return &tests[test];
}

const struct rule_word *
rule_deed_words(size_t *count)
{
	*count = ARRAY_LEN(deeds);
	return deeds;
}

const struct rule_word *
rule_line_words(size_t *count)
{
	*count = ARRAY_LEN(lines);
	return lines;
}

static bool
find(const struct rule_word *words, size_t count, struct slice word,
    size_t *at)
{
	for (*at = 0; *at < count; ++*at)
		if (slice_eq_nocase(word, slice_of(words[*at].name)))
			return true;
	return false;
}

bool
rule_trigger_parse(struct slice word, enum rule_trigger *out)
{
	size_t at;

	if (!find(triggers, ARRAY_LEN(triggers), word, &at))
		return false;
	*out = (enum rule_trigger)at;
	return true;
}

bool
rule_test_parse(struct slice word, enum rule_test *out)
{
	size_t at;

	if (!find(tests, ARRAY_LEN(tests), word, &at))
		return false;
	*out = (enum rule_test)at;
	return true;
}

bool
rules_want(const struct rules *rules, unsigned wanted)
{
	for (size_t i = 0; i < rules->count; i++)
		if ((rules->items[i].triggers & wanted) != 0)
			return true;
	return false;
}
