/* Maildirs: messages written so that they survive a power cut, and read. */
#ifndef PORT_MAILDIR_H
#define PORT_MAILDIR_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/fail.h"

struct maildir;

#define MAILDIR_NAME_SIZE 80

/*
 * With `make`, the folder and its cur, new and tmp are made where they are
 * missing (its parent must be there).  FAIL_SETUP when it is no Maildir.
 */
int maildir_open(struct maildir **out, const char *path, bool make,
    struct fail *why);
void maildir_close(struct maildir *maildir); /* NULL is fine */

/*
 * Puts a message into new.  When this returns 0 it survives a power cut and
 * `name` is its unique name; when it returns -1 nothing is left behind.
 * Messages of one process have names in the order of their writing.
 */
int maildir_write(struct maildir *maildir, struct slice bytes,
    char name[MAILDIR_NAME_SIZE], struct fail *why);

struct maildir_message {
	struct slice name; /* its unique name, without flags */
	struct slice path; /* from the Maildir's own path on */
	struct slice raw;
};

/* How many messages there are in new and cur; looks anew. */
int maildir_count(struct maildir *maildir, size_t *count, struct fail *why);
/*
 * The next message of new and cur, in the order of their names, as it was found
 * by the last maildir_count, or else by the first call.  Everything in the
 * arena.  1, 0 (no more), or -1: this one cannot be read (FAIL_REFUSE: it is
 * longer than `limit`); name and path are filled, and the next call goes on.
 */
int maildir_next(struct maildir *maildir, size_t limit, struct arena *arena,
    struct maildir_message *out, struct fail *why);

#endif
