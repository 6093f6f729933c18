/*
 * Which charset a label means: not what the registry says, but what the
 * programs mean that write it.
 */
#include "mail/charset_list.h"

#include <assert.h>
#include <string.h>

#include "base/ascii.h"

#define LABEL_MAX 40

enum name {
	UTF_8, US_ASCII, WINDOWS_1252, WINDOWS_1250, WINDOWS_1251,
	WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
	WINDOWS_1258, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5,
	ISO_8859_6, ISO_8859_7, ISO_8859_8, ISO_8859_10, ISO_8859_13,
	ISO_8859_14, ISO_8859_15, ISO_8859_16, KOI8_R, KOI8_U, KOI8_T,
	CP874, CP437, CP737, CP775, CP850, CP852, CP855, CP857, CP858, CP860,
	CP861, CP862, CP863, CP864, CP865, CP866, CP869, CP1125, MACINTOSH,
	MAC_CYRILLIC, MAC_CENTRAL, TCVN, VISCII, ARMSCII_8, GEORGIAN,
	PTCP154, HP_ROMAN8, JIS, HZ, EUC_JP, CP932, GB18030, BIG5, EUC_TW,
	CP949, JOHAB, ISO_2022_JP_2, ISO_2022_KR, ISO_2022_CN, UTF_7, UTF_16,
	UTF_16BE, UTF_16LE, UTF_32, UTF_32BE, UTF_32LE,
	NAME_COUNT
};

#define SINGLE(name) { name, CHARSET_SINGLE, 1 }
#define MULTI(name) { name, CHARSET_MULTI, 1 }
#define STATE(name) { name, CHARSET_STATE, 1 }
#define WIDE(name, unit) { name, CHARSET_WIDE, unit }

