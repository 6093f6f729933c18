/* One letter: its words, addresses, tokens and thread, as an outbox row. */
#ifndef APP_COMPOSE_H
#define APP_COMPOSE_H

#include "app/tell.h"
#include "desk/person.h"
#include "store/outbox.h"

struct addressee {
	enum letter_event event;
	struct person person;
	struct address address; /* where it goes */
};

/*
 * Fills the row, its number and its tokens; needs the write transaction.
 * Everything in the arena.
 */
int compose(struct desk *desk, const struct telling *telling,
    const struct addressee *to, struct arena *arena, struct outbox_row *out,
    struct fail *why);

#endif
