/*
 * A Maildir of somebody else's, to take mail from: other programs put messages
 * in, move and remove them at any time, and what lies there may be anything.
 * Nothing is followed, waited for or opened but plain files.
 */
#ifndef PORT_MAILDIR_DOOR_H
#define PORT_MAILDIR_DOOR_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/fail.h"

struct maildir_door;

/* Nothing is looked at yet; path is kept. */
struct maildir_door *maildir_door_new(const char *path);
void maildir_door_free(struct maildir_door *door); /* NULL is fine */

/* A message by its file. */
struct maildir_file {
	const char *folder; /* "new" or "cur" */
	const char *file;   /* its name there */
	struct slice name;  /* without flags: unique in the Maildir */
	dev_t device;	    /* once it was read: which file that was */
	ino_t inode;
};

/* More are an error: a look must end. */
#define MAILDIR_DOOR_FILES_MAX ((size_t)1 << 20)

/*
 * Opens the folders anew and lists new and cur in the order of names, each
 * unique name once.  Everything in the arena.  -1: FAIL_SETUP when it is no
 * Maildir, or not for us to read.
 */
int maildir_door_list(struct maildir_door *door, struct arena *arena,
    struct maildir_file **out, size_t *count, struct fail *why);

enum maildir_read {
	MAILDIR_WHOLE,
	MAILDIR_CUT,  /* longer than the limit: so much of it */
	MAILDIR_GONE, /* moved or removed since it was listed */
	MAILDIR_BUSY, /* it changes yet */
	MAILDIR_ODD,  /* no plain file, or empty: *why says what it is */
};

/*
 * Reads a message into the arena, at most `limit` bytes.  -1: it cannot be
 * read, which may be another time.
 */
int maildir_door_read(struct maildir_door *door, struct maildir_file *file,
    size_t limit, struct arena *arena, enum maildir_read *end,
    struct slice *raw, struct fail *why);

/*
 * What becomes of a message that was read: it goes to cur and is seen, to
 * another Maildir's cur, or away.  One that is not there any more, or is
 * another file by now, is left alone, without a word.  Nothing is overwritten.
 */
int maildir_door_seen(struct maildir_door *door,
    const struct maildir_file *file, struct fail *why);
int maildir_door_move(struct maildir_door *door,
    const struct maildir_file *file, const char *maildir, struct fail *why);
int maildir_door_remove(struct maildir_door *door,
    const struct maildir_file *file, struct fail *why);

/*
 * A descriptor that is readable when something came into new or cur; -1: this
 * system does not tell.
 */
int maildir_door_watch_fd(const struct maildir_door *door);
/* Forgets what it told. */
void maildir_door_heard(struct maildir_door *door);

#endif
