/* The text of a mail, and the files that come with it. */
#include "case.h"

#include "base/text.h"
#include "mail/body.h"
#include "mail/file_name.h"
#include "mail/plain.h"

static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;

#define MIXED "Content-Type: multipart/mixed; boundary=m\n\n"
#define ALTERNATIVE "Content-Type: multipart/alternative; boundary=a\n\n"
#define RELATED "Content-Type: multipart/related; boundary=r\n\n"
#define PLAIN "Content-Type: text/plain\n\n"
#define HTML "Content-Type: text/html\n\n"
#define PNG "Content-Type: image/png\nContent-Transfer-Encoding: base64\n"

static const struct {
	const char	*name;
	struct slice	 mail;
	struct slice	 text;
	bool		 from_html;
	const char	*files;	/* "number name type", inline ones with "!" */
} cases[] = {
	{ "a mail without types is text", SLICE_INIT("\nhello\n"),
	  SLICE_INIT("hello"), false, "" },
	{ "CRLF and CR become LF", SLICE_INIT("\na\r\nb\rc\r\n"),
	  SLICE_INIT("a\nb\nc"), false, "" },
	{ "controls go, tabs stay", SLICE_INIT("\na\0b\x1b[1mc\td\x7f\n"),
	  SLICE_INIT("ab[1mc\td"), false, "" },
	{ "charset and encoding",
	  SLICE_INIT("Content-Type: text/plain; charset=iso-8859-1\n"
	      "Content-Transfer-Encoding: quoted-printable\n\nFr=F6s=\nche\n"),
	  SLICE_INIT("Fr\xc3\xb6sche"), false, "" },
	{ "HTML alone is read", SLICE_INIT(HTML "<p>a</p><p>b</p>"),
	  SLICE_INIT("a\n\nb"), true, "" },
	{ "HTML may name its charset itself",
	  SLICE_INIT(HTML "<meta charset=\"iso-8859-5\"><p>\xbf\xd8\xe8\xd8"),
	  SLICE_INIT("Пиши"), true, "" },
	{ "of alternatives the plain one is read",
	  SLICE_INIT(ALTERNATIVE "--a\n" PLAIN "p\n--a\n" HTML "h\n--a--\n"),
	  SLICE_INIT("p"), false, "" },
	{ "whichever comes first",
	  SLICE_INIT(ALTERNATIVE "--a\n" HTML "h\n--a\n" PLAIN "p\n--a--\n"),
	  SLICE_INIT("p"), false, "" },
	{ "unless it is blank",
	  SLICE_INIT(ALTERNATIVE "--a\n" PLAIN " \xc2\xa0\n\n--a\n" HTML
	      "h\n--a--\n"), SLICE_INIT("h"), true, "" },
	{ "alternatives may have other names and forms",
	  SLICE_INIT(ALTERNATIVE "--a\nContent-Type: text/plain; name=body.txt"
	      "\n\np\n--a\nContent-Type: text/x-amp-html\n\namp\n--a\n" HTML
	      "h\n--a\nContent-Type: text/calendar\n\nc\n--a--\n"),
	  SLICE_INIT("p"), false, "4 attachment-4.ics text/calendar" },
	{ "text parts are joined",
	  SLICE_INIT(MIXED "--m\n" PLAIN "a\n\n--m\n" PLAIN "b\n--m--\n"),
	  SLICE_INIT("a\n\nb"), false, "" },
	{ "a file between them is none",
	  SLICE_INIT(MIXED "--m\n" PLAIN "a\n--m\n" PNG "Content-Disposition: "
	      "attachment; filename=x.png\n\nYQ==\n--m\n" PLAIN "b\n--m--\n"),
	  SLICE_INIT("a\n\nb"), false, "2 x.png image/png" },
	{ "an attached text is a file",
	  SLICE_INIT(MIXED "--m\n" PLAIN "a\n--m\nContent-Type: text/plain; "
	      "name=\"b.txt\"\nContent-Disposition: attachment\n\nb\n--m--\n"),
	  SLICE_INIT("a"), false, "2 b.txt text/plain" },
	{ "a text with a file's name is one",
	  SLICE_INIT(MIXED "--m\n" PLAIN "a\n--m\nContent-Type: text/plain\n"
	      "Content-Disposition: inline; filename=b.txt\n\nb\n--m--\n"),
	  SLICE_INIT("a"), false, "2 b.txt text/plain" },
	{ "but not what is seen first",
	  SLICE_INIT(MIXED "--m\nContent-Type: text/plain; name=a.txt\n"
	      "Content-Disposition: inline; filename=a.txt\n\na\n--m--\n"),
	  SLICE_INIT("a"), false, "" },
	{ "a mail that is a file", SLICE_INIT("Content-Type: text/plain\n"
	      "Content-Disposition: attachment; filename=a.txt\n\na\n"),
	  SLICE_INIT(""), false, "1 a.txt text/plain" },
	{ "a mail that is a picture", SLICE_INIT(PNG "\nYQ==\n"),
	  SLICE_INIT(""), false, "1 attachment-1.png image/png" },
	{ "HTML and a footer in plain text",
	  SLICE_INIT(MIXED "--m\n" HTML "<b>a</b>\n--m\n" PLAIN "footer\n"
	      "--m--\n"), SLICE_INIT("a\n\nfooter"), true, "" },
	{ "plain text and a twin in HTML that nobody declared",
	  SLICE_INIT(MIXED "--m\n" PLAIN "a\n--m\n" HTML "<b>a</b>\n--m--\n"),
	  SLICE_INIT("a"), false, "" },
	{ "Apple's pictures between texts",
	  SLICE_INIT(ALTERNATIVE "--a\n" PLAIN "p\n--a\n" MIXED "--m\n" HTML
	      "h\n--m\n" PNG "\nYQ==\n--m\n" HTML "i\n--m--\n--a--\n"),
	  SLICE_INIT("p"), false, "2.2 attachment-2.2.png image/png" },
	{ "a picture that the HTML shows",
	  SLICE_INIT(RELATED "--r\n" HTML "a<img src=\"cid:p%401\">\n--r\n" PNG
	      "Content-ID: <p@1>\n\nYQ==\n--r\n" PNG "Content-ID: <p@2>\n\n"
	      "YQ==\n--r--\n"), SLICE_INIT("a"), true,
	  "2 attachment-2.png image/png!\n3 attachment-3.png image/png" },
	{ "a page that the HTML shows is no text",
	  SLICE_INIT(RELATED "--r\n" HTML "a\n--r\nContent-Type: text/html\n"
	      "Content-ID: <p@1>\n\nb\n--r--\n"), SLICE_INIT("a"), true,
	  "2 attachment-2.html text/html" },
	{ "an enclosed mail is a file called by its subject",
	  SLICE_INIT(MIXED "--m\n" PLAIN "a\n--m\nContent-Type: message/rfc822"
	      "\n\nSubject: =?utf-8?q?Fr=C3=B6sche/Hasen?=\n\nb\n--m--\n"),
	  SLICE_INIT("a"), false, "2 Fr\xc3\xb6sche_Hasen.eml message/rfc822" },
	{ "what is in it is neither text nor file of ours",
	  SLICE_INIT(MIXED "--m\nContent-Type: message/rfc822\n\n"
	      "Content-Type: multipart/mixed; boundary=n\n\n--n\n" PLAIN "b\n"
	      "--n\n" PNG "\nYQ==\n--n--\n\n--m--\n"),
	  SLICE_INIT(""), false, "1 attachment-1.eml message/rfc822" },
	{ "reports have parts for programs",
	  SLICE_INIT("Content-Type: multipart/report; boundary=m\n\n--m\n" PLAIN
	      "lost\n--m\nContent-Type: message/delivery-status\n\nx: y\n--m\n"
	      "Content-Type: text/rfc822-headers\n\nSubject: x\n--m--\n"),
	  SLICE_INIT("lost"), false, "" },
	{ "flowed lines are joined",
	  SLICE_INIT("Content-Type: text/plain; format=flowed\n\n"
	      "one \ntwo\n> q \n> r\n>> s \nt\n  u\n-- \nKim\n"),
	  SLICE_INIT("one two\n> q r\n>> s \nt\n u\n-- \nKim"), false, "" },
	{ "flowed, and the blank is no text",
	  SLICE_INIT("Content-Type: text/plain; format=Flowed; delsp=yes\n\n"
	      "東 \n京\n"), SLICE_INIT("東京"), false, "" },
	{ "names lose their paths and what is not seen",
	  SLICE_INIT(MIXED "--m\n" PNG "Content-Disposition: attachment; "
	      "filename=\"../..\\\\C:\\\\etc\\\\x\xe2\x80\xae" "gnp.exe\"\n\n"
	      "YQ==\n--m\n" PNG "Content-Disposition: attachment; "
	      "filename=\"..\"\n\nYQ==\n--m--\n"),
	  SLICE_INIT(""), false,
	  "1 xgnp.exe image/png\n2 attachment-2.png image/png" },
};

