/*
 * Forwarded mail in the languages of mail programs: each program's form with
 * each language's words.
 */
#include "case.h"

#include "base/text.h"
#include "mail/forward.h"

#define SUBJECT "Printer burns again"
#define NAME "Kim Lee"
#define ADDRESS "kim@example.test"
#define BODY "It smokes.\n\nKim\n"

/* The words of one language; NULL where its program says nothing. */
static const struct language {
	const char	*name;
	const char	*prefix; /* Outlook's, before the subject */
	const char	*from, *sent, *date, *to, *cc, *subject;
	const char	*apple; /* what Apple Mail says above */
	const char	*forwarded; /* what others say between dashes */
} languages[] = {
	{ "English", "FW:", "From", "Sent", "Date", "To", "Cc", "Subject",
	  "Begin forwarded message:", "Forwarded message" },
	{ "German", "WG:", "Von", "Gesendet", "Datum", "An", "Cc", "Betreff",
	  "Anfang der weitergeleiteten Nachricht:",
	  "Weitergeleitete Nachricht" },
	{ "French", "TR:", "De ", "Envoyé ", "Date ", "À ", "Cc ", "Objet ",
	  "Début du message réexpédié :", "Message transféré" },
	{ "Spanish", "RV:", "De", "Enviado", "Fecha", "Para", "Cc", "Asunto",
	  "Inicio del mensaje reenviado:", "Mensaje reenviado" },
	{ "Italian", "I:", "Da", "Inviato", "Data", "A", "Cc", "Oggetto",
	  "Inizio messaggio inoltrato:", "Messaggio inoltrato" },
	{ "Portuguese of Portugal", "FW:", "De", "Enviado", "Data", "Para",
	  "Cc", "Assunto", "Início da mensagem reencaminhada:",
	  "Mensagem reencaminhada" },
	{ "Portuguese of Brazil", "ENC:", "De", "Enviada em", "Data", "Para",
	  "Cc", "Assunto", "Início da mensagem encaminhada:",
	  "Mensagem encaminhada" },
	{ "Dutch", "FW:", "Van", "Verzonden", "Datum", "Aan", "CC",
	  "Onderwerp", "Begin doorgestuurd bericht:", "Doorgestuurd bericht" },
	{ "Swedish", "VB:", "Från", "Skickat", "Datum", "Till", "Kopia",
	  "Ämne", "Vidarebefordrat brev:", "Vidarebefordrat meddelande" },
	{ "Danish", "VS:", "Fra", "Sendt", "Dato", "Til", "Cc", "Emne",
	  "Start på videresendt besked:", "Videresendt meddelelse" },
	{ "Norwegian", "VS:", "Fra", "Sendt", "Dato", "Til", "Kopi", "Emne",
	  "Videresendt melding:", "Videresendt melding" },
	{ "Finnish", "VL:", "Lähettäjä", "Lähetetty", "Päivämäärä",
	  "Vastaanottaja", "Kopio", "Aihe", "Välitetty viesti alkaa:",
	  "Välitetty viesti / Fwd.Msg" },
	{ "Polish", "PD:", "Od", "Wysłane", "Data", "Do", "DW", "Temat",
	  "Początek przekazywanej wiadomości:", "Przekazana wiadomość" },
	{ "Czech", "FW:", "Od", "Odesláno", "Datum", "Komu", "Kopie",
	  "Předmět", "Začátek přeposílané zprávy:", "Přeposlaná zpráva" },
	{ "Slovak", "FW:", "Od", "Odoslané", "Dátum", "Komu", "Kópia",
	  "Predmet", "Začiatok preposlanej správy:",
	  "Preposlaná správa --- Forwarded Message" },
	{ "Hungarian", "Továbbítás:", "Feladó", "Elküldve", "Dátum",
	  "Címzett", "Másolatot kap", "Tárgy", "Továbbított levél kezdete:",
	  "Továbbított üzenet" },
	{ "Croatian", "FW:", "Šalje", "Poslano", "Datum", "Prima", "Kopija",
	  "Predmet", "Započni proslijeđenu poruku:", "Proslijeđena poruka" },
	{ "Slovenian", "FW:", "Od", "Poslano", "Datum", "Za", "Kp", "Zadeva",
	  NULL, "Posredovano sporočilo" },
	{ "Serbian", "FW:", "Од", "Послато", "Датум", "За", "Коп", "Наслов",
	  NULL, "Прослеђена порука" },
	{ "Romanian", "FW:", "De la", "Trimis", "Dată", "Către", "Cc",
	  "Subiect", "Începe mesajul redirecționat:", "Mesaj redirecționat" },
	{ "Turkish", "İLT:", "Kimden", "Gönderildi", "Tarih", "Kime", "Bilgi",
	  "Konu", "Yönlendirilen ileti:", "İletilen İleti" },
	{ "Greek", "ΠΡΘ:", "Από", "Στάλθηκε", "Ημερομηνία", "Προς", "Κοιν.",
	  "Θέμα", "Αρχή προωθημένου μηνύματος:", "Προωθημένο μήνυμα" },
	{ "Russian", "FW:", "От", "Отправлено", "Дата", "Кому", "Копия",
	  "Тема", "Начало переадресованного сообщения:",
	  "Пересылаемое сообщение" },
	{ "Ukrainian", "FW:", "Від", "Надіслано", "Дата", "Кому", "Копія",
	  "Тема", "Початок листа, що пересилається:",
	  "Перенаправлене повідомлення" },
	{ "Bulgarian", "FW:", "От", "Изпратено", "Дата", "До", "Копие",
	  "Относно", NULL, "Препратено писмо" },
	{ "Estonian", "FW:", "Saatja", "Saadetud", "Kuupäev", "Adressaat",
	  "Koopia", "Teema", NULL, "Edastatud kiri" },
	{ "Latvian", "FW:", "No", "Nosūtīts", "Datums", "Kam", "Kopija",
	  "Tēma", NULL, "Pārsūtīta vēstule" },
	{ "Lithuanian", "FW:", "Nuo", "Išsiųsta", "Data", "Kam", "Kopija",
	  "Tema", NULL, "Persiųstas laiškas" },
	{ "Catalan", "FW:", "De", "Enviat", "Data", "Per a", "Cc", "Assumpte",
	  NULL, "Missatge reenviat" },
	{ "Icelandic", "FW:", "Frá", "Sent", "Dagsetning", "Til", "Afrit",
	  "Efni", NULL, "Áframsendur póstur" },
	{ "Japanese", "FW:", "差出人", "送信日時", "日付", "宛先", "Cc",
	  "件名", "転送されたメッセージ:", "転送メッセージ" },
	{ "Simplified Chinese", "转发:", "发件人", "发送时间", "日期",
	  "收件人", "抄送", "主题", "下面是被转发的邮件：", "转发的消息" },
	{ "Traditional Chinese", "轉寄:", "寄件者", "寄件日期", "日期",
	  "收件者", "副本", "主旨", "以下是轉寄的郵件：", "轉寄郵件" },
	{ "Korean", "FW:", "보낸 사람", "보낸 날짜", "날짜", "받는 사람",
	  "참조", "제목", "전달된 메시지 시작:", "전달된 메시지" },
	{ "Vietnamese", "FW:", "Từ", "Đã gửi", "Ngày", "Đến", "Cc", "Chủ đề",
	  NULL, "Thư được chuyển tiếp" },
	{ "Indonesian", "FW:", "Dari", "Dikirim", "Tanggal", "Kepada", "Cc",
	  "Subjek", NULL, "Pesan Diteruskan" },
	{ "Thai", "FW:", "จาก", "ส่ง", "วันที่", "ถึง", "สำเนา", "เรื่อง", NULL,
	  "ข้อความส่งต่อ" },
	{ "Hebrew", "FW:", "מאת", "נשלח", "תאריך", "אל", "עותק", "נושא", NULL,
	  "הודעה שהועברה" },
	{ "Arabic", "FW:", "من", "تم الإرسال", "التاريخ", "إلى", "نسخة",
	  "الموضوع", NULL, "رسالة ممرّرة" },
};

