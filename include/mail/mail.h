/* A message as the desk reads it: one struct, made once, read by every stage. */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H

#include <stdbool.h>

#include "base/secret.h"
#include "mail/address.h"
#include "mail/body.h"
#include "mail/forward.h"
#include "mail/mime.h"
#include "mail/msgid.h"

struct mail {
	struct slice raw;
	struct mime mime;
	const struct headers *headers; /* of the message: mime.parts[0].headers */

	struct slice message_id;       /* without <>; may be empty */
	struct msgids in_reply_to;
	struct msgids references;
	bool has_date;
	int64_t date;
	struct mailboxes from, reply_to, to, cc;
	struct slice subject;	       /* UTF-8, one line, prefixes and all */

	struct slice text;	       /* see body_text */
	bool text_from_html;
	struct slice new_text;	       /* see quote_new_text */
	struct attachments attachments;
	bool is_forward;	       /* see forward_find */
	struct forward forward;	       /* empty when it is none */

	/* See mail_digest. */
	unsigned char digest[SECRET_DIGEST_SIZE];
	unsigned char identity[SECRET_DIGEST_SIZE];

	limit_bits limited;
};

/*
 * Reads a message.  Never fails, never logs, does not know the time: the same
 * bytes give the same mail.  Everything is in the arena or points into raw.
 */
void mail_parse(struct slice raw, const struct mail_limits *limits,
    struct arena *arena, struct mail *out);

/*
 * Fills the digests of a parsed mail: of the raw bytes; and of identity (DESIGN
 * 2.2), whose first four bytes are the date's seconds instead.  Who only reads
 * a mail needs neither, and they cost as much as the reading.
 */
void mail_digest(struct mail *mail);

/*
 * The subject without "Re:", "AW:", "Fwd:" and their kin, and without the
 * tags "[#123]" that the desk put there; trimmed.  Points into subject.
 */
struct slice mail_base_subject(struct slice subject);

#endif
