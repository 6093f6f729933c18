/*
 * The one table of verbs.  Mail commands, the command line, the manual, #help
 * and shell completion are all printed from or looked up in it.
 */
#ifndef DESK_VERB_H
#define DESK_VERB_H

#include <stdbool.h>

#include "base/slice.h"

enum verb_id {
	VERB_NOTE, VERB_REPLY, VERB_STATUS, VERB_ASSIGN, VERB_PRIORITY,
	VERB_DEPARTMENT, VERB_SUBJECT, VERB_LABEL, VERB_UNLABEL, VERB_FOLLOW,
	VERB_UNFOLLOW, VERB_CC, VERB_UNCC, VERB_REQUESTER, VERB_NOTIFYAT, VERB_ORG,
	VERB_DUE, VERB_SNOOZE, VERB_TIME, VERB_CHARGE, VERB_LINK, VERB_MERGE,
	VERB_SPLIT, VERB_TEAM, VERB_FIELD, VERB_NOMESSAGE, VERB_MACRO,
	VERB_SHOW, VERB_HISTORY, VERB_LIST, VERB_SEARCH,
	VERB_WHOIS, VERB_HELP, VERB_UNDO, VERB_FOR, VERB_ON,
	VERB_MERGEUSER, VERB_ADDADDRESS, VERB_USERNOTE, VERB_USERGROUP,
	VERB_UNGROUP, VERB_AUTORESPONDER, VERB_BAN, VERB_UNBAN,
	VERB_PREVIEW, VERB_END,
	VERB_COUNT
};

enum verb_argument {
	ARGUMENT_NONE,
	ARGUMENT_MESSAGE,    /* what is said: below it in a mail, behind it on
				the command line */
	ARGUMENT_STATUS,
	ARGUMENT_PRIORITY,
	ARGUMENT_AGENT,	     /* me, none, a name, a handle, an address */
	ARGUMENT_DEPARTMENT, /* a name or one of its addresses */
	ARGUMENT_TEXT,
	ARGUMENT_LABELS,     /* one or more, commas between */
	ARGUMENT_FOLLOWER,   /* an agent; nothing: who says it */
	ARGUMENT_PEOPLE,     /* an address, a person's number, or an agent */
	ARGUMENT_ADDRESS,    /* one of the user's addresses */
	ARGUMENT_WHEN,	     /* a point in time, or "none" */
	ARGUMENT_MINUTES,    /* time spent and perhaps a remark */
	ARGUMENT_MONEY,	     /* an amount and perhaps a remark */
	ARGUMENT_TICKET,     /* another ticket's number */
	ARGUMENT_ENTRY,	     /* an entry's number; nothing: the one that the
				answered letter tells of */
	ARGUMENT_PAST,	     /* nothing: what was done last */
	ARGUMENT_QUERY,	     /* what is asked for; may be nothing */
	ARGUMENT_TICKETS,    /* several tickets' numbers */
	ARGUMENT_TEAM,	     /* its name, or "none" */
	ARGUMENT_FIELD,	     /* what the field shall be, or "none" */
	ARGUMENT_MACRO,	     /* its name */
	ARGUMENT_ORGANIZATION, /* its name, number or domain, or "none" */
	ARGUMENT_GROUP,	     /* a usergroup's name */
	ARGUMENT_SWITCH,     /* on or off */
	ARGUMENT_BAN,	     /* an address or @domain; nothing: the user's */
	ARGUMENT_COUNT
};

/* What a person needs to be allowed it; see desk/permission. */
enum permission {
	MAY_LIST,   /* that it is there: number, subject, people */
	MAY_READ,   /* what is said on it */
	MAY_NOTE, MAY_REPLY, MAY_CHANGE, MAY_MOVE,
	MAY_DELETE, /* make it part of another one */
	PERMISSION_COUNT
};

/* How sure we are who asks, DESIGN 7. */
enum proof {
	PROOF_T0, /* From alone */
	PROOF_T1, /* and a valid token of that agent */
	PROOF_T2, /* and authentication of the mail */
	PROOF_T3, /* a confirmation; or the command line's unix account */
};
const char *proof_name(enum proof proof); /* "T0" ... */

struct verb {
	enum verb_id id;
	const char *name;
	enum verb_argument argument;
	enum permission permission;
	enum proof proof;  /* at least */
	const char *usage; /* "#status open|pending|hold|solved|closed" */
	const char *help;  /* one line */
};

/* Another word for a verb; with a value it brings its own argument. */
struct verb_alias {
	const char *name;
	enum verb_id id;
	const char *value; /* NULL: the argument is written behind it */
};

/* Several lines of it with different values do not contradict each other. */
bool verb_is_repeatable(const struct verb *verb);

/* Whether it says what becomes of the mail's text. */
bool verb_is_about_text(const struct verb *verb);

const struct verb *verb_get(enum verb_id id);
/*
 * By name or alias, case-blind; "field.colour" is the verb of fields.  *value is what the alias brings, else NULL.
 * NULL when nothing is called so.
 */
const struct verb *verb_find(struct slice word, const char **value);
/*
 * True for a word that keeps text private and for its near misses ("nte",
 * "noet", "privat"): at most two letters lost, added, changed or swapped
 * behind the first, or the first one swapped or lost.  Case-blind.
 */
bool verb_is_near_private(struct slice word);

const struct verb_alias *verb_aliases(size_t *count);

#endif