/* "From: Kim Lee <kim@example.test>" and so on, between the two strings. */
static void
add_field(struct text *to, const char *before, const char *label,
    const char *after, const char *value)
{
	text_add_format(to, "%s%s:%s%s\n", before, label, after, value);
}

#define FROM_VALUE NAME " <" ADDRESS ">"
#define TO_VALUE "support@desk.test <support@desk.test>"
#define CC_VALUE "Lou <lou@example.test>; Max <max@example.test>"

static void
outlook(struct text *to, const struct language *words, const char *before,
    const char *after, const char *when)
{
	add_field(to, before, words->from, after, FROM_VALUE);
	add_field(to, before, when, after, "24/11/2026 22:21");
	add_field(to, before, words->to, after, TO_VALUE);
	add_field(to, before, words->cc, after, CC_VALUE);
	add_field(to, before, words->subject, after, SUBJECT);
}

static void
outlook_on_the_web(struct text *to, const struct language *words)
{
	text_add_string(to, "________________________________\n");
	outlook(to, words, "", " ", words->sent);
	text_add_string(to, "\n" BODY);
}

static void
outlook_in_bold(struct text *to, const struct language *words)
{
	outlook(to, words, "*", "* ", words->sent);
	text_add_string(to, "\n" BODY);
}

/* The body follows the header without an empty line. */
static void
outlook_for_mac(struct text *to, const struct language *words)
{
	outlook(to, words, "", " ", words->date);
	text_add_string(to, BODY);
}