/* The variants with a vendor's extensions, for nobody writes the plain ones. */
static const struct charset charsets[] = {
	[UTF_8] = { NULL, CHARSET_UTF8, 1 },
	[US_ASCII] = { NULL, CHARSET_ASCII, 1 },
	[WINDOWS_1252] = SINGLE("WINDOWS-1252"),
	[WINDOWS_1250] = SINGLE("WINDOWS-1250"),
	[WINDOWS_1251] = SINGLE("WINDOWS-1251"),
	[WINDOWS_1253] = SINGLE("WINDOWS-1253"),
	[WINDOWS_1254] = SINGLE("WINDOWS-1254"),
	[WINDOWS_1255] = SINGLE("WINDOWS-1255"),
	[WINDOWS_1256] = SINGLE("WINDOWS-1256"),
	[WINDOWS_1257] = SINGLE("WINDOWS-1257"),
	[WINDOWS_1258] = SINGLE("WINDOWS-1258"),
	[ISO_8859_2] = SINGLE("ISO-8859-2"),
	[ISO_8859_3] = SINGLE("ISO-8859-3"),
	[ISO_8859_4] = SINGLE("ISO-8859-4"),
	[ISO_8859_5] = SINGLE("ISO-8859-5"),
	[ISO_8859_6] = SINGLE("ISO-8859-6"),
	[ISO_8859_7] = SINGLE("ISO-8859-7"),
	[ISO_8859_8] = SINGLE("ISO-8859-8"),
	[ISO_8859_10] = SINGLE("ISO-8859-10"),
	[ISO_8859_13] = SINGLE("ISO-8859-13"),
	[ISO_8859_14] = SINGLE("ISO-8859-14"),
	[ISO_8859_15] = SINGLE("ISO-8859-15"),
	[ISO_8859_16] = SINGLE("ISO-8859-16"),
	[KOI8_R] = SINGLE("KOI8-R"),
	[KOI8_U] = SINGLE("KOI8-U"),
	[KOI8_T] = SINGLE("KOI8-T"),
	[CP874] = SINGLE("CP874"),
	[CP437] = SINGLE("CP437"),
	[CP737] = SINGLE("CP737"),
	[CP775] = SINGLE("CP775"),
	[CP850] = SINGLE("CP850"),
	[CP852] = SINGLE("CP852"),
	[CP855] = SINGLE("CP855"),
	[CP857] = SINGLE("CP857"),
	[CP858] = SINGLE("CP858"),
	[CP860] = SINGLE("CP860"),
	[CP861] = SINGLE("CP861"),
	[CP862] = SINGLE("CP862"),
	[CP863] = SINGLE("CP863"),
	[CP864] = SINGLE("CP864"),
	[CP865] = SINGLE("CP865"),
	[CP866] = SINGLE("CP866"),
	[CP869] = SINGLE("CP869"),
	[CP1125] = SINGLE("CP1125"),
	[MACINTOSH] = SINGLE("MACINTOSH"),
	[MAC_CYRILLIC] = SINGLE("MAC-CYRILLIC"),
	[MAC_CENTRAL] = SINGLE("MAC-CENTRALEUROPE"),
	[TCVN] = SINGLE("TCVN"),
	[VISCII] = SINGLE("VISCII"),
	[ARMSCII_8] = SINGLE("ARMSCII-8"),
	[GEORGIAN] = SINGLE("GEORGIAN-ACADEMY"),
	[PTCP154] = SINGLE("PT154"),
	[HP_ROMAN8] = SINGLE("HP-ROMAN8"),
	[JIS] = { "EUC-JP-MS", CHARSET_JIS, 1 },
	[HZ] = { "GB18030", CHARSET_HZ, 1 },
	[EUC_JP] = MULTI("EUC-JP-MS"),
	[CP932] = MULTI("CP932"),
	[GB18030] = MULTI("GB18030"),
	[BIG5] = MULTI("BIG5-HKSCS"),
	[EUC_TW] = MULTI("EUC-TW"),
	[CP949] = MULTI("CP949"),
	[JOHAB] = MULTI("JOHAB"),
	[ISO_2022_JP_2] = STATE("ISO-2022-JP-2"),
	[ISO_2022_KR] = STATE("ISO-2022-KR"),
	[ISO_2022_CN] = STATE("ISO-2022-CN"),
	[UTF_7] = STATE("UTF-7"),
	[UTF_16] = WIDE("UTF-16BE", 2),
	[UTF_16BE] = WIDE("UTF-16BE", 2),
	[UTF_16LE] = WIDE("UTF-16LE", 2),
	[UTF_32] = WIDE("UTF-32BE", 4),
	[UTF_32BE] = WIDE("UTF-32BE", 4),
	[UTF_32LE] = WIDE("UTF-32LE", 4),
};

static_assert(ARRAY_LEN(charsets) == NAME_COUNT, "every charset has a row");
static_assert(NAME_COUNT <= CHARSET_LIST_MAX, "CHARSET_LIST_MAX is enough");

/*
 * Labels folded by fold_label, the frequent ones first.  A leading "x" or "cs"
 * is tried without when the whole label is not here.
 */
