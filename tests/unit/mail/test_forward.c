/* Whom a forwarded mail came from first; and what is a reply. */
#include "case.h"

#include "base/text.h"
#include "mail/forward.h"
#include "mail/mail.h"

#define KIM "Kim Lee <kim@example.test>"
#define HEADER \
	"From: " KIM "\nSent: Tuesday, 24 November 2026 22:21\n" \
	"To: support@desk.test\nSubject: Printer\n"

static const struct {
	const char	*name;
	const char	*subject;
	bool		 answers;
	const char	*text;
	const char	*from;	/* name; NULL when nothing is forwarded */
	const char	*address;
	const char	*of;	/* subject */
} cases[] = {
	/* What is said above decides. */
	{ "a word of forwarding is enough", "Printer", true,
	  "Please look.\n\n---------- Forwarded message ----------\n" HEADER
	  "\nx\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "also below a reply's subject", "Re: Printer", true,
	  "---------- Forwarded message ----------\n" HEADER "\nx\n",
	  "Kim Lee", "kim@example.test", "Printer" },
	{ "a header forwards below FW:", "FW: Printer", false,
	  "See below.\n\n" HEADER "\nx\n", "Kim Lee", "kim@example.test",
	  "Printer" },
	{ "programs answer what they forward", "FW: Printer", true,
	  "________________________________\n" HEADER "\nx\n", "Kim Lee",
	  "kim@example.test", "Printer" },
	{ "the same below Re: is a quote", "Re: Printer", false,
	  "________________________________\n" HEADER "\nx\n", NULL, "", "" },
	{ "Original Message forwards below FW:", "FW: Printer", false,
	  "-----Original Message-----\n" HEADER "\nx\n", "Kim Lee",
	  "kim@example.test", "Printer" },
	{ "Original Message is a quote below RE:", "RE: Printer", true,
	  "Done.\n\n-----Original Message-----\n" HEADER "\nx\n", NULL, "",
	  "" },
	{ "the first prefix counts: a reply to a forward", "AW: WG: Printer",
	  true, "Done.\n\n" HEADER "\nx\n", NULL, "", "" },
	{ "the first prefix counts: a forward of a reply", "WG: AW: Printer",
	  true, HEADER "\nx\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "a header in the first mail of a thread, whose prefix was cut",
	  "Printer", false, "See below.\n\n" HEADER "\nx\n", "Kim Lee",
	  "kim@example.test", "Printer" },
	{ "a header in an answer without prefix", "Printer", true,
	  "Done.\n\n" HEADER "\nx\n", NULL, "", "" },
	{ "a gateway's tag before the prefix", "[EXTERNAL] FW: Printer", true,
	  HEADER "\nx\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "the prefix behind the subject", "Printer (fwd)", true,
	  "\n" HEADER "\nx\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "VS: with Danish labels forwards", "VS: Printer", true,
	  "Fra: " KIM "\nSendt: i dag\nTil: x\nEmne: Printer\n\nx\n",
	  "Kim Lee", "kim@example.test", "Printer" },
	{ "VS: with Finnish labels is a reply", "VS: Printer", true,
	  "Lähettäjä: " KIM "\nLähetetty: eilen\nVastaanottaja: x\n"
	  "Aihe: Printer\n\nx\n", NULL, "", "" },
	{ "nothing is forwarded", "FW: Printer", false, "It burns.\n", NULL,
	  "", "" },
	{ "an empty text", "FW: Printer", false, "", NULL, "", "" },
	{ "an attribution is a reply's", "Printer", false,
	  "Yes!\n\nOn Tue, Nov 24, 2026 at 9:31 AM " KIM " wrote:\n\n> x\n",
	  NULL, "", "" },
	{ "an attribution without address, too", "Printer", false,
	  "Yes!\n\nOn November 24, 2026 at 3:36 PM, Kim Lee wrote:\n\n> x\n",
	  NULL, "", "" },
	{ "what is forwarded within a reply's quote is not the reply's",
	  "Re: Printer", true, "Yes.\n\nOn 24.11.2026 22:21, " KIM " wrote:\n"
	  "> Look:\n>\n> ---------- Forwarded message ----------\n"
	  "> From: Lou <lou@example.test>\n> Subject: a\n> To: b\n>\n> x\n",
	  NULL, "", "" },
	{ "nor within a quote that nothing announces", "Re: Printer", true,
	  "> ---------- Forwarded message ----------\n> From: " KIM "\n"
	  "> Subject: a\n> To: b\n\nYes.\n", NULL, "", "" },
	{ "a quoted header below a reply's subject", "Re: Printer", true,
	  "> From: " KIM "\n> To: b\n> Subject: a\n>\n> x\n\nYes.\n", NULL,
	  "", "" },
	{ "somebody's travel plan", "FW: Trip", false,
	  "From: Berlin\nTo: Paris\nDate: Friday\n", NULL, "", "" },
	{ "words between dashes that are a heading", "Ports", false,
	  "----- Forwarded ports -----\n\n22, 80\n", NULL, "", "" },
	{ "words of forwarding in a sentence", "Printer", false,
	  "A forwarded message:\nnever came.\n", NULL, "", "" },

	/* Which one. */
	{ "the outer of two", "Fwd: Printer", false,
	  "---------- Forwarded message ---------\n" HEADER "\nsee\n\n"
	  "---------- Forwarded message ---------\nFrom: Lou "
	  "<lou@example.test>\nDate: x\nSubject: Toner\nTo: y\n\nz\n",
	  "Kim Lee", "kim@example.test", "Printer" },
	{ "the outer, with the reply that was forwarded below", "Fwd: Printer",
	  false, "-------- Forwarded Message --------\n"
	  "Subject: \tRe: Printer\nDate: \tx\nFrom: \t" KIM "\nTo: \ty\n\n\nNo.\n\nOn 24.11.2026 "
	  "22:21, Lou wrote:\n> z\n", "Kim Lee", "kim@example.test",
	  "Re: Printer" },
	{ "a line of a signature above is no announcement", "FW: Printer",
	  false, "Regards,\nLou\n\n--------------------------------\n"
	  "Desk Ltd\n--------------------------------\n\n" HEADER "\nx\n",
	  "Kim Lee", "kim@example.test", "Printer" },

	/* Programs. */
	{ "Notes: Forwarded by", "Fw: Printer", false,
	  "----- Forwarded by Lou Max/ACME on 24.11.2026 22:30 -----\n\n"
	  "From:\t" KIM "\nTo:\tsupport@desk.test\nDate:\t24.11.2026 22:21\n"
	  "Subject:\tPrinter\n\n\nx\n", "Kim Lee", "kim@example.test",
	  "Printer" },
	{ "Notes: names of its directory", "Fw: Printer", false,
	  "----- Forwarded by Lou Max/ACME on 24.11.2026 22:30 -----\n"
	  "From: Kim Lee/ACME\nTo: Lou Max/ACME@ACME\nDate: 24.11.2026\n"
	  "Subject: Printer\n\nx\n", "Kim Lee/ACME", "", "Printer" },
	{ "mutt: the header", "[kim@example.test: Printer]", false,
	  "----- Forwarded message from " KIM " -----\n\nDate: Tue, 24 Nov 2026 "
	  "22:21:00 +0100\nFrom: " KIM "\nTo: lou@example.test\n"
	  "Subject: Printer\n\nx\n\n----- End forwarded message -----\n",
	  "Kim Lee", "kim@example.test", "Printer" },
	{ "mutt: only the line says who", "Fwd: Printer", false,
	  "----- Forwarded message from kim@example.test -----\n\nx\n", "",
	  "kim@example.test", "Printer" },
	{ "MailMate: the header quoted below the announcement",
	  "Fwd: Printer", false, "Forwarded message:\n\n> From: " KIM "\n"
	  "> To: lou@example.test\n> Subject: Printer\n> Date: Tue, 24 Nov\n\n"
	  "x\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "Yandex: an attribution below the announcement", "Fwd: Printer",
	  false, "-------- Пересылаемое сообщение --------\n"
	  "24.11.2026, 22:21, \"Kim Lee\" <kim@example.test>:\n\nx\n\n"
	  "-------- Конец пересылаемого сообщения --------\n", "Kim Lee",
	  "kim@example.test", "Printer" },
	{ "Outlook for Mac of old: an attribution", "FW: Printer", false,
	  "\xef\xbb\xbfOn 24/11/2026, 22:21, \"Kim Lee\" <kim@example.test> "
	  "wrote:\n\n    x\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "the same below text, in Dutch", "FW: Printer", false,
	  "Kijk.\n\nOp 24/11/2026 22:21 heeft Kim Lee <kim@example.test> "
	  "geschreven:\n\n    x\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "an attribution without address", "Fwd: Printer", false,
	  "On November 24, 2026 at 3:36 PM, Kim Lee wrote:\n\n> x\n",
	  "Kim Lee", "", "Printer" },
	{ "Apple Mail quotes all of it", "Fwd: Printer", false,
	  "See.\n\n> Begin forwarded message:\n> \n> From: " KIM "\n"
	  "> Subject: Printer\n> Date: x\n> To: y\n> \n> z\n", "Kim Lee",
	  "kim@example.test", "Printer" },
	{ "Orange quotes header and all", "Fwd: Printer", false,
	  "> Message du 24/11/26 22:21\n> De : \"Kim Lee\" "
	  "<kim@example.test>\n> A : lou@example.test\n> Copie à : \n"
	  "> Objet : Printer\n> \n> x\n", "Kim Lee", "kim@example.test",
	  "Printer" },
	{ "Zoho: the announcement on both sides", "Fwd: Printer", false,
	  "============ Forwarded message ============\nFrom : " KIM "\n"
	  "To : <lou@example.test>\nDate : Tue, 24 Nov 2026\n"
	  "Subject : Printer\n============ Forwarded message ============\n\n"
	  "x\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "Proton Mail: hyphens that are no hyphens", "Fw: Printer", false,
	  "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nFrom: " KIM "\n"
	  "Date: Tuesday\nSubject: Printer\nTo: lou@example.test\n\nx\n",
	  "Kim Lee", "kim@example.test", "Printer" },
	{ "QQ Mail: semicolons behind the values", "转发：Printer", false,
	  "------------------&nbsp;原始邮件&nbsp;------------------\n"
	  "发件人: \"Kim Lee\" <kim@example.test>;\n发送时间: 2026年11月24日\n"
	  "收件人: \"lou\"<lou@example.test>;\n主题: Printer\n\nx\n",
	  "Kim Lee", "kim@example.test", "Printer" },
	{ "NetEase: a table", "Fwd: Printer", false,
	  "---- 转发的邮件 ----\n| 发件人 | Kim Lee<kim@example.test> |\n"
	  "| 日期 | 2026年11月24日 |\n| 收件人 | <lou@example.test> |\n"
	  "| 主题 | Printer |\nx\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "NetEase: a table of HTML", "Fwd: Printer", false,
	  "---- Forwarded Message ----\nFrom\tKim Lee<kim@example.test>\n"
	  "Date\t11/24/2026 22:21\nTo\t<lou@example.test>\n"
	  "Subject\tPrinter\nx\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "Yahoo: no line ends, a colon forgotten", "Fwd: Printer", false,
	  "   ----- Mensagem reencaminhada ----- De: Kim Lee "
	  "<kim@example.test>Para: \"lou@example.test\" <lou@example.test>"
	  "Enviado: terça-feira, 24 de novembro de 2026, 22:21:00 CET"
	  "Assunto Printer\n x\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "Yahoo in a language that nobody knows", "Fwd: Printer", false,
	  "   ----- Forwarded Message ----- Kutoka: Kim Lee <kim@example.test>"
	  "Kwa: lou@example.test <lou@example.test>Tarehe: 24/11/2026 CET"
	  "Mada: Printer\n x\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "Yahoo: a name that holds a label's word", "Fwd: Printer", false,
	  "   ----- Forwarded Message ----- From: Toni Subject "
	  "<toni@example.test>To: x <x@y.test>Sent: 24/11/2026 CETSubject: "
	  "Printer\n x\n", "Toni Subject", "toni@example.test", "Printer" },
	{ "markdown", "FW: Printer", false,
	  "**From:** " KIM "\n**Sent:** Tuesday\n**To:** Lou\n"
	  "**Subject:** Printer\n\nx\n", "Kim Lee", "kim@example.test",
	  "Printer" },
	{ "an empty line between two fields each", "FW: Printer", false,
	  "From: " KIM "\n\nSent: Tuesday\n\nTo: Lou\n\nSubject: Printer\n\n"
	  "x\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "a language that nobody knows", "Fwd: Printer", false,
	  "Kutoka: " KIM "\nTarehe: 24/11/2026\nKwa: lou@example.test\n"
	  "Mada: Printer\n\nx\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "and its words of forwarding", "Fwd: Printer", true,
	  "---------- Forwarded message ---------\nKutoka: " KIM "\n"
	  "Tarehe: 24/11/2026\nMada: Printer\n\nx\n", "Kim Lee",
	  "kim@example.test", "Printer" },

	/* Values. */
	{ "a name without address", "FW: Printer", false,
	  "-----Original Message-----\nFrom: Kim Lee\nSent: 24 November 2026\n"
	  "To: Lou\nSubject: Printer\n\nx\n", "Kim Lee", "", "Printer" },
	{ "no subject: the mail's own, without its prefix", "FW: Printer",
	  false, "From: " KIM "\nSent: Tuesday\nTo: lou@example.test\n\nx\n",
	  "Kim Lee", "kim@example.test", "Printer" },
	{ "an empty subject", "FW: ", false,
	  "From: " KIM "\nSent: Tuesday\nTo: lou@example.test\nSubject:\n\nx\n",
	  "Kim Lee", "kim@example.test", "" },
	{ "a value in the line below", "Fwd: Printer", false,
	  "-------- Forwarded Message --------\nFrom:\nKim Lee\n"
	  "<kim@example.test>\nDate:\nTuesday\nTo:\nLou\nSubject:\nPrinter\n\n"
	  "x\n", "Kim Lee", "kim@example.test", "Printer" },
	{ "a wrapped subject between fields", "Fwd: The printer burns",
	  false, "Begin forwarded message:\n\nFrom: " KIM "\nSubject: The "
	  "printer\nburns\nDate: x\nTo: y\n\nz\n", "Kim Lee",
	  "kim@example.test", "The printer burns" },
	{ "a field that nobody knows is no part of the one before",
	  "Fwd: Printer", false, "Begin forwarded message:\n\nFrom: " KIM
	  "\nSubject: Printer\nKwa: lou@example.test\nDate: x\n\nz\n",
	  "Kim Lee", "kim@example.test", "Printer" },
	{ "a wrapped subject at the end, proven by the mail's",
	  "FW: The printer burns", false, "From: " KIM "\nSent: x\nTo: y\n"
	  "Subject: The printer\nburns\n\nz\n", "Kim Lee", "kim@example.test",
	  "The printer burns" },
	{ "a text right below the subject is none of it", "FW: The printer",
	  false, "From: " KIM "\nSent: x\nTo: y\nSubject: The printer\n"
	  "burns\n\nz\n", "Kim Lee", "kim@example.test", "The printer" },
	{ "encoded words that a program left", "Fwd: x", false,
	  "Begin forwarded message:\n\nFrom: =?utf-8?Q?J=C3=B6rg?= "
	  "<j@example.test>\nSubject: =?utf-8?Q?M=C3=BCll?=\nDate: x\nTo: y\n",
	  "Jörg", "j@example.test", "Müll" },
};

