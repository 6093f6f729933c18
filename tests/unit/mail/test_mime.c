/* The structure of messages, whole and broken. */
#include "case.h"

#include "base/text.h"
#include "mail/mime.h"

static const struct mail_limits limits = MAIL_LIMITS_DEFAULT;

/*
 * Each part as "number type [body]", containers without a body: "0
 * multipart/mixed|1 text/plain [x]".
 */
static struct slice
outline(const struct mime *mime, struct arena *arena)
{
	struct text all = TEXT_IN(arena);

	for (size_t i = 0; i < mime->count; i++) {
		const struct mime_part *part = &mime->parts[i];

		if (i > 0)
			text_add_char(&all, '|');
		text_add(&all, part->number);
		text_add_char(&all, ' ');
		text_add(&all, part->type.word);
		if (part->multipart || part->message)
			continue;
		text_add(&all, SLICE(" ["));
		text_add(&all, part->body);
		text_add_char(&all, ']');
	}
	return text_slice(&all);
}

struct row {
	const char *name;
	struct slice raw;
	struct slice want;
};

static void
check(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena arena = ARENA_INIT;
		struct mime mime;

		mime_parse(rows[i].raw, &limits, &arena, &mime);
		assert_case_slice(rows[i].name, outline(&mime, &arena),
		    rows[i].want);
		assert_case_int(rows[i].name, mime.limited, 0);
		arena_free(&arena);
	}
}

#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"
#define ALT "Content-Type: multipart/alternative; boundary=c\n\n"
#define HTML "Content-Type: text/html\n\n"
#define MESSAGE "Content-Type: message/rfc822\n\n"

