/* The one table of verbs. */
#include "desk/verb.h"

#include <assert.h>

#include "base/ascii.h"
#include "base/near.h"

#define NEAR_DISTANCE 2

static const char *const proof_names[] = {
	[PROOF_T0] = "T0",
	[PROOF_T1] = "T1",
	[PROOF_T2] = "T2",
	[PROOF_T3] = "T3",
};
static_assert(ARRAY_LEN(proof_names) == PROOF_T3 + 1, "every proof has a name");

static const struct verb verbs[] = {
	[VERB_NOTE] = {
		VERB_NOTE, "note", ARGUMENT_MESSAGE, MAY_NOTE, PROOF_T1,
		"#note",
		"keep this text among colleagues; the user never sees it",
	},
	[VERB_REPLY] = {
		VERB_REPLY, "reply", ARGUMENT_MESSAGE, MAY_REPLY, PROOF_T1,
		"#reply",
		"send this text to the user",
	},
	[VERB_STATUS] = {
		VERB_STATUS, "status", ARGUMENT_STATUS, MAY_CHANGE, PROOF_T1,
		"#status open|pending|hold|solved|closed",
		"say who must act next, or that nobody must",
	},
	[VERB_ASSIGN] = {
		VERB_ASSIGN, "assign", ARGUMENT_AGENT, MAY_CHANGE, PROOF_T1,
		"#assign me|none|NAME|ADDRESS",
		"give the ticket to an agent, or take it from everybody",
	},
	[VERB_PRIORITY] = {
		VERB_PRIORITY, "priority", ARGUMENT_PRIORITY, MAY_CHANGE,
		PROOF_T1,
		"#priority low|normal|high|urgent",
		"say how urgent the ticket is",
	},
	[VERB_DEPARTMENT] = {
		VERB_DEPARTMENT, "department", ARGUMENT_DEPARTMENT, MAY_MOVE,
		PROOF_T1,
		"#department NAME|ADDRESS",
		"move the ticket to another department",
	},
	[VERB_SUBJECT] = {
		VERB_SUBJECT, "subject", ARGUMENT_TEXT, MAY_CHANGE, PROOF_T1,
		"#subject TEXT",
		"give the ticket another subject",
	},
	[VERB_LABEL] = {
		VERB_LABEL, "label", ARGUMENT_LABELS, MAY_CHANGE, PROOF_T1,
		"#label NAME[, NAME...]",
		"put a word on the ticket by which it is found",
	},
	[VERB_UNLABEL] = {
		VERB_UNLABEL, "unlabel", ARGUMENT_LABELS, MAY_CHANGE, PROOF_T1,
		"#unlabel NAME[, NAME...]",
		"take such a word away",
	},
	[VERB_FOLLOW] = {
		VERB_FOLLOW, "follow", ARGUMENT_FOLLOWER, MAY_NOTE, PROOF_T1,
		"#follow [NAME|ADDRESS]",
		"hear of whatever happens to the ticket",
	},
	[VERB_UNFOLLOW] = {
		VERB_UNFOLLOW, "unfollow", ARGUMENT_FOLLOWER, MAY_NOTE,
		PROOF_T1,
		"#unfollow [NAME|ADDRESS]",
		"hear of it no more",
	},
	[VERB_END] = {
		VERB_END, "end", ARGUMENT_NONE, MAY_NOTE, PROOF_T1,
		"#end",
		"end the commands; whatever follows is text",
	},
};
static_assert(ARRAY_LEN(verbs) == VERB_COUNT, "every verb has its row");

static const struct verb_alias aliases[] = {
	{ "private", VERB_NOTE, NULL },
	{ "internal", VERB_NOTE, NULL },
	{ "public", VERB_REPLY, NULL },
	{ "open", VERB_STATUS, "open" },
	{ "reopen", VERB_STATUS, "open" },
	{ "pending", VERB_STATUS, "pending" },
	{ "hold", VERB_STATUS, "hold" },
	{ "solved", VERB_STATUS, "solved" },
	{ "resolved", VERB_STATUS, "solved" },
	{ "close", VERB_STATUS, "closed" },
	{ "closed", VERB_STATUS, "closed" },
	{ "take", VERB_ASSIGN, "me" },
	{ "mine", VERB_ASSIGN, "me" },
	{ "unassign", VERB_ASSIGN, "none" },
	{ "owner", VERB_ASSIGN, NULL },
	{ "agent", VERB_ASSIGN, NULL },
	{ "dept", VERB_DEPARTMENT, NULL },
	{ "queue", VERB_DEPARTMENT, NULL },
	{ "tag", VERB_LABEL, NULL },
	{ "untag", VERB_UNLABEL, NULL },
};

const char *
proof_name(enum proof proof)
{
	assert(proof <= PROOF_T3);
	return proof_names[proof];
}

const struct verb *
verb_get(enum verb_id id)
{
	assert(id < VERB_COUNT);
	return &verbs[id];
}

bool
verb_is_repeatable(const struct verb *verb)
{
	return verb->argument == ARGUMENT_LABELS ||
	    verb->argument == ARGUMENT_FOLLOWER;
}

const struct verb *
verb_find(struct slice word, const char **value)
{
	*value = NULL;
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (slice_eq_nocase(word, slice_of(verbs[i].name)))
			return &verbs[i];
	for (size_t i = 0; i < ARRAY_LEN(aliases); i++)
		if (slice_eq_nocase(word, slice_of(aliases[i].name))) {
			*value = aliases[i].value;
			return &verbs[aliases[i].id];
		}
	return NULL;
}

/*
 * A word that begins otherwise is another word ("vote"), unless its first
 * letter is all that is wrong: swapped or lost.
 */
static bool
is_near(struct slice word, struct slice private)
{
	char first;

	if (word.len == 0)
		return false;
	first = ascii_lower(word.data[0]);
	if (first == private.data[0])
		return near_distance(word, private) <= NEAR_DISTANCE;
	return first == private.data[1] && near_distance(word, private) == 1;
}

bool
verb_is_near_private(struct slice word)
{
	if (is_near(word, slice_of(verbs[VERB_NOTE].name)))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(aliases); i++)
		if (aliases[i].id == VERB_NOTE &&
		    is_near(word, slice_of(aliases[i].name)))
			return true;
	return false;
}

const struct verb_alias *
verb_aliases(size_t *count)
{
	*count = ARRAY_LEN(aliases);
	return aliases;
}
