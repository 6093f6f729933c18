/* Transfer encodings, clean and dirty. */
#include "case.h"

#include "base/text.h"
#include "mail/transfer.h"

static const struct {
	const char *name;
	enum mime_encoding encoding;
	struct slice body;
	struct slice want;
} decoded[] = {
	{ "identity", ENCODING_IDENTITY, SLICE_INIT("=41\0\xff"),
	  SLICE_INIT("=41\0\xff") },

	{ "base64", ENCODING_BASE64, SLICE_INIT("YWJj\r\nZGVm\r\n"),
	  SLICE_INIT("abcdef") },
	{ "one octet", ENCODING_BASE64, SLICE_INIT("YQ=="), SLICE_INIT("a") },
	{ "two octets", ENCODING_BASE64, SLICE_INIT("YWI="), SLICE_INIT("ab") },
	{ "every digit", ENCODING_BASE64, SLICE_INIT("+/+/AZaz09"),
	  SLICE_INIT("\xfb\xff\xbf\x01\x96\xb3\xd3") },
	{ "no padding", ENCODING_BASE64, SLICE_INIT("YWJjZA"),
	  SLICE_INIT("abcd") },
	{ "half a padding", ENCODING_BASE64, SLICE_INIT("YQ=\n"),
	  SLICE_INIT("a") },
	{ "a lone digit is nothing", ENCODING_BASE64, SLICE_INIT("YWJjZ"),
	  SLICE_INIT("abc") },
	{ "stray characters",
	  ENCODING_BASE64, SLICE_INIT("> Y!W\0J\xe9j\n-Z_G Vm"),
	  SLICE_INIT("abcdef") },
	{ "lines of any length", ENCODING_BASE64,
	  SLICE_INIT("Y\nWJ\n\njZ\nGVm\n"), SLICE_INIT("abcdef") },
	{ "a list's footer behind the padding", ENCODING_BASE64,
	  SLICE_INIT("YQ==\n____________\nTo leave write\n"), SLICE_INIT("a") },
	{ "a footer of one word behind the padding", ENCODING_BASE64,
	  SLICE_INIT("YQ==\nHello\n"), SLICE_INIT("a") },
	{ "another run behind the padding", ENCODING_BASE64,
	  SLICE_INIT("YQ==\nYmM=\nZGVm\n"), SLICE_INIT("abcdef") },
	{ "and on the same line", ENCODING_BASE64, SLICE_INIT("YQ==YmM=ZGVm"),
	  SLICE_INIT("abcdef") },
	{ "padding too much", ENCODING_BASE64, SLICE_INIT("YWJj====\n"),
	  SLICE_INIT("abc") },
	{ "padding only", ENCODING_BASE64, SLICE_INIT("===="), SLICE_INIT("") },
	{ "nothing", ENCODING_BASE64, SLICE_INIT(""), SLICE_INIT("") },

	{ "quoted-printable", ENCODING_QUOTED_PRINTABLE,
	  SLICE_INIT("a=3Db=C3=A9\r\nc"), SLICE_INIT("a=b\xc3\xa9\r\nc") },
	{ "small hexadecimals", ENCODING_QUOTED_PRINTABLE,
	  SLICE_INIT("=c3=a9"), SLICE_INIT("\xc3\xa9") },
	{ "soft line breaks", ENCODING_QUOTED_PRINTABLE,
	  SLICE_INIT("a=\nb=\r\nc=\rd"), SLICE_INIT("abcd") },
	{ "a soft line break with blanks", ENCODING_QUOTED_PRINTABLE,
	  SLICE_INIT("a= \t\r\nb"), SLICE_INIT("ab") },
	{ "a soft line break whose end was doubled", ENCODING_QUOTED_PRINTABLE,
	  SLICE_INIT("a=\r\r\nb"), SLICE_INIT("ab") },
	{ "a soft line break at the end", ENCODING_QUOTED_PRINTABLE,
	  SLICE_INIT("a="), SLICE_INIT("a") },
	{ "= before others stays, and they too", ENCODING_QUOTED_PRINTABLE,
	  SLICE_INIT("xmlns:o=\"urn=4\" =zz =G0"),
	  SLICE_INIT("xmlns:o=\"urn=4\" =zz =G0") },
	{ "half a code at the end", ENCODING_QUOTED_PRINTABLE,
	  SLICE_INIT("a=4"), SLICE_INIT("a=4") },
	{ "blanks before a line end stay", ENCODING_QUOTED_PRINTABLE,
	  SLICE_INIT("flowed \nlines"), SLICE_INIT("flowed \nlines") },
	{ "raw bytes and NULs", ENCODING_QUOTED_PRINTABLE,
	  SLICE_INIT("\xe9\0=00"), SLICE_INIT("\xe9\0\0") },
	{ "codes of line ends", ENCODING_QUOTED_PRINTABLE,
	  SLICE_INIT("a=0D=0Ab"), SLICE_INIT("a\r\nb") },

	{ "uuencode", ENCODING_UUENCODE,
	  SLICE_INIT("begin 644 x.txt\n#86)C\n`\nend\n"), SLICE_INIT("abc") },
	{ "text before and behind", ENCODING_UUENCODE,
	  SLICE_INIT("hello\r\n\r\nbegin 644 x y.t"
	      "xt\r\n#86)C\r\n`\r\nend\r\nbye\r\n"),
	  SLICE_INIT("abc") },
	{ "no begin", ENCODING_UUENCODE, SLICE_INIT("#86)C\n`\nend\n"),
	  SLICE_INIT("abc") },
	{ "no end", ENCODING_UUENCODE, SLICE_INIT("begin 644 x\n#86)C\n"),
	  SLICE_INIT("abc") },
	{ "less than a group", ENCODING_UUENCODE,
	  SLICE_INIT("begin 644 x\n!80``\nend\n"), SLICE_INIT("a") },
	{ "blanks for zeros, lost at the end of the line", ENCODING_UUENCODE,
	  SLICE_INIT("begin 644 x\n#\n#86)C\nend\n"), SLICE_INIT("\0\0\0abc") },
	{ "a line that is none ends it", ENCODING_UUENCODE,
	  SLICE_INIT("begin 644 x\n#86)C\nbye, all\n#86)C\n"),
	  SLICE_INIT("abc") },
	{ "begin as a word is none", ENCODING_UUENCODE,
	  SLICE_INIT("begin here\nbegin 644 x\n#86)C\nend\n"),
	  SLICE_INIT("abc") },
};