static const struct {
	struct slice label;
	enum name name;
} labels[] = {
	{ SLICE_INIT("utf8"), UTF_8 },
	{ SLICE_INIT("usascii"), US_ASCII },
	{ SLICE_INIT("iso88591"), WINDOWS_1252 },
	{ SLICE_INIT("windows1252"), WINDOWS_1252 },
	{ SLICE_INIT("iso2022jp"), JIS },
	{ SLICE_INIT("koi8r"), KOI8_R },
	{ SLICE_INIT("windows1251"), WINDOWS_1251 },
	{ SLICE_INIT("iso885915"), ISO_8859_15 },
	{ SLICE_INIT("iso88592"), ISO_8859_2 },
	{ SLICE_INIT("windows1250"), WINDOWS_1250 },
	{ SLICE_INIT("gb2312"), GB18030 },
	{ SLICE_INIT("gbk"), GB18030 },
	{ SLICE_INIT("gb18030"), GB18030 },
	{ SLICE_INIT("big5"), BIG5 },
	{ SLICE_INIT("shiftjis"), CP932 },
	{ SLICE_INIT("euckr"), CP949 },
	{ SLICE_INIT("ksc56011987"), CP949 },
	{ SLICE_INIT("eucjp"), EUC_JP },
	{ SLICE_INIT("windows1254"), WINDOWS_1254 },
	{ SLICE_INIT("iso88599"), WINDOWS_1254 },
	{ SLICE_INIT("ascii"), US_ASCII },
	{ SLICE_INIT("646"), US_ASCII },
	{ SLICE_INIT("iso646us"), US_ASCII },
	{ SLICE_INIT("ansix341968"), US_ASCII },
	{ SLICE_INIT("ansix341986"), US_ASCII },
	{ SLICE_INIT("7bit"), US_ASCII },
	{ SLICE_INIT("utf"), UTF_8 },
	{ SLICE_INIT("utf8mb4"), UTF_8 },
	{ SLICE_INIT("utf8bom"), UTF_8 },
	{ SLICE_INIT("unicode11utf8"), UTF_8 },
	{ SLICE_INIT("unicode20utf8"), UTF_8 },
	{ SLICE_INIT("cp65001"), UTF_8 },
	{ SLICE_INIT("65001"), UTF_8 },
	{ SLICE_INIT("latin1"), WINDOWS_1252 },
	{ SLICE_INIT("l1"), WINDOWS_1252 },
	{ SLICE_INIT("isolatin1"), WINDOWS_1252 },
	{ SLICE_INIT("8859"), WINDOWS_1252 },
	{ SLICE_INIT("88591"), WINDOWS_1252 },
	{ SLICE_INIT("iso8859"), WINDOWS_1252 },
	{ SLICE_INIT("iso885911987"), WINDOWS_1252 },
	{ SLICE_INIT("cp1252"), WINDOWS_1252 },
	{ SLICE_INIT("1252"), WINDOWS_1252 },
	{ SLICE_INIT("win1252"), WINDOWS_1252 },
	{ SLICE_INIT("ms1252"), WINDOWS_1252 },
	{ SLICE_INIT("ansi"), WINDOWS_1252 },
	{ SLICE_INIT("msansi"), WINDOWS_1252 },
	{ SLICE_INIT("cp819"), WINDOWS_1252 },
	{ SLICE_INIT("ibm819"), WINDOWS_1252 },
	{ SLICE_INIT("windows28591"), WINDOWS_1252 },
	{ SLICE_INIT("iso8859windows1252"), WINDOWS_1252 },
	{ SLICE_INIT("cp1250"), WINDOWS_1250 },
	{ SLICE_INIT("win1250"), WINDOWS_1250 },
	{ SLICE_INIT("cp1251"), WINDOWS_1251 },
	{ SLICE_INIT("win1251"), WINDOWS_1251 },
	{ SLICE_INIT("1251"), WINDOWS_1251 },
	{ SLICE_INIT("windows1253"), WINDOWS_1253 },
	{ SLICE_INIT("cp1253"), WINDOWS_1253 },
	{ SLICE_INIT("cp1254"), WINDOWS_1254 },
	{ SLICE_INIT("windows1255"), WINDOWS_1255 },
	{ SLICE_INIT("cp1255"), WINDOWS_1255 },
	{ SLICE_INIT("windows1256"), WINDOWS_1256 },
	{ SLICE_INIT("cp1256"), WINDOWS_1256 },
	{ SLICE_INIT("windows1257"), WINDOWS_1257 },
	{ SLICE_INIT("cp1257"), WINDOWS_1257 },
	{ SLICE_INIT("windows1258"), WINDOWS_1258 },
	{ SLICE_INIT("cp1258"), WINDOWS_1258 },
	{ SLICE_INIT("latin2"), ISO_8859_2 },
	{ SLICE_INIT("l2"), ISO_8859_2 },
	{ SLICE_INIT("isolatin2"), ISO_8859_2 },
	{ SLICE_INIT("88592"), ISO_8859_2 },
	{ SLICE_INIT("iso88593"), ISO_8859_3 },
	{ SLICE_INIT("latin3"), ISO_8859_3 },
	{ SLICE_INIT("iso88594"), ISO_8859_4 },
	{ SLICE_INIT("latin4"), ISO_8859_4 },
	{ SLICE_INIT("iso88595"), ISO_8859_5 },
	{ SLICE_INIT("cyrillic"), ISO_8859_5 },
	{ SLICE_INIT("iso88596"), ISO_8859_6 },
	{ SLICE_INIT("iso88596i"), ISO_8859_6 },
	{ SLICE_INIT("iso88596e"), ISO_8859_6 },
	{ SLICE_INIT("arabic"), ISO_8859_6 },
	{ SLICE_INIT("iso88597"), ISO_8859_7 },
	{ SLICE_INIT("greek"), ISO_8859_7 },
	{ SLICE_INIT("iso88598"), ISO_8859_8 },
	{ SLICE_INIT("iso88598i"), ISO_8859_8 },
	{ SLICE_INIT("iso88598e"), ISO_8859_8 },
	{ SLICE_INIT("logical"), ISO_8859_8 },
	{ SLICE_INIT("visual"), ISO_8859_8 },
	{ SLICE_INIT("hebrew"), ISO_8859_8 },
	{ SLICE_INIT("latin5"), WINDOWS_1254 },
	{ SLICE_INIT("isolatin5"), WINDOWS_1254 },
	{ SLICE_INIT("iso885910"), ISO_8859_10 },
	{ SLICE_INIT("latin6"), ISO_8859_10 },
	{ SLICE_INIT("iso885911"), CP874 },
	{ SLICE_INIT("tis620"), CP874 },
	{ SLICE_INIT("windows874"), CP874 },
	{ SLICE_INIT("cp874"), CP874 },
	{ SLICE_INIT("iso885913"), ISO_8859_13 },
	{ SLICE_INIT("iso885914"), ISO_8859_14 },
	{ SLICE_INIT("latin9"), ISO_8859_15 },
	{ SLICE_INIT("latin0"), ISO_8859_15 },
	{ SLICE_INIT("iso885916"), ISO_8859_16 },
	{ SLICE_INIT("koi8"), KOI8_R },
	{ SLICE_INIT("koi"), KOI8_R },
	{ SLICE_INIT("cp20866"), KOI8_R },
	{ SLICE_INIT("koi8u"), KOI8_U },
	{ SLICE_INIT("koi8ru"), KOI8_U },
	{ SLICE_INIT("cp21866"), KOI8_U },
	{ SLICE_INIT("koi8t"), KOI8_T },
	{ SLICE_INIT("ibm437"), CP437 },
	{ SLICE_INIT("cp437"), CP437 },
	{ SLICE_INIT("ibm737"), CP737 },
	{ SLICE_INIT("cp737"), CP737 },
	{ SLICE_INIT("ibm775"), CP775 },
	{ SLICE_INIT("cp775"), CP775 },
	{ SLICE_INIT("ibm850"), CP850 },
	{ SLICE_INIT("cp850"), CP850 },
	{ SLICE_INIT("850"), CP850 },
	{ SLICE_INIT("ibm852"), CP852 },
	{ SLICE_INIT("cp852"), CP852 },
	{ SLICE_INIT("ibm855"), CP855 },
	{ SLICE_INIT("cp855"), CP855 },
	{ SLICE_INIT("ibm857"), CP857 },
	{ SLICE_INIT("cp857"), CP857 },
	{ SLICE_INIT("ibm858"), CP858 },
	{ SLICE_INIT("cp858"), CP858 },
	{ SLICE_INIT("ibm00858"), CP858 },
	{ SLICE_INIT("ibm860"), CP860 },
	{ SLICE_INIT("cp860"), CP860 },
	{ SLICE_INIT("ibm861"), CP861 },
	{ SLICE_INIT("cp861"), CP861 },
	{ SLICE_INIT("ibm862"), CP862 },
	{ SLICE_INIT("cp862"), CP862 },
	{ SLICE_INIT("dos862"), CP862 },
	{ SLICE_INIT("ibm863"), CP863 },
	{ SLICE_INIT("cp863"), CP863 },
	{ SLICE_INIT("ibm864"), CP864 },
	{ SLICE_INIT("cp864"), CP864 },
	{ SLICE_INIT("ibm865"), CP865 },
	{ SLICE_INIT("cp865"), CP865 },
	{ SLICE_INIT("ibm866"), CP866 },
	{ SLICE_INIT("cp866"), CP866 },
	{ SLICE_INIT("866"), CP866 },
	{ SLICE_INIT("ibm869"), CP869 },
	{ SLICE_INIT("cp869"), CP869 },
	{ SLICE_INIT("cp1125"), CP1125 },
	{ SLICE_INIT("macintosh"), MACINTOSH },
	{ SLICE_INIT("macroman"), MACINTOSH },
	{ SLICE_INIT("mac"), MACINTOSH },
	{ SLICE_INIT("maccyrillic"), MAC_CYRILLIC },
	{ SLICE_INIT("macukrainian"), MAC_CYRILLIC },
	{ SLICE_INIT("maccentraleurope"), MAC_CENTRAL },
	{ SLICE_INIT("macce"), MAC_CENTRAL },
	{ SLICE_INIT("tcvn"), TCVN },
	{ SLICE_INIT("tcvn5712"), TCVN },
	{ SLICE_INIT("viscii"), VISCII },
	{ SLICE_INIT("armscii8"), ARMSCII_8 },
	{ SLICE_INIT("georgianacademy"), GEORGIAN },
	{ SLICE_INIT("ptcp154"), PTCP154 },
	{ SLICE_INIT("pt154"), PTCP154 },
	{ SLICE_INIT("cp154"), PTCP154 },
	{ SLICE_INIT("hproman8"), HP_ROMAN8 },
	{ SLICE_INIT("jis"), JIS },
	{ SLICE_INIT("iso2022jp1"), JIS },
	{ SLICE_INIT("iso2022jp3"), JIS },
	{ SLICE_INIT("iso2022jp2004"), JIS },
	{ SLICE_INIT("iso2022jpms"), JIS },
	{ SLICE_INIT("cp50220"), JIS },
	{ SLICE_INIT("cp50221"), JIS },
	{ SLICE_INIT("cp50222"), JIS },
	{ SLICE_INIT("iso2022jp2"), ISO_2022_JP_2 },
	{ SLICE_INIT("eucjpms"), EUC_JP },
	{ SLICE_INIT("cp51932"), EUC_JP },
	{ SLICE_INIT("ujis"), EUC_JP },
	{ SLICE_INIT("eucpkdfmtjapanese"), EUC_JP },
	{ SLICE_INIT("sjis"), CP932 },
	{ SLICE_INIT("mskanji"), CP932 },
	{ SLICE_INIT("windows31j"), CP932 },
	{ SLICE_INIT("windows932"), CP932 },
	{ SLICE_INIT("cp932"), CP932 },
	{ SLICE_INIT("ms932"), CP932 },
	{ SLICE_INIT("cp943"), CP932 },
	{ SLICE_INIT("gb231280"), GB18030 },
	{ SLICE_INIT("gb"), GB18030 },
	{ SLICE_INIT("cngb"), GB18030 },
	{ SLICE_INIT("euccn"), GB18030 },
	{ SLICE_INIT("gb23121980"), GB18030 },
	{ SLICE_INIT("chinese"), GB18030 },
	{ SLICE_INIT("isoir58"), GB18030 },
	{ SLICE_INIT("cp936"), GB18030 },
	{ SLICE_INIT("ms936"), GB18030 },
	{ SLICE_INIT("windows936"), GB18030 },
	{ SLICE_INIT("cp54936"), GB18030 },
	{ SLICE_INIT("hzgb2312"), HZ },
	{ SLICE_INIT("hz"), HZ },
	{ SLICE_INIT("big5hkscs"), BIG5 },
	{ SLICE_INIT("big5eten"), BIG5 },
	{ SLICE_INIT("cnbig5"), BIG5 },
	{ SLICE_INIT("cp950"), BIG5 },
	{ SLICE_INIT("ms950"), BIG5 },
	{ SLICE_INIT("windows950"), BIG5 },
	{ SLICE_INIT("euctw"), EUC_TW },
	{ SLICE_INIT("ksc5601"), CP949 },
	{ SLICE_INIT("ksc56011989"), CP949 },
	{ SLICE_INIT("ksc56011992"), CP949 },
	{ SLICE_INIT("ks"), CP949 },
	{ SLICE_INIT("korean"), CP949 },
	{ SLICE_INIT("isoir149"), CP949 },
	{ SLICE_INIT("uhc"), CP949 },
	{ SLICE_INIT("cp949"), CP949 },
	{ SLICE_INIT("ms949"), CP949 },
	{ SLICE_INIT("windows949"), CP949 },
	{ SLICE_INIT("johab"), JOHAB },
	{ SLICE_INIT("cp1361"), JOHAB },
	{ SLICE_INIT("iso2022kr"), ISO_2022_KR },
	{ SLICE_INIT("iso2022cn"), ISO_2022_CN },
	{ SLICE_INIT("iso2022cnext"), ISO_2022_CN },
	{ SLICE_INIT("utf7"), UTF_7 },
	{ SLICE_INIT("unicode11utf7"), UTF_7 },
	{ SLICE_INIT("unicode20utf7"), UTF_7 },
	{ SLICE_INIT("utf16"), UTF_16 },
	{ SLICE_INIT("unicode"), UTF_16 },
	{ SLICE_INIT("ucs2"), UTF_16 },
	{ SLICE_INIT("iso10646ucs2"), UTF_16 },
	{ SLICE_INIT("utf16be"), UTF_16BE },
	{ SLICE_INIT("utf16le"), UTF_16LE },
	{ SLICE_INIT("utf32"), UTF_32 },
	{ SLICE_INIT("ucs4"), UTF_32 },
	{ SLICE_INIT("iso10646ucs4"), UTF_32 },
	{ SLICE_INIT("utf32be"), UTF_32BE },
	{ SLICE_INIT("utf32le"), UTF_32LE },
};

