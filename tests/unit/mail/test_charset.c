/* Charsets as mailers mean them, labels that lie, and no label at all. */
#include "case.h"

#include "base/text.h"
#include "mail/charset.h"
#include "mail/charset_guess.h"
#include "mail/charset_list.h"

static const struct {
	const char *name;
	struct slice label;
	struct slice bytes;
	struct slice want;
} cases[] = {
	{ "latin1 is windows-1252: the euro, quotes", SLICE_INIT("iso-8859-1"),
	  SLICE_INIT("\x80 \x93\xe9\x94"),
	  SLICE_INIT("\xe2\x82\xac \xe2\x80\x9c\xc3\xa9\xe2\x80\x9d") },
	{ "latin2", SLICE_INIT("iso-8859-2"),
	  SLICE_INIT("\xbelu\xbbou\xe8k\xfd"),
	  SLICE_INIT("\xc5\xbelu\xc5\xa5ou\xc4\x8dk\xc3\xbd") },
	{ "latin5 is windows-1254", SLICE_INIT("ISO-8859-9"),
	  SLICE_INIT("\xfe\xf6yle\x80"),
	  SLICE_INIT("\xc5\x9f\xc3\xb6yle\xe2\x82\xac") },
	{ "latin9", SLICE_INIT("iso-8859-15"),
	  SLICE_INIT("\xa4\xbd"),
	  SLICE_INIT("\xe2\x82\xac\xc5\x93") },
	{ "koi8-r", SLICE_INIT("koi8-r"),
	  SLICE_INIT("\xd4\xc5\xd3\xd4"),
	  SLICE_INIT("\xd1\x82\xd0\xb5\xd1\x81\xd1\x82") },
	{ "koi8-u", SLICE_INIT("KOI8-U"),
	  SLICE_INIT("\xa7\xd6\xc1\xcb"),
	  SLICE_INIT("\xd1\x97\xd0\xb6\xd0\xb0\xd0\xba") },
	{ "windows-1251 by its number", SLICE_INIT("cp1251"),
	  SLICE_INIT("\xf2\xe5\xf1\xf2"),
	  SLICE_INIT("\xd1\x82\xd0\xb5\xd1\x81\xd1\x82") },
	{ "ibm866", SLICE_INIT("ibm866"),
	  SLICE_INIT("\xe2\xa5\xe1\xe2"),
	  SLICE_INIT("\xd1\x82\xd0\xb5\xd1\x81\xd1\x82") },
	{ "greek", SLICE_INIT("iso-8859-7"),
	  SLICE_INIT("\xea\xfc\xf3\xec\xe5"),
	  SLICE_INIT("\xce\xba\xcf\x8c\xcf\x83\xce\xbc\xce\xb5") },
	{ "hebrew in logical order", SLICE_INIT("ISO-8859-8-I"),
	  SLICE_INIT("\xf9\xec\xe5\xed"),
	  SLICE_INIT("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d") },
	{ "arabic", SLICE_INIT("windows-1256"),
	  SLICE_INIT("\xd3\xe1\xc7\xe3"),
	  SLICE_INIT("\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85") },
	{ "thai as windows has it", SLICE_INIT("tis-620"),
	  SLICE_INIT("\xca\xc7\xd1\xca\xb4\xd5"),
	  SLICE_INIT("\xe0\xb8\xaa\xe0\xb8\xa7\xe0\xb8\xb1\xe0\xb8\xaa\xe0"
	      "\xb8\x94\xe0\xb8\xb5") },
	{ "gb2312 is GB18030", SLICE_INIT("gb2312"),
	  SLICE_INIT("\xd7\xaa\xb7\xa2\xa3\xba\xe9" "F"),
	  SLICE_INIT("\xe8\xbd\xac\xe5\x8f\x91\xef\xbc\x9a\xe9\x95\x95") },
	{ "gbk, an alias", SLICE_INIT("x-gbk"),
	  SLICE_INIT("\xc4\xe3\xba\xc3"),
	  SLICE_INIT("\xe4\xbd\xa0\xe5\xa5\xbd") },
	{ "big5", SLICE_INIT("big5"),
	  SLICE_INIT("\xb7|\xc4\xb3\xb3q\xaa\xbe"),
	  SLICE_INIT("\xe6\x9c\x83\xe8\xad\xb0\xe9\x80\x9a\xe7\x9f\xa5") },
	{ "shift_jis has NEC's signs", SLICE_INIT("shift_jis"),
	  SLICE_INIT("\x87@\x87\x8a"),
	  SLICE_INIT("\xe2\x91\xa0\xe3\x88\xb1") },
	{ "euc-jp has them, too", SLICE_INIT("euc-jp"),
	  SLICE_INIT("\xad\xa1\xad\xea"),
	  SLICE_INIT("\xe2\x91\xa0\xe3\x88\xb1") },
	{ "iso-2022-jp has them, too", SLICE_INIT("iso-2022-jp"),
	  SLICE_INIT("\x1b$B-!-j\x1b(B!"),
	  SLICE_INIT("\xe2\x91\xa0\xe3\x88\xb1!") },
	{ "iso-2022-jp, half-width katakana", SLICE_INIT("iso-2022-jp"),
	  SLICE_INIT("\x1b(I11\x1b(Ba"),
	  SLICE_INIT("\xef\xbd\xb1\xef\xbd\xb1" "a") },
	{ "iso-2022-jp, JIS X 0212", SLICE_INIT("iso-2022-jp"),
	  SLICE_INIT("\x1b$(D0!\x1b(B"),
	  SLICE_INIT("\xe4\xb8\x82") },
	{ "iso-2022-jp that forgets its end of line", SLICE_INIT("iso-2022-jp"),
	  SLICE_INIT("\x1b$B%F\x0a" "ab"),
	  SLICE_INIT("\xe3\x83\x86\x0a" "ab") },
	{ "iso-2022-jp of ASCII alone", SLICE_INIT("iso-2022-jp"),
	  SLICE_INIT("abc"),
	  SLICE_INIT("abc") },
	{ "iso-2022-kr", SLICE_INIT("iso-2022-kr"),
	  SLICE_INIT("\x1b$)C\x0e" "0!\x0f" "a"),
	  SLICE_INIT("\xea\xb0\x80" "a") },
	{ "euc-kr is cp949", SLICE_INIT("euc-kr"),
	  SLICE_INIT("\x8c" "c\xb9\xe6"),
	  SLICE_INIT("\xeb\x98\xa0\xeb\xb0\xa9") },
	{ "ks_c_5601-1987", SLICE_INIT("ks_c_5601-1987"),
	  SLICE_INIT("\xbe\xc8\xb3\xe7"),
	  SLICE_INIT("\xec\x95\x88\xeb\x85\x95") },
	{ "hz", SLICE_INIT("hz-gb-2312"),
	  SLICE_INIT("a~{VPND~}b~~"),
	  SLICE_INIT("a\xe4\xb8\xad\xe6\x96\x87" "b~") },
	{ "utf-7", SLICE_INIT("utf-7"),
	  SLICE_INIT("Hi +AOQ-, a~b\\c"),
	  SLICE_INIT("Hi \xc3\xa4, a~b\\c") },
	{ "utf-7 by its other name", SLICE_INIT("unicode-1-1-utf-7"),
	  SLICE_INIT("+AGEA5A-"),
	  SLICE_INIT("a\xc3\xa4") },
	{ "macintosh", SLICE_INIT("x-mac-roman"),
	  SLICE_INIT("\x8a\xa5"),
	  SLICE_INIT("\xc3\xa4\xe2\x80\xa2") },
	{ "utf-16 with a mark", SLICE_INIT("utf-16"),
	  SLICE_INIT("\xff\xfe" "a\x00\xe4\x00"),
	  SLICE_INIT("a\xc3\xa4") },
	{ "utf-16 without: as the NULs are", SLICE_INIT("utf-16"),
	  SLICE_INIT("a\x00" "b\x00\xe4\x00"),
	  SLICE_INIT("ab\xc3\xa4") },
	{ "utf-16 without, the other order", SLICE_INIT("utf-16"),
	  SLICE_INIT("\x00" "a\x00" "b\x00\xe4"),
	  SLICE_INIT("ab\xc3\xa4") },
	{ "utf-16 that is none", SLICE_INIT("utf-16"),
	  SLICE_INIT("abc"),
	  SLICE_INIT("abc") },
	{ "utf-8", SLICE_INIT("utf-8"),
	  SLICE_INIT("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"),
	  SLICE_INIT("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80") },
	{ "utf-8's mark is no text", SLICE_INIT("utf-8"),
	  SLICE_INIT("\xef\xbb\xbf" "abc"),
	  SLICE_INIT("abc") },
	{ "utf-8's mark under another label", SLICE_INIT("iso-8859-1"),
	  SLICE_INIT("\xef\xbb\xbf\xc3\xa4"),
	  SLICE_INIT("\xc3\xa4") },
	{ "NULs stay", SLICE_INIT("iso-8859-1"),
	  SLICE_INIT("a\x00\xe4"),
	  SLICE_INIT("a\x00\xc3\xa4") },
	{ "valid utf-8 wins over latin1", SLICE_INIT("iso-8859-1"),
	  SLICE_INIT("\xc3\xa4\xc3\xb6\xc3\xbc"),
	  SLICE_INIT("\xc3\xa4\xc3\xb6\xc3\xbc") },
	{ "valid utf-8 wins over ascii", SLICE_INIT("us-ascii"),
	  SLICE_INIT("\xc3\xa4\xc3\xb6\xc3\xbc"),
	  SLICE_INIT("\xc3\xa4\xc3\xb6\xc3\xbc") },
	{ "valid utf-8 wins over other one-byte charsets", SLICE_INIT("koi8-r"),
	  SLICE_INIT("\xc3\xa4\xc3\xb6\xc3\xbc"),
	  SLICE_INIT("\xc3\xa4\xc3\xb6\xc3\xbc") },
	{ "valid utf-8 of several triples wins over two-byte ones",
	  SLICE_INIT("gb2312"),
	  SLICE_INIT("\xe8\xbd\xac\xe5\x8f\x91"),
	  SLICE_INIT("\xe8\xbd\xac\xe5\x8f\x91") },
	{ "two bytes that happen to be valid utf-8 do not",
	  SLICE_INIT("gb2312"),
	  SLICE_INIT("\xc1\xaa\xcd\xa8"),
	  SLICE_INIT("\xe8\x81\x94\xe9\x80\x9a") },
	{ "latin1 under ascii", SLICE_INIT("us-ascii"),
	  SLICE_INIT("Sch\xf6ne Gr\xfc\xdf" "e"),
	  SLICE_INIT("Sch\xc3\xb6ne Gr\xc3\xbc\xc3\x9f" "e") },
	{ "latin1 under utf-8", SLICE_INIT("utf-8"),
	  SLICE_INIT("Sch\xf6ne Gr\xfc\xdf" "e"),
	  SLICE_INIT("Sch\xc3\xb6ne Gr\xc3\xbc\xc3\x9f" "e") },
	{ "latin1 under a 7-bit charset", SLICE_INIT("iso-2022-jp"),
	  SLICE_INIT("Sch\xf6ne Gr\xfc\xdf" "e"),
	  SLICE_INIT("Sch\xc3\xb6ne Gr\xc3\xbc\xc3\x9f" "e") },
	{ "utf-8 under a 7-bit charset", SLICE_INIT("utf-7"),
	  SLICE_INIT("\xc3\xa4\xc3\xb6\xc3\xbc"),
	  SLICE_INIT("\xc3\xa4\xc3\xb6\xc3\xbc") },
	{ "one bad byte in utf-8", SLICE_INIT("utf-8"),
	  SLICE_INIT("\xd0\x97\xd0\xb4\xd1\x80\xd0\xb0\xd0\xb2\xd1\x81\xd1"
	      "\x82\xd0\xb2\xd1\x83\xd0\xb9\xd1\x82\xd0\xb5\xff"),
	  SLICE_INIT("\xd0\x97\xd0\xb4\xd1\x80\xd0\xb0\xd0\xb2\xd1\x81\xd1"
	      "\x82\xd0\xb2\xd1\x83\xd0\xb9\xd1\x82\xd0\xb5\xef\xbf"
	      "\xbd") },
	{ "half a character at the end of utf-8", SLICE_INIT("utf-8"),
	  SLICE_INIT("\xc3\xa9t\xc3"),
	  SLICE_INIT("\xc3\xa9t\xef\xbf\xbd") },
	{ "a bad byte in a two-byte charset", SLICE_INIT("gb2312"),
	  SLICE_INIT("\xff\xc4\xe3\xba\xc3"),
	  SLICE_INIT("\xef\xbf\xbd\xe4\xbd\xa0\xe5\xa5\xbd") },
	{ "half a character at the end", SLICE_INIT("shift_jis"),
	  SLICE_INIT("\x83" "e\x83"),
	  SLICE_INIT("\xe3\x83\x86\xef\xbf\xbd") },
	{ "a byte that windows-1252 has not", SLICE_INIT("iso-8859-1"),
	  SLICE_INIT("a\x81" "b"),
	  SLICE_INIT("a\xef\xbf\xbd" "b") },
	{ "a lone surrogate", SLICE_INIT("utf-16be"),
	  SLICE_INIT("\xd8\x00\x00" "a\x00" "b"),
	  SLICE_INIT("\xef\xbf\xbd" "ab") },
	{ "an unknown label over utf-8", SLICE_INIT("x-none"),
	  SLICE_INIT("\xc3\xa4"),
	  SLICE_INIT("\xc3\xa4") },
	{ "an unknown label over others", SLICE_INIT("unknown-8bit"),
	  SLICE_INIT("Gr\xfc\xdf" "e"),
	  SLICE_INIT("Gr\xc3\xbc\xc3\x9f" "e") },
	{ "no label over utf-8", SLICE_INIT(""),
	  SLICE_INIT("\xc3\xa4"),
	  SLICE_INIT("\xc3\xa4") },
	{ "no label over utf-8 with a bad byte", SLICE_INIT(""),
	  SLICE_INIT("\xd0\x97\xd0\xb4\xd1\x80\xd0\xb0\xd0\xb2\xd1\x81\xd1"
	      "\x82\xd0\xb2\xd1\x83\xd0\xb9\xd1\x82\xd0\xb5\xff"),
	  SLICE_INIT("\xd0\x97\xd0\xb4\xd1\x80\xd0\xb0\xd0\xb2\xd1\x81\xd1"
	      "\x82\xd0\xb2\xd1\x83\xd0\xb9\xd1\x82\xd0\xb5\xef\xbf"
	      "\xbd") },
	{ "no label over latin1", SLICE_INIT(""),
	  SLICE_INIT("Fr\xf6sche"),
	  SLICE_INIT("Fr\xc3\xb6sche") },
	{ "no label over iso-2022-jp", SLICE_INIT(""),
	  SLICE_INIT("\x1b$B%F%9%H\x1b(B"),
	  SLICE_INIT("\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88") },
	{ "a label in quotes", SLICE_INIT("\"koi8-r\""),
	  SLICE_INIT("\xd4\xc5\xd3\xd4"),
	  SLICE_INIT("\xd1\x82\xd0\xb5\xd1\x81\xd1\x82") },
	{ "a label in single quotes", SLICE_INIT("'koi8-r'"),
	  SLICE_INIT("\xd4\xc5\xd3\xd4"),
	  SLICE_INIT("\xd1\x82\xd0\xb5\xd1\x81\xd1\x82") },
	{ "a label with something behind it", SLICE_INIT("koi8-r; x=y"),
	  SLICE_INIT("\xd4\xc5\xd3\xd4"),
	  SLICE_INIT("\xd1\x82\xd0\xb5\xd1\x81\xd1\x82") },
	{ "a label with its year", SLICE_INIT("ISO_8859-2:1987"),
	  SLICE_INIT("\xbe"),
	  SLICE_INIT("\xc5\xbe") },
	{ "a label with iconv's orders", SLICE_INIT("koi8-r//IGNORE"),
	  SLICE_INIT("\xd4\xc5\xd3\xd4"),
	  SLICE_INIT("\xd1\x82\xd0\xb5\xd1\x81\xd1\x82") },
	{ "a label with blanks and case", SLICE_INIT(" Koi8_R "),
	  SLICE_INIT("\xd4\xc5\xd3\xd4"),
	  SLICE_INIT("\xd1\x82\xd0\xb5\xd1\x81\xd1\x82") },
	{ "nothing", SLICE_INIT("utf-8"),
	  SLICE_INIT(""),
	  SLICE_INIT("") },
};

