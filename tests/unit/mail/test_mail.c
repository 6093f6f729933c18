/* A whole mail, and the subject that a thread has in common. */
#include "case.h"

#include "base/encode.h"
#include "base/text.h"
#include "mail/mail.h"

static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;

static void
test_mail_parse(void **state)
{
	struct slice	raw = SLICE(
	    "Received: from x\r\n"
	    "From: =?utf-8?q?K=C3=AFm?= <Kim@Example.TEST>\r\n"
	    "Reply-To: kim@home.test\r\n"
	    "To: help@desk.test,\r\n Sales <sales@desk.test>\r\n"
	    "Cc: lee@x.test\r\n"
	    "Subject: =?utf-8?b?UsOpOg==?= The\r\n printer\r\n"
	    "Date: Tue, 24 Nov 2026 22:21:59 +0100\r\n"
	    "Message-ID: <1@example.test>\r\n"
	    "In-Reply-To: <0@desk.test>\r\n"
	    "References: <z@desk.test>\r\n <0@desk.test>\r\n"
	    "Content-Type: multipart/mixed; boundary=m\r\n"
	    "\r\n"
	    "--m\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "\r\n"
	    "It burns.\r\n"
	    "\r\n"
	    "On Mon, 23 Nov 2026, Help wrote:\r\n"
	    "> How is it?\r\n"
	    "--m\r\n"
	    "Content-Type: image/png; name=x.png\r\n"
	    "\r\n"
	    "\r\n"
	    "--m--\r\n");
	struct arena	arena = ARENA_INIT;
	struct mail	mail;

	(void)state;
	mail_parse(raw, &limits, &arena, &mail);
	assert_int_equal(mail.from.count, 1);
	assert_case_slice("name", mail.from.items[0].name,
	    SLICE("K\xc3\xafm"));
	assert_case_slice("address", mail.from.items[0].address,
	    SLICE("Kim@Example.TEST"));
	assert_int_equal(mail.reply_to.count, 1);
	assert_int_equal(mail.to.count, 2);
	assert_case_slice("folded", mail.to.items[1].address,
	    SLICE("sales@desk.test"));
	assert_int_equal(mail.cc.count, 1);
	assert_case_slice("subject", mail.subject,
	    SLICE("R\xc3\xa9: The printer"));
	assert_true(mail.has_date);
	assert_int_equal(mail.date, 1795555319);
	assert_case_slice("id", mail.message_id, SLICE("1@example.test"));
	assert_int_equal(mail.in_reply_to.count, 1);
	assert_int_equal(mail.references.count, 2);
	assert_case_slice("text", mail.text, SLICE("It burns.\n\nOn Mon, 23 "
	    "Nov 2026, Help wrote:\n> How is it?"));
	assert_false(mail.text_from_html);
	assert_case_slice("new", mail.new_text, SLICE("It burns."));
	assert_int_equal(mail.attachments.count, 1);
	assert_case_slice("received",
	    headers_value(mail.headers, SLICE("received"), &arena),
	    SLICE("from x"));
	assert_int_equal(mail.limited, 0);
	arena_free(&arena);
}

static void
test_mail_nothing(void **state)
{
	static const struct slice	mails[] = {
		SLICE_INIT(""), SLICE_INIT("\n"), SLICE_INIT("\r\n\r\n"),
		SLICE_INIT("\0"), SLICE_INIT("From x\n"), SLICE_INIT(":\n\n"),
		SLICE_INIT("From:\nTo:\nSubject:\nDate:\nMessage-ID:\n\n"),
	};
	struct arena			arena = ARENA_INIT;
	struct mail			mail;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(mails); i++) {
		mail_parse(mails[i], &limits, &arena, &mail);
		assert_int_equal(mail.from.count, 0);
		assert_int_equal(mail.message_id.len, 0);
		assert_int_equal(mail.subject.len, 0);
		assert_false(mail.has_date);
		assert_int_equal(mail.attachments.count, 0);
		assert_int_equal(mail.limited, 0);
		assert_true(mail.mime.count >= 1);
	}
	arena_free(&arena);
}

static const struct {
	const char	*name;
	struct slice	 mail;
	const char	*from;	/* addresses parted by blanks */
	const char	*id;
} headers[] = {
	{ "a junk From hides no other",
	  SLICE_INIT("From: [??????]\nFrom: a@x\n\n"), "a@x", "" },
	{ "two Froms are both seen",
	  SLICE_INIT("From: a@x\nFrom: Lee <b@y>\n\n"), "a@x b@y", "" },
	{ "the first real mailbox comes first",
	  SLICE_INIT("From: Kim <>, a@x\n\n"), "a@x", "" },
	{ "of two Message-IDs the first", SLICE_INIT("Message-ID: <1@x>\n"
	  "Message-ID: <2@x>\n\n"), "", "1@x" },
	{ "one without anything round it", SLICE_INIT("Message-ID: 1@x\n\n"),
	  "", "1@x" },
	{ "one without an '@'", SLICE_INIT("Message-ID: 12223\n\n"), "",
	  "12223" },
	{ "words are none", SLICE_INIT("Message-ID: none at all\n\n"), "", "" },
	{ "8-bit bytes are in the body's charset",
	  SLICE_INIT("Content-Type: text/plain; charset=koi8-r\n"
	      "From: \xd4@x\n\n"), "\xd1\x82@x", "" },
};