size_t
charset_list_count(void)
{
	return NAME_COUNT;
}

const struct charset *
charset_list_at(size_t index)
{
	assert(index < NAME_COUNT);
	return &charsets[index];
}

static bool
ends_label(char c)
{
	return ascii_is_space(c) || c == ':' || c == ';' || c == ',' ||
	    c == '/' || c == '*' || c == '(';
}

/* Letters in lower case and digits; 0 when they are too many to be a label. */
static size_t
fold_label(struct slice label, char to[LABEL_MAX])
{
	size_t len = 0;

	label = slice_trim(label);
	for (size_t i = 0; i < label.len && !ends_label(label.data[i]); i++) {
		if (!ascii_is_alnum(label.data[i]))
			continue;
		if (len == LABEL_MAX)
			return 0;
		to[len++] = ascii_lower(label.data[i]);
	}
	return len;
}

static size_t
find_folded(struct slice label)
{
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		if (slice_eq(labels[i].label, label))
			return labels[i].name;
	return NAME_COUNT;
}

size_t
charset_list_find(struct slice label)
{
	char folded[LABEL_MAX];
	struct slice s = slice_make(folded, fold_label(label, folded));
	size_t found = find_folded(s);

	if (found == NAME_COUNT && slice_starts(s, SLICE("x")))
		found = find_folded(slice_from(s, 1));
	if (found == NAME_COUNT && slice_starts(s, SLICE("cs")))
		found = find_folded(slice_from(s, 2));
	return found;
}
