/* What programs and habits put below a text: signatures, mobile footers. */
#include "mail/quote_footer.h"

#include "base/ascii.h"

/* A mobile footer is one short line; the address behind it does not count. */
#define FOOTER_MAX 100

/* RFC 3676's "-- " without its blank may be a line between two texts, too. */
#define BARE_SIGNATURE_LINES 15

/* A signature below a line of dashes: a name, perhaps a company. */
#define DASHED_LINES 2
#define DASHED_MAX 40

/* Lines, empty ones too. */
#define NEAR_END 60

/* What lists add below their line of dashes. */
#define LIST_FOOTER_LINES 8

/* How footers begin; lower case as far as ASCII goes. */
static const struct slice begins[] = {
	SLICE_INIT("sent from "), SLICE_INIT("sent via "),
	SLICE_INIT("sent using "), SLICE_INIT("sent with "),
	SLICE_INIT("sent through "), SLICE_INIT("get outlook for "),
	SLICE_INIT("sent wirelessly "), SLICE_INIT("envoyé sans fil "),
	SLICE_INIT("typed on my "), SLICE_INIT("von meinem "),
	SLICE_INIT("gesendet von "), SLICE_INIT("gesendet mit "),
	SLICE_INIT("gesendet vom "), SLICE_INIT("gesendet aus "),
	SLICE_INIT("gesendet über "), SLICE_INIT("diese nachricht wurde von "),
	SLICE_INIT("diese e-mail wurde von "),
	SLICE_INIT("holen sie sich outlook "), SLICE_INIT("outlook für "),
	SLICE_INIT("outlook for "), SLICE_INIT("outlook pour "),
	SLICE_INIT("outlook para "), SLICE_INIT("outlook per "),
	SLICE_INIT("outlook voor "), SLICE_INIT("envoyé de "),
	SLICE_INIT("envoyé depuis "), SLICE_INIT("envoyé à partir "),
	SLICE_INIT("envoyé avec "), SLICE_INIT("envoyé par "),
	SLICE_INIT("obtenez outlook "), SLICE_INIT("télécharger outlook "),
	SLICE_INIT("provenance : "), SLICE_INIT("enviado desde "),
	SLICE_INIT("enviado do "), SLICE_INIT("enviado de "),
	SLICE_INIT("enviado con "), SLICE_INIT("enviado com "),
	SLICE_INIT("enviado através "), SLICE_INIT("enviado a partir "),
	SLICE_INIT("enviado por "), SLICE_INIT("obtener outlook "),
	SLICE_INIT("obtenga outlook "), SLICE_INIT("obter o outlook "),
	SLICE_INIT("inviato da "), SLICE_INIT("inviato dal "),
	SLICE_INIT("inviato con "), SLICE_INIT("inviato tramite "),
	SLICE_INIT("ottieni outlook "), SLICE_INIT("scarica outlook "),
	SLICE_INIT("enviat des "), SLICE_INIT("verstuurd vanaf "),
	SLICE_INIT("verstuurd van "), SLICE_INIT("verstuurd met "),
	SLICE_INIT("verstuurd via "), SLICE_INIT("verzonden vanaf "),
	SLICE_INIT("verzonden met "), SLICE_INIT("verzonden via "),
	SLICE_INIT("outlook downloaden "), SLICE_INIT("skickat från "),
	SLICE_INIT("skickat via "), SLICE_INIT("skickat med "),
	SLICE_INIT("skaffa outlook "), SLICE_INIT("hämta outlook "),
	SLICE_INIT("sendt fra "), SLICE_INIT("sendt via "),
	SLICE_INIT("sendt med "), SLICE_INIT("få outlook "),
	SLICE_INIT("hent outlook "), SLICE_INIT("last ned outlook "),
	SLICE_INIT("sent úr "), SLICE_INIT("lähetetty "),
	SLICE_INIT("hanki outlook "), SLICE_INIT("saadetud minu "),
	SLICE_INIT("wysłane z "), SLICE_INIT("wysłano z "),
	SLICE_INIT("pobierz outlook "), SLICE_INIT("odesláno z "),
	SLICE_INIT("získat outlook "), SLICE_INIT("získejte outlook "),
	SLICE_INIT("odoslané z "), SLICE_INIT("elküldve "),
	SLICE_INIT("küldve "), SLICE_INIT("trimis de "),
	SLICE_INIT("trimis din "), SLICE_INIT("poslano s "),
	SLICE_INIT("poslano z "), SLICE_INIT("poslano iz "),
	SLICE_INIT("Отправлено с "), SLICE_INIT("Отправлено из "),
	SLICE_INIT("Отправлено от "), SLICE_INIT("отправлено с "),
	SLICE_INIT("отправлено из "), SLICE_INIT("Надіслано з "),
	SLICE_INIT("Надіслано із "), SLICE_INIT("Изпратено от "),
	SLICE_INIT("Στάλθηκε από "), SLICE_INIT("dikirim dari "),
	SLICE_INIT("dihantar dari "), SLICE_INIT("được gửi từ "),
	SLICE_INIT("gửi từ "), SLICE_INIT("đã gửi từ "), SLICE_INIT("发自"),
	SLICE_INIT("發自"), SLICE_INIT("从我的"), SLICE_INIT("從我的"),
	SLICE_INIT("寄自"), SLICE_INIT("获取 outlook"), SLICE_INIT("나의 "),
	SLICE_INIT("내 "), SLICE_INIT("ส่งจาก"), SLICE_INIT("נשלח מ"),
	SLICE_INIT("أرسلت من "), SLICE_INIT("أُرسلت من "),
	SLICE_INIT("تم الإرسال من "),
};

