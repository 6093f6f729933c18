/*
 * May this person do that on this ticket; and if not, why.  Rights come from
 * one's place in the ticket's department: each department has its own table of
 * roles and rights.  Who manages a department has that place in all below it.
 */
#ifndef DESK_PERMISSION_H
#define DESK_PERMISSION_H

#include "desk/action.h"

#define PERMISSION_BIT(permission) (1u << (permission))
#define PERMISSION_ALL (PERMISSION_BIT(PERMISSION_COUNT) - 1)

/*
 * "list,read,note": commas or blanks between; "all"; "none".  False when
 * another word is among them.  Who may do anything may also list and read.
 */
bool permission_parse_rights(struct slice words, unsigned *out);
/* The same in the table's order. */
struct slice permission_rights(unsigned rights, struct arena *arena);

/* Who belongs to what, of the whole desk. */
struct access {
	const struct department *departments;
	size_t department_count;
	const struct members *members; /* of all departments */
};

/* What the person may do on the ticket, as bits. */
unsigned permission_of(const struct access *access,
    const struct ticket *ticket, const struct person *person);
/* NULL: yes; else a sentence for the person. */
const char *permission_on(const struct access *access,
    const struct ticket *ticket, const struct person *person,
    enum permission permission);
/* The same of the facts' ticket. */
const char *permission_refusal(const struct facts *facts,
    const struct person *actor, enum permission permission);
/* The same of another ticket. */
const char *permission_elsewhere(const struct facts *facts,
    const struct ticket *ticket, const struct person *actor,
    enum permission permission);

#endif
