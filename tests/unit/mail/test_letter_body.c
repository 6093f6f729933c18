/* Letters' texts and files: written, read again and compared. */
#include "mail/letters.h"

#include "base/secret.h"

static void
test_letter_body_text(void **state)
{
	static const struct {
		const char *name;
		struct slice text, want;
	} cases[] = {
		{ "one line", SLICE_INIT("We come.\n"),
		  SLICE_INIT("We come.\n") },
		{ "no last line end", SLICE_INIT("We come."),
		  SLICE_INIT("We come.") },
		{ "empty", SLICE_INIT(""), SLICE_INIT("") },
		{ "empty lines", SLICE_INIT("a\n\n\nb\n"),
		  SLICE_INIT("a\n\n\nb\n") },
		{ "umlauts and wide characters",
		  SLICE_INIT("Grüße, " SMILE "プリンター\n"),
		  SLICE_INIT("Grüße, " SMILE "プリンター\n") },
		{ "blanks at the end of a line", SLICE_INIT("-- \nAnna \t\n"),
		  SLICE_INIT("-- \nAnna \t\n") },
		{ "dots and From at the beginning",
		  SLICE_INIT(".\n..\nFrom here\n"),
		  SLICE_INIT(".\n..\nFrom here\n") },
		{ "equals signs", SLICE_INIT("a=3D b= =\n"),
		  SLICE_INIT("a=3D b= =\n") },
		{ "what looks like a boundary",
		  SLICE_INIT("--=_alt_0123456789abcdef--\n--x\n"),
		  SLICE_INIT("--=_alt_0123456789abcdef--\n--x\n") },
		{ "CRLF is a line end", SLICE_INIT("a\r\nb\r\n"),
		  SLICE_INIT("a\nb\n") },
		{ "no UTF-8 becomes U+FFFD", SLICE_INIT("a\xff" "b\n"),
		  SLICE_INIT("a\xef\xbf\xbd" "b\n") },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		/* Alone, and beside HTML, where its last line end is exact. */
		for (int html = 0; html <= 1; html++) {
			struct arena	arena = ARENA_INIT;
			struct letter	letter = plain_letter();
			struct mail	mail;

			letter.text = cases[i].text;
			if (html)
				letter.html = SLICE("<p>Grüße</p>\n");
			mail_parse(write_letter(cases[i].name, &letter,
			    &arena), &limits, &arena, &mail);
			assert_case_int(cases[i].name, mail.mime.count,
			    html ? 3 : 1);
			if (cases[i].want.len > 0)
				assert_case_slice(cases[i].name,
				    slice_trim_end(mail.text),
				    slice_trim_end(cases[i].want));
			arena_free(&arena);
		}
	}
}

static void
test_letter_body_long_lines(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct letter	letter = plain_letter();
	struct text	text = TEXT_IN(&arena);
	struct mail	mail;

	(void)state;
	for (int i = 0; i < 100000; i++)
		text_add_string(&text, "ö");
	letter.text = text_slice(&text);
	mail_parse(write_letter("long lines", &letter, &arena), &limits,
	    &arena, &mail);
	assert_case_slice("a line of 100,000 characters comes back",
	    slice_trim_end(mail.text), letter.text);
	arena_free(&arena);
}

static void
test_letter_body_html(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct letter		letter = plain_letter();
	const struct mime_part	*part;
	struct mail		mail;

	(void)state;
	letter.html = SLICE("<p style=\"color:red\">Grüße =3D</p>");
	mail_parse(write_letter("html", &letter, &arena), &limits, &arena,
	    &mail);
	assert_true(mime_is(&mail.mime.parts[0], "multipart", "alternative"));
	part = &mail.mime.parts[2];
	assert_true(mime_is(part, "text", "html"));
	assert_case_slice("charset", params_find(&part->type,
	    SLICE("charset")), SLICE("utf-8"));
	assert_case_slice("html", body_decode(part, &arena), letter.html);
	assert_false(mail.text_from_html);
	arena_free(&arena);
}

