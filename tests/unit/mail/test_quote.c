/* What is new in a text, and what is quoted. */
#include "case.h"

#include "base/text.h"
#include "mail/quote.h"
#include "mail/quote_attribution.h"
#include "mail/quote_footer.h"
#include "mail/quote_header.h"
#include "mail/quote_labels.h"

static const struct {
	const char	*name;
	struct slice	 text;
	struct slice	 want;
} cases[] = {
	{ "no quote: all of it", SLICE_INIT("Hello,\n\nit burns.\n"),
	  SLICE_INIT("Hello,\n\nit burns.") },
	{ "nothing", SLICE_INIT(""), SLICE_INIT("") },
	{ "empty lines", SLICE_INIT("\n \n\n"), SLICE_INIT("") },
	{ "an answer above a quote",
	  SLICE_INIT("Yes.\n\nOn Tue, Nov 24, 2026 at 10:21 PM Kim "
	      "<kim@example.test> wrote:\n\n> Is it?\n> Kim\n"),
	  SLICE_INIT("Yes.") },
	{ "an answer below a quote",
	  SLICE_INIT("On 24.11.2026 22:21, Kim wrote:\n> Is it?\n\nYes.\n"),
	  SLICE_INIT("Yes.") },
	{ "answers between quotes",
	  SLICE_INIT("Kim wrote:\n> One?\nYes.\n> Two?\n\nNo.\n\n> Three?\n"
	      "Perhaps.\n"),
	  SLICE_INIT("Yes.\n\nNo.\n\nPerhaps.") },
	{ "empty lines within the answer stay",
	  SLICE_INIT("a\n\n\nb\n> c\n"), SLICE_INIT("a\n\n\nb") },
	{ "quotes in quotes, blanks before the signs",
	  SLICE_INIT("a\n> b\n>> c\n> > d\n >e\n"), SLICE_INIT("a") },
	{ "attributions in quotes are quoted",
	  SLICE_INIT("Hello\n> On 22 Aug 2026, at 19:21, Kim wrote:\n>\n> x\n"),
	  SLICE_INIT("Hello") },
	{ "what points at something is no quote",
	  SLICE_INIT("See:\n>>> https://x.test/ <<<\n"),
	  SLICE_INIT("See:\n>>> https://x.test/ <<<") },
	{ "old programs quote with initials",
	  SLICE_INIT("a\n\nKL> b\nKL>\nKL> c\n"), SLICE_INIT("a") },
	{ "a prompt is no quote", SLICE_INIT("I typed:\nmysql> select 1;\n"),
	  SLICE_INIT("I typed:\nmysql> select 1;") },
	{ "nothing but quotes, and no word of whose: in doubt keep",
	  SLICE_INIT("> b\n> c\n"), SLICE_INIT("> b\n> c") },
	{ "nothing but a quote of somebody",
	  SLICE_INIT("Kim wrote:\n> b\n> c\n"), SLICE_INIT("") },
	{ "a line broken off a quote belongs to it",
	  SLICE_INIT("a\n> In efficitur augue ac tristique ullamcorper aenean "
	      "tincidunt ornare diam,\neget accumsan est viverra\n> quis\n"),
	  SLICE_INIT("a") },
	{ "an answer to a long line is none",
	  SLICE_INIT("> In efficitur augue ac tristique ullamcorper aenean "
	      "tincidunt ornare diam?\nyes, in augue\n> quis\n"),
	  SLICE_INIT("yes, in augue") },

	/* Attributions. */
	{ "over two lines",
	  SLICE_INIT("a\n\nOn Fri, May 6, 2026 at 6:03 PM, Kim Lee from the News"
	      "\n<kim@example.test> wrote:\n\n> b\n"), SLICE_INIT("a") },
	{ "over three lines",
	  SLICE_INIT("a\n\nOn Dec 16, 2026, at 12:47 PM, Kim\n"
	      "<kim@example.test>\nwrote:\n\n> b\n"), SLICE_INIT("a") },
	{ "broken within the brackets",
	  SLICE_INIT("a\n\ntir. 18. apr. 2026 kl. 13:09 skrev Kim "
	      "<kim@example.test\n>:\n\n> b\n"), SLICE_INIT("a") },
	{ "broken as one program does",
	  SLICE_INIT("a\n\nOn Tue, Nov 24, 2026 at 10:07 PM Kim Lee\n\n<\n"
	      "mailto:Kim Lee <kim@example.test>\n> wrote:\nb\n"),
	  SLICE_INIT("a") },
	{ "behind a line of the answer",
	  SLICE_INIT("On Thursday I did.\nOn 24 Nov 2026, Kim wrote:\n> b\n"),
	  SLICE_INIT("On Thursday I did.") },
	{ "on the line of the answer",
	  SLICE_INIT("fine - so be it--- On Wed, Nov 4, 2026 at 3:59 PM, "
	      "kim@example.test wrote:\n> b\n"),
	  SLICE_INIT("fine - so be it") },
	{ "on the line of the answer, and no signs",
	  SLICE_INIT("Fine. On Wed, Nov 4, 2026 at 3:59 PM, Kim "
	      "<kim@example.test> wrote:\nb\nc\n"), SLICE_INIT("Fine.") },
	{ "between dashes", SLICE_INIT("a\n\n---- Kim Lee wrote ----\n\n> b\n"),
	  SLICE_INIT("a") },
	{ "between dashes, with everything in it",
	  SLICE_INIT("a\n\n---- On Tue, 24 Nov 2026 14:17:36 +0530 Kim"
	      "&lt;kim@example.test&gt; wrote ----\n\nb\n"), SLICE_INIT("a") },
	{ "no signs behind it: all is quote, once it says who and when",
	  SLICE_INIT("a\n\nOn Tue, 24 Nov 2026 at 22:21, Kim wrote:\n\nb\n\n"
	      "c\n"),
	  SLICE_INIT("a") },
	{ "or which address",
	  SLICE_INIT("a\n\nKim <kim@example.test> wrote:\n\nb\n"),
	  SLICE_INIT("a") },
	{ "without date and address it needs the signs",
	  SLICE_INIT("a\n\nKim wrote:\nb\n\nOn 24 Nov 2026 Lee wrote:\n> c\n"),
	  SLICE_INIT("a\n\nKim wrote:\nb") },
	{ "nothing above it and no signs below: in doubt keep",
	  SLICE_INIT("On Tue, 24 Nov 2026 at 22:21, Kim wrote:\n\nb\n"),
	  SLICE_INIT("On Tue, 24 Nov 2026 at 22:21, Kim wrote:\n\nb") },
	{ "a strong one at the end of the text",
	  SLICE_INIT("a\n\nOn Tue, 24 Nov 2026 at 22:21, Kim wrote:\n"),
	  SLICE_INIT("a") },
	{ "a sentence that begins with On is none",
	  SLICE_INIT("Hi\nOn your remote host 10 errors show:\n\nerror 1\n"),
	  SLICE_INIT("Hi\nOn your remote host 10 errors show:\n\nerror 1") },
	{ "a log line is none",
	  SLICE_INIT("It says\n2026-11-24 22:21:59 smtp[7]: to=<a@x.test>:\n"
	      "lost\n"),
	  SLICE_INIT("It says\n2026-11-24 22:21:59 smtp[7]: to=<a@x.test>:\n"
	      "lost") },
	{ "a time and a colon are none",
	  SLICE_INIT("The plan for 24.11.2026 from 10:00 on:\n\n10:00 tea\n"),
	  SLICE_INIT("The plan for 24.11.2026 from 10:00 on:\n\n10:00 tea") },

	/* Headers and separators. */
	{ "Outlook's header makes all below it quote",
	  SLICE_INIT("a\n\nFrom: Kim [mailto:kim@example.test]\n"
	      "Sent: Wednesday, November 24, 2026 2:05 PM\nTo: Lee\n"
	      "Subject: RE: x\n\nb\n\nc\n"), SLICE_INIT("a") },
	{ "in bold, indented, folded",
	  SLICE_INIT("Hi\n\n  *From:* kim@example.test [mailto:\n"
	      "  kim@example.test]\n  *Sent:* Wednesday, 3:05 PM\n"
	      "  *To:* lee@example.test\n  *Subject:* Hello\n\nb\n"),
	  SLICE_INIT("Hi") },
	{ "with empty lines between",
	  SLICE_INIT("a\n\n*Von:* Kim\n\n*Gesendet:* Dienstag\n\n*An:* Lee\n\n"
	      "*Betreff:* x\n\nb\n"), SLICE_INIT("a") },
	{ "below a line",
	  SLICE_INIT("a\n________________________________\nDe : Kim\n"
	      "Envoy\xc3\xa9 : mardi\n\xc3\x80 : Lee\nObjet : x\n\nb\n"),
	  SLICE_INIT("a") },
	{ "below a line, in the order of others",
	  SLICE_INIT("a\n-------- Forwarded Message --------\nSubject: \tx\n"
	      "Date: \tTue\nFrom: \tKim\nTo: \tLee\n\nb\n"), SLICE_INIT("a") },
	{ "without a subject, with an address",
	  SLICE_INIT("a\n\nFrom: Kim <kim@example.test>\nDate: Tuesday\n"
	      "To: Lee\n\nb\n"), SLICE_INIT("a") },
	{ "a travel plan is none",
	  SLICE_INIT("Please book\nFrom: Berlin\nTo: Paris\nDate: Friday\n"
	      "Thanks\n"),
	  SLICE_INIT("Please book\nFrom: Berlin\nTo: Paris\nDate: Friday\n"
	      "Thanks") },
	{ "a form on a web site is none",
	  SLICE_INIT("From: Kim <kim@example.test>\nSubject: Printer\n\n"
	      "Message Body:\nIt burns.\n"),
	  SLICE_INIT("From: Kim <kim@example.test>\nSubject: Printer\n\n"
	      "Message Body:\nIt burns.") },
	{ "nothing above a header: in doubt keep",
	  SLICE_INIT("From: Kim\nSent: Tuesday\nTo: Lee\nSubject: x\n\nb\n"),
	  SLICE_INIT("From: Kim\nSent: Tuesday\nTo: Lee\nSubject: x\n\nb") },
	{ "Original Message",
	  SLICE_INIT("a\n\n-----Original Message-----\nFrom: Kim\n\nb\n"),
	  SLICE_INIT("a") },
	{ "Original Message, with blanks",
	  SLICE_INIT("a\n\n----- Original Message -----\nb\n"),
	  SLICE_INIT("a") },
	{ "Original Message in German",
	  SLICE_INIT("a\n\n-----Urspr\xc3\xbcngliche Nachricht-----\nb\n"),
	  SLICE_INIT("a") },
	{ "Original Message in Chinese",
	  SLICE_INIT("a\n\n------------------ 原始邮件 ------------------\nb\n"),
	  SLICE_INIT("a") },
	{ "the words alone are only words",
	  SLICE_INIT("Where is the\noriginal message\n"),
	  SLICE_INIT("Where is the\noriginal message") },
	{ "other words between dashes are only words",
	  SLICE_INIT("a\n---------- Feedback Below ----------\nb\n"),
	  SLICE_INIT("a\n---------- Feedback Below ----------\nb") },
	{ "a forwarded mail is quote, text above it is new",
	  SLICE_INIT("FYI\n\nBegin forwarded message:\n\nFrom: Kim\n\nb\n"),
	  SLICE_INIT("FYI") },

	/* The line in our letters. */
	{ "our line, quoted",
	  SLICE_INIT("a\n\nOn Tue, 24 Nov 2026 at 22:21, Help wrote:\n\n> "
	      QUOTE_ABOVE_LINE "\n> Dear Kim,\n>\n\n-- \nsig\n"),
	  SLICE_INIT("a") },
	{ "our line, not quoted, below a header",
	  SLICE_INIT("a\n\nVon: Help\nGesendet: Dienstag\nAn: Kim\nBetreff: x\n\n"
	      QUOTE_ABOVE_LINE "\n\nDear Kim\n"), SLICE_INIT("a") },
	{ "our line, below what nobody understands",
	  SLICE_INIT("a\n\nKim a sciobh Help:\n" QUOTE_ABOVE_LINE "\nDear Kim\n"),
	  SLICE_INIT("a") },
	{ "our line, below the text at once",
	  SLICE_INIT("a\nb\n" QUOTE_ABOVE_LINE "\nDear Kim\n"),
	  SLICE_INIT("a\nb") },
	{ "our line, nothing above: nothing is new",
	  SLICE_INIT(QUOTE_ABOVE_LINE "\nDear Kim\n"), SLICE_INIT("") },
	{ "our line, nothing above but a header",
	  SLICE_INIT("From: Help\nSent: Tuesday\nTo: Kim\nSubject: x\n\n"
	      QUOTE_ABOVE_LINE "\nDear Kim\n"), SLICE_INIT("") },
	{ "our line, nothing above but a footer",
	  SLICE_INIT("Sent from my iPhone\n\n> " QUOTE_ABOVE_LINE "\n> b\n"),
	  SLICE_INIT("") },
	{ "text below our line is quote, signs or not",
	  SLICE_INIT("a\n> " QUOTE_ABOVE_LINE "\n> b\n\nc\n"),
	    SLICE_INIT("a") },
	{ "our line behind signs that nobody quotes with any more",
	  SLICE_INIT("a\n\n| " QUOTE_ABOVE_LINE "\n| b\n"), SLICE_INIT("a") },
	{ "nothing above our line: the text is below the quote",
	  SLICE_INIT("Help wrote:\n> " QUOTE_ABOVE_LINE "\n> b\n\na\n"),
	  SLICE_INIT("a") },
	{ "nothing above our line, and more quotes below",
	  SLICE_INIT("> " QUOTE_ABOVE_LINE "\n> b\na\n> c\nd\n"),
	  SLICE_INIT("a\n\nd") },
	{ "a sentence about our line is text",
	  SLICE_INIT("Take \"please write " QUOTE_ABOVE_LINE "\" out.\n"),
	  SLICE_INIT("Take \"please write " QUOTE_ABOVE_LINE "\" out.") },

	{ "a name that was broken off its attribution",
	  SLICE_INIT("Sim.\n\nKim Lee\n<kim@example.test> escreveu (terça, "
	      "24/11/2026 à(s) 22:21):\n\n> b\n"), SLICE_INIT("Sim.") },
	{ "a line above it that is text",
	  SLICE_INIT("Sim.\nKim Lee\n<kim@example.test> escreveu (terça, "
	      "24/11/2026 à(s) 22:21):\n\n> b\n"),
	  SLICE_INIT("Sim.\nKim Lee") },

	/* Signatures and footers. */
	{ "a signature", SLICE_INIT("a\n\n-- \nKim\n+44 1234\n"),
	  SLICE_INIT("a") },
	{ "a signature that lost its blank", SLICE_INIT("a\n--\nKim\n"),
	  SLICE_INIT("a") },
	{ "a long one with its blank",
	  SLICE_INIT("a\n-- \n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n"
	      "14\n15\n16\n"), SLICE_INIT("a") },
	{ "a long one without: in doubt keep",
	  SLICE_INIT("a\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n"
	      "15\n"),
	  SLICE_INIT("a\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n"
	      "15") },
	{ "a signature above the quote", SLICE_INIT("a\n-- \nKim\n\n> b\n"),
	  SLICE_INIT("a") },
	{ "a signature ends where the quote begins",
	  SLICE_INIT("a\n-- \nKim\n> b\n\nc\n"), SLICE_INIT("a\n\nc") },
	{ "dashes in a line are none", SLICE_INIT("a -- b\nc\n"),
	  SLICE_INIT("a -- b\nc") },
	{ "a text that begins like one is none", SLICE_INIT("-- \nKim\n"),
	  SLICE_INIT("--\nKim") },
	{ "a name below dashes", SLICE_INIT("How are you?\n---\nRoman\n"),
	  SLICE_INIT("How are you?") },
	{ "more below dashes is text",
	  SLICE_INIT("a\n---\nb\nc\nd\n"), SLICE_INIT("a\n---\nb\nc\nd") },
	{ "a form below dashes is text", SLICE_INIT("a\n---\nOrder: 7\n"),
	  SLICE_INIT("a\n---\nOrder: 7") },
	{ "a name behind a dash", SLICE_INIT("Hey!\n-roman\n"),
	  SLICE_INIT("Hey!") },
	{ "a list is no name", SLICE_INIT("We need\n-milk\n-tea\n"),
	  SLICE_INIT("We need\n-milk\n-tea") },
	{ "an option is no name", SLICE_INIT("I called it with\n-n=5\n"),
	  SLICE_INIT("I called it with\n-n=5") },
	{ "a mailing list's footer",
	  SLICE_INIT("a\n\n_______________________________________________\n"
	      "users mailing list\nusers@lists.example.test\n"),
	  SLICE_INIT("a") },
	{ "a greeting is the author's",
	  SLICE_INIT("a\n\nBest regards,\nKim\n"),
	  SLICE_INIT("a\n\nBest regards,\nKim") },
	{ "a mobile footer", SLICE_INIT("a\n\nSent from my iPhone\n"),
	  SLICE_INIT("a") },
	{ "a mobile footer above the quote, an address behind it",
	  SLICE_INIT("a\n\nGet Outlook for iOS<https://aka.ms/x>\n"
	      "________________________________\nFrom: Kim\nSent: Tuesday\n"
	      "To: Lee\nSubject: x\n\nb\n"), SLICE_INIT("a") },
	{ "a mobile footer within the text is text",
	  SLICE_INIT("Sent from my iPhone\nis what it says.\n"),
	  SLICE_INIT("Sent from my iPhone\nis what it says.") },
};

