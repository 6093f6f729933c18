/* The one table of verbs. */
#include "case.h"

#include "desk/ticket.h"
#include "desk/verb.h"

static const struct {
	const char	*name;
	const char	*word;
	int		 want; /* enum verb_id, or -1 */
	const char	*value;
} finds[] = {
	{ "by name", "note", VERB_NOTE, NULL },
	{ "case does not matter", "NoTe", VERB_NOTE, NULL },
	{ "private is note", "private", VERB_NOTE, NULL },
	{ "internal is note", "Internal", VERB_NOTE, NULL },
	{ "reply", "reply", VERB_REPLY, NULL },
	{ "public is reply", "public", VERB_REPLY, NULL },
	{ "status", "status", VERB_STATUS, NULL },
	{ "open brings its status", "open", VERB_STATUS, "open" },
	{ "so does reopen", "reopen", VERB_STATUS, "open" },
	{ "pending", "pending", VERB_STATUS, "pending" },
	{ "hold", "hold", VERB_STATUS, "hold" },
	{ "solved", "solved", VERB_STATUS, "solved" },
	{ "resolved is solved", "resolved", VERB_STATUS, "solved" },
	{ "close is closed", "close", VERB_STATUS, "closed" },
	{ "closed", "CLOSED", VERB_STATUS, "closed" },
	{ "assign", "assign", VERB_ASSIGN, NULL },
	{ "take is assign me", "take", VERB_ASSIGN, "me" },
	{ "so is mine", "mine", VERB_ASSIGN, "me" },
	{ "unassign is assign none", "unassign", VERB_ASSIGN, "none" },
	{ "owner is assign", "owner", VERB_ASSIGN, NULL },
	{ "agent is assign", "agent", VERB_ASSIGN, NULL },
	{ "priority", "priority", VERB_PRIORITY, NULL },
	{ "department", "department", VERB_DEPARTMENT, NULL },
	{ "dept", "dept", VERB_DEPARTMENT, NULL },
	{ "queue", "queue", VERB_DEPARTMENT, NULL },
	{ "subject", "subject", VERB_SUBJECT, NULL },
	{ "end", "end", VERB_END, NULL },
	{ "an unknown word", "frobnicate", -1, NULL },
	{ "a beginning of a word", "stat", -1, NULL },
	{ "more than a word", "status open", -1, NULL },
	{ "nothing", "", -1, NULL },
	{ "the number sign is no part of it", "#note", -1, NULL },
	{ "spam is a status by a word of its own", "spam", VERB_STATUS, "spam" },
};

static void
test_verb_find(void **state)
{
	const struct verb	*verb;
	const char		*value;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(finds); i++) {
		value = "left over";
		verb = verb_find(slice_of(finds[i].word), &value);
		assert_case_int(finds[i].name,
		    verb == NULL ? -1 : (int)verb->id, finds[i].want);
		assert_case(finds[i].name, value, finds[i].value);
	}
}

static void
test_verb_table(void **state)
{
	char		 usage[32];
	size_t		 count;
	const char	*value;

	(void)state;
	for (int i = 0; i < VERB_COUNT; i++) {
		const struct verb *verb = verb_get((enum verb_id)i);

		assert_case_int(verb->name, verb->id, i);
		assert_true(verb_find(slice_of(verb->name), &value) == verb);
		snprintf(usage, sizeof(usage), "#%s", verb->name);
		assert_case_true(verb->name, strncmp(verb->usage, usage,
		    strlen(usage)) == 0);
		assert_case_true("help is a line",
		    verb->help[0] != '\0' && strchr(verb->help, '\n') == NULL);
		/* From alone grants nothing. */
		assert_case_true(verb->name, verb->proof >= PROOF_T1);
	}
	assert_non_null(verb_aliases(&count));
	for (size_t i = 0; i < count; i++) {
		const struct verb_alias *alias = &verb_aliases(&count)[i];

		assert_case_true(alias->name, verb_find(slice_of(alias->name),
		    &value) == verb_get(alias->id));
		assert_case(alias->name, value, alias->value);
	}
}

