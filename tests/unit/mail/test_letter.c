/* Letters' headers: written, read again and compared. */
#include "mail/letters.h"

#include "base/secret.h"

/* The exact bytes of one letter, so that a change of any is seen. */
static void
test_letter_bytes(void **state)
{
	static const char want[] =
	    "From: Help Desk <support@help.test>\r\n"
	    "To: Alice <alice@example.test>\r\n"
	    "Reply-To: support+raaabbb@help.test\r\n"
	    "Subject: Re: Printer on fire\r\n"
	    "Date: Tue, 03 Mar 2026 09:30:00 +0000\r\n"
	    "Message-ID: <md.raaabbb@help.test>\r\n"
	    "In-Reply-To: <2@example.test>\r\n"
	    "References: <1@example.test>\r\n"
	    " <2@example.test>\r\n"
	    "Auto-Submitted: auto-replied\r\n"
	    "X-Auto-Response-Suppress: All\r\n"
	    "X-Maildesk-Loop: desk-4711\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "We come.\r\n";
	const struct slice	references[] = {
		SLICE("1@example.test"), SLICE("2@example.test"),
	};
	struct arena		arena = ARENA_INIT;
	struct letter		letter = plain_letter();

	(void)state;
	letter.in_reply_to = references[1];
	letter.references = references;
	letter.reference_count = 2;
	assert_case_slice("bytes", write_letter("bytes", &letter, &arena),
	    slice_of(want));
	arena_free(&arena);
}

static void
test_letter_thread_index(void **state)
{
	static const struct {
		const char *name;
		struct slice thread;
		int64_t at;
		const char *want;
	} cases[] = {
		{ "no conversation, no field", SLICE_INIT(""), 1772530200,
		  NULL },
		{ "one at its time", SLICE_INIT("desk/1"), 1772530200,
		  "Adyq8E59IpPZbSImRTrhsz/H6noMxA==" },
		{ "another one", SLICE_INIT("desk/2"), 1772530200,
		  "Adyq8E59iNbyDgR8/CBrMqoDenpkmw==" },
	};
	struct arena arena = ARENA_INIT;
	struct mail mail;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct letter letter = plain_letter();

		letter.thread = cases[i].thread;
		letter.thread_at = cases[i].at;
		mail_parse(write_letter(cases[i].name, &letter, &arena),
		    &limits, &arena, &mail);
		assert_case_slice(cases[i].name, headers_value(mail.headers,
		    SLICE("Thread-Index"), &arena), slice_of(cases[i].want));
	}
	arena_free(&arena);
}