static void
test_transfer_decode(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(decoded); i++)
		assert_case_slice(decoded[i].name,
		    transfer_decode(decoded[i].encoding, decoded[i].body,
		    &arena), decoded[i].want);
	arena_free(&arena);
}

#define X10 "xxxxxxxxxx"
#define X70 X10 X10 X10 X10 X10 X10 X10

static const struct {
	const char *name;
	struct slice body;
	struct slice want;
} quoted[] = {
	{ "plain text", SLICE_INIT("Hello, you!\n"),
	  SLICE_INIT("Hello, you!\r\n") },
	{ "CRLF stays one line end", SLICE_INIT("a\r\nb"),
	  SLICE_INIT("a\r\nb") },
	{ "a CR alone is encoded", SLICE_INIT("a\rb\n"),
	  SLICE_INIT("a=0Db\r\n") },
	{ "UTF-8 and NUL", SLICE_INIT("\xc3\xa9\0"), SLICE_INIT("=C3=A9=00") },
	{ "=", SLICE_INIT("a=b"), SLICE_INIT("a=3Db") },
	{ "blanks inside stay", SLICE_INIT("a \tb"), SLICE_INIT("a \tb") },
	{ "a blank before a line end is encoded", SLICE_INIT("-- \nKim\t\n"),
	  SLICE_INIT("--=20\r\nKim=09\r\n") },
	{ "a blank at the end, too", SLICE_INIT("a "), SLICE_INIT("a=20") },
	{ "From at the start of a line", SLICE_INIT("From me\nFrom: me\n"),
	  SLICE_INIT("=46rom me\r\nFrom: me\r\n") },
	{ "a dot alone", SLICE_INIT(".\n..\n"), SLICE_INIT("=2E\r\n..\r\n") },
	{ "75 octets fit", SLICE_INIT(X70 "12345\n"),
	  SLICE_INIT(X70 "12345\r\n") },
	{ "77 do not", SLICE_INIT(X70 "1234567\n"),
	  SLICE_INIT(X70 "12345=\r\n67\r\n") },
	{ "no code is parted", SLICE_INIT(X70 "123\xe9\n"),
	  SLICE_INIT(X70 "123=\r\n=E9\r\n") },
	{ "empty lines", SLICE_INIT("\n\n"), SLICE_INIT("\r\n\r\n") },
	{ "nothing", SLICE_INIT(""), SLICE_INIT("") },
};