/* The usage names every status and priority, and no other. */
static void
test_verb_usage(void **state)
{
	struct slice rest = slice_of(verb_get(VERB_STATUS)->usage + 8);
	struct slice word;
	size_t count = 0;

	(void)state;
	for (; slice_cut(&rest, '|', &word); count++)
		assert_case_slice("status", word, slice_of(
		    ticket_status_name((enum ticket_status)count)));
	assert_int_equal(count, TICKET_SPAM);

	rest = slice_of(verb_get(VERB_PRIORITY)->usage + 10);
	for (count = 0; slice_cut(&rest, '|', &word); count++)
		assert_case_slice("priority", word, slice_of(
		    ticket_priority_name((enum ticket_priority)count)));
	assert_int_equal(count, TICKET_PRIORITY_COUNT);
}

static void
test_verb_alias_values(void **state)
{
	enum ticket_status	status;
	size_t			count;
	const struct verb_alias	*aliases = verb_aliases(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		if (aliases[i].id == VERB_STATUS)
			assert_case_true(aliases[i].name, ticket_status_parse(
			    slice_of(aliases[i].value), &status));
}

static const struct {
	const char *word;
	bool	    near;
} nears[] = {
	{ "note", true }, { "nte", true }, { "noet", true }, { "notes", true },
	{ "not", true }, { "nots", true }, { "noye", true }, { "nore", true },
	{ "nnote", true }, { "noote", true }, { "notee", true },
	{ "NOET", true }, { "onte", true }, { "ote", true }, { "ntoe", true },
	{ "nt", true }, { "no", true }, { "noted", true }, { "notiz", true },
	{ "n\xd0\xbete", true }, /* a Cyrillic o */
	{ "private", true }, { "privat", true }, { "privte", true },
	{ "pirvate", true }, { "rpivate", true }, { "rivate", true },
	{ "privaet", true }, { "priv", false }, { "prvate", true },
	{ "privates", true }, { "prviate", true },
	{ "internal", true }, { "intern", true }, { "interal", true },
	{ "nternal", true }, { "itnernal", true }, { "intrenal", true },
	{ "interanl", true }, { "internally", true },
	{ "", false }, { "x", false }, { "vote", false }, { "dote", false },
	{ "one", false }, { "over", false }, { "hello", false },
	{ "reply", false }, { "status", false }, { "solved", false },
	{ "summary", false }, { "internet", true }, { "network", false },
	{ "notification", false }, { "rate", false }, { "other", false },
	{ "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", false },
};

static void
test_verb_near_private(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(nears); i++)
		assert_case_int(nears[i].word,
		    verb_is_near_private(slice_of(nears[i].word)),
		    nears[i].near);
}

/* Whatever one slip makes of a word behind its first letter is caught. */
static void
test_verb_near_one_slip(void **state)
{
	static const char *const words[] = { "note", "private", "internal" };
	char slip[16];

	(void)state;
	for (size_t w = 0; w < ARRAY_LEN(words); w++) {
		size_t len = strlen(words[w]);

		for (size_t i = 1; i < len; i++)
			for (char c = 'a'; c <= 'z'; c++) {
				memcpy(slip, words[w], len + 1);
				slip[i] = c;
				assert_case_true(slip, verb_is_near_private(
				    slice_of(slip)));
				memmove(slip + i + 1, words[w] + i,
				    len - i + 1);
				assert_case_true(slip, verb_is_near_private(
				    slice_of(slip)));
			}
		for (size_t i = 0; i < len; i++) {
			memcpy(slip, words[w], i);
			memcpy(slip + i, words[w] + i + 1, len - i);
			assert_case_true(slip,
			    verb_is_near_private(slice_of(slip)));
			if (i == 0)
				continue;
			memcpy(slip, words[w], len + 1);
			slip[i] = words[w][i - 1];
			slip[i - 1] = words[w][i];
			assert_case_true(slip,
			    verb_is_near_private(slice_of(slip)));
		}
	}
}

static void
test_verb_proof_names(void **state)
{
	(void)state;
	assert_case("from alone", proof_name(PROOF_T0), "T0");
	assert_case("a token", proof_name(PROOF_T1), "T1");
	assert_case("authentication", proof_name(PROOF_T2), "T2");
	assert_case("a confirmation", proof_name(PROOF_T3), "T3");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verb_find),
		cmocka_unit_test(test_verb_table),
		cmocka_unit_test(test_verb_usage),
		cmocka_unit_test(test_verb_alias_values),
		cmocka_unit_test(test_verb_near_private),
		cmocka_unit_test(test_verb_near_one_slip),
		cmocka_unit_test(test_verb_proof_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
