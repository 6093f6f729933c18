/* The labels of quoted headers, in the languages of mail programs. */
#include "mail/quote_labels.h"

#include "base/ascii.h"

#define LABEL_MAX 40 /* octets; the longest is not longer */

static const struct label {
	struct slice		text;
	enum quote_label	label;
} labels[] = {
	{ SLICE_INIT("From"), LABEL_FROM },		/* English */
	{ SLICE_INIT("Sent"), LABEL_DATE },
	{ SLICE_INIT("Sent on"), LABEL_DATE },
	{ SLICE_INIT("Sent at"), LABEL_DATE },
	{ SLICE_INIT("Date"), LABEL_DATE },
	{ SLICE_INIT("To"), LABEL_TO },
	{ SLICE_INIT("Cc"), LABEL_CC },
	{ SLICE_INIT("Bcc"), LABEL_OTHER },
	{ SLICE_INIT("Subject"), LABEL_SUBJECT },
	{ SLICE_INIT("Reply-To"), LABEL_OTHER },
	{ SLICE_INIT("Reply To"), LABEL_OTHER },
	{ SLICE_INIT("Importance"), LABEL_OTHER },
	{ SLICE_INIT("Priority"), LABEL_OTHER },
	{ SLICE_INIT("Sensitivity"), LABEL_OTHER },
	{ SLICE_INIT("Attachments"), LABEL_OTHER },
	{ SLICE_INIT("Resent-From"), LABEL_OTHER },
	{ SLICE_INIT("Message-ID"), LABEL_OTHER },
	{ SLICE_INIT("Organization"), LABEL_OTHER },
	{ SLICE_INIT("Newsgroups"), LABEL_OTHER },
	{ SLICE_INIT("Von"), LABEL_FROM },		/* German */
	{ SLICE_INIT("Gesendet"), LABEL_DATE },
	{ SLICE_INIT("Gesendet am"), LABEL_DATE },
	{ SLICE_INIT("Datum"), LABEL_DATE },
	{ SLICE_INIT("An"), LABEL_TO },
	{ SLICE_INIT("Kopie"), LABEL_CC },
	{ SLICE_INIT("Kopie (CC)"), LABEL_CC },
	{ SLICE_INIT("Betreff"), LABEL_SUBJECT },
	{ SLICE_INIT("Betr"), LABEL_SUBJECT },
	{ SLICE_INIT("Antwort an"), LABEL_OTHER },
	{ SLICE_INIT("Wichtigkeit"), LABEL_OTHER },
	{ SLICE_INIT("Priorität"), LABEL_OTHER },
	{ SLICE_INIT("Anlagen"), LABEL_OTHER },
	{ SLICE_INIT("De"), LABEL_FROM },		/* French */
	{ SLICE_INIT("Expéditeur"), LABEL_FROM },
	{ SLICE_INIT("Envoyé"), LABEL_DATE },
	{ SLICE_INIT("Envoyé le"), LABEL_DATE },
	{ SLICE_INIT("Date d'envoi"), LABEL_DATE },
	{ SLICE_INIT("À"), LABEL_TO },
	{ SLICE_INIT("A"), LABEL_TO },
	{ SLICE_INIT("Pour"), LABEL_TO },
	{ SLICE_INIT("Destinataire"), LABEL_TO },
	{ SLICE_INIT("Copie à"), LABEL_CC },
	{ SLICE_INIT("Copie"), LABEL_CC },
	{ SLICE_INIT("Objet"), LABEL_SUBJECT },
	{ SLICE_INIT("Sujet"), LABEL_SUBJECT },
	{ SLICE_INIT("Répondre à"), LABEL_OTHER },
	{ SLICE_INIT("Pièces jointes"), LABEL_OTHER },
	{ SLICE_INIT("Remitente"), LABEL_FROM },	/* Spanish */
	{ SLICE_INIT("Enviado"), LABEL_DATE },
	{ SLICE_INIT("Enviado el"), LABEL_DATE },
	{ SLICE_INIT("Fecha"), LABEL_DATE },
	{ SLICE_INIT("Para"), LABEL_TO },
	{ SLICE_INIT("Asunto"), LABEL_SUBJECT },
	{ SLICE_INIT("Responder a"), LABEL_OTHER },
	{ SLICE_INIT("Enviada em"), LABEL_DATE },	/* Portuguese */
	{ SLICE_INIT("Enviado em"), LABEL_DATE },
	{ SLICE_INIT("Enviada"), LABEL_DATE },
	{ SLICE_INIT("Data"), LABEL_DATE },
	{ SLICE_INIT("Assunto"), LABEL_SUBJECT },
	{ SLICE_INIT("Da"), LABEL_FROM },		/* Italian */
	{ SLICE_INIT("Mittente"), LABEL_FROM },
	{ SLICE_INIT("Inviato"), LABEL_DATE },
	{ SLICE_INIT("Inviato il"), LABEL_DATE },
	{ SLICE_INIT("Oggetto"), LABEL_SUBJECT },
	{ SLICE_INIT("Van"), LABEL_FROM },		/* Dutch */
	{ SLICE_INIT("Afzender"), LABEL_FROM },
	{ SLICE_INIT("Verzonden"), LABEL_DATE },
	{ SLICE_INIT("Verstuurd"), LABEL_DATE },
	{ SLICE_INIT("Aan"), LABEL_TO },
	{ SLICE_INIT("Onderwerp"), LABEL_SUBJECT },
	{ SLICE_INIT("Från"), LABEL_FROM },		/* Swedish */
	{ SLICE_INIT("Skickat"), LABEL_DATE },
	{ SLICE_INIT("Till"), LABEL_TO },
	{ SLICE_INIT("Kopia"), LABEL_CC },
	{ SLICE_INIT("Ämne"), LABEL_SUBJECT },
	{ SLICE_INIT("Fra"), LABEL_FROM },		/* Danish, Norwegian */
	{ SLICE_INIT("Sendt"), LABEL_DATE },
	{ SLICE_INIT("Dato"), LABEL_DATE },
	{ SLICE_INIT("Til"), LABEL_TO },
	{ SLICE_INIT("Kopi"), LABEL_CC },
	{ SLICE_INIT("Emne"), LABEL_SUBJECT },
	{ SLICE_INIT("Frá"), LABEL_FROM },		/* Icelandic */
	{ SLICE_INIT("Efni"), LABEL_SUBJECT },
	{ SLICE_INIT("Lähettäjä"), LABEL_FROM },	/* Finnish */
	{ SLICE_INIT("Lähetetty"), LABEL_DATE },
	{ SLICE_INIT("Päivämäärä"), LABEL_DATE },
	{ SLICE_INIT("Päiväys"), LABEL_DATE },
	{ SLICE_INIT("Vastaanottaja"), LABEL_TO },
	{ SLICE_INIT("Kopio"), LABEL_CC },
	{ SLICE_INIT("Aihe"), LABEL_SUBJECT },
	{ SLICE_INIT("Saatja"), LABEL_FROM },		/* Estonian */
	{ SLICE_INIT("Saadetud"), LABEL_DATE },
	{ SLICE_INIT("Kuupäev"), LABEL_DATE },
	{ SLICE_INIT("Adressaat"), LABEL_TO },
	{ SLICE_INIT("Teema"), LABEL_SUBJECT },
	{ SLICE_INIT("Nosūtīts"), LABEL_DATE },		/* Latvian */
	{ SLICE_INIT("Kam"), LABEL_TO },
	{ SLICE_INIT("Tēma"), LABEL_SUBJECT },
	{ SLICE_INIT("Nuo"), LABEL_FROM },		/* Lithuanian */
	{ SLICE_INIT("Išsiųsta"), LABEL_DATE },
	{ SLICE_INIT("Tema"), LABEL_SUBJECT },
	{ SLICE_INIT("Od"), LABEL_FROM },		/* Polish, Czech, Slovak */
	{ SLICE_INIT("Nadawca"), LABEL_FROM },
	{ SLICE_INIT("Wysłano"), LABEL_DATE },
	{ SLICE_INIT("Wysłane"), LABEL_DATE },
	{ SLICE_INIT("Do"), LABEL_TO },
	{ SLICE_INIT("DW"), LABEL_CC },
	{ SLICE_INIT("Temat"), LABEL_SUBJECT },
	{ SLICE_INIT("Odesílatel"), LABEL_FROM },
	{ SLICE_INIT("Odesláno"), LABEL_DATE },
	{ SLICE_INIT("Odosielateľ"), LABEL_FROM },
	{ SLICE_INIT("Odoslané"), LABEL_DATE },
	{ SLICE_INIT("Dátum"), LABEL_DATE },
	{ SLICE_INIT("Komu"), LABEL_TO },
	{ SLICE_INIT("Kópia"), LABEL_CC },
	{ SLICE_INIT("Předmět"), LABEL_SUBJECT },
	{ SLICE_INIT("Predmet"), LABEL_SUBJECT },
	{ SLICE_INIT("Pošiljatelj"), LABEL_FROM },	/* Croatian, Slovenian */
	{ SLICE_INIT("Šalje"), LABEL_FROM },
	{ SLICE_INIT("Poslano"), LABEL_DATE },
	{ SLICE_INIT("Prima"), LABEL_TO },
	{ SLICE_INIT("Za"), LABEL_TO },
	{ SLICE_INIT("Zadeva"), LABEL_SUBJECT },
	{ SLICE_INIT("Feladó"), LABEL_FROM },		/* Hungarian */
	{ SLICE_INIT("Elküldve"), LABEL_DATE },
	{ SLICE_INIT("Küldve"), LABEL_DATE },
	{ SLICE_INIT("Címzett"), LABEL_TO },
	{ SLICE_INIT("Másolatot kap"), LABEL_CC },
	{ SLICE_INIT("Tárgy"), LABEL_SUBJECT },
	{ SLICE_INIT("De la"), LABEL_FROM },		/* Romanian */
	{ SLICE_INIT("Expeditor"), LABEL_FROM },
	{ SLICE_INIT("Trimis"), LABEL_DATE },
	{ SLICE_INIT("Către"), LABEL_TO },
	{ SLICE_INIT("Catre"), LABEL_TO },
	{ SLICE_INIT("Dată"), LABEL_DATE },
	{ SLICE_INIT("Subiect"), LABEL_SUBJECT },
	{ SLICE_INIT("Kimden"), LABEL_FROM },		/* Turkish */
	{ SLICE_INIT("Gönderen"), LABEL_FROM },
	{ SLICE_INIT("Gönderildi"), LABEL_DATE },
	{ SLICE_INIT("Gönderme Tarihi"), LABEL_DATE },
	{ SLICE_INIT("Tarih"), LABEL_DATE },
	{ SLICE_INIT("Kime"), LABEL_TO },
	{ SLICE_INIT("Bilgi"), LABEL_CC },
	{ SLICE_INIT("Konu"), LABEL_SUBJECT },
	{ SLICE_INIT("Από"), LABEL_FROM },		/* Greek */
	{ SLICE_INIT("Στάλθηκε"), LABEL_DATE },
	{ SLICE_INIT("Ημερομηνία"), LABEL_DATE },
	{ SLICE_INIT("Προς"), LABEL_TO },
	{ SLICE_INIT("Κοιν"), LABEL_CC },
	{ SLICE_INIT("Θέμα"), LABEL_SUBJECT },
	{ SLICE_INIT("От"), LABEL_FROM },		/* Russian, Bulgarian */
	{ SLICE_INIT("От кого"), LABEL_FROM },
	{ SLICE_INIT("Отправитель"), LABEL_FROM },
	{ SLICE_INIT("Отправлено"), LABEL_DATE },
	{ SLICE_INIT("Изпратено"), LABEL_DATE },
	{ SLICE_INIT("Дата"), LABEL_DATE },
	{ SLICE_INIT("Кому"), LABEL_TO },
	{ SLICE_INIT("До"), LABEL_TO },
	{ SLICE_INIT("Копия"), LABEL_CC },
	{ SLICE_INIT("Тема"), LABEL_SUBJECT },
	{ SLICE_INIT("Относно"), LABEL_SUBJECT },
	{ SLICE_INIT("Від"), LABEL_FROM },		/* Ukrainian */
	{ SLICE_INIT("Від кого"), LABEL_FROM },
	{ SLICE_INIT("Надіслано"), LABEL_DATE },
	{ SLICE_INIT("Копія"), LABEL_CC },
	{ SLICE_INIT("Шаље"), LABEL_FROM },		/* Serbian */
	{ SLICE_INIT("Послато"), LABEL_DATE },
	{ SLICE_INIT("За"), LABEL_TO },
	{ SLICE_INIT("差出人"), LABEL_FROM },		/* Japanese */
	{ SLICE_INIT("送信元"), LABEL_FROM },
	{ SLICE_INIT("送信者"), LABEL_FROM },
	{ SLICE_INIT("送信日時"), LABEL_DATE },
	{ SLICE_INIT("日時"), LABEL_DATE },
	{ SLICE_INIT("日付"), LABEL_DATE },
	{ SLICE_INIT("宛先"), LABEL_TO },
	{ SLICE_INIT("件名"), LABEL_SUBJECT },
	{ SLICE_INIT("发件人"), LABEL_FROM },		/* Chinese */
	{ SLICE_INIT("發件人"), LABEL_FROM },
	{ SLICE_INIT("寄件者"), LABEL_FROM },
	{ SLICE_INIT("寄件人"), LABEL_FROM },
	{ SLICE_INIT("发送时间"), LABEL_DATE },
	{ SLICE_INIT("发送日期"), LABEL_DATE },
	{ SLICE_INIT("寄件日期"), LABEL_DATE },
	{ SLICE_INIT("日期"), LABEL_DATE },
	{ SLICE_INIT("时间"), LABEL_DATE },
	{ SLICE_INIT("收件人"), LABEL_TO },
	{ SLICE_INIT("收件者"), LABEL_TO },
	{ SLICE_INIT("抄送"), LABEL_CC },
	{ SLICE_INIT("副本"), LABEL_CC },
	{ SLICE_INIT("主题"), LABEL_SUBJECT },
	{ SLICE_INIT("主題"), LABEL_SUBJECT },
	{ SLICE_INIT("主旨"), LABEL_SUBJECT },
	{ SLICE_INIT("보낸 사람"), LABEL_FROM },		/* Korean */
	{ SLICE_INIT("보낸사람"), LABEL_FROM },
	{ SLICE_INIT("보낸 날짜"), LABEL_DATE },
	{ SLICE_INIT("보낸날짜"), LABEL_DATE },
	{ SLICE_INIT("날짜"), LABEL_DATE },
	{ SLICE_INIT("받는 사람"), LABEL_TO },
	{ SLICE_INIT("받는사람"), LABEL_TO },
	{ SLICE_INIT("참조"), LABEL_CC },
	{ SLICE_INIT("제목"), LABEL_SUBJECT },
	{ SLICE_INIT("Từ"), LABEL_FROM },		/* Vietnamese */
	{ SLICE_INIT("Người gửi"), LABEL_FROM },
	{ SLICE_INIT("Đã gửi"), LABEL_DATE },
	{ SLICE_INIT("Ngày"), LABEL_DATE },
	{ SLICE_INIT("Đến"), LABEL_TO },
	{ SLICE_INIT("Tới"), LABEL_TO },
	{ SLICE_INIT("Chủ đề"), LABEL_SUBJECT },
	{ SLICE_INIT("Dari"), LABEL_FROM },		/* Indonesian */
	{ SLICE_INIT("Dikirim"), LABEL_DATE },
	{ SLICE_INIT("Tanggal"), LABEL_DATE },
	{ SLICE_INIT("Kepada"), LABEL_TO },
	{ SLICE_INIT("Ke"), LABEL_TO },
	{ SLICE_INIT("Perihal"), LABEL_SUBJECT },
	{ SLICE_INIT("Subjek"), LABEL_SUBJECT },
	{ SLICE_INIT("จาก"), LABEL_FROM },		/* Thai */
	{ SLICE_INIT("ส่ง"), LABEL_DATE },
	{ SLICE_INIT("วันที่"), LABEL_DATE },
	{ SLICE_INIT("ถึง"), LABEL_TO },
	{ SLICE_INIT("เรื่อง"), LABEL_SUBJECT },
	{ SLICE_INIT("מאת"), LABEL_FROM },		/* Hebrew */
	{ SLICE_INIT("נשלח"), LABEL_DATE },
	{ SLICE_INIT("תאריך"), LABEL_DATE },
	{ SLICE_INIT("אל"), LABEL_TO },
	{ SLICE_INIT("עותק"), LABEL_CC },
	{ SLICE_INIT("נושא"), LABEL_SUBJECT },
	{ SLICE_INIT("من"), LABEL_FROM },		/* Arabic */
	{ SLICE_INIT("تاريخ الإرسال"), LABEL_DATE },
	{ SLICE_INIT("التاريخ"), LABEL_DATE },
	{ SLICE_INIT("إلى"), LABEL_TO },
	{ SLICE_INIT("الموضوع"), LABEL_SUBJECT },
};

