/* Rows of reports: whose mail, which status, which letter. */
#ifndef UNIT_MAIL_REPORT_ROWS_H
#define UNIT_MAIL_REPORT_ROWS_H

#include "case.h"

#include "mail/report.h"

#define HEAD								\
	"From: MAILER-DAEMON@mx.example.test\r\n"			\
	"Subject: Undelivered Mail Returned to Sender\r\n"		\
	"MIME-Version: 1.0\r\n"
#define DSN HEAD							\
	"Content-Type: multipart/report; report-type=delivery-status;\r\n" \
	" boundary=b\r\n\r\n--b\r\n\r\nSorry.\r\n"			\
	"--b\r\nContent-Type: message/delivery-status\r\n"
#define END "\r\n--b--\r\n"
#define MTA "Reporting-MTA: dns; mx.example.test\r\n"
#define RETURNED							\
	"\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"		\
	"From: desk@help.test\r\nTo: Bobby <bobby@example.org>\r\n"	\
	"Message-ID: <md.aaa@help.test>\r\n"				\
	"Subject: answer\r\n\r\nText.\r\n"

struct row {
	const char *name;
	const char *mail;
	struct slice recipient;
	struct slice status;
	enum report_action action;
	struct slice diagnostic;
	struct slice message_id;
};

static inline bool
read_report(struct slice raw, struct arena *arena, struct report *got)
{
	static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;
	struct mail			mail;

	mail_parse(raw, &limits, arena, &mail);
	return report_parse(&mail, arena, got);
}

static inline void
rows_run(const struct row *rows, size_t count, bool want)
{
	for (size_t i = 0; i < count; i++) {
		const struct row	*row = &rows[i];
		struct arena		arena = ARENA_INIT;
		struct report		got;

		assert_case_int(row->name,
		    read_report(slice_of(row->mail), &arena, &got), want);
		assert_case_slice(row->name, got.recipient, row->recipient);
		assert_case_slice(row->name, got.status, row->status);
		assert_case_int(row->name, got.action, row->action);
		assert_case_slice(row->name, got.diagnostic, row->diagnostic);
		assert_case_slice(row->name, got.original_message_id,
		    row->message_id);
		arena_free(&arena);
	}
}

#endif