static void
test_quote_new_text(void **state)
{
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_slice(cases[i].name,
		    quote_new_text(cases[i].text, &arena), cases[i].want);
	arena_free(&arena);
}

/* Each must be seen with no quote behind it, too. */
static const char *const attributions[] = {
	"On 2026-11-24 22:21, Kim Lee wrote:",
	"On Tue, 2026-11-24 at 18:02 +0530, Kim Lee wrote:",
	"On Nov 24, 2026 you wrote:",
	"At 11/24/2026 08:32 PM, you wrote:",
	"Am 24.11.2026 um 22:21 schrieb Kim Lee:",
	"Am Di., 24. Nov. 2026 um 22:21 Uhr schrieb Kim <kim@example.test>:",
	"Kim <kim@example.test> schrieb am Di., 24. Nov. 2026 um 22:21:",
	"Le mar. 24 nov. 2026 à 22:21, Kim <kim@example.test> a écrit :",
	"Le 24/11/2026 à 22:21, Kim Lee a écrit\xc2\xa0:",
	"El mar, 24 nov 2026 a las 22:21, Kim (<kim@example.test>) escribió:",
	"El 24/11/2026 a las 22:21, Kim Lee escribió:",
	"Em ter., 24 de nov. de 2026 às 22:21, Kim <k@example.test> escreveu:",
	"Il giorno mar 24 nov 2026 alle ore 22:21 Kim <k@x.test> ha scritto:",
	"Il 24/11/2026 22:21, Kim Lee ha scritto:",
	"Missatge de Kim <kim@example.test> del dia dt., 24 de nov. 2026 a les "
	    "22:21:",
	"Op di 24 nov. 2026 om 22:21 schreef Kim <kim@example.test>:",
	"Op 24-11-2026 om 22:21 schreef Kim Lee:",
	"Den tis 24 nov. 2026 kl 22:21 skrev Kim <kim@example.test>:",
	"tir. 24. nov. 2026 kl. 22:21 skrev Kim <kim@example.test>:",
	"Þann þri., 24. nóv. 2026 kl. 22:21 skrifaði Kim <kim@example.test>:",
	"ti 24. marrask. 2026 klo 22.21 Kim (kim@example.test) kirjoitti:",
	"Kim (kim@x.test) kirjutas kuupäeval T, 24. november 2026 kell 22:21:",
	"otrd., 2026. g. 24. nov., plkst. 22:21 — lietotājs Kim "
	    "(<kim@example.test>) rakstīja:",
	"2026-11-24, an, 22:21 Kim <kim@example.test> rašė:",
	"wt., 24 lis 2026 o 22:21 Kim <kim@example.test> napisał(a):",
	"W dniu 24.11.2026 o 22:21, Kim Lee pisze:",
	"út 24. 11. 2026 v 22:21 odesílatel Kim <kim@example.test> napsal:",
	"Dne 24. 11. 2026 v 22:21 Kim Lee napsal(a):",
	"ut 24. 11. 2026 o 22:21 Kim <kim@example.test> napísal(a):",
	"uto, 24. stu 2026. u 22:21 Kim <kim@example.test> je napisao/la:",
	"V V tor., 24. nov. 2026 ob 22:21 je oseba Kim <k@x.test> napisala:",
	"Kim <kim@example.test> ezt írta (időpont: 2026. nov. 24., K, 22:21):",
	"2026. 11. 24. 22:21 keltezéssel, Kim Lee írta:",
	"În mar., 24 nov. 2026 la 22:21, Kim <kim@example.test> a scris:",
	"Kim <kim@example.test>, 24 Kas 2026 Sal, 22:21 tarihinde şunu yazdı:",
	"Στις Τρί 24 Νοε 2026 στις 22:21, ο χρήστης Kim <k@x.test> έγραψε:",
	"вт, 24 нояб. 2026 г. в 22:21, Kim <kim@example.test>:",
	"24 ноября 2026 г., 22:21 пользователь Kim <kim@example.test> написал:",
	"24.11.2026 22:21, Kim Lee пишет:",
	"Вторник, 24 ноября 2026, 22:21 +03:00 от Kim <kim@example.test>:",
	"24.11.2026, 22:21, \"Kim\" <kim@example.test>:",
	"вт, 24 лист. 2026 р. о 22:21 Kim <kim@example.test> пише:",
	"24 листопада 2026 р. о 19:09 <kim@example.test> написав:",
	"На вт, 24.11.2026 г. в 22:21 Kim <kim@example.test> написа:",
	"Vào Th 3, 24 thg 11, 2026 lúc 22:21 Kim <kim@example.test> đã viết:",
	"Pada tanggal Sel, 24 Nov 2026 pukul 22.21 Kim <k@x.test> menulis:",
	"ในวันที่ อ. 24 พ.ย. 2026 เวลา 22:21 Kim <kim@example.test> เขียนว่า:",
	"Kim <kim@example.test> 于2026年11月24日周二 22:21写道：",
	"在 2026年11月24日，22:21，Kim <kim@example.test> 写道：",
	"Kim <kim@example.test> 於 2026年11月24日 週二 下午10:21寫道：",
	"2026年11月24日(火) 22:21 Kim <kim@example.test>:",
	"2026/11/24 22:21、Kim <kim@example.test> のメッセージ:",
	"2026년 11월 24일 (화) 오후 10:21, Kim <kim@example.test>님이 작성:",
	"\xe2\x80\xab\xd7\x91\xd7\xaa\xd7\x90\xd7\xa8\xd7\x99\xd7\x9a "
	    "יום ג׳, 24 בנוב׳ 2026 ב-22:21 מאת Kim <\xe2\x80\xaakim@example.test"
	    "\xe2\x80\xac>:\xe2\x80\xac",
	"في الثلاثاء، 24 نوفمبر 2026 في 10:21 م كتب Kim <kim@example.test>:",
	"2026-11-24 22:21 GMT+01:00 Kim Lee <kim@example.test>:",
};

