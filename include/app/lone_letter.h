/* One letter that stands in no ticket's thread. */
#ifndef APP_LONE_LETTER_H
#define APP_LONE_LETTER_H

#include "app/desk.h"
#include "desk/letter_event.h"
#include "desk/person.h"

struct lone_letter {
	enum letter_event event;
	int64_t person_id;
	const struct address *address;	     /* theirs, where it goes */
	const struct department *department; /* whom it seems to come from */
	int64_t ticket_id, entry_id; /* what it is about; 0: nothing */
	struct slice action;	     /* that an answer confirms; or empty */
	int64_t lives;		     /* seconds that its tokens are good */
	bool has_code; /* its text has the verify token itself: {{code}} */
	const char *link; /* before which, {{link}} has it, too; "": none */
};

/*
 * Puts it into the outbox, in the person's language; needs the write
 * transaction.  The values are beside "desk", "above", "code" and "link".
 * *id is its number.
 */
int lone_letter_put(struct desk *desk, const struct lone_letter *letter,
    const struct template_value *values, size_t count, int64_t now,
    struct arena *arena, int64_t *id, struct fail *why);

#endif
