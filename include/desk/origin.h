/* Who a mail is from and which ticket it belongs to: what identify found. */
#ifndef DESK_ORIGIN_H
#define DESK_ORIGIN_H

#include <stdbool.h>

#include "desk/answer.h"
#include "desk/person.h"
#include "desk/token.h"
#include "desk/verb.h"

/* Why a mail is taken to belong to a ticket, strongest first. */
enum evidence {
	EVIDENCE_TOKEN,	     /* a token whose person owns the From address */
	EVIDENCE_MESSAGE_TOKEN, /* likewise, in a Message-ID */
	EVIDENCE_REFERENCE,  /* names a stored message; somebody on that ticket */
	EVIDENCE_SUBJECT,    /* "[#123]"; somebody on that ticket */
	EVIDENCE_STRANGER,   /* a good token from an address not its person's */
	EVIDENCE_NONE,
	EVIDENCE_COUNT
};
const char *evidence_name(enum evidence evidence);

struct origin {
	/* From names one usable mailbox; else the rest of these are empty. */
	bool has_sender;
	struct slice name;     /* as the mail shows it */
	struct slice address;  /* as given */
	struct slice identity; /* folded */
	struct person person;  /* id 0: we do not know the address yet */
	bool several_from;     /* nobody is proven */
	bool banned;

	enum evidence evidence;
	enum token_purpose purpose; /* of the token that decided; or none */
	int64_t letter_id;	    /* which letter it names */
	int64_t ticket_id;	    /* 0: a new one */
	int64_t hint_ticket_id;	    /* weaker evidence pointed there; or 0 */
	enum proof proof;
	/* By the word of a server that is trusted, see mail/authres.h: */
	bool authenticated; /* the mail comes from From's domain */
	bool auth_fails;    /* it does not: dmarc=fail */
	struct slice action;	    /* of a verify token's letter, or of one
				       that was answered before */
	struct slice letter_event;  /* of the letter that the token names */
	/* A note's address stood among the recipients, good or not any more:
	   whatever else is found, the text is for colleagues. */
	bool meant_note;
	/* Its own verify token was used before. */
	bool asked_again;
	/* What their author says of a held mail that is read again. */
	enum answer answer;
	int64_t entry_id;	    /* what that letter tells of; or 0 */

	/* A bounce token's letter, for reports. */
	int64_t report_letter_id;
	int64_t report_ticket_id;
	struct slice report_address; /* where that letter went */
	struct slice report_event;   /* "agent-reply" */
};

#endif