static void
test_mail_headers(void **state)
{
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(headers); i++) {
		struct text	from = TEXT_IN(&arena);
		struct mail	mail;

		mail_parse(headers[i].mail, &limits, &arena, &mail);
		for (size_t n = 0; n < mail.from.count; n++) {
			if (n > 0)
				text_add_char(&from, ' ');
			text_add(&from, mail.from.items[n].address);
		}
		assert_case_slice(headers[i].name, text_slice(&from),
		    slice_of(headers[i].from));
		assert_case_slice(headers[i].name, mail.message_id,
		    slice_of(headers[i].id));
	}
	arena_free(&arena);
}

/* The raw digest is of all bytes, the identity of what ways do not change. */
static void
parse_digest(struct slice raw, const struct mail_limits *max,
    struct arena *arena, struct mail *out)
{
	mail_parse(raw, max, arena, out);
	mail_digest(out);
}

static void
test_mail_digests(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct text	hex = TEXT_IN(&arena);
	struct mail	a, b, c;

	(void)state;
	parse_digest(SLICE("From: a@x\r\n\r\nhi\r\n"), &limits, &arena, &a);
	parse_digest(SLICE("X: y\nFrom: a@x\n\nhi"), &limits, &arena, &b);
	parse_digest(SLICE("From: a@x\n\nho"), &limits, &arena, &c);
	assert_memory_not_equal(a.digest, b.digest, sizeof(a.digest));
	assert_memory_equal(a.identity, b.identity, sizeof(a.identity));
	assert_memory_not_equal(a.identity, c.identity, sizeof(a.identity));
	parse_digest(SLICE("Date: Tue, 24 Nov 2026 10:00:00 +0000\n\nhi"),
	    &limits, &arena, &a);
	parse_digest(SLICE("Date: Tue, 24 Nov 2026 11:00:01 +0100\n\nho"),
	    &limits, &arena, &b);
	assert_case_int("identities are in the order of the dates",
	    memcmp(a.identity, b.identity, 4) < 0, true);
	parse_digest(SLICE(""), &limits, &arena, &a);
	encode_hex(&hex, slice_make(a.digest, sizeof(a.digest)));
	assert_case_slice("of nothing", text_slice(&hex),
	    SLICE("0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cd"
		"f12fe3a8"));
	arena_free(&arena);
}

/* What is over the limit of parsing still counts for who a mail is. */
static void
test_mail_limited(void **state)
{
	struct mail_limits	few = limits;
	struct arena		arena = ARENA_INIT;
	struct mail		a, b;

	(void)state;
	few.max[LIMIT_PARSED_BYTES] = 20;
	parse_digest(SLICE("From: a@x\n\nhello, world\n"), &few, &arena, &a);
	parse_digest(SLICE("From: a@x\n\nhello, wombat\n"), &few, &arena, &b);
	assert_int_equal(a.limited, LIMIT_BIT(LIMIT_PARSED_BYTES));
	assert_case_slice("cut", a.text, SLICE("hello, wo"));
	assert_case_slice("cut", b.text, a.text);
	assert_memory_not_equal(a.identity, b.identity, sizeof(a.identity));

	few = limits;
	few.max[LIMIT_ADDRESSES] = 3;
	mail_parse(SLICE("To: a@x, b@x\nTo: c@x, d@x\n\n"), &few, &arena, &a);
	assert_int_equal(a.to.count, 2);
	assert_int_equal(a.limited, LIMIT_BIT(LIMIT_ADDRESSES));
	arena_free(&arena);
}

static const struct {
	const char	*subject;
	const char	*want;
} subjects[] = {
	{ "Printer", "Printer" },
	{ "Re: Printer", "Printer" },
	{ "RE: re: Re:Printer", "Printer" },
	{ "Re : Printer", "Printer" },
	{ "Re[2]: Printer", "Printer" },
	{ "Re(3): Re^4: Printer", "Printer" },
	{ "AW: WG: Printer", "Printer" },
	{ "Fwd: TR: RV: Printer", "Printer" },
	{ "R: I: Printer", "Printer" },
	{ "SV: VS: Odp: Antw: Printer", "Printer" },
	{ "Ответ: Пересл: Printer", "Printer" },
	{ "回复：Printer", "Printer" },
	{ "返信: 転送: Printer", "Printer" },
	{ "[#7] Printer", "Printer" },
	{ "Re: [#7] Re: Printer [#8]", "Printer" },
	{ "Printer [#7] [#8] ", "Printer" },
	{ "  Re:  ", "" },
	{ "[#7]", "" },
	{ "", "" },
	{ "Regarding: Printer", "Regarding: Printer" },
	{ "Re", "Re" },
	{ "Re[x]: Printer", "Re[x]: Printer" },
	{ "[7] Printer", "[7] Printer" },
	{ "[#] Printer", "[#] Printer" },
	{ "Printer [#7", "Printer [#7" },
	{ "Printer #7]", "Printer #7]" },
	{ "Printer [#7] burns", "Printer [#7] burns" },
	{ "Room: 7", "Room: 7" },
};

static void
test_mail_base_subject(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(subjects); i++)
		assert_case_slice(subjects[i].subject,
		    mail_base_subject(slice_of(subjects[i].subject)),
		    slice_of(subjects[i].want));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_mail_parse),
		cmocka_unit_test(test_mail_nothing),
		cmocka_unit_test(test_mail_headers),
		cmocka_unit_test(test_mail_digests),
		cmocka_unit_test(test_mail_limited),
		cmocka_unit_test(test_mail_base_subject),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
