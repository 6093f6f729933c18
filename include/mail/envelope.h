/* The envelope of a message: what was said about it outside its bytes. */
#ifndef MAIL_ENVELOPE_H
#define MAIL_ENVELOPE_H

#include <stdbool.h>

#include "base/slice.h"

/* How something got in. */
enum door {
	DOOR_PIPE, DOOR_LMTP, DOOR_IMAP, DOOR_MAILDIR, DOOR_IMPORT, DOOR_CLI,
	DOOR_RULE, DOOR_CLOCK, DOOR_WEB,
	DOOR_COUNT
};

const char *door_name(enum door door);
bool door_parse(struct slice word, enum door *out);

struct envelope {
	enum door door;
	int64_t at;		  /* when it was accepted */
	struct slice sender;	  /* MAIL FROM without <>; empty: null return path */
	struct slice *recipients; /* RCPT TO, without <> */
	struct slice *originals;  /* ORCPT or X-Original-To beside each; may be empty */
	size_t recipient_count;
	struct slice door_ref;	  /* unique per door; may be empty */
	struct slice queue_id;	  /* of the MTA; may be empty */
	struct slice sasl_username; /* only from the pipe; may be empty */
};

/*
 * So ends the door_ref of what stands for a message whose body stayed where it
 * was.  A door_ref is believed to our own processes only: no mail can say that.
 */
#define ENVELOPE_STUB SLICE("/stub")
bool envelope_is_stub(const struct envelope *envelope);

#endif
