/* Letters in a site's own words, from their folder. */
#include "case.h"

#include "app/templates.h"
#include "base/text.h"

struct site {
	char folder[PATH_MAX];
	struct arena arena;
	struct template_set set;
	struct fail why;
};

static void
put(struct site *site, const char *language, const char *event,
    struct slice text)
{
	char folder[PATH_MAX], path[PATH_MAX];

	mkdir(case_path(folder, site->folder, language), 0700);
	if (event != NULL)
		case_put(case_path(path, folder, event), text, 0600);
}

static int
load(struct site *site)
{
	site->why = (struct fail)FAIL_INIT;
	return templates_load(site->folder, &site->arena, &site->set,
	    &site->why);
}

static void
site_open(struct site *site)
{
	memset(site, 0, sizeof(*site));
	case_folder(site->folder);
}

static void
site_close(struct site *site)
{
	arena_free(&site->arena);
	case_folder_remove(site->folder);
}

static const struct {
	const char *name;
	const char *language, *event; /* NULL: a folder alone */
	struct slice text;
	const char *want; /* behind "template FOLDER/"; NULL: it is good */
	size_t count;	  /* of texts beside the good one of en/note */
} rows[] = {
	{ "a good one", "fr", "note", SLICE_INIT("S\n\nx {{number}}\n"), NULL,
	  1 },
	{ "a language that we do not carry", "cy", "note",
	  SLICE_INIT("S\n\nx\n"), NULL, 1 },
	{ "a region", "pt-BR", "note", SLICE_INIT("S\n\nx\n"), NULL, 1 },
	{ "a folder with nothing in it", "fr", NULL, SLICE_INIT(""), NULL, 0 },
	{ "another editor's line ends and mark", "fr", "note",
	  SLICE_INIT("\xef\xbb\xbfS\r\n\r\nx\r\n"), NULL, 1 },
	{ "no line end at the end", "fr", "note", SLICE_INIT("S\n\nx"), NULL,
	  1 },
	{ "what editors leave", "fr", "note~", SLICE_INIT("nonsense"), NULL,
	  0 },
	{ "what editors hide", "fr", ".note.swp", SLICE_INIT("\0\1"), NULL,
	  0 },
	{ "an unknown name, and where", "fr", "note",
	  SLICE_INIT("S\n\na\n{{nmuber}}\n"),
	  "fr/note:4: {{nmuber}} is no name we know", 0 },
	{ "an unknown event", "fr", "notes", SLICE_INIT("S\n\nx\n"),
	  "fr/notes: the desk writes no letter of that name", 0 },
	{ "a folder that is no language", "Francais_1", "note",
	  SLICE_INIT("S\n\nx\n"),
	  "Francais_1: no language is called so; a folder for each, as"
	  " \"de\"", 0 },
	{ "another charset", "fr", "note", SLICE_INIT("S\n\n\xe9t\xe9\n"),
	  "fr/note:1: is not plain text in UTF-8", 0 },
	{ "a NUL", "fr", "note", SLICE_INIT("S\n\na\0b\n"),
	  "fr/note:1: is not plain text in UTF-8", 0 },
	{ "nothing in it", "fr", "note", SLICE_INIT(""),
	  "fr/note:1: a subject, an empty line and a body are wanted", 0 },
	{ "a section that is not closed", "fr", "note",
	  SLICE_INIT("S\n\n{{#old}}\nx\n"), "fr/note:5: {{old}} is not closed",
	  0 },
};

static void
test_templates_load(void **state)
{
	struct site site;
	const char *want;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		site_open(&site);
		put(&site, "en", "note", SLICE("Ours\n\nx\n"));
		put(&site, rows[i].language, rows[i].event, rows[i].text);
		want = rows[i].want == NULL ? "" : arena_format(&site.arena,
		    "template %s/%s", site.folder, rows[i].want).data;
		assert_case_int(rows[i].name, load(&site),
		    rows[i].want == NULL ? 0 : -1);
		assert_case(rows[i].name, site.why.text, want);
		if (rows[i].want != NULL)
			assert_case_int(rows[i].name, site.why.kind,
			    FAIL_SETUP);
		/* What is good is there all the same. */
		assert_case_int(rows[i].name, site.set.count,
		    rows[i].count + 1);
		site_close(&site);
	}
}

static void
test_templates_too_big(void **state)
{
	struct site site;
	struct text text;

	(void)state;
	site_open(&site);
	text = TEXT_IN(&site.arena);
	text_add_string(&text, "S\n\n");
	while (text.len <= TEMPLATE_FILE_MAX)
		text_add_string(&text, "all work and no play\n");
	put(&site, "fr", "note", text_slice(&text));
	assert_int_equal(load(&site), -1);
	assert_int_equal(site.why.kind, FAIL_SETUP);
	assert_true(strstr(site.why.text, "fr/note") != NULL);
	site_close(&site);
}

static void
test_templates_no_folder(void **state)
{
	struct site site;
	struct fail why = FAIL_INIT;
	char path[PATH_MAX];

	(void)state;
	site_open(&site);
	assert_int_equal(templates_load(case_path(path, site.folder, "none"),
	    &site.arena, &site.set, &why), 0);
	assert_int_equal(site.set.count, 0);
	case_put(path, SLICE("x"), 0600);
	assert_int_equal(templates_load(path, &site.arena, &site.set, &why),
	    -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	site_close(&site);
}

/* A language counts as soon as there is one text of it. */
static void
test_templates_language(void **state)
{
	struct site site;
	struct conf conf = { .path = "test.conf", .language = "cy" };

	(void)state;
	site_open(&site);
	conf.templates_dir = site.folder;
	assert_int_equal(templates_check(&conf, &site.why), -1);
	assert_case("it says what to do", site.why.text, "test.conf:"
	    " desk.language: there are no letters in \"cy\"; `maildesk template"
	    " list` names the languages that there are, `maildesk template"
	    " install` adds one");
	put(&site, "cy", "note", SLICE("S\n\nx\n"));
	assert_int_equal(templates_check(&conf, &site.why), 0);
	conf.language = "cy-GB";
	assert_int_equal(templates_check(&conf, &site.why), 0);
	site_close(&site);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_templates_load),
		cmocka_unit_test(test_templates_too_big),
		cmocka_unit_test(test_templates_no_folder),
		cmocka_unit_test(test_templates_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
