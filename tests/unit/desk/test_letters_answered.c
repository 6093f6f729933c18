/*
 * Our own letters, answered from mail programs in every language: what is left is
 * what the person wrote.
 */
#include "letters_case.h"

#include "base/text.h"
#include "mail/html.h"
#include "mail/quote.h"

#define DESK "Help desk (Support)"
#define FROM "support+r2k-x7qd@help.test"

/* What mail programs in a language write above a quote. */
static const struct program_words {
	const char	*language;
	const char	*answer;
	const char	*gmail, *apple;
	const char	*outlook[4]; /* From, Sent, To, Subject */
} speakers[] = {
	{ "en", "Thanks, it works again.\n\nBut it still smokes: look!",
	  "On Tue, Nov 24, 2026 at 10:21\xe2\x80\xafPM " DESK " <" FROM "> wrote:",
	  "On 24 Nov 2026, at 22:21, " DESK " <" FROM "> wrote:",
	  { "From", "Sent", "To", "Subject" } },
	{ "de", "Danke, er geht wieder.\n\nAber es raucht noch: sehen Sie!",
	  "Am Di., 24. Nov. 2026 um 22:21 Uhr schrieb " DESK " <" FROM ">:",
	  "Am 24.11.2026 um 22:21 schrieb " DESK " <" FROM ">:",
	  { "Von", "Gesendet", "An", "Betreff" } },
	{ "fr", "Merci, elle marche.\n\nMais elle fume encore, voyez !",
	  "Le mar. 24 nov. 2026 à 22:21, " DESK " <" FROM "> a écrit\xc2\xa0:",
	  "Le 24 nov. 2026 à 22:21, " DESK " <" FROM "> a écrit :",
	  { "De ", "Envoyé ", "À ", "Objet " } },
	{ "es", "Gracias, ya funciona.\n\nPero todavía humea: ¡mire!",
	  "El mar, 24 nov 2026 a las 22:21, " DESK " (<" FROM ">) escribió:",
	  "El 24 nov 2026, a las 22:21, " DESK " <" FROM "> escribió:",
	  { "De", "Enviado", "Para", "Asunto" } },
	{ "sv", "Tack, den fungerar igen.\n\nMen det ryker än: titta!",
	  "Den tis 24 nov. 2026 kl 22:21 skrev " DESK " <" FROM ">:",
	  "24 nov. 2026 kl. 22:21 skrev " DESK " <" FROM ">:",
	  { "Från", "Skickat", "Till", "Ämne" } },
	{ "nb", "Takk, den virker igjen.\n\nMen det ryker ennå: se!",
	  "tir. 24. nov. 2026 kl. 22:21 skrev " DESK " <" FROM ">:",
	  "24. nov. 2026 kl. 22:21 skrev " DESK " <" FROM ">:",
	  { "Fra", "Sendt", "Til", "Emne" } },
	{ "pt", "Obrigado, já funciona.\n\nMas ainda deita fumo: veja!",
	  DESK " <" FROM "> escreveu (terça, 24/11/2026 à(s) 22:21):",
	  "No dia 24/11/2026, às 22:21, " DESK " <" FROM "> escreveu:",
	  { "De", "Enviado", "Para", "Assunto" } },
	{ "nl", "Bedankt, hij doet het weer.\n\nMaar hij rookt nog: kijk!",
	  "Op di 24 nov 2026 om 22:21 schreef " DESK " <" FROM ">:",
	  "Op 24 nov 2026, om 22:21 heeft " DESK " <" FROM "> het volgende"
	  " geschreven:",
	  { "Van", "Verzonden", "Aan", "Onderwerp" } },
	{ "it", "Grazie, funziona di nuovo.\n\nMa fuma ancora: guardi!",
	  "Il giorno mar 24 nov 2026 alle ore 22:21 " DESK " <" FROM "> ha"
	  " scritto:",
	  "Il giorno 24 nov 2026, alle ore 22:21, " DESK " <" FROM "> ha"
	  " scritto:",
	  { "Da", "Inviato", "A", "Oggetto" } },
	{ "pl", "Dziękuję, znów działa.\n\nAle jeszcze dymi: proszę spojrzeć!",
	  "wt., 24 lis 2026 o 22:21 " DESK " <" FROM "> napisał(a):",
	  "Wiadomość napisana przez " DESK " <" FROM "> w dniu 24 lis 2026,"
	  " o godz. 22:21:",
	  { "Od", "Wysłane", "Do", "Temat" } },
	{ "ja", "ありがとうございます。直りました。\n\nただ、まだ煙が出ています。",
	  "2026年11月24日(火) 22:21 " DESK " <" FROM ">:",
	  "2026/11/24 22:21、" DESK " <" FROM ">のメール:",
	  { "差出人", "送信日時", "宛先", "件名" } },
};