static struct slice
files(const struct attachments *list, struct arena *arena)
{
	struct text	all = TEXT_IN(arena);

	for (size_t i = 0; i < list->count; i++) {
		const struct attachment	*file = &list->items[i];

		if (i > 0)
			text_add_char(&all, '\n');
		text_add(&all, file->part);
		text_add_char(&all, ' ');
		text_add(&all, file->name);
		text_add_char(&all, ' ');
		text_add(&all, file->type);
		if (file->is_inline)
			text_add_char(&all, '!');
	}
	return text_slice(&all);
}

static void
test_body_parts(void **state)
{
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct mime		mime;
		struct attachments	list;
		limit_bits		limited = 0;
		bool			from_html;

		mime_parse(cases[i].mail, &limits, &arena, &mime);
		assert_case_slice(cases[i].name, body_text(&mime, &limits,
		    &arena, &from_html, &limited), cases[i].text);
		assert_case_int(cases[i].name, from_html, cases[i].from_html);
		body_attachments(&mime, &limits, &arena, &list, &limited);
		assert_case_slice(cases[i].name, files(&list, &arena),
		    slice_of(cases[i].files));
		assert_case_int(cases[i].name, limited, 0);
	}
	arena_free(&arena);
}

static void
test_body_part(void **state)
{
	struct slice		 raw = SLICE(MIXED "--m\n" PLAIN "a\n--m\n" PNG
	    "\nYWJj\n--m--\n");
	struct arena		 arena = ARENA_INIT;
	const struct mime_part	*part;
	struct attachments	 list;
	struct mime		 mime;
	limit_bits		 limited = 0;

	(void)state;
	mime_parse(raw, &limits, &arena, &mime);
	assert_null(body_part(&mime, SLICE("3")));
	part = body_part(&mime, SLICE("2"));
	assert_non_null(part);
	assert_case_slice("decoded", body_decode(part, &arena), SLICE("abc"));
	body_attachments(&mime, &limits, &arena, &list, &limited);
	assert_int_equal(list.items[0].encoded_size, 4);
	arena_free(&arena);
}

