/* What subjects of automatic replies look like, in the languages of users. */
#include "mail/signs.h"

/*
 * The prefixes that mail programs put before the subject they answer, without
 * the colon.  Exchange and Outlook write the language of the mailbox.
 */
static const struct slice prefixes[] = {
	SLICE_INIT("Automatic reply"),			/* English */
	SLICE_INIT("Auto reply"),
	SLICE_INIT("Auto-reply"),
	SLICE_INIT("AutoReply"),
	SLICE_INIT("Autoresponse"),
	SLICE_INIT("Auto response"),
	SLICE_INIT("Auto-response"),
	SLICE_INIT("Autoresponder"),
	SLICE_INIT("Out of office"),
	SLICE_INIT("Out-of-office"),
	SLICE_INIT("Out of office autoreply"),
	SLICE_INIT("Out of office auto-reply"),
	SLICE_INIT("Out of office reply"),
	SLICE_INIT("Out of office message"),
	SLICE_INIT("Out of office notification"),
	SLICE_INIT("Vacation reply"),
	SLICE_INIT("Away from my mail"),
	SLICE_INIT("Automatische Antwort"),		/* German */
	SLICE_INIT("Automatische Rückantwort"),
	SLICE_INIT("Autoantwort"),
	SLICE_INIT("Abwesenheitsnotiz"),
	SLICE_INIT("Abwesenheitsnachricht"),
	SLICE_INIT("Abwesenheitsmeldung"),
	SLICE_INIT("Abwesenheitsbenachrichtigung"),
	SLICE_INIT("Réponse automatique"),		/* French */
	SLICE_INIT("Réponse automatique d'absence"),
	SLICE_INIT("Réponse automatique d'absence du bureau"),
	SLICE_INIT("Réponse d'absence"),
	SLICE_INIT("Message d'absence"),
	SLICE_INIT("Absence du bureau"),
	SLICE_INIT("Respuesta automática"),		/* Spanish */
	SLICE_INIT("Respuesta automática de fuera de oficina"),
	SLICE_INIT("Contestación automática"),
	SLICE_INIT("Autorespuesta"),
	SLICE_INIT("Fuera de oficina"),
	SLICE_INIT("Fuera de la oficina"),
	SLICE_INIT("Risposta automatica"),		/* Italian */
	SLICE_INIT("Risposta automatica Fuori sede"),
	SLICE_INIT("Fuori sede"),
	SLICE_INIT("Fuori ufficio"),
	SLICE_INIT("Resposta automática"),		/* Portuguese */
	SLICE_INIT("Resposta Automática de Ausência Temporária"),
	SLICE_INIT("Fora do escritório"),
	SLICE_INIT("Automatisch antwoord"),		/* Dutch */
	SLICE_INIT("Automatische reactie"),
	SLICE_INIT("Automatische beantwoording"),
	SLICE_INIT("Afwezigheidsbericht"),
	SLICE_INIT("Niet aanwezig"),
	SLICE_INIT("Automatiskt svar"),			/* Swedish */
	SLICE_INIT("Autosvar"),			/* also Danish, Norwegian */
	SLICE_INIT("Frånvaromeddelande"),
	SLICE_INIT("Frånvaro"),
	SLICE_INIT("Automatisk svar"),			/* Danish, Norwegian */
	SLICE_INIT("Automatisk svarmeddelelse"),
	SLICE_INIT("Fraværsmeddelelse"),
	SLICE_INIT("Fraværsmelding"),
	SLICE_INIT("Automaattinen vastaus"),		/* Finnish */
	SLICE_INIT("Poissaoloviesti"),
	SLICE_INIT("Poissaoloilmoitus"),
	SLICE_INIT("Sjálfvirkt svar"),			/* Icelandic */
	SLICE_INIT("Odpowiedź automatyczna"),		/* Polish */
	SLICE_INIT("Automatyczna odpowiedź"),
	SLICE_INIT("Autoodpowiedź"),
	SLICE_INIT("Poza biurem"),
	SLICE_INIT("Automatická odpověď"),		/* Czech */
	SLICE_INIT("Mimo kancelář"),
	SLICE_INIT("Automatická odpoveď"),		/* Slovak */
	SLICE_INIT("Mimo kancelárie"),
	SLICE_INIT("Automatikus válasz"),		/* Hungarian */
	SLICE_INIT("Házon kívül"),
	SLICE_INIT("Răspuns automat"),			/* Romanian */
	SLICE_INIT("Raspuns automat"),
	SLICE_INIT("Samodejni odgovor"),		/* Slovenian */
	SLICE_INIT("Automatski odgovor"),	/* Croatian, Serbian, Bosnian */
	SLICE_INIT("Аутоматски одговор"),		/* Serbian */
	SLICE_INIT("Автоматичен отговор"),		/* Bulgarian */
	SLICE_INIT("Автоматски одговор"),		/* Macedonian */
	SLICE_INIT("Автоматический ответ"),		/* Russian */
	SLICE_INIT("Автоответ"),
	SLICE_INIT("Отсутствие на рабочем месте"),
	SLICE_INIT("Автоматична відповідь"),		/* Ukrainian */
	SLICE_INIT("Автовідповідь"),
	SLICE_INIT("Automaatvastus"),			/* Estonian */
	SLICE_INIT("Automaatne vastus"),
	SLICE_INIT("Automātiska atbilde"),		/* Latvian */
	SLICE_INIT("Automātiskā atbilde"),
	SLICE_INIT("Automatinis atsakymas"),		/* Lithuanian */
	SLICE_INIT("Automatinis atsakas"),
	SLICE_INIT("Αυτόματη απάντηση"),		/* Greek */
	SLICE_INIT("Εκτός γραφείου"),
	SLICE_INIT("Otomatik yanıt"),			/* Turkish */
	SLICE_INIT("Otomatik Yanıt"),
	SLICE_INIT("Otomatik cevap"),
	SLICE_INIT("Resposta automàtica"),		/* Catalan */
	SLICE_INIT("Erantzun automatikoa"),		/* Basque */
	SLICE_INIT("Ateb awtomatig"),			/* Welsh */
	SLICE_INIT("Përgjigje automatike"),		/* Albanian */
	SLICE_INIT("מענה אוטומטי"),			/* Hebrew */
	SLICE_INIT("תשובה אוטומטית"),
	SLICE_INIT("رد تلقائي"),			/* Arabic */
	SLICE_INIT("الرد التلقائي"),
	SLICE_INIT("پاسخ خودکار"),			/* Persian */
	SLICE_INIT("स्वचालित उत्तर"),			/* Hindi */
	SLICE_INIT("ตอบกลับอัตโนมัติ"),			/* Thai */
	SLICE_INIT("การตอบกลับอัตโนมัติ"),
	SLICE_INIT("Trả lời tự động"),			/* Vietnamese */
	SLICE_INIT("Thư trả lời tự động"),
	SLICE_INIT("Balasan otomatis"),			/* Indonesian */
	SLICE_INIT("Balasan automatik"),		/* Malay */
	SLICE_INIT("自動応答"),				/* Japanese */
	SLICE_INIT("自動返信"),
	SLICE_INIT("不在通知"),
	SLICE_INIT("自动答复"),				/* Chinese */
	SLICE_INIT("自动回复"),
	SLICE_INIT("外出自动答复"),
	SLICE_INIT("自動回覆"),
	SLICE_INIT("自動回复"),
	SLICE_INIT("自動回應"),
	SLICE_INIT("자동 회신"),			/* Korean */
	SLICE_INIT("자동회신"),
	SLICE_INIT("자동 응답"),
	SLICE_INIT("부재 중 자동 회신"),
};