static void
test_quote_attributions(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(attributions); i++) {
		struct slice	line = slice_of(attributions[i]);
		size_t		start = 7;

		assert_case_int(attributions[i],
		    quote_attribution(&line, 0, 0, &start),
		    ATTRIBUTION_STRONG);
		assert_case_int(attributions[i], start, 0);
	}
}

static void
test_quote_attribution_bounds(void **state)
{
	struct slice	lines[] = {
		SLICE("On Tue, 24 Nov 2026,"), SLICE("Kim Lee"),
		SLICE("wrote:"), SLICE(""), SLICE("wrote:"),
	};
	size_t		start;

	(void)state;
	assert_int_equal(quote_attribution(lines, 0, 2, &start),
	    ATTRIBUTION_STRONG);
	assert_int_equal(start, 0);
	/* It begins after what is taken already, and not above empty lines. */
	assert_int_equal(quote_attribution(lines, 1, 2, &start),
	    ATTRIBUTION_WEAK);
	assert_int_equal(start, 2);
	assert_int_equal(quote_attribution(lines, 0, 4, &start),
	    ATTRIBUTION_WEAK);
	assert_int_equal(start, 4);
	assert_int_equal(quote_attribution(lines, 0, 1, &start),
	    ATTRIBUTION_NONE);
}

