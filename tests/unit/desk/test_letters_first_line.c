/* What letters to agents say first, and what may be answered to it. */
#include "letters_case.h"

#include "desk/answer.h"

/* How a letter to an agent begins, by what an answer to it will be. */
static const struct first_lines {
	const char	*language;
	const char	*yes;	  /* the word that the confirm letter asks for */
	const char	*want[5]; /* to the user, a note, confirm, held, nobody */
} first_lines[] = {
	{ "en", "yes",
	  { "Your answer to this mail goes to Alice <alice@example.test>.\n",
	    "Your answer to this mail is a private note: only colleagues read "
	    "it.\n",
	    "If you wrote what stands below, answer this mail with the word "
	    "yes.\n",
	    "Your mail was held: answer this one with one of the words below, "
	    "or with your\nmail put right.\n",
	    "Your answer to this mail goes to nobody:" } },
	{ "de", "Ja",
	  { "Ihre Antwort auf diese Mail geht an Alice <alice@example.test>.\n",
	    "Ihre Antwort auf diese Mail ist eine interne Notiz: nur Kollegen "
	    "lesen sie.\n",
	    "Wenn Sie geschrieben haben, was unten steht, antworten Sie auf "
	    "diese Mail\nmit dem Wort Ja.",
	    "Ihre Mail wurde angehalten: Antworten Sie auf diese hier mit "
	    "einem der Wörter\nunten",
	    "Ihre Antwort auf diese Mail geht an niemanden:" } },
	{ "fr", "oui",
	  { "Votre réponse à ce message sera envoyée à Alice "
	    "<alice@example.test>.\n",
	    "Votre réponse à ce message sera une note interne : seuls vos "
	    "collègues la\nliront.",
	    "Si vous êtes bien l'auteur du texte ci-dessous, répondez à ce "
	    "message par le\nmot oui.",
	    "Votre message est en attente : répondez à celui-ci par un des "
	    "mots ci-dessous,\nou",
	    "Votre réponse à ce message n'est envoyée à" } },
	{ "es", "sí",
	  { "Su respuesta a este mensaje se enviará a Alice "
	    "<alice@example.test>.\n",
	    "Su respuesta a este mensaje será una nota interna: solo la leerán "
	    "sus\ncompañeros.",
	    "Si usted escribió lo que figura abajo, responda a este mensaje "
	    "con la palabra\nsí.",
	    "Su mensaje está retenido: responda a este con una de las palabras "
	    "de abajo,\no",
	    "Su respuesta a este mensaje no se envía" } },
	{ "sv", "ja",
	  { "Ditt svar på det här mejlet går till Alice <alice@example.test>.\n",
	    "Ditt svar på det här mejlet blir en intern anteckning: bara "
	    "kollegor läser den.\n",
	    "Om du har skrivit det som står nedan, svara på det här mejlet med "
	    "ordet ja.\n",
	    "Ditt mejl har hejdats: svara på det här med ett av orden nedan,\n"
	    "eller",
	    "Ditt svar på det här mejlet går inte" } },
	{ "nb", "ja",
	  { "Svaret ditt på denne e-posten går til Alice <alice@example.test>.\n",
	    "Svaret ditt på denne e-posten blir et internt notat: bare "
	    "kolleger leser det.\n",
	    "Hvis du har skrevet det som står nedenfor, svar på denne e-posten "
	    "med ordet ja.\n",
	    "E-posten din holdes tilbake: svar på denne med ett av ordene "
	    "nedenfor,\neller",
	    "Svaret ditt på denne e-posten går ikke til" } },
	{ "pt", "sim",
	  { "A sua resposta a este e-mail será enviada a Alice "
	    "<alice@example.test>.\n",
	    "A sua resposta a este e-mail será uma nota interna: só os colegas "
	    "a leem.\n",
	    "Se escreveu o que está abaixo, responda a este e-mail com a "
	    "palavra sim.\n",
	    "O seu e-mail está retido: responda a este com uma das palavras "
	    "abaixo,\nou",
	    "A sua resposta a este e-mail não é" } },
	{ "nl", "ja",
	  { "Uw antwoord op deze mail gaat naar Alice <alice@example.test>.\n",
	    "Uw antwoord op deze mail wordt een interne notitie: alleen "
	    "collega's lezen die.\n",
	    "Als u hebt geschreven wat hieronder staat, beantwoord deze mail "
	    "dan met het\nwoord ja.",
	    "Uw mail wordt vastgehouden: beantwoord deze met een van de "
	    "woorden hieronder,\nof",
	    "Uw antwoord op deze mail gaat naar niemand:" } },
	{ "it", "sì",
	  { "La risposta a questa e-mail sarà inviata a Alice "
	    "<alice@example.test>.\n",
	    "La risposta a questa e-mail sarà una nota interna: la leggeranno "
	    "solo i\ncolleghi.",
	    "Se è stato Lei a scrivere quanto riportato sotto, risponda a "
	    "questa e-mail con\nla parola sì.",
	    "Il messaggio è trattenuto: rispondere a questa e-mail con una "
	    "delle parole qui\nsotto",
	    "La risposta a questa e-mail non viene inviata" } },
	{ "pl", "tak",
	  { "Twoja odpowiedź na tę wiadomość trafi do: Alice "
	    "<alice@example.test>.\n",
	    "Twoja odpowiedź na tę wiadomość będzie notatką wewnętrzną: "
	    "przeczytają ją tylko\nwspółpracownicy.",
	    "Jeśli tekst poniżej jest Twój, odpowiedz na tę wiadomość słowem "
	    "tak.\n",
	    "Twoja wiadomość czeka: odpowiedz na tę jednym z poniższych słów\n"
	    "albo",
	    "Twoja odpowiedź na tę wiadomość nie trafi do" } },
	{ "ja", "「はい」",
	  { "このメールに返信すると、Alice <alice@example.test> に届きます。\n",
	    "このメールへの返信は社内メモになり、読めるのは担当者だけです。\n",
	    "下の文を書いたのがあなたなら、このメールに「はい」とだけ返信してく"
	    "ださい。\n",
	    "メールを保留にしました。下のいずれかの言葉か、直したメールを、\n"
	    "このメールに返信",
	    "このメールへの返信は誰にも届きません。一行に一つずつコマンドを書けます。" } },
};