/*
 * Words of vacation replies whose subject was chosen freely.  Where a language
 * writes with capitals both spellings stand, since only ASCII is folded.
 */
static const struct slice vacation_words[] = {
	SLICE_INIT("out of office"),
	SLICE_INIT("out of the office"),
	SLICE_INIT("out-of-office"),
	SLICE_INIT("away from the office"),
	SLICE_INIT("away from my mail"),
	SLICE_INIT("on vacation"),
	SLICE_INIT("vacation reply"),
	SLICE_INIT("vacation message"),
	SLICE_INIT("vacation response"),
	SLICE_INIT("on leave"),
	SLICE_INIT("autoreply"),
	SLICE_INIT("auto-reply"),
	SLICE_INIT("auto reply"),
	SLICE_INIT("autoresponse"),
	SLICE_INIT("auto response"),
	SLICE_INIT("autoresponder"),
	SLICE_INIT("automatic reply"),
	SLICE_INIT("automatic response"),
	SLICE_INIT("automated reply"),
	SLICE_INIT("automated response"),
	SLICE_INIT("automatische antwort"),
	SLICE_INIT("abwesend"),
	SLICE_INIT("abwesenheit"),
	SLICE_INIT("nicht im büro"),
	SLICE_INIT("nicht im haus"),
	SLICE_INIT("urlaub"),
	SLICE_INIT("absence"),
	SLICE_INIT("absent"),
	SLICE_INIT("en congé"),
	SLICE_INIT("en vacances"),
	SLICE_INIT("réponse automatique"),
	SLICE_INIT("ausencia"),
	SLICE_INIT("ausente"),
	SLICE_INIT("fuera de la oficina"),
	SLICE_INIT("vacaciones"),
	SLICE_INIT("respuesta automática"),
	SLICE_INIT("fuori sede"),
	SLICE_INIT("fuori ufficio"),
	SLICE_INIT("in ferie"),
	SLICE_INIT("assente"),
	SLICE_INIT("risposta automatica"),
	SLICE_INIT("ausência"),
	SLICE_INIT("férias"),
	SLICE_INIT("fora do escritório"),
	SLICE_INIT("resposta automática"),
	SLICE_INIT("afwezig"),
	SLICE_INIT("vakantie"),
	SLICE_INIT("frånvarande"),
	SLICE_INIT("frånvaro"),
	SLICE_INIT("fravær"),
	SLICE_INIT("på ferie"),
	SLICE_INIT("poissa"),
	SLICE_INIT("lomalla"),
	SLICE_INIT("urlop"),
	SLICE_INIT("nieobecno"),
	SLICE_INIT("dovolen"),
	SLICE_INIT("nepřítom"),
	SLICE_INIT("neprítom"),
	SLICE_INIT("szabadság"),
	SLICE_INIT("concediu"),
	SLICE_INIT("godišnji odmor"),
	SLICE_INIT("отпуск"),
	SLICE_INIT("Отпуск"),
	SLICE_INIT("отсутств"),
	SLICE_INIT("Отсутств"),
	SLICE_INIT("автоответ"),
	SLICE_INIT("Автоответ"),
	SLICE_INIT("відпустк"),
	SLICE_INIT("Відпустк"),
	SLICE_INIT("άδεια"),
	SLICE_INIT("εκτός γραφείου"),
	SLICE_INIT("izindeyim"),
	SLICE_INIT("ofis dışı"),
	SLICE_INIT("חופשה"),
	SLICE_INIT("إجازة"),
	SLICE_INIT("不在"),
	SLICE_INIT("休暇"),
	SLICE_INIT("自動返信"),
	SLICE_INIT("休假"),
	SLICE_INIT("自动回复"),
	SLICE_INIT("自動回覆"),
	SLICE_INIT("부재"),
	SLICE_INIT("휴가"),
	SLICE_INIT("nghỉ phép"),
};