static const struct row whole[] = {
	{ "no Content-Type is text", SLICE_INIT("A: b\n\nx\n"),
	  SLICE_INIT("1 text/plain [x\n]") },
	{ "one part of its own type",
	  SLICE_INIT("Content-Type: image/png\n\nx"),
	  SLICE_INIT("1 image/png [x]") },
	{ "parts, preamble and epilogue left out",
	  SLICE_INIT(MIXED "pre\n--b\n\nx\n--b\n" HTML "y\n--b--\nepi\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]|2 text/html [y]") },
	{ "CRLF", SLICE_INIT("Content-Type: multipart/mixed;\r\n boundary=b\r\n"
	      "\r\n--b\r\n\r\nx\r\n\r\n--b\r\n\r\ny\r\n--b--\r\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x\r\n]|"
	      "2 text/plain [y]") },
	{ "CR alone", SLICE_INIT("Content-Type: multipart/mixed; boundary=b\r\r"
	      "--b\r\rx\r\r--b\r\ry\r--b--\r"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x\r]|2 text/plain [y]") },
	{ "the boundary's line end is not the body's",
	  SLICE_INIT(MIXED "--b\n\nx\n\n\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x\n\n]") },
	{ "empty bodies", SLICE_INIT(MIXED "--b\n\n--b\n\n\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain []|2 text/plain []") },
	{ "containers in containers are numbered as IMAP does",
	  SLICE_INIT(MIXED "--b\n" ALT "--c\n\nx\n--c\n" HTML "y\n--c--\n"
	      "--b\n\nz\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 multipart/alternative|"
	      "1.1 text/plain [x]|1.2 text/html [y]|2 text/plain [z]") },
	{ "a message inside", SLICE_INIT(MIXED "--b\n\nx\n--b\n" MESSAGE
	      "Subject: y\n\nz\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]|2 message/rfc822|"
	      "2.1 text/plain [z]") },
	{ "a multipart message inside", SLICE_INIT(MIXED "--b\n" MESSAGE ALT
	      "--c\n\nx\n--c\n" HTML "y\n--c--\n--b\n\nz\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 message/rfc822|"
	      "1.0 multipart/alternative|1.1 text/plain [x]|1.2 text/html [y]|"
	      "2 text/plain [z]") },
	{ "a message that is nothing but a message",
	  SLICE_INIT(MESSAGE "A: b\n\nx"),
	  SLICE_INIT("1 message/rfc822|1.1 text/plain [x]") },
	{ "in a digest no type is a message",
	  SLICE_INIT("Content-Type: multipart/digest; boundary=b\n\n"
	      "--b\n\nSubject: x\n\ny\n--b\n"
	      "Content-Type: text/plain\n\nz\n--b--\n"),
	  SLICE_INIT("0 multipart/digest|1 message/rfc822|1.1 text/plain [y]|"
	      "2 text/plain [z]") },
	{ "blanks behind a boundary", SLICE_INIT(MIXED "--b \t\n\nx\n--b-- \n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]") },
	{ "a boundary that begins another one",
	  SLICE_INIT("Content-Type: multipart/mixed; boundary=bb\n\n--bb\n"
	      "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n"
	      "--b--\n--bb\n\ny\n--bb--\n"),
	  SLICE_INIT("0 multipart/mixed|1 multipart/mixed|1.1 text/plain [x]|"
	      "2 text/plain [y]") },
	{ "and the other way round",
	  SLICE_INIT(MIXED "--b\nContent-Type: multipart/mixed; boundary=bb\n\n"
	      "--bb\n\nx\n--bb--\n--b\n\ny\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 multipart/mixed|1.1 text/plain [x]|"
	      "2 text/plain [y]") },
	{ "a boundary of one dash, dashes in the text",
	  SLICE_INIT("Content-Type: multipart/mixed; boundary=\"-\"\n\n---\n\n"
	      "-\n--\nx\n-----\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [-\n--\nx]") },
	{ "a boundary in pieces (RFC 2231)",
	  SLICE_INIT("Content-Type: multipart/mixed; boundary*0*=us-ascii''b;\n"
	      " boundary*1=c;\n\n--bc\n\nx\n--bc--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]") },
	{ "a boundary with a blank at its end",
	  SLICE_INIT("Content-Type: multipart/mixed; boundary=\"b \"\n\n"
	      "--b \n\nx\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]") },
	{ "a boundary of raw bytes",
	  SLICE_INIT("Content-Type: multipart/mixed; boundary=\"\xe9\"\n\n"
	      "--\xe9\n\nx\n--\xe9--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]") },
	{ "NULs and raw bytes in bodies",
	  SLICE_INIT(MIXED "--b\n\nx\0y\xff\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x\0y\xff]") },
};

static const struct row broken[] = {
	{ "nothing", SLICE_INIT(""), SLICE_INIT("1 text/plain []") },
	{ "text without a header", SLICE_INIT("x\ny\n"),
	  SLICE_INIT("1 text/plain [x\ny\n]") },
	{ "no last boundary", SLICE_INIT(MIXED "--b\n\nx\n--b\n" HTML "y\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]|2 text/html [y\n]") },
	{ "a last boundary without its line end",
	  SLICE_INIT(MIXED "--b\n\nx\n--b"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]|2 text/plain []") },
	{ "a last boundary with one dash",
	  SLICE_INIT(MIXED "--b\n\nx\n--b-\n\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]") },
	{ "a last boundary with a remark",
	  SLICE_INIT(MIXED "--b\n\nx\n--b-- end of message\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]") },
	{ "an inner multipart that is not closed",
	  SLICE_INIT(MIXED "--b\n" ALT "--c\n\nx\n--b\n\ny\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 multipart/alternative|"
	      "1.1 text/plain [x]|2 text/plain [y]") },
	{ "an inner message that is cut off in its header",
	  SLICE_INIT(MIXED "--b\n" MESSAGE "Subject: x\n--b\n\ny\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 message/rfc822|1.1 text/plain []|"
	      "2 text/plain [y]") },
	{ "an inner message without anything",
	  SLICE_INIT(MIXED "--b\n" MESSAGE "--b\n\ny\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 message/rfc822|1.1 text/plain []|"
	      "2 text/plain [y]") },
	{ "an inner message that is none",
	  SLICE_INIT(MIXED "--b\n" MESSAGE "no mail, sorry!\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 message/rfc822|"
	      "1.1 text/plain [no mail, sorry!]") },
	{ "an inner message in mbox style",
	  SLICE_INIT(MESSAGE "\nFrom x y\nSubject: z\n\nw"),
	  SLICE_INIT("1 message/rfc822|1.1 text/plain [w]") },
	{ "an encoded message is one part",
	  SLICE_INIT("Content-Type: message/rfc822\n"
	      "Content-Transfer-Encoding: base64\n\nQTogYgoKeA==\n"),
	  SLICE_INIT("1 message/rfc822 [QTogYgoKeA==\n]") },
	{ "a message that only says it is encoded",
	  SLICE_INIT("Content-Type: message/rfc822\n"
	      "Content-Transfer-Encoding: base64\n\nA: b\n\nx\n"),
	  SLICE_INIT("1 message/rfc822|1.1 text/plain [x\n]") },
	{ "the same boundary inside and outside",
	  SLICE_INIT(MIXED "--b\n" MIXED "--b\n\nx\n--b--\n--b\n\ny\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 multipart/mixed|1.1 text/plain [x]|"
	      "2 text/plain [y]") },
	{ "parts behind the end",
	  SLICE_INIT(MIXED "--b\n\nx\n--b--\n--b\n\ny\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]|2 text/plain [y\n]") },
	{ "a boundary that is never met: all is text",
	  SLICE_INIT(MIXED "x\n--y\nz\n"),
	  SLICE_INIT("1 text/plain [x\n--y\nz\n]") },
	{ "no boundary declared, none to be found",
	  SLICE_INIT("Content-Type: multipart/mixed\n\nx\n--\n"),
	  SLICE_INIT("1 text/plain [x\n--\n]") },
	{ "no boundary declared, one to be found",
	  SLICE_INIT("Content-Type: multipart/mixed\n\npre\n--b\n" HTML
	      "x\n--b\n\ny\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/html [x]|2 text/plain [y]") },
	{ "another boundary declared than is used",
	  SLICE_INIT("Content-Type: multipart/mixed; boundary=\"--b\"\n\n--b\n"
	      HTML "x\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/html [x]") },
	{ "no semicolon before the boundary",
	  SLICE_INIT("Content-Type: multipart/mixed\n\tboundary=\"b\"\n\n"
	      "--b\n\nx\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]") },
	{ "no fold before the boundary",
	  SLICE_INIT("Content-Type: multipart/mixed;\nboundary=\"b\"\n\n"
	      "--b\n\nx\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]") },
	{ "a comment and doubled semicolons before the boundary",
	  SLICE_INIT("Content-Type: multipart/mixed (x;y);; boundary=b\n\n"
	      "--b\n\nx\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]") },
	{ "no subtype", SLICE_INIT("Content-Type: multipart; boundary=b\n\n"
	      "--b\n\nx\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]") },
	{ "an unreadable type is text", SLICE_INIT("Content-Type: x y\n\nz"),
	  SLICE_INIT("1 text/plain [z]") },
	{ "of several types the first one counts",
	  SLICE_INIT("Content-Type: text/html\nContent-Type: image/png\n\nx"),
	  SLICE_INIT("1 text/html [x]") },
	{ "but an unreadable one does not",
	  SLICE_INIT("Content-Type:\nContent-Type: image/png\n\nx"),
	  SLICE_INIT("1 image/png [x]") },
	{ "a part without the empty line, ended by a boundary",
	  SLICE_INIT(MIXED "--b\nContent-Type: text/html\n--b\n\nx\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/html []|2 text/plain [x]") },
	{ "a part without the empty line, text at once",
	  SLICE_INIT(MIXED "--b\nContent-Type: text/html\nhello\nyou\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/html [hello\nyou]") },
	{ "a part of text alone", SLICE_INIT(MIXED "--b\nhello\nyou\n--b--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [hello\nyou]") },
	{ "a boundary in a text that is not a multipart's",
	  SLICE_INIT("Content-Type: text/plain; boundary=b\n\n--b\n\nx\n"),
	  SLICE_INIT("1 text/plain [--b\n\nx\n]") },
	{ "a boundary of one quote (a heap overflow elsewhere)",
	  SLICE_INIT("Content-Type: multipart/mixed; boundary=\"\\\"\"\n\n"
	      "--\"\n\nx\n--\"--\n"),
	  SLICE_INIT("0 multipart/mixed|1 text/plain [x]") },
	{ "a boundary of an unclosed quote",
	  SLICE_INIT("Content-Type: multipart/mixed; boundary=\"\n\nx\n"),
	  SLICE_INIT("1 text/plain [x\n]") },
};

static void
test_mime_whole(void **state)
{
	(void)state;
	check(whole, ARRAY_LEN(whole));
}

static void
test_mime_broken(void **state)
{
	(void)state;
	check(broken, ARRAY_LEN(broken));
}

static const struct {
	const char *name;
	struct slice value;
	enum mime_encoding want;
} encodings[] = {
	{ "7bit", SLICE_INIT("7bit"), ENCODING_IDENTITY },
	{ "any case", SLICE_INIT("BASE64"), ENCODING_BASE64 },
	{ "a comment", SLICE_INIT("(x) Quoted-Printable (y)"),
	  ENCODING_QUOTED_PRINTABLE },
	{ "something behind it", SLICE_INIT("base64; x=y"), ENCODING_BASE64 },
	{ "quotes", SLICE_INIT("\"base64\""), ENCODING_BASE64 },
	{ "folded", SLICE_INIT("\n base64"), ENCODING_BASE64 },
	{ "uuencode", SLICE_INIT("x-uuencode"), ENCODING_UUENCODE },
	{ "misspelt", SLICE_INIT("7-bit"), ENCODING_IDENTITY },
	{ "a type by mistake", SLICE_INIT("text/html"), ENCODING_IDENTITY },
	{ "empty", SLICE_INIT(""), ENCODING_IDENTITY },
	{ "the second field is readable",
	  SLICE_INIT("?\nContent-Transfer-Encoding: base64"), ENCODING_BASE64 },
};

static void
test_mime_encodings(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(encodings); i++) {
		struct text raw = TEXT_IN(&arena);
		struct mime mime;

		text_add_string(&raw, "Content-Transfer-Encoding: ");
		text_add(&raw, encodings[i].value);
		text_add_string(&raw, "\n\nx\n");
		mime_parse(text_slice(&raw), &limits, &arena, &mime);
		assert_case_int(encodings[i].name, mime.parts[0].encoding,
		    encodings[i].want);
	}
	arena_free(&arena);
}

static void
test_mime_fields(void **state)
{
	struct arena arena = ARENA_INIT;
	struct mime mime;
	const struct mime_part *part;

	(void)state;
	mime_parse(SLICE(MIXED "--b\nContent-Type: text/plain; charset=x\n"
	    "Content-Disposition: Attachment; filename=\"y\"\n"
	    "Content-Id: <z@x>\n\nw\n--b\nContent-Disposition: filename=v\n"
	    "Content-Type: name=u\n\n--b--\n"), &limits, &arena, &mime);
	assert_int_equal(mime.count, 3);
	assert_int_equal(mime.parts[0].parent, MIME_NO_PARENT);
	assert_int_equal(mime.parts[0].depth, 0);
	part = &mime.parts[1];
	assert_int_equal(part->parent, 0);
	assert_int_equal(part->depth, 1);
	assert_int_equal(part->headers.count, 3);
	assert_case_slice("charset", params_find(&part->type,
	    SLICE("charset")), SLICE("x"));
	assert_case_slice("disposition", part->disposition.word,
	    SLICE("attachment"));
	assert_case_slice("file name", params_find(&part->disposition,
	    SLICE("filename")), SLICE("y"));
	part = &mime.parts[2];
	assert_case_slice("a disposition without a word",
	    params_find(&part->disposition, SLICE("filename")), SLICE("v"));
	assert_int_equal(part->disposition.word.len, 0);
	assert_case_slice("a name without a type",
	    params_find(&part->type, SLICE("name")), SLICE("u"));
	assert_true(mime_is(part, "text", "plain"));
	assert_true(mime_is(part, "text", NULL));
	assert_false(mime_is(part, "text", "html"));
	assert_false(mime_is(part, "tex", NULL));
	assert_false(mime_is(part, "text", "plai"));
	arena_free(&arena);
}

/* `count` copies of a piece behind `before`, "%" in it the copy's number. */
static struct slice
repeat(const char *before, const char *piece, size_t count,
    const char *after, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	text_add_string(&text, before);
	for (size_t i = 0; i < count; i++) {
		for (const char *p = piece; *p != '\0'; p++) {
			if (*p == '%')
				text_add_format(&text, "%zu", i);
			else
				text_add_char(&text, *p);
		}
	}
	text_add_string(&text, after);
	return text_slice(&text);
}

#define NESTED "Content-Type: multipart/mixed; boundary=b%\n\n--b%\n"

static const struct {
	const char *name;
	const char *before, *piece;
	size_t times;
	const char *after;
	limit_bits limited;
	size_t parts;
} hostile[] = {
	{ "multiparts in multiparts", "", NESTED, 30000, "\nx",
	  LIMIT_BIT(LIMIT_DEPTH), 31 },
	{ "messages in messages", "", MESSAGE, 100000, "A: b\n\nx",
	  LIMIT_BIT(LIMIT_DEPTH), 31 },
	{ "a million parts", MIXED, "--b\n\nxxxx\n", 1000000, "",
	  LIMIT_BIT(LIMIT_PARTS), 1000 },
	{ "bare boundaries", MIXED, "--b\n", 100000, "",
	  LIMIT_BIT(LIMIT_PARTS), 1000 },
	{ "a digest of a million messages",
	  "Content-Type: multipart/digest; boundary=b\n\n", "--b\n\n\n",
	  1000000, "", LIMIT_BIT(LIMIT_PARTS), 1000 },
	{ "boundaries that are to be found, in each other", "",
	  "Content-Type: multipart/mixed\n\n--a%\n", 30000, "\nx",
	  LIMIT_BIT(LIMIT_DEPTH), 31 },
	{ "look-alikes of boundaries", MIXED "--b\n", "--bb\n", 1000000, "",
	  0, 2 },
	{ "dashes", MIXED "--b\n\n", "--\n", 2000000, "", 0, 2 },
	{ "many parts of many fields", MIXED, "--b\na:\na:\na:\na:\na:\na:\n\n",
	  300000, "", LIMIT_BIT(LIMIT_PARTS), 1000 },
	{ "one line of 20 MB", MIXED "--b\n\n", "xxxxxxxxxx", 2000000, "", 0,
	  2 },
	{ "20 MB of CRs", MIXED "--b\n\n", "\r\r\r\r\r\r\r\r\r\r", 2000000, "",
	  0, 2 },
	{ "CR alone ends 5 million lines", "A: b\r\r", "x\r", 5000000, "", 0,
	  1 },
	{ "junk instead of a message", MIXED "--b\n" MESSAGE, "junk here\n",
	  1000000, "--b--\n", 0, 3 },
};

static void
test_mime_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		struct arena raw = ARENA_INIT;
		struct arena arena = ARENA_INIT;
		struct mime mime;

		mime_parse(repeat(hostile[i].before, hostile[i].piece,
		    hostile[i].times, hostile[i].after, &raw), &limits, &arena,
		    &mime);
		assert_case_int(hostile[i].name, mime.limited,
		    hostile[i].limited);
		assert_case_int(hostile[i].name, mime.count, hostile[i].parts);
		assert_case_true(hostile[i].name, arena.total < 2 << 20);
		arena_free(&arena);
		arena_free(&raw);
	}
}