static void
add_quoted(struct text *to, struct slice text)
{
	struct slice line;

	while (slice_line(&text, &line)) {
		text_add_string(to, line.len > 0 ? "> " : ">");
		text_add(to, line);
		text_add_char(to, '\n');
	}
}

static void
gmail(struct text *to, const struct program_words *words,
    const struct template_result *letter, struct arena *arena)
{
	(void)arena;
	text_add_format(to, "%s\n\n%s\n\n", words->answer, words->gmail);
	add_quoted(to, letter->text);
}

/* Long attributions are broken where a blank stands. */
static void
gmail_broken(struct text *to, const struct program_words *words,
    const struct template_result *letter, struct arena *arena)
{
	struct slice attribution = slice_of(words->gmail);
	size_t at = slice_search(attribution, SLICE("<"));

	(void)arena;
	text_add_format(to, "%s\n\n", words->answer);
	text_add(to, slice_trim_end(slice_head(attribution, at)));
	text_add_char(to, '\n');
	text_add(to, slice_from(attribution, at));
	text_add_string(to, "\n\n");
	add_quoted(to, letter->text);
}

static void
apple(struct text *to, const struct program_words *words,
    const struct template_result *letter, struct arena *arena)
{
	(void)arena;
	text_add_format(to, "%s\n\n> %s\n> \n", words->answer, words->apple);
	add_quoted(to, letter->text);
}

static void
apple_mac(struct text *to, const struct program_words *words,
    const struct template_result *letter, struct arena *arena)
{
	(void)arena;
	text_add_format(to, "%s\n\n%s\n\n", words->answer, words->apple);
	add_quoted(to, letter->text);
}

static void
add_header(struct text *to, const struct program_words *words)
{
	text_add_format(to, "%s: " DESK " <" FROM ">\n%s: 24.11.2026 22:21\n"
	    "%s: alice@example.test\n%s: [#12] Printer on fire\n\n",
	    words->outlook[0], words->outlook[1], words->outlook[2],
	    words->outlook[3]);
}

static void
outlook(struct text *to, const struct program_words *words,
    const struct template_result *letter, struct arena *arena)
{
	(void)arena;
	text_add_format(to, "%s\n\n________________________________\n",
	    words->answer);
	add_header(to, words);
	text_add(to, letter->text);
}

static void
outlook_without_line(struct text *to, const struct program_words *words,
    const struct template_result *letter, struct arena *arena)
{
	(void)arena;
	text_add_format(to, "%s\n\n", words->answer);
	add_header(to, words);
	text_add(to, letter->text);
}

/* What stands between <body> and </body>. */
static struct slice
inner_html(const struct template_result *letter, struct arena *arena)
{
	struct slice body = html_of(letter, arena);

	body = slice_from(body, slice_search(body, SLICE("<body")));
	body = slice_from(body, slice_index(body, '>') + 1);
	return slice_head(body, slice_search(body, SLICE("</body>")));
}

static void
add_html_answer(struct text *to, const char *answer)
{
	struct slice rest = slice_of(answer), line;

	text_add_string(to, "<html><body>");
	while (slice_line(&rest, &line)) {
		text_add_string(to, "<div>");
		text_add_html(to, line);
		text_add_string(to, line.len > 0 ? "</div>" : "<br></div>");
	}
}

static struct slice
read_html(struct text *html, struct arena *arena)
{
	const struct mail_limits limits = MAIL_LIMITS_DEFAULT;
	limit_bits limited = 0;

	return html_to_text(text_slice(html), &limits, arena, &limited);
}

