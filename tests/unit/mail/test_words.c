/* Encoded words, read and written. */
#include "case.h"

#include "base/text.h"
#include "mail/header.h"
#include "mail/words.h"

static const struct {
	const char *name;
	struct slice value;
	struct slice charset;
	struct slice want;
} decoded[] = {
	{ "plain text", SLICE_INIT("Hello  you"), SLICE_INIT(""),
	  SLICE_INIT("Hello  you") },
	{ "Q", SLICE_INIT("=?iso-8859-1?Q?Sch=F6n_=3F?="), SLICE_INIT(""),
	  SLICE_INIT("Sch\xc3\xb6n ?") },
	{ "B", SLICE_INIT("=?utf-8?B?w6nDqQ==?="), SLICE_INIT(""),
	  SLICE_INIT("\xc3\xa9\xc3\xa9") },
	{ "small letters", SLICE_INIT("=?UTF-8?b?w6k=?= =?utf-8?q?=c3=a9?="),
	  SLICE_INIT(""), SLICE_INIT("\xc3\xa9\xc3\xa9") },
	{ "blanks between words go, others stay",
	  SLICE_INIT("a =?utf-8?q?b?=  =?utf-8?q?c?= d"), SLICE_INIT(""),
	  SLICE_INIT("a bc d") },
	{ "words with nothing between",
	  SLICE_INIT("=?utf-8?q?b?==?utf-8?q?c?="),
	  SLICE_INIT(""), SLICE_INIT("bc") },
	{ "words inside of other text", SLICE_INIT("a=?utf-8?q?b?=c"),
	  SLICE_INIT(""), SLICE_INIT("abc") },
	{ "quotes around a word stay", SLICE_INIT("\"=?utf-8?q?a?=\""),
	  SLICE_INIT(""), SLICE_INIT("\"a\"") },
	{ "adjacent words in different charsets",
	  SLICE_INIT("=?iso-8859-1?q?B=C4KO?= =?utf-8?q?Sch=C3=B6nland?="),
	  SLICE_INIT(""), SLICE_INIT("B\xc3\x84KOSch\xc3\xb6nland") },
	{ "a character parted between words",
	  SLICE_INIT("=?utf-8?q?=C3?= =?UTF-8?q?=A9?="), SLICE_INIT(""),
	  SLICE_INIT("\xc3\xa9") },
	{ "a character parted between B words",
	  SLICE_INIT("=?utf-8?B?w6nD?= =?utf-8?B?qQ==?="), SLICE_INIT(""),
	  SLICE_INIT("\xc3\xa9\xc3\xa9") },
	{ "a language tag", SLICE_INIT("=?utf-8*en?q?=C3=A9?="), SLICE_INIT(""),
	  SLICE_INIT("\xc3\xa9") },
	{ "ISO-2022-JP with a vendor's sign",
	  SLICE_INIT("=?ISO-2022-JP?B?GyRCLSEtahsoQg==?="), SLICE_INIT(""),
	  SLICE_INIT("\xe2\x91\xa0\xe3\x88\xb1") },
	{ "UTF-7", SLICE_INIT("=?unicode-1-1-utf-7?q?+AOQ-?="), SLICE_INIT(""),
	  SLICE_INIT("\xc3\xa4") },
	{ "gb2312 beyond its table", SLICE_INIT("=?gb2312?q?=E9=46?="),
	  SLICE_INIT(""), SLICE_INIT("\xe9\x95\x95") },
	{ "an unknown charset is UTF-8 when valid",
	  SLICE_INIT("=?x-none?q?=C3=A9?="), SLICE_INIT(""),
	  SLICE_INIT("\xc3\xa9") },
	{ "a wrong charset",
	  SLICE_INIT("=?utf-8?q?Gr=FC=DFe?="), SLICE_INIT(""),
	  SLICE_INIT("Gr\xc3\xbc\xc3\x9f" "e") },
	{ "blanks in a Q word", SLICE_INIT("=?utf-8?q?a b c?="), SLICE_INIT(""),
	  SLICE_INIT("a b c") },
	{ "question marks in a Q word", SLICE_INIT("=?utf-8?q?a? b?c?="),
	  SLICE_INIT(""), SLICE_INIT("a? b?c") },
	{ "= before others in a Q word", SLICE_INIT("=?utf-8?q?a=b=?="),
	  SLICE_INIT(""), SLICE_INIT("a=b=") },
	{ "raw bytes in a Q word", SLICE_INIT("=?utf-8?q?\xc3\xa9?="),
	  SLICE_INIT(""), SLICE_INIT("\xc3\xa9") },
	{ "dirty base64", SLICE_INIT("=?utf-8?B?w6 n!D qQ?="), SLICE_INIT(""),
	  SLICE_INIT("\xc3\xa9\xc3\xa9") },
	{ "empty words", SLICE_INIT("a =?utf-8?q?" "?= =?utf-8?b?" "?= b"),
	  SLICE_INIT(""), SLICE_INIT("a  b") },
	{ "an unclosed word stays", SLICE_INIT("a =?utf-8?q?b"), SLICE_INIT(""),
	  SLICE_INIT("a =?utf-8?q?b") },
	{ "an unclosed word does not swallow the next",
	  SLICE_INIT("=?utf-8?q?a =?utf-8?q?b?="), SLICE_INIT(""),
	  SLICE_INIT("=?utf-8?q?a b") },
	{ "an unknown encoding stays, the next is read",
	  SLICE_INIT("=?utf-8?x?a?= =?utf-8?q?b?="), SLICE_INIT(""),
	  SLICE_INIT("=?utf-8?x?a?= b") },
	{ "no charset stays", SLICE_INIT("=??q?a?="), SLICE_INIT(""),
	  SLICE_INIT("=??q?a?=") },
	{ "a blank in the charset stays", SLICE_INIT("=?utf 8?q?a?="),
	  SLICE_INIT(""), SLICE_INIT("=?utf 8?q?a?=") },
	{ "cut short anywhere", SLICE_INIT("=? =?u =?u? =?u?q =?u?q?"),
	  SLICE_INIT(""), SLICE_INIT("=? =?u =?u? =?u?q =?u?q?") },

	{ "raw UTF-8", SLICE_INIT("J\xc3\xb6hn"), SLICE_INIT("koi8-r"),
	  SLICE_INIT("J\xc3\xb6hn") },
	{ "raw bytes in the body's charset",
	  SLICE_INIT("\xd4\xc5\xd3\xd4"), SLICE_INIT("koi8-r"),
	  SLICE_INIT("\xd1\x82\xd0\xb5\xd1\x81\xd1\x82") },
	{ "raw GB 2312 in the body's charset",
	  SLICE_INIT("Re: \xd7\xaa\xb7\xa2"), SLICE_INIT("gb2312"),
	  SLICE_INIT("Re: \xe8\xbd\xac\xe5\x8f\x91") },
	{ "raw bytes, the body says UTF-8",
	  SLICE_INIT("Die Hasen und die Fr\xf6sche"), SLICE_INIT("utf-8"),
	  SLICE_INIT("Die Hasen und die Fr\xc3\xb6sche") },
	{ "raw bytes, the body says nothing known",
	  SLICE_INIT("Fr\xf6sche"), SLICE_INIT("x-none"),
	  SLICE_INIT("Fr\xc3\xb6sche") },
	{ "raw bytes, no body: windows-1252",
	  SLICE_INIT("Die Hasen und die Fr\xf6sche"), SLICE_INIT(""),
	  SLICE_INIT("Die Hasen und die Fr\xc3\xb6sche") },
	{ "raw bytes, no body: KOI8-R",
	  SLICE_INIT("\xd4\xc5\xd3\xd4 \xd4\xc5\xd3\xd4"),
	  SLICE_INIT(""), SLICE_INIT("\xd1\x82\xd0\xb5\xd1\x81\xd1\x82 "
	      "\xd1\x82\xd0\xb5\xd1\x81\xd1\x82") },
	{ "raw bytes, no body: Shift_JIS",
	  SLICE_INIT("\x83\x63\x81\x5b\x83\x8b"), SLICE_INIT(""),
	  SLICE_INIT("\xe3\x83\x84\xe3\x83\xbc\xe3\x83\xab") },
	{ "raw ISO-2022-JP",
	  SLICE_INIT("\x1b$B%F%9%H\x1b(B ok"), SLICE_INIT(""),
	  SLICE_INIT("\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88 ok") },
	{ "raw bytes beside words",
	  SLICE_INIT("\xe9 =?utf-8?q?=C3=A9?= \xe9"), SLICE_INIT("iso-8859-1"),
	  SLICE_INIT("\xc3\xa9 \xc3\xa9 \xc3\xa9") },

	{ "decoded line ends and NULs are blanks",
	  SLICE_INIT("=?utf-8?q?a=0D=0ABcc=3A_x=40y=00?="), SLICE_INIT(""),
	  SLICE_INIT("a  Bcc: x@y ") },
	{ "decoded controls of terminals are blanks",
	  SLICE_INIT("=?utf-8?q?=1B[31m=C2=9B=E2=80=A8?="), SLICE_INIT(""),
	  SLICE_INIT(" [31m  ") },
	{ "controls outside words are blanks", SLICE_INIT("a\0b\rc\x7f"),
	  SLICE_INIT(""), SLICE_INIT("a b c ") },
	{ "an ESC that is no charset's is a blank", SLICE_INIT("a\x1b[1m"),
	  SLICE_INIT(""), SLICE_INIT("a [1m") },
	{ "nothing", SLICE_INIT(""), SLICE_INIT(""), SLICE_INIT("") },
};

