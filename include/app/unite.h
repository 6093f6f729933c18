/* Two records of one person become one, as whoever acts has it. */
#ifndef APP_UNITE_H
#define APP_UNITE_H

#include "app/desk.h"
#include "mail/envelope.h"

/* Who wants it, and by what. */
struct uniting {
	int64_t by; /* 0: the desk's owner */
	enum door door;
	int64_t at, archive_id;
};

/*
 * `from` becomes part of `into`, which takes what it does not have itself; a
 * code that may set one's password is good no more; the change log says who did
 * it.  Refused as people_merge is.
 */
int unite(struct desk *desk, int64_t from, int64_t into,
    const struct uniting *uniting, struct arena *arena, struct fail *why);

#endif