static void
test_charset_to_utf8(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	/* Twice, for the descriptors are kept from one text to the next. */
	for (size_t i = 0; i < 2 * ARRAY_LEN(cases); i++) {
		size_t row = i % ARRAY_LEN(cases);

		assert_case_slice(cases[row].name, charset_to_utf8(
		    cases[row].label, cases[row].bytes, &arena),
		    cases[row].want);
	}
	arena_free(&arena);
}

/* Words of a subject's size, without a label: bytes and what they say. */
static const struct {
	const char *name;
	struct slice bytes;
	struct slice want;
} unlabelled[] = {
	{ "koi8-r, two small words",
	  SLICE_INIT("\xd4\xc5\xd3\xd4 \xd4\xc5\xd3\xd4"),
	  SLICE_INIT("\xd1\x82\xd0\xb5\xd1\x81\xd1\x82 \xd1\x82\xd0\xb5"
	      "\xd1\x81\xd1\x82") },
	{ "koi8-r",
	  SLICE_INIT("\xef\xdb\xc9\xc2\xcb\xc1 \xd3\xc5\xd2\xd7\xc5\xd2\xc1"),
	  SLICE_INIT("\xd0\x9e\xd1\x88\xd0\xb8\xd0\xb1\xd0\xba\xd0\xb0 "
	      "\xd1\x81\xd0\xb5\xd1\x80\xd0\xb2\xd0\xb5\xd1\x80\xd0"
	      "\xb0") },
	{ "windows-1251",
	  SLICE_INIT("\xce\xf8\xe8\xe1\xea\xe0 \xf1\xe5\xf0\xe2\xe5\xf0\xe0"),
	  SLICE_INIT("\xd0\x9e\xd1\x88\xd0\xb8\xd0\xb1\xd0\xba\xd0\xb0 "
	      "\xd1\x81\xd0\xb5\xd1\x80\xd0\xb2\xd0\xb5\xd1\x80\xd0"
	      "\xb0") },
	{ "windows-1251 in capitals",
	  SLICE_INIT("\xce\xd8\xc8\xc1\xca\xc0 \xd1\xc5\xd0\xc2\xc5\xd0\xc0"),
	  SLICE_INIT("\xd0\x9e\xd0\xa8\xd0\x98\xd0\x91\xd0\x9a\xd0\x90 "
	      "\xd0\xa1\xd0\x95\xd0\xa0\xd0\x92\xd0\x95\xd0\xa0\xd0"
	      "\x90") },
	{ "gb2312",
	  SLICE_INIT("\xd7\xaa\xb7\xa2\xa3\xba\xd5\xfb\xcc\xe5\xcc\xe1\xc9"
	      "\xfd\xc6\xf3\xd2\xb5\xb7\xfe\xce\xf1\xcb\xae\xc6\xbd"),
	  SLICE_INIT("\xe8\xbd\xac\xe5\x8f\x91\xef\xbc\x9a\xe6\x95\xb4\xe4"
	      "\xbd\x93\xe6\x8f\x90\xe5\x8d\x87\xe4\xbc\x81\xe4\xb8"
	      "\x9a\xe6\x9c\x8d\xe5\x8a\xa1\xe6\xb0\xb4\xe5\xb9\xb3") },
	{ "gb2312, two characters",
	  SLICE_INIT("\xc4\xe3\xba\xc3"),
	  SLICE_INIT("\xe4\xbd\xa0\xe5\xa5\xbd") },
	{ "shift_jis, one word",
	  SLICE_INIT("\x83" "c\x81[\x83\x8b"),
	  SLICE_INIT("\xe3\x83\x84\xe3\x83\xbc\xe3\x83\xab") },
	{ "euc-jp, one word",
	  SLICE_INIT("\xa5\xc4\xa1\xbc\xa5\xeb"),
	  SLICE_INIT("\xe3\x83\x84\xe3\x83\xbc\xe3\x83\xab") },
	{ "shift_jis with kanji",
	  SLICE_INIT("\x90\xbf\x8b\x81\x8f\x91\x82\xf0\x91\x97\x95t\x82"
	      "\xb5\x82\xdc\x82\xb7"),
	  SLICE_INIT("\xe8\xab\x8b\xe6\xb1\x82\xe6\x9b\xb8\xe3\x82\x92\xe9"
	      "\x80\x81\xe4\xbb\x98\xe3\x81\x97\xe3\x81\xbe\xe3\x81"
	      "\x99") },
	{ "euc-jp with kanji",
	  SLICE_INIT("\xc0\xc1\xb5\xe1\xbd\xf1\xa4\xf2\xc1\xf7\xc9\xd5\xa4"
	      "\xb7\xa4\xde\xa4\xb9"),
	  SLICE_INIT("\xe8\xab\x8b\xe6\xb1\x82\xe6\x9b\xb8\xe3\x82\x92\xe9"
	      "\x80\x81\xe4\xbb\x98\xe3\x81\x97\xe3\x81\xbe\xe3\x81"
	      "\x99") },
	{ "euc-kr",
	  SLICE_INIT("\xbe\xc8\xb3\xe7\xc7\xcf\xbc\xbc\xbf\xe4"),
	  SLICE_INIT("\xec\x95\x88\xeb\x85\x95\xed\x95\x98\xec\x84\xb8\xec"
	      "\x9a\x94") },
	{ "big5",
	  SLICE_INIT("\xb7|\xc4\xb3\xb3q\xaa\xbe"),
	  SLICE_INIT("\xe6\x9c\x83\xe8\xad\xb0\xe9\x80\x9a\xe7\x9f\xa5") },
	{ "greek",
	  SLICE_INIT("\xca\xe1\xeb\xe7\xec\xdd\xf1\xe1 \xea\xfc\xf3\xec\xe5"),
	  SLICE_INIT("\xce\x9a\xce\xb1\xce\xbb\xce\xb7\xce\xbc\xce\xad\xcf"
	      "\x81\xce\xb1 \xce\xba\xcf\x8c\xcf\x83\xce\xbc\xce"
	      "\xb5") },
	{ "hebrew",
	  SLICE_INIT("\xf9\xec\xe5\xed \xf2\xe5\xec\xed"),
	  SLICE_INIT("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\xa2\xd7\x95"
	      "\xd7\x9c\xd7\x9d") },
	{ "latin1: one letter",
	  SLICE_INIT("\xe9"),
	  SLICE_INIT("\xc3\xa9") },
	{ "latin1: a name",
	  SLICE_INIT("M\xfcller"),
	  SLICE_INIT("M\xc3\xbcller") },
	{ "latin1: two letters in a row",
	  SLICE_INIT("Gr\xfc\xdf" "e"),
	  SLICE_INIT("Gr\xc3\xbc\xc3\x9f" "e") },
	{ "latin1: an address",
	  SLICE_INIT("k.g\xfcnther@example.com"),
	  SLICE_INIT("k.g\xc3\xbcnther@example.com") },
	{ "latin1: french",
	  SLICE_INIT("R\xe9ponse automatique : d\xe9j\xe0 re\xe7u"),
	  SLICE_INIT("R\xc3\xa9ponse automatique : d\xc3\xa9j\xc3\xa0 re"
	      "\xc3\xa7u") },
	{ "windows-1252: quotes and a dash",
	  SLICE_INIT("\x93so\x94 \x96 5 \x80"),
	  SLICE_INIT("\xe2\x80\x9cso\xe2\x80\x9d \xe2\x80\x93 5 \xe2\x82"
	      "\xac") },
	{ "windows-1250, enough of it",
	  SLICE_INIT("\x8elu\x9dou\xe8k\xfd k\xf9\xf2 \xfap\xecl \xef\xe1"
	      "" "belsk\xe9 \xf3" "dy, \x9elu\x9dou\xe8k\xfd k\xf9"
	      "\xf2 sk\xe1kal"),
	  SLICE_INIT("\xc5\xbdlu\xc5\xa5ou\xc4\x8dk\xc3\xbd k\xc5\xaf\xc5"
	      "\x88 \xc3\xbap\xc4\x9bl \xc4\x8f\xc3\xa1" "belsk\xc3"
	      "\xa9 \xc3\xb3" "dy, \xc5\xbelu\xc5\xa5ou\xc4\x8dk"
	      "\xc3\xbd k\xc5\xaf\xc5\x88 sk\xc3\xa1kal") },
	{ "latin2, enough of it",
	  SLICE_INIT("\xaelu\xbbou\xe8k\xfd k\xf9\xf2 \xfap\xecl \xef\xe1"
	      "" "belsk\xe9 \xf3" "dy, p\xf8\xedli\xb9 \xbelu\xbbou"
	      "\xe8k\xfd k\xf9\xf2 sk\xe1kal p\xf8" "es rozb\xf8" ""
	      "edl\xfd les"),
	  SLICE_INIT("\xc5\xbdlu\xc5\xa5ou\xc4\x8dk\xc3\xbd k\xc5\xaf\xc5"
	      "\x88 \xc3\xbap\xc4\x9bl \xc4\x8f\xc3\xa1" "belsk\xc3"
	      "\xa9 \xc3\xb3" "dy, p\xc5\x99\xc3\xadli\xc5\xa1 \xc5"
	      "\xbelu\xc5\xa5ou\xc4\x8dk\xc3\xbd k\xc5\xaf\xc5\x88 "
	      "sk\xc3\xa1kal p\xc5\x99" "es rozb\xc5\x99" "edl\xc3"
	      "\xbd les") },
};

