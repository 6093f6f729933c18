/* The letters that the desk writes, in every language it carries. */
#include "letters_case.h"

#include "base/text.h"
#include "desk/template_slot.h"
#include "mail/quote.h"

static bool
exists(const char *language)
{
	return template_language_exists(NULL, slice_of(language));
}

static void
test_letters_carried(void **state)
{
	struct fail why = FAIL_INIT;

	(void)state;
	assert_int_equal(template_check(&why), 0);
	assert_case("nothing is wrong", why.text, "");
	assert_true(exists("en"));
	assert_true(exists("de"));
	assert_true(exists("de-AT"));
	assert_true(exists("PT-br"));
	assert_false(exists("xx"));
	assert_false(exists("e"));
	assert_false(exists(""));
}

/* Columns of a terminal: letters of East Asia have two. */
static size_t
columns(struct slice line)
{
	uint32_t	c;
	size_t		len, count = 0;

	for (; line.len > 0; line = slice_from(line, len)) {
		len = slice_code_point(line, &c);
		assert_true(len > 0);
		count += c >= 0x2e80 && c <= 0xff60 ? 2 : 1;
	}
	return count;
}

/* What stands in a letter whatever is known. */
static void
check_letter(const char *name, const char *language, int event,
    const struct template_result *got, struct arena *arena)
{
	struct slice	html = html_of(got, arena), rest = got->text, line;
	bool		re = event == LETTER_AGENT_REPLY;

	/* What is about several tickets names none of them there. */
	if (letter_event_row((enum letter_event)event)->alone)
		assert_case_true(name, slice_starts(got->subject,
		    SLICE("Example Helpdesk")));
	else
		assert_case_slice(name, got->subject, re
		    ? SLICE("Re: [#12] Printer on fire")
		    : SLICE("[#12] Printer on fire"));
	assert_case_true(name, slice_is_utf8(got->text));
	assert_case_true(name, !slice_has(got->text, SLICE("{{")));
	assert_case_true(name, !slice_has(got->text, SLICE("}}")));
	assert_case_true(name, !slice_has(got->text, SLICE("\n\n\n")));
	assert_case_true(name, !slice_has(got->text, SLICE("()")));
	assert_case_true(name, !slice_has(got->text, SLICE("<>")));
	assert_case_true(name, !slice_has(got->text, SLICE("  ")));
	assert_case_true(name, !slice_has(html, SLICE("<script>")));
	assert_case_true(name, !slice_has(html, SLICE("<img")));
	assert_case_true(name, !slice_has(html,
	    SLICE("<p dir=\"auto\"></p>")));
	assert_case_true(name, slice_has(html, arena_format(arena,
	    "<html lang=\"%s\">", language)));
	assert_case_true(name, slice_starts(got->text, arena_format(arena,
	    "%.*s\n\n", SLICE_ARG(above_line(slice_of(language))))));
	while (slice_line(&rest, &line)) {
		/* Or the quoted letter were a command some day. */
		assert_case_true(name, !slice_starts(line, SLICE("#")) ||
		    slice_starts(line, SLICE("##")) || re);
		assert_case_true(name, columns(line) <= 130);
	}
}

static void
test_letters_every_letter(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct template_result	got;
	const struct language	*of;

	(void)state;
	for (size_t l = 0; (of = language_at(l)) != NULL; l++)
		for (int event = 0; event < LETTER_EVENT_COUNT; event++) {
			const char *name = label(of->tag, event, &arena);

			if (!is_translated(of->tag, event))
				continue;
			render(of->tag, event, all, ARRAY_LEN(all), &arena,
			    &got);
			check_letter(name, of->tag, event, &got, &arena);
			/* Whatever is not known must not leave holes. */
			render(of->tag, event, all, NEEDED, &arena, &got);
			check_letter(name, of->tag, event, &got, &arena);
			arena_reset(&arena);
		}
	arena_free(&arena);
}

/* Every language has every letter itself, and every folder has its row. */
static void
test_letters_complete(void **state)
{
	struct slice		tag, text, name, folder;
	const struct language	*of;
	const char		*carried;
	size_t			rows = 0, files = 0;
	struct arena		arena = ARENA_INIT;
	bool			unused;

	(void)state;
	for (; (of = language_at(rows)) != NULL; rows++)
		for (int event = 0; event < LETTER_EVENT_COUNT; event++) {
			assert_true(template_text(NULL, slice_of(of->tag),
			    slice_of(letter_event_row((enum letter_event)event)
				->name), &tag, &text, &unused));
			assert_case_slice(label(of->tag, event, &arena), tag,
			    slice_of(of->tag));
		}
	for (; (carried = template_name(files, &text)) != NULL; files++) {
		name = slice_of(carried);
		slice_cut(&name, '/', &folder);
		assert_case_true(carried, language_find(folder) != NULL);
	}
	assert_int_equal(files, rows * LETTER_EVENT_COUNT);
	arena_free(&arena);
}

