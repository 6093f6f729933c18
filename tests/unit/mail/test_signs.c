/* The table of signs, and the subjects of automatic replies. */
#include "case.h"

#include "mail/signs.h"

static void
test_signs_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sign_count; i++) {
		const struct sign *sign = &signs[i];

		assert_case_true(sign->name, sign->source != NULL);
		assert_case_true(sign->name,
		    (sign->match == SIGN_FACT) == (sign->fact != 0));
		assert_case_true(sign->name,
		    (sign->match == SIGN_FACT) == (sign->header.len == 0));
		assert_case_true(sign->name, (sign->match == SIGN_WORD ||
		    sign->match == SIGN_HAS) == (sign->word.len > 0));
		assert_case_true(sign->name, (sign->use == USE_WITHHOLDS) ==
		    (sign->class == MAIL_HUMAN));
		for (size_t j = 0; j < i; j++)
			assert_case_true(sign->name,
			    strcmp(sign->name, signs[j].name) != 0);
	}
}

static void
test_signs_subject_prefixes(void **state)
{
	static const struct {
		const char *name;
		struct slice subject;
		bool want;
	} cases[] = {
		{ "English", SLICE_INIT("Automatic reply: x"), true },
		{ "English, old", SLICE_INIT("Out of Office AutoReply: x"),
		  true },
		{ "German", SLICE_INIT("Automatische Antwort: x"), true },
		{ "German, old", SLICE_INIT("Abwesenheitsnotiz: x"), true },
		{ "French, with its blank", SLICE_INIT("Réponse automatique : x"),
		  true },
		{ "French, with a no-break blank",
		  SLICE_INIT("Réponse automatique\xc2\xa0: x"), true },
		{ "French, with a narrow one",
		  SLICE_INIT("Réponse automatique\xe2\x80\xaf: x"), true },
		{ "French, with a curly apostrophe",
		  SLICE_INIT("Réponse d’absence : x"), true },
		{ "French, with a straight one",
		  SLICE_INIT("Réponse automatique d'absence du bureau : x"),
		  true },
		{ "Spanish", SLICE_INIT("Respuesta automática: x"), true },
		{ "Italian", SLICE_INIT("Risposta automatica: x"), true },
		{ "Portuguese", SLICE_INIT("Resposta automática: x"), true },
		{ "Dutch", SLICE_INIT("Automatisch antwoord: x"), true },
		{ "Swedish", SLICE_INIT("Automatiskt svar: x"), true },
		{ "Danish and Norwegian", SLICE_INIT("Automatisk svar: x"),
		  true },
		{ "Finnish", SLICE_INIT("Automaattinen vastaus: x"), true },
		{ "Polish", SLICE_INIT("Odpowiedź automatyczna: x"), true },
		{ "Czech", SLICE_INIT("Automatická odpověď: x"), true },
		{ "Slovak", SLICE_INIT("Automatická odpoveď: x"), true },
		{ "Hungarian", SLICE_INIT("Automatikus válasz: x"), true },
		{ "Romanian", SLICE_INIT("Răspuns automat: x"), true },
		{ "Slovenian", SLICE_INIT("Samodejni odgovor: x"), true },
		{ "Croatian", SLICE_INIT("Automatski odgovor: x"), true },
		{ "Bulgarian", SLICE_INIT("Автоматичен отговор: x"), true },
		{ "Russian", SLICE_INIT("Автоматический ответ: x"), true },
		{ "Russian, short", SLICE_INIT("Автоответ: x"), true },
		{ "Ukrainian", SLICE_INIT("Автоматична відповідь: x"), true },
		{ "Greek", SLICE_INIT("Αυτόματη απάντηση: x"), true },
		{ "Turkish", SLICE_INIT("Otomatik Yanıt: x"), true },
		{ "Estonian", SLICE_INIT("Automaatvastus: x"), true },
		{ "Latvian", SLICE_INIT("Automātiskā atbilde: x"), true },
		{ "Lithuanian", SLICE_INIT("Automatinis atsakymas: x"), true },
		{ "Hebrew", SLICE_INIT("מענה אוטומטי: x"), true },
		{ "Arabic", SLICE_INIT("رد تلقائي: x"), true },
		{ "Vietnamese", SLICE_INIT("Trả lời tự động: x"), true },
		{ "Indonesian", SLICE_INIT("Balasan otomatis: x"), true },
		{ "Japanese", SLICE_INIT("自動応答: x"), true },
		{ "Japanese, full width colon", SLICE_INIT("自動応答：x"),
		  true },
		{ "Chinese", SLICE_INIT("自动答复: x"), true },
		{ "Chinese, traditional", SLICE_INIT("自動回覆: x"), true },
		{ "Korean", SLICE_INIT("자동 회신: x"), true },
		{ "case does not matter", SLICE_INIT("AUTOMATIC REPLY: x"),
		  true },
		{ "blanks before it are nothing",
		  SLICE_INIT(" Automatic reply:"), true },
		{ "nothing may stand before it",
		  SLICE_INIT("Re: Automatic reply: x"), false },
		{ "not even a list's tag",
		  SLICE_INIT("[l] Automatic reply: x"), false },
		{ "the colon must be there",
		  SLICE_INIT("Automatic reply does not work"), false },
		{ "at once", SLICE_INIT("Automatic reply broken: help"),
		  false },
		{ "the words alone may be a question",
		  SLICE_INIT("Out of office"), false },
		{ "nothing is none", SLICE_INIT(""), false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_int(cases[i].name,
		    subject_is_auto_reply(cases[i].subject), cases[i].want);
}

static void
test_signs_vacation_words(void **state)
{
	static const struct {
		const char *name;
		struct slice subject;
		bool want;
	} cases[] = {
		{ "anywhere, in any case",
		  SLICE_INIT("Jo is OUT of the OFFICE (till May)"), true },
		{ "German", SLICE_INIT("Ich bin im Urlaub"), true },
		{ "French", SLICE_INIT("Je suis en congé"), true },
		{ "Russian", SLICE_INIT("Я в отпуске"), true },
		{ "Japanese", SLICE_INIT("夏季休暇のお知らせ"), true },
		{ "an office is no vacation", SLICE_INIT("Office 365"),
		  false },
		{ "nothing is none", SLICE_INIT(""), false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_int(cases[i].name,
		    subject_has_vacation_word(cases[i].subject), cases[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signs_table),
		cmocka_unit_test(test_signs_subject_prefixes),
		cmocka_unit_test(test_signs_vacation_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
