/* Which mail is a report or comes back, and which only looks like it. */
#include "mail/classify_rows.h"

#include "base/secret.h"

#define REPORT(type)							\
	"Content-Type: multipart/report; report-type=" type "; boundary=b\r\n"
#define PARTS(type)							\
	"\r\n--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: " type "\r\n\r\n"	\
	"Final-Recipient: rfc822; bob@example.org\r\n--b--\r\n"

static const struct row reports[] = {
	{ "a delivery report is a bounce",
	  DAEMON FIRE REPORT("delivery-status")
	  PARTS("message/delivery-status"), "", MAIL_BOUNCE, false,
	  "delivery-status", DOOR_PIPE },
	{ "also with the type in quotes and capitals",
	  ALICE FIRE REPORT("\"Delivery-Status\"")
	  PARTS("message/delivery-status"), NULL, MAIL_BOUNCE, false,
	  "delivery-status", DOOR_PIPE },
	{ "also without report-type, by its part",
	  ALICE FIRE "Content-Type: multipart/report; boundary=b\r\n"
	  PARTS("message/delivery-status"), NULL, MAIL_BOUNCE, false,
	  "delivery-status", DOOR_PIPE },
	{ "also as RFC 6533 writes it",
	  ALICE FIRE "Content-Type: multipart/report; boundary=b\r\n"
	  PARTS("message/global-delivery-status"), NULL, MAIL_BOUNCE, false,
	  "delivery-status", DOOR_PIPE },
	{ "also when the subtype was broken on the way",
	  ALICE FIRE "Content-Type: multipart/mx6d; report-type="
	  "delivery-status; boundary=b\r\nAuto-Submitted: auto-replied\r\n"
	  "Precedence: list\r\n" PARTS("message/delivery-status"), NULL,
	  MAIL_BOUNCE, false, "delivery-status", DOOR_PIPE },
	{ "also as the whole message",
	  ALICE FIRE "Content-Type: message/delivery-status\r\n", NULL,
	  MAIL_BOUNCE, false, "delivery-status", DOOR_PIPE },
	{ "a bounce that calls itself auto-replied is a bounce (Postfix)",
	  DAEMON FIRE "Auto-Submitted: auto-replied\r\n"
	  REPORT("delivery-status") PARTS("message/delivery-status"), "",
	  MAIL_BOUNCE, false, "delivery-status", DOOR_PIPE },
	{ "a complaint is one (ARF)",
	  ALICE FIRE REPORT("feedback-report")
	  PARTS("message/feedback-report"), NULL, MAIL_COMPLAINT, false,
	  "feedback-report", DOOR_PIPE },
	{ "a report of reading is a receipt (MDN)",
	  ALICE FIRE REPORT("disposition-notification")
	  PARTS("message/disposition-notification"), NULL, MAIL_RECEIPT, false,
	  "disposition-notification", DOOR_PIPE },
	{ "also by its part alone",
	  ALICE FIRE "Content-Type: multipart/report; boundary=b\r\n"
	  PARTS("message/disposition-notification"), "", MAIL_RECEIPT, false,
	  "disposition-notification", DOOR_PIPE },
	{ "a report of another type is a machine's",
	  ALICE FIRE REPORT("tlsrpt") PARTS("application/tlsrpt+gzip"), NULL,
	  MAIL_AUTO_GENERATED, false, "report of another type", DOOR_PIPE },
	{ "a person may forward a bounce as an attachment",
	  ALICE "Subject: Fwd: Undelivered Mail Returned to Sender\r\n"
	  "Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nHelp!\r\n"
	  "--c\r\nContent-Type: message/rfc822\r\n\r\n" DAEMON
	  REPORT("delivery-status") PARTS("message/delivery-status")
	  "--c--\r\n", NULL, MAIL_HUMAN, true, NULL, DOOR_PIPE },
	{ "or its parts, as Apple Mail does",
	  ALICE "Subject: Fwd: Undelivered Mail Returned to Sender\r\n"
	  "Content-Type: multipart/mixed; boundary=b\r\n"
	  PARTS("message/delivery-status"), NULL, MAIL_HUMAN, true, NULL,
	  DOOR_PIPE },
	{ "or its text",
	  ALICE "Subject: my mail comes back\r\n\r\n"
	  "This is the mail system at host mx.example.test.\r\n"
	  "<bob@example.org>: unknown user\r\n", NULL, MAIL_HUMAN, true, NULL,
	  DOOR_PIPE },
};

