/* The same figures, told to people and to Prometheus. */
#include "case.h"

#include "app/figures.h"

static struct figure_part roles[] = { { "intake", 1 }, { "imap:one", 0 } };
static struct figure_part letters[] = { { "queued", 0 }, { "sent", 7 },
	{ "failed", 2 } };
static struct figure_part mailboxes[] = { { "one", 95 } };

static struct figures
some_figures(void)
{
	struct figures figures = { .now = 100 };

	figures.of[FIGURE_UP].value = 1;
	figures.of[FIGURE_ROLES] = (struct figure_value){ 0, roles, 2 };
	figures.of[FIGURE_LETTERS] = (struct figure_value){ 0, letters, 3 };
	figures.of[FIGURE_MAILBOXES] = (struct figure_value){ 0, mailboxes,
		1 };
	figures.of[FIGURE_OLDEST].value = 90;
	figures.of[FIGURE_DUE].value = 130;
	figures.of[FIGURE_ARCHIVE].value = 2048;
	return figures;
}

static void
test_figures_metrics(void **state)
{
	static const struct {
		const char *name;
		const char *line;
		bool want;
	} cases[] = {
		{ "a switch is 1 or 0", "\nmaildesk_up 1\n", true },
		{ "each has its type", "\n# TYPE maildesk_up gauge\n", true },
		{ "a part has its label",
		  "\nmaildesk_role_up{role=\"imap:one\"} 0\n", true },
		{ "what is none is said, too",
		  "\nmaildesk_letters{state=\"queued\"} 0\n", true },
		{ "a time becomes an age",
		  "\nmaildesk_oldest_waiting_age_seconds 10\n", true },
		{ "what is not due has none",
		  "\nmaildesk_oldest_due_letter_age_seconds 0\n", true },
		{ "a success is a time",
		  "\nmaildesk_imap_last_success_timestamp_seconds"
		  "{account=\"one\"} 95\n", true },
		{ "without parts there is nothing", "maildesk_imap_alarm",
		  false },
	};
	struct figures figures = some_figures();
	struct arena arena = ARENA_INIT;
	struct text text = TEXT_IN(&arena);

	(void)state;
	figures_add_metrics(&figures, &text);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_int(cases[i].name, slice_has(text_slice(&text),
		    slice_of(cases[i].line)), cases[i].want);
	arena_free(&arena);
}

static void
test_figures_text(void **state)
{
	static const struct {
		const char *name;
		enum figure_id id;
		struct slice want;
	} cases[] = {
		{ "what there is", FIGURE_LETTERS,
		  SLICE_INIT("7 sent, 2 failed") },
		{ "what does not run is said", FIGURE_ROLES,
		  SLICE_INIT("intake, not imap:one") },
		{ "nothing at all", FIGURE_TICKETS, SLICE_INIT("none") },
		{ "bytes have a unit", FIGURE_ARCHIVE,
		  SLICE_INIT("2.0 KiB") },
		{ "a number is itself", FIGURE_PEOPLE, SLICE_INIT("0") },
		{ "what a sentence says", FIGURE_OLDEST, SLICE_INIT("") },
	};
	struct figures figures = some_figures();
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_slice(cases[i].name, figure_text(&figures,
		    cases[i].id, &arena), cases[i].want);
	arena_free(&arena);
}

/* Names are unique, and such as Prometheus takes. */
static void
test_figures_names(void **state)
{
	(void)state;
	for (int i = 0; i < FIGURE_IDS; i++) {
		const struct figure *figure = figure_get((enum figure_id)i);

		assert_case_int(figure->metric,
		    (int64_t)strspn(figure->metric,
			"abcdefghijklmnopqrstuvwxyz_"),
		    (int64_t)strlen(figure->metric));
		assert_case_true(figure->metric, figure->help[0] != '\0' &&
		    strpbrk(figure->help, "\\\n") == NULL);
		for (int j = 0; j < i; j++)
			assert_case_true(figure->metric, strcmp(figure->metric,
			    figure_get((enum figure_id)j)->metric) != 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures_metrics),
		cmocka_unit_test(test_figures_text),
		cmocka_unit_test(test_figures_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