static void
gmail_html(struct text *to, const struct program_words *words,
    const struct template_result *letter, struct arena *arena)
{
	struct text html = TEXT_IN(arena);

	add_html_answer(&html, words->answer);
	text_add_string(&html, "<br><div class=\"gmail_quote\"><div dir=\"ltr\""
	    " class=\"gmail_attr\">");
	text_add_html(&html, slice_of(words->gmail));
	text_add_string(&html, "<br></div><blockquote class=\"gmail_quote\">");
	text_add(&html, inner_html(letter, arena));
	text_add_string(&html, "</blockquote></div></body></html>");
	text_add(to, read_html(&html, arena));
}

static void
outlook_html(struct text *to, const struct program_words *words,
    const struct template_result *letter, struct arena *arena)
{
	struct text html = TEXT_IN(arena);

	add_html_answer(&html, words->answer);
	text_add_string(&html, "<hr><div id=\"divRplyFwdMsg\" dir=\"ltr\">");
	text_add_format(&html, "<b>%s:</b> " DESK " &lt;" FROM "&gt;<br>"
	    "<b>%s:</b> 24.11.2026 22:21<br><b>%s:</b> alice@example.test<br>"
	    "<b>%s:</b> [#12] Printer on fire<br></div><div>", words->outlook[0],
	    words->outlook[1], words->outlook[2], words->outlook[3]);
	text_add(&html, inner_html(letter, arena));
	text_add_string(&html, "</div></body></html>");
	text_add(to, read_html(&html, arena));
}

static void
apple_html(struct text *to, const struct program_words *words,
    const struct template_result *letter, struct arena *arena)
{
	struct text html = TEXT_IN(arena);

	add_html_answer(&html, words->answer);
	text_add_string(&html, "<div><br><blockquote type=\"cite\"><div>");
	text_add_html(&html, slice_of(words->apple));
	text_add_string(&html, "</div><br><div>");
	text_add(&html, inner_html(letter, arena));
	text_add_string(&html, "</div></blockquote></div></body></html>");
	text_add(to, read_html(&html, arena));
}

static const struct program {
	const char	*name;
	void		(*write)(struct text *to,
	    const struct program_words *words,
	    const struct template_result *letter, struct arena *arena);
} programs[] = {
	{ "Gmail", gmail },
	{ "Gmail, its attribution broken", gmail_broken },
	{ "Apple Mail on a telephone", apple },
	{ "Apple Mail", apple_mac },
	{ "Outlook", outlook },
	{ "Outlook without its line", outlook_without_line },
	{ "Gmail's HTML", gmail_html },
	{ "Outlook's HTML", outlook_html },
	{ "Apple's HTML", apple_html },
};

static void
check(const struct program *program, const struct program_words *by,
    const char *language, int event)
{
	struct arena		arena = ARENA_INIT;
	struct text		text = TEXT_IN(&arena);
	struct template_result	letter;
	const char		*name;

	name = arena_format(&arena, "%s in %s answers %s/%s", program->name,
	    by->language, language,
	    letter_event_row((enum letter_event)event)->name).data;
	render(language, event, all, ARRAY_LEN(all), &arena, &letter);
	program->write(&text, by, &letter, &arena);
	assert_case_slice(name, quote_new_text(text_slice(&text), &arena),
	    slice_of(by->answer));
	arena_free(&arena);
}

static void
test_letters_answered_own_language(void **state)
{
	(void)state;
	assert_true(language_at(ARRAY_LEN(speakers)) == NULL);
	for (size_t l = 0; l < ARRAY_LEN(speakers); l++) {
		assert_case(speakers[l].language, speakers[l].language,
		    language_at(l)->tag);
		for (int event = 0; event < LETTER_EVENT_COUNT; event++)
			for (size_t p = 0; p < ARRAY_LEN(programs); p++)
				check(&programs[p], &speakers[l],
				    speakers[l].language, event);
	}
}

/* Programs speak another language than the letters that they answer. */
static void
test_letters_answered_other_language(void **state)
{
	(void)state;
	for (size_t l = 0; l < ARRAY_LEN(speakers); l++)
		for (size_t m = 0; m < ARRAY_LEN(speakers); m++)
			for (size_t p = 0; p < ARRAY_LEN(programs); p++)
				check(&programs[p], &speakers[l],
				    speakers[m].language, LETTER_AGENT_REPLY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_letters_answered_own_language),
		cmocka_unit_test(test_letters_answered_other_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