static void
apple_mail(struct text *to, const struct language *words)
{
	text_add_format(to, "> %s\n> \n", words->apple);
	add_field(to, "> ", words->from, " ", FROM_VALUE);
	add_field(to, "> ", words->subject, " ", SUBJECT);
	add_field(to, "> ", words->date, " ", "24. 11. 2026 22:21:00 CET");
	add_field(to, "> ", words->to, " ", "support@desk.test");
	text_add_string(to, "> \n> It smokes.\n");
}

static void
gmail(struct text *to, const struct language *words)
{
	text_add_string(to, "---------- Forwarded message ---------\n");
	add_field(to, "", words->from, " ", FROM_VALUE);
	text_add_string(to, "Date: 24/11/2026 22:21\nSubject: " SUBJECT
	    "\nTo: <support@desk.test>\n\n\n" BODY);
}

static void
thunderbird(struct text *to, const struct language *words)
{
	text_add_format(to, "-------- %s --------\n", words->forwarded);
	add_field(to, "", words->subject, " \t", SUBJECT);
	add_field(to, "", words->date, " \t",
	    "Tue, 24 Nov 2026 22:21:00 +0100");
	add_field(to, "", words->from, " \t", FROM_VALUE);
	add_field(to, "", words->to, " \t", "support@desk.test");
	text_add_string(to, "\n\n\n" BODY);
}

/* It loses its line ends. */
static void
yahoo(struct text *to, const struct language *words)
{
	text_add_format(to, "   ----- %s ----- %s: " FROM_VALUE "%s: "
	    "\"support@desk.test\" <support@desk.test>%s: Lou <lou@x.test>%s: "
	    "24/11/2026 22:21:00 CET%s: " SUBJECT "\n " BODY,
	    words->forwarded, words->from, words->to, words->cc, words->sent,
	    words->subject);
}

/* Full-width colons, as programs of the East write them. */
static void
wide_colons(struct text *to, const struct language *words)
{
	text_add_format(to, "---- %s ----\n\n%s：" FROM_VALUE
	    "\n%s：2026-11-24\n%s：support@desk.test\n%s：" SUBJECT "\n\n" BODY,
	    words->forwarded, words->from, words->date, words->to,
	    words->subject);
}

static const struct {
	const char	*name;
	void		(*write)(struct text *to, const struct language *words);
	bool		 says_so; /* needs no prefix in the subject */
	bool		 apple;
} programs[] = {
	{ "Outlook on the web", outlook_on_the_web, false, false },
	{ "Outlook in bold", outlook_in_bold, false, false },
	{ "Outlook for Mac", outlook_for_mac, false, false },
	{ "Apple Mail", apple_mail, true, true },
	{ "Gmail", gmail, true, false },
	{ "Thunderbird", thunderbird, true, false },
	{ "Yahoo", yahoo, true, false },
	{ "full-width colons", wide_colons, true, false },
};

static bool
find(const char *prefix, struct slice text, bool answers, struct arena *arena,
    struct forward *out)
{
	static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;
	static const struct mime	none = { .count = 0 };
	const struct forward_signs	signs = {
		.mime = &none, .text = text, .answers = answers,
		.subject = arena_format(arena, "%s " SUBJECT, prefix),
	};

	return forward_find(&signs, &limits, arena, out);
}

static void
check(const struct language *words, size_t program, const char *above,
    struct arena *arena)
{
	struct text	text = TEXT_IN(arena);
	struct forward	got;
	char		name[100];

	snprintf(name, sizeof(name), "%s, %s", programs[program].name,
	    words->name);
	text_add_string(&text, above);
	programs[program].write(&text, words);
	assert_case_true(name, find(words->prefix, text_slice(&text), true,
	    arena, &got));
	assert_case_slice(name, got.from.name, SLICE(NAME));
	assert_case_slice(name, got.from.address, SLICE(ADDRESS));
	assert_case_slice(name, got.subject, SLICE(SUBJECT));
	assert_case_true(name, find("", text_slice(&text), true, arena,
	    &got) == programs[program].says_so);
	/* What only quotes is a reply's, whatever it says. */
	assert_case_true(name, find("Re:", text_slice(&text), true, arena,
	    &got) == (programs[program].says_so && !programs[program].apple));
}

static void
test_forward_languages(void **state)
{
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
		for (size_t j = 0; j < ARRAY_LEN(programs); j++) {
			if (programs[j].apple && languages[i].apple == NULL)
				continue;
			check(&languages[i], j, "", &arena);
			check(&languages[i], j, "Please look.\n\nLou\n\n",
			    &arena);
			arena_free(&arena);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_forward_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
