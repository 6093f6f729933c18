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
	[VERB_CC] = {
		VERB_CC, "cc", ARGUMENT_PEOPLE, MAY_CHANGE, PROOF_T1,
		"#cc ADDRESS|NUMBER|AGENT",
		"let somebody read and answer along with the user",
	},
	[VERB_UNCC] = {
		VERB_UNCC, "uncc", ARGUMENT_PEOPLE, MAY_CHANGE, PROOF_T1,
		"#uncc ADDRESS|NUMBER|AGENT",
		"let them read along no more",
	},
	[VERB_REQUESTER] = {
		VERB_REQUESTER, "requester", ARGUMENT_PEOPLE, MAY_CHANGE,
		PROOF_T3,
		"#requester ADDRESS|NUMBER|AGENT",
		"say whose ticket it is; the old user hears no more of it",
	},
	[VERB_NOTIFYAT] = {
		VERB_NOTIFYAT, "notifyat", ARGUMENT_ADDRESS, MAY_CHANGE,
		PROOF_T1,
		"#notifyat ADDRESS|none",
		"write to the user about this ticket at another of their"
		" addresses",
	},
	[VERB_ORG] = {
		VERB_ORG, "org", ARGUMENT_ORGANIZATION, MAY_CHANGE, PROOF_T1,
		"#org NAME|NUMBER|DOMAIN|none",
		"say which organization the ticket's user belongs to",
	},
	[VERB_DUE] = {
		VERB_DUE, "due", ARGUMENT_WHEN, MAY_CHANGE, PROOF_T1,
		"#due WHEN|none",
		"say by when it must be done: 3d, friday 14:00, 2026-12-01",
	},
	[VERB_SNOOZE] = {
		VERB_SNOOZE, "snooze", ARGUMENT_WHEN, MAY_CHANGE, PROOF_T1,
		"#snooze WHEN|none",
		"put it on hold until then, or until somebody answers",
	},
	[VERB_TIME] = {
		VERB_TIME, "time", ARGUMENT_MINUTES, MAY_CHANGE, PROOF_T1,
		"#time 30m|1h30 [REMARK]",
		"note down time that you spent on it",
	},
	[VERB_CHARGE] = {
		VERB_CHARGE, "charge", ARGUMENT_MONEY, MAY_CHANGE, PROOF_T1,
		"#charge 12.50 [REMARK]",
		"note down what it costs the user",
	},
	[VERB_LINK] = {
		VERB_LINK, "link", ARGUMENT_TICKET, MAY_CHANGE, PROOF_T1,
		"#link NUMBER",
		"say that another ticket has to do with this one",
	},
	[VERB_MERGE] = {
		VERB_MERGE, "merge", ARGUMENT_TICKET, MAY_DELETE, PROOF_T3,
		"#merge NUMBER",
		"go on in that ticket: all of this one moves there",
	},
	[VERB_SPLIT] = {
		VERB_SPLIT, "split", ARGUMENT_ENTRY, MAY_CHANGE, PROOF_T1,
		"#split [ENTRY]",
		"make a ticket of its own of the mail that you answer",
	},
	[VERB_TEAM] = {
		VERB_TEAM, "team", ARGUMENT_TEAM, MAY_CHANGE, PROOF_T1,
		"#team NAME|none",
		"give the ticket to a team, or take it from every one",
	},
	[VERB_FIELD] = {
		VERB_FIELD, "field", ARGUMENT_FIELD, MAY_CHANGE, PROOF_T1,
		"#field.NAME VALUE|none",
		"fill in one of the desk's own fields",
	},
	[VERB_NOMESSAGE] = {
		VERB_NOMESSAGE, "nomessage", ARGUMENT_NONE, MAY_NOTE, PROOF_T1,
		"#nomessage",
		"keep no text of this mail, only do its commands",
	},
	[VERB_MACRO] = {
		VERB_MACRO, "macro", ARGUMENT_MACRO, MAY_NOTE, PROOF_T1,
		"#macro NAME",
		"do the commands of a macro, and put its text below mine",
	},
	[VERB_SHOW] = {
		VERB_SHOW, "show", ARGUMENT_QUERY, MAY_READ, PROOF_T1,
		"#show [NUMBER]",
		"write me what there is to know of this ticket, or of another",
	},
	[VERB_HISTORY] = {
		VERB_HISTORY, "history", ARGUMENT_QUERY, MAY_READ, PROOF_T1,
		"#history [NUMBER]",
		"write me who changed what in it, and when",
	},
	[VERB_LIST] = {
		VERB_LIST, "list", ARGUMENT_QUERY, MAY_LIST, PROOF_T1,
		"#list [mine|unassigned|all|STATUS|DEPARTMENT]",
		"write me my tickets, or those others that are not done yet",
	},
	[VERB_SEARCH] = {
		VERB_SEARCH, "search", ARGUMENT_QUERY, MAY_LIST, PROOF_T1,
		"#search WORDS",
		"write me the tickets with these words and fields, such as"
		" status:open",
	},
	[VERB_WHOIS] = {
		VERB_WHOIS, "whois", ARGUMENT_QUERY, MAY_LIST, PROOF_T1,
		"#whois [NAME|ADDRESS|NUMBER]",
		"write me who the user of this ticket is, or somebody else",
	},
	[VERB_HELP] = {
		VERB_HELP, "help", ARGUMENT_QUERY, MAY_LIST, PROOF_T1,
		"#help [COMMAND]",
		"write me what commands there are",
	},
	[VERB_UNDO] = {
		VERB_UNDO, "undo", ARGUMENT_PAST, MAY_CHANGE, PROOF_T1,
		"#undo",
		"take back what you did last on this ticket, and the answer if"
		" it was not sent yet",
	},
	[VERB_FOR] = {
		VERB_FOR, "for", ARGUMENT_PEOPLE, MAY_CHANGE, PROOF_T2,
		"#for ADDRESS|NUMBER|AGENT",
		"in a new mail: open the ticket for somebody else, and take it",
	},
	[VERB_ON] = {
		VERB_ON, "on", ARGUMENT_TICKETS, MAY_LIST, PROOF_T2,
		"#on NUMBER[, NUMBER...]",
		"do what follows to all these tickets, or to none; only in a"
		" mail to the address that #help tells",
	},
	[VERB_MERGEUSER] = {
		VERB_MERGEUSER, "mergeuser", ARGUMENT_PEOPLE, MAY_CHANGE,
		PROOF_T3,
		"#mergeuser ADDRESS|NUMBER",
		"make that user's record part of the one of this ticket's user",
	},
	[VERB_ADDADDRESS] = {
		VERB_ADDADDRESS, "addaddress", ARGUMENT_PEOPLE, MAY_CHANGE,
		PROOF_T3,
		"#addaddress ADDRESS",
		"say that this address, too, is that of the ticket's user",
	},
	[VERB_USERNOTE] = {
		VERB_USERNOTE, "usernote", ARGUMENT_TEXT, MAY_NOTE, PROOF_T1,
		"#usernote TEXT",
		"note something about the ticket's user, for colleagues",
	},
	[VERB_USERGROUP] = {
		VERB_USERGROUP, "usergroup", ARGUMENT_GROUP, MAY_CHANGE,
		PROOF_T2,
		"#usergroup NAME",
		"put the ticket's user into a group; for admins",
	},
	[VERB_UNGROUP] = {
		VERB_UNGROUP, "ungroup", ARGUMENT_GROUP, MAY_CHANGE, PROOF_T2,
		"#ungroup NAME",
		"take the ticket's user out of it; for admins",
	},
	[VERB_AUTORESPONDER] = {
		VERB_AUTORESPONDER, "autoresponder", ARGUMENT_SWITCH,
		MAY_CHANGE, PROOF_T1,
		"#autoresponder on|off",
		"say whether a program answers the ticket's user's mail: then"
		" no automatic mail goes there",
	},
	[VERB_BAN] = {
		VERB_BAN, "ban", ARGUMENT_BAN, MAY_CHANGE, PROOF_T3,
		"#ban [ADDRESS|@DOMAIN]",
		"take no mail from there, or from the ticket's user, any more;"
		" for admins",
	},
	[VERB_UNBAN] = {
		VERB_UNBAN, "unban", ARGUMENT_BAN, MAY_CHANGE, PROOF_T3,
		"#unban [ADDRESS|@DOMAIN]",
		"take mail from there again; for admins",
	},
	[VERB_PREVIEW] = {
		VERB_PREVIEW, "preview", ARGUMENT_NONE, MAY_NOTE, PROOF_T1,
		"#preview",
		"do nothing yet, and write me what all this would do",
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
	{ "spam", VERB_STATUS, "spam" },
	{ "notspam", VERB_STATUS, "open" },
	{ "cancel", VERB_UNDO, NULL },
	{ "organization", VERB_ORG, NULL },
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
	switch (verb->argument) {
	case ARGUMENT_LABELS:
	case ARGUMENT_FOLLOWER:
	case ARGUMENT_MINUTES:
	case ARGUMENT_MONEY:
	case ARGUMENT_QUERY:
	case ARGUMENT_FIELD:
	case ARGUMENT_MACRO:
	case ARGUMENT_GROUP:
	case ARGUMENT_BAN:
		return true;
	case ARGUMENT_TEXT:
		return verb->id == VERB_USERNOTE;
	case ARGUMENT_TICKET:
		return verb->id == VERB_LINK;
	case ARGUMENT_PEOPLE:
		return verb->id != VERB_REQUESTER && verb->id != VERB_FOR &&
		    verb->id != VERB_MERGEUSER;
	case ARGUMENT_NONE:
	case ARGUMENT_MESSAGE:
	case ARGUMENT_STATUS:
	case ARGUMENT_PRIORITY:
	case ARGUMENT_AGENT:
	case ARGUMENT_DEPARTMENT:
	case ARGUMENT_ADDRESS:
	case ARGUMENT_WHEN:
	case ARGUMENT_ENTRY:
	case ARGUMENT_PAST:
	case ARGUMENT_TICKETS:
	case ARGUMENT_TEAM:
	case ARGUMENT_ORGANIZATION:
	case ARGUMENT_SWITCH:
	case ARGUMENT_COUNT:
		break;
	}
	return false;
}

bool
verb_is_about_text(const struct verb *verb)
{
	return verb->argument == ARGUMENT_MESSAGE ||
	    verb->id == VERB_NOMESSAGE;
}

const struct verb *
verb_find(struct slice word, const char **value)
{
	static const struct slice field = SLICE_INIT("field.");

	*value = NULL;
	if (slice_starts_nocase(word, field) && word.len > field.len)
		return &verbs[VERB_FIELD];
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