/* And what they end with, where the verb stands there. */
static const struct slice ends[] = {
	SLICE_INIT("gesendet"), SLICE_INIT("gesendet."), SLICE_INIT("から送信"),
	SLICE_INIT("より送信"), SLICE_INIT("から送信されました"),
	SLICE_INIT("传送"),
	SLICE_INIT("傳送"), SLICE_INIT("发送"), SLICE_INIT("에서 보냄"),
	SLICE_INIT("gönderildi"), SLICE_INIT("gönderilmiştir"),
};

/* Without a thing to send with it is a sentence. */
static const struct slice things[] = {
	SLICE_INIT("iphon"), SLICE_INIT("ipad"), SLICE_INIT("ipod"),
	SLICE_INIT("apple watch"), SLICE_INIT("android"), SLICE_INIT("samsung"),
	SLICE_INIT("galaxy"), SLICE_INIT("blackberry"), SLICE_INIT("windows"),
	SLICE_INIT("nokia"), SLICE_INIT("lumia"), SLICE_INIT("htc"),
	SLICE_INIT("huawei"), SLICE_INIT("xiaomi"), SLICE_INIT("redmi"),
	SLICE_INIT("oneplus"), SLICE_INIT("oppo"), SLICE_INIT("google pixel"),
	SLICE_INIT("motorola"), SLICE_INIT("sony"), SLICE_INIT("xperia"),
	SLICE_INIT("fairphone"), SLICE_INIT("verizon"), SLICE_INIT("t-mobile"),
	SLICE_INIT("outlook"), SLICE_INIT("gmail"), SLICE_INIT("yahoo"),
	SLICE_INIT("proton"), SLICE_INIT("tuta"), SLICE_INIT("mailspring"),
	SLICE_INIT("thunderbird"), SLICE_INIT("k-9"), SLICE_INIT("fairemail"),
	SLICE_INIT("airmail"), SLICE_INIT("bluemail"), SLICE_INIT("hotmail"),
	SLICE_INIT("superhuman"), SLICE_INIT("mail.ru"), SLICE_INIT("mail app"),
	SLICE_INIT("mail-app"), SLICE_INIT(" mail for "),
	SLICE_INIT("aol mail"), SLICE_INIT("gmx"), SLICE_INIT("web.de"),
	SLICE_INIT("smartphone"), SLICE_INIT("tablet"), SLICE_INIT("phone"),
	SLICE_INIT("mobile"), SLICE_INIT("mobil"), SLICE_INIT("handy"),
	SLICE_INIT("handheld"), SLICE_INIT("móvil"), SLICE_INIT("celular"),
	SLICE_INIT("telemóvel"), SLICE_INIT("cellulare"), SLICE_INIT("telefon"),
	SLICE_INIT("portable"), SLICE_INIT("puhelimesta"),
	SLICE_INIT("téléphone"), SLICE_INIT("телефон"), SLICE_INIT("手机"),
	SLICE_INIT("手機"), SLICE_INIT("почты"), SLICE_INIT("почта"),
	SLICE_INIT("my mac"), SLICE_INIT("macbook"),
};

/* A footer ready for comparing: small, without the address behind it. */
struct footer {
	char	buf[FOOTER_MAX];
	size_t	len;
};

static bool
footer_read(struct footer *footer, struct slice line)
{
	size_t	angle = slice_index(line, '<');

	/* "Get Outlook for iOS<https://aka.ms/...>" */
	if (slice_has_nocase(slice_from(line, angle), SLICE("http")))
		line = slice_trim(slice_head(line, angle));
	while (line.len > 0 && (line.data[0] == '*' || line.data[0] == '_' ||
	    line.data[0] == '[' || line.data[0] == '-' ||
	    line.data[0] == ' '))
		line = slice_from(line, 1);
	while (line.len > 0 && (line.data[line.len - 1] == '*' ||
	    line.data[line.len - 1] == '_' || line.data[line.len - 1] == ']'))
		line.len--;
	if (line.len == 0 || line.len > FOOTER_MAX)
		return false;
	for (size_t i = 0; i < line.len; i++)
		footer->buf[i] = ascii_lower(line.data[i]);
	footer->len = line.len;
	return true;
}