/* A name that one text has and another lacks; empty: there is none. */
static struct slice
lacks(struct slice one, struct slice other)
{
	struct slot_scan	scan = { one, 0 };
	struct slice		before;
	struct slot		slot, same;
	bool			found;

	while (slot_next(&scan, &before, &slot)) {
		struct slot_scan in = { other, 0 };

		found = false;
		while (!found && slot_next(&in, &before, &same))
			found = slice_eq(slot.name, same.name);
		if (!found)
			return slot.name;
	}
	return SLICE_EMPTY;
}

/* A translation says no less and no more than the English letter. */
static void
test_letters_same_names(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct slice		tag, english, text, event;
	const struct language	*of;
	bool			unused;

	(void)state;
	for (size_t l = 0; (of = language_at(l)) != NULL; l++)
		for (int i = 0; i < LETTER_EVENT_COUNT; i++) {
			event = slice_of(letter_event_row(
			    (enum letter_event)i)->name);
			template_text(NULL, SLICE("en"), event, &tag, &english,
			    &unused);
			template_text(NULL, slice_of(of->tag), event, &tag,
			    &text, &unused);
			assert_case_slice(label(of->tag, i, &arena),
			    lacks(english, text), SLICE_EMPTY);
			assert_case_slice(label(of->tag, i, &arena),
			    lacks(text, english), SLICE_EMPTY);
			arena_reset(&arena);
		}
	arena_free(&arena);
}

/* A template's own words, without its marks. */
static struct slice
own_words(struct slice line, struct arena *arena)
{
	struct text		words = TEXT_IN(arena);
	struct slot_scan	scan = { line, 0 };
	struct slice		before;
	struct slot		slot;
	bool			more;

	do {
		more = slot_next(&scan, &before, &slot);
		text_add(&words, before);
	} while (more);
	return text_slice(&words);
}

/* So that it can be read in a terminal, and is quoted without being broken. */
static void
test_letters_lines(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct slice	rest, line, own;
	const char	*name;

	(void)state;
	for (size_t i = 0; (name = template_name(i, &rest)) != NULL; i++)
		while (slice_line(&rest, &line)) {
			own = own_words(line, &arena);
			assert_case_true(name, columns(own) <= 80);
			assert_case_true(name, slice_index(line, '\t') ==
			    line.len);
			assert_case_true(name, slice_eq(line, SLICE("-- ")) ||
			    slice_eq(slice_trim_end(line), line));
			arena_reset(&arena);
		}
	arena_free(&arena);
}

static void
test_letters_above(void **state)
{
	const struct language *of, *other;

	(void)state;
	assert_case_slice("an unknown language has the English line",
	    above_line(SLICE("tlh")), SLICE(QUOTE_ABOVE_LINE));
	assert_case_slice("a region has its language's",
	    above_line(SLICE("de-AT")), above_line(SLICE("de")));
	assert_false(above_line_is(SLICE("## Please")));
	for (size_t i = 0; (of = language_at(i)) != NULL; i++) {
		struct slice line = above_line(slice_of(of->tag));

		assert_case_true(of->tag, above_line_is(line));
		assert_case_true(of->tag, columns(line) <= 64);
		for (size_t j = 0; j < i; j++) {
			other = language_at(j);
			assert_case_true(of->tag, !slice_eq(line,
			    above_line(slice_of(other->tag))));
		}
	}
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
	for (size_t l = 0; language_at(l) != NULL; l++)
		for (int event = 0; event < LETTER_EVENT_COUNT; event++) {
			if (letter_event_row((enum letter_event)event)
			    ->to_agents)
				continue;
			render(language_at(l)->tag, event, all, ARRAY_LEN(all),
			    &arena, &got);
			for (size_t i = 0; i < ARRAY_LEN(secret); i++) {
				assert_false(slice_has(got.text, secret[i]));
				assert_false(slice_has(html_of(&got, &arena),
				    secret[i]));
			}
			assert_true(slice_has(got.text,
			    SLICE("Example Helpdesk")));
			/* But for a password, it is about a ticket. */
			assert_case_true(letter_event_row(
			    (enum letter_event)event)->name,
			    event == LETTER_PASSWORD ||
			    slice_has(got.text, SLICE("12")));
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
	for (size_t l = 0; language_at(l) != NULL; l++) {
		render(language_at(l)->tag, LETTER_ACKNOWLEDGE, all, ARRAY_LEN(all),
		    &arena, &got);
		assert_false(slice_has(got.text, SLICE("Printer")));
		assert_false(slice_has(got.text, SLICE("Alice")));
		assert_false(slice_has(got.text, SLICE("burns")));
		assert_false(slice_has(got.text, SLICE("fire.jpg")));
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
	    "This is not all of it: 412 lines more. Answer with the line"
	    " \"#show\" to\n"
	    "read them.\n"
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
	    "Kim Berg\n"
	    "<b>Printing</b>\n"
	    "\n"
	    "-- \n"
	    "Example Helpdesk, ticket #12\n"
	    "If there is anything to add, just answer this mail.\n"));
	assert_case_true("a signature is text", !slice_has(html_of(&got, &arena),
	    SLICE("<b>")));
	arena_free(&arena);
}