static const struct {
	const char		*line;
	enum quote_label	 label;
	const char		*value;
} label_rows[] = {
	{ "From: Kim", LABEL_FROM, "Kim" },
	{ "FROM:Kim", LABEL_FROM, "Kim" },
	{ "*From:* Kim", LABEL_FROM, "Kim" },
	{ "**Von**: Kim", LABEL_FROM, "Kim" },
	{ "De\xc2\xa0: Kim", LABEL_FROM, "Kim" },
	{ "| Subject: x", LABEL_SUBJECT, "x" },
	{ "Od: Kim", LABEL_FROM, "Kim" },
	{ "От кого: Kim", LABEL_FROM, "Kim" },
	{ "差出人：Kim", LABEL_FROM, "Kim" },
	{ "送信日時： x", LABEL_DATE, "x" },
	{ "받는 사람: x", LABEL_TO, "x" },
	{ "Kopie: x", LABEL_CC, "x" },
	{ "Reply-To: x", LABEL_OTHER, "x" },
	{ "Cc:", LABEL_CC, "" },
	{ "From Kim", LABEL_NONE, "" },
	{ "Note: x", LABEL_NONE, "" },
	{ ": x", LABEL_NONE, "" },
	{ "", LABEL_NONE, "" },
};

static void
test_quote_labels(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(label_rows); i++) {
		struct slice	value;

		assert_case_int(label_rows[i].line, quote_label(
		    slice_of(label_rows[i].line), &value),
		    label_rows[i].label);
		assert_case_slice(label_rows[i].line, value,
		    slice_of(label_rows[i].value));
	}
}

