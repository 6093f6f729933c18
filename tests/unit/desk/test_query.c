/* What a line of search asks for, and what is said of wrong ones. */
#include "case.h"

#include "desk/cut.h"
#include "desk/query.h"

#define NOW 1800014400 /* 2027-01-15 12:00 UTC, a Friday */
#define TODAY (NOW - 12 * 3600)
#define DAY 86400

/* "-from=anna status=open|pending=?"; days as their distance from today. */
static struct slice
shown(const struct query *query, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < query->count; i++) {
		const struct query_term *term = &query->terms[i];

		text_add_format(&text, "%s%s", i > 0 ? " " : "",
		    term->without ? "-" : "");
		if (term->field == QUERY_OWN_FIELD)
			text_add_format(&text, "field.%.*s=",
			    SLICE_ARG(term->name));
		else if (term->field != QUERY_TEXT)
			text_add_format(&text, "%s=",
			    query_field_name(term->field));
		if (term->words != 0)
			text_add_format(&text, "%x", term->words);
		else if (term->at != 0)
			text_add_format(&text, "%+lld",
			    (long long)(term->at - TODAY) / DAY);
		else
			text_add_format(&text, "<%.*s>%s",
			    SLICE_ARG(term->value), term->begins ? "*" : "");
	}
	return text_slice(&text);
}

static const struct {
	const char *name;
	const char *line;
	const char *want; /* terms; or a piece of the refusal */
} cases[] = {
	{ "words", "printer  on fire", "<printer> <on> <fire>" },
	{ "a phrase", "\"on fire\" now", "<on fire> <now>" },
	{ "a phrase without its end", "\"on fire", "<on fire>" },
	{ "quotes in a word part it", "a\"b c\"", "<a> <b c>" },
	{ "without", "printer -fire", "<printer> -<fire>" },
	{ "without a phrase", "printer -\"on fire\"", "<printer> -<on fire>" },
	{ "a dash inside a word is text", "foo-bar - x", "<foo-bar> <-> <x>" },
	{ "words that begin so", "prin* *", "<prin>* <*>" },
	{ "a star in quotes is a star", "\"prin*\"", "<prin*>" },
	{ "a field", "from:anna", "from=<anna>" },
	{ "a field's name in capitals", "FROM:anna", "from=<anna>" },
	{ "a field's value in quotes", "from:\"anna example\" x",
	  "from=<anna example> <x>" },
	{ "without a field", "x -from:anna", "<x> -from=<anna>" },
	{ "another name of a field", "dept:sales", "department=<sales>" },
	{ "own fields", "field.colour:red", "field.colour=<red>" },
	{ "statuses", "status:open,Pending", "status=3" },
	{ "priorities", "priority:urgent", "priority=8" },
	{ "today", "after:today", "after=+0" },
	{ "yesterday", "before:yesterday", "before=-1" },
	{ "days ago", "after:30d", "after=-30" },
	{ "a date", "after:2027-01-01", "after=-14" },
	{ "a German date", "after:1.1.2027", "after=-14" },
	{ "begins of subjects", "subject:prin*", "subject=<prin>*" },
	{ "fields that look into no texts know no star", "from:an*",
	  "from=<an*>" },
	{ "an address on the web", "https://a.example/x",
	  "<https://a.example/x>" },
	{ "a time of day", "12:30", "<12:30>" },
	{ "a colon at the end", "Re: hello", "<Re:> <hello>" },
	{ "a path", "C:\\dir", "<C:\\dir>" },
	{ "a colon in quotes", "\"error:timeout\"", "<error:timeout>" },
	{ "a Japanese blank", "a\xe3\x80\x80" "b", "<a> <b>" },
	{ "bytes that are no text", "\xff", "<\xef\xbf\xbd>" },
	{ "a misspelt field", "form:anna", "is it from:?" },
	{ "an unknown field", "colour:red",
	  "fields are subject:, file:, note:, from:" },
	{ "a field of the desk without its name", "field.:x",
	  "there is no field \"field.\"" },
	{ "no value", "from: anna", "from: wants a value right behind it" },
	{ "an empty value", "from:\"\"", "from: wants a value" },
	{ "a status that is none", "status:done",
	  "status:done: a status is open, pending" },
	{ "one of several", "status:open,done", "a status is open" },
	{ "a priority that is none", "priority:top", "a priority is low" },
	{ "a day that is none", "before:soon", "a day is as 2026-12-01" },
	{ "a month that is none", "before:2026-13-01", "a day is as" },
	{ "four numbers", "before:1.2.3.4", "a day is as" },
	{ "a day with an hour", "before:\"2026-12-01 9:00\"", "a day is as" },
	{ "a day with a rest", "before:2026-12-01x", "a day is as" },
	{ "a day that is far away", "after:40000d", "a day is as" },
	{ "what no mail has", "has:wings", "what a mail can have" },
	{ "nothing", "", "say what to look for" },
	{ "blanks", " \t", "say what to look for" },
	{ "only what shall not be", "-status:open", "say what to look for" },
	{ "only words that shall not be", "status:open -fire",
	  "-fire takes away from what other words find" },
};

