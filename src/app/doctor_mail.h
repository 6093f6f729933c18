/* Mail that the doctor sends to the desk, and waits for. */
#ifndef APP_DOCTOR_MAIL_H
#define APP_DOCTOR_MAIL_H

#include "app/doctor.h"
#include "store/filings.h"

/* How it came; in the arena of the command. */
struct doctor_arrival {
	int64_t id;
	struct envelope envelope;
	struct slice raw;
	bool is_filed;
	struct filing filing;
	int64_t accepted_ms, filed_ms; /* since it was sent */
};

/* Whether somebody is there to take mail in; else says so. */
bool doctor_mail_is_awaited(struct check *check);
/* The address that mail goes to: the default department's; 1, 0 (none), -1. */
int doctor_mail_address(struct check *check, struct slice *out,
    struct fail *why);
/*
 * Sends one, by the relay that `by` names, with these lines of header (CRLF)
 * above its own.  -1: nothing could be sent at all.
 */
int doctor_mail_send(struct check *check, const struct conf *by,
    struct slice sender, struct slice recipient, struct slice header,
    struct slice nonce, struct doctor_mail *out, struct smtp_answer *answer,
    struct fail *why);
/* Waits for it to be filed: 1; 0: it has not come, or was not filed; -1. */
int doctor_mail_await(struct check *check, const struct doctor_mail *mail,
    struct doctor_arrival *out, struct fail *why);

#endif
