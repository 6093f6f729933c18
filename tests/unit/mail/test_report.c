/* The fields of delivery reports as they arrive. */
#include "mail/report_rows.h"

#include "base/secret.h"

static const struct row rfc3464[] = {
	{ "as the RFC has it",
	  DSN "\r\n" MTA "\r\n"
	  "Final-Recipient: rfc822; bob@example.org\r\n"
	  "Original-Recipient: rfc822;bobby@example.org\r\n"
	  "Action: failed\r\nStatus: 5.1.1\r\n"
	  "Diagnostic-Code: smtp; 550 5.1.1 <bob@example.org>:\r\n"
	  "    no such user\r\n" RETURNED END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  SLICE_INIT("550 5.1.1 <bob@example.org>: no such user"),
	  SLICE_INIT("md.aaa@help.test") },
	{ "blank lines between all fields",
	  DSN "\r\n" MTA "\r\n\r\nFinal-Recipient: rfc822;bob@example.org\r\n"
	  "\r\nAction: failed\r\n\r\nStatus: 5.1.1\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "no blank line before the recipient",
	  DSN "\r\n" MTA "Final-Recipient: rfc822;bob@example.org\r\n"
	  "Action: failed\r\nStatus: 5.1.1\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "in base64",
	  DSN "Content-Transfer-Encoding: base64\r\n\r\n"
	  "UmVwb3J0aW5nLU1UQTogZG5zOyBteA0KDQpGaW5hbC1SZWNpcGllbnQ6IHJmYzgyMjsg"
	  "\r\nYm9iQGV4YW1wbGUub3JnDQpBY3Rpb246IGZhaWxlZA0KU3RhdHVzOiA1LjIuMg0K"
	  "\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.2.2"), REPORT_FAILED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "an address of raw octets",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;j\xfcrgen@example.org"
	  "\r\nStatus: 5.1.1\r\n" END,
	  SLICE_INIT("jürgen@example.org"), SLICE_INIT("5.1.1"),
	  REPORT_FAILED, { NULL, 0 }, { NULL, 0 } },
	{ "in quoted-printable",
	  DSN "Content-Transfer-Encoding: quoted-printable\r\n\r\n" MTA "\r\n"
	  "Final-Recipient: rfc822; bob=40example.org\r\nStatus: 5.=\r\n1.1\r\n"
	  END, SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"),
	  REPORT_FAILED, { NULL, 0 }, { NULL, 0 } },
	{ "only Original-Recipient",
	  DSN "\r\n" MTA "\r\nOriginal-Recipient: rfc822;bob@example.org\r\n"
	  "Action: failed\r\nStatus: 5.5.0\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.5.0"), REPORT_FAILED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "delayed is not failed",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;bob@example.org\r\n"
	  "Action: delayed\r\nStatus: 4.4.1\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("4.4.1"), REPORT_DELAYED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "delivered is neither",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;bob@example.org\r\n"
	  "Action: Delivered (to mailbox)\r\nStatus: 2.0.0\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("2.0.0"),
	  REPORT_DELIVERED, { NULL, 0 }, { NULL, 0 } },
	{ "relayed",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;bob@example.org\r\n"
	  "Action: relayed\r\nStatus: 2.1.9\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("2.1.9"), REPORT_RELAYED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "of several the failed one is told",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;ann@example.org\r\n"
	  "Action: delivered\r\nStatus: 2.0.0\r\n\r\n"
	  "Final-Recipient: rfc822;cy@example.org\r\n"
	  "Action: delayed\r\nStatus: 4.4.1\r\n\r\n"
	  "Original-Recipient: rfc822;bobby@example.org\r\n"
	  "Final-Recipient: rfc822;bob@example.org\r\n"
	  "Action: failed\r\nStatus: 5.1.1\r\n\r\n"
	  "Final-Recipient: rfc822;dan@example.org\r\n"
	  "Action: failed\r\nStatus: 5.2.2\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "an Original-Recipient belongs to what follows it",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;ann@example.org\r\n"
	  "Action: delivered\r\nStatus: 2.0.0\r\n"
	  "Original-Recipient: rfc822;bob@example.org\r\n"
	  "Action: failed\r\nStatus: 5.1.1\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "an Original-Recipient may come after the action (Amazon)",
	  DSN "\r\n" MTA "\r\nAction: failed\r\n"
	  "Final-Recipient: rfc822;bob@example.org\r\n"
	  "Original-Recipient: rfc822;bobby@example.org\r\n"
	  "Status: 5.1.1\r\n" END, SLICE_INIT("bob@example.org"),
	  SLICE_INIT("5.1.1"), REPORT_FAILED, { NULL, 0 }, { NULL, 0 } },
	{ "without an action the status tells",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;bob@example.org\r\n"
	  "Status: 5.1.1 (bad mailbox)\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "without a status the diagnostic tells",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;bob@example.org\r\n"
	  "Action: failed\r\nDiagnostic-Code: smtp; 550-5.7.26 no DMARC\r\n"
	  END, SLICE_INIT("bob@example.org"), SLICE_INIT("5.7.26"),
	  REPORT_FAILED, SLICE_INIT("550-5.7.26 no DMARC"), { NULL, 0 } },
	{ "a status that says nothing gives way to the diagnostic's",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;bob@example.org\r\n"
	  "Action: failed\r\nStatus: 5.0.0\r\n"
	  "Diagnostic-Code: smtp; 550 5.1.1 unknown\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  SLICE_INIT("550 5.1.1 unknown"), { NULL, 0 } },
	{ "a reply code alone says permanent or not",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;bob@example.org\r\n"
	  "Action: failed\r\nDiagnostic-Code: smtp; 554 no\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.0.0"), REPORT_FAILED,
	  SLICE_INIT("554 no"), { NULL, 0 } },
	{ "an IPv4 address in the diagnostic is no status",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;bob@example.org\r\n"
	  "Action: failed\r\nDiagnostic-Code: smtp; host 5.1.1.7 said 450 no"
	  "\r\n" END, SLICE_INIT("bob@example.org"), SLICE_INIT("4.0.0"),
	  REPORT_FAILED, SLICE_INIT("host 5.1.1.7 said 450 no"),
	  { NULL, 0 } },
	{ "a recipient in <>, without a type",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: <bob@example.org>\r\n"
	  "Action: failed\r\nStatus: 5.1.1\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "a recipient that is no address gives way to the original one",
	  DSN "\r\n" MTA "\r\nOriginal-Recipient: rfc822;bob@example.org\r\n"
	  "Final-Recipient: x400; /cn=bob\r\nAction: failed\r\n"
	  "Status: 5.1.1\r\n" END, SLICE_INIT("bob@example.org"),
	  SLICE_INIT("5.1.1"), REPORT_FAILED, { NULL, 0 }, { NULL, 0 } },
	{ "as the whole message",
	  HEAD "Content-Type: message/delivery-status\r\n\r\n" MTA "\r\n"
	  "Final-Recipient: rfc822;bob@example.org\r\nStatus: 5.1.1\r\n",
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  { NULL, 0 }, { NULL, 0 } },
	{ "the report inside a returned bounce is not this one's",
	  DSN "\r\n" MTA "\r\nFinal-Recipient: rfc822;bob@example.org\r\n"
	  "Action: failed\r\nStatus: 5.1.1\r\n"
	  "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
	  "Message-ID: <outer@help.test>\r\n"
	  "Content-Type: multipart/report; boundary=c\r\n\r\n"
	  "--c\r\nContent-Type: message/delivery-status\r\n\r\n"
	  "Final-Recipient: rfc822;other@example.org\r\nStatus: 5.2.2\r\n"
	  "--c\r\nContent-Type: message/rfc822\r\n\r\n"
	  "Message-ID: <inner@help.test>\r\n\r\n--c--\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  { NULL, 0 }, SLICE_INIT("outer@help.test") },
	{ "not even when the returned bounce comes first",
	  HEAD "Content-Type: multipart/report; boundary=b\r\n\r\n"
	  "--b\r\nContent-Type: message/rfc822\r\n\r\n"
	  "Message-ID: <outer@help.test>\r\n"
	  "Content-Type: multipart/report; boundary=c\r\n\r\n"
	  "--c\r\nContent-Type: message/delivery-status\r\n\r\n"
	  "Final-Recipient: rfc822;other@example.org\r\nStatus: 5.2.2\r\n"
	  "--c--\r\n"
	  "--b\r\nContent-Type: message/delivery-status\r\n\r\n" MTA "\r\n"
	  "Final-Recipient: rfc822;bob@example.org\r\nStatus: 5.1.1\r\n" END,
	  SLICE_INIT("bob@example.org"), SLICE_INIT("5.1.1"), REPORT_FAILED,
	  { NULL, 0 }, SLICE_INIT("outer@help.test") },
};

