/* Message-IDs out of Message-ID, In-Reply-To and References. */
#include "case.h"

#include <stdio.h>

#include "base/text.h"
#include "mail/msgid.h"

static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;

/* The ids, parted by blanks. */
static struct slice
join(const struct msgids *ids, struct arena *arena)
{
	struct text	all = TEXT_IN(arena);

	for (size_t i = 0; i < ids->count; i++) {
		if (i > 0)
			text_add_char(&all, ' ');
		text_add(&all, ids->items[i]);
	}
	return text_slice(&all);
}

static const struct {
	const char	*name;
	struct slice	 value;
	struct slice	 want;
} cases[] = {
	{ "one", SLICE_INIT("<a@x.test>"), SLICE_INIT("a@x.test") },
	{ "two, nothing between", SLICE_INIT("<a@x><b@x>"),
	  SLICE_INIT("a@x b@x") },
	{ "commas and comments between are passed over",
	  SLICE_INIT("<a@x>, (Kim's mail) <b@x>"), SLICE_INIT("a@x b@x") },
	{ "RFC 822's phrases are passed over",
	  SLICE_INIT("Your message of \"Tue\" <a@x>"), SLICE_INIT("a@x") },
	{ "blanks inside, left by folds, are cut out",
	  SLICE_INIT("< a\t@ x.test >"), SLICE_INIT("a@x.test") },
	{ "controls are cut out", SLICE_INIT("<a\0\x01@x\x7f>"),
	  SLICE_INIT("a@x") },
	{ "the last one lost its end", SLICE_INIT("<a@x> <b@"),
	  SLICE_INIT("a@x b@") },
	{ "one runs into the next", SLICE_INIT("<a@x <b@x>"),
	  SLICE_INIT("a@x b@x") },
	{ "doubled brackets", SLICE_INIT("<<a@x>>"), SLICE_INIT("a@x") },
	{ "no @ within brackets is an id too", SLICE_INIT("<12345>"),
	  SLICE_INIT("12345") },
	{ "empty brackets are nothing", SLICE_INIT("<> < > <a@x>"),
	  SLICE_INIT("a@x") },
	{ "what follows the bracket is no id", SLICE_INIT("<a@x> b@y"),
	  SLICE_INIT("a@x") },
	{ "without brackets each word with an @",
	  SLICE_INIT("a@x, b@x and c"), SLICE_INIT("a@x b@x") },
	{ "without brackets, a lost one", SLICE_INIT("a@x>"),
	  SLICE_INIT("a@x") },
	{ "case stays", SLICE_INIT("<AbC@X>"), SLICE_INIT("AbC@X") },
	{ "doubles stay", SLICE_INIT("<a@x> <a@x>"), SLICE_INIT("a@x a@x") },
	{ "UTF-8 stays", SLICE_INIT("<\xc3\xa9@x>"), SLICE_INIT("\xc3\xa9@x") },
	{ "bytes that are no UTF-8 become U+FFFD",
	  SLICE_INIT("<\xe9@x>"), SLICE_INIT("\xef\xbf\xbd@x") },
	{ "words are no ids", SLICE_INIT("nothing here"), SLICE_INIT("") },
	{ "nothing", SLICE_INIT(""), SLICE_INIT("") },
};

static void
test_msgid_parse(void **state)
{
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct msgids	ids;
		limit_bits	limited = 0;

		msgids_parse(cases[i].value, &limits, &arena, &ids, &limited);
		assert_case_slice(cases[i].name, join(&ids, &arena),
		    cases[i].want);
		assert_case_int(cases[i].name, limited, 0);
	}
	arena_free(&arena);
}

static void
test_msgid_too_long(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct text	value = TEXT_IN(&arena);
	struct msgids	ids;
	limit_bits	limited = 0;

	(void)state;
	text_add_string(&value, "<");
	for (int i = 0; i < 999; i++)
		text_add_char(&value, 'a');
	text_add_string(&value, "> <b@x>");
	msgids_parse(text_slice(&value), &limits, &arena, &ids, &limited);
	assert_case_slice("an id over 998 octets is dropped, the next is not",
	    join(&ids, &arena), SLICE("b@x"));
	arena_free(&arena);
}

static void
test_msgid_first_and_newest(void **state)
{
	static const struct {
		size_t		max, count;
		const char	*want;
	} rows[] = {
		{ 0, 3, "" },
		{ 1, 3, "0" },
		{ 2, 3, "0 2" },
		{ 4, 3, "0 1 2" },
		{ 4, 4, "0 1 2 3" },
		{ 4, 5, "0 2 3 4" },
		{ 4, 6, "0 3 4 5" },
		{ 4, 7, "0 4 5 6" },
		{ 4, 8, "0 5 6 7" },
	};
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct mail_limits	few = limits;
		struct text		value = TEXT_IN(&arena);
		struct msgids		ids;
		limit_bits		limited = 0;

		few.max[LIMIT_REFERENCES] = rows[i].max;
		for (size_t n = 0; n < rows[i].count; n++)
			text_add_format(&value, "<%zu>", n);
		msgids_parse(text_slice(&value), &few, &arena, &ids, &limited);
		assert_case_slice("the first and the newest are kept",
		    join(&ids, &arena), slice_of(rows[i].want));
		assert_case_int("the limit is told", limited,
		    rows[i].count > rows[i].max ?
		    LIMIT_BIT(LIMIT_REFERENCES) : 0);
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_msgid_parse),
		cmocka_unit_test(test_msgid_too_long),
		cmocka_unit_test(test_msgid_first_and_newest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
