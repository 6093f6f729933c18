/* The letters that the desk writes, in every language it carries. */
#include "case.h"

#include "desk/letter_event.h"
#include "desk/template.h"
#include "desk/template_html.h"
#include "mail/quote.h"

static void
test_letters_carried(void **state)
{
	struct fail why = FAIL_INIT;

	(void)state;
	assert_int_equal(template_check(&why), 0);
	assert_case("nothing is wrong", why.text, "");
	assert_true(template_language_exists("en"));
	assert_true(template_language_exists("de"));
	assert_false(template_language_exists("xx"));
	assert_false(template_language_exists("e"));
	assert_false(template_language_exists(""));
}

static const struct template_value all[] = {
	{ "above", SLICE_INIT(QUOTE_ABOVE_LINE) },
	{ "number", SLICE_INIT("12") },
	{ "subject", SLICE_INIT("Printer on fire") },
	{ "department", SLICE_INIT("Support") },
	{ "desk", SLICE_INIT("Example Helpdesk") },
	{ "user_name", SLICE_INIT("Alice") },
	{ "user_address", SLICE_INIT("alice@example.test") },
	{ "agent_name", SLICE_INIT("Kim") },
	{ "author_name", SLICE_INIT("Robin") },
	{ "author_address", SLICE_INIT("robin@example.test") },
	{ "text", SLICE_INIT("It burns.\n\n#solved <script>") },
	{ "receipt", SLICE_INIT("#frob: there is no such command") },
	{ "answer", SLICE_INIT("status: solved -> open") },
	{ "reply_address", SLICE_INIT("support+r2k-x@help.test") },
	{ "note_address", SLICE_INIT("support+n2k-x@help.test") },
	{ "status", SLICE_INIT("open") },
	{ "priority", SLICE_INIT("high") },
	{ "assignee", SLICE_INIT("Sascha") },
	{ "old", SLICE_INIT("Sales") },
	{ "attachments", SLICE_INIT("fire.jpg, smoke.jpg") },
	{ "suggestions", SLICE_INIT("Carl <carl@example.test>") },
	{ "reason", SLICE_INIT("5.1.1 no such user") },
	{ "recipient", SLICE_INIT("alice@old.test") },
	{ "ticket_count", SLICE_INIT("3") },
};

static const char *const languages[] = { "en", "de" };

static void
render(const char *language, int event, const struct template_value *values,
    size_t count, struct arena *arena, struct template_result *out)
{
	struct fail why = FAIL_INIT;

	assert_int_equal(template_render(language, letter_event_row(
	    (enum letter_event)event)->name, values, count, arena, out, &why),
	    0);
}

static struct slice
html_of(const struct template_result *got, struct arena *arena)
{
	return template_html(got->subject, got->text, got->shape, arena);
}

/* The rules that hold for each letter in each language. */
static void
check_letter(int event, const struct template_result *got, struct arena *arena)
{
	const struct letter_event_row *row =
	    letter_event_row((enum letter_event)event);
	struct slice	html = html_of(got, arena), rest = got->text, line;
	bool		re = event == LETTER_AGENT_REPLY;

	/* What is about several tickets names none of them there. */
	if (event == LETTER_DIGEST || event == LETTER_HELD_BACK)
		assert_case_true(row->name, slice_starts(got->subject,
		    SLICE("Example Helpdesk: ")));
	else
		assert_case_slice(row->name, got->subject, re
		    ? SLICE("Re: [#12] Printer on fire")
		    : SLICE("[#12] Printer on fire"));
	assert_case_true(row->name, slice_is_utf8(got->text));
	assert_case_true(row->name, !slice_has(got->text, SLICE("{{")));
	assert_case_true(row->name, !slice_has(got->text, SLICE("\n\n\n")));
	assert_case_true(row->name, !slice_has(html, SLICE("<script>")));
	assert_case_true(row->name, !slice_has(html, SLICE("<img")));
	assert_case_true(row->name, slice_starts(got->text,
	    SLICE(QUOTE_ABOVE_LINE "\n\n")));
	while (slice_line(&rest, &line))
		/* Or the quoted letter were a command some day. */
		assert_case_true(row->name, !slice_starts(line, SLICE("#")) ||
		    slice_starts(line, SLICE("##")) || re);
}

