/* Reports without fields: prose, and the mail that comes back. */
#include "mail/report_rows.h"

#include "base/secret.h"
#include "mail/bounce_text.h"

static const struct row returned[] = {
	{ "the header alone",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;bob@example.org\r\n"
	  "Status: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n"
	  "\r\nFrom: desk@help.test\r\nMessage-ID:\r\n <md.aaa@help.test>\r\n"
	  END, SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"),
	  REPORT_FAILED, { NULL, 0 }, SLICE_INIT("md.aaa@help.test") },
	{ "the header alone in base64",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;bob@example.org\r\n"
	  "Status: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n"
	  "Content-Transfer-Encoding: base64\r\n\r\n"
	  "TWVzc2FnZS1JRDogPG1kLmFhYUBoZWxwLnRlc3Q+DQo=\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  { NULL, 0 }, SLICE_INIT("md.aaa@help.test") },
	{ "the message in base64",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;bob@example.org\r\n"
	  "Status: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n"
	  "Content-Transfer-Encoding: base64\r\n\r\n"
	  "TWVzc2FnZS1JRDogPG1kLmFhYUBoZWxwLnRlc3Q+DQo=\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  { NULL, 0 }, SLICE_INIT("md.aaa@help.test") },
	{ "a report of reading names it itself",
	  HEAD "Content-Type: multipart/report; boundary=b;\r\n"
	  " report-type=disposition-notification\r\n\r\n--b\r\n\r\nRead.\r\n"
	  "--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
	  "Final-Recipient: rfc822;bob@example.org\r\n"
	  "Original-Message-ID: <md.aaa@help.test>\r\n"
	  "Disposition: manual-action/MDN-sent-manually; displayed\r\n" END,
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_UNKNOWN,
	  { NULL, 0 }, SLICE_INIT("md.aaa@help.test") },
	{ "whom it was to, where nothing else tells",
	  HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
	  "--b\r\n\r\nYour mail sent on: 3 Mar 2026\r\n"
	  "--b\r\nContent-Type: message/rfc822\r\n\r\n"
	  "To: Bob <bob@example.org>\r\nMessage-ID: <md.aaa@help.test>\r\n"
	  "\r\nText.\r\n" END,
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_UNKNOWN,
	  { NULL, 0 }, SLICE_INIT("md.aaa@help.test") },
	{ "a complaint returns the letter",
	  HEAD "Content-Type: multipart/report; boundary=b;\r\n"
	  " report-type=feedback-report\r\n\r\n--b\r\n\r\nSpam.\r\n"
	  "--b\r\nContent-Type: message/feedback-report\r\n\r\n"
	  "Feedback-Type: abuse\r\nVersion: 1\r\n"
	  "Original-Rcpt-To: bob@example.org\r\n" RETURNED END,
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_UNKNOWN,
	  { NULL, 0 }, SLICE_INIT("md.aaa@help.test") },
};

static const struct row prose[] = {
	{ "qmail",
	  HEAD "\r\nHi. This is the qmail-send program at mx.example.test.\r\n"
	  "I'm afraid I wasn't able to deliver your message to the following"
	  " addresses.\r\nThis is a permanent error; I've given up. Sorry it"
	  " didn't work out.\r\n\r\n<bob@example.org>:\r\n"
	  "Sorry, no mailbox here by that name. (#5.1.1)\r\n\r\n"
	  "--- Below this line is a copy of the message.\r\n\r\n"
	  "From: desk@help.test\r\nMessage-ID: <md.aaa@help.test>\r\n",
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  SLICE_INIT("Sorry, no mailbox here by that name. (#5.1.1)"),
	  SLICE_INIT("md.aaa@help.test") },
	{ "Exim, by its header",
	  HEAD "X-Failed-Recipients: bob@example.org, cy@example.org\r\n\r\n"
	  "This message was created automatically by mail delivery software."
	  "\r\n\r\nA message that you sent could not be delivered to one or"
	  " more of its\r\nrecipients. This is a permanent error. The following"
	  " address(es) failed:\r\n\r\n  bobby@example.org\r\n"
	  "    host mx.example.org [192.0.2.1]\r\n"
	  "    SMTP error: 550 5.1.1 unknown user\r\n\r\n"
	  "------ This is a copy of the message. ------\r\n\r\n"
	  "Message-Id: <md.aaa@help.test>\r\n",
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  SLICE_INIT("host mx.example.org [192.0.2.1] SMTP error: "
	  "550 5.1.1 unknown user"), SLICE_INIT("md.aaa@help.test") },
	{ "Exim that waits",
	  HEAD "\r\nA message that you sent has not yet been delivered to one"
	  " or more of its\r\nrecipients after more than 24 hours on the queue."
	  "\r\n\r\nThe address to which the\r\nmessage has not yet been"
	  " delivered is:\r\n\r\n  bob@example.org\r\n",
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_DELAYED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "Postfix without its report",
	  HEAD "\r\nThis is the mail system at host mx.example.test.\r\n\r\n"
	  "I'm sorry to have to inform you that your message could not\r\n"
	  "be delivered to one or more recipients. It's attached below.\r\n\r\n"
	  "For further assistance, please send mail to postmaster.\r\n\r\n"
	  "<bob@example.org>: host mx[192.0.2.1] said: 550 no such user\r\n"
	  "    (in reply to RCPT TO command)\r\n",
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.0.0"), REPORT_FAILED,
	  SLICE_INIT("host mx[192.0.2.1] said: 550 no such user "
	  "(in reply to RCPT TO command)"), { NULL, 0 } },
	{ "Sendmail",
	  HEAD "\r\nThe original message was received at Tue, 3 Mar 2026\r\n"
	  "from desk@mx.help.test\r\n\r\n"
	  "   ----- The following addresses had permanent fatal errors -----"
	  "\r\n<bob@example.org>\r\n\r\n"
	  "   ----- Transcript of session follows -----\r\n"
	  "550 5.1.1 <bob@example.org>... User unknown\r\n",
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  SLICE_INIT("----- Transcript of session follows ----- 550 5.1.1"
	  " <bob@example.org>... User unknown"), { NULL, 0 } },
	{ "a sentence that is broken over two lines",
	  HEAD "\r\nDelivery to the following\r\n recipient failed permanently:"
	  "\r\n\r\n     bob@example.org\r\n\r\nTechnical details: 550 5.2.1\r\n",
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.2.1"), REPORT_FAILED,
	  SLICE_INIT("Technical details: 550 5.2.1"), { NULL, 0 } },
	{ "Exchange puts the address in quotes",
	  HEAD "\r\nYour message did not reach some or all of the intended"
	  " recipients.\r\n\r\nThe following recipient(s) could not be reached:"
	  "\r\n\r\n      'bob@example.org' on 3/3/2026 10:11 AM\r\n"
	  "            550 5.1.1 no\r\n",
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  SLICE_INIT("on 3/3/2026 10:11 AM 550 5.1.1 no"),
	  { NULL, 0 } },
	{ "an address to complain to is not the one that failed",
	  HEAD "\r\nThis is the mail system at host mx.example.test.\r\n\r\n"
	  "For further assistance, please contact <help@example.test>\r\n"
	  "and include this report.\r\n\r\n"
	  "<bob@example.org>: 550 5.2.2 mailbox full\r\n",
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.2.2"), REPORT_FAILED,
	  SLICE_INIT("550 5.2.2 mailbox full"), { NULL, 0 } },
	{ "an address in the sentence's own line is",
	  HEAD "\r\nYour message wasn't delivered to bob@example.org because\r\n"
	  "the domain is unknown.\r\ncy@example.org will not see this.\r\n",
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_FAILED,
	  SLICE_INIT("because the domain is unknown. cy@example.org will not "
	  "see this."), { NULL, 0 } },
	{ "fields that stand in the text count",
	  HEAD "\r\nAn error occurred.\r\n\r\nTechnical report:\r\n\r\n"
	  "Action: failed\r\nFinal-Recipient: rfc822; bob@example.org\r\n"
	  "Diagnostic-Code: smtp; 550 5.2.2 full\r\nStatus: 5.2.2\r\n",
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.2.2"), REPORT_FAILED,
	  SLICE_INIT("550 5.2.2 full"), { NULL, 0 } },
	{ "Japanese text runs up to the address",
	  HEAD "Content-Type: text/plain; charset=utf-8\r\n\r\n"
	  "次の宛先へ送信できませんでした。\r\n宛先bob@example.org様\r\n",
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_FAILED,
	  SLICE_INIT("様"), { NULL, 0 } },
	{ "Sendmail of old: the dialogue, whose sender is not the one",
	  HEAD "\r\n   ----- Transcript of session follows -----\r\n"
	  "While talking to mx.example.org:\r\n"
	  ">>> MAIL From:<desk@help.test>\r\n<<< 550 no relay\r\n"
	  "554 <bob@example.org>... Remote protocol error\r\n\r\n"
	  "   ----- Unsent message follows -----\r\n"
	  "From: desk@help.test\r\nTo: bobby@example.org\r\n",
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_FAILED,
	  SLICE_INIT("... Remote protocol error"), { NULL, 0 } },
	{ "Sendmail of old: only the returned mail tells",
	  HEAD "\r\n   ----- Transcript of session follows -----\r\n"
	  ">>> MAIL From:<desk@help.test>\r\n<<< 550 no relay\r\n"
	  "421 example.org (smtp)... Deferred\r\n\r\n"
	  "   ----- Unsent message follows -----\r\n"
	  "From: desk@help.test\r\nTo: bob@example.org\r\n",
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_FAILED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "Smail",
	  HEAD "\r\n|------- Message log follows: -------|\r\n"
	  " no valid recipients\r\n"
	  "|------- Failed addresses follow: -----|\r\n"
	  " bob@example.org ... unknown host\r\n"
	  "|------- Message text follows: --------|\r\n"
	  "To: bobby@example.org\r\n",
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_FAILED,
	  SLICE_INIT("... unknown host |------- Message text follows: "
	  "--------| To: bobby@example.org"), { NULL, 0 } },
	{ "a number within the sentence (IMail)",
	  HEAD "\r\nDelivery failed 20 attempts: bob@example.org\r\n",
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_FAILED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "KDDI",
	  HEAD "\r\nYour mail sent on: Tue, 3 Mar 2026\r\n"
	  "     Could not be delivered to: <bob@example.org>\r\n"
	  "     As their mailbox is full.\r\n",
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_FAILED,
	  SLICE_INIT("As their mailbox is full."), { NULL, 0 } },
	{ "James and Verizon name the sender first",
	  HEAD "\r\nError message below:\r\n550 - no such user here\r\n\r\n"
	  "Message details:\r\n  MAIL FROM: desk@help.test\r\n"
	  "  RCPT TO: bob@example.org\r\n",
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_FAILED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "Verizon: only the mail below tells",
	  HEAD "\r\nMessage could not be delivered to mobile.\r\n"
	  "Error: No valid recipients for this MM\r\n\r\n"
	  "Original Message:\r\nFrom: Desk <desk@help.test>\r\n"
	  "To: bob@example.org\r\nSubject: x\r\n",
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_UNKNOWN,
	  { NULL, 0 }, { NULL, 0 } },
	{ "the code stands before any address",
	  HEAD "X-Failed-Recipients: bob@example.org\r\n\r\n"
	  "The following address(es) failed:\r\n\r\n  bob\r\n"
	  "    host mx: 550 5.7.0 <desk@help.test>... no\r\n",
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.7.0"), REPORT_FAILED,
	  SLICE_INIT("... no"), { NULL, 0 } },
	{ "no sentence, but an address with a code below",
	  HEAD "\r\nSorry.\r\n\r\nbob@example.org\r\n"
	  "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\r\n",
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_UNKNOWN,
	  { NULL, 0 }, { NULL, 0 } },
	{ "no code either, but an address that has a line for itself",
	  HEAD "\r\nSorry, ask help@example.test.\r\n\r\n"
	  "<bob@example.org>:\r\nThe folder is full.\r\n",
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_UNKNOWN,
	  { NULL, 0 }, { NULL, 0 } },
	{ "neither: whom the mail below was to",
	  HEAD "\r\nSorry, it came back.\r\n\r\n"
	  "Received: from x\r\nFrom: desk@help.test\r\n"
	  "To: Bob <bob@example.org>\r\nMessage-ID: <md.aaa@help.test>\r\n",
	  SLICE_INIT("bob@example.org"), { NULL, 0 }, REPORT_UNKNOWN,
	  { NULL, 0 }, { NULL, 0 } },
	{ "a report that names nobody takes the name from the prose",
	  HEAD "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\n"
	  "This is the mail system at host mx.\r\n\r\n"
	  "<bob@example.org>: unknown\r\n"
	  "--b\r\nContent-Type: message/delivery-status\r\n\r\n" MTA "\r\n"
	  "Action: failed\r\nStatus: 5.1.1\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  SLICE_INIT("unknown"), { NULL, 0 } },
};

static void
test_report_prose_returned(void **state)
{
	(void)state;
	rows_run(returned, ARRAY_LEN(returned), true);
}

static void
test_report_prose_systems(void **state)
{
	(void)state;
	rows_run(prose, ARRAY_LEN(prose), true);
}

static void
test_report_prose_status(void **state)
{
	static const struct {
		const char *name;
		struct slice text, want;
		char reply;
	} cases[] = {
		{ "alone", SLICE_INIT("5.1.1"), SLICE_INIT("5.1.1"), 0 },
		{ "with two and three digits", SLICE_INIT("a 4.7.509."),
		  SLICE_INIT("4.7.509"), 0 },
		{ "behind a reply code", SLICE_INIT("550-5.7.1 no"),
		  SLICE_INIT("5.7.1"), '5' },
		{ "in qmail's way", SLICE_INIT("(#5.1.1)"),
		  SLICE_INIT("5.1.1"), 0 },
		{ "an address is none", SLICE_INIT("5.1.1.9 2.3.4.5"),
		  { NULL, 0 }, 0 },
		{ "part of a version is none", SLICE_INIT("v5.1.1 15.1.1"),
		  { NULL, 0 }, 0 },
		{ "class 3 is none", SLICE_INIT("3.1.1"), { NULL, 0 }, 0 },
		{ "four digits are none", SLICE_INIT("5.1111.1"), { NULL, 0 },
		  0 },
		{ "cut short is none", SLICE_INIT("5.1."), { NULL, 0 }, 0 },
		{ "shorter is none", SLICE_INIT("5."), { NULL, 0 }, 0 },
		{ "a reply code at the end", SLICE_INIT("said 421"),
		  { NULL, 0 }, '4' },
		{ "a year is no reply code", SLICE_INIT("in 2026 at 599 km"),
		  { NULL, 0 }, 0 },
		{ "nothing", { NULL, 0 }, { NULL, 0 }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_case_slice(cases[i].name, bounce_status(cases[i].text),
		    cases[i].want);
		assert_case_int(cases[i].name,
		    bounce_reply_class(cases[i].text), cases[i].reply);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_report_prose_returned),
		cmocka_unit_test(test_report_prose_systems),
		cmocka_unit_test(test_report_prose_status),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
