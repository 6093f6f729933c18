/*
 * The header that mail programs put above the whole of an earlier mail, and
 * the lines that announce it.
 */
#include "mail/quote_header.h"

#include "base/ascii.h"
#include "mail/quote_labels.h"

/* No phrase is longer, dashes and all. */
#define SEPARATOR_MAX 160

/* So many dashes or underscores are a line. */
#define LINE_MIN 5

/* Lines that a header may have: many recipients, folded. */
#define HEADER_LINES_MOST 40

/* Lines without a label between two that have one. */
#define FOLDS_MOST 6

/* Lower case as far as ASCII goes. */
static const struct phrase {
	struct slice		text;
	enum quote_separator	kind;
} phrases[] = {
	{ SLICE_INIT("original message"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("original"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("original appointment"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("reply message"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("original-nachricht"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("originalnachricht"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("ursprüngliche nachricht"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("ursprünglicher termin"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("message d'origine"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("message d’origine"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("message original"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("message initial"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("mensaje original"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("mensagem original"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("missatge original"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("messaggio originale"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("messaggio inviato"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("oorspronkelijk bericht"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("origineel bericht"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("originele bericht"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("ursprungligt meddelande"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("originalmeddelande"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("oprindelig meddelelse"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("original meddelelse"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("opprinnelig melding"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("original melding"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("upprunaleg skilaboð"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("alkuperäinen viesti"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("algsõnum"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("oryginalna wiadomość"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("wiadomość oryginalna"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("původní zpráva"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("pôvodná správa"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("eredeti üzenet"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("izvorna poruka"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("originalna poruka"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("izvirno sporočilo"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("mesaj original"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("mesajul original"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("orijinal mesaj"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("özgün ileti"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("αρχικό μήνυμα"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("исходное сообщение"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("Исходное сообщение"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("Оригинальное сообщение"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("Исходное письмо"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("Вихідне повідомлення"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("Оригинално съобщение"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("pesan asli"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("thư gốc"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("tin nhắn gốc"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("元のメッセージ"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("元のメール"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("原始邮件"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("原始郵件"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("邮件原件"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("原邮件"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("回复的原邮件"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("원본 메시지"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("원본메시지"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("원본 메일"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("הודעה מקורית"), SEPARATOR_ORIGINAL },
	{ SLICE_INIT("الرسالة الأصلية"), SEPARATOR_ORIGINAL },

	{ SLICE_INIT("forwarded message"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("forwarded mail"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("begin forwarded message"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("start of forwarded message"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("weitergeleitete nachricht"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("anfang der weitergeleiteten nachricht"),
	  SEPARATOR_FORWARDED },
	{ SLICE_INIT("beginn der weitergeleiteten nachricht"),
	  SEPARATOR_FORWARDED },
	{ SLICE_INIT("message transféré"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("début du message transféré"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("début du message réexpédié"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("mensaje reenviado"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("inicio del mensaje reenviado"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("missatge reenviat"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("mensagem encaminhada"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("mensagem reencaminhada"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("início da mensagem encaminhada"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("início da mensagem reencaminhada"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("messaggio inoltrato"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("inizio messaggio inoltrato"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("doorgestuurd bericht"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("begin doorgestuurd bericht"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("vidarebefordrat meddelande"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("vidarebefordrat brev"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("videresendt meddelelse"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("videresendt besked"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("start på videresendt besked"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("videresendt melding"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("välitetty viesti"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("välitetty viesti alkaa"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("edastatud kiri"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("przekazana wiadomość"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("wiadomość przekazana dalej"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("treść przekazanej wiadomości"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("początek przekazywanej wiadomości"),
	  SEPARATOR_FORWARDED },
	{ SLICE_INIT("přeposlaná zpráva"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("začátek přeposílané zprávy"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("preposlaná správa"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("začiatok preposlanej správy"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("továbbított üzenet"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("továbbított levél kezdete"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("proslijeđena poruka"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("započni proslijeđenu poruku"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("posredovano sporočilo"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("mesaj redirecționat"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("începe mesajul redirecționat"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("iletilen mesaj"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("yönlendirilen ileti"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("iletilmiş ileti"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("προωθημένο μήνυμα"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("Προωθημένο μήνυμα"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("Пересылаемое сообщение"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("Пересланное сообщение"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("Перенаправленное сообщение"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("Начало переадресованного сообщения"),
	  SEPARATOR_FORWARDED },
	{ SLICE_INIT("Переслане повідомлення"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("Початок листа, що пересилається"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("Препратено съобщение"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("pesan terusan"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("thư chuyển tiếp"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("転送されたメッセージ"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("転送メッセージ"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("转发的邮件"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("转发邮件信息"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("轉寄郵件"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("下面是被转发的邮件"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("전달된 메시지"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("הודעה שהועברה"), SEPARATOR_FORWARDED },
	{ SLICE_INIT("رسالة مُعاد توجيهها"), SEPARATOR_FORWARDED },
};

/* Dashes of all kinds, and the emphasis that may stand round them. */
static size_t
dash_len(struct slice s)
{
	static const struct slice	dashes[] = {
		SLICE_INIT("-"), SLICE_INIT("_"), SLICE_INIT("="),
		SLICE_INIT("*"), SLICE_INIT("\xe2\x80\x93"),
		SLICE_INIT("\xe2\x80\x94"), SLICE_INIT("\xe2\x94\x80"),
	};

	for (size_t i = 0; i < ARRAY_LEN(dashes); i++)
		if (slice_starts(s, dashes[i]))
			return dashes[i].len;
	return 0;
}

enum quote_separator
quote_separator(struct slice line)
{
	size_t	dashes = 0, len;
	bool	colon;

	if (line.len > SEPARATOR_MAX)
		return SEPARATOR_NONE;
	for (; (len = dash_len(line)) > 0; dashes++)
		line = slice_from(line, len);
	if (line.len == 0)
		return dashes >= LINE_MIN ? SEPARATOR_LINE : SEPARATOR_NONE;
	while (line.len > 0 && (ascii_is_blank(line.data[line.len - 1]) ||
	    dash_len(slice_from(line, line.len - 1)) > 0))
		line.len--;
	line = slice_trim(line);
	colon = slice_ends(line, SLICE(":"));
	if (colon)
		line.len--;
	if (slice_ends(line, SLICE("\xef\xbc\x9a"))) {
		colon = true;
		line.len -= 3;
	}
	line = slice_trim(line);
	/* In a sentence these are only words. */
	if (dashes < 2 && !colon)
		return SEPARATOR_NONE;
	if (dashes >= 2 && slice_starts_nocase(line, SLICE("Forwarded by ")))
		return SEPARATOR_FORWARDED;
	for (size_t i = 0; i < ARRAY_LEN(phrases); i++)
		if (slice_eq_nocase(line, phrases[i].text))
			return phrases[i].kind;
	return SEPARATOR_NONE;
}

/* What a header has so far. */
struct found {
	bool	label[LABEL_OTHER + 1];
	bool	address;	/* in From */
};

static bool
is_header(const struct found *found)
{
	const bool	*has = found->label;

	if (!has[LABEL_FROM])
		return false;
	if (has[LABEL_SUBJECT])
		return has[LABEL_DATE] || has[LABEL_TO];
	return found->address && has[LABEL_DATE] && has[LABEL_TO];
}

size_t
quote_header(const struct slice *lines, size_t count)
{
	struct found		found = { .address = false };
	struct slice		value;
	enum quote_label	label;
	size_t			end = 0, folds = 0;
	bool			gap = false;

	for (size_t i = 0; i < count && i < HEADER_LINES_MOST; i++) {
		label = quote_label(lines[i], &value);
		if (label == LABEL_NONE || (i == 0 && label == LABEL_OTHER)) {
			/* A line, or one empty line, between two labels. */
			if (end == 0 || (gap && lines[i].len == 0) ||
			    (gap && folds > 0) || folds == FOLDS_MOST)
				break;
			gap |= lines[i].len == 0;
			folds += lines[i].len > 0;
			continue;
		}
		found.label[label] = true;
		if (label == LABEL_FROM)
			found.address |= slice_index(value, '@') < value.len;
		end = i + 1;
		folds = 0;
		gap = false;
	}
	return is_header(&found) ? end : 0;
}
