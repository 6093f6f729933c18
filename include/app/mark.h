/*
 * The mark: which message the gateway is about to read or file, and how often
 * it died of it.  The gateway writes it before a message's stages; the
 * supervisor adds a strike after a death that a mail can cause.
 */
#ifndef APP_MARK_H
#define APP_MARK_H

#include <stdint.h>

#include "base/fail.h"

struct mark {
	int fd;
	int64_t archive_id; /* 0: none */
	int64_t strikes;    /* of that message */
	int64_t now;	    /* the message that is worked on; 0: none yet */
};

/* Opens (makes) the file and reads it; a torn one counts as no mark. */
int mark_open(struct mark *mark, const char *path, struct fail *why);
void mark_close(struct mark *mark);
/*
 * The gateway begins, and works on nothing yet: what it dies of now is no
 * message's fault.
 */
int mark_begin(struct mark *mark, struct fail *why);
/*
 * The gateway is about to work on this message.  A mark with strikes stays
 * until that message is passed, so that those before it do not wash it away.
 * -1: the file has not changed, and the mark neither.
 */
int mark_set(struct mark *mark, int64_t archive_id, struct fail *why);
/* Everything up to this message is filed. */
int mark_passed(struct mark *mark, int64_t archive_id, struct fail *why);
/*
 * One more strike for the message that is worked on, if there is one.  When that is not the one
 * with strikes but one before it, it is the one to be got out of the way first:
 * the other begins anew.
 */
int mark_strike(struct mark *mark, struct fail *why);

#endif
