/*
 * Mailboxes in one file (mbox), read message by message.  A message begins with
 * a line "From ", at the file's start or behind an empty line, that has a time
 * of day in it; or, without an empty line, a whole date, and a header behind
 * it.  ">From " in its text loses one ">".  A Content-Length that leads to
 * where the next message begins is believed: what is in between is text as it
 * stands; any other is passed over.
 */
#ifndef PORT_MBOX_H
#define PORT_MBOX_H

#include "base/arena.h"
#include "base/fail.h"

struct mbox;

/* FAIL_SETUP when there is no such file, or it is no mbox. */
int mbox_open(struct mbox **out, const char *path, struct fail *why);
void mbox_close(struct mbox *mbox); /* NULL is fine */

struct mbox_message {
	int64_t offset;	     /* of its "From " line in the file */
	struct slice sender; /* of that line; empty: none */
	struct slice raw;
};

/*
 * The next message, in the arena.  1, 0 (no more), or -1: FAIL_REFUSE when it
 * is longer than `limit`: offset and sender are filled, and the next call goes
 * on behind it; anything else is the end.
 */
int mbox_next(struct mbox *mbox, size_t limit, struct arena *arena,
    struct mbox_message *out, struct fail *why);

#endif
