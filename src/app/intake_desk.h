/* What the intake asks the desk: is the recipient ours, is the sender banned. */
#ifndef APP_INTAKE_DESK_H
#define APP_INTAKE_DESK_H

#include <sys/types.h>

#include "base/slice.h"
#include "port/lmtp_reply.h"
#include "store/db.h"

struct intake_desk {
	const char *path; /* kept */
	struct db *db;	  /* NULL: not open (any more) */
	dev_t device;	  /* of the file that is open */
	ino_t inode;
	bool is_reading;  /* a moment's state of it */
	bool is_down;	  /* and the log knows */
};

void intake_desk_init(struct intake_desk *desk, const char *path);
/*
 * Opens it, if that goes, while the process may still make the files that
 * SQLite wants beside it.
 */
void intake_desk_prepare(struct intake_desk *desk);
void intake_desk_close(struct intake_desk *desk);
/*
 * All questions until intake_desk_rest are asked of one moment's state.
 * LMTP_RECIPIENT_OK, or one of the two refusals, which only a desk that was
 * read in good health gives; else LMTP_NOT_NOW.  The desk is opened, or opened
 * again, when it must be.
 */
enum lmtp_reply intake_desk_ask(struct intake_desk *desk, struct slice sender,
    struct slice recipient);
/* After a round: whoever reads on keeps the WAL from beginning anew. */
void intake_desk_rest(struct intake_desk *desk);

#endif
