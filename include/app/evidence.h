/*
 * Evidence that a mail belongs to a ticket, each kind one function, asked in
 * the order of their strength.  Anything weaker than what is listed leaves
 * only a hint.
 */
#ifndef APP_EVIDENCE_H
#define APP_EVIDENCE_H

#include "app/desk.h"
#include "desk/origin.h"

struct evidence_search {
	struct desk *desk;
	const struct mail *mail;
	const struct envelope *envelope;
	struct arena *arena;
	struct text *record;
	bool is_history; /* see app/history.h */
	struct origin *origin; /* who sent it is known; the thread is filled in */
};

/*
 * All return -1, or 0 and more: 1 when they took a ticket.  Tokens in the
 * envelope, To, Cc, In-Reply-To and References.
 */
int evidence_tokens(struct evidence_search *search, struct fail *why);
/* Stored messages that are named, from somebody on their ticket. */
int evidence_references(struct evidence_search *search, struct fail *why);
/*
 * When a good token of somebody else was found: its ticket all the same, from
 * somebody who is on it (a colleague's letter that was forwarded).
 */
int evidence_shared_token(struct evidence_search *search, struct fail *why);
/* "[#123]" in the subject, from somebody on that ticket. */
int evidence_subject(struct evidence_search *search, struct fail *why);

#endif
