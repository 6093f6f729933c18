/* Letters in each person's language and time, from mail to outbox. */
#include "line_case.h"

#include "app/due.h"
#include "app/voice.h"
#include "desk/template_html.h"
#include "store/profiles.h"

#define ALICE "Alice Example <alice@example.test>"
#define ANNA "Anna Agent <anna@help.test>"

static struct line line;

static int
setup(void **state)
{
	(void)state;
	line_open(&line);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	line_close(&line);
	return 0;
}

static bool
has(struct slice s, const char *needle)
{
	return slice_has(s, slice_of(needle));
}

static void
prefer(int64_t person_id, enum profile_id key, const char *value)
{
	line_ok(db_begin(line.desk.db, why));
	line_ok(profiles_set(line.desk.db, person_id, key,
	    slice_of(value), why));
	line_ok(db_commit(line.desk.db, why));
}

static const struct {
	const char *name;
	const char *language, *zone; /* that are preferred */
	const char *want_language, *want_zone;
} voices[] = {
	{ "nothing is known: the desk's", "", "", "de", "Europe/Berlin" },
	{ "a person's own", "fr", "Asia/Tokyo", "fr", "Asia/Tokyo" },
	{ "a region that has its language's letters", "pt-BR", "", "pt-BR",
	  "Europe/Berlin" },
	{ "a language without letters", "tlh", "UTC", "de", "UTC" },
	{ "a zone that nobody knows", "sv", "Mars/Olympus", "sv",
	  "Europe/Berlin" },
};

static void
test_voice_of(void **state)
{
	struct voice voice;

	(void)state;
	line.conf.language = "de";
	line.conf.timezone = "Europe/Berlin";
	for (size_t i = 0; i < ARRAY_LEN(voices); i++) {
		prefer(line.anna, PROFILE_LANGUAGE, voices[i].language);
		prefer(line.anna, PROFILE_TIMEZONE, voices[i].zone);
		line_ok(voice_of(&line.desk, line.anna, &line.arena, &voice,
		    why));
		assert_case_slice(voices[i].name, voice.language,
		    slice_of(voices[i].want_language));
		assert_case(voices[i].name, voice.zone, voices[i].want_zone);
	}
}

/* One mail, and each hears of it in their own language. */
static void
test_voice_letters(void **state)
{
	struct outbox_row letter;

	(void)state;
	line.conf.language = "nl";
	prefer(line.anna, PROFILE_LANGUAGE, "pl");
	line_mail(&line, ALICE, "support@help.test", "Printer", "", "It burns.");
	letter = line_letter(&line, "acknowledge", "alice@example.test");
	assert_case_true("the user: the desk's", has(letter.text,
	    "Bedankt voor uw mail"));
	assert_case_true("with its line above", slice_starts(letter.text,
	    SLICE("## Schrijf uw antwoord boven deze regel ##\n")));
	letter = line_letter(&line, "new-ticket", "anna@help.test");
	assert_case_true("the agent: her own", has(letter.text,
	    "Twoja odpowiedź na tę wiadomość trafi do: Alice Example"));
	assert_case_true("its HTML says so", has(template_html(letter.subject,
	    letter.text, letter.shape, &line.arena), "<html lang=\"pl\">"));
}

/* The line above is cut in whatever language it was. */
static void
test_voice_answer(void **state)
{
	struct outbox_row letter;
	struct entry *entries;
	struct text body;
	size_t count;

	(void)state;
	line.conf.language = "ja";
	line_mail(&line, ALICE, "support@help.test", "Printer", "", "It burns.");
	letter = line_letter(&line, "acknowledge", "alice@example.test");
	body = TEXT_IN(&line.arena);
	text_add_string(&body, "It is out.\n\nAlice Kirjoitti:\n\n");
	text_add(&body, letter.text);
	line_answer(&line, ALICE, &letter, text_string(&body));
	entries = line_entries(&line, 1, &count);
	assert_int_equal(count, 2);
	assert_case_slice("only what she wrote", entries[1].new_text,
	    SLICE("It is out."));
}

static void
test_voice_due(void **state)
{
	struct outbox_row news, letter;

	(void)state;
	line_mail(&line, ALICE, "support@help.test", "Printer", "", "It burns.");
	news = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, ANNA, &news, "#take\n#due 2026-12-02 9:00");
	prefer(line.anna, PROFILE_LANGUAGE, "fr");
	prefer(line.anna, PROFILE_TIMEZONE, "Asia/Tokyo");
	clock_set(clock_civil(2026, 12, 2, 9, 0, 0));
	line_ok(db_begin(line.desk.db, why));
	line_ok(due_run(&line.desk, clock_now(), why));
	line_ok(db_commit(line.desk.db, why));
	letter = line_letter(&line, "reminder", "anna@help.test");
	assert_case_true("her date, her hour", has(letter.text,
	    "La date limite de ce ticket est passée\xc2\xa0:"
	    " 2 décembre 2026 à 18:00.\n"));
}

/* The gateway reads a site's own words when it starts; what is bad is carried. */
static void
test_voice_site(void **state)
{
	char folder[PATH_MAX], path[PATH_MAX];
	struct outbox_row letter;

	(void)state;
	mkdir(line.conf.templates_dir, 0700);
	mkdir(case_path(folder, line.conf.templates_dir, "en"), 0700);
	case_put(case_path(path, folder, "acknowledge"),
	    SLICE("[#{{number}}] {{subject}}\n\n{{#above}}\n{{above}}\n\n"
		"{{/above}}\nAhoy! {{department}} has it.\n"), 0600);
	case_put(case_path(path, folder, "new-ticket"),
	    SLICE("S\n\n{{nmuber}}\n"), 0600);
	gateway_close(line.gateway);
	line_ok(gateway_open(&line.gateway, &line.conf, why));
	line_mail(&line, ALICE, "support@help.test", "Printer", "", "It burns.");
	letter = line_letter(&line, "acknowledge", "alice@example.test");
	assert_case_true("its own words", has(letter.text,
	    "Ahoy! Support has it.\n"));
	letter = line_letter(&line, "new-ticket", "anna@help.test");
	assert_case_true("a bad text loses nobody a letter", has(letter.text,
	    "Your answer to this mail goes to"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_voice_of, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_voice_letters, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_voice_answer, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_voice_due, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_voice_site, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
