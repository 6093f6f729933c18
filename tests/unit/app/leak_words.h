/* Commands for the model: the whole table of verbs, right and wrong. */
#ifndef UNIT_LEAK_WORDS_H
#define UNIT_LEAK_WORDS_H

#include "leak_mail.h"

#include "desk/verb.h"

static inline const char *
pick_of(struct model *model, const char *const *words, size_t count)
{
	return words[dice(model, (uint32_t)count)];
}
#define pick(model, ...) \
	pick_of((model), (const char *const[]){ __VA_ARGS__ }, \
	    sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static inline const char *
any_person(struct model *model)
{
	switch (dice(model, 4)) {
	case 0:
		return model->agents[dice(model, AGENTS)].address;
	case 1:
		return arena_format(&model->line.arena, "new%u@else.test",
		    dice(model, 2)).data;
	}
	return model->users[dice(model, USERS)].address;
}

static inline const char *
any_ticket(struct model *model)
{
	uint32_t last = (uint32_t)model->ticket_last;

	return arena_format(&model->line.arena, "%u",
	    1 + (one_in(model, 2) && last > 5 ? last - 5 + dice(model, 5)
					      : dice(model, last + 1))).data;
}

/* Words that verbs take; NULL ends them. */
static const struct argument_words {
	enum verb_argument argument;
	const char *words[7];
} argument_words[] = {
	{ ARGUMENT_STATUS, { "open", "pending", "hold", "solved", "closed" } },
	{ ARGUMENT_PRIORITY, { "low", "normal", "high", "urgent" } },
	{ ARGUMENT_AGENT, { "me", "none", "anna", "ben", "cara", "dora" } },
	{ ARGUMENT_FOLLOWER, { "", "anna", "ben", "cara", "dora" } },
	{ ARGUMENT_DEPARTMENT, { "Support", "Sales" } },
	{ ARGUMENT_WHEN, { "1h", "2d", "none", "friday 14:00" } },
	{ ARGUMENT_TEXT, { "Subject A", "Subject B" } },
	{ ARGUMENT_SWITCH, { "on", "off" } },
	{ ARGUMENT_GROUP, { "everyone", "nobody" } },
	{ ARGUMENT_BAN, { "mallory@evil.test", "@evil.test", "@help.test" } },
};

static inline const char *
argument_word(struct model *model, const struct argument_words *row)
{
	size_t count = 0;

	while (count < ARRAY_LEN(row->words) && row->words[count] != NULL)
		count++;
	return pick_of(model, row->words, count);
}

/* A value that the verb takes, mostly; remarks and labels are the agents'. */
static inline const char *
any_value(struct model *model, enum verb_argument argument, int64_t author)
{
	struct arena *arena = &model->line.arena;

	for (size_t i = 0; i < ARRAY_LEN(argument_words); i++)
		if (argument_words[i].argument == argument)
			return argument_word(model, &argument_words[i]);
	if (argument == ARGUMENT_PEOPLE)
		return any_person(model);
	if (argument == ARGUMENT_ADDRESS)
		return one_in(model, 2) ? "none" : any_person(model);
	if (argument == ARGUMENT_TICKET)
		return any_ticket(model);
	if (argument == ARGUMENT_LABELS)
		return mark_new(model, MARK_NEVER, author);
	if (argument == ARGUMENT_MINUTES)
		return arena_format(arena, "30m %s",
		    mark_new(model, MARK_NEVER, author)).data;
	if (argument == ARGUMENT_MONEY)
		return arena_format(arena, "12.50 %s",
		    mark_new(model, MARK_NEVER, author)).data;
	return "";
}

static inline const struct verb *
any_verb(struct model *model)
{
	static const enum verb_id often[] = { VERB_ASSIGN, VERB_FOLLOW,
		VERB_CC, VERB_UNCC, VERB_REQUESTER, VERB_MERGE, VERB_SPLIT,
		VERB_DEPARTMENT };

	/* Whoever hears of a ticket comes and goes. */
	if (one_in(model, 3))
		return verb_get(often[dice(model, ARRAY_LEN(often))]);
	return verb_get((enum verb_id)dice(model, VERB_COUNT));
}

/* "#note" with one key pressed wrong. */
static inline const char *
typing_error(struct model *model)
{
	static const char keys[] = "abcdefghijklmnopqrstuvwxyz";
	struct text text = TEXT_IN(&model->line.arena);
	struct slice word = slice_of(pick(model, "note", "private", "internal"));
	/* The first letter is what makes it another word. */
	size_t at = 1 + dice(model, (uint32_t)word.len - 1);
	char key = keys[dice(model, sizeof(keys) - 1)];

	text_add_string(&text, pick(model, "#", "#", "#", "# ",
	    "\xef\xbc\x83", "#\xc2\xa0"));
	text_add(&text, slice_head(word, at));
	switch (dice(model, 4)) {
	case 0: /* left out */
		break;
	case 1: /* another one */
		text_add_char(&text, key);
		break;
	case 2: /* one more */
		text_add_char(&text, key);
		at--;
		break;
	case 3: /* twice */
		text_add_char(&text, word.data[at]);
		at--;
		break;
	}
	text_add(&text, slice_from(word, at + 1));
	text_add_string(&text, pick(model, "", ":", " ", "."));
	return text_string(&text);
}

/*
 * Lines of commands.  *kind becomes MARK_SECRET when they say, or try to, that
 * the text below is for colleagues; MARK_WAITS when they cannot be understood.
 */
static inline const char *
any_block(struct model *model, int64_t author, enum mark_kind *kind)
{
	struct text text = TEXT_IN(&model->line.arena);
	const struct verb *verb;

	*kind = MARK_SHARED;
	for (uint32_t n = dice(model, 4); n > 0; n--) {
		verb = any_verb(model);
		if (verb->id == VERB_END)
			continue;
		if (verb->id == VERB_NOTE)
			*kind = MARK_SECRET;
		text_add_format(&text, "#%s%s %s\n", verb->name,
		    one_in(model, 4) ? ":" : "",
		    any_value(model, verb->argument, author));
	}
	switch (dice(model, 8)) {
	case 0:
	case 1:
		*kind = MARK_SECRET;
		text_add_format(&text, "%s\n", pick(model, "#note", "#Private",
		    "#INTERNAL", " #note", "#note:"));
		break;
	case 2:
	case 3:
		*kind = MARK_SECRET;
		text_add_format(&text, "%s\n", typing_error(model));
		break;
	case 4:
		if (*kind == MARK_SHARED)
			*kind = MARK_WAITS;
		text_add_format(&text, "%s\n", pick(model, "#asign me",
		    "#priority sky", "#assign nobody-such", "#frobnicate",
		    "#solved\n#pending", "#merge 999999"));
		break;
	}
	if (one_in(model, 8))
		text_add_string(&text, "#end\n");
	else if (one_in(model, 3))
		text_add_char(&text, '\n');
	return text_string(&text);
}

#endif