/* Blanks before a colon: plain, no-break and, in French, the narrow one. */
static struct slice
skip_blanks(struct slice s)
{
	static const struct slice blanks[] = {
		SLICE_INIT(" "),
		SLICE_INIT("\xc2\xa0"),
		SLICE_INIT("\xe2\x80\xaf"),
	};
	bool skipped = true;

	while (skipped) {
		skipped = false;
		for (size_t i = 0; i < ARRAY_LEN(blanks); i++) {
			if (slice_starts(s, blanks[i])) {
				s = slice_from(s, blanks[i].len);
				skipped = true;
			}
		}
	}
	return s;
}

static bool
starts_with_colon(struct slice s)
{
	s = skip_blanks(s);
	return slice_starts(s, SLICE(":")) ||
	    slice_starts(s, SLICE("\xef\xbc\x9a")); /* full width */
}

/* The curly apostrophe of French programs is the straight one of the table. */
static bool
starts_with_prefix(struct slice s, struct slice prefix, struct slice *rest)
{
	static const struct slice	curly = SLICE_INIT("\xe2\x80\x99");
	struct slice			piece;

	while (slice_cut(&prefix, '\'', &piece)) {
		if (!slice_starts_nocase(s, piece))
			return false;
		s = slice_from(s, piece.len);
		if (prefix.data == NULL)
			break;
		if (slice_starts(s, curly))
			s = slice_from(s, curly.len);
		else if (slice_starts(s, SLICE("'")))
			s = slice_from(s, 1);
		else
			return false;
	}
	*rest = s;
	return true;
}

bool
subject_is_auto_reply(struct slice subject)
{
	struct slice rest;

	subject = skip_blanks(subject);
	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		if (starts_with_prefix(subject, prefixes[i], &rest) &&
		    starts_with_colon(rest))
			return true;
	}
	return false;
}

bool
subject_has_vacation_word(struct slice subject)
{
	for (size_t i = 0; i < ARRAY_LEN(vacation_words); i++) {
		if (slice_has_nocase(subject, vacation_words[i]))
			return true;
	}
	return false;
}