static const struct {
	const char *name;
	const char *language, *event;
	const char *want; /* the text's tag, where it is from, how it begins */
} fallbacks[] = {
	{ "a carried one", "de", "note", "de carried [#" },
	{ "an unknown language is English", "tlh", "note", "en carried [#" },
	{ "a region has its language's", "de-AT", "moved", "de carried [#" },
	{ "case does not matter", "DE-at", "moved", "DE carried [#" },
	{ "the site's own goes before it", "fr", "note", "fr own Mine" },
	{ "only where it has one", "fr", "moved", "fr carried [#" },
	{ "a language of the site's", "cy", "note", "cy own Welsh" },
	{ "what it lacks is English", "cy", "moved", "en carried [#" },
	{ "the site's English before the carried one", "cy", "held",
	  "en own Ours" },
	{ "a region of the site's", "fr-CA", "note", "fr-CA own Quebec" },
	{ "what the region lacks is its language's", "fr-CA", "moved",
	  "fr carried [#" },
};

static void
test_letters_fallback(void **state)
{
	struct template_file files[] = {
		{ SLICE("fr"), SLICE("note"), SLICE("Mine\n\nx\n") },
		{ SLICE("cy"), SLICE("note"), SLICE("Welsh\n\nx\n") },
		{ SLICE("en"), SLICE("held"), SLICE("Ours\n\nx\n") },
		{ SLICE("fr-CA"), SLICE("note"), SLICE("Quebec\n\nx\n") },
	};
	const struct template_set set = { files, ARRAY_LEN(files) };
	struct arena		arena = ARENA_INIT;
	struct template_result	got;
	struct fail		why = FAIL_INIT;
	struct slice		tag, text, said;
	bool			carried;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fallbacks); i++) {
		assert_true(template_text(&set,
		    slice_of(fallbacks[i].language),
		    slice_of(fallbacks[i].event), &tag, &text, &carried));
		said = arena_format(&arena, "%.*s %s %.*s", SLICE_ARG(tag),
		    carried ? "carried" : "own", SLICE_ARG(text));
		assert_case_slice(fallbacks[i].name, slice_head(said,
		    strlen(fallbacks[i].want)), slice_of(fallbacks[i].want));
	}
	assert_true(template_language_exists(&set, SLICE("cy")));
	assert_false(exists("cy"));
	render("tlh", LETTER_NOTE, all, ARRAY_LEN(all), &arena, &got);
	assert_true(slice_has(html_of(&got, &arena),
	    SLICE("<html lang=\"en\">")));
	assert_int_equal(template_render(&set, SLICE("en"), "nonsense", all,
	    ARRAY_LEN(all), &arena, &got, &why), -1);
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
		cmocka_unit_test(test_letters_complete),
		cmocka_unit_test(test_letters_same_names),
		cmocka_unit_test(test_letters_lines),
		cmocka_unit_test(test_letters_above),
		cmocka_unit_test(test_letters_every_letter),
		cmocka_unit_test(test_letters_users_letters),
		cmocka_unit_test(test_letters_acknowledge_quotes_nothing),
		cmocka_unit_test(test_letters_user_reply),
		cmocka_unit_test(test_letters_agent_reply),
		cmocka_unit_test(test_letters_fallback),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