static const struct {
	const char		*line;
	enum quote_separator	 want;
} separator_rows[] = {
	{ "-----Original Message-----", SEPARATOR_ORIGINAL },
	{ "-------- Original message --------", SEPARATOR_ORIGINAL },
	{ "*-----Original Message-----*", SEPARATOR_ORIGINAL },
	{ "-----Message d'origine-----", SEPARATOR_ORIGINAL },
	{ "-----Mensaje original-----", SEPARATOR_ORIGINAL },
	{ "-----Oorspronkelijk bericht-----", SEPARATOR_ORIGINAL },
	{ "-------- Исходное сообщение --------", SEPARATOR_ORIGINAL },
	{ "---------- Forwarded message ---------", SEPARATOR_FORWARDED },
	{ "Begin forwarded message:", SEPARATOR_FORWARDED },
	{ "Anfang der weitergeleiteten Nachricht:", SEPARATOR_FORWARDED },
	{ "----- Forwarded by Kim/ACME on 24.11.2026 -----",
	  SEPARATOR_FORWARDED },
	{ "________________________________", SEPARATOR_LINE },
	{ "-----", SEPARATOR_LINE },
	{ "---", SEPARATOR_NONE },
	{ "Original Message", SEPARATOR_NONE },
	{ "-----Original-----Message-----", SEPARATOR_NONE },
	{ "----- Tickets -----", SEPARATOR_NONE },
	{ "", SEPARATOR_NONE },
};