static void
test_charset_guess(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(unlabelled); i++)
		assert_case_slice(unlabelled[i].name, charset_to_utf8(
		    SLICE_EMPTY, unlabelled[i].bytes, &arena),
		    unlabelled[i].want);
	arena_free(&arena);
}

static const struct {
	const char *name;
	struct slice label;
	bool want;
} labels[] = {
	{ "known", SLICE_INIT("utf-8"), true },
	{ "any case and dashes", SLICE_INIT("Windows_1252"), true },
	{ "a vendor's x-", SLICE_INIT("x-sjis"), true },
	{ "the registry's cs", SLICE_INIT("csISO2022JP"), true },
	{ "unknown", SLICE_INIT("x-none"), false },
	{ "empty", SLICE_INIT(""), false },
	{ "punctuation", SLICE_INIT("-_-"), false },
	{ "iconv's own names are not asked for", SLICE_INIT("INTERNAL"),
	  false },
	{ "nor a path", SLICE_INIT("../../utf-8"), false },
	{ "41 letters", SLICE_INIT("utf8utf8utf8utf8utf8utf8utf8utf8utf8utf8u"),
	  false },
	{ "NULs and raw bytes", SLICE_INIT("\0\xff"), false },
};

static void
test_charset_labels(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		assert_case_int(labels[i].name,
		    charset_is_known(labels[i].label), labels[i].want);
}