static void
test_body_limits(void **state)
{
	static const struct {
		const char	*name;
		const char	*begin, *middle, *end;
		int		 times;
		const char	*want;	/* the text begins so */
		limit_bits	 limited;
	} rows[] = {
		{ "text over the limit is cut", PLAIN, "a\xc3\xb6\n", "",
		  300000,
		  "a\xc3\xb6\n", LIMIT_BIT(LIMIT_TEXT) },
		{ "blank text over the limit", PLAIN, "      \n", "x", 800000,
		  "",
		  LIMIT_BIT(LIMIT_TEXT) },
		{ "HTML over the limit is cut", HTML, "<b></b>", "x", 1500000,
		  "",
		  LIMIT_BIT(LIMIT_HTML_BYTES) },
		{ "text over the limit, of many parts", MIXED,
		  "--m\n" PLAIN "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
		  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
		  "", 900, "aaa", 0 },
	};
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct text	raw = TEXT_IN(&arena);
		struct mime	mime;
		struct slice	text;
		limit_bits	limited = 0;
		bool		from_html;

		text_add_string(&raw, rows[i].begin);
		for (int n = 0; n < rows[i].times; n++)
			text_add_string(&raw, rows[i].middle);
		text_add_string(&raw, rows[i].end);
		mime_parse(text_slice(&raw), &limits, &arena, &mime);
		text = body_text(&mime, &limits, &arena, &from_html, &limited);
		assert_case_true(rows[i].name, slice_starts(text,
		    slice_of(rows[i].want)));
		assert_case_true(rows[i].name,
		    text.len <= limits.max[LIMIT_TEXT]);
		assert_case_true(rows[i].name, slice_is_utf8(text));
		assert_case_int(rows[i].name, limited, rows[i].limited);
		arena_free(&arena);
	}
}