static void
test_quote_separators(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(separator_rows); i++) {
		struct slice	rest;

		assert_case_int(separator_rows[i].line, quote_separator(
		    slice_of(separator_rows[i].line), &rest),
		    separator_rows[i].want);
	}
}

static const struct {
	const char	*line;
	bool		 want;
} footer_rows[] = {
	{ "Sent from my iPhone", true },
	{ "Sent from my Samsung Galaxy smartphone.", true },
	{ "Sent from Mail for Windows 10", true },
	{ "Sent from Mail<https://go.microsoft.com/fwlink/?LinkId=550986> for "
	  "Windows 10", false },
	{ "Sent from Outlook Mobile<https://x.test>", true },
	{ "Sent from Yahoo Mail on Android", true },
	{ "Sent with Proton Mail secure email.", true },
	{ "Sent wirelessly from my BlackBerry device on the Bell network.",
	  true },
	{ "Get Outlook for Android <https://aka.ms/x>", true },
	{ "[Sent from my iPad]", true },
	{ "Von meinem iPhone gesendet", true },
	{ "Gesendet von meinem Galaxy", true },
	{ "Gesendet mit der GMX Mail App", true },
	{ "Envoyé de mon iPhone", true },
	{ "Enviado desde mi iPhone", true },
	{ "Enviado do meu iPhone", true },
	{ "Inviato da iPhone", true },
	{ "Verstuurd vanaf mijn iPhone", true },
	{ "Skickat från min iPhone", true },
	{ "Sendt fra min iPhone", true },
	{ "Lähetetty iPhonesta", true },
	{ "Wysłane z iPhone'a", true },
	{ "Odesláno z iPhonu", true },
	{ "Отправлено с iPhone", true },
	{ "Надіслано з iPhone", true },
	{ "Στάλθηκε από το iPhone μου", true },
	{ "iPhone'umdan gönderildi", true },
	{ "iPhoneから送信", true },
	{ "发自我的iPhone", true },
	{ "나의 iPhone에서 보냄", true },
	{ "Sent from my desk, is much easier than my mobile phone.", false },
	{ "Sent from a magnificent torch", false },
	{ "I sent it from my iPhone", false },
	{ "My phone", false },
	{ "", false },
};

static void
test_quote_footers(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(footer_rows); i++)
		assert_case_int(footer_rows[i].line, quote_is_mobile_footer(
		    slice_of(footer_rows[i].line)), footer_rows[i].want);
}

/* The rules above hold however often their words come. */
static void
test_quote_big(void **state)
{
	static const char *const	lines[] = {
		"> x\n", "wrote:\n", "On 1 Jan 2026 Kim wrote:\n", "\n",
		"From: a@x.test\n", "--\n", "<\nmailto:a@x\n> wrote:\n",
		"-----\n", "a <b@c\n>:\n", "A> x\n", "On On On On On:\n",
		"Sent from my iPhone\n",
	};
	struct arena			arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct text	text = TEXT_IN(&arena);

		while (text.len < 200000)
			text_add_string(&text, lines[i]);
		assert_case_true(lines[i], quote_new_text(text_slice(&text),
		    &arena).len <= text.len);
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_quote_new_text),
		cmocka_unit_test(test_quote_attributions),
		cmocka_unit_test(test_quote_attribution_bounds),
		cmocka_unit_test(test_quote_labels),
		cmocka_unit_test(test_quote_separators),
		cmocka_unit_test(test_quote_footers),
		cmocka_unit_test(test_quote_big),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
