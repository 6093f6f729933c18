/* What the fields of a report say. */
#ifndef MAIL_REPORT_FIELDS_H
#define MAIL_REPORT_FIELDS_H

#include "mail/report.h"

/*
 * Fills *out from the body of a message/delivery-status part or its kin, or
 * from a text that has such fields somewhere.  What no field tells is empty.
 */
void report_fields_read(struct slice body, struct arena *arena,
    struct report *out);

/* "rfc822; a@b", "<a@b>", "rfc822;a@b (in full)": the address, or empty. */
struct slice report_address(struct slice value);
/* The first Message-ID of a value; empty when there is none. */
struct slice report_first_id(struct slice value, struct arena *arena);

/*
 * The better of what a Status field says and what the diagnostic does; a reply
 * code in the diagnostic where no status is.
 */
struct slice report_status(struct slice said, struct slice diagnostic);
/* True when it is missing or only says "other": "5.0.0". */
bool report_status_is_other(struct slice status);

#endif