static size_t
first_line_of(const struct letter_event_row *row, int event)
{
	if (row->answer == TOKEN_VERIFY)
		return event == LETTER_CONFIRM ? 2 : 3;
	return row->answer == TOKEN_CONTROL ? 4 : row->answer == TOKEN_NOTE;
}

/* Agents read first what an answer will do, and to whom. */
static void
test_letters_first_line(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct template_result	got;
	const struct language	*of;
	struct slice		first;

	(void)state;
	for (size_t l = 0; (of = language_at(l)) != NULL; l++)
		for (int event = 0; event < LETTER_EVENT_COUNT; event++) {
			const struct letter_event_row *row =
			    letter_event_row((enum letter_event)event);
			const char *name = label(of->tag, event, &arena);

			if (!row->to_agents || !is_translated(of->tag, event))
				continue;
			assert_true(l < ARRAY_LEN(first_lines));
			assert_case(name, first_lines[l].language, of->tag);
			render(of->tag, event, all, ARRAY_LEN(all), &arena,
			    &got);
			first = slice_from(got.text,
			    slice_search(got.text, SLICE("\n\n")) + 2);
			first = slice_head(first, strlen(first_lines[l].want[
			    first_line_of(row, event)]));
			assert_case_slice(name, first, slice_of(
			    first_lines[l].want[first_line_of(row, event)]));
		}
	arena_free(&arena);
}

/* What the confirm letter asks for is what is understood. */
static void
test_letters_yes(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct template_result	got;
	struct slice		yes, text;
	bool			alone;

	(void)state;
	for (size_t l = 0; l < ARRAY_LEN(first_lines); l++) {
		yes = slice_of(first_lines[l].yes);
		render(first_lines[l].language, LETTER_CONFIRM, all,
		    ARRAY_LEN(all), &arena, &got);
		assert_case_true(first_lines[l].language,
		    slice_has(got.text, yes));
		for (size_t i = 0; i < 4; i++) {
			static const char *const ends[] = {
				"", ".\n\nKim\n", "!", "\xc2\xa0!\n" };

			text = arena_format(&arena, "%.*s%s", SLICE_ARG(yes),
			    ends[i]);
			assert_case_int(first_lines[l].language,
			    answer_parse(text, true, &arena, &alone),
			    ANSWER_APPLY);
		}
	}
	assert_int_equal(answer_parse(SLICE("はい。"), true, &arena, &alone),
	    ANSWER_APPLY);
	assert_int_equal(answer_parse(SLICE("はいでは"), true, &arena, &alone),
	    ANSWER_NONE);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_letters_first_line),
		cmocka_unit_test(test_letters_yes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