static void
test_words_decode(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(decoded); i++)
		assert_case_slice(decoded[i].name, words_decode(
		    decoded[i].value, decoded[i].charset, &arena),
		    decoded[i].want);
	arena_free(&arena);
}

#define X10 "xxxxxxxxxx"
#define X60 X10 X10 X10 X10 X10 X10

struct written {
	const char *name;
	struct slice utf8;
	size_t column;
	struct slice want;
};

static const struct written texts[] = {
	{ "printable ASCII stays", SLICE_INIT("Hello, \"you\" = me?"), 9,
	  SLICE_INIT("Hello, \"you\" = me?") },
	{ "what looks like a word is encoded", SLICE_INIT("=?x"), 9,
	  SLICE_INIT("=?utf-8?b?PT94?=") },
	{ "a few letters are Q", SLICE_INIT("Sch\xc3\xb6nes Wetter heute"), 9,
	  SLICE_INIT("=?utf-8?q?Sch=C3=B6nes_Wetter_heute?=") },
	{ "many are B", SLICE_INIT("\xd1\x82\xd0\xb5\xd1\x81\xd1\x82"), 9,
	  SLICE_INIT("=?utf-8?b?0YLQtdGB0YI=?=") },
	{ "line ends are blanks", SLICE_INIT("a\r\nBcc: x"), 9,
	  SLICE_INIT("a  Bcc: x") },
	{ "one line end is one blank", SLICE_INIT("a\nb"), 9,
	  SLICE_INIT("a b") },
	{ "blanks at the ends are kept", SLICE_INIT(" a "), 9,
	  SLICE_INIT("=?utf-8?q?_a_?=") },
	{ "long text is folded at a blank", SLICE_INIT(X60 " y z"), 15,
	  SLICE_INIT(X60 "\r\n y z") },
	{ "76 octets fit", SLICE_INIT(X60 " y"), 14, SLICE_INIT(X60 " y") },
	{ "never between two blanks",
	  SLICE_INIT("a  " X60 "  yyyyyyyyyyyyyy"), 9,
	  SLICE_INIT("=?utf-8?q?a__" X10 X10 X10 X10 "xxxxxxxxxxxx?=\r\n "
	      "=?utf-8?q?xxxxxxxx__yyyyyyyyyyyyyy?=") },
	{ "a word that fits no line is encoded",
	  SLICE_INIT(X60 X10 X10), 9,
	  SLICE_INIT("=?utf-8?q?" X10 X10 X10 X10 X10 "xxxxx?=\r\n "
	      "=?utf-8?q?" X10 X10 "xxxxx?=") },
	{ "late in the line it begins on the next", SLICE_INIT("\xc3\xa9"), 70,
	  SLICE_INIT("\r\n =?utf-8?b?w6k=?=") },
	{ "no UTF-8", SLICE_INIT("\xe9"), 9, SLICE_INIT("=?utf-8?b?77+9?=") },
	{ "nothing", SLICE_INIT(""), 9, SLICE_INIT("") },
};

