/*
 * Mail of years that somebody moves in with (`maildesk import --history`).  It
 * becomes tickets whose threads are kept, and nothing else comes of it: no
 * letter, no command, no proof of anybody.  An admin has said what the mailbox
 * is, so a reply there joins what it answers, whoever wrote it, as long as both
 * came with such an import; everybody else's mail is joined as ever.
 */
#ifndef APP_HISTORY_H
#define APP_HISTORY_H

#include "app/desk.h"
#include "desk/action.h"
#include "desk/origin.h"
#include "mail/classify.h"

/* Who wrote on the desk's side; is_ours false: nobody, a user wrote. */
struct history_author {
	bool is_ours;
	int64_t person_id;
};

/*
 * Whether a message came so; *status is what new tickets of it have.  Its
 * door_ref says it, which is believed to our own processes only.
 */
bool history_is_one(const struct envelope *envelope,
    enum ticket_status *status);
/* The beginning of such a door_ref, without the place; in the arena. */
struct slice history_door_ref(enum ticket_status status, struct arena *arena);

/*
 * As identify.  What a department's address or an agent wrote counts as a reply
 * to the first other person it went to, whose ticket it is: the origin is that
 * person's then, and *author who wrote (id 0: the department).
 */
int history_identify(struct desk *desk, const struct mail *mail,
    const struct envelope *envelope, struct arena *arena, struct text *record,
    struct origin *out, struct history_author *author, struct fail *why);

/* What route made of it, without all that would happen to mail of today. */
void history_shape(const struct history_author *author,
    const struct mail *mail, enum ticket_status status,
    struct action *action);

#endif
