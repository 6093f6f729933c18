/*
 * Everything the LMTP server answers, in one table.
 *
 * A mail is refused for good for three reasons only.  Whatever else is wrong
 * with MAIL, RCPT or DATA is a 4xx, even where RFC 5321 knows a 5xx: the client
 * is a mail server's queue, and a 5xx there is a bounce to whoever wrote.  5xx
 * is left to commands that decide nothing about a mail.
 */
#ifndef PORT_LMTP_REPLY_H
#define PORT_LMTP_REPLY_H

#include <stdbool.h>

#include "base/text.h"

enum lmtp_reply {
	LMTP_GREETING,
	LMTP_BYE,
	LMTP_OK,
	LMTP_SENDER_OK,
	LMTP_RECIPIENT_OK,
	LMTP_ACCEPTED, /* only after the commit */
	LMTP_CANNOT_VERIFY,
	LMTP_HELP,
	LMTP_GO_AHEAD,

	/* the three refusals */
	LMTP_TOO_BIG,
	LMTP_NO_SUCH_RECIPIENT,
	LMTP_BANNED,

	/* later */
	LMTP_NOT_NOW,
	LMTP_NO_SPACE,
	LMTP_TOO_MANY_RECIPIENTS,
	LMTP_BAD_SENDER,
	LMTP_BAD_RECIPIENT,
	LMTP_BAD_PARAMETER,
	LMTP_LINE_TOO_LONG,

	/* said before the connection is closed */
	LMTP_STOPPING,
	LMTP_TOO_MANY_CLIENTS,
	LMTP_TOO_MANY_ERRORS,
	LMTP_TOO_MANY_COMMANDS,
	LMTP_ENDLESS_LINE,
	LMTP_DID_NOT_WAIT,
	LMTP_SILENT,
	LMTP_TOO_SLOW,

	/* commands that are none, or come at the wrong time */
	LMTP_UNKNOWN_COMMAND,
	LMTP_SAY_LHLO,
	LMTP_NAMELESS,
	LMTP_LHLO_FIRST,
	LMTP_MAIL_TWICE,
	LMTP_MAIL_FIRST,
	LMTP_RCPT_FIRST,

	LMTP_REPLY_COUNT
};

/* True when the client's program is at fault: enough of them end the talk. */
bool lmtp_reply_is_error(enum lmtp_reply reply);
/*
 * Writes the line: code, enhanced code where there is one, sentence, and
 * `detail` (may be empty) behind it; CRLF.
 */
void lmtp_reply_write(struct text *to, enum lmtp_reply reply,
    struct slice detail);

#endif
