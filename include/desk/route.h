/*
 * What shall become of a mail: quarantine with a reason, or an action.  Pure;
 * everything it needs to know was found before.
 */
#ifndef DESK_ROUTE_H
#define DESK_ROUTE_H

#include "desk/action.h"
#include "desk/origin.h"
#include "mail/classify.h"
#include "mail/report.h"

struct route_facts {
	const struct mail *mail;
	const struct envelope *envelope;
	const struct classification *kind;
	const struct report *report; /* NULL: none */
	const struct origin *origin;
	int64_t archive_id;
	/* The department that a recipient's address chose, or the default. */
	int64_t department_id;
	bool department_chosen;
	bool sender_is_ours; /* From is a department's address */
	/* The sender's place on the thread's ticket. */
	bool sender_is_user;
	/* A machine's mail over the hourly count: its newest open ticket. */
	int64_t machine_ticket_id;
	bool over_rate; /* a human's new tickets */
	/* Their groups say so: see app/user_rights.h. */
	bool may_not_write, may_not_reopen;
	size_t hops;	/* Received lines */
	size_t max_hops;
	/* The address of the report's letter is known to be bad already. */
	bool address_is_hard;
	/* It is not about the letter's recipient, or not the first one. */
	bool report_is_foreign;
	/* A person let it out of quarantine: it is filed as a list's mail is,
	   whatever it says of itself. */
	bool released;
};

/* NULL: *out is the action; else the reason word of the quarantine. */
const char *route(const struct route_facts *facts, struct arena *arena,
    struct action *out);

#endif
