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
	struct slice recipient;	  /* the address that failed; may be empty */
	struct slice status;	  /* "5.1.1"; may be empty */
	enum report_action action;
	struct slice diagnostic;  /* one line, UTF-8; may be empty */
	struct slice original_message_id; /* of the returned mail; may be empty */
};

/* True when the mail bears a delivery report that could be read. */
bool report_parse(const struct mail *mail, struct arena *arena,
    struct report *out);

#endif
