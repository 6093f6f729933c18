/* The table of what the LMTP server answers. */
#include "port/lmtp_reply.h"

#include <assert.h>

/* A reply with `is_error` is the fault of the client's program. */
static const struct row {
	int		 code;
	const char	*enhanced; /* RFC 3463; NULL where none belongs */
	const char	*sentence;
	bool		 is_error;
} rows[] = {
	[LMTP_GREETING] = { 220, NULL, "maildesk LMTP", false },
	[LMTP_BYE] = { 221, "2.0.0", "goodbye", false },
	[LMTP_OK] = { 250, "2.0.0", "done", false },
	[LMTP_SENDER_OK] = { 250, "2.1.0", "sender noted", false },
	[LMTP_RECIPIENT_OK] = { 250, "2.1.5", "recipient noted", false },
	[LMTP_ACCEPTED] = { 250, "2.0.0", "accepted", false },
	[LMTP_CANNOT_VERIFY] = { 252, "2.5.0",
	    "only RCPT can tell; send some mail", false },
	[LMTP_HELP] = { 214, "2.0.0",
	    "LHLO MAIL RCPT DATA RSET NOOP VRFY HELP QUIT", false },
	[LMTP_GO_AHEAD] = { 354, NULL, "go ahead; end with <CRLF>.<CRLF>",
	    false },

	[LMTP_TOO_BIG] = { 552, "5.3.4", "the message is too big", false },
	[LMTP_NO_SUCH_RECIPIENT] = { 550, "5.1.1",
	    "there is no such address here", false },
	[LMTP_BANNED] = { 550, "5.7.1",
	    "mail from this sender is not accepted", false },

	[LMTP_NOT_NOW] = { 451, "4.3.0",
	    "the help desk cannot take mail now; try again later", false },
	[LMTP_NO_SPACE] = { 452, "4.3.1",
	    "the help desk is short of disk space; try again later", false },
	[LMTP_TOO_MANY_RECIPIENTS] = { 452, "4.5.3",
	    "too many recipients at once; send the rest separately", false },
	[LMTP_BAD_SENDER] = { 451, "4.1.7",
	    "this sender address cannot be read", true },
	[LMTP_BAD_RECIPIENT] = { 451, "4.1.3",
	    "this recipient address cannot be read", true },
	[LMTP_BAD_PARAMETER] = { 451, "4.5.4",
	    "a parameter is unknown or malformed", true },
	[LMTP_LINE_TOO_LONG] = { 451, "4.5.2", "the line is too long", true },

	[LMTP_STOPPING] = { 421, "4.3.2",
	    "the help desk is stopping; try again later", false },
	[LMTP_TOO_MANY_CLIENTS] = { 421, "4.3.2",
	    "too many connections; try again later", false },
	[LMTP_TOO_MANY_ERRORS] = { 421, "4.7.0", "too many errors", false },
	[LMTP_TOO_MANY_COMMANDS] = { 421, "4.7.0",
	    "too many commands without a message", false },
	[LMTP_ENDLESS_LINE] = { 421, "4.7.0", "the line has no end", false },
	[LMTP_DID_NOT_WAIT] = { 421, "4.7.0",
	    "a message was sent though DATA was refused", false },
	[LMTP_SILENT] = { 421, "4.4.2", "silent for too long", false },
	[LMTP_TOO_SLOW] = { 421, "4.4.2", "the message took too long", false },

	[LMTP_UNKNOWN_COMMAND] = { 500, "5.5.1", "unknown command", true },
	[LMTP_SAY_LHLO] = { 500, "5.5.1", "this is LMTP: say LHLO", true },
	[LMTP_NAMELESS] = { 501, "5.5.4", "LHLO needs a name", true },
	[LMTP_LHLO_FIRST] = { 503, "5.5.1", "say LHLO first", true },
	[LMTP_MAIL_TWICE] = { 503, "5.5.1", "there is a sender already", true },
	/* Clients that pipeline run into these two after a refused MAIL. */
	[LMTP_MAIL_FIRST] = { 503, "5.5.1", "say MAIL first", false },
	[LMTP_RCPT_FIRST] = { 503, "5.5.1", "no recipient was accepted",
	    false },
};
static_assert(ARRAY_LEN(rows) == LMTP_REPLY_COUNT, "every reply has a row");

bool
lmtp_reply_is_error(enum lmtp_reply reply)
{
	return rows[reply].is_error;
}

void
lmtp_reply_write(struct text *to, enum lmtp_reply reply, struct slice detail)
{
	const struct row *row = &rows[reply];

	text_add_format(to, "%d ", row->code);
	if (row->enhanced != NULL)
		text_add_format(to, "%s ", row->enhanced);
	text_add_string(to, row->sentence);
	if (detail.len > 0) {
		text_add_char(to, ' ');
		text_add_line(to, detail);
	}
	text_add_string(to, "\r\n");
}