static void
test_query_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena arena = ARENA_INIT;
		struct fail why = FAIL_INIT;
		struct query query;

		if (query_parse(slice_of(cases[i].line), NOW, "UTC", &arena,
			&query, &why) == 0)
			assert_case(cases[i].name, arena_string(&arena,
			    shown(&query, &arena)), cases[i].want);
		else
			assert_case_true(cases[i].name, strstr(why.text,
			    cases[i].want) != NULL);
		arena_free(&arena);
	}
}

static void
test_query_is_bounded(void **state)
{
	struct arena arena = ARENA_INIT;
	struct fail why = FAIL_INIT;
	struct query query;
	char line[QUERY_LINE_MAX + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(line); i++)
		line[i] = i % 2 == 0 ? 'x' : ' ';
	assert_case_int("many words", query_parse(slice_make(line, 100), NOW,
	    "UTC", &arena, &query, &why), -1);
	assert_case_true("which it says", strstr(why.text,
	    "at most 32 words") != NULL);
	assert_case_int("a page", query_parse(slice_make(line, sizeof(line)),
	    NOW, "UTC", &arena, &query, &why), -1);
	assert_case_true("which it says, too", strstr(why.text,
	    "4096 octets") != NULL);
	arena_free(&arena);
}

static const struct {
	const char *name;
	const char *value;
	bool begins;
	const char *want;
} phrases[] = {
	{ "a word", "fire", false, "\"fire\"" },
	{ "words that begin so", "fi", true, "\"fi\" *" },
	{ "quotes", "a\"b", false, "\"a\"\"b\"" },
	{ "operators are letters", "a OR (b*", false, "\"a OR (b*\"" },
	{ "blanks are nothing", "  ", false, "" },
	{ "two letters without blanks", "日本", false, "\"日本\"" },
	{ "three of them", "日本語", false, "\"日本 本語\"" },
	{ "one may be the first of more", "日", false, "\"日\" *" },
	{ "beside others", "PC日本x", false, "\"PC 日本 本 x\"" },
};

static void
test_query_phrases(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(phrases); i++) {
		struct arena arena = ARENA_INIT;
		struct text text = TEXT_IN(&arena);

		query_add_phrase(&text, slice_of(phrases[i].value),
		    phrases[i].begins);
		assert_case(phrases[i].name, text_string(&text),
		    phrases[i].want);
		arena_free(&arena);
	}
}

static const struct {
	const char *name;
	const char *text;
	const char *want; /* as it is kept; NULL: as it is */
} kept[] = {
	{ "writing with blanks", "der Drucker brennt \xe2\x80\x93 schön", NULL },
	{ "Cyrillic", "принтер горит", NULL },
	{ "Chinese", "打印机", "打印 印机 机" },
	{ "Japanese with a dash of its own", "プリンター",
	  "プリ リン ンタ ター ー" },
	{ "Korean", "프린터 고장", "프린 린터 터   고장 장" },
	{ "Thai", "กขค", "กข ขค ค" },
	{ "one letter", "日", "日" },
	{ "between other words", "my 日本 PC", "my  日本 本  PC" },
	{ "signs part it", "日本。本", "日本 本 。 本" },
};

static void
test_query_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
		struct arena arena = ARENA_INIT;
		struct text text = TEXT_IN(&arena);
		struct slice s = slice_of(kept[i].text);

		assert_case_int(kept[i].name, cut_is_needed(s),
		    kept[i].want != NULL);
		cut_to_keep(&text, s);
		assert_case(kept[i].name, text_string(&text),
		    kept[i].want != NULL ? kept[i].want : kept[i].text);
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_query_lines),
		cmocka_unit_test(test_query_is_bounded),
		cmocka_unit_test(test_query_phrases),
		cmocka_unit_test(test_query_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
