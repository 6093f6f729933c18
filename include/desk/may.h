/*
 * May this person do that, and why: the one function that answers it, for
 * agents, users and strangers alike.  Where they stand in departments decides
 * for agents (desk/permission); for users whose ticket it is, their place in
 * their organization, and the groups they are in.
 */
#ifndef DESK_MAY_H
#define DESK_MAY_H

#include "base/text.h"
#include "desk/organization.h"
#include "desk/permission.h"
#include "desk/usergroup.h"

enum may_deed {
	/* An agent's, as enum permission has them, in its order. */
	MAY_DO_LIST, MAY_DO_READ, MAY_DO_NOTE, MAY_DO_REPLY, MAY_DO_CHANGE,
	MAY_DO_MOVE, MAY_DO_DELETE,
	/* A user's. */
	MAY_WRITE,    /* open a ticket in a department */
	MAY_SEE, MAY_ANSWER, MAY_REOPEN,
	MAY_PRIORITY, /* say how urgent it is */
	MAY_DEED_COUNT
};
const char *may_deed_name(enum may_deed deed);
bool may_deed_parse(struct slice word, enum may_deed *out);

struct may_facts {
	const struct access *access; /* NULL: only of a user who is no agent */
	const struct person *person; /* id 0: the desk has no record */
	const struct belonging *belonging; /* theirs */
	const struct grants *grants;	   /* theirs */
	/* Where to write; the ticket's department. */
	const struct department *department;
	const struct ticket *ticket; /* NULL: it is of a department */
	const struct belonging *owner; /* that of the ticket's user */
	bool participates;
};

/* The answer; to the chain it adds what it goes by, a line each. */
bool may(const struct may_facts *facts, enum may_deed deed,
    struct text *chain);

#endif
