/* Delivery reports: whose mail did not arrive, and why (RFC 3464). */
#ifndef MAIL_REPORT_H
#define MAIL_REPORT_H

#include <stdbool.h>

#include "mail/mail.h"

enum report_action {
	REPORT_FAILED, REPORT_DELAYED, REPORT_DELIVERED, REPORT_RELAYED,
	REPORT_EXPANDED, REPORT_UNKNOWN,
};

struct report {
	struct slice recipient;	  /* the address that failed, UTF-8, one line;
				     may be empty */
	struct slice status;	  /* "5.1.1"; may be empty */
	enum report_action action;
	struct slice diagnostic;  /* one line, UTF-8; may be empty */
	struct slice original_message_id; /* of the returned mail; may be empty */
};

/*
 * Reads the first failed recipient (else the first delayed, else the first)
 * of the report: from its fields, else from X-Failed-Recipients and the prose
 * of mail systems, else an address with a code of SMTP beside it, else whom
 * the returned mail was to.  A status that only says "other" gives way to a better one
 * in the diagnostic; without any, the SMTP reply code gives "5.0.0" or "4.0.0".
 * Reports of reading (RFC 8098) and complaints (RFC 5965) give the recipient
 * and original_message_id alone, the action unknown.  True when a recipient, a
 * status or an original Message-ID was found; it says nothing of who sent the
 * mail or of what class it is.  All slices are copied or point into mail.
 */
bool report_parse(const struct mail *mail, struct arena *arena,
    struct report *out);

#endif