static void
test_letter_submitted(void **state)
{
	static const struct {
		const char *name;
		enum auto_submitted submitted;
		const char *want;
	} cases[] = {
		{ "a person's letter does not say that it is automatic",
		  SUBMITTED_BY_PERSON, NULL },
		{ "a notice does", AUTO_GENERATED,
		  "\r\nAuto-Submitted: auto-generated\r\n" },
		{ "so does an acknowledgement", AUTO_REPLIED,
		  "\r\nAuto-Submitted: auto-replied\r\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena	arena = ARENA_INIT;
		struct letter	letter = plain_letter();
		struct slice	raw;

		letter.submitted = cases[i].submitted;
		raw = write_letter(cases[i].name, &letter, &arena);
		assert_case_int(cases[i].name,
		    slice_has(raw, SLICE("Auto-Submitted:")),
		    cases[i].want != NULL);
		if (cases[i].want != NULL)
			assert_case_true(cases[i].name,
			    slice_has(raw, slice_of(cases[i].want)));
		assert_case_true(cases[i].name,
		    slice_has(raw, SLICE("\r\nX-Maildesk-Loop: desk-4711\r\n")));
		assert_case_true(cases[i].name, slice_has(raw,
		    SLICE("\r\nX-Auto-Response-Suppress: All\r\n")));
		arena_free(&arena);
	}
}

#define THAI "\xe0\xb8\x81\xe0\xb8\xb3"

static void
test_letter_subject(void **state)
{
	static const struct {
		const char *name;
		struct slice subject, want;
	} cases[] = {
		{ "ASCII", SLICE_INIT("Printer on fire"),
		  SLICE_INIT("Printer on fire") },
		{ "none", SLICE_INIT(""), SLICE_INIT("") },
		{ "umlauts", SLICE_INIT("Drucker brennt: größer"),
		  SLICE_INIT("Drucker brennt: größer") },
		{ "Japanese, longer than a line",
		  SLICE_INIT("プリンターが燃えています。至急ご対応いただけますでしょうか。よろし"
		  "くお願いいたします。"),
		  SLICE_INIT("プリンターが燃えています。至急ご対応いただけますでしょうか。よろし"
		  "くお願いいたします。") },
		{ "four octets a character",
		  SLICE_INIT(SMILE SMILE SMILE SMILE SMILE SMILE SMILE SMILE
		  SMILE SMILE SMILE SMILE SMILE SMILE SMILE SMILE),
		  SLICE_INIT(SMILE SMILE SMILE SMILE SMILE SMILE SMILE SMILE
		  SMILE SMILE SMILE SMILE SMILE SMILE SMILE SMILE) },
		{ "combining marks", SLICE_INIT("e\xcc\x81 " THAI),
		  SLICE_INIT("e\xcc\x81 " THAI) },
		{ "what looks like an encoded word is text",
		  SLICE_INIT("=?utf-8?q?x?="), SLICE_INIT("=?utf-8?q?x?=") },
		{ "line ends add no header",
		  SLICE_INIT("a\r\nBcc: eve@example.org"),
		  SLICE_INIT("a  Bcc: eve@example.org") },
		{ "a NUL is a blank", SLICE_INIT("a\0b"), SLICE_INIT("a b") },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena	arena = ARENA_INIT;
		struct letter	letter = plain_letter();
		struct mail	mail;

		letter.subject = cases[i].subject;
		mail_parse(write_letter(cases[i].name, &letter, &arena),
		    &limits, &arena, &mail);
		assert_case_slice(cases[i].name, mail.subject, cases[i].want);
		assert_case_true(cases[i].name,
		    headers_find(mail.headers, SLICE("Bcc")) == NULL);
		arena_free(&arena);
	}
}

static void
test_letter_long_subject(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct text	subject = TEXT_IN(&arena);
	struct letter	letter = plain_letter();
	struct mail	mail;

	(void)state;
	for (int i = 0; i < 2000; i++)
		text_add_string(&subject, i % 7 == 0 ? " Größe" : "x");
	letter.subject = slice_trim(text_slice(&subject));
	mail_parse(write_letter("long", &letter, &arena), &limits, &arena,
	    &mail);
	assert_case_slice("a long subject comes back", mail.subject,
	    letter.subject);
	arena_free(&arena);
}

static void
test_letter_mailboxes(void **state)
{
	static const struct {
		const char *name;
		struct slice display, address, want_name, want_address;
	} cases[] = {
		{ "no name", SLICE_INIT(""), SLICE_INIT("a@example.test"),
		  SLICE_INIT(""), SLICE_INIT("a@example.test") },
		{ "a name of words", SLICE_INIT("Alice Adams"),
		  SLICE_INIT("a@example.test"), SLICE_INIT("Alice Adams"),
		  SLICE_INIT("a@example.test") },
		{ "a name that needs quotes", SLICE_INIT("Adams, Alice (HR)"),
		  SLICE_INIT("a@example.test"),
		  SLICE_INIT("Adams, Alice (HR)"),
		  SLICE_INIT("a@example.test") },
		{ "quotes and backslashes", SLICE_INIT("A \"b\" \\c"),
		  SLICE_INIT("a@example.test"), SLICE_INIT("A \"b\" \\c"),
		  SLICE_INIT("a@example.test") },
		{ "umlauts", SLICE_INIT("Jürgen Groß"),
		  SLICE_INIT("j@example.test"), SLICE_INIT("Jürgen Groß"),
		  SLICE_INIT("j@example.test") },
		{ "an address in the name", SLICE_INIT("b@example.org"),
		  SLICE_INIT("a@example.test"), SLICE_INIT("b@example.org"),
		  SLICE_INIT("a@example.test") },
		{ "line ends add no header",
		  SLICE_INIT("A\r\nBcc: eve@example.org"),
		  SLICE_INIT("a@example.test"),
		  SLICE_INIT("A  Bcc: eve@example.org"),
		  SLICE_INIT("a@example.test") },
		{ "an international domain as A-labels", SLICE_INIT("J"),
		  SLICE_INIT("j@größe.test"), SLICE_INIT("J"),
		  SLICE_INIT("j@xn--gre-6ka8i.test") },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena	arena = ARENA_INIT;
		struct letter	letter = plain_letter();
		struct mail	mail;

		letter.to.name = cases[i].display;
		letter.to.address = cases[i].address;
		mail_parse(write_letter(cases[i].name, &letter, &arena),
		    &limits, &arena, &mail);
		assert_case_int(cases[i].name, mail.to.count, 1);
		assert_case_slice(cases[i].name, mail.to.items[0].name,
		    cases[i].want_name);
		assert_case_slice(cases[i].name, mail.to.items[0].address,
		    cases[i].want_address);
		assert_case_true(cases[i].name,
		    headers_find(mail.headers, SLICE("Bcc")) == NULL);
		arena_free(&arena);
	}
}

/* What cannot stand in a 7-bit header is not shown, and nothing else breaks. */
static void
test_letter_unwritable(void **state)
{
	const struct slice	references[] = {
		SLICE("a b@example.test"), SLICE("ä@example.test"),
		SLICE("a\r\nBcc: eve@example.org"), SLICE(""),
		SLICE("a>b@example.test"), SLICE("good@example.test"),
	};
	struct arena		arena = ARENA_INIT;
	struct letter		letter = plain_letter();
	struct mail		mail;

	(void)state;
	letter.to.address = SLICE("jörg@example.test");
	letter.reply_to.address = SLICE("a\r\nBcc: eve@example.org");
	letter.in_reply_to = SLICE("a\r\nBcc: eve@example.org");
	letter.desk_id = SLICE("x\r\nBcc: eve@example.org");
	letter.references = references;
	letter.reference_count = ARRAY_LEN(references);
	mail_parse(write_letter("unwritable", &letter, &arena), &limits,
	    &arena, &mail);
	assert_int_equal(mail.to.count, 0);
	assert_int_equal(mail.reply_to.count, 0);
	assert_int_equal(mail.in_reply_to.count, 0);
	assert_int_equal(mail.references.count, 1);
	assert_case_slice("the good id stays", mail.references.items[0],
	    SLICE("good@example.test"));
	assert_null(headers_find(mail.headers, SLICE("Bcc")));
	assert_null(headers_find(mail.headers, SLICE("X-Maildesk-Loop")));
	arena_free(&arena);
}

static void
test_letter_references(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct letter	letter = plain_letter();
	struct slice	*ids = arena_array(&arena, 100, sizeof(*ids));
	struct mail	mail;

	(void)state;
	for (size_t i = 0; i < 100; i++)
		ids[i] = arena_format(&arena, "%zu.%0*d@example.test", i,
		    i == 50 ? 900 : 40, 0);
	letter.references = ids;
	letter.reference_count = 100;
	letter.in_reply_to = ids[99];
	mail_parse(write_letter("references", &letter, &arena), &limits,
	    &arena, &mail);
	assert_int_equal(mail.references.count, 100);
	for (size_t i = 0; i < 100; i++)
		assert_case_slice("a hundred references come back in order",
		    mail.references.items[i], ids[i]);
	assert_case_slice("in-reply-to", mail.in_reply_to.items[0], ids[99]);
	assert_case_slice("message-id", mail.message_id, letter.message_id);
	assert_true(mail.has_date);
	assert_int_equal(mail.date, letter.date);
	arena_free(&arena);
}

static void
test_letter_is_stable(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct letter	letter = plain_letter();
	struct slice	first, second;

	(void)state;
	letter.html = SLICE("<p>x</p>");
	first = write_letter("stable", &letter, &arena);
	second = write_letter("stable", &letter, &arena);
	assert_case_slice("the same letter gives the same bytes", second,
	    first);
	letter.message_id = SLICE("md.rcccddd@help.test");
	second = write_letter("stable", &letter, &arena);
	assert_false(slice_eq(slice_from(first,
	    slice_search(first, SLICE("boundary="))), slice_from(second,
	    slice_search(second, SLICE("boundary=")))));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_letter_bytes),
		cmocka_unit_test(test_letter_submitted),
		cmocka_unit_test(test_letter_subject),
		cmocka_unit_test(test_letter_long_subject),
		cmocka_unit_test(test_letter_mailboxes),
		cmocka_unit_test(test_letter_unwritable),
		cmocka_unit_test(test_letter_references),
		cmocka_unit_test(test_letter_thread_index),
		cmocka_unit_test(test_letter_is_stable),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