static const struct written phrases[] = {
	{ "atoms stay",
	  SLICE_INIT("Kim O'Neill"), 6, SLICE_INIT("Kim O'Neill") },
	{ "specials are quoted", SLICE_INIT("Neill, Kim (x)"), 6,
	  SLICE_INIT("\"Neill, Kim (x)\"") },
	{ "a dot is quoted", SLICE_INIT("K. Neill"), 6,
	  SLICE_INIT("\"K. Neill\"") },
	{ "quotes and backslashes are escaped", SLICE_INIT("\"K\" \\"), 6,
	  SLICE_INIT("\"\\\"K\\\" \\\\\"") },
	{ "two blanks are quoted", SLICE_INIT("a  b"), 6,
	  SLICE_INIT("\"a  b\"") },
	{ "others are encoded, with nothing that is special in a phrase",
	  SLICE_INIT("J\xc3\xb6hn, (Doe) <x@y>"), 6,
	  SLICE_INIT("=?utf-8?b?SsO2aG4sIChEb2UpIDx4QHk+?=") },
	{ "what looks like a word is encoded", SLICE_INIT("=?a?="), 6,
	  SLICE_INIT("=?utf-8?b?PT9hPz0=?=") },
	{ "too long to be quoted", SLICE_INIT(X60 ".xxxxxxxxx"), 6,
	  SLICE_INIT("=?utf-8?q?" X10 X10 X10 X10 X10 "xxxxxxxx?=\r\n "
	      "=?utf-8?q?xx=2Exxxxxxxxx?=") },
	{ "line ends are blanks", SLICE_INIT("a\r\nb"), 6,
	  SLICE_INIT("\"a  b\"") },
	{ "nothing", SLICE_INIT(""), 6, SLICE_INIT("") },
};