static const struct row returned[] = {
	{ "X-Failed-Recipients is a bounce (Exim)",
	  ALICE FIRE "X-Failed-Recipients: bob@example.org\r\n", NULL,
	  MAIL_BOUNCE, false, "X-Failed-Recipients", DOOR_PIPE },
	{ "X-MS-Exchange-Message-Is-Ndr is a bounce",
	  ALICE FIRE "X-MS-Exchange-Message-Is-Ndr:\r\n", NULL, MAIL_BOUNCE,
	  false, "X-MS-Exchange-Message-Is-Ndr", DOOR_PIPE },
	{ "a null return path and a mail system's name are a bounce",
	  DAEMON FIRE, "", MAIL_BOUNCE, false, "two marks of a returned mail",
	  DOOR_PIPE },
	{ "a null return path and a bounce's subject are a bounce",
	  ALICE "Subject: failure notice\r\n", "", MAIL_BOUNCE, false,
	  "two marks of a returned mail", DOOR_PIPE },
	{ "a null return path and a bounce's prose are a bounce",
	  ALICE FIRE "\r\nHi. This is the qmail-send program at mx.\r\n"
	  "I'm afraid I wasn't able to deliver your message.\r\n\r\n"
	  "<bob@example.org>:\r\nno such user\r\n", "", MAIL_BOUNCE, false,
	  "two marks of a returned mail", DOOR_PIPE },
	{ "postmaster and a bounce's subject are a bounce",
	  "From: Postmaster <postmaster@example.org>\r\n"
	  "Subject: Undeliverable Mail\r\n", NULL, MAIL_BOUNCE, false,
	  "two marks of a returned mail", DOOR_PIPE },
	{ "also in German",
	  "From: Postmaster <postmaster@example.org>\r\n"
	  "Subject: Unzustellbar: Drucker brennt\r\n", NULL, MAIL_BOUNCE, false,
	  "two marks of a returned mail", DOOR_PIPE },
	{ "postmaster and a status outside of a report are a bounce",
	  "From: Postmaster <postmaster@example.org>\r\n" FIRE
	  "Content-Type: multipart/mixed; boundary=b\r\n"
	  PARTS("message/delivery-status"), NULL, MAIL_BOUNCE, false,
	  "two marks of a returned mail", DOOR_PIPE },
	{ "who reads no answers, and returns a mail with a mail system's words",
	  "From: no-reply@example.org\r\nSubject: Mail\r\n"
	  "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
	  "Could not be delivered to: <bob@example.org>\r\nfull\r\n"
	  "--b\r\nContent-Type: message/rfc822\r\n\r\nTo: x@y.test\r\n"
	  "--b--\r\n", NULL, MAIL_BOUNCE, false,
	  "two marks of a returned mail", DOOR_PIPE },
	{ "post_master, as Verizon writes it",
	  "From: post_master@example.org\r\nSubject: Re:x\r\n\r\n"
	  "Error message below:\r\n550 - no such user here\r\n", NULL,
	  MAIL_BOUNCE, false, "two marks of a returned mail", DOOR_PIPE },
	{ "MAILER-DAEMON alone is a bounce", DAEMON FIRE, NULL, MAIL_BOUNCE,
	  false, "From: MAILER-DAEMON", DOOR_PIPE },
	{ "also where it is no mailbox",
	  "From: MAILER-DAEMON <>\r\n" FIRE, NULL, MAIL_BOUNCE, false,
	  "From: MAILER-DAEMON", DOOR_PIPE },
	{ "postmaster alone may be a person",
	  "From: Postmaster <postmaster@example.org>\r\n" FIRE, NULL,
	  MAIL_HUMAN, true, NULL, DOOR_PIPE },
	{ "a bounce's subject alone may be a person's",
	  ALICE "Subject: Undeliverable mail again\r\n", NULL, MAIL_HUMAN, true,
	  NULL, DOOR_PIPE },
	{ "a null return path alone is a machine, not a bounce",
	  ALICE FIRE, "", MAIL_AUTO_GENERATED, false, "null return path",
	  DOOR_PIPE },
	{ "it may be written <>", ALICE FIRE, "<>", MAIL_AUTO_GENERATED, false,
	  "null return path", DOOR_LMTP },
	{ "or < >", ALICE FIRE, "< >", MAIL_AUTO_GENERATED, false,
	  "null return path", DOOR_LMTP },
	{ "or MAILER-DAEMON, as pipe(8) passes it", ALICE FIRE,
	  "MAILER-DAEMON", MAIL_AUTO_GENERATED, false, "null return path",
	  DOOR_PIPE },
	{ "or stand in the header", ALICE FIRE "Return-Path: <>\r\n", NULL,
	  MAIL_AUTO_GENERATED, false, "null return path", DOOR_PIPE },
	{ "with a blank in it", ALICE FIRE "Return-Path: < >\r\n", NULL,
	  MAIL_AUTO_GENERATED, false, "null return path", DOOR_PIPE },
	{ "or empty", ALICE FIRE "Return-Path: \r\n", NULL,
	  MAIL_AUTO_GENERATED, false, "null return path", DOOR_PIPE },
	{ "or as MAILER-DAEMON in <>",
	  ALICE FIRE "Return-Path: <mailer-daemon>\r\n", NULL,
	  MAIL_AUTO_GENERATED, false, "null return path", DOOR_PIPE },
	{ "the topmost Return-Path is the last one made",
	  ALICE FIRE "Return-Path: <alice@example.test>\r\n"
	  "Return-Path: <>\r\n", NULL, MAIL_HUMAN, true, NULL, DOOR_PIPE },
	{ "a door without return paths has none that is null", ALICE FIRE, "",
	  MAIL_HUMAN, true, NULL, DOOR_IMAP },
	{ "neither has an import", ALICE FIRE, "", MAIL_HUMAN, true, NULL,
	  DOOR_IMPORT },
	{ "but the header counts there",
	  ALICE FIRE "Return-Path: <>\r\n", "", MAIL_AUTO_GENERATED, false,
	  "null return path", DOOR_IMAP },
};

RULES(reports)
RULES(returned)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classify_reports),
		cmocka_unit_test(test_classify_returned),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