static const struct row nothing[] = {
	{ "a plain mail is no report", HEAD "\r\nbob@example.org says 5.\r\n",
	  { NULL, 0 }, { NULL, 0 }, REPORT_UNKNOWN, { NULL, 0 }, { NULL, 0 } },
	{ "an empty mail is no report", "", { NULL, 0 }, { NULL, 0 },
	  REPORT_UNKNOWN, { NULL, 0 }, { NULL, 0 } },
	{ "an empty report says nothing", DSN "\r\n" END, { NULL, 0 },
	  { NULL, 0 }, REPORT_UNKNOWN, { NULL, 0 }, { NULL, 0 } },
};

static void
test_report_fields(void **state)
{
	(void)state;
	rows_run(rfc3464, ARRAY_LEN(rfc3464), true);
}

static void
test_report_nothing(void **state)
{
	(void)state;
	rows_run(nothing, ARRAY_LEN(nothing), false);
}

/* pipe(8) delivers LF: the rows again without their CR. */
static void
test_report_bare_lf(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rfc3464); i++) {
		struct arena	arena = ARENA_INIT;
		struct text	raw = TEXT_IN(&arena);
		struct report	got;

		for (const char *c = rfc3464[i].mail; *c != '\0'; c++)
			if (*c != '\r')
				text_add_char(&raw, *c);
		assert_case_true(rfc3464[i].name,
		    read_report(text_slice(&raw), &arena, &got));
		assert_case_slice(rfc3464[i].name, got.recipient,
		    rfc3464[i].recipient);
		assert_case_slice(rfc3464[i].name, got.status,
		    rfc3464[i].status);
		arena_free(&arena);
	}
}

