/* What the values of those commands mean that are about the ticket's user. */
#ifndef APP_LOOKUP_USER_H
#define APP_LOOKUP_USER_H

#include "lookup.h"

/* Of a person or address that was found: what speaks against the command. */
int lookup_user_change(struct lookup *lookup, struct fail *why);
/* Each as lookup_value. */
int lookup_organization(struct lookup *lookup, struct fail *why);
int lookup_group(struct lookup *lookup, struct fail *why);
int lookup_ban(struct lookup *lookup, struct fail *why);

#endif
