/* One message from a foreign Maildir to the intake, whatever it is like. */
#ifndef APP_MAILDIR_COURIER_H
#define APP_MAILDIR_COURIER_H

#include "port/conf.h"
#include "port/lmtp_client.h"
#include "port/maildir_door.h"
#include "store/archive.h"

struct maildir_courier {
	const struct conf *conf;
	const struct conf_maildir *folder;
	struct maildir_door *door;
	struct archive *archive;
	struct lmtp_client *client;
	struct arena arena; /* of one message */
};

enum maildir_end {
	MAILDIR_END_TAKEN, /* the archive has all of it */
	MAILDIR_END_KEPT,  /* it has a stub, or its name: the file must stay */
	MAILDIR_END_LATER, /* it changes yet, or has gone: the next look knows */
	MAILDIR_END_ODD,   /* no message: *why says what it is */
};

/*
 * Hands a message over, unless the archive has it (*is_new is false then).  -1:
 * it must be tried again; with FAIL_SETUP others may be taken all the same.
 */
int maildir_courier_take(struct maildir_courier *courier,
    struct maildir_file *file, enum maildir_end *end, bool *is_new,
    struct fail *why);

#endif