static void
check_written(const struct written *rows, size_t count,
    void (*encode)(struct text *, struct slice, size_t))
{
	struct arena arena = ARENA_INIT;

	for (size_t i = 0; i < count; i++) {
		struct text to = TEXT_IN(&arena);

		encode(&to, rows[i].utf8, rows[i].column);
		assert_case_slice(rows[i].name, text_slice(&to), rows[i].want);
	}
	arena_free(&arena);
}

static void
test_words_encode(void **state)
{
	(void)state;
	check_written(texts, ARRAY_LEN(texts), words_encode);
}

static void
test_words_encode_phrase(void **state)
{
	(void)state;
	check_written(phrases, ARRAY_LEN(phrases), words_encode_phrase);
}

static const uint32_t alphabet[] = {
	'a', 'b', ' ', '=', '?', '_', '"', 0xe9, 0x442, 0x3042, 0x1f600, '.',
};

/*
 * Random text: what is written keeps the lines short and is read as the same
 * text again.
 */
static void
test_words_return(void **state)
{
	struct arena arena = ARENA_INIT;
	uint32_t random = 7;

	(void)state;
	for (size_t round = 0; round < 3000; round++) {
		struct text text = TEXT_IN(&arena);
		struct text to = TEXT_IN(&arena);
		struct slice rest;
		struct slice line;
		size_t kinds = round % 3 == 0 ? 6 : ARRAY_LEN(alphabet);

		for (size_t i = 0; i < round % 150; i++) {
			random = random * 1103515245 + 12345;
			text_add_code_point(&text,
			    alphabet[(random >> 16) % kinds]);
		}
		text_add(&to, SLICE("Subject: "));
		words_encode(&to, text_slice(&text), to.len);
		rest = text_slice(&to);
		while (slice_line(&rest, &line))
			assert_true(line.len <= 76 && slice_is_ascii(line));
		assert_case_slice("the same text", words_decode(header_unfold(
		    slice_from(text_slice(&to), 9), &arena), SLICE_EMPTY,
		    &arena), text_slice(&text));
		arena_reset(&arena);
	}
	arena_free(&arena);
}

static const struct {
	const char *name;
	const char *piece;
	size_t times;
	const char *after;
	size_t want; /* octets */
} hostile[] = {
	{ "words that are never closed", "=?a?q?", 10000, "", 60000 },
	{ "words that one end closes", "=?a?q? ", 9000, "?=", 62994 },
	{ "empty words", "=?a?q?" "?=", 8000, "", 0 },
	{ "charsets that alternate", "=?koi8-r?q?=C1?=\n=?cp1251?q?=E0?=\n",
	  1600, "", 6401 },
	{ "beginnings of words", "=?", 30000, "", 60000 },
	{ "ends of words", "?=", 30000, "", 60000 },
	{ "raw bytes between words", "=?utf-8?q?x?=\xff", 4000, "", 0 },
};

static void
test_words_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		struct arena arena = ARENA_INIT;
		struct text value = TEXT_IN(&arena);
		struct slice got;

		for (size_t k = 0; k < hostile[i].times; k++)
			text_add_string(&value, hostile[i].piece);
		text_add_string(&value, hostile[i].after);
		got = words_decode(text_slice(&value), SLICE_EMPTY, &arena);
		assert_case_true(hostile[i].name, slice_is_utf8(got));
		if (hostile[i].want > 0)
			assert_case_int(hostile[i].name, got.len,
			    hostile[i].want);
		assert_case_true(hostile[i].name, arena.total < 2 << 20);
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_decode),
		cmocka_unit_test(test_words_encode),
		cmocka_unit_test(test_words_encode_phrase),
		cmocka_unit_test(test_words_return),
		cmocka_unit_test(test_words_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