static void
test_mime_limits(void **state)
{
	struct mail_limits small = MAIL_LIMITS_DEFAULT;
	struct arena arena = ARENA_INIT;
	struct mime mime;

	(void)state;
	small.max[LIMIT_BOUNDARY] = 2;
	mime_parse(SLICE("Content-Type: multipart/mixed; boundary=bbb\n\n"
	    "--bbb\n\nx\n"), &small, &arena, &mime);
	assert_case_slice("a long boundary makes one part",
	    outline(&mime, &arena), SLICE("1 text/plain [--bbb\n\nx\n]"));
	assert_int_equal(mime.limited, LIMIT_BIT(LIMIT_BOUNDARY));

	small.max[LIMIT_DEPTH] = 1;
	mime_parse(SLICE(MIXED "--b\n" ALT "--c\n\nx\n--b\n" MESSAGE "A: b\n"
	    "--b--\n"), &small, &arena, &mime);
	assert_case_slice("what is too deep is not looked into",
	    outline(&mime, &arena), SLICE("0 multipart/mixed|"
	    "1 multipart/alternative [--c\n\nx]|2 message/rfc822 [A: b]"));
	assert_int_equal(mime.limited, LIMIT_BIT(LIMIT_DEPTH));

	small.max[LIMIT_PARTS] = 2;
	mime_parse(SLICE(MIXED "--b\n\nx\n--b\n\ny\n--b--\n"), &small, &arena,
	    &mime);
	assert_case_slice("parts that are too many are left out",
	    outline(&mime, &arena),
	    SLICE("0 multipart/mixed|1 text/plain [x]"));
	assert_int_equal(mime.limited, LIMIT_BIT(LIMIT_PARTS));

	small.max[LIMIT_PARSED_BYTES] = 8;
	mime_parse(SLICE("A: b\n\nxyz"), &small, &arena, &mime);
	assert_case_slice("bytes that are too many are left out",
	    outline(&mime, &arena), SLICE("1 text/plain [xy]"));
	assert_int_equal(mime.limited, LIMIT_BIT(LIMIT_PARSED_BYTES));
	arena_free(&arena);
}

/* Every cut of a mail is a mail, and no byte behind the cut is read. */
static void
test_mime_cut_anywhere(void **state)
{
	static const char raw[] = MIXED "pre\r\n--b\r\n" ALT "--c\nA: =?x\n\n"
	    "\xe9\n--c--\n--b\n" MESSAGE "From: x\n y\n\nz\n--b-- \n";
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t len = 0; len < sizeof(raw); len++) {
		char *copy = malloc(len > 0 ? len : 1);
		struct mime mime;

		assert_non_null(copy);
		memcpy(copy, raw, len);
		mime_parse(slice_make(copy, len), &limits, &arena, &mime);
		assert_true(mime.count >= 1);
		for (size_t i = 0; i < mime.count; i++)
			assert_true(mime.parts[i].body.data >= copy &&
			    mime.parts[i].body.data + mime.parts[i].body.len <=
			    copy + len);
		free(copy);
		arena_reset(&arena);
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mime_whole),
		cmocka_unit_test(test_mime_broken),
		cmocka_unit_test(test_mime_encodings),
		cmocka_unit_test(test_mime_fields),
		cmocka_unit_test(test_mime_hostile),
		cmocka_unit_test(test_mime_limits),
		cmocka_unit_test(test_mime_cut_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