bool
quote_is_mobile_footer(struct slice line)
{
	struct footer	footer;
	struct slice	s;
	bool		frame = false;

	if (line.len > 4 * FOOTER_MAX || !footer_read(&footer, line))
		return false;
	s = slice_make(footer.buf, footer.len);
	/* Sentences have commas; no program's footer does. */
	if (slice_index(s, ',') < s.len)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(begins) && !frame; i++)
		frame = slice_starts(s, begins[i]);
	for (size_t i = 0; i < ARRAY_LEN(ends) && !frame; i++)
		frame = slice_ends(s, ends[i]);
	if (!frame)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(things); i++)
		if (slice_has(s, things[i]))
			return true;
	return false;
}

static size_t
trim_empty(const struct slice *lines, size_t count)
{
	while (count > 0 && lines[count - 1].len == 0)
		count--;
	return count;
}

/* How many of the lines are not empty. */
static size_t
filled(const struct slice *lines, size_t from, size_t count)
{
	size_t	n = 0;

	for (size_t i = from; i < count; i++)
		n += lines[i].len > 0;
	return n;
}

/* Dashes or underscores alone. */
static bool
is_dashes(struct slice line, size_t min)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.data[i] != line.data[0])
			return false;
	return line.len >= min && (line.data[0] == '-' || line.data[0] == '_');
}

/* Names below a line of dashes, not what a table or a form has there. */
static bool
are_short(const struct slice *lines, size_t from, size_t count)
{
	for (size_t i = from; i < count; i++)
		if (lines[i].len > DASHED_MAX ||
		    slice_index(lines[i], ':') < lines[i].len)
			return false;
	return true;
}

static bool
is_list_footer(const struct slice *lines, size_t from, size_t count)
{
	if (filled(lines, from, count) > LIST_FOOTER_LINES)
		return false;
	for (size_t i = from; i < count; i++) {
		if (lines[i].len == 0)
			continue;
		return slice_has_nocase(lines[i], SLICE("mailing list")) ||
		    slice_has_nocase(lines[i], SLICE("mailman"));
	}
	return false;
}

/*
 * "-roman": a dash, and at once a name, as the last line.  Lists have a blank
 * behind their dashes, and more than one of them.
 */
static bool
is_dashed_name(const struct slice *lines, size_t count)
{
	struct slice	line = lines[count - 1], word;
	size_t		words = 0;

	if (line.len < 3 || line.len > DASHED_MAX || line.data[0] != '-' ||
	    !ascii_is_alpha(line.data[1]))
		return false;
	if (count > 1 && slice_starts(lines[count - 2], SLICE("-")))
		return false;
	for (size_t i = 1; i < line.len; i++)
		if (ascii_is_digit(line.data[i]) || line.data[i] == '=' ||
		    line.data[i] == '.' || line.data[i] == ':')
			return false;
	while (slice_cut(&line, ' ', &word))
		words++;
	return words <= 3;
}

/* Does a signature begin with this line? */
static bool
begins_signature(const struct slice *lines, size_t at, size_t count,
    bool last)
{
	struct slice	line = lines[at];

	if (slice_eq(line, SLICE("-- ")))
		return true;
	if (slice_eq(line, SLICE("--")))
		return filled(lines, at, count) <= BARE_SIGNATURE_LINES;
	if (!last || !is_dashes(line, 3))
		return false;
	if (is_list_footer(lines, at + 1, count))
		return true;
	return filled(lines, at + 1, count) <= DASHED_LINES &&
	    filled(lines, at + 1, count) > 0 &&
	    are_short(lines, at + 1, count);
}

size_t
quote_without_footer(const struct slice *lines, size_t count, bool last)
{
	size_t	from;

	count = trim_empty(lines, count);
	/* What is no "-- " begins a signature only near the end. */
	from = count > NEAR_END ? count - NEAR_END : 0;
	for (size_t i = 0; i < count; i++) {
		if (i < from && !slice_eq(lines[i], SLICE("-- ")))
			continue;
		if (begins_signature(lines, i, count, last)) {
			count = trim_empty(lines, i);
			break;
		}
	}
	while (count > 0 && quote_is_mobile_footer(lines[count - 1]))
		count = trim_empty(lines, count - 1);
	if (last && count > 1 && is_dashed_name(lines, count))
		count = trim_empty(lines, count - 1);
	return count;
}