static void
test_body_attachment_limit(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct text		raw = TEXT_IN(&arena);
	struct attachments	list;
	struct mime		mime;
	limit_bits		limited = 0;

	(void)state;
	text_add_string(&raw, MIXED);
	for (int i = 0; i < 201; i++)
		text_add_string(&raw, "--m\n" PNG "Content-ID: <x>\n\nYQ==\n");
	mime_parse(text_slice(&raw), &limits, &arena, &mime);
	body_attachments(&mime, &limits, &arena, &list, &limited);
	assert_int_equal(list.count, 200);
	assert_int_equal(limited, LIMIT_BIT(LIMIT_ATTACHMENTS));
	arena_free(&arena);
}

static const struct {
	struct slice	name;
	struct slice	want;
} names[] = {
	{ SLICE_INIT("a.txt"), SLICE_INIT("a.txt") },
	{ SLICE_INIT("../../etc/passwd"), SLICE_INIT("passwd") },
	{ SLICE_INIT("C:\\TEMP\\x.doc"), SLICE_INIT("x.doc") },
	{ SLICE_INIT("php://foo"), SLICE_INIT("foo") },
	{ SLICE_INIT("a/b/"), SLICE_INIT("b") },
	{ SLICE_INIT("..."), SLICE_INIT("") },
	{ SLICE_INIT("/"), SLICE_INIT("") },
	{ SLICE_INIT(""), SLICE_INIT("") },
	{ SLICE_INIT(".htaccess"), SLICE_INIT("htaccess") },
	{ SLICE_INIT("a.exe. ."), SLICE_INIT("a.exe") },
	{ SLICE_INIT(" a \t\r\n b "), SLICE_INIT("a b") },
	{ SLICE_INIT("a\0b\x1b\x7f" "c"), SLICE_INIT("a b c") },
	{ SLICE_INIT("a\xc2\x9b" "b\xc2\xa0" "c"), SLICE_INIT("a b c") },
	{ SLICE_INIT("x\xe2\x80\xae\xe2\x81\xa6" "y\xe2\x80\x8b"),
	  SLICE_INIT("xy") },
	{ SLICE_INIT("a\xff.txt"), SLICE_INIT("a\xef\xbf\xbd.txt") },
	{ SLICE_INIT("Frösche.pdf"), SLICE_INIT("Frösche.pdf") },
};

static void
test_body_file_names(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct text	long_one = TEXT_IN(&arena);
	struct slice	got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_case_slice(names[i].name.data,
		    file_name_clean(names[i].name, &arena), names[i].want);
	for (int i = 0; i < 500; i++)
		text_add_string(&long_one, "\xc3\xb6");
	text_add_string(&long_one, ".pdf");
	got = file_name_clean(text_slice(&long_one), &arena);
	assert_true(got.len <= FILE_NAME_MAX && got.len > FILE_NAME_MAX - 4);
	assert_true(slice_is_utf8(got) && slice_ends(got, SLICE(".pdf")));
	arena_free(&arena);
}

static void
test_body_plain_cut(void **state)
{
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t max = 0; max < 12; max++) {
		struct text	to = TEXT_IN(&arena);
		bool		whole = plain_add(&to,
		    SLICE("\xc3\xb6\n\xe2\x82\xac \n\xc3\xb6"), PLAIN_FLOWED,
		    max);

		assert_int_equal(whole, max >= 10);
		assert_true(to.len <= max || whole);
		assert_true(slice_is_utf8(text_slice(&to)));
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_body_parts),
		cmocka_unit_test(test_body_part),
		cmocka_unit_test(test_body_limits),
		cmocka_unit_test(test_body_attachment_limit),
		cmocka_unit_test(test_body_file_names),
		cmocka_unit_test(test_body_plain_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