/* What a stranger puts into a report does not break a line or a terminal. */
static void
test_report_hostile(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct report	got;

	(void)state;
	assert_true(read_report(SLICE(DSN "\r\n"
	    "Final-Recipient: rfc822;bob@example.org\r\nStatus: 5.1.1\r\n"
	    "Diagnostic-Code: smtp;\0 a\x1b[2J\r\n =?utf-8?q?b=0D=0Ac=00?=\r\n"
	    END), &arena, &got));
	for (size_t i = 0; i < got.diagnostic.len; i++)
		assert_true((unsigned char)got.diagnostic.data[i] >= 0x20);
	assert_true(slice_has(got.diagnostic, SLICE("b")));
	arena_free(&arena);
}

/* Fields without end: read to the limit, in linear time. */
static void
test_report_huge(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct text	raw = TEXT_IN(&arena);
	struct report	got;

	(void)state;
	text_add_string(&raw, DSN "\r\n");
	for (int i = 0; i < 100000; i++)
		text_add_format(&raw,
		    "Final-Recipient: rfc822;u%d@example.org\r\n\r\n", i);
	text_add_string(&raw, END);
	assert_true(read_report(text_slice(&raw), &arena, &got));
	assert_case_slice("the first is told", got.recipient,
	    SLICE("u0@example.org"));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_report_fields),
		cmocka_unit_test(test_report_nothing),
		cmocka_unit_test(test_report_bare_lf),
		cmocka_unit_test(test_report_hostile),
		cmocka_unit_test(test_report_huge),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