/* Marks of emphasis, table bars, blanks and directions round a label. */
static size_t
mark_len(struct slice s)
{
	static const struct slice	marks[] = {
		SLICE_INIT("*"), SLICE_INIT("_"), SLICE_INIT("|"),
		SLICE_INIT(" "), SLICE_INIT("\t"), SLICE_INIT("\xc2\xa0"),
		SLICE_INIT("\xe2\x80\xaf"), SLICE_INIT("\xe2\x80\x8e"),
		SLICE_INIT("\xe2\x80\x8f"), SLICE_INIT("\xe2\x80\xaa"),
		SLICE_INIT("\xe2\x80\xab"), SLICE_INIT("\xe2\x80\xac"),
	};

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (slice_starts(s, marks[i]))
			return marks[i].len;
	return 0;
}

static struct slice
skip_marks(struct slice s)
{
	size_t	len;

	while ((len = mark_len(s)) > 0)
		s = slice_from(s, len);
	return s;
}

/* The label alone: what stands before its first mark that ends it. */
static struct slice
trim_label(struct slice s)
{
	size_t	end = s.len;

	while (end > 0 && mark_len(slice_from(s, end - 1)) == 1)
		end--;
	while (slice_ends(slice_head(s, end), SLICE("\xc2\xa0")) ||
	    slice_ends(slice_head(s, end), SLICE("*")) ||
	    slice_ends(slice_head(s, end), SLICE(" ")))
		end -= s.data[end - 1] == '\xa0' ? 2 : 1;
	return slice_head(s, end);
}

enum quote_label
quote_label(struct slice line, struct slice *value)
{
	struct slice	label, wide = SLICE("\xef\xbc\x9a");	/* U+FF1A */
	size_t		colon, end;

	*value = SLICE_EMPTY;
	line = skip_marks(line);
	label = slice_head(line, LABEL_MAX);
	colon = slice_index(label, ':');
	end = colon + 1;
	if (colon == label.len) {
		colon = slice_search(label, wide);
		end = colon + wide.len;
	}
	if (colon == label.len)
		return LABEL_NONE;
	label = trim_label(slice_head(label, colon));
	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		if (slice_eq_nocase(label, labels[i].text)) {
			*value = slice_trim(skip_marks(slice_from(line, end)));
			return labels[i].label;
		}
	}
	return LABEL_NONE;
}
