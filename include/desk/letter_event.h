/* The occasions on which the desk writes, one row each. */
#ifndef DESK_LETTER_EVENT_H
#define DESK_LETTER_EVENT_H

#include <stdbool.h>

#include "base/slice.h"
#include "desk/token.h"
#include "mail/letter.h"

enum letter_event {
	LETTER_ACKNOWLEDGE, /* user: we have your mail, once per ticket */
	LETTER_NEW_TICKET,  /* managers or members: there is a new ticket */
	LETTER_USER_REPLY,  /* assignee, else members: the user wrote */
	LETTER_AGENT_REPLY, /* user: an agent answers */
	LETTER_ASSIGNED,    /* agent: somebody gave you this ticket */
	LETTER_NOTE,	    /* assignee: a colleague left a note */
	LETTER_MOVED,	    /* members: the ticket came to your department */
	LETTER_THIRD_PARTY, /* assignee, else members: a token came from a
			       stranger's address */
	LETTER_BOUNCED,	    /* assignee, else members: a reply came back */
	LETTER_HELD,	    /* agent: your commands were not understood, nothing
			       was sent; line by line; answer #apply, #reply or
			       #cancel */
	LETTER_CONFIRM,	    /* agent: a mail in your name is held as a note;
			       answer to confirm it */
	LETTER_REMINDER,    /* assignee, else members: a ticket woke up, or its
			       date has passed */
	LETTER_ANSWER,	    /* agent: what you asked, or what was taken back */
	LETTER_BEHALF,	    /* agent: you opened a ticket for somebody, who has
			       not heard of it */
	LETTER_COLLEAGUE_REPLIED, /* assignee, followers: a colleague
			       answered the user */
	LETTER_REFUSED,	    /* agent: your account is disabled */
	LETTER_DIGEST,	    /* agent: what happened since yesterday */
	LETTER_HELD_BACK,   /* admins: so many letters were not written, and why */
	LETTER_CLAIM,	    /* user: somebody used your token from another
			       address; was it you? */
	LETTER_CLAIMED,	    /* whoever has that address: are you the person who
			       says so? */
	LETTER_PASSWORD,    /* who shall choose one: the code for it */
	LETTER_EVENT_COUNT
};

struct letter_event_row {
	const char *name; /* "acknowledge": database word and template's name */
	enum auto_submitted submitted;
	bool null_return_path; /* MAIL FROM:<>; else a bounce token */
	bool to_agents;	       /* bears a note address; never shown to users */
	bool counted;	       /* automatic mail, stopped by the counters */
	bool repeats;	       /* only a mail's words: told to nobody who had it */
	bool choosable;	       /* agents may want it otherwise: desk/wish */
	bool coalesces;	       /* may share a letter with what follows it */
	bool alone;	       /* its subject is no ticket's */
	/* Which token its Reply-To bears: what an answer to it will be. The
	   template's first line says the same in words. */
	enum token_purpose answer;
};

const struct letter_event_row *letter_event_row(enum letter_event event);
bool letter_event_parse(struct slice word, enum letter_event *out);

#endif