static bool
find(const char *subject, bool answers, struct slice text,
    struct arena *arena, struct forward *out)
{
	static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;
	static const struct mime	none = { .count = 0 };
	const struct forward_signs	signs = {
		.mime = &none, .subject = slice_of(subject), .text = text,
		.answers = answers,
	};

	return forward_find(&signs, &limits, arena, out);
}

static void
test_forward_inline(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct forward	got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_case_int(cases[i].name, find(cases[i].subject,
		    cases[i].answers, slice_of(cases[i].text), &arena, &got),
		    cases[i].from != NULL);
		if (cases[i].from == NULL)
			continue;
		assert_case_slice(cases[i].name, got.from.name,
		    slice_of(cases[i].from));
		assert_case_slice(cases[i].name, got.from.address,
		    slice_of(cases[i].address));
		assert_case_slice(cases[i].name, got.subject,
		    slice_of(cases[i].of));
	}
	arena_free(&arena);
}

#define INNER \
	"From: " KIM "\r\nSubject: =?utf-8?Q?M=C3=BCll?=\r\n\r\nx\r\n"
#define MIXED \
	"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee.\r\n"

static const struct {
	const char	*name;
	const char	*mail;
	const char	*address; /* NULL when nothing is forwarded */
	const char	*of;
} attached[] = {
	{ "an attached mail", "Subject: Fwd: x\r\n" MIXED
	  "--b\r\nContent-Type: message/rfc822\r\n\r\n" INNER "--b--\r\n",
	  "kim@example.test", "Müll" },
	{ "it needs no prefix", "Subject: x\r\n" MIXED
	  "--b\r\nContent-Type: message/rfc822\r\n\r\n" INNER "--b--\r\n",
	  "kim@example.test", "Müll" },
	{ "an encoded one", "Subject: Fwd: x\r\n" MIXED
	  "--b\r\nContent-Type: message/rfc822\r\n"
	  "Content-Transfer-Encoding: base64\r\n\r\n"
	  "RnJvbTogYUBiLnRlc3QKU3ViamVjdDogeQoKeAo=\r\n--b--\r\n",
	  "a@b.test", "y" },
	{ "the first of two", "Subject: Fwd: x\r\n" MIXED
	  "--b\r\nContent-Type: message/rfc822\r\n\r\n" INNER
	  "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b.test\r\n\r\n"
	  "--b--\r\n", "kim@example.test", "Müll" },
	{ "the outer of nested ones", "Subject: Fwd: x\r\n" MIXED
	  "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b.test\r\n"
	  "Subject: y\r\nContent-Type: message/rfc822\r\n\r\n" INNER
	  "--b--\r\n", "a@b.test", "y" },
	{ "attached before inline", "Subject: Fwd: x\r\n"
	  "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
	  "---------- Forwarded message ----------\r\nFrom: lou@example.test"
	  "\r\nSubject: z\r\nTo: w\r\n\r\n--b\r\n"
	  "Content-Type: message/rfc822\r\n\r\n" INNER "--b--\r\n",
	  "kim@example.test", "Müll" },
	{ "a reply with a mail attached is a reply",
	  "Subject: Re: x\r\nIn-Reply-To: <1@x.test>\r\n" MIXED
	  "--b\r\nContent-Type: message/rfc822\r\n\r\n" INNER "--b--\r\n",
	  NULL, "" },
	{ "a report returns mail", "Subject: x\r\n"
	  "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nNo.\r\n"
	  "--b\r\nContent-Type: message/rfc822\r\n\r\n" INNER "--b--\r\n",
	  NULL, "" },
	{ "a digest collects mail", "Subject: x\r\n"
	  "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\n"
	  INNER "--b--\r\n", NULL, "" },
	{ "one that says nothing of its sender", "Subject: x\r\n" MIXED
	  "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: y\r\n\r\n"
	  "--b--\r\n", NULL, "" },
	{ "no attachment", "Subject: x\r\n\r\nx\r\n", NULL, "" },
};