static void
test_letters_every_letter(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct template_result	got;

	(void)state;
	for (size_t l = 0; l < ARRAY_LEN(languages); l++)
		for (int event = 0; event < LETTER_EVENT_COUNT; event++) {
			render(languages[l], event, all, ARRAY_LEN(all),
			    &arena, &got);
			check_letter(event, &got, &arena);
			/* Whatever is not known must not leave holes. */
			render(languages[l], event, all, 6, &arena, &got);
			assert_case_true("no holes", !slice_has(got.text,
			    SLICE("\n\n\n")) && !slice_has(got.text,
			    SLICE("{{")));
			arena_reset(&arena);
		}
	arena_free(&arena);
}

/* What must never be in a letter to a user. */
static void
test_letters_users_letters(void **state)
{
	static const struct slice secret[] = {
		SLICE_INIT("n2k-x"), SLICE_INIT("robin@"), SLICE_INIT("Sascha"),
		SLICE_INIT("#note"), SLICE_INIT("high"),
		SLICE_INIT("no such command"), SLICE_INIT("5.1.1"),
	};
	struct arena		arena = ARENA_INIT;
	struct template_result	got;

	(void)state;
	for (size_t l = 0; l < ARRAY_LEN(languages); l++)
		for (int event = 0; event < LETTER_EVENT_COUNT; event++) {
			if (letter_event_row((enum letter_event)event)
			    ->to_agents)
				continue;
			render(languages[l], event, all, ARRAY_LEN(all),
			    &arena, &got);
			for (size_t i = 0; i < ARRAY_LEN(secret); i++) {
				assert_false(slice_has(got.text, secret[i]));
				assert_false(slice_has(html_of(&got, &arena),
				    secret[i]));
			}
			assert_true(slice_has(got.text,
			    SLICE("Example Helpdesk")));
			assert_true(slice_has(got.text, SLICE("12")));
		}
	arena_free(&arena);
}

/* Who would use us to send words to somebody else sends none. */
static void
test_letters_acknowledge_quotes_nothing(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct template_result	got;

	(void)state;
	for (size_t l = 0; l < ARRAY_LEN(languages); l++) {
		render(languages[l], LETTER_ACKNOWLEDGE, all, ARRAY_LEN(all),
		    &arena, &got);
		assert_false(slice_has(got.text, SLICE("Printer")));
		assert_false(slice_has(got.text, SLICE("Alice")));
		assert_false(slice_has(got.text, SLICE("burns")));
		assert_false(slice_has(got.text, SLICE("fire.jpg")));
	}
	arena_free(&arena);
}

/* Agents read first what an answer will do, and to whom. */
static void
test_letters_first_line(void **state)
{
	static const struct {
		enum token_purpose	answer;
		int			event; /* -1: any with this answer */
		const char		*want[ARRAY_LEN(languages)];
	} lines[] = {
		{ TOKEN_REPLY, -1, {
		  "Your answer to this mail goes to Alice "
		  "<alice@example.test>.\n",
		  "Ihre Antwort auf diese Mail geht an Alice "
		  "<alice@example.test>.\n" } },
		{ TOKEN_NOTE, -1, {
		  "Your answer to this mail is a private note: "
		  "only colleagues read it.\n",
		  "Ihre Antwort auf diese Mail ist eine interne Notiz: "
		  "nur Kollegen lesen sie.\n" } },
		{ TOKEN_VERIFY, LETTER_CONFIRM, {
		  "If you wrote what stands below, answer this mail with the "
		  "word yes.\n",
		  "Wenn Sie geschrieben haben, was unten steht, antworten Sie "
		  "auf diese Mail\nmit dem Wort Ja." } },
		{ TOKEN_VERIFY, LETTER_HELD, {
		  "Your mail was held: answer this one with one of the words "
		  "below, or with your\nmail put right.\n",
		  "Ihre Mail wurde angehalten: Antworten Sie auf diese hier mit "
		  "einem der Wörter\nunten" } },
	};
	struct arena		arena = ARENA_INIT;
	struct template_result	got;
	struct slice		first;

	(void)state;
	for (size_t l = 0; l < ARRAY_LEN(languages); l++)
		for (int event = 0; event < LETTER_EVENT_COUNT; event++) {
			const struct letter_event_row *row =
			    letter_event_row((enum letter_event)event);

			if (!row->to_agents)
				continue;
			render(languages[l], event, all, ARRAY_LEN(all),
			    &arena, &got);
			first = slice_from(got.text,
			    strlen(QUOTE_ABOVE_LINE "\n\n"));
			for (size_t i = 0; i < ARRAY_LEN(lines); i++)
				assert_case_int(row->name, slice_starts(first,
				    slice_of(lines[i].want[l])),
				    lines[i].answer == row->answer &&
				    (lines[i].event < 0 ||
					lines[i].event == event));
		}
	arena_free(&arena);
}