static void
test_letter_body_files(void **state)
{
	static const struct {
		const char *name;
		struct slice file, type, bytes, want_file, want_type;
	} cases[] = {
		{ "a plain name", SLICE_INIT("plan.pdf"),
		  SLICE_INIT("application/pdf"), SLICE_INIT("%PDF-1.4\n"),
		  SLICE_INIT("plan.pdf"), SLICE_INIT("application/pdf") },
		{ "blanks and brackets", SLICE_INIT("plan (2) [new].pdf"),
		  SLICE_INIT("application/pdf"), SLICE_INIT("x"),
		  SLICE_INIT("plan (2) [new].pdf"),
		  SLICE_INIT("application/pdf") },
		{ "umlauts", SLICE_INIT("Größe.odt"),
		  SLICE_INIT("application/vnd.oasis.opendocument.text"),
		  SLICE_INIT("PK\3\4"), SLICE_INIT("Größe.odt"),
		  SLICE_INIT("application/vnd.oasis.opendocument.text") },
		{ "a name of many pieces",
		  SLICE_INIT("プリンターが燃えています。至急ご対応いただけますでしょうか。"
		  " 100% 'really' *.png"),
		  SLICE_INIT("image/png"), SLICE_INIT("\x89PNG\r\n"),
		  SLICE_INIT("プリンターが燃えています。至急ご対応いただけますでしょうか。"
		  " 100% 'really' *.png"), SLICE_INIT("image/png") },
		{ "a long ASCII name",
		  SLICE_INIT("a-very-long-name-that-does-not-fit-into-one-line-"
		  "of-a-header-and-so-is-cut-into-pieces.txt"),
		  SLICE_INIT("text/plain"), SLICE_INIT("x\n"),
		  SLICE_INIT("a-very-long-name-that-does-not-fit-into-one-line-"
		  "of-a-header-and-so-is-cut-into-pieces.txt"),
		  SLICE_INIT("text/plain") },
		{ "what looks like an encoded word",
		  SLICE_INIT("=?utf-8?q?x?=.txt"), SLICE_INIT("text/plain"),
		  SLICE_INIT("x"), SLICE_INIT("=?utf-8?q?x?=.txt"),
		  SLICE_INIT("text/plain") },
		{ "a type that is none", SLICE_INIT("x.bin"),
		  SLICE_INIT("evil\r\nBcc: eve@example.org"), SLICE_INIT("x"),
		  SLICE_INIT("x.bin"), SLICE_INIT("application/octet-stream") },
		{ "a type with parameters is none", SLICE_INIT("x.bin"),
		  SLICE_INIT("text/plain; name=x"), SLICE_INIT("x"),
		  SLICE_INIT("x.bin"), SLICE_INIT("application/octet-stream") },
		{ "a message may not be in base64", SLICE_INIT("x.eml"),
		  SLICE_INIT("message/rfc822"), SLICE_INIT("Subject: x\n\ny"),
		  SLICE_INIT("x.eml"), SLICE_INIT("application/octet-stream") },
		{ "line ends in a name add no header",
		  SLICE_INIT("a\r\nBcc: eve@example.org.txt"),
		  SLICE_INIT("text/plain"), SLICE_INIT("x"),
		  { NULL, 0 }, SLICE_INIT("text/plain") },
		{ "an empty file", SLICE_INIT("empty.txt"),
		  SLICE_INIT("text/plain"), SLICE_INIT(""),
		  SLICE_INIT("empty.txt"), SLICE_INIT("text/plain") },
		{ "every kind of byte", SLICE_INIT("x.bin"),
		  SLICE_INIT("application/octet-stream"),
		  SLICE_INIT("\0\r\n\xff--=_mixed_\n.\r.\0"),
		  SLICE_INIT("x.bin"), SLICE_INIT("application/octet-stream") },
	};
	struct letter_file	files[ARRAY_LEN(cases)];
	struct arena		arena = ARENA_INIT;
	struct letter		letter = plain_letter();
	struct slice		raw, line;
	struct mail		mail;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		files[i].name = cases[i].file;
		files[i].type = cases[i].type;
		files[i].bytes = cases[i].bytes;
	}
	letter.html = SLICE("<p>We come.</p>");
	letter.files = files;
	letter.file_count = ARRAY_LEN(files);
	raw = write_letter("files", &letter, &arena);
	mail_parse(raw, &limits, &arena, &mail);
	while (slice_line(&raw, &line))
		assert_true(line.len <= 78);
	assert_true(mime_is(&mail.mime.parts[0], "multipart", "mixed"));
	assert_case_slice("the text stays", slice_trim_end(mail.text),
	    SLICE("We come."));
	assert_int_equal(mail.attachments.count, ARRAY_LEN(files));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct attachment	*got = &mail.attachments.items[i];
		const struct mime_part	*part = body_part(&mail.mime,
		    got->part);

		if (cases[i].want_file.len > 0)
			assert_case_slice(cases[i].name, params_find(
			    &part->disposition, SLICE("filename")),
			    cases[i].want_file);
		assert_case_slice(cases[i].name, got->type,
		    cases[i].want_type);
		assert_case_slice(cases[i].name, body_decode(part, &arena),
		    cases[i].bytes);
		assert_case_true(cases[i].name,
		    headers_find(&part->headers, SLICE("Bcc")) == NULL);
		assert_case_int(cases[i].name, got->is_inline, false);
	}
	arena_free(&arena);
}

/* The text alone beside files, where nothing offers HTML. */
static void
test_letter_body_text_and_file(void **state)
{
	static const struct letter_file	file = {
		SLICE_INIT("a.txt"), SLICE_INIT("text/plain"),
		SLICE_INIT("file\n"),
	};
	struct arena			arena = ARENA_INIT;
	struct letter			letter = plain_letter();
	struct mail			mail;

	(void)state;
	letter.files = &file;
	letter.file_count = 1;
	mail_parse(write_letter("file", &letter, &arena), &limits, &arena,
	    &mail);
	assert_int_equal(mail.mime.count, 3);
	assert_case_slice("a file is no part of the text",
	    slice_trim_end(mail.text), SLICE("We come."));
	assert_int_equal(mail.attachments.count, 1);
	assert_case_slice("part", mail.attachments.items[0].part, SLICE("2"));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_letter_body_text),
		cmocka_unit_test(test_letter_body_long_lines),
		cmocka_unit_test(test_letter_body_html),
		cmocka_unit_test(test_letter_body_files),
		cmocka_unit_test(test_letter_body_text_and_file),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