static void
test_forward_attached(void **state)
{
	static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;
	struct arena			arena = ARENA_INIT;
	struct mail			mail;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(attached); i++) {
		mail_parse(slice_of(attached[i].mail), &limits, &arena, &mail);
		assert_case_int(attached[i].name, mail.is_forward,
		    attached[i].address != NULL);
		assert_case_slice(attached[i].name, mail.forward.from.address,
		    slice_of(attached[i].address));
		assert_case_slice(attached[i].name, mail.forward.subject,
		    slice_of(attached[i].of));
		arena_free(&arena);
	}
}

/* Many lines that look like a beginning; none may cost more than its own. */
static void
test_forward_big(void **state)
{
	static const char *const	lines[] = {
		"From: a\n", "a\n", ">\n", "> a\n", "x: a@b.test\n",
		"To: a\nCc: b\n", "From: a\n\n", "---- Forwarded a ----\n",
		"On 24.11.2026, a\n", "@", "From: @@@@", "<a@", "\n",
		"-----Original Message-----\n", "---- x --- From: ",
	};
	struct arena			arena = ARENA_INIT;
	struct forward			got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct text	text = TEXT_IN(&arena);

		while (text.len < 200000)
			text_add_string(&text, lines[i]);
		(void)find("FW: x", false, text_slice(&text), &arena, &got);
		assert_case_true(lines[i], got.from.name.len <= 200);
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_forward_inline),
		cmocka_unit_test(test_forward_attached),
		cmocka_unit_test(test_forward_big),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
