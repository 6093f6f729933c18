/* What becomes of a ticket's user, beside the ticket, by what is done on it. */
#ifndef DESK_USER_CHANGE_H
#define DESK_USER_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum user_change_kind {
	USER_PLACE,	/* belongs to organization `id`, called `value`; 0: none */
	USER_ADDRESS,	/* has the address `value` */
	USER_MERGED,	/* record `id` becomes part of theirs */
	USER_NOTED,	/* colleagues note `value` */
	USER_RESPONDER, /* a program answers there; takes: none does */
	USER_GROUP,	/* is in usergroup `id`; takes: no more */
	USER_BAN,	/* no mail is taken from `value`; takes: again */
	USER_CHANGE_COUNT
};

struct user_change {
	enum user_change_kind kind;
	bool takes; /* away */
	int64_t id;
	struct slice value;
	struct slice identity; /* of the address */
};

#endif
