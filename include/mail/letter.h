/* A letter as bytes: what the sender hands to SMTP. */
#ifndef MAIL_LETTER_H
#define MAIL_LETTER_H

#include "base/text.h"
#include "mail/address.h"

enum auto_submitted { SUBMITTED_BY_PERSON, AUTO_GENERATED, AUTO_REPLIED };

struct letter_file {
	struct slice name;  /* as struct attachment has it */
	struct slice type;  /* "image/png"; anything unsafe: application/octet-stream */
	struct slice bytes; /* decoded */
};

struct letter {
	struct mailbox from;
	struct mailbox to;
	struct mailbox reply_to;     /* address empty: none */
	struct slice subject;	     /* UTF-8 */
	struct slice message_id;     /* without <> */
	struct slice in_reply_to;    /* without <>; may be empty */
	const struct slice *references; /* without <>, oldest first */
	size_t reference_count;
	/* For Thread-Index, by which Outlook keeps a conversation together:
	   a name that no other has, and when it began.  Empty: none. */
	struct slice thread;
	int64_t thread_at;
	int64_t date;
	enum auto_submitted submitted;
	struct slice desk_id;	     /* for X-Maildesk-Loop */
	struct slice text;	     /* UTF-8, LF */
	struct slice html;	     /* UTF-8; empty: text only */
	const struct letter_file *files;
	size_t file_count;
};

/*
 * Writes it: 7-bit, CRLF, lines within 998 octets, headers folded, no foreign
 * CR, LF or NUL in any header.  text alone: text/plain; with html:
 * multipart/alternative; with files: multipart/mixed around it.  Boundaries
 * come from the Message-ID, so the same letter gives the same bytes.
 * From, To, Subject, Date, Message-ID, MIME-Version, Auto-Submitted (as
 * submitted says), X-Auto-Response-Suppress: All and X-Maildesk-Loop always.
 */
void letter_write(const struct letter *letter, struct text *to);

#endif