/* What is asked of iconv is there, or a charset in the list is dead. */
static void
test_charset_list_converts(void **state)
{
	struct arena arena = ARENA_INIT;
	struct slice a = SLICE("a");

	(void)state;
	for (size_t i = 0; i < charset_list_count(); i++) {
		const struct charset *charset = charset_list_at(i);
		size_t index;
		struct slice got;

		if (charset->iconv == NULL || charset->kind == CHARSET_WIDE)
			continue;
		index = charset_list_find(slice_of(charset->iconv));
		assert_case_true(charset->iconv, index < charset_list_count());
		/* A byte over 0x7f sends it through iconv. */
		got = charset_to_utf8(slice_of(charset->iconv),
		    SLICE("a\xc4\xe3\xc4\xe3"), &arena);
		assert_case_slice(charset->iconv, slice_head(got, 1), a);
		assert_case_true(charset->iconv, got.len > 1);
	}
	arena_free(&arena);
}

static void
test_charset_returns_itself(void **state)
{
	struct arena arena = ARENA_INIT;
	struct slice ascii = SLICE("abc");
	struct slice utf8 = SLICE("\xc3\xa9");

	(void)state;
	assert_ptr_equal(charset_to_utf8(SLICE("koi8-r"), ascii, &arena).data,
	    ascii.data);
	assert_ptr_equal(charset_to_utf8(SLICE("utf-8"), utf8, &arena).data,
	    utf8.data);
	assert_ptr_equal(charset_to_utf8(SLICE_EMPTY, utf8, &arena).data,
	    utf8.data);
	assert_int_equal(arena.total, 0);
	arena_free(&arena);
}