static void
test_transfer_quote(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(quoted); i++) {
		struct text to = TEXT_IN(&arena);

		transfer_quote(&to, quoted[i].body);
		assert_case_slice(quoted[i].name, text_slice(&to),
		    quoted[i].want);
	}
	arena_free(&arena);
}

/* What is quoted comes back, with CRLF, in lines of at most 76 octets. */
static void
test_transfer_quote_returns(void **state)
{
	struct arena arena = ARENA_INIT;
	struct text body = TEXT_IN(&arena);
	struct text to = TEXT_IN(&arena);
	struct slice rest;
	struct slice line;
	uint32_t random = 1;

	(void)state;
	for (size_t i = 0; i < 20000; i++) {
		random = random * 1103515245 + 12345;
		text_add_char(&body, (random >> 16) % 5 == 0 ? ' ' :
		    (char)(random >> 20));
		if ((random >> 16) % 97 == 0)
			text_add(&body, SLICE("\r\n"));
	}
	/* A lone LF would come back as CRLF. */
	for (size_t i = 0; i < body.len; i++)
		if (body.data[i] == '\n' &&
		    (i == 0 || body.data[i - 1] != '\r'))
			body.data[i] = 'n';
	transfer_quote(&to, text_slice(&body));
	rest = text_slice(&to);
	while (slice_line(&rest, &line))
		assert_true(line.len <= 76 && slice_is_ascii(line));
	assert_case_slice("the same bytes", transfer_decode(
	    ENCODING_QUOTED_PRINTABLE, text_slice(&to), &arena),
	    text_slice(&body));
	arena_free(&arena);
}

static const struct {
	const char *name;
	enum mime_encoding encoding;
	const char *piece;
	size_t times;
	size_t want;
} hostile[] = {
	{ "20 MB of base64", ENCODING_BASE64, "QUJDREVGR0hJSktM\n", 1200000,
	  14400000 },
	{ "padded runs on one line", ENCODING_BASE64, "QQ==", 2000000,
	  2000000 },
	{ "padded runs on lines", ENCODING_BASE64, "QQ==\n", 2000000,
	  2000000 },
	{ "codes", ENCODING_QUOTED_PRINTABLE, "=41", 5000000, 5000000 },
	{ "soft breaks that are none", ENCODING_QUOTED_PRINTABLE, "=    x",
	  2000000, 12000000 },
	{ "uuencoded lines of one octet", ENCODING_UUENCODE, "!80``\n",
	  1000000, 1000000 },
	{ "uuencode that never begins", ENCODING_UUENCODE, "begin \n",
	  1000000, 0 },
};

static void
test_transfer_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		struct arena arena = ARENA_INIT;
		struct text body = TEXT_IN(&arena);

		for (size_t k = 0; k < hostile[i].times; k++)
			text_add_string(&body, hostile[i].piece);
		assert_case_int(hostile[i].name, transfer_decode(
		    hostile[i].encoding, text_slice(&body), &arena).len,
		    hostile[i].want);
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_transfer_decode),
		cmocka_unit_test(test_transfer_quote),
		cmocka_unit_test(test_transfer_quote_returns),
		cmocka_unit_test(test_transfer_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