/* An agent's letter, whole, as a mail program shows it. */
static void
test_letters_user_reply(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct template_result	got;

	(void)state;
	render("en", LETTER_USER_REPLY, all, ARRAY_LEN(all), &arena, &got);
	assert_case_slice("the letter", got.text, SLICE(
	    QUOTE_ABOVE_LINE "\n\n"
	    "Your answer to this mail goes to Alice <alice@example.test>.\n"
	    "For a private note answer to support+n2k-x@help.test"
	    " or begin with #note.\n"
	    "\n"
	    "Robin <robin@example.test> wrote:\n"
	    "\n"
	    "> It burns.\n"
	    ">\n"
	    "> #solved <script>\n"
	    "\n"
	    "Attachments: fire.jpg, smoke.jpg\n"
	    "\n"
	    "The mail also went to Carl <carl@example.test>.\n"
	    "To let one of them read along, write in your answer:"
	    " \"#cc ADDRESS\".\n"
	    "\n"
	    "Ticket: #12\n"
	    "Department: Support\n"
	    "Status: open\n"
	    "Priority: high\n"
	    "Assigned to: Sascha\n"
	    "\n"
	    "The first lines of an answer may be commands, one a line:"
	    " #assign me,\n"
	    "or #solved, #pending, #priority high, #department NAME,"
	    " #subject TEXT, #note.\n"));
	arena_free(&arena);
}

static void
test_letters_agent_reply(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct template_result	got;

	(void)state;
	render("en", LETTER_AGENT_REPLY, all, ARRAY_LEN(all), &arena, &got);
	assert_case_slice("the letter", got.text, SLICE(
	    QUOTE_ABOVE_LINE "\n\n"
	    "It burns.\n"
	    "\n"
	    "#solved <script>\n"
	    "\n"
	    "Attachments: fire.jpg, smoke.jpg\n"
	    "\n"
	    "-- \n"
	    "Example Helpdesk, ticket #12\n"
	    "If there is anything to add, just answer this mail.\n"));
	arena_free(&arena);
}

static void
test_letters_fallback(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct template_result	english, got;
	struct fail		why = FAIL_INIT;

	(void)state;
	render("en", LETTER_NOTE, all, ARRAY_LEN(all), &arena, &english);
	render("tlh", LETTER_NOTE, all, ARRAY_LEN(all), &arena, &got);
	assert_case_slice("an unknown language is English", got.text,
	    english.text);
	assert_true(slice_has(html_of(&got, &arena),
	    SLICE("<html lang=\"en\">")));
	assert_int_equal(template_render("en", "nonsense", all, ARRAY_LEN(all),
	    &arena, &got, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_case("it says which", why.text,
	    "template: there is no nonsense in any language");
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_letters_carried),
		cmocka_unit_test(test_letters_every_letter),
		cmocka_unit_test(test_letters_users_letters),
		cmocka_unit_test(test_letters_acknowledge_quotes_nothing),
		cmocka_unit_test(test_letters_first_line),
		cmocka_unit_test(test_letters_user_reply),
		cmocka_unit_test(test_letters_agent_reply),
		cmocka_unit_test(test_letters_fallback),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