static const struct {
	const char *name;
	struct slice label;
	const char *piece;
	size_t times;
	size_t want; /* octets */
} hostile[] = {
	{ "bytes that are no GB 2312", SLICE_INIT("gb2312"), "\xff", 300000,
	  900000 },
	{ "bytes that are no UTF-8", SLICE_INIT("utf-8"), "\xc3\xa9\xff",
	  300000, 1500000 },
	{ "letters of latin1", SLICE_INIT("iso-8859-1"), "\xe9", 1000000,
	  2000000 },
	{ "escapes without an end", SLICE_INIT("iso-2022-jp"), "\x1b$B", 300000,
	  0 },
	{ "utf-7's plus signs", SLICE_INIT("utf-7"), "+", 300000, 0 },
	{ "bytes of no kind", SLICE_INIT(""), "\xff\x80\xfe ", 300000, 0 },
};

static void
test_charset_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		struct arena arena = ARENA_INIT;
		struct text bytes = TEXT_IN(&arena);
		struct slice got;

		for (size_t k = 0; k < hostile[i].times; k++)
			text_add_string(&bytes, hostile[i].piece);
		got = charset_to_utf8(hostile[i].label, text_slice(&bytes),
		    &arena);
		assert_case_true(hostile[i].name, slice_is_utf8(got));
		if (hostile[i].want > 0)
			assert_case_int(hostile[i].name, got.len,
			    hostile[i].want);
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_charset_to_utf8),
		cmocka_unit_test(test_charset_guess),
		cmocka_unit_test(test_charset_labels),
		cmocka_unit_test(test_charset_list_converts),
		cmocka_unit_test(test_charset_returns_itself),
		cmocka_unit_test(test_charset_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
